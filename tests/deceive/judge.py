"""Plant one fault and see what is made of it: noticed, where, or not at all."""

from __future__ import annotations

import re
import signal
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import FrameType

from discloser.check.outcome import Unchecked
from discloser.finding import Finding
from discloser.location import FieldPath, Location
from discloser.pack.layers import pack_names, pack_roots
from discloser.workshop.lint import lint
from tests.deceive.fault import Fault, InDocument, InInput, InPack
from tests.deceive.ledger import content_of, draft_of
from tests.deceive.places import Changed, changed
from tests.deceive.victims import TEMPLATES, Seen, Victim, seen

SECONDS = 60
_COUNT = re.compile(r"[\d,.]+%?")
"""What lint counts: how much of a pack it could read is no finding about a fault."""
_LINE = 2
"""The steps of a field's path that name its line."""


class Verdict(StrEnum):
    """What becomes of a fault."""

    AT_PLACE = "位置正确"
    PRINTED = "印了出来"
    UNCHECKED = "标为未核对"
    ELSEWHERE = "位置不对"
    MISSED = "没有指出"
    TOO_LONG = "超时"
    CRASHED = "程序出错"


@dataclass(frozen=True)
class Judged:
    """A verdict and what led to it: the rules that spoke."""

    verdict: Verdict
    codes: tuple[str, ...] = ()


class _TooLongError(Exception):
    pass


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Give up after so many seconds of computing: others may be busy."""

    def stop(_: int, __: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def judge(victim: Victim, fault: Fault, templates: Path) -> Judged | None:
    """What becomes of a fault; None where it changes nothing.

    ``templates`` is a copy of the templates that may be changed; it is as before in the end.
    """
    try:
        with within(SECONDS):
            match fault:
                case InDocument():
                    return _of_document(victim, fault)
                case InPack():
                    return _of_pack(victim, fault, templates)
                case InInput():
                    return _of_input(victim, fault)
    except _TooLongError:
        return Judged(Verdict.TOO_LONG)
    except Exception as error:  # whatever happens in the product is counted  # noqa: BLE001
        last = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
        return Judged(Verdict.CRASHED, (told,))


def _of_document(victim: Victim, fault: InDocument) -> Judged | None:
    where = changed(victim.document, fault.document)
    if not where:
        return None
    made = victim.reading(fault.document)
    return _judged(made.beyond(victim.read), made.unchecked_beyond(victim.read), where.is_place_of)


def _judged(
    findings: Iterable[Finding],
    unchecked: Iterable[Unchecked],
    is_place_of: Callable[[Finding | Unchecked], bool],
) -> Judged:
    found = list(findings)
    if at := _codes(each for each in found if is_place_of(each)):
        return Judged(Verdict.AT_PLACE, at)
    if at := _codes(each for each in unchecked if is_place_of(each)):
        return Judged(Verdict.UNCHECKED, at)
    if found:
        return Judged(Verdict.ELSEWHERE, _codes(found))
    return Judged(Verdict.MISSED)


def _codes(found: Iterable[Finding | Unchecked]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.code for each in found))


@contextmanager
def _changed_files(files: Mapping[Path, str | None], templates: Path) -> Iterator[frozenset[str]]:
    """A copy of the templates with some files changed; yields what they are called."""
    copies = {templates / path.relative_to(TEMPLATES): text for path, text in files.items()}
    before = {path: path.read_bytes() if path.is_file() else None for path in copies}
    try:
        for path, text in copies.items():
            _write(path, text.encode() if text is not None else None)
        yield frozenset(str(path.resolve()) for path in copies)
    finally:
        for path, content in before.items():
            _write(path, content)


def _write(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)


def _of_pack(victim: Victim, fault: InPack, templates: Path) -> Judged | None:
    with _changed_files(fault.files, templates) as files:
        made = victim.by(templates)
        where = Changed((), frozenset())
        if made.document is not None:
            where = changed(victim.document, made.document)
            if not where and not fault.hidden:
                return None

        def is_place_of(found: Finding | Unchecked) -> bool:
            places = found.locations if isinstance(found, Finding) else ()
            return any(place.file in files for place in places) or where.is_place_of(found)

        if fault.hidden and not where and _checks_as_much(made, victim.clean):
            return Judged(Verdict.AT_PLACE)
        checked = _judged(
            made.beyond(victim.clean), made.unchecked_beyond(victim.clean), is_place_of
        )
        if checked.verdict is Verdict.AT_PLACE:
            return checked
        linted = {name: set(_lint(name, victim, templates)) for name in _concerned(victim, fault)}
    told = {
        each for name, said in linted.items() for each in said - _linted(name, victim, templates)
    }
    at = tuple(dict.fromkeys(code for code, _, file in sorted(told) if file in files))
    if at:
        return Judged(Verdict.AT_PLACE, at)
    if told and checked.verdict is Verdict.MISSED:
        return Judged(Verdict.ELSEWHERE, tuple(sorted({code for code, _, _ in told})))
    return checked


def _checks_as_much(made: Seen, clean: Seen) -> bool:
    """Whether every rule was applied as often, and nothing else is said."""
    return not made.beyond(clean) and made.tally.compared >= clean.tally.compared


Linted = frozenset[tuple[str, str, str]]
_LINTED: dict[tuple[str, int, Path], Linted] = {}


def _concerned(victim: Victim, fault: InPack) -> list[str]:
    """The packs that are linted: the victim's, and the one whose file is changed.

    A warning on a file is told to the pack that has it, not to those that stand on it.
    """
    folders = [path.relative_to(TEMPLATES).parents for path in fault.files]
    changed = [name for name in pack_names((TEMPLATES,)) if any(Path(name) in f for f in folders)]
    return list(dict.fromkeys([victim.pack.name, *changed]))


def _linted(name: str, victim: Victim, templates: Path) -> Linted:
    """What lint says of a pack while nothing is wrong."""
    key = name, victim.pack.year, templates
    if key not in _LINTED:
        _LINTED[key] = frozenset(_lint(name, victim, templates))
    return _LINTED[key]


def _lint(name: str, victim: Victim, templates: Path) -> Iterator[tuple[str, str, str]]:
    for found in lint(name, victim.pack.year, pack_roots(templates)):
        said = _COUNT.sub("", found.message)
        yield from ((found.code, said, place.file) for place in found.locations or (Location(""),))


def _of_input(victim: Victim, fault: InInput) -> Judged:
    clean, made = _rewritten(victim, fault.suffix), _read(victim, fault.content, fault.suffix)
    one, two = clean.document, made.document
    if one is not None and two is not None and changed(one, two):
        return Judged(Verdict.PRINTED, _codes(made.beyond(clean)))
    called = {measure.label: name for name, measure in victim.pack.measures.items()}
    return _judged(made.beyond(clean), (), lambda found: _is_at(found, fault.leaf, called))


def _is_at(found: Finding | Unchecked, leaf: FieldPath, called: Mapping[str, str]) -> bool:
    """Whether a finding stands at a leaf, at its line, or at what holds it.

    A workbook gives figures by what they are ``called``.
    """
    places = found.locations if isinstance(found, Finding) else ()
    paths = [tuple(called.get(str(step), step) for step in place.path) for place in places]
    return any(
        (path and path == leaf[: len(path)]) or (len(leaf) > _LINE and path[:_LINE] == leaf[:_LINE])
        for path in paths
    )


_REWRITTEN: dict[tuple[str, str], Seen] = {}


def _rewritten(victim: Victim, suffix: str) -> Seen:
    """A victim as it is in a form of its file while nothing is wrong."""
    key = victim.name, suffix
    if key not in _REWRITTEN:
        assert victim.input is not None
        content = content_of(victim, draft_of(victim.input), suffix)
        _REWRITTEN[key] = _read(victim, content, suffix)
    return _REWRITTEN[key]


def _read(victim: Victim, content: bytes, suffix: str) -> Seen:
    assert victim.input is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{victim.input.stem}{suffix}"
        path.write_bytes(content)
        return seen(path)
