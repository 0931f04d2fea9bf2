"""YAML text into a plain draft and the place of each of its values.

The parser's events are walked directly: they carry the place of aliases and tags, which the
composed nodes have lost, and no value is ever resolved to a number on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location, SourceMap
from discloser.read import Draft, DraftValue, characters
from discloser.read.file import MAX_BYTES, TOO_LARGE, file_text
from discloser.read.yaml_events import NotWellWrittenError, quick_events
from discloser.read.yaml_syntax import SYNTAX, Source, explain, shorten, slip_in_key, slips_in_text
from discloser.read.yaml_text import (
    Span,
    cut_texts,
    span_at,
    swallowed_items,
    unmeant_escapes,
    without_folds,
)

MAX_DEPTH = 50

EMPTY = Rule("R007", "文件没有内容", "文件里没有任何内容。", "请按样例填写，或检查是否选错了文件。")
TOP_LEVEL = Rule(
    "R021",
    "最外层不是字段",
    "文件最外层应当是若干“字段: 内容”，现在是{found}。",
    "请对照样例检查第一行；字段名后面用半角冒号加一个空格。",
)
DUPLICATE = Rule(
    "R022",
    "字段重复",
    "“{key}”在同一层写了两次（前一次在第 {line} 行），不知道以哪个为准。",
    "请只保留一处。",
)
REFERENCE = Rule(
    "R023",
    "用了引用",
    "这里用了 YAML 的引用（{mark}），这个文件不支持。",
    "请直接写出内容；若是以“{sign}”开头的文字，请给整段文字加上英文引号。",
)
SEVERAL = Rule(
    "R024",
    "不止一份文档",
    "从这里开始是第二份文档（“---”分隔），一个文件只能有一份。",
    "请删去“---”，或另存为一个文件。",
)
KEY = Rule(
    "R025",
    "字段名不是文字",
    "这里的字段名{problem}。",
    "请写成“字段: 内容”；内容以 {{ 或 [ 开头时，请给整段内容加上英文引号。",
)
TAG = Rule(
    "R026",
    "用了类型标记",
    "这里用了类型标记“{tag}”，这个文件不支持。",
    "请删去标记，直接写内容；若是以“!”开头的文字，请加上英文引号。",
)
DEPTH = Rule(
    "R027", "层次过深", "从这里起已超过 {limit} 层，不像是一份部门的数据。", "请检查括号和缩进。"
)

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Parse = Callable[[str, str], tuple[Draft | None, SourceMap, tuple[Finding, ...]]]


def read_yaml_file(
    path: Path, name: str | None = None, *, parse: Parse | None = None
) -> tuple[Draft | None, SourceMap, tuple[Finding, ...]]:
    """Read the YAML file at ``path``; ``name`` is what findings call it.

    ``parse`` stands in for :func:`read_yaml` where texts are kept that were read before.
    """
    file = name if name is not None else str(path)
    text = file_text(path, file)
    if isinstance(text, Finding):
        return None, SourceMap(file), (text,)
    return (parse or read_yaml)(text, file)


def read_yaml(text: str, file: str) -> tuple[Draft | None, SourceMap, tuple[Finding, ...]]:
    """Read YAML text into a draft, the place of each value, and what is wrong with it.

    Every scalar stays the text that was written; ``~``, ``null`` and nothing are None. Where
    single parts are refused (the second of two equal keys, an alias, a tag), the draft has the
    rest, so that its own mistakes can be found too; where the text cannot be read to its end,
    the draft is None.
    """
    if len(text) > MAX_BYTES:
        finding = TOO_LARGE.at(Location(file), limit=MAX_BYTES // 1024**2)
        return None, SourceMap(file), (finding,)
    source = Source.of(text, file)
    walk = _Walk(source)
    try:
        draft = walk.well_written()
    except NotWellWrittenError:
        walk = _Walk(source)
        draft = walk.document()
    return draft, SourceMap(file, walk.places), (*walk.remarks(), *walk.findings)


def _events(parser: Any) -> Iterator[Any]:
    while parser.check_event():
        yield parser.get_event()


class _UnreadableError(Exception):
    """The text cannot be read on from here."""


@dataclass
class _Walk:
    """One pass over the parser's events."""

    source: Source
    places: dict[FieldPath, Location] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    events: Iterator[Any] = field(default_factory=lambda: iter(()))
    is_read: bool = False
    """Whether the text was read to its end."""
    _texts: list[Span] = field(default_factory=list)
    """Where the texts stand; what is between them is comments and structure."""

    def remarks(self) -> Iterator[Finding]:
        """What is remarkable about the characters of the texts, not of the comments."""
        for at, remark, place in self.source.remarked():
            beside = (at, (at[0], at[1] - 1))  # what is dropped at the end stands behind it
            if not self.is_read or any(span_at(self._texts, each) for each in beside):
                yield from characters.findings([(remark, place)])
        yield from cut_texts(self.source, self._texts, self._last_line())

    def _last_line(self) -> int:
        """The last line that was understood, or that was found to be wrong, from 0."""
        if self.is_read:
            return len(self.source.lines)
        lines = [place.line or 0 for each in self.findings for place in each.locations]
        return max([line - 1 for line in lines] + [span.end[0] for span in self._texts[-1:]])

    def well_written(self) -> Draft | None:
        """Walk the only document of a text in which there is nothing to find.

        Raises:
            NotWellWrittenError: if there is, or the quick parser cannot read it.
        """
        self.events = quick_events(self.source.text)
        try:
            draft = self._only_document()
        except _UnreadableError as error:
            raise NotWellWrittenError from error
        if self.findings:
            raise NotWellWrittenError
        self.is_read = True
        return draft

    def document(self) -> Draft | None:
        """Walk the only document of the text, and say what is wrong where it ends early."""
        # Not YAML.parse(): that forgets where it was as soon as something is wrong.
        _, parser = YAML(typ="safe", pure=True).get_constructor_parser(self.source.text)
        self.events = _events(parser)
        try:
            draft = self._only_document()
            self.is_read = True
            return draft
        except _UnreadableError:
            return None
        except MarkedYAMLError as error:
            if "<stream end>" in (error.problem or "") and parser.marks:
                # What was left open says more than the end of the file.
                error.context_mark = parser.marks[-1]
            self._add_once(explain(error, self.source))
        except (OverflowError, ValueError, TypeError, AttributeError, IndexError, AssertionError):
            # The parser has no error of its own for such things as "\UFFFFFFFF".
            mark = parser.scanner.reader.get_mark()
            self.findings.append(SYNTAX.at(self.source.at(mark.line, mark.column)))
        return None

    def _only_document(self) -> Draft | None:
        started = False
        draft: DraftValue = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if started:
                    self._report(SEVERAL, event)
                    raise _UnreadableError
                started = True
            elif isinstance(event, NodeEvent):
                draft = self._value(event, ())
        if isinstance(draft, dict):
            return draft
        if draft is None and not self.findings:
            self.findings.append(EMPTY.at(Location(self.source.file, 1)))
        elif draft is not None and not self.findings:
            found = "列表" if isinstance(draft, list) else f"文字“{shorten(draft)}”"
            self.findings.append(TOP_LEVEL.at(self.places[()], found=found))
        return None

    def _value(self, event: NodeEvent, path: FieldPath) -> DraftValue:
        mark = event.start_mark
        place = self.source.at(mark.line, mark.column, path)
        self.places.setdefault(path, place)
        if event.anchor is not None:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            self.findings.append(REFERENCE.at(place, mark=sign + event.anchor, sign=sign))
        if isinstance(event, AliasEvent):
            return None
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.ctag is not None:
            tag = str(event.ctag).replace("tag:yaml.org,2002:", "!!")
            self.findings.append(TAG.at(place, tag=tag))
        if isinstance(event, ScalarEvent):
            return self._scalar(event, path)
        if len(path) >= MAX_DEPTH:
            self.findings.append(DEPTH.at(place, limit=MAX_DEPTH))
            raise _UnreadableError
        if isinstance(event, SequenceStartEvent):
            return self._list(path)
        return self._mapping(path)

    def _scalar(self, event: ScalarEvent, path: FieldPath) -> str | None:
        self._texts.append(Span.of(event))
        text = without_folds(self.source, event)
        if event.style is None:
            if text in _NULLS:
                return None
            if event.end_mark.line > event.start_mark.line:
                self.findings += swallowed_items(self.source, event, path)
            if ":" in text or "：" in text:
                self.findings += slips_in_text(self.source, event.start_mark, event.end_mark, path)
        elif event.style == '"':
            # An escape can bring in what the text itself may not hold.
            self.findings += unmeant_escapes(self.source, event, path)
            text, remarks = characters.tidy(text)
            place = self.source.at(event.start_mark.line, event.start_mark.column, path)
            self.findings += characters.findings((remark, place) for remark in remarks)
        return text

    def _list(self, path: FieldPath) -> list[DraftValue]:
        values: list[DraftValue] = []
        for event in self.events:
            if isinstance(event, CollectionEndEvent):
                break
            values.append(self._value(event, (*path, len(values))))
        return values

    def _mapping(self, path: FieldPath) -> Draft:
        values: Draft = {}
        keys: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, CollectionEndEvent):
                break
            key = self._key(event, path)
            first = keys.setdefault(key, event) if key is not None else event
            value = self._value(next(self.events), (*path, key or ""))
            if key is None:
                continue
            if first is not event:
                self._report_duplicate(key, event, first, (*path, key))
                continue
            values[key] = value
            mark = event.start_mark
            below = isinstance(value, dict | list)
            if value is None or (below and self.places[(*path, key)].line != mark.line + 1):
                # Its own mark is that of what follows, or of the first that it holds.
                self.places[(*path, key)] = self.source.at(mark.line, mark.column, (*path, key))
            if event.style is None:
                slip = slip_in_key(
                    self.source, event.start_mark, (*path, key), has_value=value is not None
                )
                self.findings += [slip] if slip is not None else []
        return values

    def _key(self, event: NodeEvent, path: FieldPath) -> str | None:
        if not isinstance(event, ScalarEvent):
            self._value(event, (*path, ""))
            if not isinstance(event, AliasEvent):
                self._report(KEY, event, path, problem="是一组内容，不是文字")
            return None
        if event.anchor is not None or event.ctag is not None:
            self._value(event, (*path, ""))
        key: str = event.value
        self._texts.append(Span.of(event))
        if event.style is None and key in _NULLS:
            self._report(KEY, event, path, problem="是空的")
            return None
        if event.style is None and key == "<<":
            self._report(REFERENCE, event, path, mark="<<", sign="<<")
            return None
        return key

    def _report_duplicate(
        self, key: str, event: NodeEvent, first: NodeEvent, path: FieldPath
    ) -> None:
        places = [
            self.source.at(each.start_mark.line, each.start_mark.column, path)
            for each in (event, first)
        ]
        self.findings.append(DUPLICATE.at(*places, key=key, line=places[1].line))

    def _add_once(self, finding: Finding) -> None:
        """Add ``finding`` unless the same is known of its place."""
        known = {(found.code, str(found.location)) for found in self.findings}
        if (finding.code, str(finding.location)) not in known:
            self.findings.append(finding)

    def _report(self, rule: Rule, event: Event, path: FieldPath = (), **values: str) -> None:
        place = self.source.at(event.start_mark.line, event.start_mark.column, path)
        self.findings.append(rule.at(place, figures=(), **values))
