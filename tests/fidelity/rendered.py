"""The cases: each published document with our input for it, composed and rendered once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from discloser.document.nodes import Document
from discloser.pipeline import Prepared, prepare, render

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Case:
    """A published document (its number in ``data/published``) and the input that answers it."""

    number: str
    input: str

    @property
    def path(self) -> Path:
        """The input file."""
        return ROOT / "inputs" / self.input


CASES = (
    Case("000", "henan/sanmenxia/2025/administrative-approval.yaml"),
    Case("001", "henan/sanmenxia/2025/government-office.yaml"),
    Case("002", "henan/sanmenxia/2023/government-services-final.yaml"),
    Case("003", "henan/xinxiang/2025/administrative-approval.yaml"),
    Case("004", "henan/luoyang_mengjin/2023/government-services.yaml"),
    Case("005", "shanghai/putuo/2025/government-office.yaml"),
    Case("006", "shanghai/putuo/2024/social-work-final.yaml"),
)


@cache
def composed(case: Case) -> Document:
    """Compose a case's document."""
    return _prepared(case).document or _complain(case)


@cache
def rendered(case: Case) -> dict[str, bytes]:
    """Render a case's document: ``docx``, ``xlsx``, ``pdf``."""
    return dict(render(_prepared(case)))


@cache
def _prepared(case: Case) -> Prepared:
    return prepare(case.path)


def _complain(case: Case) -> Document:
    messages = "\n".join(finding.message for finding in _prepared(case).findings)
    raise AssertionError(f"{case.input} was not composed:\n{messages}")
