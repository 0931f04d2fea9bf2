"""What speaks against reading a foreign spreadsheet, or a part of it."""

from __future__ import annotations

from discloser.finding import Rule, Severity

MAX_UNPACKED = 100 * 1024 * 1024
"""Bytes of all parts of a package together, as claimed and as read."""
MAX_ROWS, MAX_COLUMNS = 50_000, 256
MAX_MERGED, MAX_MERGED_ROWS = 20_000, 500_000
"""Merged ranges of a sheet, and the rows of all of them together."""

NO_WORKBOOK = Rule(
    "E001",
    "不是工作簿",
    "“{file}”不是能读的 Excel 工作簿{detail}。",
    "请用 WPS 或 Excel 打开，“另存为”Excel 工作簿（.xlsx）再试。",
)
PASSWORD = Rule(
    "E002",
    "工作簿有密码",
    "“{file}”设了打开密码，读不了。",
    "请在 WPS 或 Excel 里取消打开密码（文件→信息→保护工作簿），保存后再试。",
)
BOMB = Rule(
    "E003",
    "工作簿展开后过大",
    "“{file}”展开后超过 {limit} MB，不像是一份部门的数据。",
    "请检查是否选错了文件，或把数据复制到一份新的填报表里。",
)
FAR_CELL = Rule(
    "E004",
    "内容离表格太远",
    "工作表“{sheet}”在 {cell} 还有内容，超出了 {rows} 行 {columns} 列。",
    "请删去那里的内容（Ctrl+End 可以跳到最远的单元格）。",
)
EXTERNAL_LINKS = Rule(
    "E005",
    "引用了别的工作簿",
    "“{file}”里有引用别的工作簿的公式或链接，数会随别的文件变。",
    "请用“数据→编辑链接→断开链接”改成数值，再试。",
)
MACROS = Rule(
    "E006",
    "工作簿带宏",
    "“{file}”带有宏；这里不运行宏，只读单元格里的内容。",
    "不用处理；以后请存成不带宏的 .xlsx。",
    Severity.NOTE,
)
BROKEN_PART = Rule(
    "E007",
    "工作簿有一处坏了",
    "{where}坏了（{part}），没有读。",
    "请用 WPS 或 Excel 打开，核对内容是否齐全，“另存为”Excel 工作簿（.xlsx）再试。",
    is_cause=True,
)
