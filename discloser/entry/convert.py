"""One form of an input into the other, and new inputs in either form."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from discloser.compose.needs.of_pack import needs_of
from discloser.compute.catalogue import standard_measures
from discloser.compute.measure import Measures
from discloser.compute.names import draft_with_names, with_names
from discloser.entry.blank import with_blanks
from discloser.entry.carried_supplements import carried_supplements
from discloser.entry.carry import Carried, carry
from discloser.entry.earlier import Earliers
from discloser.entry.lists import Lists, make_lists
from discloser.entry.workbook import LONGEST_TEXT, too_long_texts, write_workbook
from discloser.finding import Finding, Rule, has_errors
from discloser.location import FieldPath, Location, SourceMap, format_path
from discloser.model.build import build
from discloser.model.disclosure import Disclosure
from discloser.model.supplement import HOLDER
from discloser.model.values import Kind, kinds_of
from discloser.pack.inputs import PackOf, built_of
from discloser.pack.layers import pack_names
from discloser.pack.pack import Pack, load_pack
from discloser.read import read_input
from discloser.read.workbook_layout import FUNCTION_PART
from discloser.read.write_yaml import write_yaml
from discloser.temporary import temporary_folder

WRITABLE = (".xlsx", ".yaml", ".yml")
"""The forms that an input is written in."""

TOO_LONG = Rule(
    "E051",
    "文字放不进单元格",
    "这段文字超过 {limit} 个字，一个单元格放不下。",
    "请缩短或分成几段；或者继续用 YAML 填。",
)
NOT_ALL = Rule(
    "E052",
    "有内容转不过去",
    "转换后再读，这些内容与原来不同：{fields}。没有写出文件。",
    "请改正原文件里不常见的写法；仍不行请把文件发给维护人员。",
)


def convert(
    source: Path, target: Path, roots: tuple[Path, ...]
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Write the input at ``source`` in the form that the name of ``target`` asks for.

    What is written is read again and compared: nothing is lost silently. An existing YAML file
    at ``target`` keeps its comments and its order.
    """
    packs = PackOf(load_pack, roots)
    draft, sources, findings = read_input(source, form_of=packs.form)
    if draft is None:
        return None, findings
    pack, unknown = packs.of(draft, sources)
    if pack is None and any(part in draft for part in (HOLDER, FUNCTION_PART)):
        return None, (*findings, *unknown)  # nobody knows what the pack's own fields are
    understood, built = built_of(draft, sources, pack)
    draft = understood.draft
    found = [*findings, *understood.findings, *built.findings]
    if built.disclosure is None or has_errors(found):
        return None, tuple(found)
    disclosure = built.disclosure
    measures = pack.measures if pack is not None else standard_measures()
    draft = draft_with_names(draft, measures)
    existing = _existing(target)
    if target.suffix.lower() in (".yaml", ".yml"):
        content = write_yaml(draft, existing).encode()
    else:
        too_long = too_long_texts(draft)
        if too_long:
            places = [sources.find(path) for path in too_long]
            return None, (*found, TOO_LONG.at(*places, limit=LONGEST_TEXT))
        lists = lists_for(disclosure.pack, disclosure.kind, disclosure.year, roots)
        content = write_workbook(draft, disclosure.kind, disclosure.year, lists)
    different = _differences(disclosure, content, target.suffix, measures)
    if different:
        place = Location(str(source))
        return None, (*found, NOT_ALL.at(place, fields="、".join(different)))
    return content, tuple(found)


def lists_for(pack: str, kind: Kind, year: int, roots: tuple[Path, ...]) -> Lists:
    """The drop-downs' lists for a pack; the state's alone where the pack cannot be read."""
    loaded, _ = load_pack(pack, kind, year, roots)
    return make_lists(loaded, year, tuple(pack_names(roots)))


def new_input(
    pack: str,
    kind: Kind,
    year: int,
    suffix: str,
    *,
    roots: tuple[Path, ...],
    earlier: Earliers | None = None,
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """Make an input to be filled in: empty, or from earlier inputs."""
    loaded, findings = load_pack(pack, kind, year, roots)
    if loaded is None:
        return None, findings
    pack = loaded.name
    if earlier is None:
        empty: dict[str, Any] = {"pack": pack, "kind": kind.value, "year": str(year)}
        empty["money_unit"] = "元"
        made = Carried(empty if suffix.lower() == ".xlsx" else empty | _skeleton(loaded))
    else:
        made = carry(earlier, pack, kind, year, loaded.codebook)
        before = earlier.base.draft if earlier.base is not None else {}
        made = replace(made, draft=carried_supplements(made.draft, before, loaded.form))
    if suffix.lower() in (".yaml", ".yml"):
        whole, remarks = with_blanks(made.draft, loaded.form, kind, needs_of(loaded))
        text = write_yaml(whole, remarks={**_last_year(made), **remarks})
        return text.encode(), made.findings
    lists = make_lists(loaded, year, tuple(pack_names(roots)))
    return write_workbook(made.draft, kind, year, lists, made.last_amounts), made.findings


def _last_year(made: Carried) -> dict[FieldPath, str]:
    """What stands behind the lines of a ledger: last year's amount of each."""
    return {
        (book, at): f"上年 {Decimal(amount):,}"
        for book, amounts in made.last_amounts.items()
        for at, amount in enumerate(amounts)
        if amount
    }


def _skeleton(pack: Pack) -> dict[str, Any]:
    """The parts of an input that is written by hand, with the receipts' item where it is listed."""
    (line, _) = get_args(pack.form.model_fields["receipts"].annotation)
    if pack.kind not in kinds_of(line.model_fields["function"]):
        return _SKELETON
    return _SKELETON | {"receipts": [{"function": None, **each} for each in _SKELETON["receipts"]]}


_SKELETON: dict[str, Any] = {
    "published": None,
    "department": {"code": None, "name": None},
    "units": [{"code": None, "name": None}],
    "duties": {"items": [None]},
    "organs": {"listed": [{"name": None, "duties": None}]},
    "receipts": [{"fund": "一般公共预算", "kind": "本年收入", "amount": None}],
    "expenditure": [
        {
            "function": None,
            "category": "基本支出",
            "department_economic": None,
            "government_economic": None,
            "amount": None,
        }
    ],
}


def _existing(target: Path) -> str | None:
    try:
        return target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _differences(
    disclosure: Disclosure, content: bytes, suffix: str, measures: Measures
) -> list[str]:
    """The titles of the fields that reading the written form gives otherwise."""
    form = type(disclosure)
    with temporary_folder() as folder:
        path = folder / f"written{suffix}"
        path.write_bytes(content)
        draft, _, _ = read_input(path, form_of=lambda _: form)
    again = build(draft, SourceMap(""), form=form).disclosure if draft is not None else None
    if again is None:
        return ["整个文件"]
    disclosure, again = (
        with_names(each, SourceMap(""), measures)[0] for each in (disclosure, again)
    )
    return [
        field.title or format_path((name,))
        for name, field in type(disclosure).model_fields.items()
        if getattr(disclosure, name) != getattr(again, name)
    ]
