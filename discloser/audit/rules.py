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
NOT_IN_REPORT = Rule(
    "U009",
    "上次的结果里没有这个部门",
    "“{report}”里没有这份文本的结果，没有和上次比。",
    "请核对 --against 给的是不是这个部门的。",
    Severity.WARNING,
)
NOT_A_REPORT = Rule(
    "U010",
    "不是核对的结果",
    "“{file}”里没有上次核对的结果。",
    "请给上次 --json 的输出、核对.json 或上次的输出文件夹。",
)
ONE_NAME = Rule(
    "U011",
    "两个部门同名",
    "“{names}”会写到同一个文件夹，没有核对。",
    "请改名；同一个部门的文件放在一个文件夹里。",
)
OVERWRITTEN = Rule(
    "U012",
    "上次的结果会被覆盖",
    "上次的结果在输出文件夹“{folder}”里，这次写进去就没有了，没有核对。",
    "请用 -o 另给一个文件夹。",
)
ANOTHER = Rule(
    "U017",
    "不是同一份文本",
    "它是{found}，和“{main}”（{kept}）不是同一份文本，没有合在一起，也没有核对。",
    "请把不同年度、预算和决算的文件分开放，各自核对。",
)
COLUMNS = Rule(
    "U013",
    "两栏对换了",
    "“{table}”的“{one}”和“{two}”两栏的数像是对换了：换回来，与它有关的各处都对得上。",
    "请核对这两栏。",
)
CAPTIONS = Rule(
    "U014",
    "两张表的表题对换了",
    "“{one}”和“{two}”的表题像是对换了：换回来，与它们有关的各处都对得上。",
    "请核对这两张表的表题。",
)
MONEY_UNIT = Rule(
    "U015",
    "表的单位写错了",
    "“{table}”的单位写的是“{printed}”，按{unit}算，与它有关的各处都对得上。",
    "请核对这张表的单位。",
)
CODE = Rule(
    "U016",
    "编码错了一位",
    "编码“{printed}”按旁边的名称应为“{code}”：改过来，与它有关的各处都对得上。",
    "请核对编码。",
)
