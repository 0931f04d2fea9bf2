"""From a draft to a disclosure: faulty parts are left out, the rest keeps its places."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from discloser.finding import Finding
from discloser.location import FieldPath, Location, SourceMap
from discloser.model.build import build
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import Required
from discloser.model.values import Fund, Kind, ReceiptKind
from discloser.pack.uses import UseSpec, with_uses

GOOD: dict[str, Any] = {
    "pack": "province/base",
    "kind": "budget",
    "year": "2025",
    "money_unit": "万元",
    "published": "2025-03",
    "department": {"code": "101", "name": "示范局"},
    "units": [{"code": "101001", "name": "示范局"}],
    "receipts": [{"amount": str(n)} for n in range(1, 6)],
}


def sources_of(draft: Any) -> SourceMap:
    """A map that gives each field a line of its own, in the order of the draft."""
    places: dict[FieldPath, Location] = {}

    def walk(value: Any, path: FieldPath) -> None:
        places[path] = Location("a.yaml", len(places) + 1, path=path)
        children = value.items() if isinstance(value, dict) else enumerate(value or ())
        for key, child in children if isinstance(value, dict | list) else ():
            walk(child, (*path, key))

    walk(draft, ())
    return SourceMap("a.yaml", places)


def changed(path: FieldPath, value: object) -> dict[str, Any]:
    draft = deepcopy(GOOD)
    part: Any = draft
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return draft


def fields(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.code, f.location.field if f.location else "") for f in findings]


def test_a_good_draft_becomes_a_disclosure_in_yuan() -> None:
    built = build(GOOD, sources_of(GOOD))
    assert built.findings == ()
    assert built.complete
    assert built.left_out == frozenset()
    assert built.disclosure is not None
    assert [line.amount for line in built.disclosure.receipts] == [
        Decimal(n * 10_000) for n in range(1, 6)
    ]
    assert built.disclosure.receipts[0].fund is Fund.GENERAL_PUBLIC_BUDGET
    assert built.disclosure.receipts[0].kind is ReceiptKind.CURRENT


def test_a_faulty_line_is_left_out_and_the_others_keep_their_places() -> None:
    draft = changed(("receipts", 1, "amount"), "二万")
    draft["receipts"][3]["amount"] = "-4"
    sources = sources_of(draft)
    built = build(draft, sources)
    assert fields(built.findings) == [
        ("M010", "receipts[2].amount"),
        ("M011", "receipts[4].amount"),
    ]
    assert not built.complete
    assert built.left_out == {"receipts"}
    assert built.disclosure is not None
    rest = [line.amount / 10_000 for line in built.disclosure.receipts]
    assert rest == [Decimal(1), Decimal(3), Decimal(5)]
    for index, original in enumerate((0, 2, 4)):
        assert built.sources.find(("receipts", index, "amount")) == sources.find(
            ("receipts", original, "amount")
        )


def test_a_fault_deep_in_a_list_leaves_out_its_whole_item() -> None:
    draft = GOOD | {
        "projects": [
            {"name": "甲", "output": [{"name": "一"}, {"nam": "二"}]},
            {"name": "乙"},
        ]
    }
    built = build(draft, sources_of(draft))
    assert fields(built.findings) == [
        ("M002", "projects[1].output[2].name"),
        ("M001", "projects[1].output[2].nam"),
    ]
    assert built.disclosure is not None
    assert [project.name for project in built.disclosure.projects] == ["乙"]
    assert built.sources.find(("projects", 0, "name")).field == "projects[2].name"


def test_a_faulty_entry_of_a_mapping_is_left_out_alone() -> None:
    draft = GOOD | {"control_figures": {"receipts_total": "x", "expenditure_total": "5"}}
    built = build(draft, sources_of(draft))
    assert fields(built.findings) == [("M010", "control_figures.receipts_total")]
    assert built.disclosure is not None
    assert built.disclosure.control_figures == {"expenditure_total": Decimal(50_000)}


@pytest.mark.parametrize("name", ["pack", "kind", "year", "published", "department", "units"])
def test_without_a_field_that_it_cannot_do_without_there_is_no_disclosure(name: str) -> None:
    draft = {key: value for key, value in GOOD.items() if key != name}
    built = build(draft, sources_of(draft))
    assert [finding.code for finding in built.findings] == ["M002"]
    assert built.disclosure is None


@pytest.mark.parametrize("draft", [[], "text", None, ["a"]])
def test_what_is_no_mapping_is_no_disclosure(draft: object) -> None:
    built = build(draft, SourceMap("a.yaml"))
    assert built.disclosure is None
    assert [finding.code for finding in built.findings] == ["M005"]


def test_a_list_for_the_money_unit_is_a_finding() -> None:
    draft = changed(("money_unit",), ["元"])
    assert fields(build(draft, sources_of(draft)).findings) == [("M003", "money_unit")]


def test_a_faulty_key_of_a_mapping_is_called_by_itself() -> None:
    draft = GOOD | {"kind": "final_account", "item_reasons": {"20103": "甲"}}
    built = build(draft, sources_of(draft))
    assert fields(built.findings) == [("M004", "item_reasons.20103")]
    assert "20103" in built.findings[0].message
    assert built.disclosure is not None
    assert built.disclosure.item_reasons == {}


def test_a_message_says_the_place_in_the_clerks_words() -> None:
    draft = changed(("receipts", 1, "amount"), "二万")
    (finding,) = build(draft, sources_of(draft)).findings
    assert finding.message.startswith("收入：")
    assert "“金额”" in finding.message
    assert "“二万”" in finding.message


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("year",), "9" * 5000),
        (("year",), "2025.5"),
        (("published",), "0000-03"),
        (("receipts", 0), "甲"),
        (("units",), []),
        (("units", 0, "independent"), "或"),
        (("kind",), "预算"),
    ],
)
def test_no_message_is_in_english(path: FieldPath, value: object) -> None:
    draft = changed(path, value)
    for finding in build(draft, sources_of(draft)).findings:
        said = finding.message.replace(str(value), "") + finding.remedy
        assert not any(word in said for word in ("Input", "should", "valid", "error")), said


def test_a_part_that_lacks_a_field_is_left_out_whole() -> None:
    draft = changed(("kind",), "final_account") | {"evaluation": {"grade": "优"}}
    asks = {"evaluation.month": UseSpec(required=Required.ALWAYS)}
    form = with_uses(Disclosure, asks, Kind.FINAL_ACCOUNT)
    built = build(draft, sources_of(draft), form=form)
    assert fields(built.findings) == [("M002", "evaluation.month")]
    assert built.disclosure is not None
    assert built.disclosure.evaluation is None
    assert built.left_out == {"evaluation"}
    assert len(built.disclosure.receipts) == 5


def test_a_blank_that_need_not_be_filled_in_is_as_if_it_were_not_there() -> None:
    draft = changed(("department", "code"), None)
    draft["duties"] = {"basis": None, "items": None}
    built = build(draft, sources_of(draft))
    assert built.findings == ()
    assert built.disclosure is not None
    assert (built.disclosure.department.code, built.disclosure.duties.items) == ("", ())


def test_a_blank_that_must_be_filled_in_is_told() -> None:
    draft = changed(("department", "name"), None)
    (finding,) = build(draft, sources_of(draft)).findings
    assert "部门全称" in finding.message


BLANKS: tuple[FieldPath, ...] = (
    ("department", "name"),
    ("units", 0, "name"),
    ("kind",),
    ("published",),
)


@pytest.mark.parametrize("blank", [None, "", "  "])
@pytest.mark.parametrize("path", BLANKS, ids=str)
def test_a_blank_is_said_not_to_be_filled_in(path: FieldPath, blank: str | None) -> None:
    """Whatever the field holds: no talk of texts, codes or choices where nothing was typed."""
    (finding,) = build(changed(path, blank), SourceMap("a.yaml")).findings
    assert finding.code == "M007"
    assert "没有填" in finding.message
    assert ("整行" in finding.remedy) is any(isinstance(step, int) for step in path)
