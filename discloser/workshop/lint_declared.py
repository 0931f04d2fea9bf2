"""What a pack's specs tell a reader that he knows by the title or the label alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from discloser.check.reader.meaning import Meaning
from discloser.check.reader.read import DocumentReader, PlacedTable
from discloser.finding import Finding, Rule, Severity
from discloser.pack.declared import declarations
from discloser.pack.pack import Pack
from discloser.pack.vocabulary import read_vocabulary
from discloser.vocabulary.names import normal
from discloser.vocabulary.tables import Shape, role_of
from discloser.vocabulary.words import Words
from discloser.workshop.trial import Trial, reader_of, spec_of

NEEDLESS = Rule(
    "T075",
    "不用写就看得懂",
    "《{table}》不写{what}也看得懂。",
    "请去掉：照抄 where 的 means，等于拿一个数和它自己核对。",
    Severity.WARNING,
)
_Label = tuple[str, bool, str]
"""A spec's name, whether the label is a row's, and the label."""


def needless(pack: Pack, trials: Iterable[Trial]) -> Iterator[Finding]:
    """The ``role`` and ``means`` of specs that say no more than what is printed."""
    own, _ = read_vocabulary(pack.layers, pack.kind, pack.measures, pack.fields, pack.counts)
    yield from _needless_roles(pack, own)
    if not any(True for spec in pack.tables.values() for _ in declarations(spec)):
        return
    words = _without_means(pack.words, own)
    same: set[_Label] = set()
    other: set[_Label] = set()
    for trial in trials:
        bare, told = (reader_of(trial, pack, each) for each in (words, pack.words))
        for table, declared in zip(bare.tables, told.tables, strict=True):
            name = spec_of(table.sheet.name, pack)
            for slot, meaning in declared.cells.items():
                alone = table.cells.get(slot)
                is_same = alone is not None and _is_same_money(alone, meaning, trial)
                (same if is_same else other).update(_labels(name, slot, table, bare))
    read = same - other
    for name, spec in pack.tables.items():
        for each in declarations(spec):
            if (name, each.is_row, each.label) in read:
                what = f"“{each.label}”的 means "
                place = pack.table_sources[name].find(each.path)
                yield NEEDLESS.at(place, table=pack.table_name(name), what=what)


def _needless_roles(pack: Pack, own: Words) -> Iterator[Finding]:
    for name, spec in pack.tables.items():
        known = own.tables[pack.kind]
        titles = pack.titles.of(name, spec) if spec.role else ()
        if titles and all(role_of(title, known) == spec.role for title in titles):
            place = pack.table_sources[name].find(("role",))
            yield NEEDLESS.at(place, table=pack.table_name(name), what=" role ")


def _without_means(words: Words, own: Words) -> Words:
    """A pack's words with the roles of its specs, and without what these say of labels."""
    tables = {
        kind: {
            role: table.model_copy(
                update={
                    "columns": own.tables[kind][role].columns,
                    "rows": own.tables[kind][role].rows,
                }
            )
            for role, table in known.items()
        }
        for kind, known in words.tables.items()
    }
    return words.model_copy(update={"tables": tables})


def _is_same_money(one: Meaning, two: Meaning, trial: Trial) -> bool:
    """Whether two meanings are the same lines of a sample, however they are written."""
    if one.column != two.column:
        return False
    ledger = trial.figures.all_lines
    return one.key == two.key or list(one.lines(ledger)) == list(two.lines(ledger))


def _labels(
    name: str, slot: tuple[int, int], table: PlacedTable, reader: DocumentReader
) -> Iterator[_Label]:
    """The labels of the row and the column that an amount is understood by."""
    row, column = slot
    sheet = table.sheet
    known = reader.words.tables[reader.kind].get(table.role)
    yield from ((name, False, label) for label in sheet.headers[column])
    if known is not None and known.shape is Shape.BALANCE:
        yield name, True, normal(sheet.row_label(row, column))
    else:
        yield from ((name, True, normal(text)) for text in sheet.label_texts(row))
