"""What speaks against reading a published document, or a part of it."""

from __future__ import annotations

from discloser.finding import Rule, Severity

MAX_BYTES = 100 * 1024 * 1024
MAX_PAGES = 2000
MAX_CELLS = 200_000
"""Cells of one table."""
MAX_TAGS = 1_500_000
"""Elements of a web page or of a part of a Word file; 300 pages of tables have 400,000."""
MAX_DRAWN = 5 * 1024 * 1024
"""Bytes of lines and letters on one page of a PDF; a full one of a budget has 60,000."""

NO_DOCUMENT = Rule(
    "D001",
    "不是能读的文档",
    "“{file}”不是能读的文档{detail}。",
    "能读的有 .docx、.xlsx、.xls、.ods、.html 和 .pdf；请用 WPS 打开后另存为其中一种。",
)
LOCKED = Rule(
    "D002",
    "文档有密码",
    "“{file}”设了打开密码，读不了。",
    "请用 WPS 打开，取消密码后保存再试。",
)
TOO_MUCH = Rule(
    "D003",
    "文档过大",
    "“{file}”{what}，超过 {limit}，不像是一个部门公开的文本。",
    "请检查是否选错了文件。",
)
SCAN = Rule(
    "D004",
    "扫描件",
    "这一页没有能读的文字，是扫描件或图片。",
    "请找电子版（Word、Excel 或由 WPS 直接导出的 PDF）；本程序不识别图片里的字。",
)
NO_LIBRARY = Rule(
    "D005",
    "没有装读 PDF 的程序包",
    "读 PDF 要用的程序包没有装。",
    "请运行 pip install 'discloser[import]'。",
)
TRACKED = Rule(
    "D006",
    "有没接受的修订",
    "这里有没有接受或拒绝的修订；读的是接受以后的文字。",
    "请在 WPS 的“审阅”里接受或拒绝全部修订后再公开。",
    Severity.WARNING,
)
COMMENT = Rule(
    "D007",
    "有批注",
    "这里有批注：“{text}”；批注没有读进来。",
    "请在 WPS 的“审阅”里删去批注后再公开。",
    Severity.WARNING,
)
OVERLAP = Rule(
    "D008",
    "单元格重叠",
    "这里的单元格“{text}”和别的单元格重叠，没有读。",
    "请核对这张表。",
    Severity.WARNING,
)
DOUBTFUL = Rule(
    "D009",
    "表格线有疑问",
    "这张表的线不清楚：{why}；{opinion}。",
    "请核对这张表。",
    Severity.WARNING,
)
BROKEN = Rule(
    "D010",
    "文档有一处坏了",
    "{where}坏了，没有读。",
    "请用 WPS 打开，核对内容是否齐全，另存后再试。",
)
HIDDEN = Rule(
    "D011",
    "隐藏的工作表",
    "工作表“{sheet}”是隐藏的，没有读。",
    "不用公开就不用处理；要读请先取消隐藏。",
    Severity.NOTE,
)
EMPTY = Rule("D012", "文档里没有文字", "“{file}”里没有读到文字和表格。", "请检查是否选错了文件。")
OTHER_UNIT = Rule(
    "D013",
    "金额单位不认识",
    "这张表的单位“{unit}”不是元或万元，数没有换算。",
    "请核对这张表的单位。",
    Severity.WARNING,
)
TURNED = Rule(
    "D014",
    "字的方向不对",
    "这一页有 {count} 个字是横着或倒着印的，没有读，也没有核对。",
    "请把这一页转正：横的表用横的页，不要把字转过来。",
)
NO_TEXT = Rule(
    "D015",
    "字读不出来",
    "这一页有 {count} 个字的字体没有说明是什么字，读不出来，没有核对。",
    "请由 WPS 直接导出 PDF（嵌入字体），或给 Word、Excel 文件。",
)
OUTSIDE = Rule(
    "D016",
    "字在页面以外",
    "“{text}”等 {count} 个字印在页面的边以外，纸上看不见。",
    "请调整页边距、字号或方向，重新导出。",
)
BLANK = Rule(
    "D017",
    "空白页",
    "这一页什么也没有。",
    "请删去多余的分页。",
    Severity.WARNING,
)
UNSEEN = Rule(
    "D018",
    "隐藏的行、列",
    "工作表“{sheet}”有隐藏的{what}，里面有字；读进来核对了，公开的表上看不见。",
    "不该公开的，请删去；该公开的，请取消隐藏。",
    Severity.WARNING,
)
