"""A desk with an empty database in a folder of the tests, made once for each process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_DATA = Path(tempfile.mkdtemp(prefix="desk-tests-"))
os.environ["DISCLOSER_DESK_DATA"] = str(_DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "discloser.desk.settings"

import django  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402

from discloser.desk import data  # noqa: E402

data.prepare(_DATA)
django.setup()


@pytest.fixture(scope="session")
def database() -> None:
    """The tables, in a database in memory."""
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False, serialized_aliases=[])


@pytest.fixture
def desk(database: None) -> Iterator[None]:
    """A desk whose rows go away with the test."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
