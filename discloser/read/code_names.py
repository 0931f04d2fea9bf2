"""Whether the name beside a code belongs to another code: dragging a cell down counts codes up."""

from __future__ import annotations

from functools import cache

from discloser.classification.codebook import Codebook, Scheme
from discloser.classification.forms import bare, without_code

_SCHEMES = {
    "function": Scheme.FUNCTION,
    "department_economic": Scheme.DEPARTMENT_ECONOMIC,
    "government_economic": Scheme.GOVERNMENT_ECONOMIC,
}


def another_codes_name(listing: str, code: str, text: str) -> tuple[str, str, str] | None:
    """The code's own name, the name in ``text``, and the code that this name belongs to.

    None where the text has no name, the name is the code's in some year, or nobody's.
    """
    names = _names(_SCHEMES[listing])
    written = without_code(text)
    own = names.get(code, ())
    if not own or not written or written in map(bare, own):
        return None
    meant = [c for c, known in names.items() if written in map(bare, known) and len(c) == len(code)]
    if not meant:
        return None
    near = [other for other in meant if other[:-2] == code[:-2]] or meant
    return own[-1], written, near[0] if len(near) == 1 else "别的科目"


@cache
def _names(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """All names that each code of the standard tables has had."""
    return Codebook().names(scheme)
