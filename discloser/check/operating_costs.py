"""What a document says of the agency's operating costs, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from discloser.check.reader.printed import Term
from discloser.check.subject import Reading
from discloser.model.values import UnitNature

_AGENCY = re.compile(r"((?:机构运[转行]|机关运行)经费)支出(?:预算)?(?:为)?$")
AGENCIES = {UnitNature.ADMINISTRATIVE, UnitNature.CIVIL_SERVICE}
"""The kinds of units whose public expenses are operating costs of an agency."""


def natures(reading: Reading) -> set[UnitNature | None]:
    """The kinds of the department's units; None is one that is not known."""
    return {unit.nature for unit in reading.figures.disclosure.units}


def agency_costs(reading: Reading) -> Iterator[Term]:
    """What the narrative says of the agency's operating costs."""
    for passage in reading.passages:
        for mention in passage.amounts:
            if match := _AGENCY.search(passage.before(mention)):
                yield passage.term(mention, f"文中的{match[1]}")
