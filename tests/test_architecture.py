"""The shape of the code: who may import whom, what no file may hold, which rules there are."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from discloser.check.check import DocumentCheck, InputCheck
from discloser.check.relations import relations
from discloser.check.rules import ALL
from discloser.finding import CATALOGUE

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "discloser"
GOOD = ROOT / "tests" / "bad_inputs" / "good.yaml"
MODULES = sorted(PACKAGE.rglob("*.py"))
WRITTEN = [path for path in MODULES if path.parent.name != "migrations"]
"""Those that people wrote; Django writes how a database came to its form."""

BASICS = {"location", "finding", "rounding", "chinese", "money", "problems", "names", "os_errors"}
"""Small values that every stage may use."""
ALLOWED = {
    "location": set[str](),
    "rounding": set[str](),
    "chinese": set[str](),
    "money": {"rounding"},
    "finding": {"location"},
    "names": set[str](),
    "problems": {"finding", "location"},
    "validation": BASICS,
    "read": BASICS | {"model", "classification", "validation", "document"},
    "classification": BASICS,
    "model": BASICS | {"validation"},
    "document": {"rounding", "money", "location"},
    "parameters": BASICS | {"read", "model", "validation"},
    "compute": BASICS | {"read", "model", "classification", "validation", "parameters"},
    "vocabulary": BASICS | {"read", "model", "compute", "validation", "parameters"},
    "check": BASICS
    | {"read", "model", "classification", "compute", "document", "validation"}
    | {"vocabulary", "parameters"},
    "pack": BASICS
    | {"read", "model", "classification", "compute", "document", "validation"}
    | {"vocabulary", "parameters"},
    "compose": BASICS
    | {"read", "model", "classification", "compute", "document", "pack", "validation"}
    | {"parameters"},
    "specimen": BASICS
    | {"read", "model", "classification", "compute", "compose", "entry", "pack", "output"}
    | {"validation"},
    "importing": BASICS
    | {"read", "model", "classification", "compute", "compose", "document", "check", "entry"}
    | {"pack"}
    | {"temporary", "validation", "vocabulary"},
    "audit": BASICS
    | {
        "read",
        "model",
        "document",
        "classification",
        "trace",
        "check",
        "entry",
        "pack",
        "vocabulary",
        "importing",
    }
    | {"pipeline", "report", "report_check", "report_outcomes", "report_rows"}
    | {"__version__", "batch", "filenames", "output", "render"},
    "opendata": BASICS | {"read", "classification", "compute", "document", "trace"},
    "codebooks": BASICS | {"read", "classification", "entry", "pack", "batch", "report"},
    "temporary": set[str](),
    "garbage": set[str](),
    "render": {"document", "rounding", "chinese", "finding", "location", "temporary", "garbage"},
    "report": BASICS | {"check", "compute", "compose", "document", "model", "pack"},
}
"""The parts that a part may import, besides itself. Parts that are not here have other tests."""

STAGES = {"model", "classification", "compute", "check", "compose", "document"}
"""What only the pipeline calls, in order; the command line calls the pipeline."""

PLACES = {"三门峡", "新乡", "洛阳", "孟津", "河南", "mengjin"} | {
    folder.name for folder in (ROOT / "inputs").glob("**/") if not folder.name.isdigit()
} - {"inputs", "example", "base"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def part_of(path: Path) -> str:
    """The part of the package that a file is: its folder, or the module itself."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """The discloser modules that a file imports anywhere, with the imported name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("discloser"):
            yield from ((node.module or "", alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((a.name, "") for a in node.names if a.name.startswith("discloser"))


def imported_parts(path: Path) -> set[str]:
    modules = {
        f"{module}.{name}" if module == "discloser" else module for module, name in imports(path)
    }
    return {module.split(".")[1] for module in modules if "." in module} - {part_of(path)}


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_a_part_imports_only_what_lies_before_it(part: str) -> None:
    files = [path for path in MODULES if part_of(path) == part]
    assert files
    found = {other for path in files for other in imported_parts(path)}
    assert found <= ALLOWED[part], f"{part} imports {sorted(found - ALLOWED[part])}"


def test_only_its_command_knows_the_audit() -> None:
    callers = {part_of(path) for path in MODULES if "audit" in imported_parts(path)}
    assert callers == {"cli_audit", "cli_audit_folder", "desk"}


def test_only_its_command_knows_the_desk_and_imports_it_late() -> None:
    callers = {part_of(path) for path in MODULES if "desk" in imported_parts(path)}
    assert callers == {"cli_desk"}
    code = "import sys, discloser.cli; print([m for m in sys.modules if m.startswith('django')])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_in_the_desk_only_the_engines_rooms_call_the_engine() -> None:
    """What calls the pipeline runs apart: the web process and the queue know none of it."""
    light = {"desk", "filenames", "pack", "__version__"}
    for path in MODULES:
        if part_of(path) == "desk" and path.stem not in {
            "engine",
            "engine_book",
            "engine_city",
            "demo",
        }:
            assert imported_parts(path) <= light, path.name


def test_the_engines_rooms_of_the_desk_know_nothing_of_django() -> None:
    for name in ("engine", "engine_book", "engine_city", "engine_names", "result"):
        text = (PACKAGE / "desk" / "jobs" / f"{name}.py").read_text(encoding="utf-8")
        assert "django" not in text.replace("nothing of Django", "")


def test_the_stages_follow_one_another() -> None:
    order = list(TopologicalSorter(ALLOWED).static_order())  # fails where there is a circle
    stages = ["model", "compute", "check", "compose", "report"]
    assert sorted(stages, key=order.index) == stages
    for later in ("compose", "render"):
        assert later not in ALLOWED["check"]


def test_model_and_document_do_not_know_each_other() -> None:
    for path in MODULES:
        if part_of(path) == "model":
            assert "document" not in imported_parts(path), path.name
        if part_of(path) == "document":
            assert "model" not in imported_parts(path), path.name


def test_only_compose_builds_the_tree_from_figures() -> None:
    """pack/ may name the tree's formats, styles and enums, to read a spec; it builds no node."""
    values = {"Align", "ChartKind", "Orientation", "Number", "NumberFormat", "Trim"}
    values |= {"Style", "Page", "Margins", "TextStyle", "DIGITS"}
    for path in MODULES:
        if part_of(path) in ("pack", "report"):
            nodes = {name for module, name in imports(path) if ".document." in module}
            assert nodes <= values, path.name


def test_the_command_line_calls_no_stage_itself() -> None:
    assert imported_parts(PACKAGE / "cli.py") & STAGES == set()


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("cli_*.py")), ids=lambda path: path.stem)
def test_other_commands_neither_compute_nor_compose(path: Path) -> None:
    assert imported_parts(path) & {"compute", "compose", "document"} == set()


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_what_tells_of_the_program_starts_none_of_its_rooms(flag: str) -> None:
    script = (
        "import sys\n"
        "from discloser.cli import main\n"
        "try:\n"
        f"    main([{flag!r}])\n"
        "except SystemExit as exit: assert exit.code == 0, exit.code\n"
        "print(*sorted(sys.modules), sep='\\n')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.splitlines())
    assert {"discloser.cli", "discloser.cli_commands"} <= loaded
    heavy = {"pydantic", "jinja2", "ruamel", "yaml", "markdown_it", "openpyxl", "docx", "typst"}
    assert loaded & heavy == set()
    rooms = {f"discloser.{path.name}" for path in PACKAGE.iterdir() if path.is_dir()}
    assert rooms >= {f"discloser.{stage}" for stage in STAGES}
    assert loaded & rooms == set()


@pytest.mark.parametrize("command", ["check", "figures"])
def test_checking_loads_no_writer(command: str) -> None:
    script = (
        "import sys\n"
        "from discloser.cli import main\n"
        "try:\n"
        f"    main([{command!r}, {str(GOOD)!r}])\n"
        "except SystemExit as exit: assert exit.code == 0, exit.code\n"
        "writers = {'docx', 'weasyprint', 'xlsxwriter', 'lxml', 'PIL'}\n"
        "print('loaded:', sorted(writers & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded: []"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_names_no_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert [place for place in PLACES if place in text.lower()] == []


@pytest.mark.parametrize("part", ["model", "compute", "check", "compose"])
def test_no_amount_passes_through_a_float(part: str) -> None:
    for path in MODULES:
        if part_of(path) != part:
            continue
        floats = [
            node.lineno
            for node in ast.walk(tree(path))
            if (isinstance(node, ast.Call) and ast.unparse(node.func) == "float")
            or (isinstance(node, ast.Constant) and isinstance(node.value, float))
        ]
        assert floats == [], path.name


def test_no_check_of_the_document_sees_which_figure_a_number_was_made_from() -> None:
    seen = [
        f"{path.name}:{node.lineno}"
        for path in MODULES
        if part_of(path) == "check"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "figure"
    ]
    assert seen == []


def declared_rules() -> Iterator[tuple[str, str, Path]]:
    """Every ``NAME = Rule("CODE", …)``: its code, its name and its file."""
    for path in MODULES:
        for node in tree(path).body:
            value = node.value if isinstance(node, ast.Assign) else None
            if isinstance(value, ast.Call) and ast.unparse(value.func) == "Rule":
                assert isinstance(node, ast.Assign)
                yield ast.literal_eval(value.args[0]), ast.unparse(node.targets[0]), path


def test_every_rule_has_a_code_of_its_own() -> None:
    counts = Counter(code for code, _, _ in declared_rules())
    assert [code for code, times in counts.items() if times > 1] == []
    assert [code for code in counts if not re.fullmatch(r"[A-Z]\d{2,3}", code)] == []


def test_every_declared_rule_is_in_the_catalogue() -> None:
    for path in MODULES:
        # The desk is loaded by its own framework; a rule that it declared would be missing below.
        if path.stem != "__main__" and part_of(path) != "desk":
            parts = path.relative_to(ROOT).with_suffix("").parts
            importlib.import_module(".".join(parts).removesuffix(".__init__"))
    assert {code for code, _, _ in declared_rules()} == set(CATALOGUE)


def test_every_declared_rule_is_used() -> None:
    used = Counter(
        node.id
        for path in MODULES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )
    assert [code for code, name, _ in declared_rules() if not used[name]] == []


def test_every_rule_says_what_is_wrong_in_chinese() -> None:
    for rule in CATALOGUE.values():
        assert re.search("[一-鿿]", rule.title), rule.code
        words = re.findall("[A-Za-z]{4,}", re.sub(r"\{\w*\}", "", rule.message))
        assert not words or re.search("[一-鿿]", rule.message), rule.code


RULES = sorted((PACKAGE / "check" / "rules").glob("[!_]*.py"))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_file_of_rules_has_one_family_and_lists_its_checks(path: Path) -> None:
    module = importlib.import_module(f"discloser.check.rules.{path.stem}")
    made = [each for each in vars(module).values() if isinstance(each, InputCheck | DocumentCheck)]
    assert [check for check in module.CHECKS if check in made] == made
    assert set(module.CHECKS) <= set(ALL)
    codes = [code for check in module.CHECKS for code in check.codes]
    assert {code[0] for code in codes} == {path.stem[0].upper()}
    assert sorted(codes) == sorted(code for code, _, file in declared_rules() if file == path)


def test_every_check_and_every_rule_is_listed_once() -> None:
    assert len(set(ALL)) == len(ALL)
    codes = [code for check in ALL for code in check.codes]
    declared = [code for code, _, path in declared_rules() if part_of(path) == "check"]
    assert sorted(codes) == sorted(declared) == sorted(relations())


def test_a_rule_demands_something_on_a_ground_that_is_said_nowhere_else() -> None:
    for code, relation in relations().items():
        assert re.search("[一-鿿]", relation.demand), code
        assert re.search("[一-鿿]", relation.basis), code
        assert "（" not in relation.basis, code  # it is told in parentheses behind the demand
        for path in RULES:
            assert relation.demand not in path.read_text(encoding="utf-8"), code
