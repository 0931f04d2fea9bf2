"""The list of rules, its page in docs, and what a pack may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from discloser.check.catalogue import FAMILIES, RuleEntry, rule_entries, rules_markdown
from discloser.check.check import Applies
from discloser.finding import CATALOGUE, Severity
from discloser.model.values import Kind
from discloser.pipeline import prepare
from tests.command import Run
from tests.rules import changes, documents, test_document_rules, test_input_rules

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "tests" / "bad_inputs" / "good.yaml"


def test_the_page_of_rules_is_up_to_date() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_markdown(), "run: discloser check --rules > docs/rules.md"


def test_every_rule_of_a_check_is_listed_once() -> None:
    codes = [entry.rule.code for entry in rule_entries()]
    assert len(codes) == len(set(codes))
    assert {code[0] for code in codes} == set(FAMILIES)


def test_a_rule_of_one_kind_is_in_the_family_of_that_kind() -> None:
    letters = {Kind.BUDGET: "B", Kind.FINAL_ACCOUNT: "F"}
    for entry in rule_entries():
        kind = entry.applies.kind
        if kind is not None and entry.on_document and entry.rule.code[0] in "BF":
            assert entry.rule.code[0] == letters[kind], entry.rule.code


def test_every_rule_has_a_case_that_breaks_it_and_a_near_miss() -> None:
    cases = [*test_document_rules.CASES, *test_input_rules.CASES]
    alone = test_input_rules.ALONE | test_document_rules.ALONE
    assert {case[0] for case in cases} | alone == {entry.rule.code for entry in rule_entries()}
    assert [case[0] for case in cases if case[3] is changes.same] == []


@pytest.mark.parametrize(
    ("pack", "applies"),
    [
        ("", True),
        ("henan", True),
        ("henan/sanmenxia", True),
        ("henan/san", False),
        ("hebei", False),
    ],
)
def test_a_rule_applies_in_a_pack_and_below_it(pack: str, applies: bool) -> None:
    figures = documents.prepared("approval").figures
    assert figures is not None
    assert Applies(pack=pack).to(figures.disclosure) is applies


def test_the_list_says_where_a_rule_applies() -> None:
    applies = Applies(Kind.BUDGET, 2024, "henan")
    entry = RuleEntry(CATALOGUE["B01"], applies, on_document=True)
    assert entry.where == "部门预算，2024 年起，模板包 henan"


def trial(folder: Path, rules: str) -> Path:
    """The good input with a fault that K06 reports, and a pack that changes the rules."""
    pack = folder / "templates" / "trial"
    pack.mkdir(parents=True)
    (pack / "pack.yaml").write_text("title: 试验\nparent: henan/base\n", encoding="utf-8")
    (pack / "rules.yaml").write_text(rules, encoding="utf-8")
    text = GOOD.read_text(encoding="utf-8").replace("pack: henan/base", "pack: trial")
    path = folder / "input.yaml"
    path.write_text(text.replace('"30108"', '"30110"'), encoding="utf-8")
    last = GOOD.with_name("last_year.yaml").read_text(encoding="utf-8")
    (folder / "last_year.yaml").write_text(last, encoding="utf-8")
    return path


def findings(folder: Path, rules: str) -> dict[str, Severity]:
    found = prepare(trial(folder, rules), folder / "templates").findings
    return {finding.code: finding.severity for finding in found}


def test_a_pack_makes_a_rule_stricter(tmp_path: Path) -> None:
    changed = findings(tmp_path, "K06:\n  severity: 错误\n  reason: 本市要求一致\n")
    assert changed["K06"] is Severity.ERROR


def test_a_pack_switches_a_rule_off(tmp_path: Path) -> None:
    assert "K06" not in findings(tmp_path, "K06: {severity: 关闭, reason: 公积金列在行政运行}\n")


def test_without_a_change_the_rule_is_a_warning(tmp_path: Path) -> None:
    assert findings(tmp_path, "{}\n")["K06"] is Severity.WARNING


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("K06: {severity: 关闭}\n", "M002"),
        ("K06: {severity: 取消, reason: 不用}\n", "M003"),
        ("K99: {severity: 关闭, reason: 不用}\n", "T030"),
    ],
    ids=["without a reason", "an unknown severity", "an unknown rule"],
)
def test_a_faulty_change_is_a_finding(rules: str, code: str, tmp_path: Path) -> None:
    assert code in findings(tmp_path, rules)


def test_the_reason_is_printed(tmp_path: Path, run: Run) -> None:
    path = trial(tmp_path, "K06: {severity: 关闭, reason: 公积金列在行政运行}\n")
    _, out, _ = run("check", path, "--templates", tmp_path / "templates")
    assert "K06 功能科目与经济科目金额不等：模板包已关闭，理由：公积金列在行政运行" in out
