"""A pack's own codes stand beside the state's."""

from __future__ import annotations

from pathlib import Path

from discloser.classification.codebook import Scheme
from discloser.pack.codes import read_codes
from discloser.pack.layers import Layer, Layers

HEAD = "分类,编码,级次,名称,起始年度,终止年度\n"


def _layers(folder: Path, text: str) -> Layers:
    (folder / "codes.csv").write_text(text, encoding="utf-8")
    return Layers("some/pack", (Layer("some/pack", folder),))


def test_an_added_code_has_its_name_in_its_years(tmp_path: Path) -> None:
    layers = _layers(tmp_path, HEAD + "支出功能分类,2019901,项,新设事务,2026,\n")
    codebook, findings = read_codes(layers)
    assert findings == ()
    assert codebook.name(Scheme.FUNCTION, "2019901", 2026) == "新设事务"
    found = codebook.find(Scheme.FUNCTION, "2019901", 2025)
    assert found is not None
    assert not found.is_valid(2025)
    assert codebook.name(Scheme.FUNCTION, "2010301", 2026) == "行政运行"


def test_faulty_rows_are_reported_at_their_lines(tmp_path: Path) -> None:
    rows = "支出功能分,2019901,项,甲,,\n支出功能分类,20199O1,项,乙,,\n"
    _, findings = read_codes(_layers(tmp_path, HEAD + rows))
    assert [(f.code, f.location.line if f.location else None) for f in findings] == [
        ("T022", 2),
        ("T022", 3),
    ]


def test_a_wrong_header_is_reported(tmp_path: Path) -> None:
    _, findings = read_codes(_layers(tmp_path, "code,name\n1,2\n"))
    assert [finding.code for finding in findings] == ["T021"]
