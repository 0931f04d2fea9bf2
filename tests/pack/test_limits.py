"""What a pack's files may hold: sizes, names, and words that would be left out in silence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from discloser.model.values import Kind
from discloser.pack.pack import load_pack
from discloser.pack.specs import TableSpec
from tests.workshop.tiny import NAME, make_pack

CODES = "分类,编码,级次,名称,起始年度,终止年度"


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"columns": [{"label": "甲", "measure": "x", "columns": [{"label": "乙"}]}]}, "有下级栏"),
        ({"columns": [{"label": "甲", "where": {"fund": "x"}, "key": "a"}]}, "文字栏"),
        ({"columns": [{"label": "甲", "of": "receipts", "line_number": True}]}, "文字栏"),
        ({"columns": [{"label": "甲"}] * 61}, "60"),
        ({"panels": [{"columns": [{"label": "甲"}] * 31}] * 2}, "最多 60 栏"),
        ({"columns": [{"label": "甲", "width": "nan"}]}, "finite"),
        ({"sheet_rows": {"widths": [1], "rows": []}}, "rows"),
        ({"sheet_rows": {"widths": [], "rows": [{"cells": [{}]}]}}, "widths"),
        ({"sheet_rows": {"widths": [1], "head_rows": 1, "rows": [{"cells": [{}]}]}}, "head_rows"),
        ({"sheet_rows": {"widths": [1], "rows": [{"cells": [{"colspan": 61}]}]}}, "colspan"),
        (
            {"sheet_rows": {"widths": [1], "rows": [{"cells": [{"text": "a", "measure": "b"}]}]}},
            "只能写一个",
        ),
    ],
)
def test_what_a_table_would_leave_out_or_cannot_print_is_refused(
    form: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        TableSpec.model_validate({"name": "表", "caption": "表"} | form)


def sums(count: int, parts: int) -> str:
    first = "m0: {label: 甲, of: expenditure}\n"
    rest = (
        f"m{n}: {{label: 甲, sum: [{', '.join([f'm{n - 1}'] * parts)}]}}\n" for n in range(1, count)
    )
    return first + "".join(rest)


@pytest.mark.parametrize(
    ("measures", "codes"),
    [
        (sums(8, 2), set()),
        (sums(20, 1), set()),
        (sums(21, 1), {"T064"}),
        (sums(60, 2), {"T064"}),
        (sums(900, 1), {"T064"}),
        (sums(3, 40), {"T064"}),
        ("a: {label: 甲, sum: [b]}\nb: {label: 乙, sum: [a]}\n", {"T009"}),
        ("three_public_reception: {label: 甲, sum: [three_public]}\n", {"T009"}),
    ],
)
def test_a_sum_of_sums_has_an_end(measures: str, codes: set[str], tmp_path: Path) -> None:
    packs = make_pack(tmp_path, {"measures.yaml": measures})
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (packs,))
    assert {finding.code for finding in findings} == codes
    assert all(finding.location and finding.location.line for finding in findings)
    if pack is not None:
        assert len(pack.measures["m0"].selection.parts) == 1


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"budget/tables/spending.yaml": "# " + "x" * 140_000 + "\n"}, "T063"),
        (
            {"measures.yaml": "".join(f"m{n}: {{label: 甲, of: closing}}\n" for n in range(2000))},
            "T063",
        ),
        ({f"parameters/p{n}.yaml": "# " + "x" * 120_000 + "\na: b\n" for n in range(9)}, "T063"),
        ({"codes.csv": b"\xff\xfe\x00"}, "R004"),
        ({"forms.csv": "字段,写法,读作,说明\n" + "x" * 200_000 + "\n"}, "T060"),
        ({"codes.csv": f"{CODES}\n功能分类,²²²²,项,甲,,\n"}, "T022"),
        (
            {"codes.csv": f"{CODES}\n功能分类,1,项,甲,{'9' * 5000},\n"},
            "T022",
        ),
        ({"budget/report.yaml": "extends: [parent]\n"}, "T019"),
        ({"budget/report.yaml": f"extends: {'a' * 300}\n"}, "T019"),
        ({"parameters/x.yaml": "text_amount: {label: 甲, since: {2018: [a]}}\n"}, "T018"),
        ({"pack.yaml": "title: 甲\nparent: " + "a" * 300 + "\n"}, "T001"),
    ],
)
def test_a_file_that_no_pack_has_is_a_finding(
    files: dict[str, str | bytes], code: str, tmp_path: Path
) -> None:
    packs = make_pack(tmp_path)
    for name, content in files.items():
        path = packs / NAME / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (packs,))
    assert pack is None
    assert code in {finding.code for finding in findings}
    assert all(finding.location for finding in findings if finding.code == code)


def test_a_folder_of_odd_digits_is_no_year(tmp_path: Path) -> None:
    packs = make_pack(tmp_path)
    for name in ("²²²²", "٢٠٢٥", "0000", "20255"):
        (packs / NAME / name).mkdir()
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (packs,))
    assert findings == ()
    assert pack is not None
    assert [layer.year for layer in pack.layers.layers] == [None]
