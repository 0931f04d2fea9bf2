"""A backup gives back everything, and refuses what is not whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CODE = """
import sys, uuid
from discloser.desk.serve import migrate, set_up
set_up(); migrate()
from tests.desk.city import made, version
city = made()
version(city, content=b'PK' + bytes(range(256)))
version(city, 'health', content=b'other')
"""
SHOW = """
import json
from discloser.desk.serve import set_up
set_up()
from discloser.desk.models import *
from discloser.desk.services.log import first_gap
print(json.dumps({
    "blobs": sorted(Blob.objects.values_list("sha256", flat=True)),
    "versions": list(Version.objects.order_by("pk").values_list("number", "name", "blob_id")),
    "filings": [[f.office.code, f.stage, f.current_id] for f in Filing.objects.order_by("pk")],
    "log": list(LogEntry.objects.order_by("pk").values_list("digest", flat=True)),
    "people": sorted(User.objects.values_list("username", "password")),
    "whole": first_gap() is None,
}))
"""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DISCLOSER_DESK_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
    )


def desk(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", "discloser", "desk", *arguments)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    made = run(folder, "-c", CODE)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def backup(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backup") / "备份.zip"
    assert desk(full, "backup", str(target)).returncode == 0
    return target


def test_what_was_backed_up_comes_back_whole(full: Path, backup: Path, tmp_path: Path) -> None:
    restored = desk(tmp_path, "restore", str(backup))
    assert restored.returncode == 0, restored.stdout
    before, after = (json.loads(run(each, "-c", SHOW).stdout) for each in (full, tmp_path))
    assert before == after
    assert len(after["versions"]) == 2
    assert after["whole"]


def test_nothing_is_written_over(full: Path, backup: Path) -> None:
    assert desk(full, "backup", str(backup)).returncode == 2
    refused = desk(full, "restore", str(backup))
    assert refused.returncode == 1
    assert "已经有数据" in refused.stdout


@pytest.mark.parametrize("fault", ["changed", "cut", "no index", "no zip"])
def test_a_backup_that_is_not_whole_restores_nothing(
    fault: str, backup: Path, tmp_path: Path
) -> None:
    spoiled = tmp_path / "坏.zip"
    _spoil(backup, spoiled, fault)
    folder = tmp_path / "desk"
    restored = desk(folder, "restore", str(spoiled))
    assert restored.returncode == 1, restored.stderr
    assert "没有恢复" in restored.stdout
    assert "Traceback" not in restored.stderr
    assert json.loads(run(folder, "-c", SHOW).stdout)["people"] == []


def _spoil(source: Path, target: Path, fault: str) -> None:
    if fault == "no zip":
        target.write_bytes(b"nothing")
        return
    if fault == "cut":
        target.write_bytes(source.read_bytes()[:-300])
        return
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if fault == "changed" and name == "desk.Version.jsonl":
                content = content.replace("某局".encode(), "乙局".encode())
                content = content.replace(b"\\u67d0", b"\\u4e59")
            if not (fault == "no index" and name == "index.json"):
                new.writestr(name, content)
    shutil.copymode(source, target)
