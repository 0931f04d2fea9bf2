"""Chinese names wherever a person types one, at the prompt and in inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from discloser.compute import names as figure_names
from discloser.compute.catalogue import standard_measures
from discloser.model.values import Kind
from discloser.names import Resolved, question, resolve
from discloser.pack.layers import find_layers, pack_names, pack_roots, pack_titles
from discloser.pack.pack import load_pack
from discloser.pipeline import Prepared, prepare
from tests.bad_inputs.case import Case
from tests.command import Run

ROOTS = pack_roots()
LABELS = {
    "total": "收入总计",
    "spent": "支出总计",
    "cars": "公务用车购置及运行费",
    "a": "甲",
    "b": "甲",
}


@pytest.mark.parametrize(
    ("text", "part", "wanted"),
    [
        ("total", False, Resolved("total")),
        ("收入总计", False, Resolved("total")),
        (" 收入 总计 ", False, Resolved("total")),
        ("ＴＯＴＡＬ", False, Resolved("total")),
        ("收入总计 total", False, Resolved("total")),
        ("公务用车", True, Resolved("cars")),
        ("公务用车", False, Resolved("", ("cars",))),
        ("总计", True, Resolved("", ("total", "spent"))),
        ("甲", True, Resolved("", ("a", "b"))),
        ("收人总计", True, Resolved("", ("total",))),
        ("收", True, Resolved("", ("total",))),
        ("毫不相干的话", True, Resolved()),
        ("", True, Resolved()),
    ],
)
def test_a_text_means_one_name_or_leaves_it_open(text: str, part: bool, wanted: Resolved) -> None:
    found = resolve(text, LABELS, part=part)
    assert found.name == wanted.name
    assert found.candidates[: len(wanted.candidates)] == wanted.candidates


def test_candidates_are_asked_about_by_label_and_name() -> None:
    assert (
        question(("total", "spent"), LABELS)
        == "是不是“收入总计”（total），还是“支出总计”（spent）？"
    )
    assert question((), LABELS) == ""


def all_measures() -> list[tuple[str, Mapping[str, str]]]:
    found: list[tuple[str, Mapping[str, str]]] = [
        ("standard", figure_names.labels(standard_measures()))
    ]
    for name in pack_names(ROOTS):
        for kind in Kind:
            pack, _ = load_pack(name, kind, 2025, ROOTS)
            if pack is not None:
                found.append((f"{name} {kind}", figure_names.labels(pack.measures)))
    return found


def test_no_two_figures_of_a_pack_and_kind_have_one_label() -> None:
    catalogues = all_measures()
    assert len(catalogues) > 4
    for where, labels in catalogues:
        bare = Counter("".join(label.split()) for label in labels.values())
        assert [label for label, times in bare.items() if times > 1] == [], where
        assert all(resolve(label, labels).name == name for name, label in labels.items()), where


def test_no_two_packs_have_one_title_and_each_is_found_by_it() -> None:
    titles = pack_titles(ROOTS)
    assert len(set(titles.values())) == len(titles)
    for name, title in titles.items():
        layers, findings = find_layers(title, 2025, ROOTS)
        assert findings == ()
        assert layers is not None
        assert layers.name == name


def test_an_ambiguous_pack_is_asked_about() -> None:
    shared = next(
        part for part in ("省", "市") if sum(part in t for t in pack_titles(ROOTS).values()) > 1
    )
    layers, (finding,) = find_layers(shared, 2025, ROOTS)
    assert layers is None
    assert finding.code == "T001"
    assert "，还是" in finding.remedy


@pytest.mark.parametrize("kind", list(Kind))
def test_a_kind_is_known_by_all_its_names(kind: Kind) -> None:
    short = kind.label.removeprefix("部门")
    for text in (kind.value, kind.label, short, f" {short} ", kind.value.upper()):
        assert Kind.meant_by(text) is kind
    assert Kind.meant_by("结算") is None


CHINESE = (
    ("pack: henan/base", "pack: 河南省通用"),
    ("kind: budget", "kind: 预算"),
    ("    general_public_budget:", "    一般公共预算收支预算:"),
    ("  receipts_total:", "  收入总计:"),
    ("  project_expenditure:", "  项目支出 project_expenditure:"),
)


def good(folder: Path, *edits: tuple[str, str]) -> Prepared:
    folder.mkdir()
    return prepare(Case("names", edits).write(folder))


def test_an_input_in_chinese_names_is_the_same_input(tmp_path: Path) -> None:
    plain = good(tmp_path / "a")
    text = Case("names").write(tmp_path).read_text(encoding="utf-8")
    used = [(old, new) for old, new in CHINESE if old in text]
    assert used == list(CHINESE)
    chinese = good(tmp_path / "b", *used)
    assert plain.figures is not None
    assert chinese.figures is not None
    assert chinese.findings == plain.findings == ()
    assert chinese.figures.disclosure == plain.figures.disclosure
    assert chinese.document == plain.document


def test_a_name_that_only_looks_right_is_asked_about_at_its_place(tmp_path: Path) -> None:
    prepared = good(tmp_path / "a", ("receipts_total:", "收人总计:"))
    finding = next(each for each in prepared.findings if each.code == "X07")
    assert "是不是“收入总计”（receipts_total）" in finding.remedy
    assert finding.location is not None
    assert finding.location.path[-1] == "收人总计"


def test_one_figure_under_two_names_is_an_error_at_both(tmp_path: Path) -> None:
    prepared = good(
        tmp_path / "a", ("  receipts_total:", "  收入总计: 人员减少\n  receipts_total:")
    )
    finding = next(each for each in prepared.findings if each.code == "I022")
    assert [place.path[-1] for place in finding.locations] == ["receipts_total", "收入总计"]
    assert len({place.line for place in finding.locations}) == 2


def test_places_are_found_by_name_and_called_as_they_are_written(tmp_path: Path) -> None:
    prepared = good(tmp_path / "a", ("receipts_total:", "收入总计:"))
    place = prepared.sources.find(("reasons", "receipts_total"))
    assert place.path == ("reasons", "收入总计")
    assert ("reasons", "receipts_total") in prepared.sources.places
    assert ("reasons", "收入总计") not in dict(prepared.sources.places)


@pytest.mark.parametrize("command", ["figures", "trace"])
def test_a_figure_is_asked_for_by_label_or_part_of_it(
    command: str, tmp_path: Path, run: Run
) -> None:
    path = Case("names").write(tmp_path)
    by_name = run(command, path, "receipts_total")
    assert by_name[0] == 0
    assert run(command, path, "收入总计") == by_name
    code, _, err = run(command, path, "总计")
    assert code == 2
    assert "“收入总计”（receipts_total）" in err
    assert "“支出总计”（expenditure_total）" in err


def test_a_new_input_takes_title_and_kind_in_chinese(tmp_path: Path, run: Run) -> None:
    made: list[bytes] = []
    for pack, kind, year in (("henan/base", "budget", "2026"), ("河南省通用", "预算", "2026年")):
        path = tmp_path / f"{len(made)}.yaml"
        code, _, err = run("new", "--pack", pack, "--kind", kind, "--year", year, "-o", path)
        assert (code, err) == (0, "")
        made.append(path.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [("--kind", "结算", "只能是 预算 或 决算"), ("--year", "明年", "年度写四位数字，如 2026")],
)
def test_what_is_no_kind_or_year_is_said_in_a_sentence(
    option: str, value: str, says: str, tmp_path: Path, run: Run
) -> None:
    arguments = {"--pack": "河南省通用", "--kind": "预算", "--year": "2026", option: value}
    words = [word for pair in arguments.items() for word in pair]
    code, out, err = run("new", *words, "-o", tmp_path / "a.yaml")
    assert (code, out) == (2, "")
    assert says in err
    assert value in err
    assert "Token" not in err
    assert list(tmp_path.iterdir()) == []
