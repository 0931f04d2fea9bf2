"""The checks can fail: a few faults of every kind are planted and must be noticed.

``make deceive`` plants thousands.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from discloser.check.reader.places import DOCUMENT as PRINTED
from discloser.check.reader.sheet import Sheet
from discloser.document.nodes import Cell, Table
from discloser.finding import Finding, Severity
from discloser.location import Location
from tests.deceive import clean, documents, ledger, packs, report, victims
from tests.deceive.fault import InDocument, InInput, InPack, Plant, chance
from tests.deceive.judge import Judged, Verdict, judge
from tests.deceive.places import changed
from tests.deceive.run import DOCUMENT, Case, Counts, groups, run
from tests.deceive.trees import put, spots, with_cell
from tests.deceive.victims import TEMPLATES, Victim

FEW = Counts(document=3, pack=1, input=1)
SEED = 7


@cache
def inputs() -> dict[str, Victim]:
    return {victim.name: victim for victim in victims.inputs()}


FINAL, OFFICE, EXAMPLE = (
    "henan/sanmenxia/2023/government-services-final",
    "henan/sanmenxia/2025/government-office",
    "example/qinglan/2024/digital-governance",
)


@cache
def document_cases() -> Sequence[Case]:
    planned = list(
        groups(
            [inputs()[name] for name in (FINAL, OFFICE, EXAMPLE)],
            FEW,
            SEED,
            re.compile(f"^{DOCUMENT}"),
        )
    )
    return run(planned, lambda *_: None, jobs=1)


def test_every_kind_of_fault_in_a_document_is_tried_and_most_are_noticed() -> None:
    cases = document_cases()
    assert {case.kind for case in cases} == set(documents.KINDS)
    right = [case for case in cases if case.judged.verdict is Verdict.AT_PLACE]
    assert len(right) >= 0.7 * len(cases), [c for c in cases if c not in right]


@pytest.mark.parametrize("kind", ["表：一格金额", "文：金额", "文：比例"])
def test_a_changed_amount_or_share_is_noticed_where_it_is(kind: str) -> None:
    verdicts = [case.judged.verdict for case in document_cases() if case.kind == kind]
    assert len(verdicts) == 3
    assert sum(verdict is Verdict.AT_PLACE for verdict in verdicts) >= 2


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("packs") / "templates"
    shutil.copytree(TEMPLATES, copy)
    return copy.resolve()


def planted(plants: list[Plant], where: str, what: str) -> InPack:
    """The first fault of a kind whose place and change have these words."""
    for plant in plants:
        fault = plant(chance(SEED))
        if isinstance(fault, InPack) and where in fault.where and what in fault.what:
            return fault
    raise AssertionError(what)


@pytest.mark.parametrize(
    ("victim", "kind", "fault", "rule"),
    [
        (
            FINAL,
            "句：两个口径对换",
            ("narrative.md.j2", "appropriation_receipts_total ↔ gen"),
            "N01",
        ),
        (OFFICE, "列：口径或条件对换", ("budget/tables/expenditure.yaml", "=301 ↔"), "A05"),
        (FINAL, "行：行名对换", ("receipts_and_expenditure.yaml", "一般公共服务支出"), "A05"),
        (OFFICE, "条件：少一个", ("receipts_and_expenditure.yaml", "fund: 政府"), "C011"),
        (FINAL, "表：改表名", ("tables/receipts.yaml", ""), "N17"),
    ],
)
def test_a_fault_in_a_pack_is_noticed_where_it_is(
    victim: str, kind: str, fault: tuple[str, str], rule: str, templates: Path
) -> None:
    chosen = inputs()[victim]
    plants = list(packs.KINDS[kind](chosen.pack, TEMPLATES))
    judged = judge(chosen, planted(plants, *fault), templates)
    assert judged is not None
    assert judged.verdict is Verdict.AT_PLACE
    assert rule in judged.codes


def test_a_table_in_a_file_of_another_name_is_checked_as_much(templates: Path) -> None:
    chosen = inputs()[EXAMPLE]
    fault = planted(list(packs.KINDS["表：改文件名"](chosen.pack, TEMPLATES)), "receipts.yaml", "")
    judged = judge(chosen, fault, templates)
    assert judged == Judged(Verdict.AT_PLACE)


@pytest.mark.parametrize("suffix", ledger.SUFFIXES)
def test_a_changed_leaf_of_an_input_is_printed_or_noticed(suffix: str, tmp_path: Path) -> None:
    chosen = inputs()[EXAMPLE]
    for kind in ("金额", "编码", "文字") if suffix == ".yaml" else ("金额",):
        plants = list(ledger.KINDS[kind, suffix](chosen))
        fault = plants[len(plants) // 2](chance(SEED))
        assert isinstance(fault, InInput)
        judged = judge(chosen, fault, tmp_path)
        assert judged is not None
        assert judged.verdict in (Verdict.PRINTED, Verdict.AT_PLACE), fault.what


def test_the_real_documents_have_no_errors() -> None:
    assert clean.of_victims(inputs().values()) == []


def test_made_up_departments_have_no_errors() -> None:
    assert clean.of_departments(2, jobs=1) == []


def test_a_finding_elsewhere_is_not_at_the_place_of_a_fault() -> None:
    document = inputs()[EXAMPLE].document
    spot = next(each for each in spots(document) if getattr(each.node, "name", "") == "receipts")
    table = spot.node
    assert isinstance(table, Table)
    where = changed(document, put(document, spot, with_cell(table, 0, 2, Cell("1.23"))))
    [differs] = where.tables
    sheet = table.caption
    label = Sheet(table).label(Sheet(table).first, 2)

    def found(sheet: str, cell: str, message: str = "") -> Finding:
        place = Location(PRINTED, sheet=sheet, cell=cell)
        return Finding("X", Severity.ERROR, message, locations=(place,))

    assert sheet in differs.names
    assert where.is_place_of(found(sheet, label))
    assert where.is_place_of(found("另一张表", "某行", f"与“{sheet}”{label}不符"))
    assert not where.is_place_of(found("另一张表", label))
    assert not where.is_place_of(found(sheet, "没有这一行／没有这一栏"))


def test_what_changes_nothing_is_no_fault(templates: Path) -> None:
    chosen = inputs()[EXAMPLE]
    assert judge(chosen, InDocument("", "", chosen.document), templates) is None
    path = TEMPLATES / "example/qinglan/pack.yaml"
    same = InPack("", "", {path: path.read_text(encoding="utf-8") + "# \n"})
    assert judge(chosen, same, templates) is None


def test_every_known_reason_says_why() -> None:
    for reason in report.reasons():
        assert reason.kind
        assert len(reason.reason) > 10


SHARE, PRIOR = "文：比例", "上年数、控制数（YAML）"
LIST = "政务：…万元，占0.06%；住房保障支出3.47万元，占0.19%。…"


@pytest.mark.parametrize(
    ("kind", "where", "what", "is_explained"),
    [
        (SHARE, LIST, "0.19 → 0.20", True),
        (SHARE, LIST, "0.19 → 0.18", True),
        (SHARE, LIST, "0.19 → 0.10", False),
        (SHARE, LIST, "0.06 → 0.07", False),
        (SHARE, "政务：…万元，占0.06%；住房保障支出3.47万元，占0.…", "0.06 → 0.07", False),
        (SHARE, "政务：…项目支出3.47万元，占0.19%。…", "0.19 → 0.20", False),
        (PRIOR, "prior_year.figures.three_public", "7866500 → 7866499", True),
        (PRIOR, "prior_year.figures.three_public", "7,866,500 → 7866501", True),
        (PRIOR, "prior_year.figures.three_public", "7866500 → 7866590", False),
        (PRIOR, "prior_year.figures.three_public", "（没有） → 1", False),
    ],
)
def test_a_reason_is_true_of_the_single_case(
    kind: str, where: str, what: str, *, is_explained: bool
) -> None:
    case = Case("填报文件", kind, "某地/2025", where, what, Judged(Verdict.MISSED))
    assert bool(report.reason_of(case)) is is_explained
