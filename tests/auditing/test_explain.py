"""What is wrong once and breaks many sums is told once, as what it is, at its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from discloser.audit.audit import Audited
from discloser.audit.faults import Fault
from discloser.audit.sureness import Sureness
from discloser.document.nodes import Block, Document, Table
from tests.auditing.files import audited_read
from tests.auditing.planted.kinds import exchanged_captions, swapped_columns, wrong_units
from tests.auditing.planted.victims import Victim, victims
from tests.deceive.documents import Planter
from tests.deceive.fault import InDocument, chance
from tests.rules.documents import cell, words

NAME = "henan/sanmenxia/2025/administrative-approval"


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Victim:
    (found,) = victims(NAME)
    return found.as_read(tmp_path_factory.mktemp("read"))


def audit_of(document: Document) -> Audited:
    return audited_read(document, document.title)


def planted(
    victim: Victim, planter: Planter, is_one: Callable[[InDocument], bool] = lambda _: True
) -> InDocument:
    made = (plant(chance(1)) for plant in planter(victim.document, victim.known))
    return next(each for each in made if isinstance(each, InDocument) and is_one(each))


def sure(found: Audited) -> list[Fault]:
    return [fault for fault in found.faults if fault.sure is Sureness.CERTAIN]


def test_two_columns_exchanged_are_one_fault(victim: Victim) -> None:
    fault = planted(victim, swapped_columns, lambda each: each.where == "2025年部门支出总体情况表")
    (found,) = sure(audit_of(fault.document))
    assert found.finding.code == "U013"
    assert "基本支出" in found.finding.message
    assert len(found.consequences) > 1
    assert {place.sheet for place in found.finding.locations} == {fault.where}


def test_two_titles_exchanged_are_one_fault_with_both_places(victim: Victim) -> None:
    pair = {"2025年部门支出总体情况表", "2025年一般公共预算基本支出表"}
    fault = planted(
        victim,
        exchanged_captions,
        lambda each: each.where in pair and all(name in each.where + each.what for name in pair),
    )
    (found,) = sure(audit_of(fault.document))
    assert found.finding.code == "U014"
    assert {place.sheet for place in found.finding.locations} == pair


def test_a_wrong_unit_is_one_fault_at_the_unit(victim: Victim) -> None:
    fault = planted(victim, wrong_units)
    (found,) = sure(audit_of(fault.document))
    assert found.finding.code == "U015"
    place = found.finding.location
    assert place is not None
    assert (place.sheet, place.cell) == (fault.where, "单位")
    wrong = next(t for t in victim.document.tables() if t.caption == fault.where)
    assert place.spot == wrong.spot


def test_a_wrong_digit_of_a_code_is_one_fault_at_its_cell(victim: Victim) -> None:
    table = next(t for t in victim.document.tables() if t.caption == "2025年一般公共预算基本支出表")
    changed = words(table.name, "30103", "30193")(victim.document)
    (found,) = sure(audit_of(changed))
    assert found.finding.code == "U016"
    assert "30103" in found.finding.message
    assert "N23" in {each.code for each in found.consequences}
    assert found.place is not None
    row = next(row for row in table.body if "30103" in [cell.text for cell in row])
    assert found.place.spot == next(cell.spot for cell in row if cell.text == "30103")


@pytest.mark.parametrize("numbers", [("999.99",), ("999.99", "888.88")])
def test_wrong_amounts_are_what_they_are(victim: Victim, numbers: tuple[str, ...]) -> None:
    """No exchange, no unit: neither one nor two wrong cells of a table look like a whole one."""
    name = next(t.name for t in victim.document.tables() if t.caption == "2025年部门支出总体情况表")
    changed = victim.document
    for label, number in zip(("行政运行", "住房公积金"), numbers, strict=False):
        changed = cell(name, label, ("合计",), number)(changed)
    found = audit_of(changed)
    assert sure(found)
    assert [f.finding.code for f in found.faults if f.finding.code.startswith("U01")] == []


def test_what_is_wrong_beside_it_is_told_too(victim: Victim) -> None:
    fault = planted(victim, wrong_units)
    other = next(t for t in victim.document.tables() if t.caption == "2025年一般公共预算基本支出表")
    changed = cell(other.name, "津贴补贴", ("合计",), "999.99")(fault.document)
    codes = [each.finding.code for each in sure(audit_of(changed))]
    assert "U015" in codes
    assert len(codes) > 1


def test_a_table_without_a_unit_is_not_said_to_have_a_wrong_one(victim: Victim) -> None:
    def bare(block: Block) -> Block:
        return replace(block, unit="") if isinstance(block, Table) else block

    sections = tuple(
        replace(section, blocks=tuple(map(bare, section.blocks)))
        for section in victim.document.sections
    )
    found = audit_of(replace(victim.document, sections=sections))
    assert not {"A24", "U015"} & {fault.finding.code for fault in found.faults}
