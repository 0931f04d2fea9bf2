"""The two writers of PDFs, for the tests that hold for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from discloser.document.nodes import Block
from discloser.render.layout import Layout
from discloser.render.pdf import render_pdf
from discloser.render.typst import render_typst
from tests.render.pdf_reader import one_section
from tests.render.sample import sample_document, sample_style


@dataclass(frozen=True)
class Writer:
    """A writer of PDFs by its name in this module, and its function."""

    name: str
    write: Callable[..., Layout]

    def sample(self) -> Layout:
        """The sample document."""
        return _sample(self)

    def of(self, *blocks: Block, **section: Any) -> Layout:
        """A document of one section."""
        return self.write(one_section(*blocks, **section), sample_style())


@cache
def _sample(writer: Writer) -> Layout:
    return writer.write(sample_document(), sample_style())


WEASYPRINT, TYPST = Writer("WEASYPRINT", render_pdf), Writer("TYPST", render_typst)
for_both = pytest.mark.parametrize("writer", [WEASYPRINT, TYPST], ids=["weasyprint", "typst"])
