"""Where YAML would lose or add characters of a text without a word: comments and folded lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruamel.yaml.events import ScalarEvent

from discloser.finding import Finding, Rule, Severity
from discloser.location import FieldPath
from discloser.read.characters import joint
from discloser.read.yaml_syntax import ESCAPE, Source, shorten, slip_at

CUT = Rule(
    "R028",
    "“#”后面没有读",
    "这里的“{lost}”没有读：“#”前面有空格时，YAML 把后面的都当作注释。",
    "它若是文字的一部分，请给整段文字加上英文引号；本来就是注释的，请在“#”后面加一个空格。",
    Severity.WARNING,
)

_HASH = re.compile(r"(?:^|(?<=[ \t,\[{]))#")
_NUMBER_SIGN = re.compile(r"[\u2e80-\u9fff][^:]*\d # [\u2e80-\u9fff]")
"""``大厅1 # 楼``: a number sign with a space on either side."""

_CLOSING = frozenset("\"'}]")
"""Behind these signs no text can go on."""

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text stands, as line and column from 0; ``style`` is that of its quotes."""

    start: Position
    end: Position
    style: str | None

    @classmethod
    def of(cls, event: ScalarEvent) -> Span:
        """The span of a text's event."""
        start, end = event.start_mark, event.end_mark
        return cls((start.line, start.column), (end.line, end.column), event.style)


def span_at(spans: Sequence[Span], position: Position) -> Span | None:
    """The text that stands at ``position``; ``spans`` are in order."""
    index = bisect_right(spans, position, key=lambda span: span.start) - 1
    return spans[index] if index >= 0 and position < spans[index].end else None


def cut_texts(source: Source, spans: Sequence[Span], last_line: int) -> Iterator[Finding]:
    """Find comments that begin inside what was meant as a text, down to ``last_line``."""
    for number, line in enumerate(source.lines[: last_line + 1]):
        at = _comment(line, number, spans) if "#" in line else None
        if at is None or not _is_doubtful(line, at):
            continue
        end = len(line[:at].rstrip())
        text = span_at(spans, (number, end - 1))
        if text.style is None if text is not None else line[end - 1] not in _CLOSING:
            yield CUT.at(source.at(number, at), lost=shorten(line[at:]))


def _comment(line: str, number: int, spans: Sequence[Span]) -> int | None:
    """Where the comment behind something else on a line begins."""
    signs = (match.start() for match in _HASH.finditer(line))
    at = next((at for at in signs if span_at(spans, (number, at)) is None), None)
    return at if at is not None and line[:at].strip() else None


def _is_doubtful(line: str, at: int) -> bool:
    """Whether a comment may have been meant as text: few begin without a space."""
    after = line[at + 1 :]
    if not after.strip("# \t"):
        return False
    return after[0] not in " \t#" or _NUMBER_SIGN.search(line[: at + 3]) is not None


def without_folds(source: Source, event: ScalarEvent) -> str:
    """The value of a text whose lines were folded: no space between two Chinese lines.

    YAML joins folded lines by a space; between words of Latin letters it is kept.
    """
    value: str = event.value
    first, last = event.start_mark, event.end_mark
    if event.style == "|" or first.line == last.line or " " not in value:
        return value
    parts: list[str] = []
    at = 0
    for length in _block(source, event) if event.style == ">" else _flow(source, event):
        if parts and value[at : at + 1] == " " and parts[-1] != "\n":
            parts[-1] = parts[-1].rstrip(" ")
            at += 1
            parts.append(joint(parts[-1], value[at : at + 1]))
        parts.append(value[at : at + length])
        at += length
        if value[at : at + 1] not in ("", " ", "\n"):
            return value  # not as it seemed: better a space too many than a letter lost
        while value[at : at + 1] == "\n":
            parts.append("\n")
            at += 1
    return "".join(parts) + value[at:]


_UNMEANT = re.compile(r"(?<!\\)(?:\\\\)*\\[abefv0NLP_]")
_FOLDER = re.compile(r"[\"\s][A-Za-z]:\\[^\\]")


def unmeant_escapes(source: Source, event: ScalarEvent, path: FieldPath) -> Iterator[Finding]:
    """Find backslashes of a double-quoted text that were not meant as YAML's: a folder's name."""
    first, last = event.start_mark, event.end_mark
    for number in range(first.line, last.line + 1):
        start = first.column if number == first.line else 0
        end = last.column if number == last.line else None
        part = source.line(number)[start:end]
        match = _FOLDER.search(part) or _UNMEANT.search(part)
        if match is not None:
            yield ESCAPE.at(source.at(number, start + match[0].index("\\") + match.start(), path))


_SWALLOWED = re.compile(r"[-－](?![\s\d.,－-])")


def swallowed_items(source: Source, event: ScalarEvent, path: FieldPath) -> Iterator[Finding]:
    """Find lines that were meant as the next item of a list, and became part of the last one."""
    for number in range(event.start_mark.line + 1, event.end_mark.line + 1):
        line = source.line(number)
        indent = len(line) - len(line.lstrip(" "))
        if _SWALLOWED.match(line, indent):
            yield slip_at(source, number, indent, path)


def _flow(source: Source, event: ScalarEvent) -> Iterator[int]:
    """How long each line of a plain or quoted text is in its value."""
    first, last = event.start_mark, event.end_mark
    quote = 0 if event.style is None else 1
    length = 0
    for number in range(first.line, last.line + 1):
        line = source.line(number)
        end = last.column - quote if number == last.line else len(line.rstrip(" \t"))
        start = len(line) - len(line.lstrip(" \t"))
        part = line[first.column + quote if number == first.line else start : end]
        if event.style == "'":
            part = part.replace("''", "'")
        elif event.style == '"':
            part = _ESCAPE.sub(lambda match: "" if match[0] == "\\" else "_", part)
        length += len(part)
        is_edge = number in (first.line, last.line)
        if (length or is_edge) and not (
            event.style == '"' and _goes_on(line, start) and number < last.line
        ):
            yield length
            length = 0


_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|.|$)")


def _goes_on(line: str, start: int) -> bool:
    """Whether a backslash at the end of a double-quoted line joins the next one to it."""
    end = line[start:].rstrip(" \t")
    return (len(end) - len(end.rstrip("\\"))) % 2 == 1


def _block(source: Source, event: ScalarEvent) -> Iterator[int]:
    """How long each line of a folded block is in its value."""
    end = event.end_mark.line + (event.end_mark.column > 0)
    lines = [source.line(number) for number in range(event.start_mark.line + 1, end)]
    filled = [line for line in lines if line.strip(" ")]
    indent = min((len(line) - len(line.lstrip(" ")) for line in filled), default=0)
    return (len(line) - indent for line in filled)
