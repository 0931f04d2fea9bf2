"""A made-up city to try the desk with: twelve departments, one of each state, with accounts."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from discloser.compose.needs.of_pack import needs_of
from discloser.desk.jobs.worker import work
from discloser.desk.models import (
    Act,
    Filing,
    Kind,
    Office,
    Origin,
    Role,
    State,
    Task,
    User,
    Version,
)
from discloser.desk.services import filings
from discloser.desk.services.accounts import first_password
from discloser.desk.services.comments import add_comment
from discloser.desk.services.filings import New
from discloser.desk.services.log import note
from discloser.desk.services.offices import expect
from discloser.entry.lists import make_lists
from discloser.entry.workbook import write_workbook
from discloser.model.values import Kind as EngineKind
from discloser.pack.layers import pack_names, pack_roots
from discloser.pack.pack import load_pack
from discloser.specimen.city import City, usual_pack
from discloser.specimen.department import NamedDraft

DEPARTMENTS = 12
_SEED = 7
_STAND = (
    State.NOT_BEGUN,
    State.WITH_ERRORS,
    State.READY,
    State.HANDED_IN,
    State.SIGNED,
    State.RETURNED,
    State.PASSED,
    State.PUBLISHED,
    State.PUBLISHED,
    State.WITH_ERRORS,
    State.READY,
    State.NOT_BEGUN,
)
"""How each department's filing stands."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the made-up city, with its password for the one who tries it."""

    username: str
    password: str
    who: str


def make_city(year: int) -> list[Account]:
    """Fill an empty desk; returns the accounts."""
    roots = pack_roots(None)
    name = usual_pack(year, roots)
    pack, _ = load_pack(name, EngineKind.BUDGET, year, roots)
    if pack is None:
        raise ValueError(f"no pack for {year}")
    city = City(DEPARTMENTS, _SEED, pack, needs_of(pack))
    samples = [city.sample(index) for index in range(DEPARTMENTS)]
    lists = make_lists(pack, year, tuple(pack_names(roots)))
    books = [
        _workbook(sample, state, year, lists) for sample, state in zip(samples, _STAND, strict=True)
    ]
    with transaction.atomic():
        accounts, bureau = _people(samples)
        task = _task(bureau, name, year, left=12)
        late = _task(bureau, name, year - 1, left=-3)
    for office, book, state in zip(Office.objects.order_by("pk"), books, _STAND, strict=True):
        filing = task.filings.get(office=office)
        if state is not State.NOT_BEGUN:
            _first_version(filing, book)
    work(threading.Event(), until_empty=True)
    for office, state in zip(Office.objects.order_by("pk"), _STAND, strict=True):
        _bring_to(task.filings.get(office=office), state, bureau)
    work(threading.Event(), until_empty=True)
    for filing in task.filings.filter(stage="passed"):
        if _STAND[_place(filing)] is State.PUBLISHED:
            _do(Act.PUBLISH, filing, bureau)
    late.filings.exclude(office__in=Office.objects.order_by("pk")[:2]).delete()
    return accounts


def _workbook(sample: NamedDraft, state: State, year: int, lists: object) -> bytes:
    draft = copy.deepcopy(sample.draft)
    if state is State.WITH_ERRORS:
        draft["expenditure"][0]["function"] = "2999998"
        draft["expenditure"][1]["amount"] = "一百万"
    return write_workbook(draft, EngineKind.BUDGET, year, lists)  # type: ignore[arg-type]


def _people(samples: list[NamedDraft]) -> tuple[list[Account], User]:
    """The offices and the accounts of everybody."""
    accounts: list[Account] = []
    bureau = _person(accounts, "caizheng", "赵财政", Role.BUREAU, None)
    _person(accounts, "moban", "钱模板", Role.MAINTAINER, None)
    for number, sample in enumerate(samples, 1):
        department = sample.draft["department"]
        office = Office.objects.create(code=department["code"], name=department["name"])
        _person(accounts, f"tianbao{number}", f"孙填报{number}", Role.CLERK, office)
        _person(accounts, f"fuze{number}", f"李负责{number}", Role.REVIEWER, office)
    return accounts, bureau


def _person(
    accounts: list[Account], username: str, name: str, role: Role, office: Office | None
) -> User:
    password = first_password()
    user = User(username=username, full_name=name, role=role, office=office)
    user.set_password(password)
    user.must_change_password = False
    user.save()
    accounts.append(Account(username, password, f"{role.label}{f'，{office}' if office else ''}"))
    return user


def _task(bureau: User, pack: str, year: int, *, left: int) -> Task:
    today = timezone.localdate()
    deadline = today + timedelta(days=left)
    task = Task.objects.create(
        kind=Kind.BUDGET,
        year=year,
        pack=pack,
        approved_on=deadline - timedelta(days=20),
        deadline=deadline,
    )
    count = expect(task, list(Office.objects.all()))
    note(bureau, Act.TASK, detail=f"{task}，期限 {task.deadline}，{count} 个单位")
    return task


def _clerk(filing: Filing, role: Role = Role.CLERK) -> User:
    return User.objects.get(office=filing.office, role=role)


def _first_version(filing: Filing, book: bytes) -> Version:
    name = f"{filing.office.name}{filing.task.year}.xlsx"
    new = New(book, name, Origin.UPLOAD)
    version, _ = filings.add_version(filing, _clerk(filing), new, seen=None, once=uuid4())
    return version


def _place(filing: Filing) -> int:
    return list(Office.objects.order_by("pk").values_list("pk", flat=True)).index(filing.office_id)


def _do(act: Act, filing: Filing, by: User) -> None:
    filings.step(act, filing, by, seen=1, once=uuid4())


def _bring_to(filing: Filing, state: State, bureau: User) -> None:
    """Take a filing as far as it is to stand."""
    if state in {State.NOT_BEGUN, State.WITH_ERRORS, State.READY}:
        return
    clerk, head = _clerk(filing), _clerk(filing, Role.REVIEWER)
    _do(Act.HAND_IN, filing, clerk)
    if state is State.HANDED_IN:
        return
    filings.review_secrecy(filing, head, seen=1, once=uuid4(), detail=f"审查人：{head}")
    _do(Act.SIGN, filing, head)
    if state is State.SIGNED:
        return
    if state is State.RETURNED:
        filing.refresh_from_db()
        add_comment(
            filing,
            bureau,
            place="三、收入支出预算总体情况说明",
            text="变动原因请写具体。",
            once=uuid4(),
        )
        reason = "变动原因写得太笼统，请按批注改。"
        filings.send_back(filing, bureau, seen=1, once=uuid4(), reason=reason)
        return
    _do(Act.PASS, filing, bureau)
    if state is State.PUBLISHED:
        filing.refresh_from_db()
        assert filing.current is not None  # noqa: S101 - it has just been passed
        filings.ask_files(filing.current, bureau)
