"""What the doctor says of a machine, and what a render says where WeasyPrint cannot be loaded."""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest

from discloser.cli import main
from discloser.doctor import examine

GOOD = Path(__file__).parent / "bad_inputs/good.yaml"


@pytest.fixture
def without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint raises OSError where Pango is missing, as on a plain Windows."""
    for name in list(sys.modules):
        if name.split(".")[0] == "weasyprint" or name == "discloser.render.pdf":
            monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def load(name: str, *rest: Any, **options: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == "weasyprint":
            raise OSError("cannot load library 'libgobject-2.0-0'\nmore lines")
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", load)


def test_a_sound_machine_names_each_face() -> None:
    healthy, lines = examine()
    assert healthy
    assert lines[:2] == ["PDF 排版程序 WeasyPrint：可用", "PDF 排版程序 Typst：可用"]
    assert {line.partition("：")[0] for line in lines[2:]} == {
        "小标宋（标题）", "仿宋（正文）", "黑体（一级标题）", "楷体（二级标题）", "宋体（表格）",
        "数字和西文",
    }  # fmt: skip


def test_a_face_that_is_nowhere_makes_the_machine_unfit(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made/pack.yaml").write_text("title: 某市\n", encoding="utf-8")
    style = (Path(__file__).parents[1] / "templates/national/style.yaml").read_text(
        encoding="utf-8"
    )
    head, mark, rest = style.partition("  song: [")
    faces = f"{head}{mark}没有这种字体]\n{rest.partition(']')[2]}"
    (tmp_path / "made/style.yaml").write_text(faces, encoding="utf-8")
    healthy, lines = examine(tmp_path)
    assert not healthy
    assert "宋体（表格）：没有。要装以下之一：没有这种字体" in lines


@pytest.mark.usefixtures("without_pango")
def test_without_its_libraries_typst_is_the_way_on() -> None:
    healthy, lines = examine()
    assert healthy
    assert lines[0] == (
        "PDF 排版程序 WeasyPrint：系统库没有装好（cannot load library 'libgobject-2.0-0'）"
    )
    assert any("--pdf-engine typst" in line for line in lines)


@pytest.mark.usefixtures("without_pango")
def test_a_render_without_the_libraries_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["render", str(GOOD), "-o", str(tmp_path)])
    said = capsys.readouterr().out
    assert stopped.value.code == 1
    assert "G02" in said
    assert "discloser doctor" in said
    assert "--pdf-engine" in said
    assert list(tmp_path.rglob("*.*")) == []
    with pytest.raises(SystemExit) as stopped:
        main(["render", str(GOOD), "-o", str(tmp_path), "--pdf-engine", "typst"])
    assert stopped.value.code == 0
    files = [path for path in tmp_path.rglob("*.*") if not path.name.startswith(".")]
    assert sorted(path.suffix for path in files) == [".docx", ".pdf", ".xlsx"]
