"""Contents against headings and tables, counts against lists (N15, N17, N18, B17, F23)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel

from discloser.check.reader.printed import Printed
from discloser.check.reader.prose import Mention, Passage
from discloser.check.reader.sheet import DOCUMENT, normal
from discloser.check.registry import Reading, tree_check
from discloser.check.sums import detail_rows
from discloser.chinese import chinese_number
from discloser.document.nodes import Contents, ContentsEntry, Heading, Table
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.model.values import Kind

COUNT = Rule(
    "N15",
    "个数与清单不符",
    "文中写{what}{found}，清单中是{expected}。",
    "请核对个数和清单。",
    source="文中的个数＝清单的条数；各分项之和＝总数",
)
CONTENTS = Rule(
    "N17",
    "目录与正文、表格不符",
    "目录有误：{problem}",
    "请核对目录和正文标题、表名。",
    source="目录列出的部分、标题、表格与正文一一对应，名称一致",
)
NUMBERING = Rule(
    "N18",
    "序号不连续",
    "“{second}”前面是“{first}”，序号不连续。",
    "请核对有没有漏掉或重复的一节。",
    source="同级标题和条目的序号连续",
)
PROJECTS = Rule(
    "B17",
    "绩效目标的项目数或金额不符",
    "文中写{what}{found}，项目支出表是{expected}。",
    "请核对项目支出表和绩效目标设置情况。",
    source="项目数＝项目支出表的项目数；100 万元以上项目的个数和金额＝表中相应项目",
)
EMPTY = Rule(
    "F23",
    "空表没有说明，或有数的表写了无数据",
    "表“{table}”{problem}",
    "请补上或删去表下的说明。",
    Severity.WARNING,
    source="空表⇔有“无数据”说明；非空表不得有“无数据”说明",
)
_NUMBER_WORDS = "一二三四五六七八九十"
_LEVEL_TWO = re.compile(rf"^([{_NUMBER_WORDS}]+)、")
_LEVEL_THREE = re.compile(rf"^[（(]([{_NUMBER_WORDS}]+)[）)]")
_NO_DATA = re.compile(r"无数据|没有使用|无使用|无.{0,12}安排的支出|无.{0,20}拨款支出")
_EMPTY_TABLES = ("government_fund", "state_capital")
_VEHICLES = re.compile(r"共有车辆(\d+)辆，其中：(.*?)[；。]")
_PROCUREMENT = re.compile(r"政府采购")
_LARGE = Decimal(100)


@tree_check(of_words=True)
def contents_match_the_document(reading: Reading) -> Iterator[Finding]:
    """N17: 目录列出的部分、标题、表格与正文一一对应，名称一致."""
    anchors: dict[str, str] = {}
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            anchors[block.anchor] = block.contents or block.text
        elif isinstance(block, Table):
            anchors[block.anchor] = block.caption
    for entry in _entries(reading):
        target = anchors.get(entry.anchor)
        if target is None:
            yield _contents_problem(entry.label, f"目录的“{entry.label}”在正文里没有。")
        elif not _same_title(entry.label, target):
            problem = f"目录写“{entry.label}”，正文写“{target}”。"
            yield _contents_problem(entry.label, problem)
    listed = {entry.anchor for entry in _entries(reading)}
    if any(anchor in listed for anchor in (t.anchor for t in reading.document.tables())):
        yield from _unlisted_tables(reading, listed)


def _unlisted_tables(reading: Reading, listed: set[str]) -> Iterator[Finding]:
    """Tables beside a listed one that are not listed themselves."""
    for section in reading.document.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        if any(table.anchor in listed for table in tables):
            for table in tables:
                if table.anchor not in listed:
                    yield _contents_problem(table.caption, f"目录漏列“{table.caption}”。")


def _contents_problem(label: str, problem: str) -> Finding:
    return CONTENTS.at(Location(DOCUMENT, sheet="目录", cell=label), problem=problem)


def _entries(reading: Reading) -> Iterator[ContentsEntry]:
    for block in reading.document.blocks():
        if isinstance(block, Contents):
            yield from block.entries


def _same_title(label: str, target: str) -> bool:
    """Tell whether a contents label names what the document prints, which may say more."""
    short, full = _title(label), _title(target)
    return short in full or full in short or _letters(short) <= _letters(full)


def _letters(text: str) -> set[str]:
    return set(text) - set("的情况（）()")


def _title(text: str) -> str:
    text = re.sub(rf"^第[{_NUMBER_WORDS}]+部分\s*|^附件[：:]|\d{{4}}年度?", "", text)
    return re.sub(r"\s", "", normal(text))


@tree_check(of_words=True)
def numbering_is_continuous(reading: Reading) -> Iterator[Finding]:
    """N18: 同级标题和条目的序号连续."""
    headings: list[str] = []
    for block in reading.document.blocks():
        if isinstance(block, Heading):
            if block.level == 1:
                headings = []
            headings.append(block.text)
            yield from _gap(headings)
    labels: list[str] = []
    for entry in _entries(reading):
        labels = [] if entry.level == 1 else [*labels, entry.label]
        yield from _gap(labels)


def _gap(titles: list[str]) -> Iterator[Finding]:
    """The finding for the last title where its number does not follow its forerunner's."""
    for pattern, wider in ((_LEVEL_TWO, None), (_LEVEL_THREE, _LEVEL_TWO)):
        last = pattern.match(titles[-1]) if titles else None
        if last is None:
            continue
        before = [match for title in titles[:-1] if (match := pattern.match(title))]
        restarted = wider is not None and any(
            wider.match(title) for title in titles[_index(titles, before) : -1]
        )
        expected = 1 if restarted or not before else _value(before[-1][1]) + 1
        if _value(last[1]) != expected:
            place = Location(DOCUMENT, sheet=titles[-1], cell="标题")
            first = before[-1].string if before else "（无）"
            yield NUMBERING.at(place, first=first, second=titles[-1])


def _index(titles: list[str], before: list[re.Match[str]]) -> int:
    if not before:
        return 0
    return max(i for i, title in enumerate(titles[:-1]) if title == before[-1].string) + 1


def _value(word: str) -> int:
    return next((number for number in range(1, 100) if chinese_number(number) == word), 0)


@tree_check()
def counts_match_their_lists(reading: Reading) -> Iterator[Finding]:
    """N15: 文中的个数＝清单的条数；各分项之和＝总数."""
    disclosure = reading.figures.disclosure
    for passage in reading.passages:
        yield from _vehicles(reading, passage)
        for mention in passage.counts:
            what, expected = _expected_count(reading, passage, mention)
            if expected is not None and mention.printed.value != expected:
                place = passage.place(mention.start)
                yield COUNT.at(place, what=what, found=mention.printed, expected=expected)
    listed = disclosure.organs.listed
    for passage in reading.passages:
        match = re.search(r"(?:等|内设机构)(\d+)个(?:科室|机构|，)", passage.text)
        if match is not None and listed and int(match[1]) != len(listed):
            place = passage.place(match.start())
            yield COUNT.at(place, what="内设机构", found=match[1], expected=len(listed))


_EQUIPMENT = (
    ("单位价值50万元以上.{0,4}设备|单价50万元以上通用设备", "设备", "general_equipment"),
    ("单位价值100万元(?:（含）)?以上.{0,4}设备", "设备", "special_equipment"),
)


def _expected_count(reading: Reading, passage: Passage, mention: Mention) -> tuple[str, int | None]:
    """What a count is of, and what the input makes it; None where it is of nothing known."""
    before = passage.before(mention)
    evaluation = _evaluation_count(reading, before, passage.after(mention))
    if evaluation is not None:
        return "绩效评价项目", evaluation
    disclosure = reading.figures.disclosure
    known = [(words, title, getattr(disclosure.assets, name)) for words, title, name in _EQUIPMENT]
    trips = disclosure.three_public
    known += [(words, _title_of(trips, name), getattr(trips, name)) for words, name in _TRIPS]
    known += [
        ("编制范围的单位共", "预算单位", len(disclosure.units)),
        ("专项转移支付项目共有", "专项转移支付项目", disclosure.transfers.count),
        ("共有车辆", "车辆", disclosure.assets.vehicles.total),
    ]
    found = ((what, count) for words, what, count in known if re.search(f"(?:{words})$", before))
    return next(found, ("", None))


def _title_of(part: BaseModel, name: str) -> str:
    return type(part).model_fields[name].title or name


def _evaluation_count(reading: Reading, before: str, after: str) -> int | None:
    """How many projects were or will be evaluated, where that is what a count is about."""
    performance = reading.figures.disclosure.performance
    evaluation = reading.figures.disclosure.evaluation
    if before.endswith("拟组织对"):
        return len(performance.evaluated_projects)
    if evaluation is None:
        return None
    if match := re.match(r"个项目自评结果为([优良中差])", after):
        return evaluation.grades[match[1]]
    counts = (
        (r"个项目支出.{0,12}设置了绩效目标", evaluation.targeted_projects),
        (r"个项目.{0,10}了绩效自评", len(evaluation.projects)),
        (r"个项目进行了部门评价", len(evaluation.department_evaluations)),
    )
    return next((count for pattern, count in counts if re.match(pattern, after)), None)


_TRIPS = (
    ("因公出国（境）团组", "groups_abroad"),
    ("个，累计", "persons_abroad"),
    ("购置车辆", "vehicles_bought"),
    ("公务用车保有量为", "vehicles_kept"),
    ("国（境）外来访团组", "foreign_groups"),
    ("来访外宾", "foreign_guests"),
    ("国内来访团组", "domestic_groups"),
    ("来宾", "domestic_guests"),
)


def _vehicles(reading: Reading, passage: Passage) -> Iterator[Finding]:
    match = _VEHICLES.search(passage.text)
    if match is None:
        return
    total, parts = int(match[1]), [int(n) for n in re.findall(r"(\d+)辆", match[2])]
    if total == reading.figures.disclosure.assets.vehicles.total != sum(parts):
        place = passage.place(match.start())
        yield COUNT.at(place, what="车辆", found=f"{total}辆", expected=f"各类合计{sum(parts)}辆")


@tree_check(kind=Kind.BUDGET)
def targeted_projects_match(reading: Reading) -> Iterator[Finding]:
    """B17: 绩效目标涉及金额≤项目支出合计；项目数＝12 表项目数."""
    sheet = reading.sheets.get("projects")
    column = sheet.column("合计") if sheet is not None else None
    if sheet is None or column is None:
        return
    rows = [sheet.read(row, column) for row in detail_rows(sheet)]
    amounts = [printed for printed in rows if printed is not None]
    large = [printed for printed in amounts if printed.value >= _LARGE]
    expectations = (
        (re.compile(r"支出项目共(\d+)个"), "支出项目", Decimal(len(amounts))),
        (re.compile(r"100万元以上项目(\d+)个"), "100万元以上项目", Decimal(len(large))),
        (re.compile(r"共(\d+)个项目"), "项目", Decimal(len(amounts))),
    )
    for passage in reading.passages:
        if "绩效" not in passage.heading:
            continue
        for pattern, what, expected in expectations:
            match = pattern.search(passage.text)
            if match is not None and Decimal(match[1]) != expected:
                place = passage.place(match.start())
                yield PROJECTS.at(place, what=what, found=f"{match[1]}个", expected=f"{expected}个")
        yield from _project_amounts(passage, amounts, large)


def _project_amounts(
    passage: Passage, amounts: list[Printed], large: list[Printed]
) -> Iterator[Finding]:
    expectations = (
        (re.compile(r"支出项目共\d+个，支出总额$"), amounts),
        (re.compile(r"100万元以上项目\d+个，支出总额$"), large),
        (re.compile(r"涉及预算拨款$"), amounts),
    )
    for mention in passage.amounts:
        for pattern, members in expectations:
            summed = sum(members, Printed(Decimal(0)))
            if pattern.search(passage.before(mention)) and not mention.printed.agrees(summed):
                yield PROJECTS.at(
                    passage.place(mention.start),
                    what="项目支出总额",
                    found=f"{mention.printed}万元",
                    expected=f"{summed}万元",
                )


@tree_check()
def empty_tables_are_explained(reading: Reading) -> Iterator[Finding]:
    """F23: 空表（07/08/09 全空）⇔有“无数据”说明；非空表不得有“无数据”说明."""
    final = reading.figures.disclosure.kind is Kind.FINAL_ACCOUNT
    for name in (*_EMPTY_TABLES, "three_public") if final else _EMPTY_TABLES:
        sheet = reading.sheets.get(name)
        if sheet is None:
            continue
        notes = sheet.table.notes
        # What the pack itself prints below an empty table explains it, whatever its words are.
        explained = any(sheet.table.is_empty or _NO_DATA.search(note) for note in notes)
        if sheet.is_empty() and not explained:
            yield EMPTY.at(sheet.own_place, table=sheet.caption, problem="是空表，没有说明。")
        elif not sheet.is_empty() and any("无数据" in note for note in sheet.table.notes):
            yield EMPTY.at(sheet.own_place, table=sheet.caption, problem="有数，说明却写无数据。")
