"""Random departments: whatever the ledger, its printed tables give every printed number again."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from discloser.check.reader.read import DocumentReader
from discloser.compose.needs.of_pack import Needs, needs_of
from discloser.document.nodes import Document
from discloser.importing.fixed_pairs import FixedPair, standard_pairs
from discloser.importing.marginals import import_tables
from discloser.importing.marginals.ledger import filled_ledger, of_column, sums
from discloser.importing.marginals.likely import Likely
from discloser.importing.marginals.printed import read_margins
from discloser.importing.marginals.tables import PublishedTables
from discloser.importing.published.texts import cover
from discloser.model.values import Kind
from discloser.pack.pack import Pack
from discloser.pipeline import prepare
from discloser.read.write_yaml import write_yaml
from discloser.specimen.department import make_department
from discloser.specimen.ledger import receipts_for
from tests.importing.marginals.compare import INPUTS, numbers, prepared
from tests.importing.marginals.seeds import pack_of

Draft = dict[str, Any]
PACKS = (
    ("henan/xinxiang", Kind.BUDGET, 2025),
    ("henan/sanmenxia", Kind.FINAL_ACCOUNT, 2023),
    ("shanghai/putuo", Kind.BUDGET, 2025),
    ("yunnan", Kind.BUDGET, 2025),
    ("example/qinglan", Kind.FINAL_ACCOUNT, 2024),
)
few = settings(
    derandomize=True,
    max_examples=2,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
seeds = st.integers(0, 10**6)
scales = st.sampled_from([10**6, 10**8, 10**11])
"""The largest amount of a line in 分."""
_MOST_LINES = 20
_LEAST = 10_000
"""100 元: what is less than half of the last printed digit is printed as nothing."""


@cache
def place(about: tuple[str, Kind, int]) -> tuple[Pack, Needs]:
    pack = pack_of(*about)
    return pack, needs_of(pack)


def made(pack: Pack, needs: Needs, seed: int, scale: int) -> Draft:
    """A department whose lines have any amounts to the 分; its receipts balance them."""
    draft = make_department(seed, seed % 40, pack, needs).draft
    draft["expenditure"] = draft["expenditure"][:_MOST_LINES]
    random = Random(seed)  # noqa: S311 - a made-up ledger keeps no secret
    for line in (*draft["expenditure"], *(draft.get("closing") or [])):
        line["amount"] = str(Decimal(random.randint(_LEAST, scale)) / 100)
    by_item = any("function" in line for line in draft["receipts"])
    closing = draft.get("closing") or []
    draft["receipts"] = receipts_for(draft["expenditure"], closing, kind=pack.kind, by_item=by_item)
    return draft


def printed(draft: Draft) -> Document:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "某局.yaml"
        path.write_text(write_yaml(draft), encoding="utf-8")
        document = prepare(path).document
    assert document is not None
    return document


def of_tables(document: Document) -> Iterator[tuple[tuple[str, str], int]]:
    yield from ((key, count) for key, count in numbers(document).items() if key[0])


@pytest.mark.parametrize("about", PACKS, ids=lambda about: f"{about[0]}-{about[1]}")
@few
@given(seeds, scales)
def test_every_printed_cell_comes_out(about: tuple[str, Kind, int], seed: int, scale: int) -> None:
    pack, needs = place(about)
    draft = made(pack, needs, seed, scale)
    document = printed(draft)
    tables = PublishedTables(Path("公开.docx"), document, cover(document))
    names = {"pack": pack.name, "kind": pack.kind.value, "year": str(pack.year)}
    found = import_tables([tables], names, pack)
    assert found.imported is not None
    assert found.proof.broken == ()
    books = ("receipts", "expenditure", "closing")
    again = {**draft, **{book: found.imported.draft.get(book, []) for book in books}}
    lost = Counter(dict(of_tables(document))) - Counter(dict(of_tables(printed(again))))
    assert lost == {}


@pytest.mark.parametrize("path", [p for p in INPUTS if "henan" in p.parts], ids=lambda p: p.stem)
def test_another_completion_changes_no_printed_figure(path: Path) -> None:
    first = prepared(path)
    assert first.pack is not None
    assert first.document is not None
    pack = first.pack
    words = (pack.words, pack.codebook, pack.measures)
    reader = DocumentReader(first.document, pack.kind, pack.year, *words)
    margins, _ = read_margins([(reader, "公开.docx")])
    usual = Likely(pack.codebook, pack.kind, pack.year, standard_pairs())
    contrary = replace(usual, pairs=(FixedPair("208", ("30201",)), FixedPair("201", ("301",))))
    completions = [filled_ledger(margins, likely) for likely in (usual, contrary)]
    assert completions[0] != completions[1]
    for own in margins:
        for lines in completions:
            amounts = sums(own, of_column(lines, own.column))
            for margin, amount in zip(own.margins.values(), amounts, strict=True):
                if margin.is_certain:
                    assert margin.printed.stands_for(amount), margin.facts[0].term.label
