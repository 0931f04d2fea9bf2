"""A value that nobody has filled in: it is no number, so a template can print no false one."""

from __future__ import annotations

from typing import Any

from discloser.chinese import TO_FILL


class Unknown:
    """Stands for an amount, a count or a change that is not known.

    Whatever is computed from it is unknown too; compared, it is equal to nothing and neither
    more nor less; printed, it says what is to be filled in.
    """

    __slots__ = ("label",)

    def __init__(self, label: str) -> None:
        self.label = label

    def __str__(self) -> str:
        return f"{TO_FILL}{self.label}）"

    def __bool__(self) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return hash(self.label)

    def _compared(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _compared

    def _computed(self, *_others: object) -> Unknown:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _computed
    __truediv__ = __rtruediv__ = __neg__ = __pos__ = __abs__ = _computed
    percent_of = _computed

    @property
    def yuan(self) -> Unknown:
        """The exact amount, which is unknown as well."""
        return self

    initial = adjusted = prior = printed = share = year = month = yuan

    @property
    def is_zero(self) -> bool:
        """Whether it is known to be zero."""
        return False


def passing_unknown(function: Any) -> Any:
    """Let a filter return an unknown value as it is."""

    def passing(value: Any, *args: Any, **kwargs: Any) -> Any:
        return value if isinstance(value, Unknown) else function(value, *args, **kwargs)

    return passing
