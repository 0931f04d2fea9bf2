"""What a piece of work gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """What was made: ``data`` for the database, files by name, and a sentence for a person.

    ``refused`` says that nothing could be made of what was given; ``says`` then tells why.
    """

    data: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    says: str = ""
    refused: bool = False
