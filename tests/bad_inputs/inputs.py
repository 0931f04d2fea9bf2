"""The faults of an input: of its YAML, its fields, its amounts, its codes, its references."""

from __future__ import annotations

from tests.bad_inputs.case import Case, Expected

OWN_MONEY = "amount: 1500000"
OWN_LINE = "{fund: 一般公共预算, amount: 1500000}"
WAGES = 'government_economic: "50101", amount: 1000000'
COMPARED = (
    *("receipts_total", "expenditure_total", "agency_operating_costs"),
    *("three_public", "three_public_abroad", "three_public_reception", "three_public_vehicles"),
)
NO_PRIOR = tuple(Expected("C001", f"prior_year.figures.{name}", "  figures:") for name in COMPARED)
GOALS = "  - name: 系统建设\n    benefit: [{name: 办事效率, value: 提升}]\n"

YAML = [
    Case(
        "a tab for an indent",
        (('  - {code: "101001"', '\t- {code: "101001"'),),
        (Expected("R011", "", '{code: "101001"'),),
    ),
    Case(
        "an open quote",
        (("receipts_total: 人员增加", 'receipts_total: "人员增加'),),
        (Expected("R016", "", 'receipts_total: "'),),
    ),
    Case(
        "an open bracket",
        (("amount: 300000}\n  - {fund", "amount: 300000\n  - {fund"),),
        (Expected("R017", "", '{unit: "101002", fund'),),
    ),
    Case(
        "an indent that fits nothing",
        (("    output: [{", "     output: [{"),),
        (Expected("R018", "", "     output"),),
    ),
    Case(
        "a full-width colon",
        (("kind: budget", "kind：budget"),),
        (Expected("R012", "", "kind："),),
    ),
    Case(
        "a full-width comma",
        (("预算, amount: 1500000", "预算，amount: 1500000"),),
        (Expected("R012", "", "预算，amount"),),
    ),
    Case(
        "no space after a colon",
        (("year: 2025", "year:2025"),),
        (Expected("R013", "", "year:2025"),),
    ),
    Case(
        "a field twice",
        (("lead: 年份在前", "lead: 年份在前\n  lead: 单位在前"),),
        (Expected("R022", "options.lead", "lead: 单位在前"),),
    ),
    Case(
        "a reference",
        (("name: 示范市示范中心", "name: *centre"),),
        (
            Expected("R023", "units[2].name", "*centre"),
            Expected("M007", "units[2].name", "*centre"),
        ),
    ),
    Case("no text at all", whole="# 空的\n", expected=(Expected("R007", "", "空的"),)),
    Case("a list", whole="- pack: henan/base\n", expected=(Expected("R021", "", "- pack"),)),
    Case(
        "another encoding",
        whole="# 一份输入\npack: henan/base\n".encode("gbk"),
        expected=(Expected("R004", "", "# "),),
    ),
]

FIELDS = [
    Case(
        "an unknown field",
        (("money_unit: 元", "money_units: 元"),),
        (Expected("M001", "money_units", "money_units"),),
    ),
    Case(
        "an unknown field of a line",
        (("kind: 上年结转结余", "kinds: 上年结转结余"),),
        (Expected("M001", "receipts[3].kinds", "kinds:"),),
    ),
    Case(
        "a missing field",
        (("published: 2025-03\n", ""),),
        (Expected("M002", "published", "pack: henan/base"),),
    ),
    Case(
        "a line without amount",
        ((OWN_LINE, "{fund: 一般公共预算}"),),
        (Expected("M015", "receipts[1].amount", "{fund: 一般公共预算}"),),
    ),
    Case(
        "an unknown fund",
        (('{unit: "101002", fund: 事业收入', '{unit: "101002", fund: 事业的收入'),),
        (Expected("M003", "receipts[2].fund", "事业的收入"),),
    ),
    Case(
        "an unknown kind of receipts",
        (("kind: 上年结转结余", "kind: 上年的钱"),),
        (Expected("M003", "receipts[3].kind", "kind: 上年的钱,"),),
    ),
    Case(
        "an unknown kind",
        (("kind: budget", "kind: 概算"),),
        (Expected("M003", "kind", "kind: 概算"),),
    ),
    Case(
        "an unknown money unit",
        (("money_unit: 元", "money_unit: 千元"),),
        (Expected("M003", "money_unit", "千元"),),
    ),
    Case(
        "a code with too few digits",
        (('function: "2080505"', 'function: "20805"'),),
        (Expected("M004", "expenditure[2].function", '"20805"'),),
    ),
    Case(
        "a flag that is neither",
        (("carried_over: 是", "carried_over: 有"),),
        (Expected("M005", "expenditure[5].carried_over", "carried_over: 有"),),
    ),
    Case(
        "a list for a flag",
        (("carried_over: 是", "carried_over: [是]"),),
        (Expected("M005", "expenditure[5].carried_over", "carried_over: [是]"),),
    ),
    Case(
        "a thirteenth month",
        (("published: 2025-03", "published: 2025-13"),),
        (Expected("M005", "published", "2025-13"),),
    ),
    Case(
        "a month of the year nought",
        (("published: 2025-03", "published: 0000-03"),),
        (Expected("M005", "published", "0000-03"),),
    ),
    Case(
        "text for a year",
        (("year: 2025", "year: 二〇二五"),),
        (Expected("M005", "year", "二〇二五"),),
    ),
    Case(
        "text for a list",
        (("items: [负责示范工作。]", "items: 负责示范工作。"),),
        (Expected("M005", "duties.items", "items: 负责"),),
    ),
    Case(
        "a year long ago",
        (("year: 2025", "year: 1925"),),
        (Expected("M006", "year", "1925"),),
    ),
    Case(
        "an empty name",
        (("{name: 办公室}", '{name: "  "}'),),
        (Expected("M007", "organs.listed[1].name", '{name: "  "}'),),
    ),
    Case(
        "a field of the other kind",
        ((OWN_MONEY, "amount: 1500000, initial_budget: 1500000"),),
        (Expected("I01", "receipts[1].initial_budget", "initial_budget"),),
    ),
]

AMOUNTS = [
    Case(f"{name} for an amount", ((OWN_MONEY, f"amount: {text}"),), (Expected(code, *PLACE),))
    for PLACE in [("receipts[1].amount", "- {fund: 一般公共预算, amount:")]
    for name, text, code in (
        ("text", "一百五十万", "M010"),
        ("nothing", "", "M015"),
        ("a unit", "150万", "M010"),
        ("Chinese digits", "一五零万", "M010"),
        ("misplaced commas", '"15,00000"', "M010"),
        ("underscores", "1_500_000", "M010"),
        ("infinity", ".inf", "M010"),
        ("a list", "[1500000]", "M010"),
        ("a negative number", "-1500000", "M011"),
        ("an accountant's minus", "－1500000", "M011"),
        ("a float's notation", "1e3", "M012"),
        ("a thousandth", "1500000.005", "M013"),
        ("astronomy", "9999999999999999999999999999.99", "M014"),
    )
]

CODES = [
    Case(
        "an unknown functional code",
        (('function: "2080505"', 'function: "2080598"'),),
        (Expected("K01", "expenditure[2].function", "2080598"),),
    ),
    Case(
        "an unknown economic code",
        (('department_economic: "30108"', 'department_economic: "30198"'),),
        (
            Expected("K01", "expenditure[2].department_economic", "30198"),
            Expected("K05", "expenditure[2].government_economic", "30198"),
        ),
    ),
    Case(
        "a code of other years",
        (('function: "2010302"', 'function: "2010308"'),),
        (Expected("K02", "expenditure[5].function", "2010308"),),
    ),
    Case(
        "basic expenditure without economic item",
        (('department_economic: "30108", ', ""),),
        (
            Expected("K03", "expenditure[2].department_economic", "2080505"),
            Expected("C010", "expenditure[2]", "2080505"),
        ),
    ),
    Case(
        "basic expenditure without government economic item",
        (('government_economic: "50102", ', ""),),
        (Expected("K03", "expenditure[2].government_economic", "2080505"),),
    ),
    Case(
        "project expenditure without economic item",
        (('department_economic: "30227", government_economic: "50205", ', ""),),
        (Expected("K04", "expenditure[5].department_economic", "2010302"),),
    ),
    Case(
        "economic items that do not correspond",
        ((WAGES, 'government_economic: "50201", amount: 1000000'),),
        (Expected("K05", "expenditure[1].government_economic", "amount: 1000000"),),
    ),
]

BALANCE = [
    Case(
        "more receipts than expenditure",
        ((OWN_MONEY, "amount: 1600000"),),
        (Expected("A08", "receipts[1].amount", "amount: 1600000"),),
    ),
    Case(
        "one fund's money spent as another's",
        ((OWN_MONEY, "amount: 1600000"), ("事业收入, amount: 300000", "事业收入, amount: 200000")),
        (
            Expected("A08", "receipts[1].amount", "amount: 1600000"),
            Expected("A08", "receipts[2].amount", "事业收入, amount: 200000"),
        ),
    ),
    Case(
        "money left at the end of the year that nobody received",
        (("projects:\n", "closing:\n  - {amount: 5}\nprojects:\n"),),
        (Expected("A08", "receipts[1].amount", "amount: 1500000"),),
    ),
    Case(
        "a control figure that is not met",
        (("project_expenditure: 500000.50", "project_expenditure: 500000.51"),),
        (Expected("A03", "control_figures.project_expenditure", "500000.51"),),
    ),
]

REFERENCES = [
    Case(
        "an unknown unit",
        (('{unit: "101002", fund', '{unit: "101003", fund'),),
        (Expected("X01", "receipts[2].unit", "101003"),),
    ),
    Case(
        "a project that is not declared",
        (("project: 大厅运行", "project: 大厅运转"),),
        (
            Expected("X02", "expenditure[4].project", "大厅运转"),
            Expected("X03", "projects[1].name", "name: 大厅运行"),
        ),
    ),
    Case(
        "a project without lines",
        ((GOALS, GOALS + "  - name: 备用项目\n"),),
        (Expected("X03", "projects[3].name", "备用项目"),),
    ),
    Case(
        "a project line without project",
        ((", project: 大厅运行", ""),),
        (
            Expected("X04", "expenditure[4].project", "2010350"),
            Expected("X03", "projects[1].name", "name: 大厅运行"),
        ),
    ),
    Case(
        "a basic line with a project",
        (
            (
                'category: 基本支出, department_economic: "30108"',
                'category: 基本支出, project: 系统建设, department_economic: "30108"',
            ),
        ),
        (Expected("X05", "expenditure[2].project", "2080505"),),
    ),
    Case(
        "a project declared twice",
        ((GOALS, GOALS + "  - {name: 系统建设}\n"),),
        (Expected("X06", "projects[3].name", "{name: 系统建设}"),),
    ),
    Case(
        "two units of one code",
        (('{code: "101002"', '{code: "101001"'),),
        (
            Expected("X06", "units[2].code", "示范市示范中心"),
            Expected("X01", "receipts[2].unit", '{unit: "101002", fund'),
            Expected("X01", "expenditure[4].unit", "2010350"),
        ),
    ),
    Case(
        "a project to be evaluated that there is not",
        (("reasons:\n", "performance:\n  evaluated_projects: [系统建没]\n\nreasons:\n"),),
        (Expected("X08", "performance.evaluated_projects[1]", "系统建没"),),
    ),
    Case(
        "an institution's economic item of an administrative unit",
        ((WAGES, WAGES.replace("50101", "50501")),),
        (Expected("K05", "expenditure[1].government_economic", '"30101"'),),
    ),
    Case(
        "a unit of unknown kind",
        (("示范市示范中心, nature: 事业单位", "示范市示范中心"),),
        (Expected("I05", "units[2]", '{code: "101002", name: 示范市示范中心}'),),
    ),
    Case(
        "unknown names of figures",
        (
            ("  figures:\n", "  figures:\n    recipts_total: 1\n"),
            ("reasons:\n", "reasons:\n  three_publik: 没有\n"),
            ("control_figures:\n", "control_figures:\n  basic: 1500000\n"),
        ),
        (
            Expected("X07", "prior_year.figures.recipts_total", "recipts_total"),
            Expected("X07", "reasons.three_publik", "three_publik"),
            Expected("X07", "control_figures.basic", "basic: 1500000"),
        ),
    ),
    Case(
        "no prior-year figures",
        (("  input: last_year.yaml   # 人员", "  # 人员"),),
        NO_PRIOR,
    ),
    Case(
        "no reason for a change",
        (("  general_public_budget: 人员增加\n", ""),),
        (Expected("C002", "reasons.general_public_budget", "reasons:"),),
    ),
    Case(
        "an unknown option",
        (("lead: 年份在前", "leed: 年份在前"),),
        (Expected("C003", "options.leed", "leed"),),
    ),
    Case(
        "an unknown value of an option",
        (("lead: 年份在前", "lead: 部门在前"),),
        (Expected("C004", "options.lead", "部门在前"),),
    ),
    Case(
        "an unknown pack",
        (("pack: henan/base", "pack: henan/bass"),),
        (Expected("T001", "pack", "henan/bass"),),
    ),
    Case(
        "no file of last year",
        (("input: last_year.yaml", "input: next_year.yaml"),),
        (Expected("I020", "prior_year.input", "next_year.yaml"),),
    ),
    Case(
        "last year's file has lost a line",
        expected=(Expected("I020", "prior_year.input", "input: last_year.yaml"),),
        last_year=(("amount: 1400000", "amount: 一百四十万"),),
    ),
    Case(
        "last year's file has a field twice",
        expected=(Expected("I020", "prior_year.input", "input: last_year.yaml"),),
        last_year=(("year: 2024\n", "year: 2024\nyear: 2023\n"),),
    ),
]

SEVERAL = [
    Case(
        "faults of many kinds",
        (
            (OWN_MONEY, "amount: 1e3"),
            ('{unit: "101002", fund', '{unit: "101003", fund'),
            ('function: "2080505"', 'function: "2080598"'),
            ("carried_over: 是", "carried_over: 有"),
            ("general_public_budget: 1600000.50", "general_public_budget: -1"),
            ("control_figures:\n", "control_figures:\n  basic: 1500000\n"),
        ),
        (
            Expected("M012", "receipts[1].amount", "amount: 1e3"),
            Expected("X01", "receipts[2].unit", "101003"),
            Expected("K01", "expenditure[2].function", "2080598"),
            Expected("M005", "expenditure[5].carried_over", "carried_over: 有"),
            Expected("M011", "prior_year.figures.general_public_budget", "-1"),
            Expected("X07", "control_figures.basic", "basic: 1500000"),
        ),
    ),
    Case(
        "lines behind a faulty one keep their places",
        (
            (OWN_MONEY, "amount: 一百五十万"),
            ('{unit: "101002", fund', '{unit: "101003", fund'),
        ),
        (
            Expected("M010", "receipts[1].amount", "一百五十万"),
            Expected("X01", "receipts[2].unit", "101003"),
        ),
    ),
    Case(
        "a faulty unit does not make its lines strangers",
        (('{code: "101002", name: 示范市示范中心, nature: 事业单位}', '{code: "101002"}'),),
        (Expected("M002", "units[2].name", '{code: "101002"}'),),
    ),
    Case(
        "a faulty project does not make its lines strangers",
        (("value: 250天}]", "valu: 250天}]"),),
        (Expected("M001", "projects[1].output[1].valu", "valu: 250天"),),
    ),
    Case(
        "a leftover beside an unbalanced ledger",
        ((OWN_MONEY, "amount: 1600000"), ("负责示范工作", "负责XX工作")),
        (
            Expected("A08", "receipts[1].amount", "amount: 1600000}"),
            Expected("N11", "duties.items[1]", "负责XX工作"),
        ),
    ),
    Case(
        "a leftover beside a faulty amount",
        ((OWN_MONEY, "amount: 一百五十万"), ("负责示范工作", "负责XX工作")),
        (
            Expected("M010", "receipts[1].amount", "一百五十万"),
            Expected("N11", "duties.items[1]", "负责XX工作"),
        ),
    ),
    Case(
        "a control figure, a leftover and an amount beside each other",
        (
            ("project_expenditure: 500000.50", "project_expenditure: 500000"),
            ("负责示范工作", "负责XX工作"),
        ),
        (
            Expected("A03", "control_figures.project_expenditure", "project_expenditure: 500000"),
            Expected("N11", "duties.items[1]", "负责XX工作"),
        ),
    ),
]

CASES = [*YAML, *FIELDS, *AMOUNTS, *CODES, *BALANCE, *REFERENCES, *SEVERAL]
