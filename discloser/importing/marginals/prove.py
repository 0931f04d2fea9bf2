"""The proof of a ledger made from published tables: every printed amount beside what it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from discloser.importing.marginals.ledger import FilledLine, of_column, sums
from discloser.importing.marginals.printed import Margins, place_in
from discloser.importing.proof import Proved

_WAN = 10_000


def prove_margins(
    margins: Sequence[Margins], lines: Sequence[FilledLine], files: Mapping[int, str]
) -> Iterator[Proved]:
    """Hold every cell whose meaning is known to what the lines give, rounded as it is."""
    for own in margins:
        derived = sums(own, of_column(lines, own.column))
        for margin, amount in zip(own.margins.values(), derived, strict=True):
            for fact in margin.facts:
                label = fact.term.label
                place = place_in(files[id(fact)], fact)
                printed = fact.printed.value * _WAN
                exact = fact.printed.stands_for(amount)
                yield Proved(label, place, printed, amount * _WAN, rounds=exact)
