"""Codes with their names, and the names of the department and its units (N08, N10, N23)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from discloser.check.check import document_check, proof_check
from discloser.check.outcome import Held, Outcome
from discloser.check.patterns import any_of, at_end, nearly
from discloser.check.reader.codes import former_names
from discloser.check.reader.places import of_title
from discloser.check.reader.read import PlacedTable
from discloser.check.reader.sheet import Sheet
from discloser.check.subject import Proof, Reading
from discloser.classification.codebook import Scheme
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.vocabulary.labels import LineColumn
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import Shape

N08 = Rule(
    "N08",
    "科目名称与当年分类不一致",
    "写的是“{name}”，{year} 年的名称是“{expected}”。",
    "请改用当年《政府收支分类科目》的名称。",
)

N23 = Rule(
    "N23",
    "表中编码不是当年的科目",
    "“{name}”旁边的编码“{code}”，{year} 年的{scheme}里没有。",
    "请核对编码；科目是新增的，请模板维护人员把它写进模板包的 codes.csv。",
)

N26 = Rule(
    "N26",
    "表中单位编码不是填报的",
    "“{name}”旁边的编码是“{code}”，填报的是{known}。",
    "请核对编码，和模板包里这张表的写法。",
)

N10 = Rule(
    "N10",
    "部门、单位名称不一致",
    "写的是“{name}”，与部门或单位名称都不同。",
    "请统一写法：{known}。",
    Severity.WARNING,
)

_NUMBERED = re.compile(r"^\d+、")

_SUBJECT = re.compile(r"^(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?=20\d\d年)")


@document_check(N08)
def names_are_of_the_year(reading: Reading) -> Iterator[Finding]:
    own = _own_names(reading)
    for table in reading.reader.tables:
        yield from _table_names(reading, table, own)
    of_department = [_levels(reading, code) for code in _items(reading)]
    told = (claim for claim in reading.reader.claims if claim.label.endswith("（项）"))
    for label, claim in {claim.label: claim for claim in told}.items():
        names = _NUMBERED.sub("", label)
        if of_department and names not in of_department:
            yield N08.at(
                claim.passage.place(),
                name=names,
                year=reading.year,
                expected="、".join(of_department) or "（无）",
            )


def _table_names(reading: Reading, table: PlacedTable, own: Collection[str]) -> Iterator[Finding]:
    """Names that differ from their code's, and former names of classes that have an amount."""
    sheet = table.sheet
    for row, column in _named(sheet, own):
        name, (scheme, code) = sheet.texts[row][column], _code_before(reading, table, row, column)
        known = reading.codebook.find(scheme, code, reading.year) if code else None
        expected = known.name if known is not None else _name_now(reading, sheet, row, column)
        if expected and normal(name) != normal(expected):
            places = [
                _place_of_name(sheet, row, column),
                *_places_of_code(sheet, row, column, code),
            ]
            if _is_of_another(reading, scheme, name, code):
                places = [*places[1:], places[0]]  # the name is sound, so the code is wrong
            found = N08.at(*places, name=name, year=reading.year, expected=expected)
            if not code:
                # the bureaus' fixed forms still print former names of classes
                found = replace(found, severity=Severity.WARNING)
            yield found


@document_check(N23, says_all=True)
def codes_are_of_the_year(reading: Reading) -> Iterator[Outcome]:
    own = _own_names(reading)
    for table in reading.reader.tables:
        for row, column in _named(table.sheet, own) if table.role else ():
            scheme, code = _code_before(reading, table, row, column)
            known = reading.codebook.find(scheme, code, reading.year) if code else None
            if known is not None:
                yield Held(N23.code)
            elif code:
                yield N23.at(
                    *_places_of_code(table.sheet, row, column, code),
                    _place_of_name(table.sheet, row, column),
                    name=table.sheet.texts[row][column],
                    code=code,
                    year=reading.year,
                    scheme=scheme.label,
                )


def _named(sheet: Sheet, own: Collection[str]) -> Iterator[tuple[int, int]]:
    """The slots of texts that are not the department's or a unit's name."""
    for row in sheet.rows:
        for column, text in enumerate(sheet.texts[row]):
            if text and normal(text) not in own:
                yield row, column


def _place_of_name(sheet: Sheet, row: int, column: int) -> Location:
    cell = f"{sheet.texts[row][column]}／{'·'.join(sheet.headers[column])}"
    return sheet.place(row, column, cell)


def _places_of_code(sheet: Sheet, row: int, column: int, code: str) -> Iterator[Location]:
    """The cells at the left of a name that a code stands in, in one or by 类, 款 and 项."""
    rest = code
    for left in range(column - 1, -1, -1):
        text = sheet.texts[row][left].strip()
        if text and rest.endswith(text):
            rest = rest.removesuffix(text)
            yield sheet.place(row, left, f"{text}／{'·'.join(sheet.headers[left])}")
        if not rest:
            return


def _is_of_another(reading: Reading, scheme: Scheme, name: str, code: str) -> bool:
    """Whether a name is that of another code of the year, of as many digits."""
    return any(
        entry.code != code and len(entry.code) == len(code) and normal(entry.name) == normal(name)
        for entry in reading.codebook.codes(scheme, reading.year)
    )


def _name_now(reading: Reading, sheet: Sheet, row: int, column: int) -> str:
    """What a class with an amount is called this year, where the text is its former name."""
    old = former_names(only_renamed=True).get(normal(sheet.texts[row][column]))
    amount = sheet.column(after=column) if old is not None else None
    if old is None or amount is None or not sheet.texts[row][amount]:
        return ""
    return reading.codebook.name(Scheme.FUNCTION, old, reading.year)


def _own_names(reading: Reading) -> set[str]:
    """The names of the department and its units, whose codes may look like a class's: 201."""
    if reading.given is None:
        return {normal(name) for name in reading.reader.unit_names}
    department = reading.given.disclosure.department
    names = {department.name, department.in_tables}
    return {normal(name) for name in names | {u.name for u in reading.given.units.values()}}


def _code_before(reading: Reading, table: PlacedTable, row: int, column: int) -> tuple[Scheme, str]:
    """The code that a name column's text belongs to, and its scheme; empty for other columns."""
    sheet = table.sheet
    if not sheet.leaf(column).endswith(sheet.words.texts.code_names):
        return Scheme.FUNCTION, ""
    digits: list[str] = []
    for left in range(column - 1, -1, -1):
        text = sheet.texts[row][left].strip()
        kind = sheet.words.lines.get(sheet.leaf(left))
        told = _SCHEMES.get(kind) if kind is not None else None
        if told is not None and not digits:
            return told, text if text.isdigit() else ""
        if text.isdigit():
            digits.insert(0, text)
        elif text or (digits and not _is_code_part(sheet, left)):
            break
    code = "".join(digits)
    top = "".join(sheet.headers[column])
    if any(word in top for word in sheet.words.government_items):
        return Scheme.GOVERNMENT_ECONOMIC, code[-5:]
    words = reading.words.tables[reading.reader.kind].get(table.role)
    if words is not None and words.shape in _BY_ECONOMIC:
        return Scheme.DEPARTMENT_ECONOMIC, code
    return Scheme.FUNCTION, code


_BY_ECONOMIC = (Shape.PAIRS, Shape.ECONOMIC, Shape.PROJECT)
_SCHEMES: Mapping[LineColumn, Scheme] = {
    LineColumn.FUNCTION: Scheme.FUNCTION,
    LineColumn.ECONOMIC: Scheme.DEPARTMENT_ECONOMIC,
    LineColumn.GOVERNMENT: Scheme.GOVERNMENT_ECONOMIC,
}
"""The schemes of the columns of codes whose header names one."""


def _is_code_part(sheet: Sheet, column: int) -> bool:
    texts = sheet.words.texts
    return sheet.leaf(column) in texts.code_parts | texts.codes


def _items(reading: Reading) -> list[str]:
    """The functional items that the department has: of its input, or else of its tables."""
    if reading.given is not None:
        return [code for (code,) in reading.given.ledger.group(("function_item",)) if code]
    return sorted(reading.reader.values_of("function_item"))


def _levels(reading: Reading, code: str) -> str:
    """The names of an item's class, group and item, as sentences write them."""
    levels = ((code[:3], "类"), (code[:5], "款"), (code, "项"))
    find = reading.codebook.name
    return "".join(f"{find(Scheme.FUNCTION, c, reading.year)}（{w}）" for c, w in levels)


@proof_check(N10, of_words=True)
def names_are_the_same_throughout(reading: Proof) -> Iterator[Finding]:
    known = _known_names(reading)
    own_level = at_end("|".join(reading.words.wording.own_level))
    shown = "、".join(sorted(known, key=lambda name: (-len(name), name))[:4])
    for table in reading.document.tables():
        name = re.split("[：:]", table.subject)[-1].strip()
        if name and name not in known:
            yield N10.at(of_title(table, table.subject), name=name, known=shown)
    for place, name in _named_units(reading):
        if name not in known and own_level.sub("", name) not in known:
            yield N10.at(place, name=name, known=shown)
    for passage in reading.passages:
        match = _SUBJECT.match(passage.text) if passage.part in reading.told_parts else None
        name = match["name"].removesuffix("对") if match is not None else ""
        if name and name not in known and _may_be_a_name(name, known, reading.words.wording.organs):
            yield N10.at(passage.place(), name=name, known=shown)


def _may_be_a_name(text: str, known: Collection[str], organs: tuple[str, ...]) -> bool:
    """Whether the words that a sentence begins with are a name, and not 机关运行经费."""
    if any_of(tuple(f"{organ}$" for organ in organs)).search(text):
        return True
    return any(nearly(text, name) for name in known)


def _named_units(reading: Proof) -> Iterator[tuple[Location, str]]:
    """The names beside the codes of the department and its units in tables."""
    disclosure = reading.figures.disclosure
    codes = {disclosure.department.code, *(unit.code for unit in disclosure.units if unit.code)}
    for sheet in reading.reader.sheets:
        for row in sheet.rows:
            texts = {c: text.strip() for c, text in enumerate(sheet.texts[row]) if text.strip()}
            if codes.intersection(list(texts.values())[:2]):
                words = (c for c, text in texts.items() if re.search("[一-鿿]", text))
                column = next(words, None)
                if column is not None and not _names_a_code(reading, sheet, row, texts[column]):
                    yield sheet.place(row, column, texts[column]), texts[column]
        yield from _in_columns_of_units(sheet)


def _in_columns_of_units(sheet: Sheet) -> Iterator[tuple[Location, str]]:
    """The names in a column that is called so (单位名称)."""
    words = sheet.words
    for column, header in enumerate(sheet.headers):
        if header and words.lines.get(header[-1]) is LineColumn.UNIT:
            texts = ((row, sheet.texts[row][column].strip()) for row in sheet.rows)
            yield from (
                (sheet.place(row, column), text)
                for row, text in texts
                if text and normal(text) not in words.totals
            )


@proof_check(N26, says_all=True)
def codes_of_units_are_those_typed(reading: Proof) -> Iterator[Outcome]:
    known = _codes_of_names(reading)
    for sheet in reading.reader.sheets:
        for row, column, code, name in _coded_units(sheet, known):
            if code in known[name]:
                yield Held(N26.code)
            else:
                place = sheet.place(row, column, f"{name}／{sheet.leaf(column)}")
                yield N26.at(place, name=name, code=code, known="、".join(sorted(known[name])))


def _coded_units(
    sheet: Sheet, known: Mapping[str, Collection[str]]
) -> Iterator[tuple[int, int, str, str]]:
    """The codes of units with their names: row, column, code and name.

    They stand in a column that is called so, or alone before a name in one of a classification's.
    """
    columns = [c for c in range(sheet.grid.column_count) if _is_of_units(sheet, c)]
    for row in sheet.rows:
        texts = {c: text.strip() for c, text in enumerate(sheet.texts[row]) if text.strip()}
        for column in columns:
            right = (text for c, text in texts.items() if c > column)
            name = next((text for text in right if re.search("[一-鿿]", text)), "")
            if column in texts and name in known:
                yield row, column, texts[column], name
        first, second = [*texts.items(), (0, ""), (0, "")][:2]
        column, code = first
        lengths = {len(each) for each in known.get(second[1], ())}
        if column not in columns and code.isdigit() and len(code) in lengths:
            yield row, column, code, second[1]


def _is_of_units(sheet: Sheet, column: int) -> bool:
    return sheet.leaf(column) in sheet.words.unit_codes


def _codes_of_names(reading: Proof) -> dict[str, set[str]]:
    """The codes that the input gives to the department and its units, by each name."""
    disclosure = reading.figures.disclosure
    department = disclosure.department
    called = (department.name, department.in_text, department.in_tables, department.in_titles)
    pairs = [(name, department.code) for name in called]
    pairs += [(unit.name, unit.code) for unit in disclosure.units]
    codes: dict[str, set[str]] = {}
    for name, code in pairs:
        if name and code:
            codes.setdefault(name, set()).add(code)
    return codes


def _names_a_code(reading: Reading, sheet: Sheet, row: int, name: str) -> bool:
    """Tell whether a row is that of a classification's code, which may be a department's: 210."""
    found = (
        reading.codebook.find(scheme, code, reading.year)
        for code in sheet.codes(row)
        for scheme in Scheme
    )
    return any(known is not None and normal(known.name) == normal(name) for known in found)


def _known_names(reading: Proof) -> set[str]:
    department = reading.figures.disclosure.department
    names = {department.name, department.in_text, department.in_tables, department.in_titles}
    for unit in reading.figures.printed_units.values():
        names |= {unit.name, unit.in_list}
    return names | set(reading.words.wording.own_names)


CHECKS = (
    names_are_of_the_year,
    codes_are_of_the_year,
    names_are_the_same_throughout,
    codes_of_units_are_those_typed,
)
