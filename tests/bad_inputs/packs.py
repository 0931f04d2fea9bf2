"""The faults of a pack: of its templates, its table specs, its parameters and its manifest."""

from __future__ import annotations

from tests.bad_inputs.case import MANIFEST, Case, Expected

NARRATIVE = "budget/parts/narrative.md.j2"
RECEIPTS = "budget/tables/receipts.yaml"
THREE_PUBLIC = "budget/tables/three_public.yaml"
TARGETS = "budget/tables/project_targets.yaml"
OVERALL = "budget/tables/overall_targets.yaml"
SUMMARY = "budget/tables/receipts_and_expenditure.yaml"
REPORT = "budget/report.yaml"
NUMBERS = "parameters/numbers.yaml"
SUBJECT = '"{{ department.name }}"'


def block(text: str) -> dict[str, str | bytes]:
    """A narrative that replaces one block of the base pack's; the text is on lines 3 and on."""
    extends = '{% extends "parent:budget/parts/narrative.md.j2" %}'
    return {NARRATIVE: f"{extends}\n{{% block totals_text %}}\n{text}\n{{% endblock %}}\n"}


def table(file: str, text: str) -> dict[str, str | bytes]:
    """A table that replaces parts of the base pack's."""
    return {file: f"extends: parent\n{text}\n"}


def sheet(*rows: str) -> dict[str, str | bytes]:
    """A sheet of two columns."""
    listed = "".join(f"    - {row}\n" for row in rows)
    head = "name: 表\ncaption: 表\nsheet_rows:\n  widths: [1, 1]\n  rows:\n"
    return {OVERALL: head + listed}


def expenditure(*rows: str) -> dict[str, str | bytes]:
    """The right half of a table, whose rows must cover all expenditure."""
    panel = (
        "  - covers: expenditure_total\n    columns: [{label: 支出, key: item}, {label: 金额}]\n"
    )
    listed = "".join(f"      - {row}\n" for row in rows)
    return table(SUMMARY, f"panels:\n{panel}    rows:\n{listed}")


TEMPLATES = [
    Case(
        "an unknown name in a template",
        files=block("{{ recipts_total }}"),
        expected=(Expected("T011", "", "recipts_total", NARRATIVE),),
    ),
    Case(
        "an unknown name in a long expression",
        files=block("{{ amount(\n  recipts_total.yuan) }}"),
        expected=(Expected("T011", "", "recipts_total", NARRATIVE),),
    ),
    Case(
        "unknown names in two places",
        files=block("{{ recipts_total }}\n\n{{ yaer }}"),
        expected=(
            Expected("T011", "", "recipts_total", NARRATIVE),
            Expected("T011", "", "yaer", NARRATIVE),
        ),
    ),
    Case(
        "an unknown name where the text does not come by",
        files=block("{% if year < 2000 %}{{ yaer }}{% endif %}"),
        expected=(Expected("T011", "", "yaer", NARRATIVE),),
    ),
    Case(
        "an unknown member in a template",
        files=block("{{ department.nmae }}"),
        expected=(Expected("T011", "", "nmae", NARRATIVE),),
    ),
    Case(
        "an unknown parameter in a template",
        files=block("{{ param.unchangd }}"),
        expected=(Expected("T011", "", "unchangd", NARRATIVE),),
    ),
    Case(
        "an unknown filter",
        files=block("{{ receipts_total | nmaed(1) }}"),
        expected=(Expected("T010", "", "nmaed", NARRATIVE),),
    ),
    Case(
        "an unknown number format",
        files=block('{{ receipts_total | styled("三位小数") }}'),
        expected=(Expected("T012", "", "三位小数", NARRATIVE),),
    ),
    Case(
        "an open brace",
        files=block("{{ receipts_total }"),
        expected=(Expected("T010", "", "receipts_total", NARRATIVE),),
    ),
    Case(
        "an if without end",
        files=block("{% if year %}"),
        expected=(Expected("T010", "", "endblock", NARRATIVE),),
    ),
    Case(
        "a division by nought",
        files=block("{{ 1 / 0 }}"),
        expected=(Expected("T012", "", "1 / 0", NARRATIVE),),
    ),
    Case(
        "a value without printed form",
        files=block("{{ units }}"),
        expected=(Expected("T012", "", "units", NARRATIVE),),
    ),
    Case(
        "an exact amount without format",
        files=block("{{ receipts_total.yuan }}"),
        expected=(Expected("T012", "", "yuan", NARRATIVE),),
    ),
    Case(
        "an attempt to leave the sandbox",
        files=block("{{ department.__class__.__mro__ }}"),
        expected=(Expected("T012", "", "__mro__", NARRATIVE),),
    ),
    Case(
        "an include of nothing",
        files=block('{% include "budget/parts/none.md.j2" %}'),
        expected=(Expected("T013", "", "none.md.j2", NARRATIVE),),
    ),
    Case(
        "a template in another encoding",
        files={NARRATIVE: "收入\n".encode("gbk")},
        expected=(Expected("T010", file=NARRATIVE, on="��"),),
    ),
    Case(
        "a paragraph style and a heading that do not exist",
        files={NARRATIVE: "{.nothing}甲\n\n##### 乙\n"},
        expected=(Expected("T017", file=NARRATIVE),),
    ),
]

REPORTS = [
    Case(
        "a part without its template",
        files=table(REPORT, "parts:\n  - {id: more, heading: 附, body: parts/more.md.j2}"),
        expected=(Expected("T013", "parts[1].body", "more.md.j2", REPORT),),
    ),
    Case(
        "a part without its table",
        files=table(REPORT, "parts:\n  - {id: annex, tables: [more]}"),
        expected=(Expected("T004", "parts[1].tables[1]", "more", REPORT),),
    ),
    Case(
        "an unknown name on the cover",
        files=table(REPORT, 'cover:\n  - {text: "{{ yaer }}", style: cover_title}'),
        expected=(Expected("T011", "cover[1].text", "yaer", REPORT),),
    ),
    Case(
        "an unknown style on the cover",
        files=table(REPORT, "cover:\n  - {text: 甲, style: cover_titel}"),
        expected=(Expected("T017", "cover[1].style", "cover_titel", REPORT),),
    ),
    Case(
        "an extends of something else",
        files={THREE_PUBLIC: "extends: grandparent\n"},
        expected=(Expected("T019", "extends", "grandparent", THREE_PUBLIC),),
    ),
    Case(
        "an extends of a file that the parent does not have",
        files=table(REPORT, "parts:\n  - {id: annex, tables: [more]}")
        | table("budget/tables/more.yaml", "name: 表"),
        expected=(Expected("T005", "extends", "extends", "budget/tables/more.yaml"),),
    ),
]
TABLES = [
    Case(
        "an unknown key",
        files=table(RECEIPTS, "captoin: 表"),
        expected=(Expected("M001", "captoin", "captoin", RECEIPTS),),
    ),
    Case(
        "an unknown key of a row",
        files=table(RECEIPTS, "rows:\n  - {strong: 是}\n  - {count: 否}"),
        expected=(Expected("M001", "rows[2].count", "count: 否", RECEIPTS),),
    ),
    Case(
        "a column without label",
        files=table(THREE_PUBLIC, "columns:\n  - {width: 2}"),
        expected=(Expected("M002", "columns[1].label", "width", THREE_PUBLIC),),
    ),
    Case(
        "an unknown measure",
        files=table(THREE_PUBLIC, "columns:\n  - {label: 甲, measure: three_publik}"),
        expected=(Expected("T006", "columns[1].measure", "three_publik", THREE_PUBLIC),),
    ),
    Case(
        "an unknown measure to cover",
        files=table(THREE_PUBLIC, "covers: three_publik"),
        expected=(Expected("T006", "covers", "three_publik", THREE_PUBLIC),),
    ),
    Case(
        "an unknown dimension",
        files=table(RECEIPTS, "rows:\n  - {where: {funds: 一般公共预算}}"),
        expected=(Expected("M099", "rows[1].where", "funds", RECEIPTS),),
    ),
    Case(
        "a mapping for a dimension's values",
        files=table(RECEIPTS, "rows:\n  - {where: {fund: {a: b}}}"),
        expected=(Expected("M005", "rows[1].where.fund", "{a: b}", RECEIPTS),),
    ),
    Case(
        "an unknown book",
        files=table(RECEIPTS, "rows:\n  - {of: recipts}"),
        expected=(Expected("M003", "rows[1].of", "recipts", RECEIPTS),),
    ),
    Case(
        "an unknown order",
        files=table(RECEIPTS, "rows:\n  - {each: [unit], order: [units]}"),
        expected=(Expected("M003", "rows[1].order[1]", "units", RECEIPTS),),
    ),
    Case(
        "an order by a project that is not there",
        files=table(RECEIPTS, "rows:\n  - {each: [unit], order: [project_code]}"),
        expected=(Expected("M099", "rows[1]", "project_code", RECEIPTS),),
    ),
    Case(
        "an unknown dimension to group by",
        files=table(RECEIPTS, "rows:\n  - {each: [units]}"),
        expected=(Expected("M099", "rows[1]", "units", RECEIPTS),),
    ),
    Case(
        "an unknown alignment and a width of text",
        files=table(
            THREE_PUBLIC, "columns:\n  - {label: 甲, align: middle}\n  - {label: 乙, width: 宽}"
        ),
        expected=(
            Expected("M003", "columns[1].align", "middle", THREE_PUBLIC),
            Expected("M005", "columns[2].width", "宽", THREE_PUBLIC),
        ),
    ),
    Case(
        "a width of nought",
        files=table(THREE_PUBLIC, "columns:\n  - {label: 甲, width: 0}"),
        expected=(Expected("M006", "columns[1].width", "width: 0", THREE_PUBLIC),),
    ),
    Case(
        "an unknown text column",
        files=table(RECEIPTS, "rows:\n  - {each: [unit], cells: {cod: 甲}}"),
        expected=(Expected("T016", "rows[1].cells.cod", "cod: 甲", RECEIPTS),),
    ),
    Case(
        "an unknown member in a cell",
        files=table(RECEIPTS, 'rows:\n  - {each: [unit], cells: {code: "{{ row.unit.cod }}"}}'),
        expected=(Expected("T011", "rows[1].cells.code", "cod }}", RECEIPTS),),
    ),
    Case(
        "an unknown list beside a row",
        files=table(
            TARGETS, "rows:\n  - {each: [project], parallel: {output: row.project.outptu}}"
        ),
        expected=(Expected("T011", "rows[1].parallel.output", "outptu", TARGETS),),
    ),
    Case(
        "no list beside a row",
        files=table(TARGETS, "rows:\n  - {each: [project], parallel: {output: year}}"),
        expected=(Expected("T012", "rows[1].parallel.output", "output: year", TARGETS),),
    ),
    Case(
        "a panel without columns",
        files=table(SUMMARY, "panels:\n  - {columns: []}"),
        expected=(Expected("M006", "panels[1].columns", "columns: []", SUMMARY),),
    ),
    Case(
        "a spec in another encoding",
        files={THREE_PUBLIC: "name: 表\n".encode("gbk")},
        expected=(Expected("R004", "", "name", THREE_PUBLIC),),
    ),
    Case(
        "a class that has no row",
        files=expenditure('{cells: {item: 一}, where: {function_class: "201"}}'),
        expected=(Expected("C010", "expenditure[2]", "2080505"),),
    ),
    Case(
        "rows that overlap",
        files=expenditure(
            "{cells: {item: 全部}}", '{cells: {item: 八}, where: {function_class: "208"}}'
        ),
        expected=(Expected("C011", "expenditure[2]", "2080505"),),
    ),
]

SHEETS = [
    Case(
        "a repeat without list",
        files=sheet("{repeat: tasks, cells: [{text: 甲, colspan: 2}]}"),
        expected=(Expected("T014", "sheet_rows.rows[1].repeat", "repeat", OVERALL),),
    ),
    Case(
        "a repeat of an unknown list",
        files=sheet("{repeat: task in performance.taskz, cells: [{text: 甲, colspan: 2}]}"),
        expected=(Expected("T011", "sheet_rows.rows[1].repeat", "taskz", OVERALL),),
    ),
    Case(
        "a repeat of a number",
        files=sheet("{repeat: task in year, cells: [{text: 甲, colspan: 2}]}"),
        expected=(Expected("T012", "sheet_rows.rows[1].repeat", "year", OVERALL),),
    ),
    Case(
        "a row that is too narrow and one that is too wide",
        files=sheet("{cells: [{text: 甲}]}", "{cells: [{text: 乙, colspan: 3}]}"),
        expected=(
            Expected("T015", "sheet_rows.rows[1].cells", "甲", OVERALL),
            Expected("T015", "sheet_rows.rows[2].cells", "乙", OVERALL),
        ),
    ),
    Case(
        "an unknown measure in a sheet",
        files=sheet("{cells: [{text: 甲}, {measure: budget_total}]}"),
        expected=(Expected("T006", "sheet_rows.rows[1].cells[2].measure", "budget", OVERALL),),
    ),
]

PARAMETERS = [
    Case(
        "an unknown key of a parameter",
        files={"parameters/more.yaml": "more:\n  label: 甲\n  since: {2018: 乙}\n  option: [丙]\n"},
        expected=(Expected("M001", "more.option", "option", "parameters/more.yaml"),),
    ),
    Case(
        "a parameter without value",
        files={"parameters/more.yaml": "more:\n  label: 甲\n  since: {}\n"},
        expected=(Expected("M006", "more.since", "since", "parameters/more.yaml"),),
    ),
    Case(
        "a parameter since some year",
        files={"parameters/more.yaml": "more:\n  label: 甲\n  since: {去年: 乙}\n"},
        expected=(Expected("M005", "more.since.去年", "since", "parameters/more.yaml"),),
    ),
    Case(
        "a parameter in two files",
        files=dict.fromkeys(
            ("parameters/a.yaml", "parameters/b.yaml"), "more:\n  label: 甲\n  since: {2018: 乙}\n"
        ),
        expected=(Expected("T018", "more", "more", "parameters/b.yaml"),),
    ),
    Case(
        "a number format with faults",
        files={
            NUMBERS: "number_formats:\n  label: 格式\n  since:\n    2018:\n"
            "      两位小数: {decimals: 二}\n      甲: {trim: some}\n      乙: {decimls: 2}\n"
        },
        expected=(
            Expected("M005", "number_formats.since.2018.两位小数.decimals", "二}", NUMBERS),
            Expected("M003", "number_formats.since.2018.甲.trim", "some", NUMBERS),
            Expected("M001", "number_formats.since.2018.乙.decimls", "decimls", NUMBERS),
        ),
    ),
    Case(
        "an amount in an unknown format",
        files={NUMBERS: "text_amount:\n  label: 正文金额\n  since: {2018: 三位小数}\n"},
        expected=(Expected("T007", "text_amount", "text_amount", NUMBERS),),
    ),
    Case(
        "a sum of an unknown measure",
        files={"measures.yaml": "mine:\n  label: 甲\n  sum: [yours]\n"},
        expected=(Expected("T006", "mine.sum[1]", "yours", "measures.yaml"),),
    ),
    Case(
        "sums of each other",
        files={
            "measures.yaml": "mine:\n  label: 甲\n  sum: [yours]\n"
            "yours:\n  label: 乙\n  sum: [mine]\n"
        },
        expected=(
            Expected("T009", "mine.sum", "[yours]", "measures.yaml"),
            Expected("T009", "yours.sum", "[mine]", "measures.yaml"),
        ),
    ),
    Case(
        "sums of each other in two files",
        files={
            "measures.yaml": "mine:\n  label: 甲\n  of: closing\n"
            "yours:\n  label: 乙\n  sum: [mine]\n",
            "budget/measures.yaml": "mine:\n  label: 丙\n  sum: [yours]\n",
        },
        expected=(Expected("T009", "mine.sum", "[yours]", "budget/measures.yaml"),),
    ),
    Case(
        "a measure by an unknown dimension",
        files={"measures.yaml": "mine:\n  label: 甲\n  of: closing\n  where: {fnud: 乙}\n"},
        expected=(Expected("M099", "mine.where", "fnud", "measures.yaml"),),
    ),
    Case(
        "an unknown key of the style",
        files={"style.yaml": "extends: parent\npages: {width_mm: 1}\n"},
        expected=(Expected("M001", "pages", "pages", "style.yaml"),),
    ),
]

MANIFESTS = [
    Case(
        "a parent that is the pack itself",
        files={MANIFEST: "title: 试验\nparent: trial\n"},
        expected=(Expected("T002", "parent", "parent", MANIFEST),),
    ),
    Case(
        "an unknown parent",
        files={MANIFEST: "title: 试验\nparent: henan/bass\n"},
        expected=(Expected("T001", "parent", "parent", MANIFEST),),
    ),
    Case(
        "a manifest without title",
        files={MANIFEST: "parent: henan/base\n"},
        expected=(Expected("M002", "title", "parent", MANIFEST),),
    ),
    Case(
        "a pack without the kind",
        files={MANIFEST: "title: 试验\n", "final_account/report.yaml": "title: 决算\n"},
        expected=(Expected("T003", "pack", "pack: trial"),),
    ),
    Case(
        "a pack without parameters",
        files={
            MANIFEST: "title: 试验\n",
            REPORT: "title: 甲\ncover: []\ncontents: {title: []}\nparts: []\n",
            "style.yaml": "faces: {fangsong: [仿宋], song: [宋体]}\n"
            "paragraphs: {body: {}}\nheadings: [{}]\ncontents_title: {}\ncontents_levels: [{}]\n"
            "table_caption: {}\ntable_subtitle: {}\n"
            "table_line: {}\ntable_header: {}\ntable_cell: {}\ntable_note: {}\n",
        },
        expected=(Expected("T008", "pack", "pack: trial"),),
    ),
]

CASES = [*TEMPLATES, *REPORTS, *TABLES, *SHEETS, *PARAMETERS, *MANIFESTS]
