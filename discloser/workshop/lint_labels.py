"""Labels and words that stand at each other's place: a column's label, the words before a value.

Nothing is asked but which of two belongs to which: where the titles of what two columns hold, or of
what two places of a sentence print, go better with each other's words than with their own, the two
are exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from pydantic import BaseModel

from discloser.compose.views import INDICATORS
from discloser.compute.ledger import DIMENSIONS, Column
from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.model.disclosure import Unit
from discloser.model.performance import Indicator, ProjectTargets
from discloser.model.supplement import Book, books_of, model_within
from discloser.pack.pack import Pack
from discloser.pack.specs import ColumnSpec, PanelSpec, RowSpec, TableSpec

EXCHANGED = Rule(
    "T126",
    "栏名像是对调了",
    "《{table}》“{first}”栏印的是“{first_holds}”，“{second}”栏印的是“{second_holds}”。",
    "请核对这两栏的栏名和取的内容。",
)
EXCHANGED_IN_TEXT = Rule(
    "T127",
    "话和取的数像是对调了",
    "“{first}”后面取的是“{first_holds}”，“{second}”后面取的是“{second_holds}”。",
    "请核对这两处前面的话和取的名称。",
)
_CLEARLY = 0.2
"""How much better, of 2, two titles must go with each other's words."""
_ONE_VALUE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
"""What a label leaves to a parameter; the words around it are enough to tell columns apart."""
_GROUPS = {name: re.split(r"编码|[（：]", what)[0] for name, what in DIMENSIONS.items()}
_OF_GROUP = {"code": "编码", "name": "名称"}
"""What a row's groups are called, and what a cell prints of one."""
_MODELS: Mapping[str, type[BaseModel]] = {"project": ProjectTargets, "unit": Unit}
_PROJECT_TEXT = re.compile(r"\{\{\s*project_text\([\w.]+, *['\"]([^'\"]+)['\"]\)\s*\}\}")
_ALL_KINDS, _TOTAL = "indicators", "合计"
_INDICATOR = {"kind": "一级指标"} | {
    name: field.title or name for name, field in Indicator.model_fields.items()
}
_PLACE = re.compile(r"(?P<words>[^{}\n]*)\{\{-?\s*(?P<name>[a-z_]+(?:\.[a-z_]+)*)\s*-?\}\}")
_MARKS = re.compile(r"[，。；：、（）“”]|其中")
_Labelled = tuple[str, str]
"""Words, and the title of what stands by them."""


def exchanged_labels(pack: Pack) -> Iterator[Finding]:
    """Columns under each other's labels, and values behind each other's words."""
    books = books_of(pack.form)
    for name, spec in pack.tables.items():
        book = books.get(spec.of or "")
        for panel in spec.all_panels():
            rows = _rows((*panel.rows, *panel.footer))
            pairs = (pair for row in rows for pair in _exchanged(list(_columns(panel, row, book))))
            for one, two in dict.fromkeys(pairs):
                place = _place_of_label(pack, name, spec, one[0])
                words = {"first": one[0], "second": two[0]}
                holds = {"first_holds": one[1], "second_holds": two[1]}
                yield EXCHANGED.at(place, table=pack.table_name(name), **words, **holds)
    for path in _templates(pack):
        yield from _of_template(pack, path)


def _place_of_label(pack: Pack, name: str, spec: TableSpec, label: str) -> Location:
    return pack.table_sources[name].find(spec.path_of_column("label", label))


def _exchanged(labelled: Sequence[_Labelled]) -> Iterator[tuple[_Labelled, _Labelled]]:
    """The pairs whose titles go better with each other's words."""
    for one, two in combinations(labelled, 2):
        straight = _likeness(*one) + _likeness(*two)
        crossed = _likeness(one[0], two[1]) + _likeness(two[0], one[1])
        if crossed > straight + _CLEARLY:
            yield one, two


@lru_cache(maxsize=65536)
def _likeness(words: str, title: str) -> float:
    said = _TEMPLATE.sub("", words)
    return SequenceMatcher(None, said, title, autojunk=False).ratio()


def _columns(panel: PanelSpec, row: RowSpec, book: Book | None) -> Iterator[_Labelled]:
    """The labels of a panel's columns with the titles of what a row has there, where it is known.

    Each row by itself: in one of many rows two texts may be exchanged.
    """
    for leaf in (leaf for column in panel.columns for leaf in column.leaves()):
        title = _text_held(leaf, row, book) if leaf.is_text else _number_held(leaf, book)
        if title:
            yield leaf.label, title


def _rows(rows: Iterable[RowSpec]) -> Iterator[RowSpec]:
    for row in rows:
        yield row
        yield from _rows(row.rows)


def _number_held(leaf: ColumnSpec, book: Book | None) -> str:
    """What the numbers of a declared table's column are; the ledger's, a reader knows."""
    if book is None or leaf.measure or leaf.each:
        return ""
    named = [value for values in leaf.where.values() for value in values]
    if named or (not leaf.counts and leaf.value == Column.AMOUNT):
        return ("、".join(named) or _TOTAL) if not any(map(str.isascii, named)) else ""
    column = book.main if leaf.value == Column.AMOUNT else leaf.value
    return book.columns[column][0] if column in book.columns else ""


def _text_held(leaf: ColumnSpec, row: RowSpec, book: Book | None) -> str:
    """The title of the field that a row's cell prints."""
    listed, _, field = leaf.key.partition(".")
    if field:
        kind = row.parallel.get(listed, "").rpartition(".")[2]
        return _INDICATOR.get(field, "") if kind in {*INDICATORS, _ALL_KINDS} else ""
    return _of_cell(row.cells.get(leaf.key, ""), book)


def _of_cell(text: str, book: Book | None) -> str:
    """The title of the one field that a cell prints; empty where it is not one."""
    if (told := _PROJECT_TEXT.fullmatch(text)) is not None:
        return told[1]
    value = _ONE_VALUE.fullmatch(text)
    steps = value[1].removeprefix("row.").split(".") if value is not None else []
    if len(steps) != 2:  # noqa: PLR2004 - what the row is of, and a field of it
        return ""
    holder, field = steps
    columns = book.columns if book is not None else {}
    if holder == "line":
        return columns[field][0] if field in columns else ""
    if holder in columns:
        return columns[holder][0]
    if holder in _MODELS:
        return _title(_MODELS[holder], field) or _GROUPS.get(field, "")
    return f"{_GROUPS.get(holder, '')}{_OF_GROUP.get(field, '')}" if holder in _GROUPS else ""


def _title(model: type[BaseModel], field: str) -> str:
    found = model.model_fields.get(field)
    return (found.title or "") if found is not None else ""


def _templates(pack: Pack) -> Iterator[Path]:
    """The templates of a pack's sentences, those of its parents too."""
    bodies = [pack.path(part.body) for part in pack.report.parts if part.body]
    for file in dict.fromkeys([*bodies, pack.path("macros.j2"), "macros.j2"]):
        yield from (path for _, path in pack.layers.find(file))


def _of_template(pack: Pack, path: Path) -> Iterator[Finding]:
    """The values of a line that stand behind each other's words."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        labelled = []
        for place in _PLACE.finditer(line):
            words = _MARKS.split(place["words"])[-1].strip()
            title = _of_name(pack, place["name"])
            if words and title:
                labelled.append((words, title))
        for one, two in _exchanged(labelled):
            at = Location(str(path), number, line.find(one[0]) + 1)
            words_of = {"first": one[0], "second": two[0]}
            holds = {"first_holds": one[1], "second_holds": two[1]}
            yield EXCHANGED_IN_TEXT.at(at, **words_of, **holds)


def _of_name(pack: Pack, name: str) -> str:
    """The title of what a name of a template stands for: a measure, or a field of the input."""
    if name in pack.measures:
        return pack.measures[name].label
    model: type[BaseModel] | None = pack.form
    title = ""
    for step in name.split("."):
        title = _title(model, step) if model is not None else ""
        found = model.model_fields.get(step) if model is not None else None
        model = model_within(found.annotation) if found is not None else None
    return title if "." in name else ""
