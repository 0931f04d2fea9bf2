"""The list of deliberate differences: nothing else differs, and nothing on it is out of date."""

from __future__ import annotations

import re

from tests.fidelity.compare import Pair, differences
from tests.fidelity.deliberate import entries, listed_numbers, reasons, stale
from tests.fidelity.published import NUMBERS
from tests.fidelity.rendered import Case


def test_it_has_no_stale_entry(case: Case, pairs: list[Pair]) -> None:
    out_of_date = stale(differences(pairs), reasons(case.number))
    assert not out_of_date, entries(out_of_date)


def test_it_gives_each_reason_in_chinese_and_only_for_known_documents() -> None:
    assert set(listed_numbers()) <= set(NUMBERS)
    for number in listed_numbers():
        for entry in reasons(number):
            assert re.search(r"[\u4e00-\u9fff]{2}", entry.reason), entry.reason
            for meant in entry.differences:
                assert meant.published != meant.ours
