"""What each name and filter of a template means, in Chinese, with an example that can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """What a name or a filter is, and a line of a template that uses it."""

    says: str
    example: str


NAMES: Mapping[str, Word] = {
    "year": Word("公开的年度", "{{ year }}年"),
    "last_year": Word("上一年度", "{{ last_year }}年"),
    "published": Word("公开的月份", "{{ published.year }}年{{ published.month }}月"),
    "department": Word(
        "部门；正文里用 in_text，表格里用 in_tables，标题里用 in_titles", "{{ department.in_text }}"
    ),
    "units": Word(
        "所属预算单位，一项一个",
        "{% for unit in units %}{{ unit.name }}{{ '、' if not loop.last }}{% endfor %}",
    ),
    "units_note": Word("单位变动说明", "{{ units_note }}"),
    "duties": Word("主要职责", "{% for each in duties.items %}{{ each }}；{% endfor %}"),
    "organs": Word("机构设置", "{{ organs.listed[0].name }}：{{ organs.listed[0].duties }}"),
    "performance": Word("部门整体绩效", "{{ performance.goal }}"),
    "evaluation": Word(
        "绩效自评，只有决算有", "{% if evaluation %}{{ evaluation.grade }}{% endif %}"
    ),
    "projects": Word(
        "项目，按台账次序；每项有 name、code、category、unit、amount，"
        "和 cost、output、benefit、satisfaction 四种指标，indicators 是四种排在一起、"
        "每个有 kind（种类）、name、value",
        "{{ projects[0].name }}{{ projects[0].amount }}万元",
    ),
    "large_projects": Word(
        "达到参数 large_project 那么多的项目，每项同 projects",
        "{{ param.large_project }}以上项目{{ large_projects | length }}个",
    ),
    "project_text": Word(
        "输入里为项目写的说明，如 立项依据；没有写就报出来",
        "{{ project_text(projects[0], '立项依据') }}",
    ),
    "procurement": Word(
        "政府采购，以元计；合计是 total", "货物{{ amount(procurement.goods) }}万元"
    ),
    "assets": Word("国有资产占用", "专用设备{{ assets.special_equipment }}台（套）"),
    "transfers": Word("专项转移支付项目", "{{ transfers.count }}项"),
    "three_public_details": Word(
        "“三公”经费的团组、人次、车辆", "保有{{ three_public_details.vehicles_kept }}辆"
    ),
    "supplement": Word(
        "模板包在 fields.yaml 里自己要填的内容，见第十节",
        "{% if supplement.signer is defined %}{{ supplement.signer }}审签{% endif %}",
    ),
    "item_supplement": Word(
        "fields.yaml 里写了 per: 功能科目 的内容",
        "{% if item_supplement('2010301').use is defined %}"
        "{{ item_supplement('2010301').use }}{% endif %}",
    ),
    "param": Word("参数，写 param.名称", "{{ param.unchanged }}"),
    "amount": Word("把以元计的数变成会印成万元的数", "{{ amount(procurement.total) }}万元"),
    "total": Word("几个数之和", "{{ total([personnel_expenditure, operating_expenditure]) }}万元"),
    "reason": Word("输入里写的增减原因，没有写就报出来", "{{ reason('three_public') }}"),
    "has_reason": Word(
        "输入里有没有写这个原因", "{% if has_reason('three_public') %}有{% else %}没有{% endif %}"
    ),
    "item_reason": Word("某个功能科目决算与预算不同的原因", "{{ item_reason('2010301') }}"),
    "function_name": Word("功能分类编码的名称，类、款、项都可以", "{{ function_name('20103') }}"),
    "compares": Word(
        "要不要与上年相比；不知道上年数的单位不比",
        "{% if compares(three_public) %}比上年{{ three_public.change.amount }}万元{% endif %}",
    ),
    "breakdown": Word(
        "按一个字段分开，各部分有 label、code",
        "{% for part in breakdown(basic_expenditure, 'function_class') %}"
        "{{ part.label }}{{ part }}万元；{% endfor %}",
    ),
    "with_shares": Word(
        "给各部分加上占比 share",
        "{% for part in with_shares(breakdown(basic_expenditure, 'function_class'),"
        " basic_expenditure) %}{{ part.label }}占{{ part.share }}；{% endfor %}",
    ),
    "item_names": Word(
        "一个数背后的部门经济科目名称", "{{ item_names(personnel_expenditure) | join('、') }}"
    ),
}
"""The names that are no figures. Figures have their labels from the measures."""

FILTERS: Mapping[str, Word] = {
    "chinese": Word("整数写成汉字", "{{ 12 | chinese }}"),
    "chinese_month": Word("月份写成汉字", "{{ published | chinese_month }}"),
    "decimal": Word("文字变成精确的数", "{{ amount('12000' | decimal) }}万元"),
    "plain": Word("去掉小数末尾的零", "{{ '9.50' | decimal | plain }}"),
    "fixed": Word("两位小数", "{{ '9.5' | decimal | fixed }}"),
    "named": Word("换一个名称", "{{ (three_public | named('“三公”经费合计')).label }}"),
    "only": Word(
        "只取一部分台账，字段同表格的 where",
        "{{ current_expenditure | only(unit=units[0].code, category='基本支出') }}万元",
    ),
    "in_yuan": Word("按元印，不按万元", "{{ projects[0].amount | in_yuan }}元"),
    "styled": Word("换一种数字格式", "{{ receipts_total | styled('两位小数千分位') }}"),
}
"""The filters beside Jinja's own."""
