"""The only writer: files are whole or not there, and never over a person's own file."""

from __future__ import annotations

import errno
import os
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from discloser.filenames import clashes, file_names, safe_name
from discloser.os_errors import why
from discloser.output import (
    LEDGER,
    NotOursError,
    is_own,
    is_same,
    save_all,
    write_documents,
    write_single,
)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(
    folder: Path, title: str, rendered: dict[str, bytes], *, force: bool = False
) -> list[Path]:
    return write_documents(folder, file_names(title, rendered), Path("a.yaml"), force=force)


def test_files_are_written_under_their_title(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    files = write(folder, "甲/乙", {"docx": b"one", "xlsx": b"two"})
    assert files == [folder / "甲 乙.docx", folder / "甲 乙.xlsx"]
    assert [file.read_bytes() for file in files] == [b"one", b"two"]
    assert names_in(folder) == [LEDGER, "甲 乙.docx", "甲 乙.xlsx"]
    assert files[0].stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_run_that_fails_leaves_old_or_new_files_that_are_still_ours(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger, the documents, the ledger again: whichever replacement is the last."""
    write(tmp_path, "甲", {"docx": b"old", "pdf": b"old"})
    replace, count = Path.replace, 0

    def fail(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count > at:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="No space") as caught:
            write(tmp_path, "甲", {"docx": b"new", "pdf": b"new"})
    assert str(caught.value.filename).endswith((".docx", ".pdf", LEDGER))
    assert names_in(tmp_path) == [LEDGER, "甲.docx", "甲.pdf"]
    write(tmp_path, "甲", {"docx": b"newer", "pdf": b"newer"})
    assert (tmp_path / "甲.docx").read_bytes() == b"newer"


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    (old,) = write(tmp_path, "甲", {"docx": b"old"})
    with pytest.raises(TypeError):
        save_all({old: "no bytes"})  # type: ignore[dict-item]
    assert old.read_bytes() == b"old"
    assert names_in(tmp_path) == [LEDGER, "甲.docx"]


def test_our_own_documents_are_replaced_and_a_persons_are_not(tmp_path: Path) -> None:
    (ours,) = write(tmp_path, "甲", {"docx": b"one"})
    write(tmp_path, "甲", {"docx": b"two"})
    assert ours.read_bytes() == b"two"
    ours.write_bytes(b"a sentence put right by hand")
    theirs = tmp_path / "甲.pdf"
    theirs.write_bytes(b"a scan with the seal")
    for rendered, says in (({"docx": b"three"}, "有人改过"), ({"pdf": b"three"}, "不是这里生成的")):
        with pytest.raises(NotOursError, match=says):
            write(tmp_path, "甲", {"xlsx": b"new", **rendered})
    assert ours.read_bytes() == b"a sentence put right by hand"
    assert theirs.read_bytes() == b"a scan with the seal"
    assert not (tmp_path / "甲.xlsx").exists()
    write(tmp_path, "甲", {"docx": b"three", "pdf": b"three"}, force=True)
    assert ours.read_bytes() == theirs.read_bytes() == b"three"
    write(tmp_path, "甲", {"docx": b"four"})
    assert ours.read_bytes() == b"four"


def test_documents_of_another_input_are_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "output" / "财政局"
    files = {"预算.docx": b"one"}
    write_documents(folder, files, tmp_path / "甲县" / "财政局.yaml")
    with pytest.raises(NotOursError, match="甲县"):
        write_documents(folder, {"预算.docx": b"two"}, tmp_path / "乙县" / "财政局.yaml")
    assert (folder / "预算.docx").read_bytes() == b"one"


def test_documents_are_still_ours_where_all_was_moved_together(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    write_documents(before / "output" / "a", {"a.docx": b"one"}, before / "a.yaml")
    before.rename(after)
    write_documents(after / "output" / "a", {"a.docx": b"two"}, after / "a.yaml")
    assert (after / "output" / "a" / "a.docx").read_bytes() == b"two"


def test_a_spoilt_ledger_makes_nothing_ours(tmp_path: Path) -> None:
    write(tmp_path, "甲", {"docx": b"one"})
    (tmp_path / LEDGER).write_text("{", encoding="utf-8")
    with pytest.raises(NotOursError):
        write(tmp_path, "甲", {"docx": b"two"})


def workbook(text: str) -> bytes:
    book = Workbook()
    book.worksheets[0]["A1"] = text
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", workbook("甲")), ("a.html", "<p>甲</p>".encode())]
)
def test_a_single_file_is_ours_until_somebody_saves_it(
    name: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    write_single(path, content, kind="check")
    assert is_own(path)
    write_single(path, content, kind="check")
    with pytest.raises(NotOursError):
        write_single(path, content, kind="diff")
    path.write_bytes(path.read_bytes().replace("甲".encode(), "乙".encode()) + b" ")
    with pytest.raises(NotOursError, match="没有覆盖"):
        write_single(path, content, kind="check")
    write_single(path, content, kind="check", force=True)
    assert is_own(path)


def test_a_marked_workbook_opens_as_before_and_loses_its_mark_when_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_single(path, workbook("甲"), kind="check")
    book = load_workbook(path)
    assert book.worksheets[0]["A1"].value == "甲"
    book.save(path)
    assert not is_own(path)
    with pytest.raises(NotOursError):
        write_single(path, workbook("乙"), kind="check")


def test_a_file_without_kind_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_single(path, b"year: 2025\n")
    with pytest.raises(NotOursError):
        write_single(path, b"year: 2026\n")
    assert path.read_bytes() == b"year: 2025\n"


def test_an_input_is_known_by_every_name_it_has(tmp_path: Path) -> None:
    source = tmp_path / "局.xlsx"
    source.write_bytes(b"filled in")
    linked, hard = tmp_path / "link.xlsx", tmp_path / "hard.xlsx"
    linked.symlink_to(source)
    os.link(source, hard)
    around = tmp_path / "x" / ".." / "局.xlsx"
    (tmp_path / "x").mkdir()
    for target in (source, linked, hard, around, tmp_path / "局.XLSX"):
        with pytest.raises(NotOursError, match="就是输入文件"):
            write_single(target, b"new", [tmp_path / "other.xlsx", source], kind="check")
    assert source.read_bytes() == b"filled in"
    assert not is_same(source, tmp_path / "别的局.xlsx")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere"
)
def test_a_read_only_file_is_found_before_any_is_replaced(tmp_path: Path) -> None:
    files = write(tmp_path, "甲", {"docx": b"old", "pdf": b"old"})
    files[1].chmod(0o444)
    with pytest.raises(PermissionError):
        write(tmp_path, "甲", {"docx": b"new", "pdf": b"new"})
    assert files[0].read_bytes() == b"old"


def test_a_file_that_another_program_holds_is_found_before_any_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write(tmp_path, "甲", {"docx": b"old", "pdf": b"old"})
    open_ = Path.open

    def held(path: Path, mode: str = "r", *more: object, **named: object) -> object:
        if path == files[1] and mode == "r+b":
            raise PermissionError(errno.EACCES, "Permission denied")
        return open_(path, mode, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(PermissionError) as caught:
        write(tmp_path, "甲", {"docx": b"new", "pdf": b"new"})
    assert files[0].read_bytes() == b"old"
    said = why(caught.value)
    assert str(files[1]) in said
    assert "WPS" in said


@pytest.mark.parametrize(
    "number",
    [
        errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT,
        errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.EIO,
    ],
)  # fmt: skip
def test_every_trouble_with_a_file_names_it_in_chinese(number: int) -> None:
    said = why(OSError(number, os.strerror(number)), "局.docx")
    assert "局.docx" in said
    assert "None" not in said
    assert any("一" <= char <= "鿿" for char in said.replace("局", ""))


TITLE = "某省某市某某某某管理委员会办公室" * 6 + "2025年度部门预算公开"


def test_a_long_name_keeps_its_end_and_stays_itself() -> None:
    finished, draft = safe_name(TITLE), safe_name(f"{TITLE}（草稿）")
    other = safe_name(TITLE.replace("委员会", "委员局", 1))
    assert finished.endswith("2025年度部门预算公开")
    assert draft.endswith("2025年度部门预算公开（草稿）")
    assert finished.startswith("某省某市")
    assert len({finished, draft, other, safe_name(TITLE.replace("2025", "2024"))}) == 4


@pytest.mark.parametrize("char", ["a", "局", "𠮷", "é"])
@pytest.mark.parametrize("length", [1, 60, 79, 80, 81, 95, 255, 3000])
def test_a_name_fits_every_file_system(char: str, length: int) -> None:
    name = safe_name(char * length)
    assert 0 < len(name) <= 80
    assert len(f"{name}.docx".encode()) <= 255
    assert len(f"{name}.docx".encode("utf-16-le")) <= 2 * 255


@pytest.mark.parametrize("length", [95, 100])
def test_names_that_differ_by_a_character_anywhere_stay_two(length: int) -> None:
    names = {safe_name("甲" * at + "乙" + "甲" * (length - at)) for at in range(length)}
    assert len(names) == length


def test_paths_that_one_system_takes_for_one_clash() -> None:
    pairs = [("a", "out/Office"), ("b", "out/office"), ("c", "out/é"), ("d", "out/é"), ("e", "x")]
    found = clashes((item, Path(target)) for item, target in pairs)
    assert found == [("a", "b"), ("c", "d")]
