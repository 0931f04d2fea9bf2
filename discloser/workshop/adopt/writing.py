"""Adopted text as templates: years and names of the document become those of any input."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile(r"([{}%#])(?=[{}%#])")


@dataclass(frozen=True, slots=True)
class Names:
    """What of a document belongs to its department and its year."""

    department: str
    year: int

    def template(self, text: str, name: str = "in_text") -> str:
        """A text with the year and the department's name left open.

        ``name`` is which of the department's names stands there.
        """
        written = escaped(text)
        if self.department:
            written = written.replace(self.department, f"{{{{ department.{name} }}}}")
        written = re.sub(rf"(?<!\d){self.year}(?=年)", "{{ year }}", written)
        return re.sub(rf"(?<!\d){self.year - 1}(?=年)", "{{ last_year }}", written)


def escaped(text: str) -> str:
    """A text that a template prints as it is."""
    return _MARKS.sub(r"\1 ", text)
