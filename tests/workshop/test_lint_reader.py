"""What lint says of amounts that no reader of the documents understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from discloser.finding import Severity
from discloser.pack.vocabulary import FILE
from discloser.workshop.lint import lint
from tests.workshop.tiny import FILES, NAME, NARRATIVE, TABLE, make_pack

TITLE, KNOWN_TITLE = "caption: 支出表", "caption: 支出总表"
READABLE = {
    TABLE: FILES[TABLE].replace(TITLE, KNOWN_TITLE),
    NARRATIVE: "支出合计{{ current_expenditure }}万元。\n",
}
ALL = "100.0%"


def said(folder: Path, changes: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    """What lint says of the readable pack with some changes: by code, the place and the message."""
    findings = lint(NAME, 2025, (make_pack(folder, {**READABLE, **(changes or {})}),))
    assert all(f.severity is not Severity.ERROR for f in findings), findings
    found = [f for f in findings if f.code in {"T075", "T076", "T077", "T078"}]
    assert len(found) == len({f.code for f in found})
    places = {f.code: f.location.position.rpartition("/")[2] for f in found if f.location}
    return {f.code: (places[f.code], f.message) for f in found}


def with_table(old: str, new: str) -> dict[str, str]:
    assert old in READABLE[TABLE]
    return {TABLE: READABLE[TABLE].replace(old, new)}


def shares(message: str) -> list[str]:
    return re.findall(r"[\d.]+%", message)


def test_a_pack_in_national_words_is_read_whole(tmp_path: Path) -> None:
    found = said(tmp_path)
    assert list(found) == ["T076"]
    place, message = found["T076"]
    assert place == "pack.yaml:1:1"
    assert shares(message) == [ALL, ALL]


def test_a_table_that_is_none_of_the_national_ones_is_told_once(tmp_path: Path) -> None:
    found = said(tmp_path, {TABLE: FILES[TABLE]})
    assert list(found) == ["T076", "T077"]
    assert shares(found["T076"][1]) == ["0.0%", ALL]
    place, message = found["T077"]
    assert place == "spending.yaml:1:7"
    assert "《支出表》" in message
    assert "看表题不知道是哪一张" in message


def test_columns_that_nobody_knows_are_told_together(tmp_path: Path) -> None:
    found = said(tmp_path, with_table("label: 基本支出", "label: 保运转"))
    assert list(found) == ["T076", "T077"]
    assert shares(found["T077"][1]) == ["66.6%"]
    assert "读不懂“合计／保运转”" in found["T077"][1]


def test_rows_that_nobody_knows_are_told_together(tmp_path: Path) -> None:
    rows = "rows:\n  - {cells: {name: 全部}}\n"
    found = said(tmp_path, with_table("rows:\n  - {cells: {name: 合计}}\n", rows))
    assert shares(found["T077"][1]) == ["0.0%"]
    assert found["T077"][1].count("全部／") == 3


def test_sentences_are_told_by_part_with_their_words(tmp_path: Path) -> None:
    text = "支出合计{{ current_expenditure }}万元，花费{{ current_expenditure }}万元。\n"
    found = said(tmp_path, {NARRATIVE: text})
    assert list(found) == ["T076", "T078"]
    assert shares(found["T076"][1]) == [ALL, "50.0%"]
    place, message = found["T078"]
    assert place == "narrative.md.j2:1:1"
    assert message.startswith("“说明”")
    assert message.endswith("前面写着“花费”。")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {NARRATIVE: "花费{{ current_expenditure }}万元。\n"},
            "phrases:\n  - {phrase: 花费, means: [current_expenditure], specimen: 花费1.00万元}\n",
        ),
        (
            {TABLE: FILES[TABLE]},
            "tables: {budget: {expenditure: {titles: [支出表]}}}\n",
        ),
        (
            with_table("label: 基本支出", "label: 保运转"),
            "labels: {expenditure: {保运转: {category: 基本支出}}}\n",
        ),
    ],
)
def test_words_of_the_pack_help(changes: dict[str, str], words: str, tmp_path: Path) -> None:
    assert len(said(tmp_path, changes)) > 1
    assert list(said(tmp_path, {**changes, FILE: words})) == ["T076"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            f"name: 支出表\n{KNOWN_TITLE}",
            "name: 开支表\ncaption: 开支表\nrole: expenditure",
        ),
        ("label: 基本支出", "label: 保运转, means: {category: 基本支出}"),
        # The label alone would be understood as other money.
        ("label: 基本支出", "label: 经营支出, means: {category: 基本支出}"),
    ],
)
def test_what_a_spec_declares_helps(old: str, new: str, tmp_path: Path) -> None:
    found = said(tmp_path, with_table(old, new))
    assert list(found) == ["T076"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (KNOWN_TITLE, f"{KNOWN_TITLE}\nrole: expenditure", "spending.yaml:3:7"),
        ("label: 基本支出", "label: 基本支出, means: {category: 基本支出}", "spending.yaml:7:37"),
        (
            "{cells: {name: 合计}}",
            "{cells: {name: 合计}, means: {category: [基本支出, 其他运转类, 特定目标类]}}",
            "spending.yaml:10:32",
        ),
    ],
)
def test_what_is_understood_without_being_declared_is_told(
    old: str, new: str, place: str, tmp_path: Path
) -> None:
    found = said(tmp_path, with_table(old, new))
    assert list(found) == ["T076", "T075"]
    assert found["T075"][0] == place
