"""What specs declare, role and means, becomes words by printed title and label."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.model.values import Kind
from discloser.pack.pack import Pack, load_pack
from discloser.pipeline import prepare
from discloser.vocabulary.tables import role_of
from discloser.vocabulary.words import national_words
from tests.pack.test_vocabulary import GOOD, LAST, ROOT
from tests.workshop.tiny import FILES, NAME, TABLE, make_pack, write

COLUMNS = "columns:\n"
BASIC = "  - {label: 甲, means: {category: 基本支出}, counts: 否}\n"
OTHER = "  - {label: 甲, means: {category: 其他运转类}, counts: 否}\n"
COMPUTED = '  - {label: "{{ last_year }}年数", means: {category: 基本支出}, counts: 否}\n'


def pack_of(folder: Path, old: str, new: str) -> tuple[Pack | None, list[str]]:
    """The small pack with a part of its table written otherwise, and the findings' places."""
    assert old in FILES[TABLE]
    make_pack(folder, {TABLE: FILES[TABLE].replace(old, new)})
    pack, findings = load_pack(NAME, Kind.BUDGET, 2025, (folder,))
    assert all(finding.remedy for finding in findings)
    return pack, [f"{f.code}:{f.location.line}" for f in findings if f.location is not None]


def test_a_role_makes_the_written_end_of_the_title_known(tmp_path: Path) -> None:
    pack, findings = pack_of(
        tmp_path, "caption: 支出表", 'caption: "{{ year }}年度经费表"\nrole: expenditure'
    )
    assert findings == []
    assert pack is not None
    tables = pack.words.tables[Kind.BUDGET]
    assert role_of("2025年度经费表", tables) == "expenditure"
    assert role_of("2025年支出总表", tables) == "expenditure"
    assert role_of("2025年度经费表", national_words().tables[Kind.BUDGET]) == ""


@pytest.mark.parametrize(
    ("label", "printed"),
    [("label: 保运转", "保运转"), ('label: "{{ year }}年度其中：保运转"', "保运转")],
)
def test_what_a_column_means_is_known_in_its_table_alone(
    label: str, printed: str, tmp_path: Path
) -> None:
    pack, findings = pack_of(
        tmp_path,
        "caption: 支出表",
        "caption: 经费表\nrole: expenditure",
    )
    text = FILES[TABLE].replace("caption: 支出表", "caption: 经费表\nrole: expenditure")
    text = text.replace("label: 基本支出", f"{label}, means: {{category: 基本支出}}")
    write(tmp_path / NAME / TABLE, text)
    pack, findings_ = load_pack(NAME, Kind.BUDGET, 2025, (tmp_path,))
    assert (findings, findings_) == ([], ())
    assert pack is not None
    tables = pack.words.tables[Kind.BUDGET]
    assert tables["expenditure"].columns == {printed: {"category": ("基本支出",)}}
    assert tables["receipts"].columns == {}
    assert printed not in pack.words.labels.expenditure


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("caption: 支出表", "caption: 支出表\nrole: expenditures", "T071:3"),
        ("caption: 支出表", 'caption: "{{ year }}"\nrole: expenditure', "T072:3"),
        ("caption: 支出表", 'caption: "甲{{ year }}表"\nrole: expenditure', "T072:3"),
        ("label: 基本支出", "label: 保运转, means: {category: 基本支出}", "T073:7"),
        ("label: 基本支出", "label: 保运转, means: {categry: 基本支出}", "M099:7"),
        ("key: name, row", "key: name, means: {category: 基本支出}, row", "M099:5"),
        (COLUMNS, f"role: expenditure\n{COLUMNS}{COMPUTED}", "T072:6"),
        (COLUMNS, f"role: expenditure\n{COLUMNS}{BASIC}{BASIC}", ""),
        (COLUMNS, f"role: expenditure\n{COLUMNS}{BASIC}{OTHER}", "T074:7"),
    ],
)
def test_what_a_reader_could_not_use_is_told_at_its_line(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    pack, findings = pack_of(tmp_path, old, new)
    assert findings == ([expected] if expected else [])
    assert (pack is None) is bool(expected)


def test_a_row_that_a_spec_names_is_held_to_the_ledger(tmp_path: Path) -> None:
    """By what it is called, whatever the spec selects for it."""
    balance = "budget/tables/receipts_and_expenditure.yaml"
    write(tmp_path / NAME / "pack.yaml", "title: 某市\nparent: henan/base\n")
    good = GOOD.read_text(encoding="utf-8").replace("pack: henan/base", f"pack: {NAME}")
    path = write(tmp_path / GOOD.name, good)
    write(tmp_path / LAST.name, LAST.read_text(encoding="utf-8"))
    table = (ROOT / "templates/henan/base" / balance).read_text(encoding="utf-8")
    before = "      - {cells: {item: 九、其他收入}"
    assert table.count(before) == 1
    row = (
        "      - {cells: {item: 其中：自有收入}, of: receipts, where: {FILTER}, counts: 否MEANS}\n"
    )

    def told(chosen: str, means: str) -> list[str]:
        added = row.replace("FILTER", chosen).replace("MEANS", means)
        write(tmp_path / NAME / balance, table.replace(before, added + before))
        found = prepare(path, tmp_path).findings
        return [f.code for f in found if "自有收入" in f.message]

    own, general = "fund: 事业收入, kind: 本年收入", "fund: 一般公共预算, kind: 本年收入"
    assert told(own, "") == ["A06"]
    assert told(own, f", means: {{{own}}}") == []
    assert told(general, f", means: {{{own}}}") == ["A05"]
