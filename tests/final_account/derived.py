"""The published final account of 2023 as it would be with money carried over from earlier years.

Of the published lines, salaries, transport and some projects were paid with carried-over money;
beside them stand a government fund and a state capital budget, each with carried-over money and a
rest that goes to the next year. What the published tables print of basic expenditure by economic
item stays as it is printed, since only its source changes.
"""

from __future__ import annotations

from pathlib import Path

PUBLISHED = Path(__file__).parents[2] / "inputs/henan/sanmenxia/2023/government-services-final.yaml"
_FUND, _CAPITAL = (
    'function: "2120899", fund: 政府性基金预算',
    'function: "2230199", fund: 国有资本经营预算',
)
_GENERAL = "fund: 一般公共预算, kind: 上年结转结余"
_SPENT = "category: 项目支出"
_RECEPTION = 'department_economic: "30217", carried_over: 是'

CHANGES = (
    # Receipts: 5,516,399 of 2010301 are 3,934,249 of this year and 1,582,150 carried over.
    (
        "amount:  5516399}",
        f'amount: 3934249}}\n  - {{function: "2010301", {_GENERAL}, amount: 1582150}}',
    ),
    # More came in than was spent on 2010399; 113,699 go to the next year.
    (
        'amount:  2286301}\n  - {function: "2069999", fund',
        f"""amount: 2400000}}
  - {{function: "2010399", {_GENERAL}, amount: 12000}}
  - {{function: "2069999", fund""",
    ),
    (
        "kind: 本年收入, amount: 29999950}",
        f"""kind: 本年收入, amount: 23999950}}
  - {{function: "2069999", {_GENERAL}, amount: 6000000}}""",
    ),
    (
        "amount:   282800}\n",
        f"""amount: 282800}}
  - {{{_FUND}, kind: 本年收入, amount: 900000}}
  - {{{_FUND}, kind: 上年结转结余, amount: 445600}}
  - {{{_CAPITAL}, kind: 本年收入, amount: 500000}}
  - {{{_CAPITAL}, kind: 上年结转结余, amount: 123400}}
""",
    ),
    # Expenditure: what was paid with carried-over money is marked, lines that it paid in part are
    # split, and the two other funds are added.
    ('"30102", amount:   734400}', '"30102", carried_over: 是, amount: 734400}'),
    ('"30239", amount:   240800}', '"30239", carried_over: 是, amount: 240800}'),
    ("amount:   606950}", "carried_over: 是, amount: 606950}"),
    (
        "amount: 29999950, initial_budget: 0}",
        f"""amount: 23999950, initial_budget: 0}}
  - {{function: "2069999", {_SPENT}, carried_over: 是, amount: 6000000}}
  - {{function: "2010399", {_SPENT}, {_RECEPTION}, amount: 12000, adjusted_budget: 15000}}
  - {{{_FUND}, {_SPENT}, amount: 700000, initial_budget: 900000}}
  - {{{_FUND}, {_SPENT}, carried_over: 是, amount: 345600}}
  - {{{_FUND}, category: 基本支出, department_economic: "30299", carried_over: 是, amount: 100000}}
  - {{{_CAPITAL}, {_SPENT}, amount: 450000, initial_budget: 450000}}
  - {{{_CAPITAL}, {_SPENT}, carried_over: 是, amount: 123400}}""",
    ),
    (
        "# 绩效自评：",
        f"""closing:
  - {{function: "2010399", fund: 一般公共预算, amount: 113699}}
  - {{{_FUND}, amount: 200000}}
  - {{{_CAPITAL}, amount: 50000}}

# 绩效自评：""",
    ),
    # What the changed amounts ask for.
    (
        "  appropriation_receipts_total: 政府购买服务项目支出减少",
        """  appropriation_receipts_total: 上年结转资金增加
  three_public: 从严控制公务接待
  three_public_reception: 从严控制公务接待""",
    ),
    ("domestic_groups: 0 ", "domestic_groups: 3 "),
    ("domestic_guests: 0 ", "domestic_guests: 21 "),
    ("basic_expenditure: 5905100", "basic_expenditure: 6005100"),
)


def with_carried_over_money(path: Path) -> Path:
    """Write the changed input to a file of that name and give the name back."""
    text = PUBLISHED.read_text(encoding="utf-8")
    for old, new in CHANGES:
        if text.count(old) != 1:
            raise ValueError(f"{text.count(old)} times: {old}")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path
