"""A pack that prints last year's amounts and the change item by item, and two years of an input.

The amounts are set by hand; what a document must print of them is computed here, not by the
product. 208 is paid in both years, 205 last year alone, 213 this year alone, 221 is level.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.workshop.tiny import NARRATIVE, TABLE, make_pack, write

THIS = {"2010301": "120.50", "2080505": "30.00", "2130102": "8.00", "2210201": "15.00"}
LAST = {"2010301": "100.00", "2050803": "4.00", "2080505": "40.00", "2210201": "15.00"}
"""What each functional item was paid in 万元, this year and last year."""
NAMES = {
    "201": "一般公共服务支出",
    "205": "教育支出",
    "208": "社会保障和就业支出",
    "213": "农林水支出",
    "221": "住房保障支出",
}
ECONOMIC = {
    "2010301": ("30101", "50101"),
    "2050803": ("30216", "50203"),
    "2080505": ("30108", "50102"),
    "2130102": ("30201", "50201"),
    "2210201": ("30113", "50103"),
}
COMPARED = """\
name: 一般公共预算支出表
caption: 一般公共预算支出表
unit: 单位：万元
measure: general_public_expenditure
covers: general_public_expenditure
columns:
  - {label: 科目编码, key: code}
  - {label: 科目名称, key: name, row_header: 是}
  - label: "{{ year }}年预算数"
    columns:
      - {label: 合计, counts: 否}
      - {label: 基本支出, where: {category: 基本支出}}
      - {label: 项目支出, where: {not_category: 基本支出}}
  - {label: "{{ last_year }}年预算数", value: prior}
  - {label: 增减额, value: change}
  - {label: 增减%, value: change_rate, no_rate: —}
rows:
  - {cells: {name: 合计}, counts: 否}
  - each: [function_class]
    cells: {code: "{{ row.function_class.code }}", name: "{{ row.function_class.name }}"}
"""
SENTENCES = """\
{% macro moved(item) %}
{%- set up = item.change.direction == "increase" %}
{%- if item.change.is_none %}与上年持平
{%- else %}与上年相比{{ "增加" if up else "减少" }}{{ item.change.amount }}万元
{%- if item.change.percent is not none %}，{{ "增长" if up else "下降" }}{{ item.change.percent }}
{%- endif %}，主要原因是业务量变化{% endif %}{% endmacro %}
{% block total %}
一般公共预算支出{{ general_public_expenditure }}万元。
{% for item in breakdown(general_public_expenditure, "function_class", both_years=true) %}
{{ item.label }}（类）{{ item }}万元，上年{{ item.prior }}万元，{{ moved(item) }}。

{% endfor %}
{% endblock %}
"""


def pack_with(folder: Path, table: str = COMPARED, narrative: str = SENTENCES) -> Path:
    """Write the pack below ``folder`` and return it."""
    return make_pack(folder, {TABLE: table, NARRATIVE: narrative})


def inputs(folder: Path, *, named: bool = True) -> Path:
    """Write both years' inputs; this year's names last year's where ``named``."""
    write(folder / "2024.yaml", _input(2024, LAST))
    more = "prior_year: {input: 2024.yaml}\n" if named else ""
    return write(folder / "2025.yaml", _input(2025, THIS) + more)


def yuan(amount: str | Decimal) -> str:
    """An amount in 万元 as an input has it, in 元."""
    return f"{Decimal(amount) * 10_000:.2f}"


def _input(year: int, paid: dict[str, str]) -> str:
    total = sum(map(Decimal, paid.values()), Decimal(0))
    lines = [
        f'  - {{fund: 一般公共预算, category: 基本支出, function: "{item}", '
        f"amount: {yuan(amount)}, "
        f'department_economic: "{ECONOMIC[item][0]}", government_economic: "{ECONOMIC[item][1]}"}}'
        for item, amount in paid.items()
    ]
    return "\n".join(
        [
            "pack: made/up",
            "kind: 部门预算",
            f"year: {year}",
            f"published: {year}-03",
            'department: {code: "101", name: 某市示范局}',
            "units: [{code: 101001, name: 某市示范局本级, nature: 行政单位}]",
            "receipts:",
            f"  - {{fund: 一般公共预算, kind: 本年收入, amount: {yuan(total)}}}",
            "expenditure:",
            *lines,
            "",
        ]
    )
