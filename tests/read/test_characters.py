"""Characters that cannot be seen, that stand at another code point, or that only look alike."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discloser.location import Location
from discloser.read.characters import (
    Fault,
    findings,
    joint,
    look_alikes,
    look_alikes_in_code,
    one_line,
    tidy,
    usual,
)

ROOT = Path(__file__).parents[2]

INVISIBLE = (
    "\x00\x07\x1f\x7f\x80\xad\u034f\u061c\u115f\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060"
    "\u2066\u2069\u3164\uffa0\ufeff\ufffc\uffff\ud800\U000e0041"
)


@pytest.mark.parametrize("sign", INVISIBLE, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_cannot_be_seen_is_dropped_and_told(sign: str) -> None:
    text, remarks = tidy(f"行{sign}政{sign}")
    assert text == "行政"
    assert [(each.fault, each.start, each.found) for each in remarks] == [
        (Fault.INVISIBLE, 1, sign),
        (Fault.INVISIBLE, 3, sign),
    ]


@pytest.mark.parametrize("sign", "\ufe00\ufe0e\ufe0f\U000e0100\U000e01ef")
def test_a_variation_selector_is_dropped_without_a_word(sign: str) -> None:
    assert tidy(f"葛{sign}城") == ("葛城", ())


@pytest.mark.parametrize(
    "sign", "\x0b\x0c\u0085\u2028\u2029", ids=lambda sign: f"U+{ord(sign):04X}"
)
def test_a_break_that_nobody_sees_still_parts_two_words(sign: str) -> None:
    assert tidy(f"行{sign}政")[0] == "行政"
    assert tidy(f"big{sign}data")[0] == "big data"
    assert len(tidy(f"big{sign}data")[1]) == 1


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        ("⾏政", "行政"),
        ("⺠政局", "民政局"),
        ("⻔户⻚面", "门户页面"),
        ("⻓⻋⻢", "长车马"),
        ("金\uf90a", "金金"),
        ("\U0002f800", "丽"),
        ("oﬃce", "office"),
        ("︵一︶", "（一）"),
        ("㇐", "一"),
    ],
)
def test_another_code_point_becomes_the_usual_one(copied: str, meant: str) -> None:
    text, remarks = tidy(copied)
    assert text == meant
    assert {each.fault for each in remarks} == {Fault.COMPATIBLE}
    assert all(copied[each.start] == each.found for each in remarks)


def test_every_radical_and_compatibility_ideograph_has_a_usual_form() -> None:
    """By Unicode's own names: ``CJK RADICAL …``, ``KANGXI RADICAL …``, ``CJK COMPATIBILITY …``."""
    points = [*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
    named = [chr(point) for point in points if unicodedata.name(chr(point), "")]
    left = [sign for sign in named if usual(sign) == sign]
    # Twelve are unified ideographs in spite of their names; one radical has no ideograph.
    assert "".join(f"{ord(sign):X} " for sign in left) == (
        "2E80 FA0E FA0F FA11 FA13 FA14 FA1F FA21 FA23 FA24 FA27 FA28 FA29 "
    )
    for sign in named:
        assert unicodedata.name(usual(sign)).startswith("CJK UNIFIED IDEOGRAPH") or sign in left
    assert tidy("﨎")[1] == ()


@settings(derandomize=True, deadline=None, max_examples=300, database=None)
@given(st.text())
def test_a_tidied_text_is_tidy(text: str) -> None:
    tidied, _ = tidy(text)
    again, remarks = tidy(tidied)
    assert again == tidied
    assert {each.fault for each in remarks} <= {Fault.PRIVATE, Fault.GARBLED}
    assert one_line(one_line(text)) == one_line(text)


def test_canonically_equal_texts_become_equal() -> None:
    assert tidy("Cafe\u0301")[0] == tidy("Caf\u00e9")[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\ue001局", Fault.PRIVATE),
        ("\uf06c职责", Fault.PRIVATE),
        ("\U000f0000", Fault.PRIVATE),
        ("锟斤拷锟斤拷局", Fault.GARBLED),
        ("\ufffd\ufffd局", Fault.GARBLED),
    ],
)
def test_what_nobody_can_know_stays_and_is_told(text: str, fault: Fault) -> None:
    assert tidy(text)[0] == text
    assert [each.fault for each in tidy(text)[1]] == [fault]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("城区供水管网\n改造项目", "城区供水管网改造项目"),
        ("城区供水管网 \r\n 改造项目", "城区供水管网改造项目"),
        ("Big\nData 平台", "Big Data 平台"),
        ("使用 OA\n系统", "使用 OA系统"),
        ("张\u3000\u3000三", "张 三"),
        ("二期\xa0 （续建）", "二期 （续建）"),
        ("“互联网”\n+政务", "“互联网”+政务"),
        ("2024\n2025", "2024 2025"),
    ],
)
def test_a_name_stands_in_one_line(lines: str, joined: str) -> None:
    assert one_line(lines) == joined
    assert one_line(joined) == joined


@pytest.mark.parametrize(
    ("before", "after", "between"),
    [
        ("一", "二", ""),
        ("。", "一", ""),
        ("，", "“", ""),
        ("a", "一", ""),
        ("一", "1", ""),
        ("a", "b", " "),
        ("1", "a", " "),
        (")", "a", " "),
    ],
)
def test_nothing_is_put_between_chinese_and_its_signs(
    before: str, after: str, between: str
) -> None:
    assert joint(before, after) == between


@pytest.mark.parametrize(
    ("name", "signs", "meant"),
    [
        ("\u0410区供水", "\u0410", "A"),
        ("O\u0410系统", "\u0410", "A"),
        ("5\u0421平台", "\u0421", "C"),
        ("二○二五年", "○", "〇"),
        ("二O二O年", "OO", "〇〇"),
        ("二0二五年", "0", "〇"),
        ("2○25年", "○", "0"),
        ("2025一2026", "一", "—"),
        ("第ー小学", "ー", "一"),
    ],
)
def test_a_name_that_only_looks_right_is_told(name: str, signs: str, meant: str) -> None:
    assert "".join(each.found for each in look_alikes(name)) == signs
    assert "".join(each.instead for each in look_alikes(name)) == meant
    assert all(name[each.start] == each.found for each in look_alikes(name))


@pytest.mark.parametrize(
    "name",
    [
        "二〇二五年",
        "○○局",
        "α粒子",
        "Москва",
        "第一小学",
        "5G一体化",
        "洛阳—郑州",
        "一0",
        "ｌ号楼",
        "Ω",
        "コーヒー",
    ],
)
def test_a_name_that_is_what_it_looks_like_is_left_alone(name: str) -> None:
    assert look_alikes(name) == ()


@pytest.mark.parametrize(
    ("code", "signs", "meant"),
    [
        ("13\u041e001", "\u041e", "O"),
        ("1300O1", "O", "0"),
        ("30l01", "l", "1"),
        ("T\u0410\u0412", "\u0410\u0412", "AB"),
        ("130001—2", "—", "-"),
        ("130001–2", "–", "-"),
        ("１３〇００１", "〇", "0"),
        ("13\u0660001", "\u0660", "0"),
    ],
)
def test_a_code_that_only_looks_right_is_told(code: str, signs: str, meant: str) -> None:
    assert "".join(each.found for each in look_alikes_in_code(code)) == signs
    assert "".join(each.instead for each in look_alikes_in_code(code)) == meant


@pytest.mark.parametrize(
    "code", ["130001", "１３０００１", "T-01", "P0001", "41O", "XM_2025-1", ""]
)
def test_a_code_that_is_what_it_looks_like_is_left_alone(code: str) -> None:
    assert look_alikes_in_code(code) == ()


def test_each_remark_is_a_finding_in_chinese_once_at_a_place() -> None:
    _, remarks = tidy("⾏⾏\u200b政\ue001")
    found = list(findings((each, Location("a.yaml", 1)) for each in remarks))
    assert [(each.code, each.severity.value) for each in found] == [
        ("R030", "note"),
        ("R006", "note"),
        ("R031", "error"),
    ]
    assert "“⾏”（U+2F8F）" in found[0].message
    assert "“行”（U+884C）" in found[0].message
    assert "U+200B ZERO WIDTH SPACE" in found[1].message


def test_the_projects_own_texts_are_clean() -> None:
    """Inputs, packs and code tables: no remark, so no false alarm."""
    texts = [
        path
        for folder in ("inputs", "templates", "discloser/classification")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".yaml", ".j2", ".csv", ".md"}
    ]
    assert len(texts) > 50
    remarked = {
        path.name: remarks
        for path in texts
        if (remarks := tidy(path.read_text(encoding="utf-8"))[1])
    }
    assert remarked == {}
