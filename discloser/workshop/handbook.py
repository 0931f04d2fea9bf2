"""The tables of the maintainer's handbook that are made from the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from discloser.compose.context import Context
from discloser.compute.figures import compute
from discloser.compute.ledger import DIMENSIONS
from discloser.location import SourceMap
from discloser.model.values import Kind
from discloser.pack import specs
from discloser.pack.pack import Pack
from discloser.pack.sandbox import FILTERS, STRINGS, TEXT_FILTERS
from discloser.workshop.samples import samples

_MARK = re.compile(r"(<!-- 生成：(\w+) -->\n).*?(<!-- 完 -->)", re.DOTALL)
_SPECS: Mapping[str, type[BaseModel]] = {
    "report.yaml（整份文档）": specs.ReportSpec,
    "parts 的一项（部分）": specs.PartSpec,
    "表格文件": specs.TableSpec,
    "panels 的一项（分栏）": specs.PanelSpec,
    "columns 的一项（栏）": specs.ColumnSpec,
    "rows 的一项（行）": specs.RowSpec,
    "empty（空表）": specs.EmptySpec,
    "sheet_rows（不规则表）": specs.SheetSpec,
    "sheet_rows.rows 的一项": specs.SheetRowSpec,
    "不规则表的 cells 的一项": specs.SheetCellSpec,
    "参数": specs.ParameterSpec,
    "数字格式": specs.NumberFormatSpec,
}


def refresh(text: str, pack: Pack) -> str:
    """The handbook with its generated tables as the code is now."""
    makers: Mapping[str, Callable[[], Iterable[str]]] = {
        "figures": lambda: _figures(pack),
        "specs": _spec_tables,
        "dimensions": _dimensions,
        "filters": lambda: _filters(pack),
        "names": lambda: _names(pack),
    }

    def made(match: re.Match[str]) -> str:
        lines = "\n".join(makers[match[2]]()).strip()
        return f"{match[1]}\n{lines}\n\n{match[3]}"

    return _MARK.sub(made, text)


def _context(pack: Pack) -> Context:
    disclosure = next(samples(pack.name, Kind.BUDGET, pack.year)).disclosure
    return Context(compute(disclosure, pack.measures), pack, SourceMap(""))


def _figures(pack: Pack) -> Iterable[str]:
    context = _context(pack)
    yield "| 名称 | 中文 | 单位 | 样例里印作 |"
    yield "|---|---|---|---|"
    for name, figure in context.figures.items():
        yield f"| `{name}` | {figure.label} | 万元 | {context.amount(name)} |"


def _names(pack: Pack) -> Iterable[str]:
    context = _context(pack)
    for name in context.names():
        if name not in context.figures:
            yield f"- `{name}`"


def _filters(pack: Pack) -> Iterable[str]:
    yield f"- 本程序的：{_listed(_context(pack).filters())}"
    yield f"- 通用的：{_listed({*FILTERS, *TEXT_FILTERS, 'join', 'replace', 'sum', 'truncate'})}"
    yield f"- 文字后面可以用的：{_listed(f'.{name}()' for name in STRINGS)}"


def _dimensions() -> Iterable[str]:
    return (f"- `{name}`：{label}" for name, label in DIMENSIONS.items())


def _spec_tables() -> Iterable[str]:
    for title, spec in _SPECS.items():
        yield f"**{title}**"
        yield ""
        for name, field in spec.model_fields.items():
            yield f"- `{name}`：{field.title}{_default(field)}"
        yield ""


def _default(field: Any) -> str:
    if field.is_required():
        return "（必填）"
    value = field.get_default(call_default_factory=True)
    words = {True: "是", False: "否"}
    shown = words.get(value, value) if isinstance(value, bool) else value
    plain = isinstance(shown, str | int | float) and shown != ""
    return f"（不写就是 {shown}）" if plain else ""


def _listed(names: Iterable[str]) -> str:
    return "、".join(f"`{name}`" for name in sorted(names))
