"""Whatever number of a heading, an entry or a row is wrong: it is told, and told there alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from discloser.check.reader.places import DOCUMENT
from discloser.check.reader.sheet import Sheet
from discloser.check.rules.n_numbering import numbers_follow_each_other
from discloser.chinese import chinese_number
from discloser.document.nodes import (
    Cell,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Section,
    Table,
    Text,
)
from discloser.finding import Finding
from discloser.location import Location
from tests.deceive.trees import put, spots, with_cell
from tests.rules.documents import document, reading


def told(changed: Document) -> list[Location]:
    outcomes = numbers_follow_each_other.outcomes(reading("final", changed))
    return [each.locations[0] for each in outcomes if isinstance(each, Finding)]


def of_lines(numbers: list[int]) -> Document:
    """A document of one table with 行次."""
    table = next(document("final").tables())
    head = ((Cell("项目"), Cell("行次")),)
    body = tuple((Cell(f"第{at}行"), Cell(str(number))) for at, number in enumerate(numbers))
    made = replace(table, caption="表", columns=table.columns[:2], head=head, body=body)
    return replace(document("final"), sections=(Section((made,)),))


def of_headings(numbers: list[int]) -> Document:
    texts = ["说明", *(f"{chinese_number(n)}、第{at}节" for at, n in enumerate(numbers))]
    blocks = [Heading(min(2, at + 1), (Text(text),), text) for at, text in enumerate(texts)]
    return replace(document("final"), sections=(Section(tuple(blocks)),))


@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("wrong", [1, 5, 7, 40, 61])
def test_a_wrong_line_number_is_told_at_its_own_row(at: int, wrong: int) -> None:
    numbers = list(range(21, 29))
    numbers[at] = wrong
    assert told(of_lines(numbers)) == [Location(DOCUMENT, sheet="表", cell=f"第{at}行／行次")]


@pytest.mark.parametrize("at", range(8))
def test_a_number_of_a_row_beside_it_is_told_at_its_own_row(at: int) -> None:
    numbers = list(range(21, 29))
    numbers[at] += 1
    places = told(of_lines(numbers))
    assert [place.cell for place in places] == [f"第{at}行／行次"]


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("wrong", [9, 20])
def test_a_wrong_number_of_a_heading_is_told_there(at: int, wrong: int) -> None:
    numbers = list(range(1, 7))
    numbers[at] = wrong
    assert told(of_headings(numbers)) == [
        Location(DOCUMENT, sheet=f"{chinese_number(wrong)}、第{at}节", cell="标题")
    ]


def test_a_heading_left_out_is_told_once() -> None:
    assert [place.sheet for place in told(of_headings([1, 2, 4, 5]))] == ["四、第2节"]


@pytest.mark.parametrize("numbers", [[1, 2, 3], [21, 22, 23], [7], [2, 5, 9, 12], [1, 2, 1, 2, 3]])
def test_numbers_that_rise_are_fine(numbers: list[int]) -> None:
    assert told(of_lines(numbers)) == []


def test_every_line_number_of_a_final_account_is_told_at_its_row() -> None:
    table = next(each for each in spots(document("final")) if _name(each.node) == "appropriation")
    assert isinstance(table.node, Table)
    sheet = Sheet(table.node)
    places = [
        (r, c)
        for r, row in enumerate(table.node.body)
        for c, _ in enumerate(row)
        if sheet.headers[sheet.grid.rows[sheet.first + r][c].column][-1:] == ("行次",)
    ]
    assert len(places) > 60
    for r, c in places:
        placed = sheet.grid.rows[sheet.first + r][c]
        if placed.cell.text:
            changed = put(document("final"), table, with_cell(table.node, r, c, Cell("99")))
            label = sheet.row_label(placed.row, placed.column) or sheet.row_label(placed.row)
            assert [place.cell for place in told(changed)] == [f"{label}／行次"]


def _name(node: object) -> str:
    return getattr(node, "name", "")


def test_an_entry_of_the_contents_is_told_there() -> None:
    assert told(document("final")) == []
    spot = next(each for each in spots(document("final")) if isinstance(each.node, Contents))
    assert isinstance(spot.node, Contents)
    entries = [ContentsEntry("第一部分", 1, "a"), ContentsEntry("一、甲", 2, "b")]
    entries += [ContentsEntry("三、乙", 2, "c"), ContentsEntry("三、丙", 2, "d")]
    changed = put(document("final"), spot, replace(spot.node, entries=tuple(entries)))
    assert [place.cell for place in told(changed)] == ["三、乙"]


def test_parts_that_are_numbered_themselves_follow_each_other() -> None:
    """Where a place numbers its parts 一、二、, the tables of one of them begin no new count."""
    spot = next(each for each in spots(document("final")) if isinstance(each.node, Contents))
    assert isinstance(spot.node, Contents)
    labels = [("一、职能", 1), ("二、预算表", 1), ("1. 收入表", 2), ("三、说明", 1)]
    whole = [ContentsEntry(label, level, label) for label, level in labels]
    gap = [*whole[:3], ContentsEntry("四、说明", 1, "d")]
    assert told(put(document("final"), spot, replace(spot.node, entries=tuple(whole)))) == []
    changed = put(document("final"), spot, replace(spot.node, entries=tuple(gap)))
    assert [place.cell for place in told(changed)] == ["四、说明"]


@pytest.mark.parametrize("at", range(3))
def test_numerals_that_are_no_number_are_told(at: int) -> None:
    changed = of_headings([1, 2, 3])
    headings = [b for b in changed.blocks() if isinstance(b, Heading) and b.level > 1]
    text = headings[at].text[0] + headings[at].text
    wrong = replace(headings[at], content=(Text(text),))
    blocks = tuple(wrong if b is headings[at] else b for b in changed.blocks())
    told_at = told(replace(changed, sections=(Section(blocks),)))
    assert [place.sheet for place in told_at] == [text]
