"""What a clerk did wrong where the YAML parser gave up, in plain Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ruamel.yaml.error import MarkedYAMLError, StreamMark

from discloser.finding import Finding, Rule
from discloser.location import FieldPath, Location
from discloser.read.characters import MOST_REMARKS, Remark, tidy

SYNTAX = Rule(
    "R010",
    "YAML 格式错误",
    "从这里起看不懂：不符合 YAML 的写法。",
    "请检查这一行和上一行：冒号后是否空格、引号和括号是否成对、缩进是否对齐。",
)
TAB = Rule(
    "R011",
    "用了制表符",
    "这里用了制表符（Tab 键），YAML 只能用空格缩进和分隔。",
    "请删去制表符，改用空格，每层缩进两个空格。",
)
FULL_WIDTH = Rule(
    "R012",
    "用了全角符号",
    "“{context}”里的“{found}”是全角{name}，YAML 只认半角的“{wanted}”。",
    "请切换到英文输入法，改成“{wanted}”{extra}。若它本来是文字的一部分，请给整段文字加上英文引号。",
)
NO_SPACE = Rule(
    "R013",
    "少了空格",
    "“{context}”里的“{mark}”后面少了一个空格。",
    "请在“{mark}”后面加一个空格。若它本来是文字的一部分，请给整段文字加上英文引号。",
)
NO_COLON = Rule(
    "R014",
    "少了冒号",
    "“{context}”后面没有冒号，看不出是哪个字段。",
    "请写成“字段: 内容”；若它是上一行文字的续行，请把文字写在一行里，或加上英文引号。",
)
EXTRA_COLON = Rule(
    "R015",
    "一行里有两个冒号",
    "“{context}”：同一行里不能再有“字段: 内容”。",
    "请另起一行并多缩进两格；若是文字里的冒号，请给整段文字加上英文引号。",
)
QUOTE = Rule(
    "R016",
    "引号不成对",
    "这里的引号不成对，或引号后面还有多余的文字。",
    "请补上配对的引号；文字里本来就有英文双引号时，外面改用英文单引号，或把里面的改成中文引号。",
)
BRACKET = Rule(
    "R017",
    "括号不成对",
    "这里的括号不成对，或括号里的各项没有用半角逗号分开。",
    "请核对 {{ }} 和 [ ] 是否成对，各项之间用半角逗号“, ”分开。",
)
INDENT = Rule(
    "R018",
    "缩进没有对齐",
    "这一行的缩进与上面各行对不上。",
    "同一层的各行要从同一列开始，下一层另起一行、多缩进两个空格；列表每项另起一行，以“- ”开头。",
)
NEEDS_QUOTES = Rule(
    "R019",
    "特殊符号开头",
    "内容以“{mark}”开头，它在 YAML 里另有含义。",
    "请给整段内容加上英文引号。",
)
ESCAPE = Rule(
    "R020",
    "反斜杠写法有误",
    "双引号里的反斜杠“\\”在 YAML 里另有含义，这里的写法看不懂。",
    "请把外面的双引号改成英文单引号。",
)

FULL_WIDTH_SIGNS = {
    "：": ("冒号", ": ", "（冒号后空一格）"),
    "，": ("逗号", ", ", "（逗号后空一格）"),
    "｛": ("花括号", "{", ""),
    "｝": ("花括号", "}", ""),
    "［": ("方括号", "[", ""),
    "］": ("方括号", "]", ""),
    "－": ("横线", "- ", "（横线后空一格）"),
    "\u3000": ("空格", " ", ""),
    "\xa0": ("空格", " ", ""),
}
_LINE_END = re.compile("\r\n|\r|\n")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')
_ENTRY = re.compile(r"\s*(?:-\s+)*")
_FULL_WIDTH_KEY = re.compile(r"[^\s:：\"'{\[#]+[ \u3000]*(：)")
_TIGHT_KEY = re.compile(r"[A-Za-z_]\w*(:)(?!//)\S")
_FULL_WIDTH_FIELD = re.compile(r"\s*[a-z_]\w*\s*(：)", re.ASCII)
_TIGHT_FIELD = re.compile(r"\s*[a-z_]\w*(:)(?!//)\S", re.ASCII)
_TIGHT_QUOTE = re.compile(r"\s*[a-z_]\w*(:)[\"']", re.ASCII)
_TIGHT_DASH = re.compile(r"(-)[a-z_]")


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file in tidied lines, and what was remarkable in each line.

    Lines and columns are those of the tidied text; its places are those of the file.
    """

    file: str
    lines: Sequence[str]
    remarks: Mapping[int, Sequence[Remark]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, file: str) -> Source:
        """Tidy ``text`` line by line."""
        lines: list[str] = []
        remarks: dict[int, Sequence[Remark]] = {}
        for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff"))):
            tidied, found = tidy(line)
            lines.append(tidied)
            if found and len(remarks) < MOST_REMARKS:
                remarks[number] = found
        return cls(file, lines, remarks)

    @property
    def text(self) -> str:
        """The whole tidied text."""
        return "\n".join(self.lines)

    def line(self, number: int) -> str:
        """Return line ``number`` counted from 0; empty beyond the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def at(self, line: int, column: int, path: FieldPath = ()) -> Location:
        """Return the place at ``line`` and ``column`` counted from 0."""
        for remark in self.remarks.get(line, ()):
            if remark.start > column:
                break
            column += len(remark.found) - len(remark.instead)
        return Location(self.file, line + 1, column + 1, path=path)

    def remarked(self) -> Iterator[tuple[tuple[int, int], Remark, Location]]:
        """Each remark with its place in the tidied text and in the file."""
        for line, remarks in self.remarks.items():
            shift = 0
            for remark in remarks:
                place = Location(self.file, line + 1, remark.start + 1)
                yield (line, remark.start - shift), remark, place
                shift += len(remark.found) - len(remark.instead)


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What the parser said, and where: ``line`` and ``column`` count from 0."""

    source: Source
    problem: str
    line: int
    column: int
    context: str
    start: StreamMark | None

    @property
    def text(self) -> str:
        return self.source.line(self.line)

    def here(self) -> Location:
        return self.source.at(self.line, self.column)

    def beginning(self) -> Location:
        if self.start is None:
            return self.here()
        return self.source.at(self.start.line, self.start.column)


def explain(error: MarkedYAMLError, source: Source) -> Finding:
    """Say what is most likely wrong where the parser stopped."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return SYNTAX.at(Location(source.file))
    trouble = _Trouble(
        source, error.problem or "", mark.line, mark.column, error.context or "", error.context_mark
    )
    for diagnose in _DIAGNOSES:
        finding = diagnose(trouble)
        if finding is not None:
            return finding
    return SYNTAX.at(trouble.here())


def slips_in_text(
    source: Source, first: StreamMark, last: StreamMark, path: FieldPath
) -> Iterator[Finding]:
    """Find ``field：…`` and ``field:…`` in plain text that stands where a field could.

    Such text is valid YAML, so the parser has nothing to say about it.
    """
    for number in range(first.line, last.line + 1):
        line = source.line(number)
        start = first.column if number == first.line else 0
        before = line[:start].strip()
        if before.strip("-[, "):
            continue
        tight = _TIGHT_QUOTE if before else _TIGHT_FIELD
        if match := _FULL_WIDTH_FIELD.match(line, start):
            yield _full_width(source, number, match.start(1), path)
        elif match := tight.match(line, start):
            yield _no_space(source, number, match.start(1), path)


def slip_in_key(
    source: Source, mark: StreamMark, path: FieldPath, *, has_value: bool
) -> Finding | None:
    """Find a sign in a plain key that was meant to open it or to end it."""
    line = source.line(mark.line)
    if match := _FULL_WIDTH_FIELD.match(line, mark.column):
        return _full_width(source, mark.line, match.start(1), path)
    if line[mark.column : mark.column + 1] in FULL_WIDTH_SIGNS:
        return _full_width(source, mark.line, mark.column, path)
    match = _TIGHT_DASH.match(line, mark.column)
    if match is None and not has_value:
        match = _TIGHT_FIELD.match(line, mark.column)
    return _no_space(source, mark.line, match.start(1), path) if match else None


def shorten(text: str, length: int = 24) -> str:
    """Return ``text`` without the space around it, cut to about ``length`` characters."""
    text = text.strip()
    return text if len(text) <= length else text[:length] + "…"


def slip_at(source: Source, line: int, column: int, path: FieldPath = ()) -> Finding:
    """Say what is wrong with the sign at a place: it is full-width, or lacks its space."""
    is_full_width = source.line(line)[column] in FULL_WIDTH_SIGNS
    return (_full_width if is_full_width else _no_space)(source, line, column, path)


def _full_width(source: Source, line: int, column: int, path: FieldPath = ()) -> Finding:
    text = source.line(line)
    found = text[column]
    name, wanted, extra = FULL_WIDTH_SIGNS[found]
    return FULL_WIDTH.at(
        source.at(line, column, path),
        context=_around(text, column),
        name=name,
        found=found,
        wanted=wanted,
        extra=extra,
    )


def _no_space(source: Source, line: int, column: int, path: FieldPath = ()) -> Finding:
    text = source.line(line)
    return NO_SPACE.at(
        source.at(line, column, path), context=_around(text, column), mark=text[column]
    )


def _around(text: str, column: int) -> str:
    """Return what stands around ``column``."""
    return text[max(0, column - 16) : column + 12].strip()


def _tab(trouble: _Trouble) -> Finding | None:
    if "'\\t'" in trouble.problem:
        return TAB.at(trouble.here())
    indent = re.match(r"[ \t]*", trouble.text)
    if indent is not None and "\t" in indent[0]:
        return TAB.at(trouble.source.at(trouble.line, indent[0].index("\t")))
    return None


def _quote(trouble: _Trouble) -> Finding | None:
    if "quoted scalar" in trouble.context and "found unexpected" in trouble.problem:
        return QUOTE.at(trouble.beginning())
    if "escape" in trouble.problem:
        return ESCAPE.at(trouble.here())
    if trouble.problem.endswith("found '<scalar>'") and trouble.text[: trouble.column].strip():
        return QUOTE.at(trouble.here())
    return None


def _needs_quotes(trouble: _Trouble) -> Finding | None:
    if "cannot start any token" in trouble.problem:
        return NEEDS_QUOTES.at(trouble.here(), mark=trouble.text[trouble.column])
    if "block scalar" in trouble.context and "chomping" in trouble.problem:
        place = trouble.beginning()
        return NEEDS_QUOTES.at(place, mark=trouble.text[(place.column or 1) - 1])
    if trouble.problem.endswith("found ','"):
        return NEEDS_QUOTES.at(trouble.here(), mark=",")
    return None


def _bracket(trouble: _Trouble) -> Finding | None:
    if trouble.problem.endswith(("found ']'", "found '}'")):
        return BRACKET.at(trouble.here())
    if "flow" not in trouble.context:
        return None
    first = trouble.start.line if trouble.start is not None else trouble.line
    for line in range(first, trouble.line + 1):
        rest = _without_quoted(trouble.source.line(line))
        if sign := re.search("[，：｛｝［］]", rest):
            return _full_width(trouble.source, line, sign.start())
        if sign := re.search(r"(?<=[\s:,{\[])[\"']", rest):
            return QUOTE.at(trouble.source.at(line, sign.start()))
    return BRACKET.at(trouble.beginning() if first != trouble.line else trouble.here())


def _unfinished_key(trouble: _Trouble) -> Finding | None:
    """A line that should begin with ``key: `` but has no such key."""
    if "could not find expected ':'" not in trouble.problem or trouble.start is None:
        return None
    return _slip(trouble.source, trouble.start.line) or _no_colon(
        trouble.source, trouble.start.line
    )


def _unexpected_value(trouble: _Trouble) -> Finding | None:
    """A second ``key: `` where none can be: often a line above it has the slip."""
    if "mapping values are not allowed" not in trouble.problem:
        return None
    if re.search(r":\s", _without_quoted(trouble.text[: trouble.column])):
        return EXTRA_COLON.at(trouble.here(), context=shorten(trouble.text))
    slip = _slip(trouble.source, trouble.line, before=trouble.column)
    return slip or _slip_above(trouble)


def _slip_above(trouble: _Trouble) -> Finding | None:
    for line in range(trouble.line - 1, -1, -1):
        text = trouble.source.line(line)
        slip = _slip(trouble.source, line)
        if slip is not None:
            return slip
        if re.search(r":(\s|$)", _without_quoted(text)):
            return INDENT.at(trouble.source.at(trouble.line, _indent(trouble.text)))
        if text.strip():
            return _no_colon(trouble.source, line)
    return None


def _misplaced(trouble: _Trouble) -> Finding | None:
    words = (
        "expected <block end>",
        "sequence entries are not allowed",
        "but found ('<block",
        "more indented",
    )
    if any(word in trouble.problem for word in words):
        return INDENT.at(trouble.here())
    return None


def _slip(source: Source, line: int, before: int | None = None) -> Finding | None:
    """Find a key that ends in a wrong colon; only left of column ``before`` if that is given."""
    text = source.line(line)[:before]
    entry = _ENTRY.match(text)
    start = entry.end() if entry is not None else 0
    if sign := _FULL_WIDTH_KEY.match(text, start):
        return _full_width(source, line, sign.start(1))
    if sign := _TIGHT_KEY.match(text, start):
        return _no_space(source, line, sign.start(1))
    return None


def _no_colon(source: Source, line: int) -> Finding:
    text = source.line(line)
    return NO_COLON.at(source.at(line, _indent(text)), context=shorten(text))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _without_quoted(text: str) -> str:
    """Blank out quoted parts, so that what is left stands at its column."""
    return _QUOTED.sub(lambda match: "_" * len(match[0]), text)


_DIAGNOSES: tuple[Callable[[_Trouble], Finding | None], ...] = (
    _tab,
    _quote,
    _needs_quotes,
    _bracket,
    _unfinished_key,
    _unexpected_value,
    _misplaced,
)
