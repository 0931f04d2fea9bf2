"""Values that have broken readers: what stands in a cell, a text or a key."""

from __future__ import annotations

from random import Random

TEXTS = (
    "",
    " ",
    "　",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u202e反",
    "⾏政",
    "豈",
    "①",
    "½",
    "²",
    "١٢٣",
    "１２３",
    "1,234",
    "1，234",
    "1 234",
    "310000\n310000",
    "(5)",
    "-1",
    "+1",
    "--1",
    "1-",
    "0",
    "0.005",
    "1e5",
    "1E+999999",
    "9" * 400,
    "0." + "0" * 400 + "1",
    "NaN",
    "inf",
    "-Infinity",
    "0x10",
    "0b1",
    "1_000",
    "1%",
    "５０％",
    "1/2",
    "1:30",
    "万元",
    "12.5万",
    "￥12",
    "¥12.50元",
    "2025",
    "2025年",
    "2025.1",
    "2025.10",
    "2025-13",
    "2025-02-30",
    "20250305",
    "0000-00",
    "99999-12",
    "二〇二五年三月",
    "2025-03-05T00:00:00",
    "是",
    "否",
    "true",
    "null",
    "~",
    "yes",
    "无",
    "没有",
    "合计",
    "小计",
    "总计",
    "其中：",
    "—",
    "/",
    "#N/A",
    "#REF!",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "{{ 7*7 }}",
    "{% for a in b %}",
    "{#",
    "}}",
    "{",
    "[",
    "<b>",
    "&amp;",
    "&#0;",
    "]]>",
    "<!--",
    "\\",
    "'",
    '"',
    "`",
    "*",
    "# 题",
    "- 项",
    "| a | b |",
    "![x](y)",
    "../../../etc/passwd",
    "con",
    "a/b",
    "a\\b",
    "\t",
    "\r",
    "\r\n",
    "\x0b",
    "\x1f",
    "\x7f",
    "\x85",
    "\u2028",
    "\ufffd",
    "\ufffe",
    "😀",
    "👨‍👩‍👧",
    "𠮷",
    "e\u0301" * 20,
    "a" * 300,
    "字" * 2000,
    "[130001]某局",
    "130001-某局",
    "2010301-行政运行",
    "经费拨款",
    "210",
    "20101",
    "2010101",
    "301",
    "30101",
    "99999999",
    "一般公共预算",
    "henan/base",
    "基本支出",
)
NUMBERS = (
    "0",
    "-0",
    "-1",
    "1",
    "2",
    "255",
    "256",
    "65535",
    "65536",
    "1048576",
    "1048577",
    "16384",
    "16385",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551616",
    "1e308",
    "1e309",
    "-1e309",
    "NaN",
    "INF",
    "0.1",
    "1.5",
    "1,5",
    "",
    "x",
    " 1",
    "٣",
    "00",
    "1" * 400,
)


def text(random: Random) -> str:
    """A value, or two of them together."""
    one = random.choice(TEXTS)
    return one + random.choice(TEXTS) if random.random() < 0.15 else one


def number(random: Random) -> str:
    """What stands where a number is expected."""
    return random.choice(NUMBERS)


def damaged(content: bytes, random: Random) -> bytes:
    """Bytes flipped, cut, doubled, filled or swapped, at one place."""
    if not content:
        return bytes(random.randrange(256) for _ in range(8))
    at = random.randrange(len(content))
    length = min(len(content) - at, random.choice((1, 1, 1, 2, 4, 16, 512)))
    part = content[at : at + length]
    match random.randrange(7):
        case 0:
            new = bytes(byte ^ (1 << random.randrange(8)) for byte in part)
        case 1:
            new = b""
        case 2:
            new = part * random.choice((2, 3, 100))
        case 3:
            new = random.choice((b"\0", b"\xff", b"\x7f", b"\x80")) * length
        case 4:
            return content[:at]
        case 5:
            other = random.randrange(len(content))
            new = content[other : other + length]
        case _:
            new = bytes(random.randrange(256) for _ in range(length))
    return content[:at] + new + content[at + length :]
