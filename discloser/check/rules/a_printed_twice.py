"""Numbers that tables print twice: to the last digit, and in the same unit (A23, A24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from discloser.check.check import document_check
from discloser.check.outcome import Held, Outcome
from discloser.check.reader.facts import Fact
from discloser.check.reader.places import of_title
from discloser.check.reader.printed import Term
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Reading
from discloser.finding import Finding, Rule, Severity

DIGIT = Rule(
    "A23",
    "同一个数的尾数不同",
    "{left}是{left_value}万元，{right}是{right_value}万元，是同一个数，末位不同。",
    "请核对；各自四舍五入的两个数，末位也应当一样。",
    Severity.WARNING,
)
UNIT = Rule(
    "A24",
    "表的单位多半写错了",
    "“{table}”写的是{unit}，里面{count}个数（如{shown}）在写着{other}的“{beside}”里也这样印。",
    "请核对这张表的单位。",
)
_SHOWN = 3
_SHARE = 2
"""One of so many distinct numbers of a table at least is printed in the others."""
_FEWEST = 2
_DIGITS = 4
"""A number with fewer digits may stand in any table."""


@document_check(DIGIT, says_all=True)
def what_is_printed_twice_has_the_same_digits(reading: Reading) -> Iterator[Outcome]:
    """Amounts of one meaning that are printed as exactly: each is the same amount, rounded."""
    for facts in reading.reader.facts.by_meaning():
        rounded = [fact for fact in facts if fact.printed.slack and not fact.meaning.is_nothing]
        if len(rounded) > 1:
            yield from _of_one_meaning(rounded)
    for claim in reading.reader.claims:
        if len(claim.meanings) != 1:
            continue
        facts = reading.reader.facts.of(claim.meanings[0].in_column(claim.column))
        same = [fact for fact in facts if fact.printed.slack == claim.mention.printed.slack]
        if same:
            term = claim.passage.term(claim.mention, f"文中“{claim.label}”")
            yield _held(term, [fact.term for fact in same])


def _of_one_meaning(facts: Sequence[Fact]) -> Iterator[Outcome]:
    exact = min(fact.printed.slack for fact in facts)
    same = [fact for fact in facts if fact.printed.slack == exact]
    usual = Counter(fact.printed.value for fact in same).most_common(1)[0][0]
    right = [fact.term for fact in same if fact.printed.value == usual]
    for fact in same:
        if fact.term not in right:
            yield _held(fact.term, right)
    if len(right) > 1:
        yield Held(DIGIT.code, len(right) - 1)


def _held(term: Term, others: Sequence[Term]) -> Outcome:
    """What differs by more than rounding is told by the rules of sums and of sentences."""
    if any(other.printed.value == term.printed.value for other in others):
        return Held(DIGIT.code)
    near = next((each for each in others if each.printed.agrees(term.printed)), None)
    if near is None:
        return Held(DIGIT.code)
    return DIGIT.at(
        *term.places,
        *near.places,
        left=term.label,
        left_value=term.printed,
        right=near.label,
        right_value=near.printed,
    )


@document_check(UNIT, says_all=True)
def tables_of_other_units_print_other_numbers(reading: Reading) -> Iterator[Outcome]:
    """A table in 元 does not print the same digits as tables in 万元, and the other way round."""
    numbers = {table.sheet: _numbers(table.sheet) for table in reading.reader.tables}
    told = [sheet for sheet, own in numbers.items() if own and sheet.table.unit]
    for sheet in told:
        beside = [o for o in told if o is not sheet and _are_printed(numbers[sheet], numbers[o])]
        others = [o for o in beside if o.table.money_unit is not sheet.table.money_unit]
        if others and (len(others) * 2 > len(beside) or _is_rare(sheet, told)):
            yield _told(sheet, others[0], sorted(numbers[sheet] & numbers[others[0]]))
        else:
            yield Held(UNIT.code)


def _is_rare(sheet: Sheet, others: Sequence[Sheet]) -> bool:
    """Whether most tables are in another unit."""
    same = sum(other.table.money_unit is sheet.table.money_unit for other in others)
    return same * 2 < len(others)


def _told(sheet: Sheet, other: Sheet, shared: Sequence[str]) -> Finding:
    return UNIT.at(
        of_title(sheet.table, "单位"),
        table=sheet.caption,
        unit=sheet.table.unit,
        count=len(shared),
        shown="、".join(shared[:_SHOWN]),
        other=other.table.unit,
        beside=other.caption,
    )


def _numbers(sheet: Sheet) -> frozenset[str]:
    """The amounts of a table as they are printed, without zeros."""
    columns = [c for c, is_amount in enumerate(sheet.amount_columns) if is_amount]
    texts = (sheet.texts[row][column] for row in sheet.rows for column in columns)
    bare = (text.replace(",", "").strip() for text in texts)
    return frozenset(text for text in bare if text.strip("0.") and "." in text)


def _are_printed(own: frozenset[str], others: frozenset[str]) -> bool:
    """Whether so many numbers of a table are printed in another that it is no chance."""
    shared = own & others
    if len(shared) * _SHARE < len(own):
        return False
    long = [text for text in shared if len(text.replace(".", "")) >= _DIGITS]
    return len(shared) >= _FEWEST or bool(long)


CHECKS = (what_is_printed_twice_has_the_same_digits, tables_of_other_units_print_other_numbers)
