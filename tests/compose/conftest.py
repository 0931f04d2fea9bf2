"""What composing needs: the base pack, and tables made from specs written in a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from discloser.compose.context import Context
from discloser.compose.table import TableMaker
from discloser.compose.text import TextRenderer
from discloser.compute.figures import compute
from discloser.document.grid import table_grid
from discloser.document.nodes import Table
from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pack.specs import TableSpec

TEMPLATES = Path(__file__).parents[2] / "templates"
Made = tuple[Table, list[Finding]]


@pytest.fixture(scope="session")
def base_pack() -> Pack:
    """The base pack of the checkout for budgets of 2025."""
    pack, findings = load_pack("henan/base", Kind.BUDGET, 2025, pack_roots(TEMPLATES))
    assert findings == ()
    assert pack is not None
    return pack


@pytest.fixture
def context(base_pack: Pack) -> Callable[[Disclosure], Context]:
    """Make the context of a disclosure by the base pack."""

    def make(disclosure: Disclosure) -> Context:
        return Context(compute(disclosure, base_pack.measures), base_pack, SourceMap("in.yaml"))

    return make


@pytest.fixture
def make_table(
    base_pack: Pack, context: Callable[[Disclosure], Context]
) -> Callable[[Disclosure, Mapping[str, Any]], Made]:
    """Make a table from a spec as it is written, and the findings on the way."""

    def make(disclosure: Disclosure, spec: Mapping[str, Any]) -> Made:
        found = context(disclosure)
        texts = TextRenderer(base_pack.layers, "budget", found.names(), found.filters())
        maker = TableMaker(found, texts, SourceMap("in.yaml"))
        written = TableSpec.model_validate({"name": "表", "caption": "表", **spec})
        table = maker.make("t", written, SourceMap("t.yaml"))
        return table, [*texts.findings, *maker.findings]

    return make


def grid(table: Table) -> list[list[str]]:
    """The printed text of each slot of a table."""
    return table_grid(table).texts()
