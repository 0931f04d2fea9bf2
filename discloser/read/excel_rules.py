"""What can be wrong with, or was put right in, a filled-in workbook."""

from __future__ import annotations

from discloser.finding import Rule, Severity

WRONG_TEMPLATE = Rule(
    "E010",
    "不是这里的填报表",
    "这个工作簿不是填报表，里面是：{found}。",
    "请用 discloser new 生成的填报表填写，不要改工作表的名称。",
    is_cause=True,
)
NEWER_FORMAT = Rule(
    "E011",
    "填报表比程序新",
    "填报表是第 {version} 版，这个程序只认到第 {current} 版，新增的内容会漏掉。",
    "请更新程序后再读。",
)
OLDER_FORMAT = Rule(
    "E012",
    "填报表是旧版",
    "填报表是第 {version} 版，现在是第 {current} 版。之后的变化：{changes}。",
    "可以照用；要新的栏目，请用 discloser new --from 生成新表。",
    Severity.NOTE,
)
NO_HEADER = Rule(
    "E013",
    "找不到表头",
    "工作表“{sheet}”前几行里找不到表头。",
    "请恢复表头一行，应有：{titles}。",
    is_cause=True,
)
UNKNOWN_COLUMN = Rule(
    "E014",
    "不认识的列",
    "工作表“{sheet}”的“{title}”不是填报表的列，这一列没有读。",
    "自己加的列可以留着；若是改了表头，请改回原来的名称。",
    Severity.WARNING,
)
UNKNOWN_ITEM = Rule(
    "E015",
    "不认识的事项",
    "工作表“{sheet}”没有“{title}”这一项，没有读。",
    "请用表里原有的事项名称。",
)
UNKNOWN_LIST = Rule(
    "E016", "类别不对", "“类别”填的是“{value}”，不知道归到哪里。", "可选：{allowed}。"
)
NO_PROJECT = Rule(
    "E017",
    "绩效目标的项目没有登记",
    "项目“{name}”不在“项目”表里。",
    "请先在“项目”表里加上，名称一字不差。",
)
NO_SUCH_UNIT = Rule(
    "E018", "没有这个单位", "“{title}”填的是“{name}”，不在“单位”表里。", "可选：{known}。"
)
TWICE = Rule("E019", "填了两次", "“{name}”填了两次，不知道以哪个为准。", "请只保留一处。")
FORMULA = Rule(
    "E020",
    "公式没有算出数",
    "这一格是公式，但文件里没有存它的结果。",
    "请在 WPS 或 Excel 里打开，重新计算并保存；或者直接填数。",
)
BAD_CELL = Rule(
    "E021",
    "公式出错",
    "这一格显示 {value}，读不出内容。",
    "请改正公式，或直接填写。",
)
CODE_DIGITS = Rule(
    "E022",
    "编码丢了位数",
    "编码 {value} 在表里是数字，Excel 只保留 15 位，后面的已经丢了。",
    "请把这一格设为“文本”格式，重新输入完整编码。",
)
CODE_NUMBER = Rule(
    "E023",
    "编码成了数字",
    "编码 {value} 在表里是数字；如果原来以 0 开头，0 已经丢了。",
    "请核对；有缺的，把这一格设为“文本”格式后重填。",
    Severity.WARNING,
)
CODE_REPAIRED = Rule(
    "E024",
    "编码补了零",
    "单位代码 {value} 按“{code}”处理（Excel 把前面的 0 去掉了）。",
    "请核对；以后请从下拉里选。",
    Severity.WARNING,
)
NUMBER_IN_TEXT = Rule(
    "E025",
    "文字栏里是小数",
    "这一栏是文字，现在填的是数字 {value}。",
    "如果是百分数，请写成文字，如 95%。",
    Severity.WARNING,
)
TOTAL_ROW = Rule(
    "E027",
    "合计行没有读",
    "合计行（“{word}”）没有读，合计由程序算。",
    "不用处理；也可以删去这一行。",
    Severity.NOTE,
)
MERGED = Rule(
    "E028",
    "合并的单元格",
    "合并的单元格，{area} 每一行都按同一个内容读。",
    "请核对；最好取消合并，每行都填。",
    Severity.NOTE,
)
HIDDEN_SHEET = Rule(
    "E029",
    "隐藏的工作表",
    "工作表“{sheet}”是隐藏的，里面的内容照样读了。",
    "请取消隐藏，核对一遍。",
    Severity.NOTE,
)
NO_SHEET = Rule(
    "E031",
    "缺少工作表",
    "没有工作表“{sheet}”{like}。",
    "请把它改回原名，或从原来的填报表里复制回来。",
    is_cause=True,
)
SHEET_GONE = Rule(
    "E032",
    "少了一张工作表",
    "没有工作表“{sheet}”{like}，按没有内容处理。",
    "不用这张表的，可以不管；改了名的，请改回来。",
    Severity.WARNING,
)
OWN_SHEET = Rule(
    "E033",
    "自己加的工作表",
    "工作表“{sheet}”不是填报表里的，没有读。",
    "不用处理；要填的内容请填到填报表原有的表里。",
    Severity.NOTE,
)
NO_COLUMN = Rule(
    "E034",
    "缺少一列",
    "缺少“{title}”列{like}，工作表“{sheet}”没有读。",
    "请把表头改回“{title}”{else_}。",
    is_cause=True,
)
NAME_OF_ANOTHER = Rule(
    "E035",
    "编码和名称对不上",
    "这里写的是“{value}”，而 {code} 是“{name}”，“{other}”是 {meant}。按编码 {code} 读了。",
    "请核对，从下拉里重新选；向下拖动填充时，编码会一行行加 1。",
    Severity.WARNING,
)
MERGED_VALUE = Rule(
    "E036",
    "合并了只能填一次的格",
    "{area} 是合并的单元格，不知道“{title}”是哪一行的，还是几行合起来的。",
    "请取消合并，每行各填各的数；没有的填 0。",
)
SCALED = Rule(
    "E037",
    "显示的和存的不是一个数",
    "这一格显示 {shown}，存的却是 {value}。",
    "请把单元格格式改成“数值”，再核对这个数。",
)
NOT_SHOWN = Rule(
    "E038",
    "看不准显示成什么",
    "这一格存的是 {value}，格式是“{format}”，不能确定显示成什么。",
    "请把这一格设为“文本”格式，照要印的样子重新填。",
)
MONTH_UNCLEAR = Rule(
    "E039",
    "看不出是哪个月",
    "这一格是数字 {value}，可能是 1 月，也可能是 10 月（末尾的 0 会被去掉）。",
    "请写成 2025-01 或 2025年10月 这样的文字。",
)
SAME_TITLE = Rule(
    "E040",
    "两列表头相同",
    "工作表“{sheet}”有两列都是“{title}”，不知道以哪一列为准。",
    "请只保留一列，或给自己加的列换个表头。",
    is_cause=True,
)
OTHER_UNIT = Rule(
    "E041",
    "金额单位不一致",
    "这里写的单位是{unit}，而“基本信息”里的金额单位是{money_unit}，工作表“{sheet}”没有读。",
    "请统一：把金额换算成{money_unit}再改这里的单位，或改“基本信息”的“金额单位”。",
    is_cause=True,
)
