"""A case: a change to the good input or a pack of its own, and the findings that must come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from discloser.finding import Finding

FOLDER = Path(__file__).parent
INPUT = "input.yaml"
LAST_YEAR = "last_year.yaml"
PACK = "trial"
MANIFEST = "pack.yaml"
PARENT = "title: 试验\nparent: henan/base\n"

Flat = tuple[str, str, str, int | None]
"""A finding as it is compared: code, field path, file, line. Never its message."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding: its code, its field path, and some text that only its line has.

    ``on`` is empty where the finding has no line; ``file`` is the input, or a file of the trial
    pack, or of the packs' folder.
    """

    code: str
    field: str = ""
    on: str = ""
    file: str = INPUT


@dataclass(frozen=True, slots=True)
class Case:
    """Replacements in the good input, and files of a trial pack that inherits the base pack.

    Without ``files`` the input keeps its own pack. ``last_year`` are replacements in last year's
    input. ``whole`` takes the place of the input's text.
    """

    name: str
    edits: tuple[tuple[str, str], ...] = ()
    expected: tuple[Expected, ...] = ()
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    last_year: tuple[tuple[str, str], ...] = ()
    whole: str | bytes | None = None

    @property
    def packs(self) -> dict[str, str | bytes]:
        """The files of the trial pack with its manifest; none where the case has no pack."""
        return {MANIFEST: PARENT, **self.files} if self.files else {}

    def write(self, folder: Path) -> Path:
        """Write the inputs and the pack below ``folder``; return the input."""
        path = folder / INPUT
        text = self.whole if self.whole is not None else self._input()
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        last = _edited((FOLDER / LAST_YEAR).read_text(encoding="utf-8"), self.last_year)
        (folder / LAST_YEAR).write_text(last, encoding="utf-8")
        (folder / "templates").mkdir()
        for name, content in self.packs.items():
            file = folder / "templates" / PACK / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def _input(self) -> str:
        text = (FOLDER / "good.yaml").read_text(encoding="utf-8")
        if self.files:
            text = _edited(text, (("pack: henan/base", f"pack: {PACK}"),))
        return _edited(text, self.edits)


def _edited(text: str, edits: tuple[tuple[str, str], ...]) -> str:
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


def flat_expected(expected: Expected, folder: Path, packs: Path) -> Flat:
    """What ``expected`` is compared as; its line is where its text stands."""
    if not expected.on:
        return expected.code, expected.field, expected.file, None
    files = [folder / expected.file, folder / "templates" / PACK / expected.file]
    file = next((f for f in files if f.is_file()), packs / expected.file)
    lines = file.read_text(encoding="utf-8", errors="replace").split("\n")
    found = [number for number, line in enumerate(lines, start=1) if expected.on in line]
    assert len(found) == 1, f"{expected.on!r} stands on lines {found} of {file.name}"
    return expected.code, expected.field, expected.file, found[0]


def flat_finding(finding: Finding, folder: Path, packs: Path) -> Flat:
    """What ``finding`` is compared as."""
    place = finding.location
    if place is None:
        return finding.code, "", "", None
    file = Path(place.file)
    for root in (folder / "templates" / PACK, folder, packs):
        if file.is_relative_to(root):
            file = file.relative_to(root)
            break
    return finding.code, place.field, file.as_posix(), place.line
