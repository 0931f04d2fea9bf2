"""What is wrong with the files of an audit, before any rule can look at the document."""

from __future__ import annotations

from discloser.finding import Rule, Severity

NO_KIND = Rule(
    "U001",
    "看不出是预算还是决算",
    "文件开头和表名都看不出是部门预算还是部门决算，没有核对。",
    "请加 --kind 预算 或 --kind 决算。",
)
NO_YEAR = Rule(
    "U002",
    "看不出是哪一年的",
    "文件里看不出是哪一年的，没有核对。",
    "请加 --year，如 --year 2026。",
)
OTHER = Rule(
    "U003",
    "种类、年度与指定的不同",
    "文件写的是{found}，指定的是{asked}；按指定的核对了。",
    "请核对是不是给错了文件。",
    Severity.WARNING,
)
COPY = Rule(
    "U004",
    "同一份文本的另一个文件",
    "它的表“{main}”里都有，是同一份文本；核对的是“{main}”，这一份只比较有没有不同。",
    severity=Severity.NOTE,
)
DIFFERS = Rule(
    "U005",
    "同一份文本的两个文件不同",
    "“{file}”印的是“{other}”，“{main}”是“{text}”。",
    "请核对哪一份是公开的文本，改成一样。",
)
EDITED = Rule(
    "U007",
    "与输入文件印出来的不同",
    "印的是“{after}”，按“{source}”应为“{before}”。",
    "{remedy}",
    Severity.WARNING,
)
CHANGED = Rule(
    "U008",
    "与以前的版本不同",
    "印的是“{after}”，“{file}”里是“{before}”。",
    "请核对是不是有意改的。",
    Severity.NOTE,
)
NO_FILES = Rule("U006", "没有能核对的文件", "“{file}”里没有能核对的文件。", "请检查文件夹。")
