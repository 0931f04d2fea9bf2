"""Contents against headings and tables, counts against lists (N15, N17, N18, B17, F23)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from discloser.check.check import document_check
from discloser.check.reader.prose import Mention, Passage
from discloser.check.reader.sheet import DOCUMENT
from discloser.check.subject import Reading
from discloser.chinese import chinese_number
from discloser.document.nodes import Contents, ContentsEntry, Heading, Table
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.vocabulary.names import normal

COUNT = Rule(
    "N15",
    "个数与清单不符",
    "文中写{what}{found}，清单中是{expected}。",
    "请核对个数和清单。",
)
CONTENTS = Rule(
    "N17",
    "目录与正文、表格不符",
    "目录有误：{problem}",
    "请核对目录和正文标题、表名。",
)
NUMBERING = Rule(
    "N18",
    "序号不连续",
    "“{second}”前面是“{first}”，序号不连续。",
    "请核对有没有漏掉或重复的一节。",
)
_NUMBER_WORDS = "一二三四五六七八九十"
_LEVEL_TWO = re.compile(rf"^([{_NUMBER_WORDS}]+)、")
_LEVEL_THREE = re.compile(rf"^[（(]([{_NUMBER_WORDS}]+)[）)]")
_VEHICLES = re.compile(r"共有车辆(\d+)辆，其中：(.*?)[；。]")
_PROCUREMENT = re.compile(r"政府采购")


@document_check(CONTENTS, of_words=True)
def contents_match_the_document(reading: Reading) -> Iterator[Finding]:
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


@document_check(NUMBERING, of_words=True)
def numbering_is_continuous(reading: Reading) -> Iterator[Finding]:
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


@document_check(COUNT)
def counts_match_their_lists(reading: Reading) -> Iterator[Finding]:
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


CHECKS = (
    contents_match_the_document,
    numbering_is_continuous,
    counts_match_their_lists,
)
