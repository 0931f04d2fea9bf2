"""A style is validated as inputs are: what is accepted can be printed by every writer."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from discloser.document.nodes import (
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Orientation,
    Paragraph,
    Role,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number
from discloser.document.style import Style, TextStyle
from discloser.finding import Finding
from discloser.location import FieldPath, SourceMap
from discloser.model.values import Kind
from discloser.pack.pack import Pack, load_pack
from discloser.pack.style_faults import style_faults
from discloser.read.yaml import read_yaml
from discloser.render.css import page_css, print_css
from discloser.render.docx import render_docx
from discloser.render.pdf import render_pdf
from discloser.render.typst import render_typst
from discloser.render.xlsx import render_xlsx
from discloser.validation import validate
from discloser.workshop.lint import lint
from tests.render.sample import AMOUNT
from tests.workshop.tiny import FILES, NAME, make_pack

STYLE = "style.yaml"
LOOKS = {name for name in Style.model_fields if name.startswith(("table_", "contents_", "head"))}
LOOKS |= {"paragraphs"}
WRONG: tuple[Any, ...] = (
    None,
    [],
    ["甲"],
    {},
    {"a": "b"},
    "",
    "甲",
    ".inf",
    ".nan",
    "inf",
    "nan",
    "-1",
    "0",
    "1e9",
    "1e-9",
    "9" * 400,
    "zzz",
    '甲"乙',
    "\x07",
)


def load(folder: Path, style: str) -> tuple[Pack | None, tuple[Finding, ...]]:
    packs = make_pack(folder, {STYLE: style})
    return load_pack(NAME, Kind.BUDGET, 2025, (packs,))


@cache
def good() -> Any:
    draft, _, findings = read_yaml(FILES[STYLE], STYLE)
    assert findings == ()
    assert draft is not None
    return {**draft, "css": ""}


@cache
def sources() -> SourceMap:
    return read_yaml(FILES[STYLE], STYLE)[1]


def paths(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Every key and item of a draft."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in children:
        yield (*path, key)
        if isinstance(child, dict | list):
            yield from paths(child, (*path, key))


def changed(path: FieldPath, value: Any) -> Any:
    return changed_in(good(), path, value)


def changed_in(whole: Any, path: FieldPath, value: Any) -> Any:
    """A draft with another value at ``path``."""
    draft = copy.deepcopy(whole)
    owner = draft
    for step in path[:-1]:
        owner = owner[step]
    owner[path[-1]] = value
    return draft


def written(value: Any) -> str:
    """YAML in one line, every text quoted."""
    match value:
        case dict():
            return "{" + ", ".join(f'"{k}": {written(v)}' for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case None:
            return "~"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\x07", "\\a")
    return f'"{text}"'


def document() -> Document:
    head = (tuple(Cell(t, Role.COLUMN_HEADER) for t in ("项目", "金额")),)
    body = ((Cell("大厅运行", Role.ROW_HEADER), Cell(Number(Decimal(1), AMOUNT))),)
    tables = tuple(
        Table(
            name=f"t{n}",
            sheet=f"表{n}",
            caption="支出表",
            anchor=f"table-t{n}",
            columns=(Column(1), Column(1)),
            head=head,
            body=rows,
            subtitle="副题",
            number="表一",
            subject="部门",
            unit="万元",
            notes=("说明",),
        )
        for n, rows in enumerate((body, body))
    )
    text = (Heading(1, (Text("说明"),), "a"), Paragraph((Text("正文"),), "body"))
    return Document(
        title="文件",
        author="某局",
        date=date(2025, 3, 1),
        sections=(
            Section((Contents(("目录",), (ContentsEntry("说明", 1, "a"),)),)),
            Section(text, restart=True),
            *(Section((t,), Orientation.LANDSCAPE) for t in tables),
        ),
    )


def render_quick(style: Style) -> None:
    """Run the writers that are quick: Word, Excel and the CSS."""
    made = document()
    assert render_docx(made, style, {}).startswith(b"PK")
    assert render_xlsx(made, style).startswith(b"PK")
    assert "nanpt" not in print_css(style) + page_css(made, style)


def validated(draft: Any) -> tuple[Style | None, tuple[Finding, ...]]:
    """Validate a draft as reading a pack does; places are those of the unchanged file."""
    style, findings, _ = validate(Style, draft, sources())
    return style, findings if style is None else tuple(style_faults(style, sources()))


def test_a_wrong_value_is_a_finding_with_its_place_or_can_be_printed() -> None:
    accepted: dict[tuple[Any, ...], Style] = {}
    for path in paths(good()):
        for value in WRONG:
            style, findings = validated(changed(path, value))
            if style is not None and not findings:
                kind = "look" if path[0] in LOOKS else path[0]
                accepted.setdefault((kind, path[-1], repr(value)), style)
            else:
                assert findings
            for finding in findings:
                assert finding.location is not None
                assert finding.location.line or path == ("css",)
                assert not finding.message.isascii()
    assert len(accepted) > 20
    for style in accepted.values():
        render_quick(style)


SMALLEST = {"size": "1", "pitch": "1", "space_before": "0", "space_after": "0"}
LARGEST = {"size": "100", "pitch": "200", "left_chars": "1", "indent_chars": "-1"}


@pytest.mark.parametrize("extreme", [SMALLEST, LARGEST])
def test_every_writer_prints_the_extremes(extreme: dict[str, str], tmp_path: Path) -> None:
    draft = copy.deepcopy(good())
    places = [draft[name] for name in draft if Style.model_fields[name].annotation is TextStyle]
    assert len(places) >= 8
    for look in [
        *places,
        *draft["headings"],
        *draft["contents_levels"],
        *draft["paragraphs"].values(),
    ]:
        look.update({"space_before": "0", "left_chars": "0", "indent_chars": "0"} | extreme)
    small = extreme is SMALLEST
    line, padding = ("0.1", "0") if small else ("6", "10")
    draft["rules"] |= {"line": line, "padding_x_mm": padding, "padding_y_mm": padding}
    draft["page"] |= {"number_size": "1" if small else "40", "line_chars": "0"}
    pack, findings = load(tmp_path, written(draft))
    assert findings == ()
    assert pack is not None
    render_quick(pack.style)
    assert render_pdf(document(), pack.style).page_count >= 3
    assert render_typst(document(), pack.style).page_count >= 3


@pytest.mark.parametrize(
    ("path", "value", "code", "line_of"),
    [
        (("table_cell", "face"), "fangsnog", "T026", "fangsnog"),
        (("page", "number_face"), "无", "T026", "无"),
        (("page", "width_mm"), "90", "T027", "margins:"),
        (("page", "number_distance_mm"), "34", "T027", "34"),
        (("paragraphs", "cover_date", "space_before"), "700", "T027", "700"),
        (("paragraphs", "body", "left_chars"), "26", "T027", "indent"),
        (("paragraphs", "body", "indent_chars"), "-3", "T027", "-3"),
        (("page", "line_chars"), "31", "T031", "line_chars"),
        (("page", "line_chars"), "27", "", ""),
        (("page", "line_chars"), "0", "", ""),
        (("digits_in",), ["song", "宋"], "T026", "digits_in"),
        (("digits_in",), [], "", ""),
        (("css",), "@page { size: 1mm }", "T029", "@page"),
        (("css",), "p { margin: 1e9mm }", "T029", "1e9"),
        (("css",), "p { background: url(x) }", "T029", "url"),
        (("css",), "p { color: #1e9999; margin: 12.5mm 2000pt }", "", ""),
        (("css",), "table > tr { color: red }", "", ""),
        (("rules", "color"), "zzz", "M099", "zzz"),
        (("rules", "header_fill"), "#D9E2F3", "", ""),
        (("page", "number"), "第页", "M099", "第页"),
        (("page", "number"), "第 {page} 页", "", ""),
        (("faces", "song"), [], "M006", "song"),
    ],
)
def test_what_does_not_fit_together_is_a_finding(
    path: FieldPath, value: Any, code: str, line_of: str, tmp_path: Path
) -> None:
    lines = written_in_lines(changed(path, value))
    _, findings = load(tmp_path, "\n".join(lines) + "\n")
    assert [finding.code for finding in findings][:1] == ([code] if code else [])
    for finding in findings[:1]:
        assert finding.location is not None
        assert finding.location.line is not None
        assert line_of in lines[finding.location.line - 1]


def written_in_lines(draft: Any, indent: str = "") -> list[str]:
    """YAML with a key on each line, so that a line tells the key."""
    lines = []
    for key, value in draft.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}:", *written_in_lines(value, f"{indent}  ")]
        else:
            lines.append(f"{indent}{key}: {written(value)}")
    return lines


def test_a_style_without_body_is_a_finding(tmp_path: Path) -> None:
    draft = copy.deepcopy(good())
    del draft["paragraphs"]["body"]
    _, findings = load(tmp_path, written(draft))
    assert [finding.code for finding in findings] == ["T028"]


def test_lint_and_loading_say_the_same(tmp_path: Path) -> None:
    packs = make_pack(tmp_path, {STYLE: written(changed(("table_cell", "face"), "无"))})
    _, findings = load_pack(NAME, Kind.BUDGET, 2025, (packs,))
    assert [finding.code for finding in findings] == ["T026"]
    assert set(findings) <= set(lint(NAME, 2025, (packs,)))
