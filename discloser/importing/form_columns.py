"""What the columns of a final-accounts form are about: a book of the ledger and a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from discloser.classification.codebook import Codebook, Scheme
from discloser.classification.forms import bare
from discloser.importing.form import Form, Use
from discloser.importing.lines import CLOSING, EXPENDITURE, RECEIPTS
from discloser.importing.titles import Titles
from discloser.model.values import Category, ClosingKind, Fund, ReceiptKind
from discloser.read.workbook_values import TOTAL_WORDS

FISCAL = (Fund.GENERAL_PUBLIC_BUDGET, Fund.GOVERNMENT_FUND, Fund.STATE_CAPITAL_OPERATIONS)
_OPENING, _RECEIPTS, _SPENDING, _LEFT = "年初结转", "本年收入", "本年支出", "年末结转"
_SURPLUS, _DISTRIBUTION, _FISCAL = "使用非财政拨款结余", "结余分配", "财政拨款收入"
_SHARES = ("基本支出", "项目支出", "经营支出", "上缴上级支出", "对附属单位补助支出")
_CLASS_DIGITS = 3


@dataclass(frozen=True, slots=True)
class About:
    """What an amount is about: the lines of a book with these values; empty stands for any.

    ``economic`` is a department economic item, or the class of several.
    """

    book: str
    funds: tuple[str, ...] = ()
    kind: str = ""
    category: str = ""
    economic: str = ""
    is_part: bool = False


class Columns:
    """Says what the columns of forms are about; economic items are found by their names."""

    def __init__(self, codebook: Codebook, titles: Titles) -> None:
        self._titles = titles
        names = codebook.names(Scheme.DEPARTMENT_ECONOMIC)
        self._classes = {
            _name(name): code
            for code, called in names.items()
            if len(code) == _CLASS_DIGITS
            for name in called
        }
        self._items: dict[str, list[str]] = {}
        for code, called in names.items():
            for name in called:
                if len(code) > _CLASS_DIGITS:
                    self._items.setdefault(_name(name), []).append(code)

    def of(self, form: Form) -> Iterator[tuple[int, About]]:
        """The columns of a form that are understood."""
        for at, words in form.columns.items():
            about = self._about(form, [_name(word) for word in words])
            if about is not None:
                yield at, about

    def _about(self, form: Form, words: list[str]) -> About | None:
        funds = (form.title.fund,) if form.title.fund else ()
        match form.title.use:
            case Use.SPENDING:
                return self._spending(words, funds, form.title.category)
            case Use.RECEIPTS:
                return self._receipts(words)
            case Use.ACCOUNT:
                return _account(words, funds)
            case Use.PROOF:
                return self._spending(words, funds, "") or _share(words, funds)
        return None

    def _spending(self, words: list[str], funds: tuple[str, ...], category: str) -> About | None:
        """A column of a form of functional by economic items."""
        leaf = words[-1]
        group = next((self._classes[word] for word in words[:-1] if word in self._classes), "")
        if leaf in TOTAL_WORDS or leaf == "本年支出合计":
            return About(EXPENDITURE, funds, category=category, economic=group)
        if leaf in self._classes and not group:
            return About(EXPENDITURE, funds, category=category, economic=self._classes[leaf])
        codes = [code for code in self._items.get(leaf, ()) if code.startswith(group)]
        if len(codes) != 1:
            return None
        return About(EXPENDITURE, funds, category=category, economic=codes[0])

    def _receipts(self, words: list[str]) -> About | None:
        """A column of the receipts: one fund, the fiscal ones together, or all."""
        kind = ReceiptKind.CURRENT.value
        leaf, group = words[-1], next((word for word in words[:-1] if word != _RECEIPTS), "")
        if leaf in (_FISCAL, "财政拨款"):
            return About(RECEIPTS, tuple(fund.value for fund in FISCAL), kind)
        if leaf.removeprefix("其中:") == "教育收费":
            return About(RECEIPTS, (Fund.FISCAL_SPECIAL_ACCOUNT.value,), kind)
        name = group if leaf in TOTAL_WORDS and group else leaf
        if name.removeprefix(_RECEIPTS) in TOTAL_WORDS:
            return About(RECEIPTS, (), kind)
        meant = tuple(sorted(self._titles.meanings(name)))
        if meant == (Fund.INSTITUTIONAL_RECEIPTS.value,):
            # What schools collect passes through the fiscal account and is listed below it.
            meant += (Fund.FISCAL_SPECIAL_ACCOUNT.value,)
        return About(RECEIPTS, meant, kind, is_part=len(meant) == 1) if meant else None


def _account(words: list[str], funds: tuple[str, ...]) -> About | None:
    """A column of a form that leads from the opening balance to the closing one."""
    text, leaf = "".join(words), words[-1]
    if _SURPLUS in text:
        return About(RECEIPTS, funds, ReceiptKind.SURPLUS_USED.value)
    if _DISTRIBUTION in text:
        return About(CLOSING, funds, ClosingKind.DISTRIBUTION.value)
    is_whole = leaf in TOTAL_WORDS or len(words) == 1
    if _OPENING in text:
        return About(RECEIPTS, funds, ReceiptKind.CARRIED_OVER.value) if is_whole else None
    if _LEFT in text:
        return About(CLOSING, funds, ClosingKind.CARRIED_FORWARD.value) if is_whole else None
    if _RECEIPTS in text:
        return About(RECEIPTS, funds, ReceiptKind.CURRENT.value) if is_whole else None
    return _share(words, funds) if _SPENDING in text else None


def _share(words: list[str], funds: tuple[str, ...]) -> About | None:
    """A column of the expenditure by its nature."""
    named = next((word for word in words if word in _SHARES), "")
    leaf = words[-1]
    if named and (leaf == named or leaf in TOTAL_WORDS):
        return About(EXPENDITURE, funds, category=Category(named).value)
    is_whole = not named and (leaf in TOTAL_WORDS or len(words) == 1)
    return About(EXPENDITURE, funds) if is_whole else None


def _name(text: str) -> str:
    return bare(text).rstrip("*")
