"""One form into the other, a new input, and last year carried over: by the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from discloser.cli import main
from discloser.compute.catalogue import standard_measures
from discloser.compute.names import draft_with_names
from discloser.entry.convert import convert
from discloser.model.values import Kind
from discloser.pack.forms import named_pack
from discloser.pack.layers import pack_roots
from discloser.pack.pack import load_pack
from discloser.pipeline import prepare
from discloser.read import read_input
from tests.entry.samples import GOOD, INPUTS, ROOT, built, draft_of, edited, good_workbook

ROOTS = pack_roots(ROOT / "templates")
BUDGET = next(path for path in INPUTS if path.stem == "government-office")


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def drafted(path: Path) -> Any:
    """The draft of an input, its figures called by their names."""
    draft, _, _ = read_input(path)
    assert draft is not None
    named = named_pack(draft)
    pack, _ = load_pack(*named, pack_roots()) if named else (None, ())
    return draft_with_names(draft, pack.measures if pack else standard_measures())


@pytest.fixture(
    scope="module", params=[*INPUTS, GOOD], ids=lambda path: path.parent.name + path.stem
)
def forms(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """An input, and the workbook that the command makes of it."""
    path: Path = request.param
    book = tmp_path_factory.mktemp("forms") / "a.xlsx"
    assert run("convert", path, book) == 0
    # The good input names last year's file, which lies beside it.
    (book.parent / "last_year.yaml").write_bytes((GOOD.parent / "last_year.yaml").read_bytes())
    return path, book


def test_a_real_input_goes_to_a_workbook_and_back(forms: tuple[Path, Path], tmp_path: Path) -> None:
    path, book = forms
    assert run("convert", book, tmp_path / "b.yaml") == 0
    assert built(draft_of(tmp_path / "b.yaml")) == built(draft_of(path))


def test_both_forms_say_the_same_and_have_the_same_findings(forms: tuple[Path, Path]) -> None:
    """With what a pack declares besides: without the pack nobody knows those columns."""
    one, other = (prepare(path) for path in forms)
    assert one.figures is not None
    assert other.figures is not None
    assert other.figures.disclosure == one.figures.disclosure

    def said(findings: Iterable[Any]) -> list[tuple[str, str]]:
        return sorted((each.code, each.message) for each in findings)

    assert said(other.findings) == said(one.findings)


def test_a_rewritten_yaml_keeps_its_comments_and_its_order(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(good_workbook())
    target = tmp_path / "a.yaml"
    text = BUDGET.read_text(encoding="utf-8")
    assert run("convert", BUDGET, tmp_path / "b.xlsx") == 0
    target.write_text(text, encoding="utf-8")
    assert run("convert", tmp_path / "b.xlsx", target) == 2
    assert run("convert", tmp_path / "b.xlsx", target, "--force") == 0
    assert target.read_text(encoding="utf-8") == text


def test_a_changed_cell_changes_its_line_of_the_yaml_only(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    text = BUDGET.read_text(encoding="utf-8")
    target.write_text(text, encoding="utf-8")
    assert run("convert", BUDGET, tmp_path / "a.xlsx") == 0
    book = load_workbook(tmp_path / "a.xlsx")
    book["支出"]["I5"] = 3795700
    book["支出"].delete_rows(8)
    book.save(tmp_path / "a.xlsx")
    assert run("convert", tmp_path / "a.xlsx", target, "--force") == 0
    before, after = text.splitlines(), target.read_text(encoding="utf-8").splitlines()
    gone, new = set(before) - set(after), set(after) - set(before)
    assert len(gone) == 2
    assert [line.strip()[-18:] for line in new] == [", amount: 3795700}"]
    assert len(before) - len(after) == 1


def test_an_input_with_mistakes_is_not_converted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(book: Any) -> None:
        book["支出"]["I5"] = "很多"

    (tmp_path / "a.xlsx").write_bytes(edited(change))
    assert run("convert", tmp_path / "a.xlsx", tmp_path / "b.yaml") == 1
    assert not (tmp_path / "b.yaml").exists()
    assert "支出!I5: 错误 M010" in capsys.readouterr().out


def test_what_does_not_fit_into_a_cell_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = GOOD.read_text(encoding="utf-8").replace("负责示范工作。", "字" * 40_000)
    path.write_text(text, encoding="utf-8")
    content, findings = convert(path, tmp_path / "a.xlsx", ROOTS)
    assert content is None
    assert [each.code for each in findings] == ["E051"]
    assert findings[0].location
    assert findings[0].location.line == 14


def test_what_would_be_lost_stops_the_conversion(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    text = GOOD.read_text(encoding="utf-8").replace("lead: 年份在前", 'lead: ""')
    path.write_text(text, encoding="utf-8")
    content, findings = convert(path, tmp_path / "a.xlsx", ROOTS)
    assert content is None
    assert [each.code for each in findings] == ["E052"]
    assert "用语和格式选择" in findings[0].message


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("suffix", ["xlsx", "yaml"])
def test_a_new_input_is_empty_but_for_what_was_asked(
    kind: Kind, suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    assert run("new", "--pack", "henan/sanmenxia", "--kind", kind, "--year", 2026, "-o", path) == 0
    draft, _, findings = read_input(path)
    assert findings == ()
    assert draft is not None
    assert (draft["pack"], draft["kind"], draft["year"]) == ("henan/sanmenxia", kind, "2026")
    assert {each.code for each in prepare(path).findings} <= {"M002", "M007", "M015"}


def test_a_new_workbook_offers_the_packs_options_and_its_codes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert run("new", "--pack", "henan/base", "--year", 2026, "-o", path) == 0
    book = load_workbook(path)
    names = [row[0].value for row in book["用语选择"].iter_rows(min_row=4)]
    assert "句首写法 lead" in names
    rules = book["用语选择"].data_validations.dataValidation
    assert any("单位在前" in (rule.formula1 or "") for rule in rules)


@pytest.mark.parametrize("suffix", ["xlsx", "yaml"])
def test_next_years_budget_keeps_names_and_takes_the_amounts_as_last_years(
    suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{suffix}"
    assert run("new", "--from", BUDGET, "-o", path) == 0
    old, new = drafted(BUDGET), drafted(path)
    assert new["year"] == "2026"
    for name in ("department", "units", "duties", "organs", "options"):
        assert new[name] == old[name], name
    for before, after in zip(old["projects"], new["projects"], strict=True):
        code = re.sub("^(411200)25", r"\g<1>26", before["code"])  # those of 2024 go on
        assert after == before | {"code": code}
    figures = prepare(BUDGET).figures
    assert figures is not None
    assert new["prior_year"]["figures"]["receipts_total"] == "42639300"
    for name, amount in new["prior_year"]["figures"].items():
        assert str(figures[name].amount) == amount
    assert "reasons" not in new
    assert "procurement" not in new
    assert all(line.get("amount") is None for line in new["expenditure"])
    assert "M015" in {finding.code for finding in prepare(path).findings}
    assert {line["function"] for line in new["expenditure"]} == {
        line["function"] for line in old["expenditure"]
    }


def test_a_workbook_is_carried_over_like_a_yaml(tmp_path: Path) -> None:
    assert run("convert", BUDGET, tmp_path / "last.xlsx") == 0
    assert run("new", "--from", tmp_path / "last.xlsx", "-o", tmp_path / "a.xlsx") == 0
    assert run("new", "--from", BUDGET, "-o", tmp_path / "b.xlsx") == 0
    assert drafted(tmp_path / "a.xlsx") == drafted(tmp_path / "b.xlsx")


def test_the_same_years_final_account_has_the_budget_as_its_initial_budget(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    arguments = ("--from", BUDGET, "--kind", "final_account", "--year", 2025, "-o", path)
    assert run("new", *arguments) == 0
    old, new = drafted(BUDGET), drafted(path)
    assert [line["initial_budget"] for line in new["expenditure"]] == [
        line["amount"] for line in old["expenditure"]
    ]
    assert {line["category"] for line in new["expenditure"]} == {"基本支出", "项目支出"}
    assert "prior_year" not in new
    assert [each["name"] for each in new["evaluation"]["projects"]] == [
        line["project"] for line in old["expenditure"] if "project" in line
    ]
    ledger = load_workbook(path)["支出"]
    titles = [cell.value for cell in ledger[4]]
    assert ledger.cell(5, titles.index("年初预算数") + 1).value == 3795699
    assert ledger.cell(5, titles.index("决算数") + 1).value is None


def test_a_gap_of_two_years_brings_no_prior_figures_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.yaml"
    assert run("new", "--from", BUDGET, "--year", 2027, "-o", path) == 0
    assert "E050" in capsys.readouterr().out
    assert "prior_year" not in drafted(path)


MISUSE: list[tuple[str, ...]] = [
    ("new", "--pack", "henan/base", "--year", "2026"),
    ("new", "--pack", "henan/base", "--year", "2026", "-o", "a.xls"),
    ("new", "--year", "2026", "-o", "a.xlsx"),
    ("new", "--pack", "henan/base", "--kind", "x", "--year", "2026", "-o", "a.xlsx"),
    ("convert", "a.xlsx"),
    ("convert", "a.yaml", "a.ods"),
    ("check", str(GOOD), "--annotate", "a.xlsx"),
    ("check", "a.xlsx", "b.xlsx", "--annotate", "c.xlsx"),
]


@pytest.mark.parametrize("arguments", MISUSE, ids=" ".join)
def test_misuse_is_explained_in_chinese(
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    assert any("一" <= char <= "鿿" for char in capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []


def test_a_new_input_does_not_overwrite_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("x")
    assert run("new", "--pack", "henan/base", "--year", 2026, "-o", path) == 2
    assert path.read_text() == "x"


def test_an_unknown_pack_makes_no_input(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert run("new", "--pack", "henan/nowhere", "--year", 2026, "-o", path) == 1
    assert not path.exists()


def test_the_schema_is_json_and_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    first = capsys.readouterr().out
    assert run("schema") == 0
    assert capsys.readouterr().out == first
    assert json.loads(first)["properties"]["pack"]["title"] == "模板包"


def test_a_workbook_is_rendered_like_its_yaml(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(BytesIO(good_workbook()).getvalue())
    (tmp_path / "last_year.yaml").write_bytes((GOOD.parent / "last_year.yaml").read_bytes())
    ours, theirs = prepare(tmp_path / "a.xlsx"), prepare(GOOD)
    assert ours.document == theirs.document
    assert ours.ok


def test_the_form_says_the_packs_price_and_knows_the_title_of_earlier_releases(
    tmp_path: Path,
) -> None:
    city = tmp_path / "templates/city"
    (city / "parameters").mkdir(parents=True)
    (city / "pack.yaml").write_text("title: 某市\nparent: henan/sanmenxia\n", encoding="utf-8")
    limits = "general_equipment:\n  since: {2018: 80万元}\n"
    (city / "parameters/limits.yaml").write_text(limits, encoding="utf-8")
    text = BUDGET.read_text(encoding="utf-8").replace("pack: henan/sanmenxia", "pack: city")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    roots = pack_roots(tmp_path / "templates")
    content, findings = convert(tmp_path / "a.yaml", tmp_path / "a.xlsx", roots)
    assert content is not None, findings
    (tmp_path / "a.xlsx").write_bytes(content)
    book = load_workbook(tmp_path / "a.xlsx")
    rows = {row[0].value: row for row in book["三公与其他事项"].iter_rows() if row[0].value}
    general = next(row for title, row in rows.items() if "通用设备" in str(title))
    assert str(general[2].value).startswith("单价 80万元 以上的。")
    special = next(row for title, row in rows.items() if "专用设备" in str(title))
    assert str(special[2].value).startswith("单价 100万元 以上的。")
    known, _, _ = read_input(tmp_path / "a.xlsx")
    general[0].value, special[0].value = "单价50万元以上通用设备", "单价100万元以上专用设备"
    book.save(tmp_path / "b.xlsx")
    older, _, findings = read_input(tmp_path / "b.xlsx")
    assert findings == ()
    assert known is not None
    assert older is not None
    assert older["assets"] == known["assets"]
