"""The pipeline's own work: names, folders, and files that are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.pipeline import output_folder, prepare, render, safe_name, write

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
        ("甲" * 100, "甲" * 80),
        ("甲" * 79 + " 乙", "甲" * 79),
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


def test_files_are_written_under_their_title(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    files = write(folder, "甲/乙", {"docx": b"one", "xlsx": b"two"})
    assert files == [folder / "甲 乙.docx", folder / "甲 乙.xlsx"]
    assert [file.read_bytes() for file in files] == [b"one", b"two"]
    assert sorted(folder.iterdir()) == files
    assert files[0].stat().st_mode & 0o777 == 0o644


def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old,) = write(tmp_path, "甲", {"docx": b"old"})

    def fail(_: Path, __: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, "甲", {"docx": b"new"})
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    (old,) = write(tmp_path, "甲", {"docx": b"old"})
    with pytest.raises(TypeError):
        write(tmp_path, "甲", {"docx": "no bytes"})  # type: ignore[dict-item]
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


def test_a_document_with_errors_is_not_rendered(tmp_path: Path) -> None:
    path = tmp_path / "input.yaml"
    text = GOOD.read_text(encoding="utf-8").replace("  input: last_year.yaml", "  input: no.yaml")
    path.write_text(text, encoding="utf-8")
    prepared = prepare(path)
    assert prepared.document is not None
    assert not prepared.ok
    with pytest.raises(ValueError, match="errors"):
        render(prepared, ["xlsx"])
