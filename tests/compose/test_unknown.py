"""What nobody filled in is neither zero nor silent: it is missed, and printed as missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from discloser.compose.document import compose
from discloser.compute.figures import compute
from discloser.document.nodes import Document, Paragraph, Table
from discloser.finding import Finding
from discloser.location import SourceMap
from discloser.model.disclosure import Disclosure, PriorYear, Procurement, Vehicles
from discloser.model.values import Kind, kinds_of
from discloser.pack.layers import pack_roots
from discloser.pack.pack import Pack, load_pack
from discloser.pack.unknown import Unknown
from discloser.specimen.samples import Sample, samples, with_prior

PACKS = (
    ("henan/sanmenxia", Kind.BUDGET, 2025),
    ("henan/xinxiang", Kind.BUDGET, 2025),
    ("henan/luoyang_mengjin", Kind.BUDGET, 2025),
    ("henan/sanmenxia", Kind.FINAL_ACCOUNT, 2024),
    ("example/qinglan", Kind.FINAL_ACCOUNT, 2024),
)
PARTS = ("procurement", "assets", "transfers", "three_public")
NUMBERED = re.compile(r"\d[\d.,]*\d|\d")


def pack_of(name: str, kind: Kind, year: int) -> Pack:
    pack, findings = load_pack(name, kind, year, pack_roots())
    assert pack is not None, findings
    return pack


def full_sample(pack: Pack) -> Disclosure:
    sample: Sample = next(samples(pack.name, pack.kind, pack.year, pack.form))
    amounts = {n: f.amount for n, f in compute(sample.disclosure, pack.measures).items()}
    return with_prior(sample, amounts).disclosure


def composed(disclosure: Disclosure, pack: Pack) -> tuple[Document, list[Finding]]:
    document, findings = compose(compute(disclosure, pack.measures), pack, SourceMap("in.yaml"))
    return document, [finding for finding in findings if finding.code != "C007"]


def counted(part: Any, kind: Kind, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every amount and count that a part of the kind may give."""
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if hasattr(value, "model_fields_set"):
            yield from counted(value, kind, (*path, name))
        elif kind in kinds_of(field) and field.default is None:
            yield (*path, name)


def without(disclosure: Disclosure, path: tuple[str, ...]) -> Disclosure:
    def cut(part: Any, rest: tuple[str, ...]) -> Any:
        name, *more = rest
        inner = cut(getattr(part, name), tuple(more)) if more else None
        return part.model_copy(update={name: inner})

    return cut(disclosure, path)  # type: ignore[no-any-return]


def passages(document: Document) -> list[str]:
    return [
        block.text if isinstance(block, Paragraph) else ""
        for block in document.blocks()
        if not isinstance(block, Table)
    ]


@pytest.mark.parametrize(("name", "kind", "year"), PACKS)
def test_each_value_left_blank_is_missed_once_and_no_number_stands_for_it(
    name: str, kind: Kind, year: int
) -> None:
    pack = pack_of(name, kind, year)
    whole = full_sample(pack)
    document, none = composed(whole, pack)
    assert none == []
    complete = passages(document)
    missed = 0
    for part in PARTS:
        for path in counted(getattr(whole, part), kind, (part,)):
            document, findings = composed(without(whole, path), pack)
            changed = [
                (before, after)
                for before, after in zip(complete, passages(document), strict=True)
                if before != after
            ]
            if not findings:
                assert changed == [], path  # this pack prints nothing of it
                continue
            assert [(f.code, f.location.path if f.location else ()) for f in findings] == [
                ("C008", path)
            ]
            missed += 1
            assert changed, path
            for before, after in changed:
                assert "（待填：" in after
                # Every number that is still there stood there before.
                assert set(NUMBERED.findall(after)) <= set(NUMBERED.findall(before)), after
    assert missed >= 6


@pytest.mark.parametrize(("name", "kind", "year"), PACKS)
def test_nothing_known_prints_no_change_and_asks_for_no_reason(
    name: str, kind: Kind, year: int
) -> None:
    pack = pack_of(name, kind, year)
    blank = full_sample(pack).model_copy(update={"prior_year": PriorYear(), "reasons": {}})
    document, findings = composed(blank, pack)
    missed = {f.figures[0] for f in findings if f.code == "C001"}
    assert {f.figures[0] for f in findings if f.code == "C002"} & missed == set()
    words = ("持平", "无变化", "增加0.00", "减少0.00")
    if missed:
        assert [text for text in passages(document) if any(word in text for word in words)] == []


def test_a_sum_with_a_part_that_is_not_known_is_not_known() -> None:
    assert Procurement.model_validate({"goods": "1", "works": "2"}).total is None
    assert Procurement.model_validate({"goods": "1", "works": "2", "services": "0"}).total == 3
    assert Vehicles.model_validate({"general": 1, "other": 2}).total == 3


def test_what_is_computed_from_the_unknown_is_unknown() -> None:
    unknown = Unknown("货物")
    made = (unknown + 1, 1 - unknown, unknown * 2, unknown.yuan, unknown.percent_of(unknown))
    assert all(each is unknown for each in made)
    assert not any((unknown == 0, unknown == Unknown("货物"), unknown < 1, unknown > 1))
    assert not unknown.is_zero
    assert str(unknown) == "（待填：货物）"
