"""The same money from two files: they must agree, else both places are named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.importing.command import Asked, Made, make_import
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare, render
from discloser.read import read_input
from tests.importing.final_forms import forms
from tests.importing.grids import INPUTS, SHAPES, Sheet, draft_of, entries, keys, saved, single
from tests.importing.test_final_forms import FINAL, UNIT, told_by_forms

XINXIANG = next(each for each in INPUTS if "xinxiang" in each.parts)


def made_of(files: list[Path], draft: Any, earlier: tuple[Path, ...] = ()) -> Made:
    folder = files[0].parent
    asked = Asked(files, earlier, draft["pack"], None, int(draft["year"]))
    made = make_import(asked, folder / "某局.yaml", pack_roots())
    assert made.content is not None, [each.message for each in made.findings]
    (folder / "某局.yaml").write_bytes(made.content)
    return made


def ledger(folder: Path) -> Any:
    draft, _, _ = read_input(folder / "某局.yaml")
    return draft


def disagreements(made: Made) -> list[list[tuple[str, str | None]]]:
    return [
        [(Path(place.file).name, place.cell) for place in each.locations]
        for each in made.findings
        if each.code == "J010"
    ]


def changed(path: Path, row: int, by: float) -> str:
    """Change the last filled number of a row; its cell."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    numbers = {
        str(each.coordinate): each.value
        for each in sheet[row]
        if isinstance(each.value, int | float)
    }
    *_, (cell, amount) = numbers.items()
    sheet[cell] = amount + by
    book.save(path)
    return cell


@pytest.mark.parametrize("other", ["nested", "source data", "fund columns"])
def test_two_exports_in_different_shapes_are_one_ledger(other: str, tmp_path: Path) -> None:
    draft = draft_of(XINXIANG)
    first = saved(single(entries(draft)), tmp_path / "a.xlsx")
    second = saved(SHAPES[other](entries(draft)), tmp_path / "b.xlsx")
    made = made_of([first, second], draft)
    assert keys(ledger(tmp_path)) == keys(draft)
    assert disagreements(made) == []
    cell = changed(first, 5, 7)
    made = made_of([first, second], draft)
    (places,) = disagreements(made)
    assert ("a.xlsx", cell) in places
    assert {name for name, _ in places} == {"a.xlsx", "b.xlsx"}


def test_an_export_without_projects_beside_one_with_them_counts_once(tmp_path: Path) -> None:
    draft = draft_of(XINXIANG)
    whole = single(entries(draft))
    coarse = [Sheet(each.title, [[*row[:4], *row[6:]] for row in each.rows]) for each in whole]
    files = [saved(coarse, tmp_path / "a.xlsx"), saved(whole, tmp_path / "b.xlsx")]
    made = made_of(files, draft)
    assert keys(ledger(tmp_path)) == keys(draft)
    assert disagreements(made) == []
    changed(files[0], 4, 100)
    made = made_of(files, draft)
    assert [[name for name, _ in places] for places in disagreements(made)] == [
        ["b.xlsx", "a.xlsx"]
    ]
    assert keys(ledger(tmp_path)) == keys(draft)


def test_a_wrong_unit_of_money_of_one_of_two_is_named(tmp_path: Path) -> None:
    draft = draft_of(XINXIANG)
    first = saved(single(entries(draft)), tmp_path / "a.xlsx")
    wrong = single(entries(draft))
    wrong[0].rows[0][-1] = "预算金额(万元)"
    made = made_of([first, saved(wrong, tmp_path / "b.xlsx")], draft)
    told = [each.message for each in made.findings if each.code == "J010"]
    assert told
    assert all("一万倍" in message for message in told)


@pytest.mark.parametrize("are_units", [False, True], ids=["one unit", "all units together"])
@pytest.mark.parametrize("path", FINAL[:1], ids=lambda path: path.stem)
def test_an_export_beside_the_forms_of_an_account_counts_once(
    path: Path, are_units: bool, tmp_path: Path
) -> None:
    draft = told_by_forms(path)
    own = [replace(each, unit=("709001", UNIT)) for each in entries(draft_of(path))]
    export = saved(single(entries(draft_of(path)) if are_units else own), tmp_path / "a.xlsx")
    account = saved(forms(draft, UNIT), tmp_path / "b.xlsx")
    made = made_of([export, account], draft)
    again = ledger(tmp_path)
    amounts = sum(each.amount for each in entries(draft))
    assert sum(Decimal(line["amount"]) for line in again["expenditure"]) == amounts
    assert any(line.get("project") for line in again["expenditure"]) is any(
        each.project[1] for each in entries(draft_of(path))
    )
    assert disagreements(made) == []
    cell = changed(export, 3, 50)
    made = made_of([export, account], draft)
    places = [place for each in disagreements(made) for place in each]
    assert ("a.xlsx", cell) in places
    assert "b.xlsx" in {name for name, _ in places}


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_an_export_beside_published_tables_is_held_to_them(suffix: str, tmp_path: Path) -> None:
    draft = draft_of(XINXIANG)
    export = saved(single(entries(draft)), tmp_path / "a.xlsx")
    document = tmp_path / f"公开.{suffix}"
    prepared = prepare(XINXIANG)
    document.write_bytes(render(prepared, (suffix,), contents_pages="none")[suffix])
    made = made_of([export, document], draft)
    assert keys(ledger(tmp_path)) == keys(draft)
    assert [each.message for each in made.findings if each.code == "J006"] == []
    assert len(made.proof.numbers) > len(draft["expenditure"]) + 50
    changed(export, 3, 123_456)
    made = made_of([export, document], draft)
    broken = {Path(each.place.file).name for each in made.proof.broken}
    assert document.name in broken
