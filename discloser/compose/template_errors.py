"""What went wrong in a template: in Chinese, at its line and column, with the remedy."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.tests import TESTS

from discloser.finding import Finding, Rule
from discloser.location import Location
from discloser.pack.budget import OverBudgetError
from discloser.validation import nearest

SYNTAX = Rule(
    "T010",
    "模板写法有误",
    "模板写法有误：{message}",
    "{remedy}",
)
UNDEFINED = Rule(
    "T011",
    "模板用了不存在的名称",
    "模板用了不存在的名称：{message}",
    "可用的名称见 discloser figures 和 docs/模板手册.md。",
)
FAILED = Rule("T012", "模板运行出错", "模板运行出错：{message}", "请改模板这一行。")
OVER_BUDGET = Rule(
    "T062",
    "模板包要做的事太多",
    "模板包{message}",
    "请检查这里的循环、列表和 repeat 是不是套得太多；正常的模板包用不到这个限度的十分之一。",
)
NO_TEMPLATE = Rule(
    "T013", "缺少模板文件", "找不到模板文件 {message}。", "请新建，或改正引用它的地方。"
)

_CLOSED = ("if", "for", "block", "macro", "set", "call", "filter", "with", "raw")
_TAGS = (
    *_CLOSED,
    *(f"end{name}" for name in _CLOSED),
    *("elif", "else", "extends", "include", "import", "from", "do", "break", "continue"),
)
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "template data / text": "文字",
    "end of template": "模板的结尾",
    "begin of comment": "{#",
    "end of comment": "#}",
    "name": "名称",
    "string": "引号里的文字",
    "integer": "整数",
}
_PAIRS = "请检查 {{ }}、{% %} 和括号、引号是否成对，两个名称之间是否缺了符号。"
_MESSAGES: tuple[tuple[str, str, str], ...] = (
    (
        r"Unexpected end of template.* closed is '(?P<open>\w+)'",
        "{{% {open} %}} 到模板结尾还没有收尾。",
        "请在这一段的末尾加上 {{% end{open} %}}。",
    ),
    (
        r"Encountered unknown tag '(?P<got>end\w+)'.* closed is '(?P<open>\w+)'",
        "先该收尾的是 {{% {open} %}}，这里却写了 {{% {got} %}}。",
        "请在它前面加上 {{% end{open} %}}，或把它改成 {{% end{open} %}}。",
    ),
    (
        r"Encountered unknown tag '(?P<got>end\w+|else|elif)'",
        "这里写了 {{% {got} %}}，前面没有要它收尾的标记。",
        "请删去它，或补上前面的一半。",
    ),
    (
        r"Encountered unknown tag '(?P<got>[^']+)'",
        "没有 {{% {got} %}} 这种标记。{hint}",
        "可用的标记有 if、for、block、macro、set、extends、include、import。",
    ),
    (r"tag name expected", "{{% 的后面没有写标记。", "请写上标记，如 {{% if … %}}。"),
    (
        r"No filter named '(?P<got>[^']+)'",
        "没有“{got}”这个过滤器。{hint}",
        "可用的过滤器见 docs/模板手册.md。",
    ),
    (
        r"No test named '(?P<got>[^']+)'",
        "is 的后面不能写“{got}”。{hint}",
        "is 后面常用的有 defined、none、odd、even。",
    ),
    (
        r"block '(?P<got>[^']+)' defined twice",
        "block {got} 写了两次。",
        "请给其中一个换个名称。",
    ),
    (r"Missing end of comment tag", "注释 {{# 没有写结尾的 #}}。", "请加上 #}}。"),
    (r"Missing end of raw directive", "{{% raw %}} 没有收尾。", "请加上 {{% endraw %}}。"),
    (
        r"unexpected char (?P<got>.+) at \d+",
        "这里不能有字符 {got}。",
        "公式里只能用英文的引号、括号和逗号；引号要成对。",
    ),
    (
        r"unexpected '(?P<got>[^']+)', expected '(?P<want>[^']+)'",
        "这里写了“{got}”，应是“{want}”。",
        _PAIRS,
    ),
    (
        r"unexpected end of template, expected '(?P<want>[^']+)'",
        "模板到这里就完了，还缺“{want}”。",
        _PAIRS,
    ),
    (
        r"expected token '(?P<want>[^']+)', got '(?P<got>[^']+)'",
        "这里应是“{want}”，却写了“{got}”。",
        _PAIRS,
    ),
    (
        r"Expected an expression, got '(?P<got>[^']+)'",
        "“{got}”前面缺了内容。",
        "请补上名称或数，或删去多余的符号。",
    ),
    (
        r"unexpected '(?P<got>end of (?:print statement|statement block))'",
        "“{got}”前面缺了内容。",
        "请补上名称或数，或删去多余的符号。",
    ),
    (r"unexpected '(?P<got>[^']+)'", "这里不该有“{got}”。", _PAIRS),
    (
        r"Block names in Jinja have to be valid",
        "block 的名称里不能有减号。",
        "请改用下划线，如 total_amount。",
    ),
    (
        r"Can't assign to special loop variable|can't assign to '(?P<got>[^']+)'",
        "set 和 for 的后面要写一个新名称，这里不能赋值。",
        "请换一个名称。",
    ),
    (
        r"expected (?:subscript expression|name or number)",
        "点号或方括号的后面缺了名称。",
        "请补上名称，如 units[0].name。",
    ),
    (
        r"invalid syntax for function call expression|expected call",
        "括号里的内容写法不对。",
        "请检查逗号和等号。",
    ),
    (r"chunk after expression", "条件后面多了内容。", "条件里不用写 {{ }}，请只留一个条件。"),
    (
        r"non-default argument follows default argument",
        "macro 的括号里，有默认值的要写在后面。",
        "请把没有默认值的移到前面。",
    ),
    (
        r"You cannot chain multiple tests",
        "一个条件里只能有一个 is。",
        "两个条件之间请写 and 或 or。",
    ),
    (
        r"names starting with an underline",
        "以下划线开头的名称不能引入。",
        "请在那个文件里给它换一个名称。",
    ),
    (
        r"(?P<got>[一-鿿].*)",
        "{got}",
        "请改模板这一处。",
    ),
)
_SLIPS: dict[type[Exception], str] = {
    ZeroDivisionError: "除数是零。",
    RecursionError: "macro 或文件绕着圈调用自己。",
    TypeError: "这几样内容不能一起算，或括号里给的个数不对。",
    SyntaxError: "括号或循环套得太深。",
    MemoryError: "括号或循环套得太深。",
    OverflowError: "数太大。",
    KeyError: "没有这一项。",
    AttributeError: "没有这一项。",
    ValueError: "这里的数或文字不合要求。",
}


def template_finding(
    error: Exception, file: str, place: Location | None = None, filters: Iterable[str] = ()
) -> Finding:
    """The finding of an error that a template made.

    ``file`` is the template, or the spec with the text at ``place``; ``filters`` are the names
    of all filters that it might have meant.
    """
    match error:
        case TemplateSyntaxError():
            return _syntax_finding(error, file, place, list(filters))
        case TemplateNotFound():
            rule, message = NO_TEMPLATE, str(error.name or error)
        case UndefinedError():
            rule, message = UNDEFINED, _own_words(error, "没有这个名称。")
        case OverBudgetError():
            rule, message = OVER_BUDGET, str(error.message or error)
        case SecurityError():
            rule, message = FAILED, _own_words(error, "这里用了模板里不许用的东西。")
        case TemplateError():
            rule, message = FAILED, _own_words(error, "过滤器的参数或引用的文件不合要求。")
        case _:
            rule, message = FAILED, _slip(error)
    here = _running_place(error, file) if place is None else place
    quoted = re.search(r"“([^”]+)”", message)
    word = quoted[1] if quoted else str(getattr(error, "name", None) or "")
    return rule.at(pinpoint(here, word), message=message)


def pinpoint(place: Location, word: str) -> Location:
    """The first place of ``word`` from ``place`` on; Jinja knows lines only.

    Without the word it is the place of the first mark on the line or the next one, where a text
    of a YAML file may begin.
    """
    if place.line is None:
        return place
    try:
        lines = Path(place.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return place
    # A name goes before a member of the same name, and any text before none.
    kinds = (rf"(?<![\w.]){re.escape(word)}(?!\w)", re.escape(word)) if word else (r"\{[{%#]",)
    for pattern in kinds:
        last = len(lines) if word else min(place.line + 1, len(lines))
        for number in range(max(place.line, 1), last + 1):
            line = lines[number - 1]
            start = (place.column or 1) - 1 if number == place.line else 0
            if found := re.compile(pattern).search(line, start):
                return replace(place, line=number, column=found.start() + 1)
    return pinpoint(place, "") if word and place.column is None else place


def below(place: Location, line: int) -> Location:
    """The place of a text's ``line``, where the text begins at ``place``."""
    if place.line is None or line == 1:
        return place
    return replace(place, line=place.line + line - 1, column=None)


def _syntax_finding(
    error: TemplateSyntaxError, file: str, place: Location | None, filters: list[str]
) -> Finding:
    said = error.message or str(error)
    message, remedy, word = _in_chinese(said, filters)
    line = error.lineno
    opened = _unclosed(error.source or "", said)
    if opened is not None:
        line, column = opened
        here = Location(error.filename or file, line, column)
        if place is not None:
            here = pinpoint(below(place, line), "{%")
    elif place is not None:
        here = pinpoint(below(place, line), word)
    else:
        here = pinpoint(Location(error.filename or file, line), word)
    return SYNTAX.at(here, message=message, remedy=remedy)


def _in_chinese(said: str, filters: list[str]) -> tuple[str, str, str]:
    """Jinja's message and its remedy in Chinese, and the word of the template that it names."""
    for pattern, message, remedy in _MESSAGES:
        match = re.search(pattern, said, re.DOTALL)
        if match is None:
            continue
        words = {name: _shown(value or "") for name, value in match.groupdict().items()}
        kind = said.partition(" named")[0].rpartition(" ")[2]
        known = {"filter": filters, "test": list(TESTS)}.get(kind, list(_TAGS))
        hint = nearest(words.get("got", ""), known)
        filled = remedy if remedy == _PAIRS else remedy.format(**words)
        return message.format(**words, hint=hint), filled, words.get("got", "")
    return "从这里起看不懂。", _PAIRS, ""


def _shown(token: str) -> str:
    return _TOKENS.get(token, token[1:-1] if token[:1] in ("'", '"') else token)


def _own_words(error: TemplateError, otherwise: str) -> str:
    """What our own code said in Chinese; Jinja speaks English."""
    message = error.message or str(error)
    return message if re.search("[一-鿿]", message) else otherwise


def _slip(error: Exception) -> str:
    """A mistake that shows only when the template runs."""
    for kind, said in _SLIPS.items():
        if isinstance(error, kind):
            return said
    return "程序认不得这样的写法。"


def _unclosed(source: str, said: str) -> tuple[int, int] | None:
    """Line and column of the innermost tag that the template does not close."""
    match = re.search(r"Unexpected end of template.* closed is '(\w+)'", said, re.DOTALL)
    if match is None:
        return None
    stack: list[tuple[int, int, str]] = []
    for tag in re.finditer(r"\{%[-+]?\s*(\w+)", source):
        name = tag[1]
        if name.startswith("end") and stack and stack[-1][2] == name.removeprefix("end"):
            stack.pop()
        elif name in _CLOSED and (name != "set" or _is_block(source, tag.end())):
            before = source[: tag.start()]
            stack.append((before.count("\n") + 1, tag.start() - before.rfind("\n"), name))
    return stack[-1][:2] if stack and stack[-1][2] == match[1] else None


def _is_block(source: str, start: int) -> bool:
    """Tell whether a ``set`` tag has no value of its own, so that an ``endset`` must follow."""
    return "=" not in source[start : source.find("%}", start)]


def _running_place(error: Exception, file: str) -> Location:
    """The template line that an error comes from, as Jinja's traceback tells it."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return Location(frame.filename, frame.lineno)
    return Location(file, _longest_line(file))


def _longest_line(file: str) -> int:
    """The line that a template cannot be compiled for is most likely the longest one."""
    try:
        lines = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return 1
    return max(enumerate(lines, start=1), key=lambda line: len(line[1]), default=(1, ""))[0]
