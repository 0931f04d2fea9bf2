"""How the document is worded: reasons, names, years, leftovers, punctuation (N07–N12, N16)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from discloser.check.labels import former_names
from discloser.check.prose import Passage
from discloser.check.registry import Reading, tree_check
from discloser.check.sheet import DOCUMENT, Sheet, normal
from discloser.check.typed import typed_at
from discloser.classification.codebook import Scheme
from discloser.document.nodes import Heading, Paragraph, Table
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.model.values import Kind

N07 = Rule(
    "N07",
    "增减原因缺失或不成立",
    "原因有误：{problem}",
    "请写明为什么增减；没有增减的，不写原因。",
    Severity.WARNING,
    source="有增减必须有“主要原因”，且非占位、套话、残句",
)
N08 = Rule(
    "N08",
    "科目名称与当年分类不一致",
    "写的是“{name}”，{year} 年的名称是“{expected}”。",
    "请改用当年《政府收支分类科目》的名称。",
    source="科目名称与当年分类一致（禁用旧名），文中类、款、项与表一致",
)
N09 = Rule(
    "N09",
    "年份不对",
    "写的是{found}年，应为{expected}年。",
    "请核对年份：本年是报告年度，比较年是上一年。",
    source="年份一致：封面、目录、表题、正文；比较年＝报告年－1；引用文件年份除外",
)
N10 = Rule(
    "N10",
    "部门、单位名称不一致",
    "写的是“{name}”，与部门或单位名称都不同。",
    "请统一写法：{known}。",
    Severity.WARNING,
    source="部门、单位称谓不混用，名称全篇一致",
)
N11 = Rule(
    "N11",
    "残留占位符",
    "还留着“{found}”。",
    "请填上实际内容，或删去这一句。",
    source="残留占位符 XX、×××、“（增加/减少）”“（如持平作持平表述）”“（待）”",
)
N12 = Rule(
    "N12",
    "标点或叠字",
    "{problem}。",
    "请改正。",
    Severity.NOTE,
    source="重复标点、叠字、缺句号、引号括号不配对",
)
N16 = Rule(
    "N16",
    "段落重复",
    "“{words}…”这一段在“{first}”和“{second}”各出现一次。",
    "请删去其中一段，或改写。",
    Severity.WARNING,
    source="同一段文字不重复出现",
)
_CHANGED = re.compile(r"(?:增加|减少|增长|下降|[大小]于(?:年初|全年)?预算数?)(?:了)?[\d,.]+万元")
_ANY_CHANGE = re.compile(r"增加|减少|增长|下降|压减|新增")
_SAME = re.compile(r"持平|无变化|保持一致|无差异|一致|不变")
_DIFFERENT = re.compile(r"(?<!不)存在差异(?=的?[，。；])(?!的?[，；][^。；]*原因)")
_REASON = re.compile(r"主要原因(?:是|为)?[：:]?(?P<reason>[^。；]*)")
_EMPTY = re.compile(r"(?:无|没有|正常(?:变动|增减)|其他|略)?")
_THREE_PUBLIC = re.compile(r"“三公”经费支出预算数?[与较比]")
_ITEM = re.compile(r"^\d+[.．](?P<names>.+?（类）.+?（款）.+?（项）)年初预算")
_YEAR = re.compile(r"(?<![〔\d])(20\d\d)(?=年)")
_COMPARED = re.compile(r"(?:[与比较])(20\d\d)(?=年)")
_SUBJECT = re.compile(r"^(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?=20\d\d年)")
_LEFTOVER = re.compile(
    r"[Xx]{2,}|×{2,}|＊{2,}|\*{2,}|\{\{|\}\}|\{%|None|增加（减少）|（增加/减少）|增加/减少|（待[^）]*）|"
    r"（如持平[^）]*）|【[^】]*】|\?\?|？？|[_＿]{2,}"
)
_PUNCTUATION = re.compile(r"[，。；：、]{2,}|。”。|，”，")
_DOUBLED = re.compile(
    r"的的|了了|和和|是是|为为|在在|与与|万元万元|增减少|增减加|预算算|大数数|增长减少"
)
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("〔", "〕"))
_SENTENCE = re.compile(r"[。：；！？”）]$")
_LONG = 30


@tree_check()
def changes_have_reasons(reading: Reading) -> Iterator[Finding]:
    """N07: 有增减必须有“主要原因”且非占位、套话、残句."""
    for number, passage in enumerate(reading.passages):
        below = _is_explained_below(passage, islice(reading.passages, number + 1, None))
        for start, problem in _reason_problems(passage, explained_below=below):
            yield N07.at(passage.place(start), problem=problem)


def _is_explained_below(passage: Passage, later: Iterable[Passage]) -> bool:
    """The sum of the three public expenses has its reasons in the items that follow it."""
    return _THREE_PUBLIC.search(passage.text) is not None and any(
        item.heading == passage.heading and "原因" in item.text for item in later
    )


def _reason_problems(passage: Passage, *, explained_below: bool) -> Iterator[tuple[int, str]]:
    changes = [] if explained_below else list(_CHANGED.finditer(passage.text))
    for index, change in enumerate(changes):
        end = changes[index + 1].start() if index + 1 < len(changes) else len(passage.text)
        if "原因" not in passage.text[change.end() : end]:
            yield change.start(), f"“{change[0]}”没有写主要原因。"
    for match in _DIFFERENT.finditer(passage.text):
        yield match.start(), f"“{match[0]}”没有写主要原因。"
    for match in _REASON.finditer(passage.text):
        reason = match["reason"].strip("，、 ")
        before = passage.text[: match.start()]
        clause = re.split(r"[。；]", before.rstrip("。；，"))[-1]
        if _EMPTY.fullmatch(reason):
            yield match.start(), "主要原因后面没有内容。"
        elif len(reason) > 6 and reason in before and reason in clause_of(before, reason):  # noqa: PLR2004
            yield match.start(), f"主要原因“{reason}”只是重复前面的话。"
        elif _SAME.search(clause) and _contradicts(reason, clause):
            yield match.start(), f"前面写没有变化，主要原因却是“{reason}”。"


def clause_of(before: str, reason: str) -> str:
    """The sentences before a reason, without earlier reasons, which may be the same."""
    return _REASON.sub("", before) if reason in before else ""


def _contradicts(reason: str, clause: str) -> bool:
    return bool(
        _ANY_CHANGE.search(reason) and not _SAME.search(reason) and not _CHANGED.search(clause)
    )


@tree_check()
def names_are_of_the_year(reading: Reading) -> Iterator[Finding]:
    """N08: 科目名称与当年分类一致（禁用旧名），文中类、款、项与表一致."""
    own = _own_names(reading)
    for sheet in reading.sheets.values():
        yield from _sheet_names(reading, sheet, own)
    for passage in reading.passages:
        match = _ITEM.match(passage.text)
        if match is not None and not _is_item(reading, match["names"]):
            expected = "、".join(_item_names(reading)) or "（无）"
            yield N08.at(
                passage.place(),
                name=match["names"],
                year=reading.year,
                expected=expected,
            )


def _sheet_names(reading: Reading, sheet: Sheet, own: Collection[str]) -> Iterator[Finding]:
    """Names that differ from their code's, and former names of classes that have an amount."""
    for row in sheet.rows:
        for column, text in enumerate(sheet.texts[row]):
            expected = "" if normal(text) in own else _expected_name(reading, sheet, row, column)
            if expected and normal(text) != normal(expected):
                place = Location(DOCUMENT, sheet=sheet.caption, cell=sheet.row_label(row))
                found = N08.at(place, name=text, year=reading.year, expected=expected)
                if not _code_before(sheet, row, column)[1]:
                    # the bureaus' fixed forms still print former names of classes
                    found = replace(found, severity=Severity.WARNING)
                yield found


def _expected_name(reading: Reading, sheet: Sheet, row: int, column: int) -> str:
    """What the text of a slot should be; empty where it is no name of a code."""
    if not sheet.texts[row][column]:
        return ""
    scheme, code = _code_before(sheet, row, column)
    known = reading.codebook.find(scheme, code, reading.year) if code else None
    if known is not None:
        return known.name
    old = former_names(only_renamed=True).get(normal(sheet.texts[row][column]))
    amount = sheet.column(after=column) if old is not None else None
    if old is None or amount is None or not sheet.texts[row][amount]:
        return ""
    return reading.codebook.name(Scheme.FUNCTION, old, reading.year)


def _own_names(reading: Reading) -> set[str]:
    """The names of the department and its units, whose codes may look like a class's: 201."""
    department = reading.figures.disclosure.department
    names = {department.name, department.in_tables}
    return {normal(name) for name in names | {u.name for u in reading.figures.units.values()}}


def _code_before(sheet: Sheet, row: int, column: int) -> tuple[Scheme, str]:
    """The code that a name column's text belongs to, and its scheme; empty for other columns."""
    header = sheet.headers[column]
    leaf = header[-1] if header else ""
    if (
        not leaf.endswith(("科目名称", "科目名称）", "（科目）名称"))
        or not sheet.texts[row][column]
    ):
        return Scheme.FUNCTION, ""
    digits: list[str] = []
    for left in range(column - 1, -1, -1):
        text = sheet.texts[row][left].strip()
        if text.isdigit():
            digits.insert(0, text)
        elif text or (digits and not _is_code_part(sheet, left)):
            break
    code = "".join(digits)
    top = "".join(header)
    if "部门预算" in top or "人员经费" in top or "公用经费" in top:
        return Scheme.DEPARTMENT_ECONOMIC, code
    if "政府预算" in top:
        return Scheme.GOVERNMENT_ECONOMIC, code[-5:]
    return Scheme.FUNCTION, code


def _is_code_part(sheet: Sheet, column: int) -> bool:
    header = sheet.headers[column]
    return bool(header) and header[-1] in ("类", "款", "项", "科目编码", "科目代码")


def _item_names(reading: Reading) -> list[str]:
    names = []
    lines = reading.figures.ledger.group(("function_item",))
    for (code,) in lines:
        if code:
            levels = ((code[:3], "类"), (code[:5], "款"), (code, "项"))
            find = reading.codebook.name
            names.append(
                "".join(f"{find(Scheme.FUNCTION, c, reading.year)}（{w}）" for c, w in levels)
            )
    return names


def _is_item(reading: Reading, names: str) -> bool:
    return names in _item_names(reading)


@tree_check(of_words=True)
def years_are_right(reading: Reading) -> Iterator[Finding]:
    """N09: 年份一致：封面、目录、表题、正文；比较年＝报告年－1；引用文件年份除外."""
    year = reading.year
    for text, place in _titles(reading):
        for match in _YEAR.finditer(text):
            if int(match[1]) != year:
                yield N09.at(place, found=match[1], expected=year)
    for passage in reading.passages:
        if "情况说明" not in passage.part:
            continue
        for match in _COMPARED.finditer(passage.text):
            if int(match[1]) != year - 1:
                place = passage.place(match.start())
                yield N09.at(place, found=match[1], expected=year - 1)
        first = _YEAR.search(passage.text[:_LONG])
        expected = {year - 1} if "期末" in passage.text[:10] and _is_budget(reading) else {year}
        if first is not None and int(first[1]) not in expected | _free(passage.text):
            place = passage.place(first.start())
            yield N09.at(place, found=first[1], expected=min(expected))


def _free(text: str) -> set[int]:
    """Years that a sentence may begin with: those behind 从, 自 and in titles of documents."""
    return {int(y) for y in re.findall(r"(?:[从自]|根据.{0,30}?)(20\d\d)年", text)}


def _is_budget(reading: Reading) -> bool:
    return reading.figures.disclosure.kind is Kind.BUDGET


def _titles(reading: Reading) -> Iterator[tuple[str, Location]]:
    for block in reading.document.blocks():
        match block:
            case Heading():
                yield block.text, Location(DOCUMENT, sheet=block.text, cell="标题")
            case Paragraph() if block.style == "cover_title":
                yield block.text, Location(DOCUMENT, sheet="封面", cell=block.text)
            case Table():
                place = Location(DOCUMENT, sheet=block.caption, cell="表题")
                yield block.caption, place
                if block.subtitle and "月" not in block.subtitle:
                    yield block.subtitle, place


@tree_check(of_words=True)
def names_are_the_same_throughout(reading: Reading) -> Iterator[Finding]:
    """N10: 部门、单位称谓不混用；单位名称全篇一致."""
    known = _known_names(reading)
    shown = "、".join(sorted(known, key=len, reverse=True)[:4])
    for table in reading.document.tables():
        name = re.split("[：:]", table.subject)[-1].strip()
        if name and name not in known:
            place = Location(DOCUMENT, sheet=table.caption, cell=table.subject)
            yield N10.at(place, name=name, known=shown)
    for place, name in _named_units(reading):
        if name not in known:
            yield N10.at(place, name=name, known=shown)
    for passage in reading.passages:
        match = _SUBJECT.match(passage.text) if "情况说明" in passage.part else None
        name = match["name"].removesuffix("对") if match is not None else ""
        if name and name not in known:
            yield N10.at(passage.place(), name=name, known=shown)


def _named_units(reading: Reading) -> Iterator[tuple[Location, str]]:
    """The names beside the codes of the department and its units in tables."""
    disclosure = reading.figures.disclosure
    codes = {disclosure.department.code, *(unit.code for unit in disclosure.units if unit.code)}
    for sheet in reading.sheets.values():
        for row in sheet.rows:
            texts = [text.strip() for text in sheet.texts[row] if text.strip()]
            if codes.intersection(texts[:2]):
                name = next((text for text in texts if re.search("[一-鿿]", text)), "")
                if name:
                    yield Location(DOCUMENT, sheet=sheet.caption, cell=name), name


def _known_names(reading: Reading) -> set[str]:
    disclosure = reading.figures.disclosure
    department = disclosure.department
    names = {department.name, department.in_text, department.in_tables, department.in_titles}
    names |= {unit.name for unit in disclosure.units}
    return names | {"我部门", "我单位", "本部门", "本单位"}


@tree_check(of_words=True)
def nothing_is_left_over(reading: Reading) -> Iterator[Finding]:
    """N11: 残留占位符 XX、×××、“（增加/减少）”“（如持平作持平表述）”“（待）”."""
    for text, place in _all_texts(reading):
        if match := _LEFTOVER.search(text):
            typed = typed_at(reading, text, match[0])
            yield N11.at(*typed, place, found=match[0])


def _all_texts(reading: Reading) -> Iterator[tuple[str, Location]]:
    for passage in reading.passages:
        yield passage.text, passage.place()
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            yield block.text, Location(DOCUMENT, sheet=block.text, cell="标题")
    for sheet in reading.sheets.values():
        yield sheet.table.caption, sheet.own_place
        for row in sheet.rows:
            for column, text in enumerate(sheet.texts[row]):
                if text and not sheet.amount_columns[column]:
                    place = Location(DOCUMENT, sheet=sheet.caption, cell=text[:20])
                    yield text, place


@tree_check()
def punctuation_is_sound(reading: Reading) -> Iterator[Finding]:
    """N12: 重复标点、叠字、缺句号、引号括号不配对."""
    for text, place in _all_texts(reading):
        problem, fault = _punctuation_problem(text)
        if problem:
            yield N12.at(*typed_at(reading, text, fault), place, problem=problem)
    for passage in reading.passages:
        ends = passage.style == "body" and not passage.of_table and len(passage.text) > _LONG
        if ends and not _SENTENCE.search(passage.text):
            yield N12.at(passage.place(), problem="句末缺句号")


def _punctuation_problem(text: str) -> tuple[str, str]:
    """What is wrong with a text, and the marks that are."""
    if match := _PUNCTUATION.search(text):
        return f"标点重复“{match[0]}”", match[0]
    if match := _DOUBLED.search(text):
        return f"叠字“{match[0]}”", match[0]
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            fault = opening if opening in text else closing
            return f"“{opening}”和“{closing}”不配对（{text[:20]}…）", fault
    return "", ""


@tree_check(of_words=True)
def paragraphs_are_not_repeated(reading: Reading) -> Iterator[Finding]:
    """N16: 同一段文字不重复出现."""
    seen: dict[str, Passage] = {}
    for passage in reading.passages:
        if len(passage.text) < _LONG or passage.of_table:
            continue
        first = seen.setdefault(passage.text, passage)
        if first is not passage:
            yield N16.at(
                passage.place(),
                first.place(),
                words=passage.text[:20],
                first=first.heading,
                second=passage.heading,
            )
