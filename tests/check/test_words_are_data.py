"""No label of a table stands in the Python of the checks: what tables are called is vocabulary."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import discloser.check
from discloser.vocabulary.words import national_words

ROOT = Path(discloser.check.__file__).parent
LOOKS = {"endswith", "startswith", "removesuffix", "removeprefix", "find", "column", "get"}
"""What looks a text up."""


def _labels() -> set[str]:
    words = national_words().labels
    texts = words.texts.model_dump().values()
    labels = {label for group in texts for label in group}
    labels |= {*words.funds, *words.receipts, *words.expenditure, *words.three_public}
    labels |= {*words.overall, *words.balance, *words.neutral, *words.carrying, *words.totals}
    labels |= {*words.unit_codes, *words.undivided, *words.of_which, *words.government_items}
    labels |= {label for columns in words.columns.values() for label in columns}
    for tables in national_words().tables.values():
        for table in tables.values():
            labels |= {*table.titles, *table.columns, *table.rows}
    return labels


def _compared(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts that something read is held to; those of messages are built, not compared."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare():
                yield from _texts([node.left, *node.comparators])
            case ast.Call(func=ast.Attribute(attr=name)) if name in LOOKS:
                yield from _texts(node.args)
            case ast.Subscript():
                yield from _texts([node.slice])


def _texts(nodes: list[ast.expr]) -> Iterator[ast.Constant]:
    for node in nodes:
        parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part


def _constants(tree: ast.Module) -> Iterator[ast.Constant]:
    """The texts of a module's own lists."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from _texts([node.value])


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.stem)
def test_no_label_is_written_in_python(path: Path) -> None:
    labels = _labels()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        f"{path.name}:{each.lineno} {each.value}"
        for each in (*_compared(tree), *_constants(tree))
        if each.value in labels
    ]
    assert found == []
