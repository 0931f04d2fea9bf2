"""What a reader of a pack's documents does not understand: no rule checks it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from discloser.check.reader.prose import Mention, Passage
from discloser.check.reader.read import DocumentReader, PlacedTable
from discloser.check.subject import Reading
from discloser.document.nodes import Heading
from discloser.document.number import Number
from discloser.finding import Finding, Rule, Severity
from discloser.location import Location
from discloser.pack.pack import Pack
from discloser.workshop.lint_places import start_of
from discloser.workshop.trial import Trial, spec_of

SHARES = Rule(
    "T076",
    "读得懂多少",
    "{kind}的样例印出的金额，表中 {cells} 处读得懂 {cells_read} 处（{cells_share}），"
    "正文 {amounts} 处读得懂 {amounts_read} 处（{amounts_share}），读得懂的才核对。",
    "读不懂的见后面各条；要核对的在 vocabulary.yaml 里写上，或给表格写 role、means。",
    Severity.NOTE,
)
UNREAD_TABLE = Rule(
    "T077",
    "表中有读不懂的金额",
    "《{table}》{count} 处金额读得懂 {read} 处（{share}）：{why}。",
    "不用处理；要核对的，请用通行的表题、行名和栏名，或写上它们指什么（手册第七节）。",
    Severity.NOTE,
)
UNREAD_SENTENCES = Rule(
    "T078",
    "正文有读不懂的金额",
    "“{part}”{count} 处金额读得懂 {read} 处（{share}），读不懂的前面写着{words}。",
    "不用处理；要核对的，请在 vocabulary.yaml 的 phrases 里写上这些话指哪个数。",
    Severity.NOTE,
)
_NO_ROLE = "看表题不知道是哪一张国家统一的表"
_MOST_SHOWN = 4
_CLAUSE = re.compile(r"[。；;，,：:（）\n]")
_NUMBER = re.compile(r"[\d.,]+")


@dataclass
class Count:
    """How many amounts some documents print, how many are understood, and what is not."""

    printed: int = 0
    read: int = 0
    unread: Counter[str] = field(default_factory=Counter)

    def add(self, label: str, *, is_read: bool) -> None:
        """Count one amount with the words that name it."""
        self.printed += 1
        self.read += is_read
        if not is_read:
            self.unread[label] += 1

    @property
    def share(self) -> str:
        """The share that is understood, never 100% where something is not."""
        if not self.printed:
            return "—"
        tenths = self.read * 1000 // self.printed
        return f"{tenths // 10}.{tenths % 10}%"

    @property
    def words(self) -> str:
        """What is not understood, the most frequent first."""
        shown = "、".join(f"“{label}”" for label, _ in self.unread.most_common(_MOST_SHOWN))
        return shown + (f"等 {len(self.unread)} 种" if len(self.unread) > _MOST_SHOWN else "")


def unread(
    pack: Pack, trials: Sequence[Trial], readings: Sequence[Reading], place: Location
) -> Iterator[Finding]:
    """What the rules do not check in the documents of all samples; ``place`` is the pack's."""
    tables: dict[str, Count] = {}
    parts: dict[str, Count] = {}
    unplaced: set[str] = set()
    for trial, reading in zip(trials, readings, strict=True):
        reader = reading.reader
        for table in reader.tables:
            name = spec_of(table.sheet.name, pack)
            _count_cells(table, tables.setdefault(name, Count()))
            unplaced |= {name} if not table.role else set()
        _count_sentences(reader, _parts_of(trial), parts)
    yield _summary(pack, tables.values(), parts.values(), place)
    yield from _of_tables(pack, tables, unplaced)
    yield from _of_sentences(pack, parts)


def _count_cells(table: PlacedTable, count: Count) -> None:
    sheet = table.sheet
    for row in sheet.rows:
        for column in range(sheet.grid.column_count):
            placed = sheet.grid.owners[row][column]
            content = placed.cell.content
            first = (placed.row, placed.column) == (row, column)
            if first and isinstance(content, Number) and _is_amount(content):
                is_read = (row, column) in table.cells
                count.add(sheet.label(row, column), is_read=is_read)


def _is_amount(number: Number) -> bool:
    return bool(number.text) and not number.text.endswith("%")


def _parts_of(trial: Trial) -> Mapping[str, str]:
    """The part of the report that each heading of the first level begins."""
    headings = (b for b in trial.document.blocks() if isinstance(b, Heading) and b.level == 1)
    return {heading.text: heading.anchor.removeprefix("part-") for heading in headings}


def _count_sentences(
    reader: DocumentReader, named: Mapping[str, str], parts: dict[str, Count]
) -> None:
    for passage in reader.passages:
        if passage.of_table or not passage.amounts:
            continue
        count = parts.setdefault(named.get(passage.part, ""), Count())
        for mention in passage.amounts:
            is_read = reader.is_placed(passage, mention)
            count.add(_words_before(passage, mention), is_read=is_read)


def _words_before(passage: Passage, mention: Mention) -> str:
    """The last words before an amount, without numbers, so that equal ones are told once."""
    before = _CLAUSE.split(passage.text[: mention.start])
    words = next((w for w in reversed(before) if w.strip()), "")
    return _NUMBER.sub("…", words.strip())


def _summary(
    pack: Pack, tables: Iterable[Count], parts: Iterable[Count], place: Location
) -> Finding:
    cells, amounts = _sum(tables), _sum(parts)
    return SHARES.at(
        place,
        kind=pack.kind.label,
        cells=f"{cells.printed:,}",
        cells_read=f"{cells.read:,}",
        cells_share=cells.share,
        amounts=f"{amounts.printed:,}",
        amounts_read=f"{amounts.read:,}",
        amounts_share=amounts.share,
    )


def _sum(counts: Iterable[Count]) -> Count:
    listed = list(counts)
    return Count(sum(c.printed for c in listed), sum(c.read for c in listed))


def _of_tables(pack: Pack, tables: Mapping[str, Count], unplaced: set[str]) -> Iterator[Finding]:
    for name, count in tables.items():
        if count.read == count.printed:
            continue
        why = _NO_ROLE if name in unplaced else f"读不懂{count.words}"
        place = pack.table_sources[name].find(("name",))
        yield UNREAD_TABLE.at(
            place,
            table=pack.table_name(name),
            count=f"{count.printed:,}",
            read=f"{count.read:,}",
            share=count.share,
            why=why,
        )


def _of_sentences(pack: Pack, parts: Mapping[str, Count]) -> Iterator[Finding]:
    for part in pack.report.parts:
        count = parts.get(part.id)
        if count is None or count.read == count.printed:
            continue
        body = pack.layers.find(pack.path(part.body)) if part.body else []
        place = start_of(body[0][1]) if body else pack.report_sources.find(("title",))
        yield UNREAD_SENTENCES.at(
            place,
            part=part.heading,
            count=f"{count.printed:,}",
            read=f"{count.read:,}",
            share=count.share,
            words=count.words,
        )
