"""Fixtures: each case, composed and rendered once for all tests."""

from __future__ import annotations

import pytest

from tests.fidelity.compare import Pair, compare_documents
from tests.fidelity.ours import printed_document
from tests.fidelity.published import published
from tests.fidelity.rendered import CASES, Case, composed


@pytest.fixture(scope="session", params=CASES, ids=lambda case: case.number)
def case(request: pytest.FixtureRequest) -> Case:
    """A published document and our input for it."""
    found = request.param
    assert isinstance(found, Case)
    return found


@pytest.fixture(scope="session")
def pairs(case: Case) -> list[Pair]:
    """Everything that the published document or ours prints, side by side."""
    return compare_documents(published(case.number), printed_document(composed(case)))
