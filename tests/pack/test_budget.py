"""A pack's whole work for one document is limited: what it does, what it makes, and how long."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.document.nodes import Table
from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pack.budget import MOST_WORK, Budget, OverBudgetError
from discloser.pack.pack import load_pack
from discloser.workshop.lint import lint
from tests.compute.lines import disclosure, spend
from tests.workshop.tiny import FILES, NAME, NARRATIVE, TABLE, make_pack

REPORT = "budget/report.yaml"
LIST = "{% set a = range(100000)|list %}"
LONG = "{% set s = 'abcdefgh' %}" + "{% set s = s ~ s %}" * 15
"""A text of 262,144 characters."""


def table(rows: str, head: str = "") -> str:
    return FILES[TABLE].partition("rows:")[0] + head + f"rows:\n{rows}"


def nested(depth: int) -> str:
    values = ", ".join(map(str, range(10, 60)))
    row = ""
    for level in range(depth, 0, -1):
        indent = "  " * level
        row = f"{indent}- each: [unit]\n{indent}  values: [{values}]\n" + (
            f"{indent}  rows:\n{row}" if row else ""
        )
    return row


def repeated(part: str, times: int = 1) -> str:
    return FILES[REPORT] + "".join(part.format(n=n) for n in range(times))


TEXTS = {
    "filters without a loop": LIST + "{{ a" + "|map('string')|list" * 300 + "|length }}",
    "filters one after the other": LIST + "{% set a = a|map('string')|list %}" * 400,
    "lazy filters": LIST + "{{ a" + "|map('abs')" * 500 + "|list|length }}",
    "sorting": LIST + "{{ a" + "|sort|reverse|list" * 300 + "|length }}",
    "looking for each item": LIST + "{{ a|select('in', a|map('string')|list)|list|length }}",
    "looking in a loop": LIST + "{% for x in a %}{% if 'x' in a %}1{% endif %}{% endfor %}",
    "comparing lists": LIST + "{% for x in range(9999) %}{% if a == a[:] %}{% endif %}{% endfor %}",
    "cutting texts": LONG + "".join(f"{{% set s{n} = s[1:] %}}" for n in range(2000)),
    "keeping texts": LONG
    + "{% for x in range(9999) %}{% set t = s ~ x %}{{ t|length }}{% endfor %}",
    "replacing": LONG + "{{ s" + "|replace('a', 'b')|replace('b', 'a')" * 200 + "|length }}",
    "counting in a text": LONG
    + "{% for x in range(99999) %}{% set n = s.count('hg') %}{% endfor %}",
    "splitting": LONG + "{% for x in range(9999) %}{% set n = s.split('a') %}{% endfor %}",
    "joining": LIST + "{% for x in range(9999) %}{% set n = a|join|length %}{% endfor %}",
    "loops in loops": "{% for a in range(9999) %}{% for b in range(999) %}{% endfor %}{% endfor %}",
    "a long body": "{% for a in range(99999) %}" + "{% if a %}x{% endif %}" * 999 + "{% endfor %}",
    "a macro of macros": "{% macro m(n) %}{% if n %}{{ m(n-1) ~ m(n-1) }}{% endif %}{% endmacro %}"
    "{% set x = m(60) %}",
    "many printed in a macro": "{% macro m() %}{% for x in range(99999) %}"
    + "{% if x %}{{ x }}{% endif %}" * 200
    + "{% endfor %}{% endmacro %}{% set x = m() %}",
    "parts of an amount": "{% for a in range(99999) %}"
    "{% set x = breakdown(breakdown(current_expenditure, 'unit')[0], 'unit') %}{% endfor %}",
    "a file in itself": "{% for a in range(9) %}"
    "{% include 'budget/parts/narrative.md.j2' %}{% endfor %}",
}
PACKS = {name: {NARRATIVE: f"字\n{text}\n"} for name, text in TEXTS.items()} | {
    "values of values": {TABLE: table(nested(6))},
    "a list beside a row that fails": {
        TABLE: table("  - {parallel: {a: range(9999)}}\n" * 50).replace("key: name", "key: a.x")
    },
    "a sheet of a sheet": {
        TABLE: "name: 表\ncaption: 表\nsheet_rows:\n  widths: [1, 1, 1, 1]\n  rows:\n"
        + "    - {repeat: x in range(9999), cells: [{}, {}, {}, {}]}\n" * 20
    },
    "parts of parts": {
        REPORT: repeated(
            "  - {{id: p{n}, heading: 甲, repeat: x in range(9999), tables: []}}\n", 40
        )
    },
    "tables of parts": {
        REPORT: repeated(
            "  - {{id: p{n}, heading: 甲, repeat: x in range(9999), tables: [t{n}]}}\n", 2
        ),
        "budget/tables/t0.yaml": FILES[TABLE],
        "budget/tables/t1.yaml": FILES[TABLE],
    },
    "texts of parts": {
        REPORT: repeated(
            '  - {{id: p{n}, heading: "{{% for a in range(99999) %}}{{% endfor %}}{n}"}}\n', 60
        )
    },
    "notes": {
        TABLE: FILES[TABLE]
        + "notes:\n"
        + "".join(f'  - "{LONG}{{{{ s ~ {n} }}}}"\n' for n in range(90))
    },
}


def run(folder: Path, files: dict[str, str]) -> tuple[Finding, ...]:
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (make_pack(folder, files),))
    assert findings == ()
    assert pack is not None
    figures = compute(disclosure(expenditure=[spend("10000")]), pack.measures)
    document, found = compose(figures, pack, SourceMap("in.yaml"))
    assert all(table.body for table in document.blocks() if isinstance(table, Table))
    return found


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_that_does_too_much_is_a_finding_at_its_line(name: str, tmp_path: Path) -> None:
    findings = run(tmp_path, PACKS[name])
    limits = [finding for finding in findings if finding.code in ("T062", "T012")]
    assert len(limits) == 1
    (finding,) = limits
    assert finding.location is not None
    assert Path(finding.location.file).relative_to(tmp_path / NAME).as_posix() in PACKS[name]
    assert finding.location.line is not None
    assert finding.message.startswith(
        ("模板包要做的事太多", "模板包前后生成", "模板运行出错：", "模板包运行")
    )


def test_the_pack_as_it_is_takes_next_to_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, {}) == ()


def test_lint_says_once_that_a_pack_does_too_much(tmp_path: Path) -> None:
    packs = make_pack(tmp_path, PACKS["loops in loops"])
    assert [f.code for f in lint(NAME, 2025, (packs,)) if f.code == "T062"] == ["T062"]


def test_more_lines_of_the_ledger_allow_more_work() -> None:
    small, large = Budget(), Budget(lines=100)
    large.spend(MOST_WORK + 1)
    with pytest.raises(OverBudgetError):
        small.spend(MOST_WORK + 1)
    assert small.is_spent
    assert not large.is_spent


DEEP = "{{ " + "(" * 300 + "1" + ")" * 300 + " }}"
MACROS = "{% macro m0() %}{{ reason('three_public') }}{% endmacro %}\n" + "".join(
    f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}\n"
    for n in range(1, 39)
)


@pytest.mark.parametrize("text", [DEEP, MACROS + "{% if year < 2000 %}{{ m38() }}{% endif %}字\n"])
def test_lint_reads_any_template_to_its_end(text: str, tmp_path: Path) -> None:
    packs = make_pack(tmp_path, {NARRATIVE: f"字\n{text}\n"})
    findings = lint(NAME, 2025, (packs,))
    assert findings
    assert all(f.location and f.location.line for f in findings)
