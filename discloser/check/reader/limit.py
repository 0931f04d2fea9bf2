"""What a meaning lets pass of one dimension: values, or codes with all below them."""

from __future__ import annotations

from typing import NamedTuple


class Limit(NamedTuple):
    """The values of one dimension: those that are allowed (None: all), and those that are not.

    In a tree of codes (class, group, item) a value stands for all codes below it.
    """

    allowed: frozenset[str] | None = None
    barred: frozenset[str] = frozenset()
    is_tree: bool = False

    def __and__(self, other: Limit) -> Limit:
        barred = self.barred | other.barred
        if self.allowed is None or other.allowed is None:
            allowed = other.allowed if self.allowed is None else self.allowed
        else:
            allowed = frozenset(
                narrower
                for one in self.allowed
                for two in other.allowed
                if (narrower := self._narrower(one, two)) is not None
            )
        return Limit(allowed, barred, self.is_tree)._tidy()

    def _narrower(self, one: str, two: str) -> str | None:
        if self._is_below(one, two):
            return one
        return two if self._is_below(two, one) else None

    def _is_below(self, value: str, above: str) -> bool:
        return value.startswith(above) if self.is_tree else value == above

    def _tidy(self) -> Limit:
        """Without what has no effect."""
        if self.allowed is None or not self.barred:
            return self
        allowed = frozenset(
            value
            for value in self.allowed
            if not any(self._is_below(value, barred) for barred in self.barred)
        )
        barred = frozenset(
            barred
            for barred in self.barred
            if any(self._is_below(barred, value) for value in allowed)
        )
        return Limit(allowed, barred, self.is_tree)

    @property
    def opposite(self) -> Limit | None:
        """What lets pass all that this one does not; None where no limit can say that."""
        if self.allowed is None:
            return Limit(self.barred, is_tree=self.is_tree)
        return None if self.barred else Limit(None, self.allowed, self.is_tree)

    def excludes(self, other: Limit) -> bool:
        """Whether no value passes both."""
        if self.allowed is None or other.allowed is None or self.barred or other.barred:
            return (self & other).is_empty
        if not self.is_tree:
            return self.allowed.isdisjoint(other.allowed)
        return all(
            not one.startswith(two) and not two.startswith(one)
            for one in self.allowed
            for two in other.allowed
        )

    def is_within(self, other: Limit) -> bool:
        """Whether every value that this one lets pass passes the other."""
        if other.allowed is not None and (
            self.allowed is None
            or not all(any(self._is_below(v, w) for w in other.allowed) for v in self.allowed)
        ):
            return False
        return all(self._bars(barred) for barred in other.barred)

    def _bars(self, value: str) -> bool:
        """Whether no code of ``value`` passes."""
        if any(self._is_below(value, barred) for barred in self.barred):
            return True
        return self.allowed is not None and not any(
            self._narrower(value, allowed) is not None for allowed in self.allowed
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing passes."""
        return self.allowed is not None and not self.allowed
