"""The tables of the maintainer's handbook that are made from the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from discloser.compose.context import Context
from discloser.compose.text import TextRenderer
from discloser.compute.figures import compute
from discloser.compute.ledger import DIMENSIONS
from discloser.location import Location, SourceMap
from discloser.model.disclosure import Disclosure, ThreePublicDetails
from discloser.model.supplement import ValueType
from discloser.model.values import Kind, Money
from discloser.pack import chart_specs, fields, number_formats, report_spec, specs, uses
from discloser.pack.pack import Pack
from discloser.pack.sandbox import FILTERS, STRINGS, TEXT_FILTERS
from discloser.parameters.limits import national_parameters
from discloser.parameters.parameter import Parameter
from discloser.specimen.samples import samples, with_prior
from discloser.vocabulary.changes import ChangeWords
from discloser.vocabulary.comparisons import ComparisonWords
from discloser.vocabulary.counts import CountWords
from discloser.vocabulary.forms import FormWords
from discloser.vocabulary.labels import BookPart, CountedWith, LabelWords, TextColumns
from discloser.vocabulary.rates import CompletionWords, ListWords, ShareWords
from discloser.vocabulary.sentences import PhraseWords, QuantityWords, ScopeWords
from discloser.vocabulary.tables import TableWords
from discloser.vocabulary.wording import WordingWords
from discloser.vocabulary.words import Words
from discloser.workshop.vocabulary import FILTERS as OWN_FILTERS
from discloser.workshop.vocabulary import NAMES, Word

_MARK = re.compile(r"(<!-- 生成：(\w+) -->\n).*?(<!-- 完 -->)", re.DOTALL)
_MACRO = re.compile(
    r"(?:^\{#-?\s*(?P<says>(?:(?!#\}).)*?)\s*-?#\}\n)?^\{%-? macro (?P<call>.*?) -?%\}",
    re.MULTILINE | re.DOTALL,
)
UNVERIFIED = "unverified"
"""A word of every spec; the handbook says it once."""
_SPECS: Mapping[str, type[BaseModel]] = {
    "report.yaml（整份文档）": report_spec.ReportSpec,
    "contents（目录）": report_spec.ContentsSpec,
    "cover、above、below 的一项": report_spec.ParagraphSpec,
    "parts 的一项（部分）": report_spec.PartSpec,
    "表格文件": specs.TableSpec,
    "panels 的一项（分栏）": specs.PanelSpec,
    "columns 的一项（栏）": specs.ColumnSpec,
    "rows 的一项（行）": specs.RowSpec,
    "empty（空表）": specs.EmptySpec,
    "sheet_rows（不规则表）": specs.SheetSpec,
    "sheet_rows.rows 的一项": specs.SheetRowSpec,
    "不规则表的 cells 的一项": specs.SheetCellSpec,
    "parts 的 charts 的一项（图放在哪里）": report_spec.ChartEntry,
    "图的文件": chart_specs.ChartSpec,
    "points 的一项（图的各项）": chart_specs.PointSpec,
    "series 的一项（图的系列）": chart_specs.SeriesSpec,
    "参数": Parameter,
    "数字格式": number_formats.NumberFormatSpec,
}
_FIELDS: Mapping[str, type[BaseModel]] = {
    "fields.yaml 的一项": fields.FieldSpec,
    "lines 的一栏": fields.LineColumnSpec,
    "输入里本来有的一项": uses.UseSpec,
}
_WORDS: Mapping[str, type[BaseModel]] = {
    "vocabulary.yaml": Words,
    "tables 的一张表，写在公开种类（budget、final_account）和表的代号下面": TableWords,
    "tables 的 form（表式）": FormWords,
    "labels": LabelWords,
    "labels.balance 的一行、phrases 的 parts": BookPart,
    "labels.texts": TextColumns,
    "labels.counted_with 的一项": CountedWith,
    "comparisons 的一项": ComparisonWords,
    "phrases 的一项": PhraseWords,
    "scopes 的一项，写在公开种类下面": ScopeWords,
    "quantities 的一项，写在公开种类下面": QuantityWords,
    "changes": ChangeWords,
    "shares 的一项": ShareWords,
    "lists 的一项": ListWords,
    "completions 的一项": CompletionWords,
    "counts 的一项": CountWords,
    "wording": WordingWords,
}


def refresh(text: str, pack: Pack) -> str:
    """The handbook with its generated tables as the code is now."""
    makers: Mapping[str, Callable[[], Iterable[str]]] = {
        "figures": lambda: _figures(pack),
        "specs": lambda: _model_tables(_SPECS),
        "fields": lambda: _model_tables(_FIELDS),
        "field_types": _field_types,
        "core_fields": _core_fields,
        "words": lambda: _model_tables(_WORDS),
        "roles": lambda: _roles(pack),
        "limits": _limits,
        "dimensions": _dimensions,
        "filters": lambda: _filters(pack),
        "names": lambda: _names(pack),
        "records": _records,
        "macros": lambda: _macros(pack),
    }

    def made(match: re.Match[str]) -> str:
        lines = "\n".join(makers[match[2]]()).strip()
        return f"{match[1]}\n{lines}\n\n{match[3]}"

    return _MARK.sub(made, text)


def _context(pack: Pack) -> Context:
    first = next(samples(pack.name, Kind.BUDGET, pack.year, pack.form))
    amounts = {name: f.amount for name, f in compute(first.disclosure, pack.measures).items()}
    disclosure = with_prior(first, amounts).disclosure
    of_final_accounts = {
        "item_reasons": {"2010301": "追加人员经费"},
        "three_public": ThreePublicDetails(vehicles_kept=2),
    }
    figures = compute(disclosure.model_copy(update=of_final_accounts), pack.measures)
    return Context(figures, pack, SourceMap(""))


def _figures(pack: Pack) -> Iterable[str]:
    context = _context(pack)
    yield "| 名称 | 中文 | 单位 | 样例里印作 |"
    yield "|---|---|---|---|"
    for name, figure in context.figures.items():
        yield f"| `{name}` | {figure.label} | 万元 | {context.amount(name)} |"


def _names(pack: Pack) -> Iterable[str]:
    return _examples(pack, NAMES, [n for n in _context(pack).names() if n not in pack.measures])


def _filters(pack: Pack) -> Iterable[str]:
    yield from _examples(pack, OWN_FILTERS, list(_context(pack).filters()))
    yield ""
    yield f"- 通用的：{_listed({*FILTERS, *TEXT_FILTERS, 'join', 'replace', 'sum', 'truncate'})}"
    yield f"- 文字后面可以用的：{_listed(f'.{name}()' for name in STRINGS)}"


def _examples(pack: Pack, words: Mapping[str, Word], known: Iterable[str]) -> Iterable[str]:
    """A row for each of ``known``; its example is run, and raises ValueError where it fails."""
    context = _context(pack)
    texts = TextRenderer(pack.layers, pack.kind.value, context.names(), context.filters())
    yield "| 名称 | 是什么 | 写法举例 | 样例里印作 |"
    yield "|---|---|---|---|"
    for name in known:
        word = words[name]
        shown = texts.text(word.example, Location(name))
        if texts.findings or context.findings:
            raise ValueError(f"{name}: {[*texts.findings, *context.findings]}")
        yield f"| `{name}` | {word.says} | `{word.example.replace('|', chr(92) + '|')}` | {shown} |"


def _records() -> Iterable[str]:
    """The fields of the names that are records of the input."""
    records = {"three_public_details": "three_public"}
    yield "| 名称 | 中文 |"
    yield "|---|---|"
    for name in NAMES:
        field = Disclosure.model_fields.get(records.get(name, name))
        if field is not None and name != "projects":
            yield from _fields(name, field)


def _fields(name: str, field: FieldInfo) -> Iterable[str]:
    """A row for a plain field, those of its fields for a record; ``[0]`` stands for each of a list.

    A unit's own parts have the same fields as the department's, and are left out.
    """
    record = _record(field.annotation)
    if record is None and "." in name:
        unit = "（元）" if set(get_args(Money)[1:]) <= set(field.metadata) else ""
        yield f"| `{name}` | {field.title}{unit} |"
    elif record is not None:
        listed = "[0]" if get_origin(field.annotation) is tuple else ""
        for inner, its in record.model_fields.items():
            if inner != "own":
                yield from _fields(f"{name}{listed}.{inner}", its)


def _record(annotation: Any) -> type[BaseModel] | None:
    """The model in an annotation such as ``tuple[Task, ...]`` or ``SelfEvaluation | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_record, get_args(annotation))), None)


def _macros(pack: Pack) -> Iterable[str]:
    """The macros of the pack's budget and final account, with the comment above each."""
    for kind in Kind:
        found = pack.layers.find(f"{kind.value}/macros.j2")
        macros = [m for _, path in found for m in _MACRO.finditer(path.read_text(encoding="utf-8"))]
        if not macros:
            continue
        yield f"**{kind.label}**"
        yield ""
        for match in {macro["call"]: macro for macro in reversed(macros)}.values():
            says = f"：{' '.join(match['says'].split())}" if match["says"] else ""
            yield f"- `{match['call']}`{says}"
        yield ""


def _dimensions() -> Iterable[str]:
    return (f"- `{name}`：{label}" for name, label in DIMENSIONS.items())


def _limits() -> Iterable[str]:
    """The national limits with their ground."""
    yield "| 名称 | 是什么 | 取值 | 依据 |"
    yield "|---|---|---|---|"
    for name, limit in national_parameters().items():
        says = f"{limit.label}；{limit.note}" if limit.note else limit.label
        values = "；".join(f"自{year}年度 {_shown(value)}" for year, value in limit.since.items())
        yield f"| `{name}` | {says} | {values} | {limit.reference} |"


def _shown(value: Any) -> str:
    """A value of a parameter in one line."""
    if isinstance(value, Mapping):
        return "，".join(f"{name}：{_shown(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "、".join("＝".join(each) if isinstance(each, list) else each for each in value)
    return str(value)


def _roles(pack: Pack) -> Iterable[str]:
    """The national tables of each kind with a title of each."""
    for kind in Kind:
        named = (f"`{role}`（{t.titles[0]}）" for role, t in pack.words.tables[kind].items())
        yield f"- {kind.label}：{'、'.join(named)}"


def _model_tables(models: Mapping[str, type[BaseModel]]) -> Iterable[str]:
    for title, spec in models.items():
        yield f"**{title}**"
        yield ""
        for name, field in spec.model_fields.items():
            if name != UNVERIFIED:
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


_TYPES: Mapping[ValueType, str] = {
    ValueType.TEXT: "一行字",
    ValueType.LONG_TEXT: "一段或几段话",
    ValueType.AMOUNT: "和台账一样按文件的金额单位填；正文里印成万元，写了 `unit: 元` 的印成元",
    ValueType.COUNT: "0 或正整数",
    ValueType.NUMBER: "可以有小数，最多 `decimals` 位，如面积、百分比",
    ValueType.DATE: "2025-03-05，也可以写 2025年3月5日；印作 2025年3月5日",
    ValueType.MONTH: "2025-03；印作 2025年3月",
    ValueType.CHOICE: "`choices` 里的一个词，工作簿里是下拉",
    ValueType.YES_NO: "是或否；模板里可以直接 `if`",
    ValueType.CODE: "数字、字母，前面的 0 保留",
    ValueType.FUNCTION: "七位编码；`where` 里另有 function_class、function_group、function_item",
    ValueType.DEPARTMENT_ECONOMIC: "五位编码；`where` 里另有 economic_class、economic_item",
    ValueType.GOVERNMENT_ECONOMIC: "五位编码；`where` 里另有 government_class、government_item",
    ValueType.FUND: "一般公共预算等，写法同台账；`where` 里另有 fund、fund_group",
    ValueType.UNIT: "单位代码；印作单位名称，后面可以写 .code；`where` 里另有 unit",
    ValueType.PROJECT: "项目名称；`where` 里另有 project",
}


def _field_types() -> Iterable[str]:
    return (f"- `{of.value}`（{of.name.lower()}）：{_TYPES[of]}" for of in ValueType)


def _core_fields() -> Iterable[str]:
    """The fields of the core that packs say when to ask for."""
    return (f"- `{name}`：{field.title}" for name, field in uses.open_fields().items())


def _listed(names: Iterable[str]) -> str:
    return "、".join(f"`{name}`" for name in sorted(names))
