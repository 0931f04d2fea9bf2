"""What ``discloser check`` prints: groups, JSON, the list of rules and the bureaus' check sheet."""

from __future__ import annotations

import json
import re
from pathlib import Path

from openpyxl import load_workbook

from discloser.check.relations import relations
from tests.command import Run
from tests.rules.documents import ALL, INPUTS
from tests.workshop.tiny import write

OFFICE = INPUTS / ALL["office"]
MADE_UP = INPUTS / ALL["made up"]
BAD = INPUTS.parent / "tests" / "bad_inputs"


def test_findings_stand_in_one_list_by_place_that_ends_in_a_verdict(run: Run) -> None:
    code, out, err = run("check", OFFICE)
    assert (code, err) == (0, "")
    headings = re.findall(r"^== (.+)：", out, re.MULTILINE)
    assert headings == [f"inputs/{ALL['office']}"]
    lines = [int(line) for line in re.findall(r"^inputs/\S+?:(\d+):\d+: ", out, re.MULTILINE)]
    assert len(lines) > 1
    assert lines == sorted(lines)
    assert out.splitlines()[-1].startswith(f"{OFFICE}：可以生成，警告 ")


def test_a_finding_shows_both_sides_the_relation_and_the_remedy(run: Run) -> None:
    _, out, _ = run("check", OFFICE)
    cost = out[out.index("B14") :]
    assert "240,000 元" in cost
    assert "项目金额是 180,000 元" in cost
    assert "怎么办：请核对成本指标的数" in cost
    assert "依据：项目的成本指标（换算成元）之和、每个成本指标，都不超过项目的预算" in cost


def test_rounding_shows_parts_sum_total_and_bound(run: Run) -> None:
    _, out, _ = run("check", OFFICE)
    assert re.search(r"^尾差 \d+ 处，均在四舍五入允许的范围内，不用处理。$", out, re.MULTILINE)
    assert "A04" not in out
    _, out, _ = run("check", OFFICE, "--all")
    assert "2项相加得4263.94，合计印的是4263.93，相差0.01，在四舍五入允许的0.015以内" in out
    assert "4043.53＋220.41" in out


def test_programs_read_json(run: Run) -> None:
    code, out, err = run("check", OFFICE, "--json")
    (checked,) = json.loads(out)
    assert (code, err, checked["ok"]) == (0, "", True)
    cost = next(finding for finding in checked["findings"] if finding["code"] == "B14")
    assert cost["severity"] == "warning"
    assert cost["locations"][0]["line"] == 167
    assert cost["demand"].startswith("项目的成本指标（换算成元）之和")
    assert cost["basis"] == relations()["B14"].basis


def with_own_tables(folder: Path) -> list[str | Path]:
    """The arguments for an input of a pack whose tables of projects have titles of its own."""
    write(folder / "made/up/pack.yaml", "title: 某省\nparent: example/qinglan\n")
    table = 'extends: parent\ncaption: "{{ project.name }}开支表"\n'
    write(folder / "made/up/final_account/tables/project_outturn.yaml", table)
    text = MADE_UP.read_text(encoding="utf-8")
    assert "pack: example/qinglan" in text
    path = write(folder / MADE_UP.name, text.replace("pack: example/qinglan", "pack: made/up"))
    return [path, "--templates", folder]


def test_programs_read_how_much_was_checked(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("check", *with_own_tables(tmp_path), "--json")
    (checked,) = json.loads(out)
    counts = checked["counts"]
    assert counts["broken"] == 0
    assert counts["compared"] == sum(rule["compared"] for rule in checked["rules"].values()) > 500
    assert counts["unchecked"] == sum(rule["unchecked"] for rule in checked["rules"].values())
    (own,) = [each for each in checked["unchecked"] if "不是国家统一的表" in each["reason"]]
    assert own["codes"] == ["A05"]
    assert own["times"] == len(own["locations"]) == 5


def test_what_was_not_checked_is_listed_with_its_reason(run: Run, tmp_path: Path) -> None:
    _, out, _ = run("check", *with_own_tables(tmp_path))
    *_, last = out.splitlines()
    told = re.search(r"核对 (\d+) 处，不符 0 处，未核对 (\d+) 处（列明）。$", last)
    assert told is not None
    assert f"== 未核对 {told[2]} 处\n" in out
    assert re.search(r"^不是国家统一的表，没有逐格对台账（A05）（5 处：《\S+》", out, re.MULTILINE)


def test_where_the_ledger_is_wrong_the_amounts_were_not_checked(run: Run) -> None:
    _, out, _ = run("check", BAD / "last_year.yaml")
    assert re.search(r"^填报的数有错误，改好以后再核对（\S+等 \d+ 条规则）$", out, re.MULTILINE)


def test_the_rules_are_listed(run: Run) -> None:
    code, out, _ = run("check", "--rules")
    assert code == 0
    assert re.search(
        r"\| F05 \| 收支总计不等 \| [^|]+ \| [^|]* \| 错误 \| 部门决算 \| 文档 \|", out
    )


def test_the_check_sheet_says_of_every_rule_whether_it_holds(tmp_path: Path, run: Run) -> None:
    target = tmp_path / "检查表.xlsx"
    code, out, _ = run("check", OFFICE, "--xlsx", target)
    assert code == 0
    assert str(target) in out
    rows = list(load_workbook(target).worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == "河南省三门峡市人民政府办公室2025年部门预算公开情况检查表"
    assert rows[1] == ("项目", "依据", "是否符合", "问题说明", "位置")
    results = {str(row[0])[:3]: row[2:] for row in rows[2:] if row[2]}
    assert results["B01"][0] == "符合"
    assert re.fullmatch(r"核对 \d+ 处。", str(results["B01"][1]))
    assert results["P03"][0] == "不符合（待核实）"
    assert "≥24万" in str(results["P03"][1])
    assert "government-office.yaml:168" in str(results["P03"][2])
    assert "F01" not in results


def test_the_check_sheet_is_the_same_twice(tmp_path: Path, run: Run) -> None:
    targets = [tmp_path / "1.xlsx", tmp_path / "2.xlsx"]
    for target in targets:
        run("check", OFFICE, "--xlsx", target)
    assert targets[0].read_bytes() == targets[1].read_bytes()


def test_the_check_sheet_is_for_one_input(run: Run) -> None:
    code, _, err = run("check", OFFICE, OFFICE, "--xlsx", "sheet.xlsx")
    assert code == 2
    assert "一次只用于一个输入文件" in err
