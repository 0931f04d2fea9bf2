"""What the drop-downs of the entry workbook offer, and the names beside codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from discloser.classification.codebook import Codebook, Scheme
from discloser.compose.needs.of_pack import NONE, Needs, needs_of
from discloser.compute.catalogue import standard_measures
from discloser.entry.offers import Offers, offers_of
from discloser.entry.rows import Asks, all_asked, asked_by
from discloser.model.disclosure import Disclosure
from discloser.pack.pack import Pack
from discloser.parameters.limits import THRESHOLDS, national_limits
from discloser.parameters.parameter import Parameter

_LEVELS = {
    "function": (Scheme.FUNCTION, "项"),
    "department_economic": (Scheme.DEPARTMENT_ECONOMIC, "款"),
    "government_economic": (Scheme.GOVERNMENT_ECONOMIC, "款"),
}
DEADLINE = "entry_deadline"
"""The parameter that says until when."""
TITLES = {
    "function": "功能分类项",
    "department_economic": "部门经济分类款",
    "government_economic": "政府经济分类款",
    "figures": "数的名称",
    "options": "选择项",
    "packs": "模板包",
}


@dataclass(frozen=True, slots=True)
class Lists:
    """Named lists of ``code → name``, the words that each option may choose, and the deadline."""

    names: Mapping[str, Mapping[str, str]]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deadline: str = ""
    pack: Pack | None = None
    needs: Needs = NONE
    offers: Offers = field(default_factory=dict)
    """What may be chosen in the ledger sheets, by the book's and the field's name."""
    thresholds: Mapping[str, str] = field(default_factory=dict)
    """From which amount on a field counts something, by its name."""

    @property
    def form(self) -> type[Disclosure]:
        """The model of the inputs."""
        return self.pack.form if self.pack is not None else Disclosure

    @property
    def asks(self) -> Asks:
        """Which columns the pack has a use for."""
        return asked_by(self.needs.used) if self.pack is not None else all_asked

    def shown(self, listing: str, code: str) -> str:
        """A code with its name, as a cell has it: ``2010301 行政运行``.

        A figure is called by its Chinese name alone where its pack is known.
        """
        names = self.names.get(listing, {})
        name = names.get(code)
        if not name:
            return code
        if listing not in ("figures", "options"):
            return f"{code} {name}"
        is_alone = self.pack is not None and list(names.values()).count(name) == 1
        return name if listing == "figures" and is_alone else f"{name} {code}"

    def spelt(self, listing: str, code: str) -> tuple[str, ...]:
        """All that a cell may have for a code that is shown by its name."""
        return tuple(
            dict.fromkeys((self.shown(listing, code), f"{self.names[listing][code]} {code}", code))
        )

    def entries(self, listing: str) -> list[str]:
        """All that a drop-down offers."""
        return [self.shown(listing, code) for code in self.names.get(listing, {})]


def make_lists(pack: Pack | None, year: int, packs: tuple[str, ...] = ()) -> Lists:
    """The lists for a year: all codes, and the pack's figures and options."""
    measures = pack.measures if pack is not None else standard_measures()
    parameters = pack.parameters if pack is not None else {}
    chosen = {name: spec for name, spec in parameters.items() if spec.options}
    codebook = pack.codebook if pack is not None else Codebook()
    names: dict[str, Mapping[str, str]] = {
        listing: {
            code.code: code.name for code in codebook.codes(scheme, year) if code.level == level
        }
        for listing, (scheme, level) in _LEVELS.items()
    }
    names["figures"] = {name: measures[name].label for name in measures}
    names["options"] = {name: spec.label for name, spec in chosen.items()}
    names["packs"] = dict.fromkeys(packs, "")
    choices = {name: spec.options for name, spec in chosen.items()}
    deadline = parameters.get(DEADLINE)
    until = _deadline(deadline, year) if deadline is not None else ""
    needs = needs_of(pack) if pack is not None else NONE
    offers = offers_of(pack) if pack is not None else {}
    limits = pack.limits({}) if pack is not None else national_limits(year)
    thresholds = {name: str(getattr(limits, name)) for name in THRESHOLDS}
    return Lists(names, choices, until, pack, needs, offers, thresholds)


def _deadline(spec: Parameter, year: int) -> str:
    """What the pack says of the deadline, with the regulation."""
    reference = f"（{spec.reference}）" if spec.reference else ""
    return f"{spec.value(year)}{reference}"
