"""Published tables of seven departments, and two real PDFs: every number that they print.

The second source is the printed page: each amount of its tables, as often as it stands there.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from discloser.money import MoneyUnit
from tests.check.reader.foreign import as_document
from tests.fidelity.published import published
from tests.importing.marginals.measure import DATA, REAL, by_table, imported_file
from tests.importing.marginals.seeds import SEEDS, pack_of, written_seed

WRONG_IN_PRINT = {"004": {Decimal("76.25"), Decimal("29.71")}}
"""One project in two rows here, in one row of 105.96 there; tests/fidelity/deliberate.yaml."""
FORMS = {"000": ("xlsx", "docx"), "003": ("xlsx", "docx"), "006": ("docx",)}


def amounts(number: str) -> Counter[Decimal]:
    """The amounts of the printed tables of the ledger, in 万元."""
    found: Counter[Decimal] = Counter()
    tables = as_document(published(number)).tables()
    for table, printed in zip(tables, published(number).tables, strict=True):
        wan = Decimal(1 if table.money_unit is MoneyUnit.WAN_YUAN else "0.0001")
        found.update(Decimal(text.replace(",", "")) * wan for text in printed.money())
    return +Counter({value: count for value, count in found.items() if value})


CASES = [(number, form) for number in SEEDS for form in FORMS.get(number, ("xlsx",))]


@pytest.mark.parametrize(("number", "form"), [c for c in CASES if c != ("006", "xlsx")])
def test_every_amount_is_read_and_given_again(number: str, form: str, tmp_path: Path) -> None:
    found = imported_file(written_seed(number, form, tmp_path), pack_of(*SEEDS[number]))
    wrong = {(each.printed or Decimal()) / 10_000 for each in found.proof.broken}
    assert wrong == WRONG_IN_PRINT.get(number, set())
    read = Counter((each.printed or Decimal()) / 10_000 for each in found.proof.numbers)
    assert +Counter({value: n for value, n in read.items() if value}) == amounts(number)


@pytest.mark.parametrize("name", REAL)
def test_a_real_pdf_is_given_again(name: str) -> None:
    found = imported_file(DATA / name, pack_of(*REAL[name]))
    assert found.proof.broken == ()
    assert sum(printed for _, _, printed in by_table(found)) > 300
