"""What a document needs and the input lacks: findings at the cell or line to fill in."""

from __future__ import annotations

from discloser.finding import Rule, Severity

MISSING_PRIOR = Rule(
    "C001",
    "缺少上年数",
    "“{label}”要写与上年的增减，但没有上年数。",
    "请在上年数里填“{label}”，上年没有的填 0。",
)
MISSING_LAST_YEAR = Rule(
    "C013",
    "缺少上年的输入",
    "文档逐项印上年数和增减，但没有填“上年输入文件”，不知道上年各项是多少。",
    "请在“上年输入文件”里写上年填报表（或 YAML）的文件名，和这份输入放在同一个文件夹里。",
)
NO_COMPARISON = Rule(
    "C006",
    "没有与上年比较",
    "没有“{label}”的上年数，这个单位的文档没有写增减。",
    "要写增减的，请在这个单位自己的上年数里填“{label}”。",
    Severity.NOTE,
)
MISSING_REASON = Rule(
    "C002",
    "缺少增减原因",
    "“{label}”与上年不同，但没有写原因。",
    "请在增减原因里写“{label}”的原因。",
)
MISSING_ITEM_REASON = Rule(
    "C005",
    "缺少决算差异原因",
    "“{label}”的决算数与年初预算数不同，但没有写原因。",
    "请在决算与年初预算差异原因里写科目 {name} 的原因。",
)
MISSING_PROJECT_TEXT = Rule(
    "C007",
    "缺少项目说明",
    "项目“{name}”没有写“{title}”。",
    "请在这个项目的项目说明里加一条，标题写“{title}”。",
)
MISSING_VALUE = Rule(
    "C008",
    "缺少要印的数",
    "“{label}”要印在文档里，但没有填。",
    "请填“{label}”，没有的填 0。",
)
