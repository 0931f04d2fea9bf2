"""Amounts in sentences against the tables and against each other (N01–N06, N14, B15, F21)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from discloser.check.phrases import figures_meant
from discloser.check.printed import SIDES, Printed, Term, at_most, equal, total
from discloser.check.prose import Mention, Passage, is_zero
from discloser.check.registry import Reading, tree_check
from discloser.compute.figures import Figure
from discloser.compute.ledger import Column
from discloser.finding import Finding, Rule
from discloser.model.values import Kind, UnitNature
from discloser.rounding import round_half_up

WAN = Decimal(10_000)
HUNDRED = Decimal(100)

N01 = Rule(
    "N01",
    "文中金额与表中不符",
    "文中“{label}”是{left_value}万元，应为{right_value}万元。",
    "请核对这一句和对应的表；正文模板取错口径的，改模板。",
    source="叙述金额＝表中金额（四舍五入到同一精度）",
)
N02 = Rule(
    "N02",
    "占比不符",
    "文中占{percent}%，用同段金额{amount}万元÷{whole}万元应为{expected}%。",
    "请核对金额和占比。",
    source="占比＝分项÷合计（两位小数）；最后一项可以用 100 减其余各项",
)
N03 = Rule(
    "N03",
    "增减额、增减率或方向不符",
    "增减有误：{problem}",
    "请核对本年数、上年数、增减额、增减率和方向词。",
    source="增减额＝本年－上年；增长率＝增减额÷上年；方向词与符号一致；持平⇔增减额为 0",
)
N04 = Rule(
    "N04",
    "上年为零却有增长率",
    "文中增加{difference}万元与本年数相同，上年为零，不应写增长{percent}%。",
    "请删去增长率，写“上年无此项支出”。",
    source="上年＝0 时不得给出有限增长率",
)
N05 = Rule(
    "N05",
    "完成率不符",
    "文中完成预算的{percent}%，用{actual}万元÷{budget}万元应为{expected}%。",
    "请核对预算数、决算数和完成率；预算为零的不写完成率。",
    source="完成率＝决算÷年初预算（或全年预算）；预算＝0 不写完成率",
)
N06 = Rule(
    "N06",
    "各项预算数、决算数之和不符",
    SIDES,
    "请核对逐项说明的年初预算数和决算数。",
    source="各项年初预算数之和＝总体年初预算；各项决算数之和＝总体决算",
)
B15 = Rule(
    "B15",
    "机构运转经费与公用经费不符",
    SIDES,
    "请核对机构运转经费和基本支出表的公用经费：各单位都是行政单位或参公事业单位的应相等，其他的不应更大。",
    source="机关（机构）运行经费≤06 表公用经费合计；部门全为行政、参公单位时相等",
)
F21 = Rule(
    "F21",
    "机关运行经费与公用经费不符",
    SIDES,
    "请核对机关运行经费和基本支出决算明细表的公用经费合计：各单位都是行政单位或参公事业单位的应相等，"
    "其他的不应更大，都是事业单位的没有机关运行经费。",
    source="机关运行经费≤06 表公用经费合计；部门全为行政、参公单位时相等；全为事业单位时没有",
)
_SHARE = re.compile(r"占(?:.{0,12}?的)?$")
_UP, _DOWN = ("增加", "增长", "上升", "提高"), ("减少", "下降", "降低", "压减")
_DIFFERENCE = re.compile(r"(增加|减少|增长|下降)(?:了)?$")
_RATE = re.compile(r"(增长|下降|增加|减少|上升|降低)(?:了)?$")
_LEVEL = re.compile(r"持平|无变化|保持一致|无差异")
_NO_SUBJECT = re.compile(r"(?:\d{4}年)?(?:“三公”经费)?(?:支出)?(?:[预决]算数?)?[与较比]")
_WITH_BUDGET = re.compile(r"[与较比](?:年初|全年|调整)?预算")
_COMPLETION = re.compile(r"完成(?:年初|全年|调整)?预算(?:数)?的$")
_INITIAL = re.compile(r"年初预算(?:数)?为$")
_ACTUAL = re.compile(r"决算(?:数)?为?$")
_AGENCY = re.compile(r"((?:机构运[转行]|机关运行)经费)支出(?:预算)?(?:为)?$")
_AGENCIES = {UnitNature.ADMINISTRATIVE, UnitNature.CIVIL_SERVICE}
_STEP = Decimal("0.005")
_OF_THREE_PUBLIC = re.compile(r"“三公”经费[^。]*中，")


@tree_check()
def sentences_equal_their_figures(reading: Reading) -> Iterator[Finding]:
    """N01: 叙述金额＝表中金额（四舍五入到同一精度）."""
    for passage in reading.passages:
        for mention in passage.amounts:
            label, amounts = figures_meant(passage, mention, reading)
            exact = [amount / WAN for amount in amounts]
            if exact and not any(mention.printed.stands_for(amount) for amount in exact):
                right = dict.fromkeys(f"{round_half_up(amount, 2)}" for amount in exact)
                yield N01.at(
                    passage.place(mention.start),
                    label=label,
                    left_value=mention.printed,
                    right_value="或".join(right),
                )


@tree_check()
def shares_follow_from_amounts(reading: Reading) -> Iterator[Finding]:
    """N02: 占比＝分项÷合计（两位小数）；最后一项可以用 100 减其余各项."""
    # A share follows from what is printed, as completion does, so that a reader can compute it.
    for passage in reading.passages:
        shares = [p for p in passage.percents if _SHARE.search(passage.before(p))]
        for index, share in enumerate(shares):
            earlier = [amount for amount in passage.amounts if amount.end < share.start]
            if not earlier:
                continue
            part, wholes = earlier[-1], _wholes(reading, passage, earlier)
            others = [known.printed.value for known in shares[:index]]
            if not any(_is_share(share, part, whole, others) for whole in wholes):
                whole = wholes[0]
                yield N02.at(
                    passage.place(share.start),
                    percent=share.printed,
                    amount=part.printed,
                    whole=whole,
                    expected=_percent(part.printed, whole),
                )


def _wholes(reading: Reading, passage: Passage, earlier: list[Mention]) -> list[Printed]:
    """What a share may be of: amounts before it, or all expenditure and receipts."""
    named = [amount.printed for amount in earlier[:-1]] or [earlier[-1].printed]
    totals = ("current_expenditure", "current_receipts")
    exact = [_in_wan_yuan(reading.figures[name].amount) for name in totals]
    if _OF_THREE_PUBLIC.search(passage.text):
        named.append(_in_wan_yuan(reading.figures["three_public"].amount))
    return named + (exact if "占支出合计" in passage.text or len(earlier) == 1 else exact[:1])


def _in_wan_yuan(yuan: Decimal) -> Printed:
    return Printed(round_half_up(yuan / WAN, 2))


def _is_share(share: Mention, part: Mention, whole: Printed, others: list[Decimal]) -> bool:
    bounds = part.printed.ratio(whole)
    if bounds is None:
        return is_zero(share) and is_zero(part)
    if share.printed.stands_for(part.printed.value / whole.value * HUNDRED):
        return True
    rest = {HUNDRED - sum(others[start:], Decimal(0)) for start in range(len(others))}
    slack = _STEP * (len(others) + 2)
    near = bounds[0] - slack <= share.printed.value <= bounds[1] + slack
    return share.printed.value in rest and near


def _percent(part: Printed, whole: Printed) -> str:
    return f"{part.value / whole.value * HUNDRED:.2f}" if whole.value else "0.00"


@tree_check()
def changes_follow_from_amounts(reading: Reading) -> Iterator[Finding]:
    """N03: 增减额＝本年－上年；增长率＝增减额÷上年；方向词与符号一致；持平⇔增减额为 0."""
    for passage in reading.passages:
        for mention, word, rate, rate_word in _changes(passage):
            problem = _change_problem(reading, passage, (mention, word, rate, rate_word))
            if problem:
                yield N03.at(passage.place(mention.start), problem=problem)
        yield from _level_sentences(reading, passage)


Change = tuple[Mention, str, "Mention | None", str]


def _changes(passage: Passage) -> Iterator[Change]:
    """Each amount of change with its word, and the rate behind it with its word."""
    for index, mention in enumerate(passage.amounts):
        match = _DIFFERENCE.search(passage.before(mention))
        if match is None:
            continue
        later = passage.amounts[index + 1 : index + 2]
        end = later[0].start if later else len(passage.text)
        rate, rate_word = None, ""
        for percent in passage.percents:
            found = _RATE.search(passage.text[mention.end : percent.start])
            if mention.end < percent.start < end and found is not None:
                rate, rate_word = percent, found[1]
                break
        yield mention, match[1], rate, rate_word


def _change_problem(reading: Reading, passage: Passage, change: Change) -> str:
    mention, word, rate, rate_word = change
    up = word in _UP
    if rate is not None and (rate_word in _UP) is not up:
        return f"金额写“{word}”，百分比写“{rate_word}”，方向不一致。"
    if is_zero(mention):
        return f"写了“{word}”0万元，没有变化的应写持平。"
    changed = [
        figure
        for figure in reading.figures.values()
        if figure.change is not None
        and mention.printed.agrees(Printed(figure.change.difference / WAN))
    ]
    if changed and not any((f.amount > (f.prior or 0)) is up for f in changed):
        figure = changed[0]
        prior = (figure.prior or Decimal(0)) / WAN
        return (
            f"{figure.label}本年{figure.amount / WAN:.2f}万元，上年{prior:.2f}万元，不是“{word}”。"
        )
    if rate is None:
        return ""
    return _rate_problem(passage, mention, up, rate, changed)


def _rate_problem(
    passage: Passage, mention: Mention, up: bool, rate: Mention, changed: list[Figure]
) -> str:
    rates = [f.change.percent for f in changed if f.change is not None and f.change.percent]
    if rates:
        fits = any(rate.printed.agrees(Printed(percent)) for percent in rates)
        return (
            ""
            if fits
            else f"变动{mention.printed}万元，变动率写{rate.printed}%，应为{rates[0]:.2f}%。"
        )
    current = [amount.printed for amount in passage.amounts if amount.end < mention.start]
    priors = [c - mention.printed if up else c + mention.printed for c in current]
    bounds = [found for prior in priors if (found := mention.printed.ratio(prior)) is not None]
    if not bounds or any(rate.printed.within(found) for found in bounds):
        return ""
    expected = f"{(bounds[0][0] + bounds[0][1]) / 2:.2f}"
    return f"变动{mention.printed}万元，变动率写{rate.printed}%，按同段金额应为{expected}%。"


def _level_sentences(reading: Reading, passage: Passage) -> Iterator[Finding]:
    """Sentences that say nothing changed, of an amount that did."""
    for match in _LEVEL.finditer(passage.text):
        earlier = [amount for amount in passage.amounts if amount.end < match.start()]
        clause = re.split(r"[。；，]", passage.text[: match.start()])[-1]
        if not earlier or not _NO_SUBJECT.match(clause):
            continue
        figure = reading.figures.get(earlier[-1].figure)
        other = _compared_with(figure, clause) if figure is not None else None
        if figure is not None and other is not None and not _is_near(figure.amount, other[1]):
            name, amounts = other
            problem = (
                f"写的是“{match[0]}”，但{figure.label}本年{figure.amount / WAN:.2f}万元，"
                f"{name}{amounts[0] / WAN:.2f}万元。"
            )
            yield N03.at(passage.place(match.start()), problem=problem)


def _is_near(amount: Decimal, others: list[Decimal]) -> bool:
    """Tell whether an amount differs from one of ``others`` by nothing that prints, in 元."""
    return any(round_half_up((amount - other) / WAN, 2) == 0 for other in others)


def _compared_with(figure: Figure, clause: str) -> tuple[str, list[Decimal]] | None:
    """What a clause such as 与2024年, 与预算数 compares a figure with, in 元."""
    if _WITH_BUDGET.search(clause):
        columns = (Column.ADJUSTED_BUDGET, Column.INITIAL_BUDGET)
        return "预算", [figure.lines.total(column) for column in columns]
    return ("上年", [figure.prior]) if figure.prior is not None else None


@tree_check()
def nothing_grows_from_zero(reading: Reading) -> Iterator[Finding]:
    """N04: 上年＝0 时不得给出有限增长率."""
    for passage in reading.passages:
        for mention, word, rate, _ in _changes(passage):
            current = [
                amount
                for amount in passage.amounts
                if amount.end < mention.start and not _DIFFERENCE.search(passage.before(amount))
            ]
            if not current or _has_prior(reading, current[-1]):
                continue
            same = current[-1].printed.value == mention.printed.value
            if rate is not None and word in _UP and same and not is_zero(mention):
                place = passage.place(mention.start)
                yield N04.at(place, difference=mention.printed, percent=rate.printed)


def _has_prior(reading: Reading, mention: Mention) -> bool:
    """Tell whether an amount's figure had one last year, be it too small to print."""
    figure = reading.figures.get(mention.figure)
    return figure is not None and bool(figure.prior)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def completion_follows_from_amounts(reading: Reading) -> Iterator[Finding]:
    """N05: 完成率＝决算÷年初预算（或全年预算）；预算＝0 → 不写完成率."""
    for passage in reading.passages:
        for rate in passage.percents:
            if not _COMPLETION.search(passage.before(rate)):
                continue
            actual, budgets = _actual_and_budgets(reading, passage, rate)
            if actual is None or any(_is_completion(rate, actual, budget) for budget in budgets):
                continue
            yield N05.at(
                passage.place(rate.start),
                percent=rate.printed,
                actual=actual,
                budget=budgets[0],
                expected=_percent(actual, budgets[0]) if budgets[0].value else "（不写）",
            )


def _actual_and_budgets(
    reading: Reading, passage: Passage, rate: Mention
) -> tuple[Printed | None, list[Printed]]:
    """The amount that a completion rate is of, and the budgets that it may be compared with.

    A sentence prints its budget, or leaves it to the table: then those of its figure are meant.
    """
    earlier = [amount for amount in passage.amounts if amount.end < rate.start]
    begin = rate.start - len(passage.before(rate))
    figure = reading.figures.get(earlier[-1].figure) if earlier else None
    if figure is not None and sum(amount.start >= begin for amount in earlier) == 1:
        columns = (Column.ADJUSTED_BUDGET, Column.INITIAL_BUDGET)
        return earlier[-1].printed, [_in_wan_yuan(figure.lines.total(c)) for c in columns]
    if len(earlier) < 2:  # noqa: PLR2004 - the budget and the actual amount
        return None, []
    return earlier[-1].printed, [earlier[-2].printed]


def _is_completion(rate: Mention, actual: Printed, budget: Printed) -> bool:
    exact = actual.value / budget.value * HUNDRED if budget.value else None
    return exact is not None and rate.printed.stands_for(exact)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def items_add_up_to_the_whole(reading: Reading) -> Iterator[Finding]:
    """N06: Σ各项“年初预算数”＝总体“年初预算”；Σ各项决算＝总体决算."""
    for pattern, label in ((_INITIAL, "年初预算数"), (_ACTUAL, "决算数")):
        wholes: list[Term] = []
        items: list[Term] = []
        for passage in reading.passages:
            for mention in passage.amounts:
                if pattern.search(passage.before(mention)):
                    if "（项）" in passage.text:
                        items.append(passage.term(mention, label))
                    elif "一般公共预算财政拨款支出年初预算" in passage.text:
                        wholes.append(passage.term(mention, f"总体{label}"))
        if wholes and items:
            yield from equal(N06, total(items, f"各项{label}之和"), wholes[0])


@tree_check(kind=Kind.BUDGET)
def operating_costs_stay_within(reading: Reading) -> Iterator[Finding]:
    """B15: 机关（机构）运行经费＝06.公用经费（本级全为行政、参公），或≤."""
    sheet = reading.sheets.get("general_public_basic")
    operating = sheet.term("合计", "公用经费") if sheet is not None else None
    relation = equal if _natures(reading) <= _AGENCIES else at_most
    for cost in _agency_costs(reading):
        yield from relation(B15, cost, operating)


@tree_check(kind=Kind.FINAL_ACCOUNT)
def agency_costs_stay_within(reading: Reading) -> Iterator[Finding]:
    """F21: 机关运行经费：全为行政、参公→＝06.公用经费合计；否则≤；全为事业单位→没有."""
    sheet = reading.sheets.get("general_public_basic")
    slot = sheet.find("公用经费合计") if sheet is not None else None
    if sheet is None or slot is None:
        return
    columns = [c for c in range(slot[1], sheet.grid.column_count) if sheet.texts[slot[0]][c]]
    operating = sheet.cell(slot[0], columns[-1])
    natures = _natures(reading)
    relation = equal if natures <= _AGENCIES else at_most
    if natures == {UnitNature.INSTITUTION}:
        operating = Term("都是事业单位的部门的机关运行经费", Printed(Decimal(0)))
    for cost in _agency_costs(reading):
        yield from relation(F21, cost, operating)


def _natures(reading: Reading) -> set[UnitNature | None]:
    return {unit.nature for unit in reading.figures.disclosure.units}


def _agency_costs(reading: Reading) -> Iterator[Term]:
    """What the narrative says of the agency's operating costs."""
    for passage in reading.passages:
        for mention in passage.amounts:
            if match := _AGENCY.search(passage.before(mention)):
                yield passage.term(mention, f"文中的{match[1]}")
