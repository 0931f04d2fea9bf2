"""Layers: a pack's newest year layer, the pack itself, then its parents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from discloser.pack.layers import find_layers, pack_names, pack_roots


def make(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make(
        tmp_path,
        {
            "province/base/pack.yaml": "title: 省\n",
            "province/base/a.yaml": "省",
            "province/base/b.yaml": "省",
            "province/base/2024/a.yaml": "省2024",
            "province/city/pack.yaml": "title: 市\nparent: province/base\n",
            "province/city/a.yaml": "市",
            "province/city/2023/a.yaml": "市2023",
            "province/city/2025/b.yaml": "市2025",
            "province/city/draft/a.yaml": "草稿",
            "province/city/20255/a.yaml": "草稿",
        },
    )
    return tmp_path


@pytest.mark.parametrize(
    ("year", "names"),
    [
        (2022, ["province/city", "province/base"]),
        (2023, ["province/city@2023", "province/city", "province/base"]),
        (2024, ["province/city@2023", "province/city", "province/base@2024", "province/base"]),
        (2030, ["province/city@2025", "province/city", "province/base@2024", "province/base"]),
    ],
)
def test_the_newest_year_layer_that_is_not_later_goes_first(
    year: int, names: list[str], root: Path
) -> None:
    layers, findings = find_layers("province/city", year, (root,))
    assert findings == ()
    assert layers is not None
    assert [layer.name for layer in layers.layers] == names


def test_a_file_is_found_in_each_layer_that_has_it(root: Path) -> None:
    layers, _ = find_layers("province/city", 2024, (root,))
    assert layers is not None
    texts = [path.read_text(encoding="utf-8") for _, path in layers.find("a.yaml")]
    assert texts == ["市2023", "市", "省2024", "省"]
    assert layers.find("nothing.yaml") == []


def test_the_files_of_a_folder_are_those_of_all_layers(root: Path) -> None:
    make(
        root,
        {"province/city/t/x.yaml": "", "province/base/t/y.yaml": "", "province/base/t/z.j2": ""},
    )
    layers, _ = find_layers("province/city", 2024, (root,))
    assert layers is not None
    assert layers.names("t", ".yaml") == ["t/x.yaml", "t/y.yaml"]


def test_the_first_folder_of_packs_goes_first(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    make(other, {"province/base/pack.yaml": "title: 我的省\n", "own/pack.yaml": "title: 我的\n"})
    layers, _ = find_layers("province/city", 2022, (other, root))
    assert layers is not None
    assert layers.layers[-1].folder == other / "province/base"
    assert pack_names((other,)) == ["own", "province/base"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nothing", "T001"),
        ("../province/base", "T001"),
        ("/province/base", "T001"),
        ("circle/a", "T002"),
    ],
)
def test_a_pack_without_layers_is_a_finding(name: str, code: str, root: Path) -> None:
    make(
        root,
        {
            "circle/a/pack.yaml": "title: 甲\nparent: circle/b\n",
            "circle/b/pack.yaml": "title: 乙\nparent: circle/a\n",
        },
    )
    layers, findings = find_layers(name, 2025, (root / "province", root))
    assert layers is None
    assert [finding.code for finding in findings] == [code]


def test_packs_are_looked_for_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra, named = tmp_path / "extra", tmp_path / "named"
    extra.mkdir()
    named.mkdir()
    monkeypatch.setenv("DISCLOSER_TEMPLATES", str(named))
    monkeypatch.chdir(tmp_path)
    roots = pack_roots(extra)
    assert roots[:2] == (extra, named)
    assert (roots[2] / "henan/base/pack.yaml").is_file()


@pytest.mark.parametrize(
    ("own", "parents", "engine"),
    [("", "", "weasyprint"), ("", "typst", "typst"), ("weasyprint", "typst", "weasyprint")],
)
def test_the_pdf_writer_is_the_packs_or_its_parents(
    own: str, parents: str, engine: str, root: Path
) -> None:
    for name, text in (("city", own), ("base", parents)):
        manifest = root / "province" / name / "pack.yaml"
        asked = f"pdf_engine: {text}\n" if text else ""
        manifest.write_text(manifest.read_text("utf-8") + asked, encoding="utf-8")
    layers, findings = find_layers("province/city", 2025, (root,))
    assert findings == ()
    assert layers is not None
    assert layers.pdf_engine == engine


def test_an_unknown_pdf_writer_is_a_finding_that_says_what_there_is(root: Path) -> None:
    make(root, {"province/base/pack.yaml": "title: 省\npdf_engine: typts\n"})
    layers, (finding,) = find_layers("province/city", 2025, (root,))
    assert layers is None
    assert finding.location is not None
    assert finding.location.position.endswith("pack.yaml:2:13")
    assert "typst" in finding.message + finding.remedy
    assert "weasyprint" in finding.message + finding.remedy
