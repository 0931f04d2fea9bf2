"""A draft as YAML text: new with Chinese comments, or into an existing text that keeps its own.

Every scalar is written so that reading gives the same text back. No value is resolved on the
way: the loader and the dumper know texts only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from discloser.location import FieldPath
from discloser.model.disclosure import Disclosure

_HEAD = """\
怎样填这个文件：
1. 每行是“字段: 内容”。英文字段名不要改；字段后用半角冒号，冒号后空一格。
2. 只填最细的明细。合计、占比、增减额、增减率和各张表都由程序算出，不用填。
3. 金额按下面 money_unit 写的单位填，不写单位。
4. 科目编码、单位代码、项目编码加英文引号，如 "2010301"。
5. 没有的内容整段删去即可，不必写“无”。
6. “#”后面是说明，不会印出来。
"""
_CODES = frozenset({"code", "function", "department_economic", "government_economic"})
_PLAIN = re.compile(r"[0-9A-Za-z_.\-/\u3007\u4e00-\u9fff（）“”《》〔〕、，。；％·≥≤=%+]+")
_CODE = re.compile(r"\d+", re.ASCII)
_ALIGNING = re.compile("([,:]) +")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_NULL = "tag:yaml.org,2002:null"
_NOTHING = re.compile("^(?:~|null|Null|NULL|)$")
_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_LONGEST_IN_ROW = 60
"""The longest text in a row that is written on one line."""


def write_yaml(
    draft: Mapping[str, Any],
    existing: str | None = None,
    remarks: Mapping[FieldPath, str] | None = None,
) -> str:
    """Write a draft.

    Args:
        draft: nested dicts, lists and texts; None and empty parts are left out.
        existing: the text that is rewritten. Its comments, its order and its way of writing
            what has not changed survive.
        remarks: what is written as a comment behind new fields and list items.
    """
    tool = _tool()
    document: Any = None
    if existing is not None:
        try:
            document = tool.load(existing)
        except YAMLError:
            document = None
    if isinstance(document, CommentedMap):
        _update(document, draft)
    else:
        document = _new(draft)
        for path, remark in (remarks or {}).items():
            _remark(document, path, remark)
    stream = StringIO()
    tool.dump(document, stream)
    return _aligned(stream.getvalue(), existing or "")


def _aligned(text: str, existing: str) -> str:
    """Give rows that have not changed the spaces back that put their columns in line."""
    rows = {_squeezed(line): line for line in existing.splitlines() if _is_row(line)}
    lines = (
        rows.get(_squeezed(line), line) if _is_row(line) else line for line in text.splitlines()
    )
    return "".join(f"{line}\n" for line in lines)


def _is_row(line: str) -> bool:
    """Whether a line is a row whose spaces between its fields mean nothing."""
    return line.lstrip().startswith("- {") and not _ALIGNING.search("".join(_QUOTED.findall(line)))


def _squeezed(line: str) -> str:
    return re.sub(" +#", " #", _ALIGNING.sub(r"\1 ", line)).replace(" }", "}")


class _TextResolver(VersionedResolver):
    """Takes every plain scalar for text, and nothing for nothing."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        """What is not text, by its first character."""
        return {first: [(_NULL, _NOTHING)] for first in ("", "~", "n", "N")}


def _tool() -> YAML:
    tool = YAML()
    tool.Resolver = _TextResolver
    tool.preserve_quotes = True
    tool.width = 1_000_000
    tool.allow_unicode = True
    tool.indent(mapping=2, sequence=4, offset=2)
    return tool


def _new(draft: Mapping[str, Any]) -> CommentedMap:
    document = CommentedMap()
    for name, field in Disclosure.model_fields.items():
        if name in draft and not _is_empty(draft[name]):
            document[name] = _made(draft[name], name)
            document.yaml_set_comment_before_after_key(name, before=f"\n{field.title}")
    for name in draft:
        if name not in document and not _is_empty(draft[name]):
            document[name] = _made(draft[name], name)
    document.yaml_set_start_comment(_HEAD)
    return document


def _remark(document: Any, path: FieldPath, remark: str) -> None:
    """Write a comment behind a field or a list item, where a line of its own has it."""
    for length, step in enumerate(path, start=1):
        inner = document[step] if length < len(path) else None
        is_row = isinstance(inner, CommentedMap) and inner.fa.flow_style()
        if length == len(path) or is_row:
            document.yaml_add_eol_comment(remark, step, column=0)
            return
        document = inner


def _made(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        made = CommentedMap()
        for key, child in value.items():
            if not _is_empty(child) or child is None:
                made[_key(key)] = _made(child, key)
        return made
    if isinstance(value, list):
        items = CommentedSeq([_made(child, name) for child in value])
        for item in items:
            if isinstance(item, CommentedMap) and _is_short(item):
                item.fa.set_flow_style()
        return items
    return _scalar(value, name)


def _is_short(item: CommentedMap) -> bool:
    """Whether a row is written on one line: ledger lines and indicators, not long texts."""
    texts = [str(value) for value in item.values() if value is not None]
    flat = all(not isinstance(value, CommentedMap | CommentedSeq) for value in item.values())
    longest = max(map(len, texts), default=0)
    return flat and longest <= _LONGEST_IN_ROW and not any("\n" in text for text in texts)


def _update(old: CommentedMap, new: Mapping[str, Any]) -> None:
    """Change a mapping into ``new``, touching only what differs."""
    for key in [key for key in old if _is_empty(new.get(str(key))) and new.get(str(key)) is None]:
        if old[key] is not None and str(key) not in new:
            del old[key]
    for name, value in new.items():
        if name not in old:
            if not _is_empty(value):
                old[_key(name)] = _made(value, name)
            continue
        old[name] = _merged(old[name], value, name)


def _merged(old: Any, new: Any, name: str) -> Any:
    if isinstance(old, CommentedMap) and isinstance(new, Mapping):
        _update(old, new)
        return old
    if isinstance(old, CommentedSeq) and isinstance(new, list):
        return _merged_list(old, new, name)
    same_text = isinstance(old, str) and isinstance(new, str) and _same(str(old), new)
    return old if same_text or (old is None and new is None) else _made(new, name)


def _merged_list(old: CommentedSeq, new: list[Any], name: str) -> CommentedSeq:
    """Keep the items that stay, in the order of ``new``; an item in both keeps its comments."""
    before = [repr(_plain(item)) for item in old]
    after = [repr(item) for item in new]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for what, start, end, new_start, new_end in reversed(steps):
        if what == "equal":
            continue
        both = min(end - start, new_end - new_start)
        for offset in range(both):
            index = start + offset
            old[index] = _merged(old[index], new[new_start + offset], name)
        del old[start + both : end]
        for offset, value in enumerate(new[new_start + both : new_end]):
            old.insert(start + both + offset, _like(old, _made([value], name)[0]))
    return old


def _like(items: CommentedSeq, item: Any) -> Any:
    """Write a new item as its neighbours are written: on one line, or field by field."""
    first = next((each for each in items if isinstance(each, CommentedMap)), None)
    if first is not None and isinstance(item, CommentedMap):
        if first.fa.flow_style():
            item.fa.set_flow_style()
        else:
            item.fa.set_block_style()
    return item


def _plain(value: Any) -> Any:
    if isinstance(value, CommentedMap):
        return {str(key): _plain(child) for key, child in value.items()}
    if isinstance(value, CommentedSeq):
        return [_plain(child) for child in value]
    return None if value is None else str(value)


def _same(old: str, new: str) -> bool:
    return old == new or (old.replace(",", "") == new and _CODE.fullmatch(new) is not None)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _key(name: str) -> str:
    return name if _KEY.fullmatch(name) else DoubleQuotedScalarString(name)


def _scalar(value: Any, name: str) -> Any:
    if value is None:
        return None
    text = str(value)
    if "\n" in text and text == text.strip() and not re.search(r"[^\S\n]\n|\t", text):
        return LiteralScalarString(text)
    is_code = name in _CODES or (name == "unit" and _CODE.fullmatch(text) is not None)
    safe = _PLAIN.fullmatch(text) and text.lower() not in _WORDS and text[0] not in "-%=.≥+、，。"
    if is_code or not safe:
        return DoubleQuotedScalarString(text)
    return text
