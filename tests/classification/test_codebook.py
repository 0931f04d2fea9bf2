"""The classifications: names by year, an office's own codes, and tables that hang together."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

import pytest

from discloser.classification.codebook import Code, Codebook, Scheme, economic_pairs

LENGTHS = {
    Scheme.FUNCTION: {"类": 3, "款": 5, "项": 7},
    Scheme.DEPARTMENT_ECONOMIC: {"类": 3, "款": 5},
    Scheme.GOVERNMENT_ECONOMIC: {"类": 3, "款": 5},
}


def rows(scheme: Scheme) -> Iterator[dict[str, str]]:
    path = files("discloser.classification") / f"{scheme.value}.csv"
    with path.open(encoding="utf-8-sig") as stream:
        yield from csv.DictReader(stream)


@pytest.mark.parametrize(
    ("scheme", "code", "name"),
    [
        (Scheme.FUNCTION, "201", "一般公共服务支出"),
        (Scheme.FUNCTION, "2080505", "机关事业单位基本养老保险缴费支出"),
        (Scheme.FUNCTION, "2210201", "住房公积金"),
        (Scheme.DEPARTMENT_ECONOMIC, "30101", "基本工资"),
        (Scheme.DEPARTMENT_ECONOMIC, "30217", "公务接待费"),
        (Scheme.GOVERNMENT_ECONOMIC, "50101", "工资奖金津补贴"),
    ],
)
def test_it_knows_the_names_that_documents_print(scheme: Scheme, code: str, name: str) -> None:
    assert Codebook().name(scheme, code, 2025) == name


def test_an_unknown_code_is_its_own_name() -> None:
    assert Codebook().find(Scheme.FUNCTION, "9999999", 2025) is None
    assert Codebook().name(Scheme.FUNCTION, "9999999", 2025) == "9999999"


@pytest.mark.parametrize(("year", "valid"), [(2022, True), (2023, True), (2024, False)])
def test_a_code_is_valid_to_its_last_year(year: int, valid: bool) -> None:
    # 2010308 信访事务 was replaced by 20140 in 2024.
    code = Codebook().find(Scheme.FUNCTION, "2010308", year)
    assert code is not None
    assert code.is_valid(year) is valid


@pytest.mark.parametrize(("year", "valid"), [(2023, False), (2024, True), (2040, True)])
def test_a_code_is_valid_from_its_first_year(year: int, valid: bool) -> None:
    code = Codebook().find(Scheme.FUNCTION, "2014001", year)
    assert code is not None
    assert code.is_valid(year) is valid


def test_a_code_is_called_as_in_the_year() -> None:
    added = [
        Code("2990001", "项", "旧名称", None, 2020),
        Code("2990001", "项", "新名称", 2021, None),
    ]
    book = Codebook({Scheme.FUNCTION: added})
    assert book.name(Scheme.FUNCTION, "2990001", 2020) == "旧名称"
    assert book.name(Scheme.FUNCTION, "2990001", 2021) == "新名称"


def test_an_offices_code_goes_before_the_standard_one() -> None:
    book = Codebook({Scheme.FUNCTION: [Code("201", "类", "一般公共服务")]})
    assert book.name(Scheme.FUNCTION, "201", 2025) == "一般公共服务"
    assert book.name(Scheme.FUNCTION, "208", 2025) == "社会保障和就业支出"
    assert book.name(Scheme.DEPARTMENT_ECONOMIC, "301", 2025) == "工资福利支出"


@pytest.mark.parametrize("scheme", list(Scheme))
def test_each_code_has_the_length_of_its_level_and_a_parent(scheme: Scheme) -> None:
    table = list(rows(scheme))
    codes = {row["code"] for row in table}
    assert len(table) > 50
    for row in table:
        code = row["code"]
        assert code.isascii(), code
        assert code.isdigit(), code
        assert len(code) == LENGTHS[scheme][row["level"]], code
        assert row["name"] == row["name"].strip() != "", code
        if row["level"] != "类":
            assert row["parent_code"] == code[:-2], code
            assert row["parent_code"] in codes, code


@pytest.mark.parametrize("scheme", list(Scheme))
def test_two_entries_of_one_code_are_not_valid_in_one_year(scheme: Scheme) -> None:
    known: set[tuple[str, int]] = set()
    for row in rows(scheme):
        code = Code(
            row["code"],
            row["level"],
            row["name"],
            int(row["valid_from"] or 0) or None,
            int(row["valid_to"] or 0) or None,
        )
        years = {(code.code, year) for year in range(2018, 2031) if code.is_valid(year)}
        assert not years & known, code
        known |= years


def test_economic_items_correspond_as_the_ministry_says() -> None:
    pairs = economic_pairs()
    assert ("30101", "50101") in pairs  # 行政单位
    assert ("30101", "50501") in pairs  # 其他事业单位
    assert ("30101", "50201") not in pairs


def test_every_pair_is_of_known_codes() -> None:
    book = Codebook()
    for department, government in economic_pairs():
        assert book.find(Scheme.DEPARTMENT_ECONOMIC, department, 2025), department
        assert book.find(Scheme.GOVERNMENT_ECONOMIC, government, 2025), government
