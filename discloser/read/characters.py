"""What is wrong with the characters of a text, and what was put right.

One place for YAML, workbooks and packs: :func:`tidy` for every text, :func:`look_alikes` for
names and :func:`look_alikes_in_code` for codes, :func:`one_line` for what must stand in one line.
:func:`findings` says the remarks in Chinese at their places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from discloser.finding import Finding, Rule, Severity
from discloser.location import Location

INVISIBLE = Rule(
    "R006",
    "看不见的字符",
    "这里有看不见的字符 {code}，已去掉。",
    "不用处理；多半是从网页、PDF 或 Word 复制带来的。",
    Severity.NOTE,
)
COMPATIBLE = Rule(
    "R030",
    "换了一个码位",
    "“{found}”（{code}）是从 PDF 等处复制来的异体码位，已换成“{instead}”（{wanted}）。",
    "不用处理；原文件里可以重打这个字，否则在里面搜不到它。",
    Severity.NOTE,
)
PRIVATE = Rule(
    "R031",
    "自造字",
    "“{found}”（{code}）是自造字或符号字体的字符，在别的电脑上显示不出来。",
    "请换成正式的汉字或符号；项目符号请直接删去。",
)
GARBLED = Rule(
    "R032",
    "有乱码",
    "“{found}”是乱码：原来的字在转换编码时已经丢了。",
    "请对照原件重新输入这里的文字。",
)
LOOK_ALIKE = Rule(
    "R033",
    "看起来一样的字符",
    "“{context}”里的“{found}”（{code}）只是看起来像“{instead}”（{wanted}），不是同一个字符。",
    "请重打这个字符；确实要用它的，可以不管。",
    Severity.WARNING,
)


class Fault(StrEnum):
    """What is the matter with a character."""

    INVISIBLE = "invisible"
    COMPATIBLE = "compatible"
    PRIVATE = "private"
    GARBLED = "garbled"
    LOOK_ALIKE = "look_alike"


_RULES = {
    Fault.INVISIBLE: INVISIBLE,
    Fault.COMPATIBLE: COMPATIBLE,
    Fault.PRIVATE: PRIVATE,
    Fault.GARBLED: GARBLED,
    Fault.LOOK_ALIKE: LOOK_ALIKE,
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One character of a text that is remarkable.

    ``start`` counts in the text as it was given. ``instead`` is what stands for it in the tidied
    text; of a character that only looks like another one, that other one: the text keeps it.
    """

    fault: Fault
    start: int
    found: str
    instead: str = ""
    context: str = ""


MOST_REMARKS = 1_000
"""Of a text with more, the first are kept; all of it is tidied."""
_INVISIBLE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""All that cannot be seen but tabs, line breaks and spaces."""
_VARIATION = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""They choose between shapes of the same character, and are dropped without a word."""
_COMPATIBLE = (
    r"\u2e80-\u2fdf\u31c0-\u31e3\uf900-\ufaff\ufb00-\ufb06\ufe35-\ufe44\ufe47\ufe48"
    r"\U0002f800-\U0002fa1f"
)
_PRIVATE = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_REMARKABLE = re.compile(
    rf"锟斤拷(?:锟斤拷)*|\ufffd+|[{_INVISIBLE}{_VARIATION}{_COMPATIBLE}{_PRIVATE}]"
)
_IS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_IS_VARIATION = re.compile(f"[{_VARIATION}]")
_IS_PRIVATE = re.compile(f"[{_PRIVATE}]")
_LINE_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
"""What Word and web pages take for the end of a line, and nobody sees."""

_USUAL = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
    "㇆㇏㇐㇑㇒㇓㇔㇕㇖㇗㇘㇙㇚㇛㇜㇝㇞㇟㇠㇡︵︶︷︸﹇﹈",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
    "𠃌乀一丨丿丿丶𠃍乛𠃊𠃎𠄌亅𡿨𠃋乀𠃑乚乙𠄎（）｛｝［］",
)
"""Radicals and strokes that have no decomposition of their own, and upright brackets.

Source: Unicode, EquivalentUnifiedIdeograph.txt.
"""


def tidy(text: str) -> tuple[str, tuple[Remark, ...]]:
    """The text without invisible characters, its ideographs at their usual code points, in NFC.

    Private and garbled characters stay, since nobody knows what they stood for. Spaces, tabs and
    line breaks are not touched, but for a break that nobody sees between two words.
    """
    if text.isascii() and text.isprintable():
        return text, ()
    remarks: list[Remark] = []

    def put_right(match: re.Match[str]) -> str:
        found = match[0]
        if _IS_VARIATION.match(found):
            return ""
        if _IS_INVISIBLE.match(found):
            instead, fault = _without(match), Fault.INVISIBLE
        elif _IS_PRIVATE.match(found):
            instead, fault = found, Fault.PRIVATE
        elif len(found) > 1 or found == "\ufffd":
            instead, fault = found, Fault.GARBLED
        else:
            instead, fault = usual(found), Fault.COMPATIBLE
            if instead == found:
                return found
        if len(remarks) < MOST_REMARKS:
            remarks.append(Remark(fault, match.start(), found, instead))
        return instead

    tidied = _REMARKABLE.sub(put_right, text)
    return unicodedata.normalize("NFC", tidied), tuple(remarks)


def usual(character: str) -> str:
    """The character that a compatibility ideograph or radical stands for, or itself."""
    known = character.translate(_USUAL)
    return known if known != character else unicodedata.normalize("NFKC", character)


def _without(match: re.Match[str]) -> str:
    """What is left where an invisible character is dropped: a space where it parted two words."""
    if match[0] not in _LINE_BREAKS:
        return ""
    return joint(match.string[: match.start()], match.string[match.end() :])


_CHINESE = re.compile(r"[·—‘’“”…\u2e80-\u9fff\uac00-\ud7ff\uf900-\uffef\U00020000-\U0003ffff]")
"""Ideographs, and the signs that stand between them without a space."""


def joint(before: str, after: str) -> str:
    """What two parts of a line are joined by: nothing beside Chinese, a space between words."""
    sides = (before[-1:], after[:1])
    if any(not side or side.isspace() or _CHINESE.match(side) for side in sides):
        return ""
    return " "


_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAK = re.compile(r"\s*[\r\n]\s*")


def plain_breaks(text: str) -> str:
    """A text whose line breaks are all alike, and whose spaces may be broken at."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


def one_line(text: str) -> str:
    """A name in one line: its lines are joined, each run of spaces is one space."""
    joined = _BREAK.sub(
        lambda match: joint(match.string[: match.start()], match.string[match.end() :]),
        text.strip(),
    )
    return _SPACES.sub(" ", joined)


_LETTERS_LIKE_LATIN = str.maketrans(
    "\u0410\u0412\u0415\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0405\u0421\u0422\u0423\u0425"
    "\u0430\u0435\u0456\u0458\u043e\u0440\u0455\u0441\u0443\u0445"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03bf\u03bd",
    "ABEIJKMHOPSCTYXaeijopscyxABEZHIKMNOPTYXov",
)
"""Cyrillic and Greek letters by the Latin ones that they cannot be told from."""
_WORD = re.compile(r"[0-9A-Za-z\u0370-\u03ff\u0400-\u04ff]+")
_ZERO = "\u25cb\u25ef\u20dd\u041e\u043e\u039f\u03bfOo\uff2f\uff4f0\uff10"
_NUMERAL = "一二三四五六七八九〇"
_IN_NUMERALS = re.compile(rf"(?<![0-9A-Za-z])[{_NUMERAL}][{_NUMERAL}{_ZERO}]{{2,}}(?![0-9A-Za-z])")
_NOT_DIGIT = re.compile(r"(?<=\d)[\u3007\u25cbOoIl|](?=\d)", re.ASCII)
_BETWEEN_WORDS = re.compile(r"(?<=[0-9A-Za-z])[\u4e00\u30fc\uff70](?=[0-9A-Za-z])")
_AMONG_IDEOGRAPHS = re.compile(
    r"(?<![\u3040-\u30ff0-9A-Za-z])[\u30fc\uff70](?![\u3040-\u30ff0-9A-Za-z])"
)
_DIGITS_MEANT = str.maketrans(dict.fromkeys("\u3007\u25cbOo", "0") | dict.fromkeys("Il|", "1"))
_DASHES = frozenset(
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u30fc\uff70\u4e00\uff0d\ufe63"
)
_SHOWN = 24


def look_alikes(name: str) -> tuple[Remark, ...]:
    """The characters of a name or a year that only look like what was meant."""
    found = {**_like_latin(name), **_like_numerals(name)}
    found |= {match.start(): "—" for match in _BETWEEN_WORDS.finditer(name)}
    found |= {match.start(): "一" for match in _AMONG_IDEOGRAPHS.finditer(name)}
    return _remarks(name, found)


def look_alikes_in_code(code: str) -> tuple[Remark, ...]:
    """The characters of a code that only look like a letter, a digit or a hyphen.

    Full-width letters, digits and signs are not among them: reading a code puts them right.
    """
    plain = unicodedata.normalize("NFKC", code)
    if len(plain) != len(code):
        plain = code
    found = _like_latin(plain, whole=True)
    for match in _NOT_DIGIT.finditer(plain):
        found[match.start()] = match[0].translate(_DIGITS_MEANT)
    for at, sign in enumerate(plain):
        if sign in _DASHES:
            found[at] = "-"
        elif sign.isdecimal() and not sign.isascii():
            found[at] = str(unicodedata.decimal(sign))
    return _remarks(code, found)


def _remarks(text: str, found: dict[int, str]) -> tuple[Remark, ...]:
    context = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return tuple(Remark(Fault.LOOK_ALIKE, at, text[at], found[at], context) for at in sorted(found))


def _like_latin(text: str, *, whole: bool = False) -> dict[int, str]:
    """Letters of another script that stand among Latin ones, or where all look like Latin ones."""
    if text.isascii():
        return {}
    found: dict[int, str] = {}
    for word in _WORD.finditer(text):
        meant = word[0].translate(_LETTERS_LIKE_LATIN)
        if meant == word[0]:
            continue
        is_mixed = re.search("[A-Za-z]", word[0]) is not None
        if whole or is_mixed or meant.isascii():
            pairs = enumerate(zip(word[0], meant, strict=True), start=word.start())
            found |= {at: wanted for at, (sign, wanted) in pairs if sign != wanted}
    return found


def _like_numerals(text: str) -> dict[int, str]:
    """What stands for 〇 among Chinese numerals, or for a digit among digits."""
    found: dict[int, str] = {}
    for run in _IN_NUMERALS.finditer(text):
        if len(re.findall(f"[{_NUMERAL}]", run[0])) > 1:
            found |= {at: "〇" for at, sign in enumerate(run[0], run.start()) if sign in _ZERO}
    for match in re.finditer(r"(?<=\d)[\u3007\u25cb](?=\d)", text, re.ASCII):
        found[match.start()] = "0"
    return found


def findings(remarks: Iterable[tuple[Remark, Location]]) -> Iterator[Finding]:
    """Say each remark at its place; the same character at one place is said once."""
    said: set[tuple[Fault, str, Location]] = set()
    for remark, where in remarks:
        if (remark.fault, remark.found, where) in said:
            continue
        said.add((remark.fault, remark.found, where))
        yield _RULES[remark.fault].at(
            where,
            found=remark.found,
            code=code_point(remark.found, named=remark.fault is Fault.INVISIBLE),
            instead=remark.instead,
            wanted=code_point(remark.instead),
            context=remark.context,
        )


def code_point(text: str, *, named: bool = False) -> str:
    """The code points of a text as they are written: ``U+2F8F``, also with their names."""
    names = (unicodedata.name(sign, "") if named else "" for sign in text)
    points = (f"U+{ord(sign):04X} {name}".strip() for sign, name in zip(text, names, strict=True))
    return " ".join(points)
