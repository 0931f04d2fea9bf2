"""How many cells of an input are still typed by hand: ``python -m tests.importing.effort``.

The ledger comes from an export, the rest from a published document. No document of the year before
is at hand for the department, so that its own document of the year stands in for it: duties, organs
and targets are then this year's, which a clerk must go through in any case; last year's figures are
not counted as known, since that document has this year's.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from discloser.importing.command import Asked, make_import
from discloser.model.values import Kind
from discloser.pack.layers import pack_roots
from discloser.pipeline import prepare, render
from tests.importing.grids import INPUTS, draft_of, entries, saved, single

PATH = next(path for path in INPUTS if "xinxiang" in path.parts)
_GIVEN = {"pack", "kind", "year", "money_unit"}


def cells(draft: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every value of a draft below the names of its fields, without places in lists."""
    if isinstance(draft, dict):
        for name, value in draft.items():
            yield from cells(value, (*path, str(name)))
    elif isinstance(draft, list):
        for value in draft:
            yield from cells(value, path)
    elif draft not in (None, ""):
        yield path, "".join(str(draft).split())


def counted(draft: Any) -> Counter[tuple[tuple[str, ...], str]]:
    """The cells that a person would type; the codes that a drop-down gives are one each."""
    return Counter((path, text) for path, text in cells(draft) if path[0] not in _GIVEN)


def typed_after_import(path: Path, folder: Path) -> tuple[int, int, int]:
    """How many cells an input has; how many are left after an export, and with a document too."""
    draft = draft_of(path)
    prepared = prepare(path)
    document = folder / "去年.docx"
    document.write_bytes(render(prepared, ("docx",), contents_pages="none")["docx"])
    export = saved(single(entries(draft)), folder / "导出.xlsx")
    whole = counted(draft)
    kind, year = Kind(draft["kind"]), int(draft["year"])
    left = []
    for earlier, meant in (((), year), ((document,), year + 1)):
        asked = Asked((export,), earlier, draft["pack"], kind, meant)
        made = make_import(asked, folder / "新.yaml", pack_roots())
        assert made.content is not None
        target = folder / "新.yaml"
        target.write_bytes(made.content)
        known = {
            key: count
            for key, count in counted(draft_of(target)).items()
            if "prior_year" not in key[0]
        }
        left.append(sum((whole - Counter(known)).values()))
    return whole.total(), left[0], left[1]


def main() -> None:
    """Print the three numbers."""
    with tempfile.TemporaryDirectory() as folder:
        whole, ledger, both = typed_after_import(PATH, Path(folder))
    sys.stdout.write(f"{whole} 格，导入台账后还要录 {ledger} 格，再加公开文件后 {both} 格\n")


if __name__ == "__main__":
    main()
