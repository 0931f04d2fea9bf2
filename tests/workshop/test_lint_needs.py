"""Lint holds the needs that are read from templates to what the samples miss."""

from __future__ import annotations

import pytest

from discloser.compose.needs import of_pack
from discloser.compose.needs.of_pack import Needs
from discloser.model.values import Kind
from discloser.workshop import lint_needs
from discloser.workshop.lint_needs import undeclared_needs
from discloser.workshop.trial import try_pack
from tests.compose.test_unknown import pack_of


def test_a_need_that_is_not_read_from_the_templates_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pack = pack_of("henan/sanmenxia", Kind.BUDGET, 2025)
    trials, _ = try_pack(pack)
    assert list(undeclared_needs(pack, trials)) == []
    whole = of_pack.needs_of(pack)
    less = Needs(
        tuple(need for need in whole.needs if need.key != ("procurement", "works")), whole.welcome
    )
    monkeypatch.setattr(lint_needs, "needs_of", lambda _: less)
    (finding,) = undeclared_needs(pack, trials)
    assert finding.code == "T065"
    assert "政府采购·工程" in finding.message
