"""What a pack declares that it needs is what composing misses, whatever an input leaves out."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from discloser.compose.context import Context
from discloser.compose.needs.of_pack import needs_of
from discloser.compute.figures import compute
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure
from discloser.model.values import Kind
from discloser.pack.pack import Pack, load_pack
from discloser.specimen.samples import samples, with_prior
from tests.compose.still_open import still_open
from tests.compose.test_unknown import PACKS, composed, pack_of
from tests.workshop.tiny import NARRATIVE, make_pack, write

KINDS = {"C001": "prior", "C002": "reason", "C008": "value"}
ROUNDS = 1


def states(pack: Pack, random: Random) -> list[Disclosure]:
    """The samples of a pack with some of what may be typed beside the ledger left out."""
    made = []
    for sample in samples(pack.name, pack.kind, pack.year, pack.form):
        if sample.of_unit:
            continue
        amounts = {n: f.amount for n, f in compute(sample.disclosure, pack.measures).items()}
        whole = with_prior(sample, amounts).disclosure

        made += [left_out(whole, random) for _ in range(ROUNDS)]
    return made


def left_out(whole: Disclosure, random: Random) -> Disclosure:
    share = random.choice((0.2, 0.5, 0.9))

    def some(values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if random.random() > share}

    figures = some(whole.prior_year.figures)
    changes: dict[str, Any] = {
        "prior_year": whole.prior_year.model_copy(update={"figures": figures}),
        "reasons": some(whole.reasons),
    }
    for part in ("procurement", "transfers", "three_public"):
        kept = some(getattr(whole, part).model_dump())
        changes[part] = type(getattr(whole, part)).model_validate(kept)
    return whole.model_copy(update=changes)


@pytest.mark.parametrize(("name", "kind", "year"), PACKS)
def test_what_is_declared_is_what_is_missed(name: str, kind: Kind, year: int) -> None:
    pack = pack_of(name, kind, year)
    needs = needs_of(pack)
    assert needs.of("value")
    for disclosure in states(pack, Random(1)):  # noqa: S311 - any choice will do
        figures = compute(disclosure, pack.measures)
        _, findings = composed(disclosure, pack)
        missed = {(KINDS[f.code], f.figures[0]) for f in findings if f.code in KINDS}
        declared = still_open(needs, Context(figures, pack, SourceMap("in.yaml")))
        assert {(need.kind, ".".join(need.key)) for need in declared} == missed


def test_what_a_block_asks_for_is_asked_where_a_pack_calls_it(tmp_path: Path) -> None:
    block = "{% block total %}支出{{ three_public.change.amount }}万元。{% endblock %}"
    whole = "{% block sections %}\n## 一、支出\n\n" + block + "\n{% endblock %}\n"
    make_pack(tmp_path, {NARRATIVE: whole}, "made/base")
    own = "\n## 一、说明\n\n{{ self.total() }}\n{% endblock %}\n"
    extends = '{% extends "parent:budget/parts/narrative.md.j2" %}\n'
    write(tmp_path / "made/up/pack.yaml", "title: 某县\nparent: made/base\n")
    write(tmp_path / "made/up" / NARRATIVE, extends + "{% block sections %}" + own)
    pack, findings = load_pack("made/up", Kind.BUDGET, 2025, (tmp_path,))
    assert pack is not None, findings
    (need,) = needs_of(pack).of("prior")
    assert (need.key, need.sections) == (("three_public",), ("说明",))


@pytest.mark.parametrize(("name", "kind", "year"), PACKS)
def test_every_need_says_where_it_is_printed(name: str, kind: Kind, year: int) -> None:
    needs = needs_of(pack_of(name, kind, year)).needs
    assert [need.key for need in needs if not need.sections] == []
    assert not any("部分" in section for need in needs for section in need.sections)
