"""What is done to a filing: versions come in, people hand in, sign, return, pass.

Each step says which version it saw. Where another person has changed the filing since, nothing
is done and the second is told who did what; nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from discloser.desk.jobs.queue import URGENT, ask
from discloser.desk.models import (
    Act,
    Blob,
    Filing,
    Job,
    LogEntry,
    Origin,
    Stage,
    Task,
    User,
    Version,
)
from discloser.desk.services.log import note
from discloser.filenames import safe_name

Change = tuple[str, Mapping[str, Any]]
"""A change of a workbook: the engine's work, and what it is about."""


class ChangedMeanwhileError(Exception):
    """Another person was faster; the message says who did what, and when."""


class NotNowError(Exception):
    """The filing does not stand where this step begins; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class New:
    """A file that is to become a version."""

    content: bytes
    name: str
    origin: Origin
    note: str = ""


def add_version(
    filing: Filing, by: User, new: New, *, seen: int | None, once: UUID
) -> tuple[Version, Job]:
    """Store a version and ask for its check. A second try of the same step gives the first's.

    Raises:
        NotNowError: if the filing is not open.
        ChangedMeanwhileError: if ``seen``, the number of the version seen, is not the newest.
    """
    with transaction.atomic():
        again = Version.objects.filter(once=once, filing=filing).first()
        if again is not None:
            return again, ask_check(again, by)
        filing = _locked(filing)
        if not filing.is_open:
            raise NotNowError(f"已经{filing.state}，不能再改。要改请先撤回，或请财政部门退回。")
        _same_as_seen(filing, seen)
        version = Version.objects.create(
            filing=filing,
            number=(filing.current.number if filing.current else 0) + 1,
            blob=Blob.keep(new.content),
            name=new.name,
            origin=new.origin,
            note=new.note,
            made_by=by,
            once=once,
        )
        filing.current = version
        filing.stage = Stage.DRAFTING
        _changed(filing, by)
        note(by, Act.VERSION, filing, version=version, detail=new.note or Origin(new.origin).label)
        return version, ask_check(version, by)


def ask_check(version: Version, by: User) -> Job:
    """Ask for the check of a version, once."""
    filing = version.filing
    files = [(version.name, version.blob), *last_years(filing)]
    about = {"input": version.name, "version": version.pk}
    return ask(
        "check", by, about, filing=filing, files=files, urgency=URGENT, once=_once(version, "check")
    )


def last_years(filing: Filing) -> list[tuple[str, Blob]]:
    """The office's input of the year before, under the name that this year's may call it by."""
    task = filing.task
    before = (
        Filing.objects.filter(office=filing.office, task__kind=task.kind, task__year=task.year - 1)
        .exclude(current=None)
        .select_related("current__blob")
        .first()
    )
    if before is None or before.current is None:
        return []
    return [(before.current.name, before.current.blob)]


_STEPS = {
    Act.HAND_IN: (Stage.DRAFTING, Stage.HANDED_IN),
    Act.SIGN: (Stage.HANDED_IN, Stage.SIGNED),
    Act.PASS: (Stage.SIGNED, Stage.PASSED),
    Act.PUBLISH: (Stage.PASSED, Stage.PUBLISHED),
}
"""From which stage to which a step leads."""
_MAY_BE_RETURNED = {Stage.HANDED_IN, Stage.SIGNED, Stage.PASSED}


def step(act: Act, filing: Filing, by: User, *, seen: int, once: UUID, detail: str = "") -> Filing:
    """Take a filing one step on.

    Raises:
        NotNowError: if it does not stand where the step begins, or its version has errors.
        ChangedMeanwhileError: if there is a newer version than the one that was seen.
    """
    with transaction.atomic():
        begun = _begun(filing, seen, once)
        if begun is None:
            return filing
        filing, (before, after) = begun, _STEPS[act]
        if filing.stage != before:
            raise NotNowError(f"现在是“{filing.state}”，不能{Act(act).label}。")
        version = filing.current
        check = getattr(version, "check_result", None)
        if version is None or check is None or not check.is_ok:
            raise NotNowError(f"还有错误没有改，不能{Act(act).label}。")
        if act is Act.SIGN and not _was_reviewed(filing, version):
            raise NotNowError("请先完成保密审查，再签发。")
        filing.stage, filing.reason = after, ""
        _changed(filing, by)
        note(by, act, filing, version=version, detail=detail, once=once)
        if act is Act.HAND_IN:
            ask_files(version, by)
    return filing


def review_secrecy(filing: Filing, by: User, *, seen: int, once: UUID, detail: str) -> None:
    """Record that the version was looked through for what is secret (保密审查)."""
    with transaction.atomic():
        begun = _begun(filing, seen, once)
        if begun is None:
            return
        filing = begun
        if filing.stage != Stage.HANDED_IN:
            raise NotNowError(f"现在是“{filing.state}”，不用保密审查。")
        note(by, Act.SECRECY, filing, version=filing.current, detail=detail, once=once)


def _was_reviewed(filing: Filing, version: Version) -> bool:
    return filing.log.filter(act=Act.SECRECY, version=version).exists()


def send_back(filing: Filing, by: User, *, seen: int, once: UUID, reason: str) -> None:
    """Return a filing to its clerk with the reason; its comments stay."""
    with transaction.atomic():
        begun = _begun(filing, seen, once)
        if begun is None:
            return
        filing = begun
        if filing.stage not in _MAY_BE_RETURNED:
            raise NotNowError(f"现在是“{filing.state}”，不能退回。")
        filing.stage, filing.reason = Stage.RETURNED, reason
        _changed(filing, by)
        note(by, Act.RETURN, filing, version=filing.current, detail=reason, once=once)


def withdraw(filing: Filing, by: User, *, seen: int, once: UUID) -> None:
    """Take a filing back that nobody has signed yet."""
    with transaction.atomic():
        begun = _begun(filing, seen, once)
        if begun is None:
            return
        filing = begun
        if filing.stage != Stage.HANDED_IN:
            raise NotNowError(f"现在是“{filing.state}”，不能撤回。")
        filing.stage = Stage.DRAFTING
        _changed(filing, by)
        note(by, Act.WITHDRAW, filing, version=filing.current, once=once)


def ask_files(version: Version, by: User) -> Job:
    """Ask for the files of a version, once."""
    files = [(version.name, version.blob), *last_years(version.filing)]
    about = {"input": version.name, "version": version.pk}
    return ask("make", by, about, filing=version.filing, files=files, once=_once(version, "make"))


def ask_workbook(filing: Filing, by: User) -> Job:
    """Ask for the workbook that an office fills in, with what its last year's input says."""
    task: Task = filing.task
    earlier = last_years(filing)
    about = {
        "name": f"{safe_name(f'{filing.office.name}{task.year}')}.xlsx",
        "earlier": [name for name, _ in earlier],
        **_of_task(task),
    }
    return ask("workbook", by, about, filing=filing, files=earlier, urgency=URGENT)


def ask_import(
    filing: Filing, by: User, files: list[tuple[str, bytes]], *, seen: int | None, once: UUID
) -> Job:
    """Ask for a workbook of what an office has; it becomes a version when it is made."""
    earlier = last_years(filing)
    with transaction.atomic():
        kept = [(name, Blob.keep(content)) for name, content in files]
        about = {
            "files": [name for name, _ in files],
            "earlier": [name for name, _ in earlier],
            "name": f"{filing.office.name}{filing.task.year}.xlsx",
            "seen": seen,
            "once": str(once),
            **_of_task(filing.task),
        }
        return ask("take_in", by, about, filing=filing, files=[*kept, *earlier], once=once)


def _of_task(task: Task) -> dict[str, str | int]:
    return {"pack": task.pack, "kind": task.kind, "year": task.year}


def _begun(filing: Filing, seen: int, once: UUID) -> Filing | None:
    """The filing, locked for a step by who saw its newest version; None where the step is done."""
    if LogEntry.objects.filter(once=once).exists():
        return None
    locked = _locked(filing)
    _same_as_seen(locked, seen)
    return locked


def _locked(filing: Filing) -> Filing:
    rows = Filing.objects.select_for_update(of=("self",))
    return rows.select_related("task", "office", "current__check_result").get(pk=filing.pk)


def _same_as_seen(filing: Filing, seen: int | None) -> None:
    current = filing.current
    if current is None or seen == current.number:
        return
    when = timezone.localtime(current.made_at)
    raise ChangedMeanwhileError(
        f"{current.made_by} 在 {when:%H:%M} 存入了第{current.number}版"
        f"（{current.note or Origin(current.origin).label}）。您的内容没有存入，请看过新版再改。"
    )


def _changed(filing: Filing, by: User) -> None:
    filing.changed_at, filing.changed_by = timezone.now(), by
    filing.save(update_fields=("current", "stage", "reason", "changed_at", "changed_by"))


def _once(version: Version, work: str) -> UUID:
    """The number of a piece of work that is done once for a version."""
    return uuid5(version.once, work)


def ask_change(
    filing: Filing,
    by: User,
    change: Change,
    *,
    seen: int | None,
    once: UUID,
) -> Job:
    """Ask for a changed workbook of the current version; it becomes the next one.

    Raises:
        NotNowError: if the filing is not open, or has no version.
        ChangedMeanwhileError: if there is a newer version than the one that was seen.
    """
    version = filing.current
    if version is None:
        raise NotNowError("还没有存入数据。")
    if not filing.is_open:
        raise NotNowError(f"已经{filing.state}，不能再改。")
    _same_as_seen(filing, seen)
    whole = {
        "input": version.name,
        "name": version.name,
        "seen": seen,
        "once": str(once),
        **change[1],
    }
    files = [(version.name, version.blob)]
    return ask(change[0], by, whole, filing=filing, files=files, urgency=URGENT, once=once)


def ask_comparison(old: Version, new: Version, by: User) -> Job:
    """Ask what differs between two versions."""
    about = {
        "old": f"旧-{old.name}",
        "new": f"新-{new.name}",
        "title": f"第{old.number}版 → 第{new.number}版",
    }
    files = [(about["old"], old.blob), (about["new"], new.blob)]
    return ask(
        "compare",
        by,
        about,
        filing=new.filing,
        files=files,
        urgency=URGENT,
        once=uuid5(new.once, f"compare {old.pk}"),
    )
