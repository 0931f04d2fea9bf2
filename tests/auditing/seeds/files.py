"""The published documents as files."""

from __future__ import annotations

from tests.auditing.files import content
from tests.auditing.seeds.printed import SEEDS, printed_tree

STYLES = dict(zip(SEEDS, ("approval", "office", "final", "funds", "district"), strict=True))
"""The inputs whose pack has the style that each is printed with."""
FORMS = ("docx", "pdf", "docx", "pdf", "docx")
"""The form that the tests audit each of them in."""


def rebuilt(number: str, form: str) -> tuple[bytes, str, str]:
    """A published document as a file: its bytes, its form, what it is called."""
    tree = printed_tree(number)
    return content(STYLES[number], tree, form), form, tree.title
