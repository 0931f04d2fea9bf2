"""One small but complete document that the tests of all writers print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from discloser.document.nodes import (
    Align,
    Cell,
    Column,
    Contents,
    ContentsEntry,
    Document,
    Heading,
    Orientation,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Section,
    Table,
    Text,
)
from discloser.document.number import Number, NumberFormat, Trim
from discloser.document.style import Style

STYLE_FILE = Path(__file__).parents[2] / "templates" / "national" / "style.yaml"

HOSTILE_TEXT = '<b>&"=1+1'
"""Text that a careless writer would turn into markup or a formula."""

LONG_NAME = "示例市公共数据资源登记与授权运营服务保障中心（示例市电子政务外网运行维护中心）"
LONG_CODE = "HTTPS://EXAMPLE.CN/2025/ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

AMOUNT = NumberFormat()
BLANK_ZERO = NumberFormat(zero="")
GROUPED = NumberFormat(grouping=True)
PERCENT = NumberFormat(suffix="%")
COUNT = NumberFormat(decimals=0)
SHORT = NumberFormat(trim=Trim.ZEROS)

LONG_TABLE_ROWS = 72
LONG_MERGE_ROWS = 66
"""More rows than a page holds."""


@cache
def sample_style() -> Style:
    """The style sheet that the packs share."""
    return Style.model_validate(YAML(typ="safe").load(STYLE_FILE.read_text(encoding="utf-8")))


@cache
def sample_document() -> Document:
    """Cover, contents, text with headings of all levels, and tables of every kind."""
    return Document(
        title="示例市数据局2025年度部门预算公开",
        author="示例市数据局",
        date=date(2025, 3, 14),
        subject="部门预算",
        sections=(
            _cover(),
            _contents(),
            _narrative(),
            Section((_portrait_table(),)),
            Section((_wide_table(), PageBreak(), _long_table()), Orientation.LANDSCAPE),
            Section((_sheet(), *_closing())),
        ),
    )


def _text(text: str) -> tuple[Text]:
    return (Text(text),)


def _amount(value: str, figure: str = "", number_format: NumberFormat = AMOUNT) -> Number:
    return Number(Decimal(value), number_format, figure)


def _cover() -> Section:
    return Section(
        (
            Paragraph(_text("示例市数据局"), "cover_department"),
            Paragraph(_text("2025年度部门预算公开"), "cover_title"),
            Paragraph(_text("二〇二五年三月"), "cover_date"),
        ),
        page_numbers=False,
    )


def _contents() -> Section:
    entries = (
        ContentsEntry("第一部分　示例市数据局概况", 1, "part-1"),
        ContentsEntry("一、主要职责", 2, "duties"),
        ContentsEntry("（一）统筹数据资源整合共享和开发利用", 3, "duties-1"),
        ContentsEntry("第二部分　2025年度部门预算情况说明", 1, "part-2"),
        ContentsEntry(f"一、{LONG_NAME}收支总体情况说明（含所属单位）", 2, "receipts"),
        ContentsEntry("附件：2025年度部门预算表", 1, "annex"),
        ContentsEntry("一、部门收支总体情况表", 2, "table-balance"),
        ContentsEntry("二、部门支出总体情况表", 2, "table-expenditure"),
        ContentsEntry("三、支出明细表", 2, "table-lines"),
        ContentsEntry("四、部门整体绩效目标表", 2, "table-targets"),
    )
    return Section((Contents(("示例市数据局", "2025年部门预算公开目录"), entries),), restart=True)


def _narrative() -> Section:
    return Section(
        (
            Heading(1, _text("第一部分　示例市数据局概况"), "part-1"),
            Heading(2, _text("一、主要职责"), "duties"),
            Paragraph(_text("示例市数据局的主要职责是：")),
            Heading(3, _text("（一）统筹数据资源整合共享和开发利用"), "duties-1"),
            Heading(4, _text("1.推进“互联网+监管”"), "duties-1-1"),
            Paragraph(
                _text(
                    "统筹全市一体化政务大数据体系和政务数据资源体系建设管理，组织编制政务数据目录，"
                    "建立健全政务数据供需对接机制，负责政务数据归集、共享、开放等管理工作；推动“一网通办”"
                    "“一窗通办”（含政务服务热线），优化全市政务服务环境。"
                )
            ),
            Paragraph((Text(f"文中的符号照原样印出：{HOSTILE_TEXT}。"),)),
            PageBreak(),
            Heading(1, _text("第二部分　2025年度部门预算情况说明"), "part-2"),
            Heading(2, _text(f"一、{LONG_NAME}收支总体情况说明（含所属单位）"), "receipts"),
            Paragraph(
                (
                    Text("2025年收入总计"),
                    _amount("1234.565", "receipts.total"),
                    Text("万元，支出总计"),
                    _amount("1234.565", "expenditure.total"),
                    Text("万元，与2024年预算相比，收、支总计各减少"),
                    _amount("86.4", "change.total", SHORT),
                    Text("万元，下降"),
                    Number(Decimal("6.5406"), PERCENT, "change.share", strong=True),
                    Text("。主要原因是：", strong=True),
                    Text("压减一般性支出，项目支出减少。"),
                )
            ),
            Paragraph(
                (
                    Text("截至2024年12月31日，共有车辆"),
                    _amount("3", "", COUNT),
                    Text("辆，单价100万元以上设备0台（套）。"),
                )
            ),
            PageBreak(),
            Heading(1, _text("附件：2025年度部门预算表"), "annex"),
            Paragraph(_text("以下各表金额单位均为万元。"), "center"),
        )
    )


def _head(text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(text, Role.COLUMN_HEADER, rowspan, colspan)


def _label(text: str, rowspan: int = 1, colspan: int = 1, *, strong: bool = False) -> Cell:
    return Cell(text, Role.ROW_HEADER, rowspan, colspan, strong=strong)


def _portrait_table() -> Table:
    rows = (
        ("一、一般公共预算", "1034.565", "一、一般公共服务支出", "934.565"),
        ("二、政府性基金", "200", "二、社会保障和就业支出", "120"),
        ("三、国有资本经营预算", "0", "三、住房保障支出", "180"),
    )
    body: tuple[Row, ...] = tuple(
        (
            _label(source),
            Cell(_amount(received, number_format=BLANK_ZERO)),
            _label(purpose),
            Cell(_amount(spent, number_format=BLANK_ZERO)),
        )
        for source, received, purpose, spent in rows
    )
    total = Number(Decimal("1234.565"), AMOUNT, "receipts.total", strong=True)
    last: Row = (
        Cell("收入总计", Role.ROW_HEADER, align=Align.CENTER, strong=True),
        Cell(total, strong=True),
        Cell("支出总计", Role.ROW_HEADER, align=Align.CENTER, strong=True),
        Cell(total, strong=True),
    )
    return Table(
        name="balance",
        sheet="收支总体",
        caption="部门收支总体情况表",
        anchor="table-balance",
        number="表一",
        subtitle="（2025年度）",
        subject="部门名称：示例市数据局",
        unit="单位：万元",
        columns=(
            Column(2.2),
            Column(1.2, Align.RIGHT),
            Column(2.4),
            Column(1.2, Align.RIGHT),
        ),
        head=(
            (_head("收　入", colspan=2), _head("支　出", colspan=2)),
            (_head("项目"), _head("金额"), _head("项目"), _head("金额")),
        ),
        body=(*body, last),
        notes=("注：1.本表按元计算，按万元列示，可能存在尾差。", f"2.符号照印：{HOSTILE_TEXT}"),
    )


def _wide_table() -> Table:
    head: tuple[Row, ...] = (
        (
            _head("科目编码", colspan=3),
            _head("单位代码", rowspan=3),
            _head("单位（科目名称）", rowspan=3),
            _head("合计", rowspan=3),
            _head("基本支出", colspan=4),
            _head("项目支出", colspan=3),
        ),
        (
            _head("类", rowspan=2),
            _head("款", rowspan=2),
            _head("项", rowspan=2),
            _head("小计", rowspan=2),
            _head("人员经费", colspan=2),
            _head("公用经费", rowspan=2),
            _head("小计", rowspan=2),
            _head("其他运转类", rowspan=2),
            _head("特定目标类", rowspan=2),
        ),
        (_head("工资福利支出"), _head("对个人和家庭的补助")),
    )
    columns = (
        *(Column(0.5, Align.CENTER),) * 3,
        Column(0.9, Align.CENTER),
        Column(2.4),
        *(Column(1.1, Align.RIGHT),) * 8,
    )
    return Table(
        name="expenditure",
        sheet="支出总体",
        caption="部门支出总体情况表",
        anchor="table-expenditure",
        number="表二",
        subject="部门名称：示例市数据局",
        unit="单位：万元",
        columns=columns,
        head=head,
        body=(
            _wide_row(("", "", "", "", "合计"), "1234567.89", strong=True),
            _wide_row(("", "", "", "105001", LONG_NAME), "1234567.89"),
            _wide_row(("201", "03", "01", "105001", "　行政运行"), "593.3"),
            _wide_row(("201", "03", "02", "105001", HOSTILE_TEXT), "0"),
            _wide_row(("208", "05", "05", LONG_CODE, "　机关事业单位基本养老保险缴费支出"), "-1"),
        ),
        notes=("注：支出按功能分类科目列示。",),
    )


def _wide_row(labels: tuple[str, ...], total: str, *, strong: bool = False) -> Row:
    amounts = (total, total, "500", "93.3", "53.86", "85", "0", "85")
    return (
        *(_label(label, strong=strong) for label in labels),
        *(
            Cell(_amount(value, number_format=GROUPED if value == total else BLANK_ZERO))
            for value in amounts
        ),
    )


def _long_table() -> Table:
    rows: list[Row] = []
    for n in range(LONG_TABLE_ROWS):
        row: list[Cell] = []
        if n == 0:
            row.append(_label("项目支出", rowspan=LONG_MERGE_ROWS))
        elif n >= LONG_MERGE_ROWS:
            row.append(_label(f"其他支出{n}"))
        if n % 6 == 0:
            row.append(_label(f"第{n // 6 + 1}批项目", rowspan=6))
        row += [
            _label(f"{30200 + n}"),
            _label(f"明细科目{n + 1:02d}" if n % 5 else LONG_NAME),
            Cell(_amount(f"{n * 137.5 + 0.25}", f"line.{n}")),
            Cell("已完成" if n % 2 else "正在实施"),
        ]
        rows.append(tuple(row))
    return Table(
        name="lines",
        sheet="支出明细",
        caption="支出明细表",
        anchor="table-lines",
        number="表三",
        subject="部门名称：示例市数据局",
        unit="单位：万元",
        columns=(
            Column(1.0, Align.CENTER),
            Column(1.2, Align.CENTER),
            Column(0.8, Align.CENTER),
            Column(3.0),
            Column(1.2, Align.RIGHT),
            Column(1.0, Align.CENTER),
        ),
        head=(
            (
                _head("类型", rowspan=2),
                _head("批次", rowspan=2),
                _head("科目", colspan=2),
                _head("预算数", rowspan=2),
                _head("进度", rowspan=2),
            ),
            (_head("编码"), _head("名称")),
        ),
        body=tuple(rows),
    )


def _sheet() -> Table:
    """A form whose labels stand beside and above its values, so that it has no header rows."""
    body: tuple[Row, ...] = (
        (_label("部门（单位）名称", colspan=2), Cell("示例市数据局", colspan=3)),
        (
            _label("年度履职目标", colspan=2),
            Cell("目标一：推进“一网通办”；\n目标二：建设数据平台；\n目标三：保障运行。", colspan=3),
        ),
        (
            _label("年度主要任务", rowspan=3),
            _head("任务名称"),
            _head("主要内容", colspan=2),
            _head("预算金额（万元）"),
        ),
        (Cell("任务一"), Cell("保障电子政务外网", colspan=2), Cell(_amount("593.3"))),
        (
            Cell("任务二"),
            Cell("归集共享政务数据\n开放公共数据", colspan=2),
            Cell(_amount("641.265")),
        ),
        (
            _head("一级指标"),
            _head("二级指标"),
            _head("三级指标"),
            _head("指标值"),
            _head("指标值说明"),
        ),
        (
            _label("投入管理指标", rowspan=2),
            _label("工作目标管理"),
            Cell("年度履职目标相关性"),
            Cell("相关"),
            Cell("1.是否符合国家战略部署；\n2.是否与部门职责相关。"),
        ),
        (
            _label("预算和财务管理"),
            Cell("预算编制完整性"),
            Cell("≥95%"),
            Cell(f"部门收支全部纳入预算。{HOSTILE_TEXT}"),
        ),
    )
    return Table(
        name="targets",
        sheet="整体绩效目标",
        caption="部门整体绩效目标表",
        anchor="table-targets",
        number="表四",
        subtitle="（2025年度）",
        columns=(
            Column(1.1),
            Column(1.3),
            Column(1.6),
            Column(1.0),
            Column(2.4),
        ),
        head=(),
        body=body,
    )


def _closing() -> tuple[Paragraph, Paragraph]:
    return (
        Paragraph(_text("示例市数据局"), "right"),
        Paragraph((Text("2025年3月14日", strong=True),), "right"),
    )
