"""The pipeline's own work: names, folders, and files that are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.filenames import output_folder, safe_name
from discloser.pipeline import prepare, render

GOOD = Path(__file__).parent / "bad_inputs" / "good.yaml"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("示范局2025年度部门预算公开", "示范局2025年度部门预算公开"),
        ('甲/乙\\丙:丁*戊?"己<庚>辛|壬', "甲 乙 丙 丁 戊 己 庚 辛 壬"),
        ("  甲\n乙\t\x00丙 ", "甲 乙 丙"),
        ("..甲。.", "甲。"),
        ("../../etc/passwd", "etc passwd"),
        ("", "document"),
        ("...", "document"),
    ],
)
def test_a_file_name_suits_every_system(title: str, name: str) -> None:
    assert safe_name(title) == name


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("inputs/province/city/2025/office.yaml", "out/province/city/2025/office"),
        ("deep/inputs/inputs/a.b.yaml", "out/a.b"),
        ("elsewhere/office.yaml", "out/office"),
    ],
)
def test_the_output_lies_as_the_input_does(path: str, folder: str, tmp_path: Path) -> None:
    assert output_folder(tmp_path / path, Path("out")) == Path(folder)


def test_a_unit_has_a_folder_below_its_department() -> None:
    assert output_folder(Path("office.yaml"), Path("out"), "101/001") == Path("out/office/101 001")


def test_a_document_with_errors_is_not_rendered(tmp_path: Path) -> None:
    path = tmp_path / "input.yaml"
    text = GOOD.read_text(encoding="utf-8").replace("  input: last_year.yaml", "  input: no.yaml")
    path.write_text(text, encoding="utf-8")
    prepared = prepare(path)
    assert prepared.document is not None
    assert not prepared.ok
    with pytest.raises(ValueError, match="errors"):
        render(prepared, ["xlsx"])
