"""Each rule on the document: a document that breaks it, and one that nearly does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from discloser.check import rules
from discloser.check.check import DocumentCheck
from discloser.check.rules.a_cells import columns_are_known, rows_are_known
from discloser.check.rules.n_typed import typed_texts_are_printed_as_they_are
from discloser.check.rules.p_targets import projects_have_targets
from discloser.check.subject import Proof
from discloser.compute.figures import compute
from discloser.document.nodes import Contents, Document, Heading, Paragraph, Table, Text
from discloser.finding import Finding, Severity
from discloser.model.performance import Indicator, ProjectTargets
from discloser.model.values import UnitNature
from discloser.pipeline import prepare
from tests.deceive.trees import put, spots, with_cell
from tests.rules.documents import (
    ALL,
    INPUTS,
    Edit,
    again,
    cell,
    contents,
    document,
    new_codes,
    original,
    prepared,
    reading,
    table,
    text,
    twice,
    untouched,
    words,
)
from tests.rules.required import REQUIRED
from tests.rules.whole_tables import WHOLE_TABLES

BALANCE = "receipts_and_expenditure"
GENERAL = "general_public_expenditure"
HALL = "大厅运行保障经费（含党组织活动费）"
BASIC = "general_public_basic"
Case = tuple[str, str, Edit, Edit]


def words_of_head(name: str, old: str, new: str) -> Edit:
    """Print another label in the header of a table."""

    def edit(source: Document) -> Document:
        spot = next(s for s in spots(source) if getattr(s.node, "name", "") == name)
        assert isinstance(spot.node, Table)
        head = tuple(
            tuple(replace(c, content=new) if c.text == old else c for c in row)
            for row in spot.node.head
        )
        assert head != spot.node.head
        return put(source, spot, replace(spot.node, head=head))

    return edit


def exchanged_in_head(name: str, one: str, two: str) -> Edit:
    """Print two labels of a header in each other's place."""
    aside = "（别处）"

    def edit(source: Document) -> Document:
        moved = words_of_head(name, one, aside)(source)
        return words_of_head(name, aside, two)(words_of_head(name, two, one)(moved))

    return edit


def exchanged_rows(name: str, one: str, two: str) -> Edit:
    """Print two rows of a table, known by a text of each, in each other's place."""

    def edit(source: Document) -> Document:
        spot = next(s for s in spots(source) if getattr(s.node, "name", "") == name)
        assert isinstance(spot.node, Table)
        rows = list(spot.node.body)
        found = [
            next(i for i, r in enumerate(rows) if t in [c.text for c in r]) for t in (one, two)
        ]
        first, second = found
        rows[first], rows[second] = rows[second], rows[first]
        return put(source, spot, replace(spot.node, body=tuple(rows)))

    return edit


def begins(words: str) -> Edit:
    """Begin a sentence of the narrative with other words."""
    return text("市行政审批和政务信息管理局2025年收入总计", f"{words}收入总计")


SPENT = "761.10万元，其中：基本支出676.10万元，占88.83%；项目支出85万元，占11.17%"
"""What is spent, as a sentence splits it."""
TABLES: list[Case] = [
    (
        "A04",
        "district",
        cell("expenditure", "合计", ("合计",), "911.45"),
        cell("expenditure", "合计", ("合计",), "911.47"),
    ),
    (
        "A05",
        "office",
        cell("expenditure", "行政运行", ("合计",), "2,332.24"),
        cell("expenditure", "行政运行", ("合计",), "2,332.2"),
    ),
    (
        "A06",
        "approval",
        words(BALANCE, "一、一般公共服务", "一、一般公务服务"),
        words(BALANCE, "一、一般公共服务", "一、一般公共服务支出"),
    ),
    (
        "A10",
        "approval",
        words_of_head("projects", "一般公共预算", "一般公共预算一类"),
        words_of_head("projects", "一般公共预算", "一般公共预算拨款"),
    ),
    (
        "A11",
        "approval",
        words_of_head("expenditure", "项目支出", "别的支出"),
        words_of_head("expenditure", "项目支出", "项目　支出"),
    ),
    (
        "A11",
        "final",
        words("receipts_and_expenditure", "结余分配", "其他"),
        words("receipts_and_expenditure", "使用非财政拨款结余和专用结余", "使用非财政拨款结余"),
    ),
    (
        "A11",
        "approval",
        words("overall_targets", "（2）项目支出", "（2）项日支出"),
        words("overall_targets", "（2）项目支出", "（2）项目支出："),
    ),
    (
        "A12",
        "approval",
        exchanged_in_head("expenditure", "基本支出", "项目支出"),
        words_of_head("expenditure", "基本支出", "基本支出："),
    ),
    (
        "A12",
        "final",
        exchanged_in_head("receipts", "事业收入", "经营收入"),
        words_of_head("receipts", "经营收入", "经营 收入"),
    ),
    (
        "A12",
        "approval",
        exchanged_in_head("appropriation", "小计", "其中：财政拨款"),
        words_of_head("appropriation", "其中：财政拨款", "其中: 财政拨款"),
    ),
    (
        "A12",
        "final",
        exchanged_rows("self_evaluation", "绩效指标", "一级指标"),
        words("self_evaluation", "绩效指标", "绩效 指标"),
    ),
    (
        "A16",
        "final",
        exchanged_in_head("expenditure", "科目代码", "科目名称"),
        words_of_head("expenditure", "科目代码", "科目编码"),
    ),
    (
        "A17",
        "approval",
        words_of_head("projects", "政府性基金预算", "一般公共预算"),
        words_of_head("projects", "一般公共预算", "一般公共预算拨款"),
    ),
    (
        "A06",
        "made up",
        words("project_outturn-4", "政府性基金预算", "政政府性基金预算"),
        words("project_outturn-4", "政府性基金预算", "政府性基金"),
    ),
    ("N24", "district", text("2023年3月", "2023年4月"), text("2023年3月", "2023年3月编")),
    *(
        ("N31", "approval", begins(broken), begins(near))
        for broken, near in (
            ("截至2024年9月31日，", "截至2024年8月31日，"),
            ("按2023年2月29日的数，", "按2月29日的数，"),
            ("到13月1日止，", "到12月1日止，"),
            ("截至2024年2月30日，共有车辆5辆。", "截至2024年8月31日，共有车辆5辆。"),
        )
    ),
    *(
        (code, "final", text("2023年期末，我单位", broken), text("2023年期末，我单位", near))
        for code, broken, near in (
            ("N31", "截至2023年1月31日，我单位", "截至2023年12月31日，我单位"),
            ("N31", "截至2023年11月30日，我单位", "截至2023年11月30日，走访了5家。我单位"),
            ("N09", "截至2022年12月31日，我单位", "截至2023年12月31日，我单位"),
            ("N09", "截至2024年12月31日，我单位", "截至2023年12月31日，我单位"),
        )
    ),
    (
        "N22",
        "made up",
        text("四、智慧城市感知设施建设", "四、智智慧城市感知设施建设"),
        text("四、智慧城市感知设施建设", "四、建设"),
    ),
    (
        "N22",
        "made up",
        text("2023年9月至2024年12月", "2023年10月至2024年12月"),
        text("2023年9月至2024年12月", "两年"),
    ),
    (
        "N25",
        "funds",
        text("其他收入0万元；上年", "基本支出1,299.69万元；上年"),
        text("其他收入0万元；上年", "其他收入0.00万元；上年"),
    ),
    (
        "N26",
        "funds",
        words("expenditure", "709", "708"),
        words("expenditure", "709", " 709"),
    ),
    (
        "N07",
        "final",
        text("完成年初预算", "决算数小于年初预算数的。完成年初预算"),
        text("完成年初预算", "决算数小于年初预算数，完成年初预算"),
    ),
    (
        "N26",
        "approval",
        words("economic_summary", "121", "122"),
        words("economic_summary", "121", " 121"),
    ),
    (
        "P14",
        "final",
        words("self_evaluation", "10", "00"),
        words("self_evaluation", "10", " 10"),
    ),
    *(
        (
            code,
            "final",
            words("self_evaluation", old, wrong),
            words("self_evaluation", old, near),
        )
        for code, old, wrong, near in (
            ("P15", "87.75%", "87.85%", "87.8%"),
            ("P16", "3905.12", "3906.12", "3905.1"),
            ("P17", "3905.12", "3905.22", "3905.1"),
        )
    ),
    (
        "N09",
        "approval",
        text("从2018年起", "从2017年起"),
        text("从2018年起全面", "从2018年起，全面"),
    ),
    (
        "A07",
        "district",
        cell("expenditure", "合计", ("合计",), "911.47"),
        cell("expenditure", "合计", ("合计",), "911.46"),
    ),
    (
        "A14",
        "approval",
        cell("projects", "数字政府建设运行费", ("一般公共预算",), "45.02"),
        cell("projects", "数字政府建设运行费", ("一般公共预算",), "45.01"),
    ),
    (
        "A15",
        "approval",
        cell("government_fund", "合计", ("合计",), "5.00"),
        cell("government_fund", "合计", ("合计",), "0.00"),
    ),
    (
        "B01",
        "approval",
        cell(BALANCE, "收入总计", (), "761.12"),
        cell(BALANCE, "收入总计", (), "761.11"),
    ),
    *(
        ("B01", "funds", cell(BALANCE, label, (), broken), cell(BALANCE, label, (), near))
        for label, broken, near in (
            ("财政专户管理资金收入", "1.00", "0.00"),
            ("教育", "1.00", "0.00"),
        )
    ),
    (
        "B02",
        "approval",
        cell("receipts", "合计", ("总计",), "761.12"),
        cell("receipts", "合计", ("总计",), "761.11"),
    ),
    (
        "B03",
        "approval",
        cell("expenditure", "合计", ("合计",), "761.12"),
        cell("expenditure", "合计", ("合计",), "761.11"),
    ),
    (
        "B04",
        "approval",
        cell("expenditure", "行政运行", ("基本支出", "小计"), "509.82"),
        cell("expenditure", "行政运行", ("基本支出", "小计"), "509.81"),
    ),
    (
        "B05",
        "approval",
        cell("appropriation", "收入合计", (), "761.12"),
        cell("appropriation", "收入合计", (), "761.11"),
    ),
    *(
        (
            "B05",
            "funds",
            cell("appropriation", label, header, broken),
            cell("appropriation", label, header, near),
        )
        for label, header, broken, near in (
            ("政府性基金预算拨款", (), "1.00", "0.00"),
            ("上年结转", (), "36321.15", "36321.06"),
            ("教育支出", ("政府性基金",), "1.00", "0.00"),
        )
    ),
    (
        "B06",
        "approval",
        cell(GENERAL, "合计", ("合计",), "761.12"),
        cell(GENERAL, "合计", ("合计",), "761.11"),
    ),
    (
        "B06",
        "approval",
        cell(GENERAL, "合计", ("合计",), "761.07"),
        cell(GENERAL, "合计", ("合计",), "761.09"),
    ),
    (
        "B07",
        "approval",
        cell(BASIC, "合计", ("合计",), "676.12"),
        cell(BASIC, "合计", ("合计",), "676.11"),
    ),
    (
        "B08",
        "approval",
        cell("economic_summary", "合计", ("总计",), "761.12"),
        cell("economic_summary", "合计", ("总计",), "761.11"),
    ),
    (
        "B08",
        "approval",
        cell("general_public_basic", "基本工资", ("人员经费",), "999.99"),
        words("general_public_basic", "基本工资", "基本工资 "),
    ),
    (
        "B19",
        "approval",
        words("project_targets", "数字政府建设运行费", "数字政府建设运维费"),
        words("project_targets", "数字政府建设运行费", "数字政府建设运行费 "),
    ),
    (
        "B19",
        "approval",
        words("project_targets", HALL, HALL.replace("组织", "群")),
        words("project_targets", HALL, HALL.replace("（", "(").replace("）", ")")),
    ),
    (
        "B11",
        "approval",
        cell("expenditure", "合计", ("项目支出",), "85.02"),
        cell("expenditure", "合计", ("项目支出",), "85.01"),
    ),
    (
        "B12",
        "approval",
        cell("project_targets", "数字政府建设运行费", ("资金总额",), "45.02"),
        cell("project_targets", "数字政府建设运行费", ("资金总额",), "45.01"),
    ),
    (
        "B12",
        "office",
        cell("project_targets", "办公场所租赁费", ("资金总额",), "70.25"),
        cell("project_targets", "办公场所租赁费", ("资金总额",), "70.2"),
    ),
    *(
        (
            "B20",
            "approval",
            cell("project_targets", label, header, broken),
            cell("project_targets", label, header, near),
        )
        for label, header, broken, near in (
            ("三门峡市行政审批和政务信息管理局", ("资金总额",), "85.02", "85.0"),
            ("三门峡市行政审批和政务信息管理局", ("单位资金",), "3.00", "0.00"),
            ("数字政府建设运行费", ("单位资金",), "3.00", "0.00"),
        )
    ),
    (
        "B13",
        "approval",
        words("overall_targets", "761.10", "761.12"),
        words("overall_targets", "761.10", "761.11"),
    ),
    *(
        (
            "B13",
            "approval",
            words("overall_targets", old, broken),
            words("overall_targets", old, near),
        )
        for old, broken, near in (
            ("676.10", "676.13", "676.11"),
            ("85.00", "85.03", "85.01"),
        )
    ),
    (
        "F01",
        "final",
        cell(BALANCE, "本年收入合计", (), "3,881.86"),
        cell(BALANCE, "本年收入合计", (), "3,881.85"),
    ),
    (
        "F02",
        "final",
        cell(BALANCE, "本年支出合计", (), "3,881.90"),
        cell(BALANCE, "本年支出合计", (), "3,881.86"),
    ),
    ("F03", "final", cell(BALANCE, "总计", (), "3,881.86"), cell(BALANCE, "总计", (), "3,881.85")),
    (
        "F04",
        "final",
        cell(BALANCE, "总计", (), "3,881.86", 1),
        cell(BALANCE, "总计", (), "3,881.85", 1),
    ),
    ("F05", "final", cell(BALANCE, "总计", (), "3,881.86"), cell(BALANCE, "总计", (), "3,881.85")),
    (
        "F06",
        "final",
        cell("receipts", "合计", (), "3,881.86"),
        cell("receipts", "合计", (), "3,881.85"),
    ),
    (
        "F07",
        "final",
        cell("expenditure", "一般公共服务支出", (), "780.29"),
        cell("expenditure", "一般公共服务支出", (), "780.28"),
    ),
    (
        "F08",
        "final",
        cell("expenditure", "行政运行", (), "551.66"),
        cell("expenditure", "行政运行", (), "551.65"),
    ),
    (
        "F09",
        "final",
        cell("expenditure", "合计", (), "3,881.86"),
        cell("expenditure", "合计", (), "3,881.85"),
    ),
    (
        "F10",
        "final",
        cell("appropriation", "本年收入合计", (), "3,881.86"),
        cell("appropriation", "本年收入合计", (), "3,881.85"),
    ),
    (
        "F11",
        "final",
        cell("appropriation", "一般公共服务支出", ("合计",), "780.29"),
        cell("appropriation", "一般公共服务支出", ("合计",), "780.28"),
    ),
    (
        "F11",
        "final",
        cell("appropriation", "本年支出合计", ("一般公共预算财政拨款",), "3,881.87"),
        cell("appropriation", "本年支出合计", ("一般公共预算财政拨款",), "3,881.85"),
    ),
    (
        "F12",
        "final",
        cell("appropriation", "总计", (), "3,881.86"),
        cell("appropriation", "总计", (), "3,881.85"),
    ),
    (
        "F12",
        "final",
        cell("appropriation", "一般公共预算财政拨款", (), "5.00", 1),
        cell("appropriation", "一般公共预算财政拨款", (), "0.00", 1),
    ),
    ("F13", "final", cell(GENERAL, "合计", (), "3,881.86"), cell(GENERAL, "合计", (), "3,881.85")),
    (
        "F14",
        "final",
        cell(GENERAL, "合计", ("基本支出",), "590.53"),
        cell(GENERAL, "合计", ("基本支出",), "590.52"),
    ),
    (
        "F15",
        "final",
        cell(BASIC, "工资福利支出", (), "514.90"),
        cell(BASIC, "工资福利支出", (), "514.82"),
    ),
    (
        "F16",
        "final",
        cell("government_fund", "合计", ("本年收入",), "5.00"),
        cell("government_fund", "合计", ("本年收入",), "0.00"),
    ),
    (
        "F17",
        "final",
        cell("state_capital", "合计", (), "5.00"),
        cell("state_capital", "合计", (), "0.00"),
    ),
    ("F19", "final", cell(BASIC, "公务接待费", (), "1.00"), cell(BASIC, "公务接待费", (), "0.00")),
    ("F20", "final", cell(GENERAL, "合计", (), "9,999.00"), cell(GENERAL, "合计", (), "3,881.85")),
    (
        "F23",
        "final",
        table("government_fund", notes=()),
        table("government_fund", notes=("我单位没有使用政府性基金。",)),
    ),
    (
        "F23",
        "final",
        table("government_fund", notes=("本表公开。",), is_empty=False),
        table("government_fund", notes=("本年这一类资金未安排。",), is_empty=True),
    ),
]
TEXTS: list[Case] = [
    (
        "B15",
        "approval",
        text("机构运转经费支出预算53.86", "机构运转经费支出预算53.88"),
        text("机构运转经费支出预算53.86", "机构运转经费支出预算53.87"),
    ),
    (
        "B17",
        "approval",
        text("支出项目共2个", "支出项目共3个"),
        text("支出项目共2个", "支出项目共02个"),
    ),
    (
        "B17",
        "office",
        text("100万元以上项目2个", "90万元以上项目2个"),
        text("100万元以上项目2个", "101万元以上项目2个"),
    ),
    (
        "B17",
        "district",
        text("涉及预算拨款105.96", "涉及预算拨款76.25"),
        text("涉及预算拨款105.96", "涉及预算拨款105.9"),
    ),
    (
        "B17",
        "district",
        text("其中1个按要求编制了绩效目标", "其中2个按要求编制了绩效目标"),
        text("其中1个按要求编制了绩效目标", "其中01个按要求编制了绩效目标"),
    ),
    (
        "B17",
        "approval",
        text("涉及资金85万元", "涉及资金45万元"),
        text("涉及资金85万元", "涉及资金85.0万元"),
    ),
    (
        "N15",
        "office",
        text("一般公务用车5辆、一般执法执勤用车0辆", "一般公务用车4辆、一般执法执勤用车1辆"),
        text("一般公务用车5辆、一般执法执勤用车0辆", "一般公务用车05辆、执法执勤用车0辆"),
    ),
    (
        "N21",
        "approval",
        text("单价50万元以上通用设备", "单价60万元以上通用设备"),
        text("单价50万元以上通用设备", "单价500000元以上通用设备"),
    ),
    (
        "N01",
        "final",
        text("人员经费541.23", "人员经费541.25"),
        text("人员经费541.23", "人员经费541.2"),
    ),
    (
        "N01",
        "made up",  # after an amount by which the same passage says that a budget is not reached
        text("公务用车购置支出17.98", "公务用车购置支出18.00"),
        text("公务用车购置支出17.98", "公务用车购置支出18.0"),
    ),
    (
        "B18",
        "district",
        text("预算项目共2个，其中1个按要求编制了绩效目标", "预算项目均按要求编制了绩效目标"),
        text("预算项目共2个，其中1个按要求编制了绩效目标", "预算项目均按要求编制了计划"),
    ),
    (
        "F21",
        "final",
        text("机关运行经费支出49.28", "机关运行经费支出49.30"),
        text("机关运行经费支出49.28", "机关运行经费支出49.29"),
    ),
    (
        "N01",
        "approval",
        text("收入总计761.10", "收入总计761.12"),
        text("收入总计761.10", "收入总计761.1"),
    ),
    ("N02", "approval", text("占88.83%", "占88.84%"), text("占88.83%", "占88.8%")),
    (
        "N02",
        "approval",
        text(SPENT, "0.71万元，其中：基本支出0.71万元，占100.00%；项目支出0.01万元，占3.00%"),
        text(SPENT, "0.71万元，其中：基本支出0.71万元，占100.00%；项目支出0.01万元，占0.00%"),
    ),
    ("N02", "funds", text("占24.85%", "占3.51%"), text("占24.85%", "占24.9%")),
    (
        "N02",
        "final",
        text("占支出合计的100.00%", "占基本支出的100.00%"),
        text("占支出合计的", "占"),
    ),
    ("N03", "approval", text("下降3.25%", "增长3.25%"), text("下降3.25%", "下降3.2%")),
    *(
        ("N03", name, text(old, broken), text(old, near))
        for name, old, broken, near in (
            (  # the direction of both, and the amount and the rate exchanged
                "approval",
                "收入减少25.55万元，下降3.25%",
                "收入增加25.55万元，增长3.25%",
                "收入降低25.55万元，下降3.2%",
            ),
            (
                "approval",
                "收入减少25.55万元，下降3.25%",
                "收入减少3.25万元，下降25.55%",
                "收入减少25.5万元，下降3.25%",
            ),
            (
                "funds",
                "购置费预算数与2024年持平",
                "购置费预算数比2024年增加1.00万元",
                "购置费预算数与上年持平",
            ),
            (
                "funds",
                "预算数比2024年增加1.00万元，增长47.62%",
                "预算数与2024年持平",
                "预算数比2024年增加1.0万元，增长47.6%",
            ),
            (  # 等于 and the budget that it is held against
                "made up",
                "决算数大于年初预算数32.13万元",
                "决算数大于全年预算数32.13万元",
                "决算数超过年初预算数32.1万元",
            ),
            (
                "made up",
                "决算数小于年初预算数0.11万元",
                "决算数等于年初预算数",
                "决算数小于预算数0.11万元",
            ),
        )
    ),
    (
        "N04",
        "office",
        text("增加56.76万元，增长21.36%", "增加322.46万元，增长100.00%"),
        text("增加56.76万元，增长21.36%", "增加322.46万元"),
    ),
    (
        "N25",
        "approval",
        text("支出合计761.10万元，其中：基本支出", "收入合计761.10万元，其中：基本支出"),
        text("支出合计761.10万元，其中：基本支出", "支出合计761.10万元，其中，基本支出"),
    ),
    (
        "N25",
        "final",
        text("其中：财政拨款收入", "其中：基本支出"),
        text("其中：财政拨款收入", "其中，财政拨款收入"),
    ),
    (
        "N01",
        "final",
        text("其他国内公务接待支出0.00万元", "其他国内公务接待支出1.00万元"),
        text("其他国内公务接待支出0.00万元", "其他国内公务接待支出0.0万元"),
    ),
    (
        "N05",
        "final",
        text("完成年初预算的86.29%", "完成年初预算的86.39%"),
        text("完成年初预算的86.29%", "完成年初预算的86.3%"),
    ),
    (
        "N06",
        "final",
        text("年初预算数为639.30", "年初预算数为649.30"),
        text("年初预算数为639.30", "年初预算数为639.31"),
    ),
    (
        "N07",
        "office",
        text("，主要原因：机关运行成本增加，相应经费预算增加", ""),
        text("机关运行成本增加，相应经费预算增加", "机关运行成本增加"),
    ),
    (
        "N08",
        "approval",
        words(GENERAL, "行政运行", "行政运转"),
        words(GENERAL, "行政运行", "行政运行 "),
    ),
    *(
        ("N08", "made up", text(old, broken), text(old, near))
        for old, broken, near in (
            ("事务（款）行政运行（项）", "事务（款）行政运转（项）", "事务（款）行政运行（项）的"),
            ("2.一般公共服务支出（类）", "2.一般公务服务支出（类）", "2、一般公共服务支出（类）"),
        )
    ),
    (
        "N09",
        "approval",
        text("与2024年预算相比", "与2023年预算相比"),
        text("与2024年预算相比", "与上年预算相比"),
    ),
    *(
        (
            "N09",
            "approval",
            text("与2024年预算相比", broken),
            text("与2024年预算相比", near),
        )
        for broken, near in (
            ("与2023年预算持平", "与2024年预算持平"),
            ("比2023年减少", "与2019年签订的合同相比"),
            ("较2026年持平", "较《2019年工作规划》减少"),
        )
    ),
    *(
        ("N09", "approval", begins(broken), begins(near))
        for broken, near in (
            ("2023年，", "截至2024年8月31日，"),
            ("2026年", "按照《2023年预算编制办法》，"),
            ("2024年收入", "与2024年预算持平，"),
            ("2022年以来", "自2022年以来"),
        )
    ),
    *(
        ("N09", name, text(old, broken), text(old, near))
        for name, old, broken, near in (
            ("approval", "2024年期末", "2025年期末", "上年期末"),
            ("final", "2023年度", "2022年度", "二〇二三年度"),
            ("final", "2023年期末", "2022年期末", "本年期末"),
            ("final", "2023年度2个项目", "2022年度2个项目", "本年度2个项目"),
            ("approval", "比2024年减少", "比2025年减少", "比上年减少"),
            ("final", "2022年度计算时", "2021年度计算时", "上年度计算时"),
            ("made up", "纳入本部门2024年度", "纳入本部门2023年度", "纳入本部门本年度"),
        )
    ),
    (
        "N10",
        "approval",
        table("receipts", subject="部门名称：市行政审批局"),
        table("receipts", subject="部门名称：市行政审批和政务信息管理局"),
    ),
    (
        "N10",
        "declared",
        words("basic_lines", "青榕县农业农村局", "青榕县农村农业局"),
        words("basic_lines", "青榕县农业农村局", "青榕县农业技术推广中心"),
    ),
    (
        "N10",
        "declared",
        words("basic_lines", "青榕县农业农村局", "青榕县农业农村局（分部）"),
        words("basic_lines", "青榕县农业农村局", "青榕县农业农村局（本级）"),
    ),
    *(
        ("N10", "approval", begins(f"{broken}2025年"), begins(f"{near}2025年"))
        for broken, near in (
            ("市行政审批和政务信息管理据", "机关运行经费"),
            ("三门峡市大数据局", "“三公”经费"),
        )
    ),
    ("N11", "approval", text("为全面落实", "XX为全面落实"), text("为全面落实", "X为全面落实")),
    (
        "N12",
        "approval",
        text("我单位无公务用车。", "我单位无公务用车。。"),
        text("我单位无公务用车。", "我单位无公务用车！"),
    ),
    (
        "N14",
        "approval",
        text("压缩了部分一般性项目预算", "压缩了27.77万元的项目预算"),
        text("压缩了部分一般性项目预算", "压缩了622.25万元的项目预算"),
    ),
    ("N15", "office", text("共有车辆5辆", "共有车辆6辆"), text("共有车辆5辆", "共有车辆05辆")),
    ("N16", "office", twice("按照《财政部"), again("具体支出情况如下", "（一）")),
    ("N16", "office", twice("具体支出情况如下"), again("具体支出情况如下", "（二）")),
    (
        "N17",
        "approval",
        contents("部门收支总体情况表", "部门收入支出表X"),
        contents("部门收支总体情况表", "部门收支总体表"),
    ),
    (
        "N18",
        "approval",
        text("四、财政拨款收入支出预算", "五、财政拨款收入支出预算"),
        text("四、财政拨款收入支出预算", "四、财政拨款收支预算"),
    ),
    (
        "N18",
        "approval",
        words(BALANCE, "三、国防", "二、国防"),
        words(BALANCE, "三十四、抗疫特别国债安排的支出", "三十六、抗疫特别国债安排的支出"),
    ),
    (
        "N23",
        "final",
        words(BASIC, "39910", "59910"),
        words(BASIC, "39910", " 39910"),
    ),
    (
        "N19",
        "office",
        words("project_targets", "聘请保安数量", "聘请安数量"),
        words("project_targets", "聘请保安数量", " 聘请保安数量 "),
    ),
    (
        "N22",
        "approval",
        text("市行政审批和政务信息管理局主要职责", "市行政审批批和政务信息管理局主要职责"),
        text("市行政审批和政务信息管理局主要职责", "市行政审批局主要职责"),
    ),
]


def three_public(*texts: str) -> Edit:
    """Print other amounts in the last columns of the row of three public expenses."""

    def edit(source: Document) -> Document:
        spot = next(s for s in spots(source) if getattr(s.node, "name", "") == "three_public")
        assert isinstance(spot.node, Table)
        changed, row = spot.node, spot.node.body[0]
        for column, amount in enumerate(texts, len(row) - len(texts)):
            changed = with_cell(changed, 0, column, replace(row[column], content=amount))
        return put(source, spot, changed)

    return edit


THREE_PUBLIC: list[Case] = [
    (
        "B10",
        "office",
        words("three_public", "11.50", "11.52"),
        words("three_public", "11.50", "11.51"),
    ),
    *(
        ("B10", "funds", three_public(*broken.split("|")), three_public(*near.split("|")))
        for broken, near in (
            ("3.70||3.10||3.10|0.60", "3.61||3.10||3.10|0.51"),
            ("3.50||3.10||3.10|0.40", "3.59||3.10||3.10|0.49"),
            ("8.60||8.10|5.00|3.10|0.50", "3.60||3.10|0.00|3.10|0.50"),
            ("3.61|0.01|3.10||3.10|0.50", "3.60|0.00|3.10||3.10|0.50"),
        )
    ),
    (
        "B10",
        "office",  # most of its projects are not broken down by economic items
        three_public(*["10.50", "", "10.00", "", "10.00", "0.50"]),
        three_public(*["12.50", "", "10.00", "", "10.00", "2.50"]),
    ),
    (
        "F18",
        "final",
        three_public(*["5.00", "", "", "", "", ""]),
        three_public(*["0.00", "", "", "", "", ""]),
    ),
]
IN_YUAN: list[Case] = [
    (
        "A05",
        "made up",
        cell("government_fund", "城市建设支出", ("本年收入",), "8,200,000.01"),
        cell("government_fund", "城市建设支出", ("本年收入",), "8,200,000.0"),
    ),
    (
        "F13",
        "made up",
        cell(GENERAL, "合计", ("本年支出合计",), "4,042.83"),
        cell(GENERAL, "合计", ("本年支出合计",), "4,042.8"),
    ),
    (
        "F16",
        "made up",
        cell("government_fund", "合计", ("本年收入",), "9,200,000.10"),
        cell("government_fund", "合计", ("本年收入",), "9200000.00"),
    ),
    (
        "F17",
        "made up",
        cell("state_capital", "合计", ("年末结转和结余",), "182,109.65"),
        cell("state_capital", "合计", ("年末结转和结余",), "182109.55"),
    ),
    *(
        (
            code,
            "made up",
            cell("appropriation", f"{fund}预算财政拨款", (), f"{amount}0.10"),
            cell("appropriation", f"{fund}预算财政拨款", (), f"{amount}0.00"),
        )
        for code, fund, amount in (
            ("F16", "政府性基金", "920000"),
            ("F17", "国有资本经营", "170000"),
        )
    ),
    (
        "N07",
        "made up",
        text("，主要原因是用上年结转资金支付了已完工标段的工程款", ""),
        text("用上年结转资金支付了已完工标段的工程款", "支付了上年工程的尾款"),
    ),
    (
        "N32",
        "approval",
        text("主要包括：基本工资", "主要包括：职业年金缴费、基本工资"),
        text("主要包括：基本工资", "主要包括：在职人员工资、基本工资"),
    ),
    (
        "P19",
        "approval",
        words("project_targets", "数字政府建设正常运行", "数字政府建设正常运行≥5次"),
        words("project_targets", "数字政府建设正常运行", "数字政府建设正常运行5次"),
    ),
    (
        "N30",
        "made up",
        text("其他收入1.23万元，占0.02%", "其他收入1.23万元，占0.02%；其他收入1.23万元，占0.02%"),
        text("；其他收入1.23万元，占0.02%", ""),
    ),
    (
        "N30",
        "funds",
        text("上年结转结余36,321.05万元", "上年结转结余36,320.05万元"),
        text("其中：一般公共预算5,971.12万元", "其中主要：一般公共预算5,970.12万元"),
    ),
    (
        "N27",
        "made up",
        text("严格控制接待标准和批次", "车辆维修费用低于预期"),
        text("严格控制接待标准和批次", "改用线上会商"),
    ),
    (
        "N27",
        "made up",
        text("数据资源中心新进人员增加工资支出", "年中追加公共数据开放与授权运营试点经费"),
        text("数据资源中心新进人员增加工资支出", "数据资源中心新进人员"),
    ),
    (
        "N20",
        "made up",
        text("大于年初预算数371.82万元", "大于年初预算数371.85万元"),
        text("大于年初预算数371.82万元", "大于年初预算数371.83万元"),
    ),
    (
        "N20",
        "made up",
        text("小于全年预算数2.14万元", "大于全年预算数"),
        text("小于全年预算数2.14万元", "低于全年预算数2.1万元"),
    ),
    (
        "N20",
        "made up",
        text("小于全年预算数2.14万元", "等于全年预算数"),
        text("小于全年预算数2.14万元", "小于全年预算数"),
    ),
]
"""Tables in 元 against sentences and tables in 万元, and the words that compare with the budget."""
CASES = [*TABLES, *TEXTS, *THREE_PUBLIC, *IN_YUAN, *REQUIRED, *WHOLE_TABLES]


@pytest.mark.parametrize(("code", "name", "broken", "near"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_tells_a_fault_from_what_nearly_is_one(
    code: str, name: str, broken: Edit, near: Edit
) -> None:
    assert code in new_codes(name, broken(document(name)))
    assert code not in new_codes(name, near(document(name)))


@pytest.mark.parametrize("name", ALL)
def test_the_real_documents_have_no_errors(name: str) -> None:
    assert prepared(name).ok
    noted = {"A04", "N07", "P13"}
    assert {code for code, _ in untouched(name)} <= noted


ADMINISTRATIVE, CIVIL_SERVICE, INSTITUTION = UnitNature


@pytest.mark.parametrize(
    ("natures", "printed", "sound"),
    [
        ((ADMINISTRATIVE, CIVIL_SERVICE), "49.28", True),
        ((ADMINISTRATIVE, CIVIL_SERVICE), "49.26", False),
        ((ADMINISTRATIVE, CIVIL_SERVICE), "49.30", False),
        ((ADMINISTRATIVE, INSTITUTION), "49.26", True),
        ((ADMINISTRATIVE, INSTITUTION), "49.30", False),
        ((ADMINISTRATIVE, None), "49.26", True),
        ((INSTITUTION, INSTITUTION), "0.00", True),
        ((INSTITUTION, INSTITUTION), "49.26", False),
    ],
)
def test_agency_operating_costs_are_held_to_the_kinds_of_the_units(
    natures: tuple[UnitNature | None, ...], printed: str, sound: bool
) -> None:
    """F21: equal where all are agencies, at most where some are, none where none is."""
    edit = text("机关运行经费支出49.28", f"机关运行经费支出{printed}")
    read = reading("final", edit(document("final")))
    assert ("F21" in of_natures(read, natures)) is not sound


@pytest.mark.parametrize(
    ("natures", "printed", "sound"),
    [
        ((ADMINISTRATIVE, CIVIL_SERVICE), "53.85", True),
        ((ADMINISTRATIVE, CIVIL_SERVICE), "53.80", False),
        ((ADMINISTRATIVE, INSTITUTION), "53.80", True),
        ((INSTITUTION, INSTITUTION), "53.85", True),
    ],
)
def test_operating_costs_of_a_budget_are_held_to_the_kinds_of_the_units(
    natures: tuple[UnitNature | None, ...], printed: str, sound: bool
) -> None:
    """B15: equal where all are agencies, at most otherwise."""
    edit = text("机构运转经费支出预算53.86", f"机构运转经费支出预算{printed}")
    read = reading("approval", edit(document("approval")))
    assert ("B15" in of_natures(read, natures)) is not sound


def of_natures(read: Proof, natures: tuple[UnitNature | None, ...]) -> set[str]:
    """The codes found in a document whose units are of these kinds."""
    disclosure = read.figures.disclosure
    units = tuple(
        unit.model_copy(update={"nature": nature})
        for unit, nature in zip(disclosure.units, natures, strict=True)
    )
    figures = compute(disclosure.model_copy(update={"units": units}), read.figures.measures)
    changed = replace(read, figures=figures)
    return {
        outcome.code
        for known in rules.ALL
        if isinstance(known, DocumentCheck) and known.applies.to(figures.disclosure)
        for outcome in known.outcomes(changed)
        if isinstance(outcome, Finding)
    }


def of_projects(name: str, *, declared: bool) -> set[str]:
    """The codes found where no project has an indicator, or each has."""
    read = original(name)
    disclosure = read.figures.disclosure
    indicator = (Indicator(name="数量", value="1个"),)
    projects = tuple(
        ProjectTargets(name=project.name, output=indicator if declared else ())
        for project in disclosure.projects
    )
    figures = compute(disclosure.model_copy(update={"projects": projects}), read.figures.measures)
    changed = replace(read, figures=figures)
    return {finding.code for finding in projects_have_targets.outcomes(changed)}


def test_projects_without_targets_are_told_where_their_table_is_printed() -> None:
    """P13."""
    assert of_projects("approval", declared=False) == {"P13"}
    assert of_projects("approval", declared=True) == set()


def test_columns_of_unknown_meaning_are_one_note_a_table() -> None:
    changed = words_of_head("projects", "一般公共预算", "某类资金")(document("approval"))
    read = reading("approval", changed)
    outcomes = [*columns_are_known.outcomes(read), *rows_are_known.outcomes(read)]
    found = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    assert [(finding.code, finding.severity) for finding in found] == [("A10", Severity.NOTE)]
    assert "某类资金" in found[0].message


def test_a_part_has_its_own_words_in_the_contents(tmp_path: Path) -> None:
    """N17."""
    pack = tmp_path / "trial" / "budget"
    pack.mkdir(parents=True)
    (tmp_path / "trial" / "pack.yaml").write_text(
        "title: 试验\nparent: henan/sanmenxia\n", encoding="utf-8"
    )
    (pack / "report.yaml").write_text(
        "extends: parent\nparts:\n  - id: terms\n    contents: 专用名词\n", encoding="utf-8"
    )
    text = (INPUTS / ALL["approval"]).read_text(encoding="utf-8")
    path = tmp_path / "input.yaml"
    path.write_text(text.replace("pack: henan/sanmenxia", "pack: trial"), encoding="utf-8")
    prepared = prepare(path, tmp_path)
    assert prepared.document is not None
    labels = [
        entry.label
        for block in prepared.document.blocks()
        if isinstance(block, Contents)
        for entry in block.entries
    ]
    assert "专用名词" in labels
    assert "N17" not in {finding.code for finding in prepared.findings}


ALONE = {"A18", "A19", "A20", "N28", "N29", "P13", "P18"}
"""Rules on the document that look at the input beside it, or at last year's, with tests of their
own: ``tests/prior`` for columns that compare with last year, ``test_evaluations.py`` for P18,
``test_lines.py`` for declared lines and for tables that go on."""


def test_a_department_whose_code_looks_like_a_class_is_no_class() -> None:
    """The receipts of 新乡 have departments and functional items in one column of codes."""
    changed = words("receipts", "709", "201")(document("funds"))
    assert "N08" not in new_codes("funds", changed)
    name = "新乡市行政审批和政务信息管理局"
    assert "N08" in new_codes("funds", words("receipts", name, "国防支出")(changed))


def test_what_a_row_is_made_of_is_no_part_of_the_total_beside_it() -> None:
    """B01: some forms split 一、财政拨款收入 into 1. 2. 3., others say 其中."""
    changed = words(BALANCE, "五、事业收入", "5.一般公共预算")(document("funds"))
    split = cell(BALANCE, "5.一般公共预算", (), "5971.12")(changed)
    assert "B01" not in new_codes("funds", split)
    as_part = cell(BALANCE, "事业收入", (), "5971.12")(document("funds"))
    assert "B01" in new_codes("funds", as_part)


def test_a_row_of_which_is_a_part_of_the_row_above_it() -> None:
    """Printed below 本年收入, 其中：财政拨款 is no longer the general public budget's."""
    label, part = "（一）一般公共预算拨款", "其中：财政拨款"
    aside = words("appropriation", label, "（别处）")(document("funds"))
    moved = words("appropriation", "（别处）", part)(words("appropriation", part, label)(aside))
    keys = []
    for source in (document("funds"), moved):
        table = reading("funds", source).reader.by_role["appropriation"]
        receipts, one, two = (table.cells[table.sheet.first + row, 1].key for row in range(3))
        keys.append((receipts == one, receipts == two, one == two))
    assert keys == [(False, False, True), (True, False, False)]


@pytest.mark.parametrize(
    ("printed", "is_told"),
    [
        ("十二、设备出出租", True),
        ("承担单位：设出备租", True),
        ("单位：备出租", True),
        ("设备出租", False),
        ("设备出售", False),
        ("设备出租出租", False),
    ],
)
def test_a_short_name_that_stands_alone_is_held_to_its_letters(printed: str, is_told: bool) -> None:
    assert is_told_of_a_project("设备出租", printed) is is_told


@pytest.mark.parametrize(
    ("printed", "is_told"),
    [
        ("编制范围的单位共一个：示局，无二级单位", True),
        ("：1.示范；", True),
        ("编制范围的单位共一个：示范局，无二级单位", False),
        ("分两类：示范，推广", False),
    ],
)
def test_a_letter_lost_of_three_counts_where_units_are_listed(printed: str, is_told: bool) -> None:
    assert is_told_of_a_project("示范局", printed) is is_told


@pytest.mark.parametrize(
    ("printed", "is_told"),
    [
        ("示范市服务据", True),
        ("示范市服务据：大厅", True),
        ("示范市服务据2025年", True),
        ("示范市服务", True),
        ("示范市服务厅局收入", True),
        ("示范市服务内设办公室", True),
        ("示范市服务部门预算包括", True),
        ("示范市服务内地企业", False),
        ("示范市服务中心", False),
        ("示范市服务大厅局", False),
        ("示范市服务局", False),
    ],
)
def test_the_last_letter_of_a_name_counts_where_the_word_ends(printed: str, is_told: bool) -> None:
    assert is_told_of_a_project("示范市服务局", printed) is is_told


@pytest.mark.parametrize(
    ("printed", "elsewhere", "is_told"),
    [
        ("示范市服务概况", "示范市服务局概况", True),
        ("示范市服务厅堂", "示范市服务局机关", False),
        ("示范市服务中心", "示范市服务局概况", False),
        ("示范市服务据概况", "示范市服务局概况", True),
        ("示范市服务局概况", "示范市服务局概况", False),
    ],
)
def test_a_name_without_its_last_letter_is_known_by_what_goes_on_behind_names(
    printed: str, elsewhere: str, is_told: bool
) -> None:
    assert is_told_of_a_project("示范市服务局", printed, elsewhere) is is_told


@pytest.mark.parametrize("name", ["approval", "district", "made up"])
def test_a_lost_last_letter_of_the_department_is_told_in_most_places(name: str) -> None:
    """N22: wherever what follows stands behind a name elsewhere too; half of all places here."""
    read = original(name)
    called = read.figures.disclosure.department.in_text
    places = [
        (spot, spot.node, at)
        for spot in spots(read.document)
        if isinstance(spot.node, Heading | Paragraph)
        for at in range(len(spot.node.text))
        if spot.node.text.startswith(called, at)
    ]
    assert places
    told = 0
    for spot, node, at in places:
        end = at + len(called)
        broken = replace(node, content=(Text(node.text[: end - 1] + node.text[end:]),))
        changed = replace(read, document=put(read.document, spot, broken))
        found = list(typed_texts_are_printed_as_they_are.outcomes(changed))
        told += any(isinstance(f, Finding) and called in f.message for f in found)
    assert 2 * told >= len(places)


def is_told_of_a_project(name: str, printed: str, elsewhere: str = "") -> bool:
    """Whether N22 tells of a project's name in a document that prints a text."""
    read = original("approval")
    disclosure = read.figures.disclosure
    project = ProjectTargets(name=name)
    lines = tuple(
        line.model_copy(update={"project": project.name}) if line.project else line
        for line in disclosure.expenditure
    )
    given = disclosure.model_copy(update={"projects": (project,), "expenditure": lines})
    figures = compute(given, read.figures.measures)
    document = text("部门预算表", printed)(read.document)
    document = text("名词解释", elsewhere)(document) if elsewhere else document
    changed = replace(read, document=document, figures=figures)
    found = [f for f in typed_texts_are_printed_as_they_are.outcomes(changed) if f.code == "N22"]
    told = [f for f in found if isinstance(f, Finding) and name in f.message]
    return bool(told)


def test_a_code_that_is_not_printed_is_not_looked_for_in_every_number() -> None:
    """N22: what is all numbers differs from any number by one number."""
    read = original("approval")
    project = ProjectTargets(name="设备出租", code="999999250000000000001")
    given = read.figures.disclosure.model_copy(update={"projects": (project,)})
    changed = replace(read, figures=compute(given, read.figures.measures))
    found = [f for f in typed_texts_are_printed_as_they_are.outcomes(changed) if f.code == "N22"]
    assert [f.message for f in found if isinstance(f, Finding) and project.code in f.message] == []
