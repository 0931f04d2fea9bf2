"""The parts of an input that a document gives, each with the place that it was read at."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from discloser.check.reader.read import DocumentReader
from discloser.finding import Finding
from discloser.importing.published.targets import overall, projects
from discloser.importing.published.texts import Said, duties, organs
from discloser.importing.published.units import units
from discloser.importing.published.words import TextWords
from discloser.location import FieldPath, Spot
from discloser.model.values import Kind


@dataclass(frozen=True, slots=True)
class Published:
    """What a document gives for an input: ``draft`` has its parts, amounts in 元.

    ``spots`` says for each part or item where it was read, ``how`` for some what it follows from,
    ``money`` which of them are amounts. ``is_own`` says that the document is the input's own.
    """

    file: str
    draft: Mapping[str, Any] = field(default_factory=dict)
    spots: Mapping[FieldPath, Spot | None] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    how: Mapping[FieldPath, str] = field(default_factory=dict)
    money: frozenset[FieldPath] = frozenset()
    is_own: bool = False

    def where(self, path: FieldPath, file: str) -> str:
        """The place of a part in the file as a clerk calls it."""
        spot, how = self.spots[path], self.how.get(path)
        place = f"{file} {spot}" if spot is not None else file
        return f"{place}，{how}" if how else place


class PartsReading:
    """A document on its way into a draft; what any document says of a department."""

    def __init__(
        self, reader: DocumentReader, file: str, words: TextWords, titles: Collection[str] = ()
    ) -> None:
        self.reader = reader
        self._titles = titles
        self.file = file
        self.words = words
        self.draft: dict[str, Any] = {}
        self.spots: dict[FieldPath, Spot | None] = {}
        self.how: dict[FieldPath, str] = {}
        self.money: set[FieldPath] = set()

    def put(self, path: FieldPath, value: Any, spot: Spot | None, how: str = "") -> bool:
        """Put a value at a path of names; what was said first stays. Tells whether it is there."""
        *above, name = path
        part = self.draft
        for each in above:
            part = part.setdefault(str(each), {})
        if name in part:
            return bool(part[name] == value)
        part[str(name)] = value
        self.spots[path] = spot
        if how:
            self.how[path] = how
        return True

    def put_money(self, path: FieldPath, yuan: str, spot: Spot | None, how: str = "") -> bool:
        """Put an amount in 元 at a path of names."""
        self.money.add(path)
        return self.put(path, yuan, spot, how)

    def change(self, path: FieldPath, yuan: Decimal, how: str) -> None:
        """Change an amount that was put, and say why."""
        *above, name = path
        part = self.draft
        for each in above:
            part = part[str(each)]
        part[str(name)] = format(yuan.normalize(), "f")
        self.how[path] = how

    def department(self, said: Said | None) -> None:
        """The department's name as the cover has it."""
        if said is not None:
            self.put(("department", "name"), said.text, said.spot)

    def texts(self, department: Said | None) -> dict[str, int]:
        """Duties, organs, units and targets; how many there are of each."""
        self.department(department)
        return {
            "duties": self._duties(),
            "organs": self._organs(),
            "units": self._units(department),
            "projects": self._targets(),
        }

    def _duties(self) -> int:
        items = duties(self.reader.passages, self.words)
        if items:
            self.draft["duties"] = {"items": [said.text for said in items]}
            for at, said in enumerate(items):
                self.spots["duties", "items", at] = said.spot
        return len(items)

    def _organs(self) -> int:
        named = organs(self.reader.passages, self.words)
        if named:
            listed = [
                {"name": each.text} | ({"duties": each.more} if each.more else {}) for each in named
            ]
            self.draft["organs"] = {"listed": listed}
            for at, said in enumerate(named):
                self.spots["organs", "listed", at, "name"] = said.spot
        return len(named)

    def _units(self, department: Said | None) -> int:
        named = units(self.reader.passages, self.reader.sheets, self.words, department)
        if named:
            self.draft["units"] = [
                {"name": each.name} | ({} if each.is_independent else {"independent": "否"})
                for each in named
            ]
            for at, each in enumerate(named):
                self.spots["units", at, "name"] = each.said.spot
        return len(named)

    def _targets(self) -> int:
        # A table that a pack declares has its own lines, though they name projects.
        sheets = tuple(table.sheet for table in self.reader.tables if not table.texts)
        found = list(projects(sheets, self.words, self._titles))
        if found:
            self.draft["projects"] = [project for project, _ in found]
            for at, (_, sheet) in enumerate(found):
                self.spots["projects", at, "name"] = sheet.table.spot
        is_budget = self.reader.kind is Kind.BUDGET  # a final account's form evaluates them
        whole = overall(self.reader.sheets, self.words) if is_budget else None
        if whole is not None:
            self.draft["performance"], sheet = whole
            self.spots["performance", "goal"] = sheet.table.spot
        return len(found)

    def published(self, *findings: Finding, is_own: bool = False) -> Published:
        """All that was read."""
        money = frozenset(self.money)
        return Published(
            self.file, self.draft, self.spots, tuple(findings), self.how, money, is_own
        )
