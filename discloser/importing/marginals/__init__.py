"""Published tables as a ledger: lines that add up to every number that the tables print.

Tables print the margins of a ledger (function × category, economic item × fund, receipts by
source), not its lines. ``tables.py`` opens the files, ``printed.py`` takes the margins from the
reader's facts, ``candidates.py`` lists the lines that there may be by them, ``fill.py`` chooses
amounts that give every printed number again, by linear programming, ``ledger.py`` has them with
all their amounts, and ``lines.py`` makes lines of an import of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from discloser.check.reader.read import DocumentReader
from discloser.finding import Rule, Severity, has_errors
from discloser.importing.files import Import, not_reproduced
from discloser.importing.fixed_pairs import FixedPair, standard_pairs
from discloser.importing.ledger import Imported, draft_of
from discloser.importing.marginals.completeness import lacking, two_sets
from discloser.importing.marginals.ledger import likely_ledger
from discloser.importing.marginals.likely import Likely
from discloser.importing.marginals.lines import Units, lines_of_draft, lines_of_margins
from discloser.importing.marginals.printed import project_natures, read_margins
from discloser.importing.marginals.prove import prove_margins
from discloser.importing.marginals.tables import (
    PublishedTables,
    about_tables,
    lists_projects_undivided,
)
from discloser.importing.proof import Proof
from discloser.location import Location
from discloser.pack.pack import Pack

NO_LIBRARY = Rule(
    "J045",
    "没有装导入用的程序包",
    "由公开表推定台账要用的程序包没有装。",
    "请运行：pip install 'discloser[import]'",
)
NATURE_INFERRED = "照它算，印的机关运行经费等按单位性质统计的数都对得上"
INFERRED = Rule(
    "J046",
    "由公开表推定的台账",
    "公开表只有合计，{count} 行台账是按合计分摊推定的；合计相同，逐笔的数不一定是原来的。",
    "有预算系统导出的明细表时，请改用它导入。",
    Severity.NOTE,
)


def import_tables(
    tables: Sequence[PublishedTables],
    about: Mapping[str, str],
    pack: Pack,
    pairs: tuple[FixedPair, ...] = standard_pairs(),
) -> Import:
    """Read published tables as a draft of ``about`` (pack, kind, year)."""
    readers = [each.reader(pack) for each in tables]
    refusals = (*about_tables(tables, readers, pack), *two_sets(tables, readers))
    if has_errors(refusals):
        return Import(None, Proof(()), refusals, refusals)
    files = [str(each.path) for each in tables]
    margins, findings = read_margins(list(zip(readers, files, strict=True)))
    findings += lacking(tables, readers, pack)
    likely = Likely(
        pack.codebook,
        pack.kind,
        pack.year,
        pairs,
        project_natures(readers),
        lists_projects_undivided(pack),
    )
    try:
        ledger, likely = likely_ledger(margins, likely)
    except ImportError:
        missing = (NO_LIBRARY.at(Location(files[0])),)
        return Import(None, Proof(()), missing, missing)
    units = _units(tables, readers)
    lines = list(lines_of_margins(ledger, units, files[0]))
    imported = draft_of(lines, about, pack.forms, pack.codebook)
    if units.department[1]:
        imported.draft["department"] = {
            name: text
            for name, text in zip(("code", "name"), units.department, strict=True)
            if text
        }
    _put_natures(imported, likely.unit_natures)
    by_fact = {id(fact): file for file, r in zip(files, readers, strict=True) for fact in r.facts}
    proof = Proof(tuple(prove_margins(margins, ledger, by_fact)))
    told = INFERRED.at(Location(files[0]), count=len(lines), figures=())
    found = (told, *findings, *imported.findings, *not_reproduced(proof))
    return Import(imported, proof, found)


def hold_tables(tables: Sequence[PublishedTables], pack: Pack, draft: Mapping[str, Any]) -> Import:
    """Hold published tables to the ledger of a draft that exports gave; nothing is made of them.

    The same money must be the same in both: each printed amount that the ledger does not give is a
    finding at its place.
    """
    readers = [each.reader(pack) for each in tables]
    refusals = (*about_tables(tables, readers, pack), *two_sets(tables, readers))
    if has_errors(refusals):
        return Import(None, Proof(()), refusals, refusals)
    files = [str(each.path) for each in tables]
    margins, findings = read_margins(list(zip(readers, files, strict=True)))
    by_fact = {id(fact): file for file, r in zip(files, readers, strict=True) for fact in r.facts}
    lines = list(lines_of_draft(draft))
    own = [
        replace(each, margins={k: m for k, m in each.margins.items() if not m.is_by_nature})
        for each in margins
        if any(each.column in line.amounts for line in lines)
    ]
    proof = Proof(tuple(prove_margins(own, lines, by_fact)))
    return Import(None, proof, (*refusals, *findings, *not_reproduced(proof)))


def _put_natures(imported: Imported, natures: Mapping[str, str]) -> None:
    """Put in what units were taken for, where what is printed of some natures fits."""
    for at, unit in enumerate(imported.draft["units"]):
        nature = natures.get(unit.get("code", ""), natures.get(""))
        if nature:
            unit["nature"] = nature
            imported.inferred["units", at, "nature"] = NATURE_INFERRED


def _units(tables: Sequence[PublishedTables], readers: Sequence[DocumentReader]) -> Units:
    """The units that the tables name; the department's name is the cover's if no table has it."""
    named = {code: name for reader in readers for code, name in reader.units_by_code.items()}
    code = next(filter(None, (reader.department_code for reader in readers)), "")
    covers = (each.cover.department for each in tables)
    name = next((said.text for said in covers if said is not None), "")
    return Units(named, (code, named.get(code) or name))
