"""Plant one fault at a time in published files and count what the audit notices, by kind and form.

``python -m tests.auditing.planted --count 20 --seed 1`` tries 20 faults of each kind in each form
of each input's document and prints a table for ``docs/audit.md``. A fault is noticed where the
audit of the faulty file says what it did not say of the sound one; at the right place where that
names what differs between the two files as they are read.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

from discloser.audit.audit import Audited
from discloser.audit.sureness import Sureness
from discloser.document.differences import differences
from discloser.document.nodes import Cell, Document, Paragraph, Table
from discloser.location import Spot
from tests.auditing.files import FORMATS, audited, clean, content, saved
from tests.deceive import documents
from tests.deceive.fault import InDocument, Plant, chance
from tests.deceive.trees import put, spots
from tests.rules.documents import ALL, document, prepared, text

Names = frozenset[str]


def dropped_rows(source: Document, _: Names) -> Iterator[Plant]:
    """A row of a table that is not there, where no cell spans it."""
    for spot in spots(source):
        if isinstance(spot.node, Table):
            yield from (_dropping(source, spot, row) for row in range(len(spot.node.body)))


def _dropping(source: Document, spot, row: int) -> Plant:  # type: ignore[no-untyped-def]
    def plant(_: Random) -> InDocument | None:
        table = spot.node
        if any(cell.rowspan > 1 for line in table.body for cell in line) or _is_blank(table, row):
            return None
        changed = replace(table, body=(*table.body[:row], *table.body[row + 1 :]))
        return InDocument(table.caption, f"少第 {row + 1} 行", put(source, spot, changed))

    return plant


def _is_blank(table: Table, row: int) -> bool:
    """Whether a row prints no amount that is not zero."""
    texts = [cell.text.replace(",", "") for cell in table.body[row]]
    return not any(text.strip("0.") for text in texts if text and text[0].isdigit())


def swapped_columns(source: Document, _: Names) -> Iterator[Plant]:
    """The amounts of two neighbouring columns exchanged in every row."""
    for spot in spots(source):
        if isinstance(spot.node, Table):
            yield from (_swapping(source, spot, c) for c in range(len(spot.node.columns) - 1))


def _swapping(source: Document, spot, column: int) -> Plant:  # type: ignore[no-untyped-def]
    def plant(_: Random) -> InDocument | None:
        table = spot.node
        if any(cell.colspan > 1 or cell.rowspan > 1 for row in table.body for cell in row):
            return None
        body = tuple(_exchanged(row, column) for row in table.body)
        rows = [row for row in table.body if len(row) > column + 1]
        pairs = [(row[column].text, row[column + 1].text) for row in rows]
        both = [pair for pair in pairs if all(text[:1].isdigit() for text in pair)]
        if not any(one != two for one, two in both) or len(both) < len(pairs):
            return None
        changed = put(source, spot, replace(table, body=body))
        return InDocument(table.caption, f"第 {column + 1}、{column + 2} 栏对换", changed)

    return plant


def _exchanged(row: tuple[Cell, ...], column: int) -> tuple[Cell, ...]:
    if len(row) <= column + 1:
        return row
    return (*row[:column], row[column + 1], row[column], *row[column + 2 :])


def pasted_years(source: Document, _: Names) -> Iterator[Plant]:
    """A paragraph of last year's text: its year is one less."""
    year = "".join(letter for letter in source.title if letter.isdigit())[:4]

    def plant(random: Random) -> InDocument | None:
        blocks = (spot.node for spot in spots(source))
        told = [block.text for block in blocks if isinstance(block, Paragraph)]
        dated = [paragraph for paragraph in told if f"{year}年" in paragraph]
        if not dated:
            return None
        old = random.choice(dated)
        new = old.replace(f"{year}年", f"{int(year) - 1}年")
        return InDocument("正文", old[:20], text(old, new)(source))

    yield plant


KINDS: Mapping[str, documents.Planter] = {
    **documents.KINDS,
    "表：少一行": dropped_rows,
    "表：两栏对换": swapped_columns,
    "文：上年的段落": pasted_years,
}


def noticed(name: str, suffix: str, changed: Document, folder: Path) -> tuple[bool, bool, bool]:
    """Whether a fault is noticed, at its place, and called certain or likely."""
    title = document(name).title
    sound = audited(saved(folder, clean(name, suffix), suffix, title))
    faulty = audited(saved(folder, content(name, changed, suffix), suffix, title))
    before = {(fault.finding.code, fault.finding.message) for fault in sound.faults}
    said = ((fault, (fault.finding.code, fault.finding.message)) for fault in faulty.faults)
    new = [fault for fault, what in said if what not in before]
    where = _changed_spots(sound, faulty)
    places = [
        place.spot
        for fault in new
        for finding in (fault.finding, *fault.consequences)
        for place in (*finding.locations, *((fault.cause,) if fault.cause else ()))
        if place.spot is not None
    ]
    at_place = bool(new) and (not where or any(spot in where for spot in places))
    return bool(new), at_place, any(fault.sure is not Sureness.LOOK for fault in new)


def _changed_spots(sound: Audited, faulty: Audited) -> set[Spot]:
    if sound.reading is None or faulty.reading is None:
        return set()
    found = differences(sound.reading.document, faulty.reading.document, was_read=True)
    return {change.spot for change in found if change.spot is not None}


def main() -> None:
    """Plant, count and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", nargs="*", default=sorted(ALL))
    parser.add_argument("--formats", nargs="*", default=list(FORMATS))
    given = parser.parse_args()
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, kind, fault in _faults(given.inputs, given.count, given.seed):
            for suffix in given.formats:
                seen, placed, surely = noticed(name, suffix, fault.document, Path(folder))
                found = {"tried": 1, "noticed": seen, "placed": placed, "surely": surely}
                counts[kind, suffix].update(found)
                if not seen:
                    missed.append(f"- {kind}｜{name}｜{suffix}｜{fault.where}｜{fault.what}")
    sys.stdout.write("\n".join((*_table(counts), "", *missed, "")))


def _faults(inputs: list[str], count: int, seed: int) -> Iterator[tuple[str, str, InDocument]]:
    for name in inputs:
        source, figures = document(name), prepared(name).figures
        known = frozenset(u.name for u in figures.units.values()) if figures else frozenset()
        for kind, planter in KINDS.items():
            plants, random = list(planter(source, known)), chance(seed, name, kind)
            for plant in random.sample(plants, min(count, len(plants))):
                fault = plant(random)
                if isinstance(fault, InDocument) and fault.document != source:
                    yield name, kind, fault


def _table(counts: Mapping[tuple[str, str], Counter[str]]) -> Iterator[str]:
    yield "| 植入的错误 | 格式 | 试了 | 指出 | 位置正确 | 肯定或多半 |"
    yield "|---|---|--:|--:|--:|--:|"
    for (kind, suffix), count in counts.items():
        shares = (f"{count[each] / count['tried']:.1%}" for each in ("noticed", "placed", "surely"))
        yield f"| {kind} | {suffix} | {count['tried']} | {' | '.join(shares)} |"
    whole = sum((Counter(each) for each in counts.values()), Counter[str]())
    yield f"\n共 {whole['tried']} 处，指出 {whole['noticed'] / max(1, whole['tried']):.1%}。"


if __name__ == "__main__":
    main()
