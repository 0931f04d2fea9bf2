"""A pack of five small files, and what a test changes in it."""

from __future__ import annotations

from pathlib import Path

NARRATIVE = "budget/parts/narrative.md.j2"
TABLE = "budget/tables/spending.yaml"
NAME = "made/up"
STYLE = Path(__file__).parents[2] / "templates/national/style.yaml"
FILES = {
    "pack.yaml": "title: 某市\n",
    "style.yaml": STYLE.read_text(encoding="utf-8"),
    "parameters/numbers.yaml": """\
number_formats:
  label: 数字格式
  since: {2018: {两位: {decimals: 2}, 百分: {decimals: 2, suffix: "%"}}}
text_amount: {label: 正文, since: {2018: 两位}}
table_amount: {label: 表格, since: {2018: 两位}}
percent: {label: 百分比, since: {2018: 百分}}
""",
    "budget/report.yaml": """\
title: "{{ department.name }}"
cover: []
contents: {title: [目录]}
parts:
  - {id: text, heading: 说明, body: parts/narrative.md.j2}
  - {id: tables, heading: 附表, tables: [spending]}
""",
    NARRATIVE: "{% block total %}\n支出{{ current_expenditure }}万元。\n{% endblock %}\n",
    TABLE: """\
name: 支出表
caption: 支出表
covers: current_expenditure
columns:
  - {id: name, label: 项目, key: name, row_header: 是}
  - {id: total, label: 合计, counts: 否}
  - {id: basic, label: 基本支出, where: {category: 基本支出}}
  - {id: project, label: 项目支出, where: {not_category: 基本支出}}
rows:
  - {cells: {name: 合计}}
""",
}


def make_pack(folder: Path, changes: dict[str, str] | None = None, name: str = NAME) -> Path:
    """Write the pack, with some files replaced or added, below ``folder``; return ``folder``."""
    for file, text in {**FILES, **(changes or {})}.items():
        write(folder / name / file, text)
    return folder


def write(path: Path, text: str) -> Path:
    """Write a file and the folders around it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
