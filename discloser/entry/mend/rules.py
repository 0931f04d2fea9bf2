"""What can speak against putting something into a cell of a workbook."""

from __future__ import annotations

from discloser.finding import Rule

NO_SUCH_SHEET = Rule(
    "E080",
    "没有这张工作表",
    "工作簿里没有工作表“{sheet}”。",
    "请从现有的工作表里选：{known}。",
)
NO_SUCH_CELL = Rule(
    "E081",
    "没有这个单元格",
    "“{cell}”不是单元格，或者超出了 {rows} 行 {columns} 列。",
    "单元格由列的字母和行号组成，如 F37。",
)
NOT_FOR_TYPING = Rule(
    "E082",
    "这一格不用填",
    "{reason}，不在这里改。",
    "请改该填的格子；确实要改，请下载工作簿在 WPS 或 Excel 里改。",
)
TEXT_TOO_LONG = Rule(
    "E083",
    "文字放不进单元格",
    "这段文字有 {length} 个字，一个单元格只放得下 {limit} 个。",
    "请缩短，或分成几行填。",
)
CHARACTERS = Rule(
    "E084",
    "有存不进去的字符",
    "文字里有 Excel 存不进去的字符：{characters}。",
    "多半是从别处粘贴时带来的；请删去，或重新输入这几个字。",
)
ARRAY = Rule(
    "E085",
    "是数组公式的一部分",
    "{area} 由一个公式一起算出，不能只改其中一格。",
    "请在 WPS 或 Excel 里删去这个公式，改填数，再上传。",
)
TWO_IN_ONE = Rule(
    "E086",
    "合并的单元格只能填一个值",
    "合并的单元格里要填进两个不同的值：“{first}”和“{second}”。",
    "请只填一个；每格各填各的，请先在 WPS 或 Excel 里取消合并。",
)
CANNOT_MEND = Rule(
    "E087",
    "工作簿改不了",
    "“{file}”有损坏的地方，或不是 .xlsx 工作簿，没有改。",
    "请用 WPS 或 Excel 打开，“另存为”Excel 工作簿（.xlsx）再上传。",
)
NO_TABLE = Rule(
    "E088",
    "这张表认不出表头",
    "工作表“{sheet}”的表头认不出来，不知道粘贴的内容是哪几列。",
    "请先把表头改回原样。",
)
TOO_WIDE = Rule(
    "E089",
    "粘贴的内容列数太多",
    "粘贴的内容有 {wide} 列，而表里从这一格起只有 {room} 列。",
    "请从更左的一格贴起，或只复制对应的列。",
)
TOO_MANY_ROWS = Rule(
    "E090",
    "粘贴的内容行数太多",
    "粘贴的内容有 {many} 行，而表里从这一格起只有 {room} 行可以填。",
    "请从更上的一格贴起，或只复制对应的行。",
)
NOTHING_PASTED = Rule(
    "E091", "没有粘贴的内容", "粘贴的内容是空的。", "请在 WPS 或 Excel 里选中单元格，复制后再粘贴。"
)
