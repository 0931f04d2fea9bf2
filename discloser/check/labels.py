"""What the labels of tables mean, as filters of the ledger. Read by label, never from a pack."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from discloser.classification.codebook import Codebook, Scheme
from discloser.compute.ledger import Where

Conditions = Mapping[str, str | list[str]]

GENERAL, FUND, CAPITAL = "一般公共预算", "政府性基金预算", "国有资本经营预算"
_PROJECT = ["其他运转类", "特定目标类", "项目支出"]
_CARRIED = ["上年结转结余"]

FUNDS: dict[str, Conditions] = {
    "一般公共预算": {"fund": GENERAL},
    "一般公共预算拨款": {"fund": GENERAL},
    "一般公共预算财政拨款": {"fund": GENERAL},
    "一般公共预算财政拨款收入": {"fund": GENERAL},
    "一般公共预算收入": {"fund": GENERAL},
    "政府性基金": {"fund": FUND},
    "政府性基金预算": {"fund": FUND},
    "政府性基金预算拨款": {"fund": FUND},
    "政府性基金预算拨款收入": {"fund": FUND},
    "政府性基金预算财政拨款": {"fund": FUND},
    "政府性基金预算财政拨款收入": {"fund": FUND},
    "国有资本经营预算": {"fund": CAPITAL},
    "国有资本经营预算拨款": {"fund": CAPITAL},
    "国有资本经营预算拨款收入": {"fund": CAPITAL},
    "国有资本经营预算财政拨款": {"fund": CAPITAL},
    "国有资本经营预算财政拨款收入": {"fund": CAPITAL},
    "财政拨款收入": {"fund_group": "财政拨款"},
    "政府预算资金": {"fund_group": "财政拨款"},
    "财政专户管理资金": {"fund": "财政专户管理资金"},
    "财政专户管理资金收入": {"fund": "财政专户管理资金"},
    "单位资金": {"fund_group": "单位资金"},
    "事业收入": {"fund": "事业收入"},
    "事业单位经营收入": {"fund": "事业单位经营收入"},
    "经营收入": {"fund": "事业单位经营收入"},
    "上级补助收入": {"fund": "上级补助收入"},
    "附属单位上缴收入": {"fund": "附属单位上缴收入"},
    "其他收入": {"fund": "其他收入"},
}
"""Labels of funds, in rows of receipts and in columns."""

EXPENDITURE: dict[str, Conditions] = {
    "基本支出": {"category": "基本支出"},
    "项目支出": {"category": _PROJECT},
    "其他运转类": {"category": "其他运转类"},
    "特定目标类": {"category": "特定目标类"},
    "上缴上级支出": {"category": "上缴上级支出"},
    "经营支出": {"category": "经营支出"},
    "对附属单位补助支出": {"category": "对附属单位补助支出"},
    "人员经费": {"economic_class": ["301", "303"]},
    "公用经费": {"not_economic_class": ["301", "303"]},
    "工资福利支出": {"economic_class": "301"},
    "商品和服务支出": {"economic_class": "302"},
    "对个人和家庭的补助": {"economic_class": "303"},
    "资本性支出": {"economic_class": ["309", "310"]},
    "本年拨款": {"carried_over": "否"},
    "财政拨款结转结余": {"carried_over": "是"},
    "上年结转结余": {"carried_over": "是"},
}
"""Labels of columns in tables of expenditure."""

RECEIPTS: dict[str, Conditions] = {
    "本年收入": {"kind": "本年收入"},
    "上年结转结余": {"kind": _CARRIED},
    "年初结转和结余": {"kind": _CARRIED},
}
"""Labels of columns in tables of receipts."""

BALANCE: dict[str, tuple[tuple[str, Conditions], ...]] = {
    "本年收入合计": (("receipts", {"kind": "本年收入"}),),
    "本年收入": (("receipts", {"kind": "本年收入"}),),
    "上年结转结余": (("receipts", {"kind": _CARRIED}),),
    "上年结转": (("receipts", {"kind": _CARRIED}),),
    "年初结转和结余": (("receipts", {"kind": _CARRIED}),),
    "年初财政拨款结转和结余": (("receipts", {"kind": _CARRIED}),),
    "使用非财政拨款结余": (("receipts", {"kind": "使用非财政拨款结余"}),),
    "使用非财政拨款结余和专用结余": (("receipts", {"kind": "使用非财政拨款结余"}),),
    "收入总计": (("receipts", {}),),
    "收入合计": (("receipts", {}),),
    "本年支出合计": (("expenditure", {}),),
    "本年支出": (("expenditure", {}),),
    "年终结转结余": (("closing", {"kind": "年终结转结余"}),),
    "年末结转和结余": (("closing", {"kind": "年终结转结余"}),),
    "年末财政拨款结转和结余": (("closing", {"kind": "年终结转结余"}),),
    "结余分配": (("closing", {"kind": "结余分配"}),),
    "支出总计": (("expenditure", {}), ("closing", {})),
    "支出合计": (("expenditure", {}), ("closing", {})),
}
"""Labels of the totals in tables that balance receipts and expenditure, by book."""

THREE_PUBLIC: dict[str, list[str]] = {
    "因公出国（境）费": ["30212"],
    "公务用车购置费": ["30913", "31013"],
    "公务用车运行费": ["30231"],
    "公务用车运行维护费": ["30231"],
    "公务接待费": ["30217"],
    "小计": ["30913", "31013", "30231"],
    "“三公”经费合计": ["30212", "30913", "31013", "30231", "30217"],
    "合计": ["30212", "30913", "31013", "30231", "30217"],
}
"""Economic items of the three public expenses (“三公”经费), by column."""

_CLASS_LENGTH = 3
NEUTRAL = {
    "合计", "小计", "总计", "金额", "预算数", "决算数", "支出", "收入", "本年支出合计",
    "本年收入合计", "本年支出", "财政拨款", "资金总额", "项目金额（万元）",
    "本年一般公共预算基本支出",
}  # fmt: skip
"""Labels that narrow nothing."""


def where_of(header: tuple[str, ...], meanings: Mapping[str, Conditions]) -> Where | None:
    """The filter that a column's labels mean together; None where a label is unknown."""
    where = Where()
    for label in header:
        if label in meanings:
            where = where & Where.of(meanings[label])
        elif label not in NEUTRAL:
            return None
    return where


@cache
def former_names(*, only_renamed: bool = False) -> dict[str, str]:
    """Class names of earlier years and the code of the class; short forms too unless left out."""
    resource = files("discloser.classification") / "functional_name_aliases.csv"
    lines = resource.read_text(encoding="utf-8-sig").splitlines()
    rows = [row for row in csv.DictReader(lines) if len(row["code"]) == _CLASS_LENGTH]
    return {
        row["alias_or_former_name"]: row["code"]
        for row in rows
        if not only_renamed or row["kind"].startswith("former name")
    }


def class_code(label: str, codebook: Codebook, year: int) -> tuple[str, bool]:
    """The functional class that a row's label means, and whether it is its name of the year.

    Print often leaves out the word 支出. An unknown label gives an empty code.
    """
    for code in (str(number) for number in range(201, 236)):
        found = codebook.find(Scheme.FUNCTION, code, year)
        if found is not None and label.removesuffix("支出") == found.name.removesuffix("支出"):
            return code, True
    former = {name.removesuffix("支出"): code for name, code in former_names().items()}
    return former.get(label.removesuffix("支出"), ""), False
