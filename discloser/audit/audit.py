"""Audit one department's documents: read, identify, check what is printed, group into faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from discloser.audit.against import Against, unlike
from discloser.audit.earlier import Earlier
from discloser.audit.explain import Cause, causes, said
from discloser.audit.faults import Fault, faults_of
from discloser.audit.files import Case, Joined, ReadFile, join, read_files
from discloser.audit.identity import Asked, Identity, contradictions, identify, in_words
from discloser.audit.places import Files
from discloser.audit.remedy import Remedy, Seen, remedy
from discloser.audit.rules import ANOTHER, COPY, NOT_IN_REPORT
from discloser.audit.sureness import Sureness, sureness_of
from discloser.check.outcome import Tally, Unchecked
from discloser.check.run import check_print
from discloser.check.subject import Reading
from discloser.finding import Finding, Severity, has_errors
from discloser.location import Location
from discloser.pack.inputs import LoadPack
from discloser.pack.pack import Pack
from discloser.problems import in_order, merged, without_briefs
from discloser.read.document.rules import BROKEN, NO_TEXT, SCAN, TURNED

NATIONAL = "national"
"""The pack whose vocabulary and limits hold where no place is named."""


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit of one department found.

    ``unread`` are the findings of reading, ``faults`` those of the rules, ``briefs`` the notes of
    which a sentence tells enough; ``identity`` and ``reading`` are None where nothing could be
    checked, and ``unread`` says why; ``remedy`` what has become of the faults of an earlier audit.
    """

    case: Case
    identity: Identity | None = None
    reading: Reading | None = None
    unread: tuple[Finding, ...] = ()
    faults: tuple[Fault, ...] = ()
    tally: Tally = field(default_factory=Tally)
    briefs: tuple[str, ...] = ()
    remedy: Remedy | None = None

    @property
    def is_sound(self) -> bool:
        """Whether all was read, and nothing is wrong or was and cannot be looked at again."""
        lost = self.remedy is not None and self.remedy.lost
        return not (self.reading is None or has_errors(self.unread) or self.has_faults or lost)

    @property
    def has_faults(self) -> bool:
        """Whether anything is wrong for certain, or likely."""
        return any(fault.sure is not Sureness.LOOK for fault in self.faults)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the consequences too."""
        of_faults = (each for fault in self.faults for each in (fault.finding, *fault.consequences))
        return (*self.unread, *of_faults)


def audit(
    case: Case,
    asked: Asked,
    load: LoadPack,
    roots: tuple[Path, ...],
    against: Against | None = None,
    *,
    earlier: Earlier | None = None,
) -> Audited:
    """Audit a department's documents with the vocabulary of the place that was asked for.

    What they print otherwise than ``against`` is told too, and what has become of the faults
    that ``earlier`` reports tell of.
    """
    files = read_files(case)
    return audit_read(case, files, asked, load, roots, against=against, earlier=earlier)


def audit_read(
    case: Case,
    files: Sequence[ReadFile],
    asked: Asked,
    load: LoadPack,
    roots: tuple[Path, ...],
    *,
    against: Against | None = None,
    earlier: Earlier | None = None,
) -> Audited:
    """Audit what was read of a department's files."""
    audited = _audit(case, files, asked, load, roots, against=against)
    return audited if earlier is None else _with_remedy(audited, earlier)


def _with_remedy(audited: Audited, earlier: Earlier) -> Audited:
    """What was found, held to the earlier report of the same department."""
    identity, reading = audited.identity, audited.reading
    kind, year = (identity.kind.value, identity.year) if identity is not None else ("", 0)
    department = identity.department if identity is not None else ""
    told = earlier.of(audited.case.files, kind, year, department)
    if told is None:
        missing = NOT_IN_REPORT.at(Location(str(audited.case.files[0])), report=earlier.path)
        return replace(audited, unread=(*audited.unread, missing))
    seen = Seen(reading, audited.tally) if reading is not None else None
    return replace(audited, remedy=remedy(earlier, told, audited.faults, seen))


def _audit(
    case: Case,
    files: Sequence[ReadFile],
    asked: Asked,
    load: LoadPack,
    roots: tuple[Path, ...],
    *,
    against: Against | None,
) -> Audited:
    unread = [finding for file in files for finding in file.findings]
    joined = join(files)
    if joined is None:
        return Audited(case, unread=tuple(unread))
    place = Location(str(joined.of[0].path))
    identity = identify(joined.document, asked, place, case.name)
    if not isinstance(identity, Identity):
        return Audited(case, unread=(*unread, *identity))
    unread += contradictions(joined.document, asked, place)
    unread += (COPY.at(Location(str(c.path)), main=joined.of[0].path.name) for c in joined.copies)
    unread += _others(joined)
    pack, findings = load(asked.place or NATIONAL, identity.kind, identity.year, roots, None)
    if pack is None:
        return Audited(case, identity, unread=(*unread, *findings))
    reading = reading_of(joined, identity, pack, asked)
    found, tally = check_print(reading)
    if any(finding.code in _UNREAD for finding in unread):
        found, tally = _without_absences(found, tally)
    placed = Files(joined.of[0].path)
    explained = causes(reading, found)
    known = {said(each) for cause in explained for each in cause.consequences}
    compared = against.findings(joined.document) if against is not None else ()
    rest = (each for each in found if said(each) not in known)
    told = (*map(placed.placed, (*rest, *compared)), *_unlike(joined))
    ordered, briefs = without_briefs(merged(in_order(told)))
    faults = (*(_as_fault(cause, placed) for cause in explained), *faults_of(ordered))
    return Audited(case, identity, reading, tuple(unread), faults, _placed(tally, placed), briefs)


_UNREAD = frozenset(rule.code for rule in (SCAN, TURNED, NO_TEXT, BROKEN))
"""What says that a part of the document was not read."""
_OF_ABSENCE = frozenset({"W01", "W02", "N17", "A21", "A22"})
"""Rules that call something missing, which may stand where nothing was read."""
_PART_UNREAD = "文件有读不出来的部分，也许在那里"


def _without_absences(
    found: tuple[Finding, ...], tally: Tally
) -> tuple[tuple[Finding, ...], Tally]:
    """What was found, without what is missing: of a document that was not read whole."""
    missing = [finding for finding in found if finding.code in _OF_ABSENCE]
    unchecked = tuple(Unchecked(each.code, _PART_UNREAD, each.location) for each in missing)
    codes = {each.code for each in missing}
    left = {code: times for code, times in tally.found.items() if code not in codes}
    rest = tuple(finding for finding in found if finding.code not in _OF_ABSENCE)
    return rest, Tally(tally.held, left, (*tally.unchecked, *dict.fromkeys(unchecked)))


def _others(joined: Joined) -> Iterator[Finding]:
    """The files that were left aside because they are of another year or kind."""
    first = joined.of[0]
    for other in joined.others:
        if first.document is not None and other.document is not None:
            yield ANOTHER.at(
                Location(str(other.path)),
                found=in_words(other.document),
                main=first.path.name,
                kept=in_words(first.document),
            )


def _as_fault(cause: Cause, placed: Files) -> Fault:
    """It as a fault: as sure as the surest of what follows from it."""
    told = [each for each in cause.consequences if each.severity is not Severity.NOTE]
    consequences = tuple(map(placed.placed, told))
    order = list(Sureness)
    sure = min((sureness_of(each) for each in consequences), key=order.index)
    return Fault(placed.placed(cause.finding), sure, consequences)


def reading_of(joined: Joined, identity: Identity, pack: Pack, asked: Asked) -> Reading:
    """The document as the checks read it, with a pack's words, limits and codes."""
    return Reading(
        joined.document,
        identity.kind,
        identity.year,
        pack.codebook,
        pack.limits({}),
        pack.words,
        pack.measures,
        pack.name if pack.name != NATIONAL else "",
        asked.approved,
        asked.published,
    )


def _unlike(joined: Joined) -> Iterator[Finding]:
    """What the copies print otherwise."""
    for copy in joined.copies:
        if copy.document is not None:
            names = (joined.of[0].path, copy.path)
            yield from map(Files(copy.path).placed, unlike(joined.document, copy.document, names))


def _placed(tally: Tally, files: Files) -> Tally:
    unchecked = tuple(
        Unchecked(each.code, each.reason, files.place(each.place) if each.place else None)
        for each in tally.unchecked
    )
    return Tally(tally.held, tally.found, unchecked)
