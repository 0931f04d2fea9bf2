"""What an attacker or an accident may try: headers, uploads, names as code, passwords, lock-out."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from discloser.desk import data, forms
from discloser.desk.models import Job, Office, Role, User
from discloser.desk.services import board
from discloser.desk.services.accounts import first_account, give_password
from discloser.desk.services.comments import add_comment
from tests.desk.city import City, checked, made

pytestmark = pytest.mark.usefixtures("desk")
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "../../etc/passwd",
    "名\r\nSet-Cookie: a=b",
    "{{ 7|add:7 }}{% debug %}",
    "长" * 100,
)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def upload(city: City, *files: SimpleUploadedFile, who: str = "education clerk") -> list[str]:
    """Upload files; what is said of them on the next page."""
    client = signed_in(city.people[who])
    path = reverse("upload", kwargs={"filing": city.filings["education"].pk})
    answer = client.post(path, {"once": str(uuid4()), "seen": "", "sent": list(files)}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_every_page_says_what_a_browser_may_load() -> None:
    client = signed_in(made().people["bureau"])
    for name in ("tasks", "offices", "people", "log", "audits", "packs", "password"):
        headers = client.get(reverse(name)).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert headers["X-Frame-Options"] == "DENY", name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Cache-Control"] == "no-store", name


def test_no_page_has_code_or_styles_inside_it_or_from_elsewhere() -> None:
    paths = list(Path("discloser/desk/templates/desk").glob("*.html"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for wrong in ("<script>", "<style", " style=", " onclick=", " onload=", "://"):
            assert wrong not in text, (path.name, wrong)


def test_a_form_without_its_token_is_refused_and_said() -> None:
    city = made()
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.people["bureau"], "django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("new_task"), {})
    assert answer.status_code == 403
    assert "页面过期了" in answer.content.decode()


@pytest.mark.parametrize("attack", ATTACKS)
def test_names_and_texts_are_texts_everywhere(attack: str) -> None:
    city = made()
    filing = city.filings["education"]
    Office.objects.filter(pk=filing.office_id).update(name=attack[:100])
    checked(city)
    bureau = city.people["bureau"]
    filing.refresh_from_db()
    add_comment(filing, bureau, place=attack[:200], text=attack, once=uuid4())
    client = signed_in(bureau)
    pages = [reverse("board", kwargs={"task": city.task.pk}), reverse("offices"), reverse("log")]
    pages += [
        reverse(name, kwargs={"filing": filing.pk})
        for name in ("filing", "problems", "sheets", "document", "versions", "filing_log")
    ]
    for path in pages:
        text = client.get(path).content.decode()
        for part in ("<script>alert", "<img src=x"):
            assert part not in text, path
        if "{{" in attack and path != reverse("log"):
            assert escape("{{ 7|add:7 }}") in text, path
    book = client.get(reverse("board_workbook", kwargs={"task": city.task.pk}))
    assert "\n" not in book.headers["Content-Disposition"]
    cells = [
        cell
        for row in load_workbook(io.BytesIO(book.content)).active.iter_rows()  # type: ignore[union-attr]
        for cell in row
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    version = filing.current
    assert version is not None
    answer = client.get(reverse("version_input", kwargs={"version": version.pk}))
    assert answer.headers["Content-Disposition"].isascii()


def test_all_that_is_wrong_with_an_upload_is_said_at_once() -> None:
    city = made()
    said = upload(
        city,
        SimpleUploadedFile("程序.exe", b"MZ"),
        SimpleUploadedFile("大.xlsx", b"0" * (forms.MOST_BYTES + 1)),
    )
    assert len(said) == 2
    assert "程序.exe" in said[0]
    assert "20 MB" in said[1]
    assert upload(city) == ["请选文件。"]
    twice = [SimpleUploadedFile("甲.xlsx", b"1"), SimpleUploadedFile("甲.xlsx", b"2")]
    assert upload(city, *twice) == ["有两个文件同名，请改名再传。"]
    assert Job.objects.count() == 0


def test_a_path_in_a_name_leads_nowhere() -> None:
    city = made()
    upload(city, SimpleUploadedFile("../../../tmp/某局.yaml", b"a: 1"))
    assert Job.objects.get().about["files"] == ["某局.yaml"]


def test_a_password_is_good_and_wrong_ones_lock_for_a_while() -> None:
    password = first_account("caizhengju", "王")
    assert password is not None
    client = Client()
    path = reverse("login")
    for _ in range(5):
        client.post(path, {"username": "caizhengju", "password": "wrong"})
    locked = client.post(path, {"username": "caizhengju", "password": password})
    assert locked.status_code == 429
    assert "锁定" in locked.content.decode()
    user = User.objects.get()
    again = give_password(user, user)
    answer = client.post(path, {"username": "caizhengju", "password": again}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("password")
    assert client.get(reverse("tasks")).headers["Location"] == reverse("password")
    for weak in ("short1", "1234567890123", "password1234", "caizhengju1"):
        sent = {"old_password": again, "new_password1": weak, "new_password2": weak}
        assert client.post(reverse("password"), sent).status_code == 200, weak
    good = {
        "old_password": again,
        "new_password1": "离离原上草一岁一枯荣",
        "new_password2": "离离原上草一岁一枯荣",
    }
    assert client.post(reverse("password"), good).status_code == 302
    assert client.get(reverse("tasks")).status_code == 200
    assert User.objects.get().password.startswith("argon2")


def test_a_resting_account_does_not_come_in() -> None:
    city = made()
    clerk = city.people["education clerk"]
    client = signed_in(clerk)
    path = reverse("filing", kwargs={"filing": city.filings["education"].pk})
    assert client.get(path).status_code == 200
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(path).status_code == 302


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    data.prepare(folder)
    first = data.secret(folder)
    data.prepare(folder)
    assert data.secret(folder) == first
    assert len(first) > 60
    if os.name == "posix":
        assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700


def test_the_settings_are_fit_to_be_deployed(tmp_path: Path) -> None:
    data.prepare(tmp_path / "desk")
    environment = os.environ | {
        "DISCLOSER_DESK_DATA": str(tmp_path / "desk"),
        "DISCLOSER_DESK_HTTPS": "1",
        "DISCLOSER_DESK_HOSTS": "desk.example.cn",
        "DJANGO_SETTINGS_MODULE": "discloser.desk.settings",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_the_board_leaves_out_offices_that_rest() -> None:
    city = made()
    Office.objects.filter(code="210").update(is_active=False)
    names = [row.filing.office.name for row in board.rows_of(city.task)]
    assert names == ["教育局", "第一中学"]
    assert User.objects.filter(role=Role.BUREAU).count() == 1
