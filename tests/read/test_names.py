"""One rule of tidying names in all sheets and in YAML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook.workbook import Workbook

from discloser.read import read_input
from tests.entry.samples import INPUTS, built, draft_of, edited, workbook_of

CITY = next(path for path in INPUTS if "evaluated_projects" in path.read_text(encoding="utf-8"))
DRAFT: Any = draft_of(CITY)
NAME: str = DRAFT["performance"]["evaluated_projects"][0]
MARKS = ["\n", " \r\n ", "\u200b", "\u2028", "\u00ad\n"]


@pytest.mark.parametrize("where", ["支出", "项目", "绩效目标", "评价项目"])
@pytest.mark.parametrize("mark", MARKS, ids=ascii)
def test_a_project_is_the_same_in_every_sheet_whatever_stands_in_its_name(
    tmp_path: Path, where: str, mark: str
) -> None:
    changed: list[str] = []

    def change(book: Workbook) -> None:
        for row in book[where].iter_rows():
            for cell in row:
                if cell.value == NAME:
                    cell.value = NAME[:4] + mark + NAME[4:]
                    changed.append(cell.coordinate)

    path = tmp_path / "a.xlsx"
    path.write_bytes(edited(change, workbook_of(DRAFT)))
    draft, _, findings = read_input(path)
    assert changed
    assert built(draft) == built(DRAFT)
    told = [each.location.cell for each in findings if each.code == "R006" and each.location]
    assert told == ([] if mark.strip(" \r\n") == "" else changed)
