"""Whatever stands in an input or in a table's spec: findings come of it, never a traceback."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from discloser.check.run import run_checks
from discloser.classification.codebook import Codebook
from discloser.compose.context import Context
from discloser.compose.document import compose
from discloser.compose.table import TableMaker
from discloser.compose.text import TextRenderer
from discloser.compute.figures import compute
from discloser.document.grid import table_grid
from discloser.finding import Finding, has_errors
from discloser.location import FieldPath, SourceMap
from discloser.model.build import build
from discloser.pack.consistency import unknown_cells, unknown_measures
from discloser.pack.specs import TableSpec
from discloser.read.yaml import read_yaml_file
from discloser.report import finding_lines
from discloser.validation import validate
from tests.properties.strategies import base_pack, fixed

TESTS = Path(__file__).parents[1]
TABLES = TESTS.parent / "templates/henan/base/budget/tables"

junk: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        "",
        " ",
        "是",
        "0",
        "-1",
        "1e3",
        "9" * 60,
        "９",
        "2010301",
        "基本支出",
        "unit",
        "three_public",
        "{{ x }}",
        "{{ year",
        "\ue0000\ue001",
        [],
        ["unit"],
        [[]],
        [{}],
        {},
        {"fund": "甲"},
        {"": ""},
    ]
)


def good() -> tuple[dict[str, Any], SourceMap]:
    """The good input as it is read."""
    draft, sources, _ = read_yaml_file(TESTS / "bad_inputs" / "good.yaml")
    assert isinstance(draft, dict)
    return dict(draft), sources


def paths(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The way to each value of a draft."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in children if isinstance(value, dict | list) else ():
        yield (*path, key)
        yield from paths(child, (*path, key))


def spoilt(draft: Any, faults: list[tuple[FieldPath, Any]]) -> Any:
    """A copy of a draft with other values; None takes a field away."""
    changed = copy.deepcopy(draft)
    for path, value in faults:
        part = changed
        try:
            for step in path[:-1]:
                part = part[step]
            if value is None and isinstance(part, dict):
                del part[path[-1]]
            else:
                part[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier fault has taken this place away
    return changed


def explained(findings: list[Finding]) -> bool:
    """Whether each finding says something; called to see that it can be printed."""
    return all(finding_lines([finding]) for finding in findings)


@settings(fixed, max_examples=150)
@given(st.data())
def test_a_spoilt_input_is_explained(data: st.DataObject) -> None:
    draft, sources = good()
    places = st.sampled_from(list(paths(draft)))
    changed = spoilt(draft, data.draw(st.lists(st.tuples(places, junk), min_size=1, max_size=3)))
    built = build(changed, sources)
    assert explained(list(built.findings))
    if built.disclosure is None:
        assert has_errors(built.findings)
        return
    figures = compute(built.disclosure, base_pack().measures)
    assert explained(list(run_checks(figures, Codebook(), built.sources, built.left_out)[0]))
    if built.complete:
        document, findings = compose(figures, base_pack(), built.sources)
        assert explained(list(findings))
        assert all(table_grid(table).column_count for table in document.tables())


@settings(fixed, max_examples=250)
@given(st.sampled_from(sorted(TABLES.glob("*.yaml"))), st.data())
def test_a_spoilt_table_is_explained(file: Path, data: st.DataObject) -> None:
    draft, sources, _ = read_yaml_file(file)
    places = st.sampled_from(list(paths(draft)))
    changed = spoilt(draft, data.draw(st.lists(st.tuples(places, junk), min_size=1, max_size=2)))
    spec, findings, _ = validate(TableSpec, changed, sources)
    if spec is None:
        assert has_errors(findings)
        assert explained(list(findings))
        return
    pack = base_pack()
    found = [*unknown_measures(spec, pack.measures, sources), *unknown_cells(spec, sources)]
    assert explained(found)
    if found:
        return
    built = build(*good())
    assert built.disclosure is not None
    context = Context(compute(built.disclosure, pack.measures), pack, built.sources)
    texts = TextRenderer(pack.layers, "budget", context.names(), context.filters())
    maker = TableMaker(context, texts, built.sources)
    table = maker.make(file.stem, spec, sources)
    assert explained([*texts.findings, *maker.findings])
    assert table_grid(table).column_count == len(table.columns)
