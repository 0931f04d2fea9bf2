"""How a document prints its amounts: the number formats of the base that give the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from discloser.check.reader.read import DocumentReader
from discloser.check.reader.sheet import Sheet
from discloser.pack.consistency import NUMBER_FORMATS
from discloser.pack.number_formats import NumberFormatSpec
from discloser.pack.pack import Pack
from discloser.workshop.adopt.selections import Words

TEXT, TABLE = "text_amount", "table_amount"
_AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


def numbers(reader: DocumentReader, base: Pack) -> Words:
    """The parameters that say how amounts are printed, where the base says it otherwise."""
    printed = {
        TEXT: [c.passage.text[c.mention.start : c.mention.end] for c in reader.claims],
        TABLE: [text for sheet in reader.sheets for text in _amounts(sheet)],
    }
    words: Words = {}
    for name, texts in printed.items():
        parameter = base.parameters.get(name)
        best = _best(texts, base)
        if parameter is None or not best or parameter.value(base.year) == best:
            continue
        words[name] = {
            "label": parameter.label,
            "since": {base.year: best},
            "options": list(parameter.options),
        }
        if best not in parameter.options:
            words[name]["options"].append(best)
    return words


def _amounts(sheet: Sheet) -> Iterable[str]:
    """The texts in the columns of amounts; a blank one stands for zero."""
    columns = [c for c, is_amount in enumerate(sheet.amount_columns) if is_amount]
    return (sheet.texts[row][c].strip() for row in sheet.rows for c in columns)


def _best(texts: Sequence[str], base: Pack) -> str:
    """The name of the format that prints most numbers as they are; the base's own before others."""
    formats = base.parameters[NUMBER_FORMATS].value(base.year)
    printed = [text for text in texts if not text or _AMOUNT.fullmatch(text)]
    values = [(text, Decimal(text.replace(",", "") or 0)) for text in printed]
    scores: dict[str, int] = {}
    for name, written in formats.items():
        form = NumberFormatSpec.model_validate(written).format()
        if not form.suffix:
            scores[name] = sum(form.text(value) == text for text, value in values)
    return max(scores, key=lambda name: scores[name]) if any(texts) and scores else ""
