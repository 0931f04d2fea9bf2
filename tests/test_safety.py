"""Attacks: a pack is foreign text, and so is every text of an input."""

from __future__ import annotations

import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from discloser.document.nodes import Document, Paragraph
from discloser.finding import Finding
from discloser.pack.layers import find_layers
from discloser.pipeline import Prepared, prepare, render
from discloser.render.css import css_string, print_css
from discloser.render.html import render_html
from discloser.render.pdf import _nothing_fetched
from tests.bad_inputs.case import Case
from tests.workshop.test_difference import INPUT
from tests.workshop.tiny import NAME, NARRATIVE, STYLE, TABLE, make_pack, write

SECRET = "秘密文件的内容"  # noqa: S105 - what an attack is after, no password


def run(folder: Path, template: str, **files: str) -> Prepared:
    """Compose a small input by a pack with this narrative."""
    packs = make_pack(folder / "templates", {NARRATIVE: template, **files})
    path = write(folder / "inputs/甲局.yaml", INPUT.format(name="甲局", amount="10000"))
    return prepare(path, packs)


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def texts(document: Document | None) -> str:
    assert document is not None
    return "\n".join(b.text for b in document.blocks() if isinstance(b, Paragraph))


@pytest.mark.parametrize(
    "expression",
    [
        "''.__class__",
        "''['__class__']",
        "''|attr('__class__')",
        "reason.__self__",
        "reason.__globals__",
        "section.__code__",
        "department.__class__.__mro__",
        "department.parse_file('/etc/passwd')",
        "department.parse_raw('x', proto='pickle', allow_pickle=True)",
        "department.model_construct",
        "department['model_dump_json']",
        "department|attr('parse_file')",
        "units|map(attribute='parse_file')|list|first",
        "published.strftime('%9999999d')",
        "year.to_bytes(1000000000, 'big')",
        "'{0.__class__}'.format(year)",
        "'{:>999999999}'.format(1)",
        "'a'.center(1000000000)",
        "'a'.ljust(1000000000)",
        "'a'|center(1000000000)",
        "'%1000000000d'|format(1)",
        "'%1000000000d' % 1",
        "lipsum(n=1000000)",
        "self.__init__",
        "current_expenditure.on_missing_prior",
        "units.append(1)",
        "units|map('attr', '__class__')|list|first",
        "units|map(attribute='__class__')|first",
        "(units|groupby('__class__'))[0]",
        "cycler.__init__.__globals__",
        "namespace.__init__.__globals__.os",
        "self._TemplateReference__context",
        "param.__class__",
        "'1e999999999'|decimal|int",
        "amount('1e999999'|decimal)",
        "'NaN'|decimal|plain",
        "10**10**8",
        "('1e9999'|decimal) ** 100",
        "'a'|center(10**9)",
        "(" * 3000 + "1" + ")" * 3000,
    ],
)
def test_a_template_reaches_nothing_of_python(expression: str, tmp_path: Path) -> None:
    begin = time.monotonic()
    prepared = run(tmp_path, f"字{{{{ {expression} }}}}\n")
    assert codes(prepared.findings) & {"T010", "T011", "T012", "T062"}
    assert not prepared.ok
    assert time.monotonic() - begin < 5


def growing(start: str, step: str, end: str) -> str:
    """A template that lets a value grow sixty times."""
    loop = f"{{% for i in range(60) %}}{{% set n.s = {step} %}}{{% endfor %}}"
    return f"{{% set n = namespace(s={start}) %}}{loop}{end}"


def compared(step: str) -> str:
    """A template that compares two values that hold the same value twice, sixty deep."""
    other = growing("[1]", step, "").replace("n = ", "m = ").replace("n.s", "m.s")
    return growing("[1]", step, "") + other + "{{ 'x' if n.s == m.s }}"


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 10 ** 1000000000 }}",
        "{{ range(1000000000) | length }}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}字{% endfor %}{% endfor %}",
        growing("'aaaaaaaaaa'", "n.s ~ n.s", ""),
        growing("'aaaaaaaaaa'", "n.s + n.s", ""),
        growing("[1]", "n.s + n.s", ""),
        growing("9", "n.s * n.s", ""),
        growing("'aaaaaaaaaa'", "n.s | replace('a', 'aa')", ""),
        growing("'aaaaaaaaaa'", "n.s.replace('a', 'aa')", ""),
        growing("'aaaaaaaaaa'", "[n.s, n.s] | join", ""),
        growing("'aaaaaaaaaa'", "n.s.join([n.s, n.s])", ""),
        growing("'a'", "[n.s, n.s]", "{{ n.s | string }}"),
        growing("[1]", "[n.s, n.s] | sum(start=[])", ""),
        growing("[1]", "[n.s, n.s]", "{{ 'x' if n.s == [n.s] }}"),
        compared("[n.s, n.s]"),
        compared("(n.s, n.s)"),
        compared("{'a': n.s, 'b': n.s}"),
        compared("dict(a=n.s, b=n.s)"),
        "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% block a %}{{ self.a() }}{% endblock %}",
        "{% include 'budget/parts/narrative.md.j2' %}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{{ range(99999) | map('string') | join | replace('', 'aaaaaaaaaa') }}",
        "{% for i in range(90000) %}\n\n## 甲\n\n{% endfor %}",
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% set a %}aaaaaaaaaa{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 60,
    ],
)  # fmt: skip
def test_a_template_runs_neither_for_ever_nor_full(template: str, tmp_path: Path) -> None:
    begin = time.monotonic()
    prepared = run(tmp_path, template + "\n")
    assert codes(prepared.findings) & {"T010", "T011", "T012", "T062"}
    assert time.monotonic() - begin < 20


def test_a_condition_of_a_table_is_limited_too(tmp_path: Path) -> None:
    table = "name: 表\ncaption: 表\nwhen: '\"a\" * 1000000000'\ncolumns: [{label: 甲, key: a}]\n"
    prepared = run(tmp_path, "字\n", **{TABLE: table})
    assert "T012" in codes(prepared.findings)


@pytest.mark.parametrize(
    "row",
    [
        "{repeat: x in range(100000), cells: [{text: '{{ x }}'}]}",
        "{cells: [{text: 甲, colspan: 1000000000}]}",
    ],
)
def test_a_sheet_grows_no_further_than_a_document(row: str, tmp_path: Path) -> None:
    begin = time.monotonic()
    sheet = f"name: 表\ncaption: 表\nsheet_rows: {{widths: [1], rows: [{row}]}}\n"
    prepared = run(tmp_path, "字\n", **{TABLE: sheet})
    assert codes(prepared.findings) & {"T012", "T015", "M006", "T062"}
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize(
    "table",
    [
        "name: 表\ncaption: 表\ncolumns: &a [{label: 甲, key: a}]\nrows: *a\n",
        "extends: ../../../../secret\nname: 表\ncaption: 表\ncolumns: [{label: 甲, key: a}]\n",
        "name: " + "[" * 5000 + "]" * 5000,
    ],
)
def test_a_spec_is_no_bomb(table: str, tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml", f"name: {SECRET}\n")
    prepared = run(tmp_path, "字\n", **{TABLE: table})
    assert not prepared.ok
    assert prepared.document is None
    assert SECRET not in str(prepared.findings)


@pytest.mark.parametrize("how", ["include '{}'", "extends '{}'", "import '{}' as x"])
@pytest.mark.parametrize("which", ["absolute", "../../secret.j2", "parent:../../secret.j2"])
def test_a_template_reads_nothing_outside_its_folders(how: str, which: str, tmp_path: Path) -> None:
    secret = write(tmp_path / "templates/secret.j2", SECRET)
    target = str(secret) if which == "absolute" else which
    prepared = run(tmp_path, f"{{% {how.format(target)} %}}\n")
    assert SECRET not in texts(prepared.document)
    assert "T013" in codes(prepared.findings)


@pytest.mark.parametrize("name", ["../../../secret", "/etc/hosts"])
def test_a_report_names_no_table_or_text_outside(name: str, tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml", f"name: {SECRET}\ncaption: 表\ncolumns: [{{label: 甲}}]\n")
    parts = f"parts: [{{id: a, heading: 甲, tables: [{name}]}}]\n"
    report = f"title: 题\ncover: []\ncontents: {{title: []}}\n{parts}"
    prepared = run(tmp_path, "字\n", **{"budget/report.yaml": report})
    assert "T004" in codes(prepared.findings)
    assert prepared.document is None


@pytest.mark.parametrize("name", [NARRATIVE, TABLE, "parameters/more.yaml", "budget/macros.j2"])
def test_a_link_leads_out_of_no_pack(name: str, tmp_path: Path) -> None:
    packs = make_pack(tmp_path / "templates")
    secret = write(tmp_path / "secret", f"{SECRET}\n")
    link = packs / NAME / name
    link.unlink(missing_ok=True)
    link.symlink_to(secret)
    layers, _ = find_layers(NAME, 2025, (packs,))
    assert layers is not None
    assert layers.find(name) == []
    folder, _, file = name.rpartition("/")
    assert name not in layers.names(folder, file[file.index(".") :])


@pytest.mark.parametrize("name", ["../secret", "/etc", "made/../../secret"])
def test_an_input_names_no_pack_outside(name: str, tmp_path: Path) -> None:
    write(tmp_path / "secret/pack.yaml", "title: 密\n")
    layers, findings = find_layers(name, 2025, (make_pack(tmp_path / "templates"),))
    assert layers is None
    assert [finding.code for finding in findings] == ["T001"]


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A server that notes what is asked of it."""
    asked: list[str] = []

    class Note(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Note)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_address[1], asked
    server.shutdown()
    server.server_close()


def test_weasyprint_fetches_nothing(listener: tuple[int, list[str]], tmp_path: Path) -> None:
    from weasyprint import CSS, HTML

    port, asked = listener
    secret = write(tmp_path / "secret.css", "p::before { content: '密' }")
    urls = [f"http://127.0.0.1:{port}/a", secret.as_uri()]
    page = "".join(f'<img src="{url}"><link rel="stylesheet" href="{url}">' for url in urls)
    sheet = "".join(f"@import url({url}); " for url in urls)
    fetcher = _nothing_fetched()
    style = CSS(string=sheet, url_fetcher=fetcher)
    pdf = HTML(string=page + "<p>字", url_fetcher=fetcher).write_pdf(stylesheets=[style])
    assert pdf.startswith(b"%PDF")
    assert asked == []


def test_a_style_breaks_out_of_no_sheet(tmp_path: Path) -> None:
    evil = 'x"}</style><script>alert(1)</script>'
    text = STYLE.read_text(encoding="utf-8")
    first = text.index("song: [") if "song: [" in text else -1
    assert first > 0
    style = text[:first] + f"song: ['{evil}', " + text[first + len("song: [") :]
    assert "M099" in codes(run(tmp_path, "字\n", **{"style.yaml": style}).findings)
    prepared = run(tmp_path, "字\n", **{"style.yaml": text})
    assert prepared.document is not None
    assert prepared.pack is not None
    # A style that no pack could have is quoted by the writer all the same.
    faces = {**prepared.pack.style.faces, "song": (evil,)}
    broken = prepared.pack.style.model_copy(update={"faces": faces})
    assert "<script" not in render_html(prepared.document, broken)
    assert "</style" not in print_css(broken)
    assert css_string(evil).startswith('"')


HOSTILE = "{{ year }}{% for x in y %}=1+1&<b>**粗**</b>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The good input with a hostile name of the department."""
    folder = tmp_path_factory.mktemp("hostile")
    path = Case("hostile").write(folder)
    text = path.read_text(encoding="utf-8")
    name = f"'{HOSTILE}'"
    path.write_text(text.replace("name: 示范市示范局", f"name: {name}", 1), encoding="utf-8")
    return prepare(path)


def test_jinja_marks_in_a_name_are_printed_as_they_are(hostile: Prepared) -> None:
    # A check stops such a name before print; no template has run it.
    assert not any(finding.code.startswith("T") for finding in hostile.findings)
    assert HOSTILE in texts(hostile.document)
    assert hostile.document is not None
    assert hostile.pack is not None
    page = render_html(hostile.document, hostile.pack.style)
    assert "<b>**粗" not in page
    assert "&lt;b&gt;**粗**&lt;/b&gt;" in page


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_no_text_of_an_input_becomes_a_formula(name: str, tmp_path: Path) -> None:
    quoted = "'" + name.replace("'", "''") + "'"
    packs = make_pack(
        tmp_path / "templates",
        {
            TABLE: "name: 表\ncaption: 表\ncolumns: [{label: 甲, key: a}, {label: 乙}]\n"
            'rows: [{cells: {a: "{{ department.name }}"}}]\nnotes: ["{{ department.name }}"]\n'
        },
    )
    path = write(tmp_path / "in.yaml", INPUT.format(name=quoted, amount="10000"))
    prepared = prepare(path, packs)
    book = load_workbook(BytesIO(render(prepared, ["xlsx"])["xlsx"]))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    same = [cell for cell in cells if cell.value == name]
    assert len(same) >= 2
    assert {cell.data_type for cell in same} == {"s"}


def test_control_characters_leave_valid_files(tmp_path: Path) -> None:
    name = '"甲\\x00\\x0b\\x1b\\ufffe局"'
    path = write(tmp_path / "in.yaml", INPUT.format(name=name, amount="10000"))
    template = "{{ department.name }}\n"
    prepared = prepare(path, make_pack(tmp_path / "templates", {NARRATIVE: template}))
    if not prepared.ok:  # refused at the door with its place
        assert all(finding.location for finding in prepared.findings)
        return
    rendered = render(prepared)
    for suffix in ("docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(rendered[suffix])) as package:
            for part in package.namelist():
                if part.endswith((".xml", ".rels")):
                    ET.fromstring(package.read(part))  # noqa: S314 - our own file
    assert rendered["pdf"].startswith(b"%PDF")
