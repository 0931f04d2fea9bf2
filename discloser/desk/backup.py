"""A backup of everything the desk keeps, as one file that any of its databases takes back.

A ZIP of the tables as lines of JSON in the order of their relations, with the digest of each; it is
read in one transaction, so that it is of one moment, also while people work.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from discloser.desk.models import Blob, LogEntry, User

_INDEX = "index.json"
_AT_ONCE = 200
_FORMAT = 1


def _tables() -> list[type[models.Model]]:
    """What is kept: the desk's own tables, those first that others point to."""
    return serializers.sort_dependencies(
        [(apps.get_app_config("desk"), list(apps.get_app_config("desk").get_models()))]
    )


def back_up(target: Path) -> int:
    """Write a backup; returns the number of rows. The file is there whole or not at all."""
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    os.close(handle)
    try:
        with transaction.atomic():
            _of_one_moment()
            count = _write(Path(part))
        Path(part).replace(target)
    finally:
        Path(part).unlink(missing_ok=True)
    return count


def _of_one_moment() -> None:
    """Let PostgreSQL show one state to the whole transaction; SQLite does by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _write(path: Path) -> int:
    index: dict[str, object] = {"format": _FORMAT, "tables": {}}
    total = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        digests: dict[str, dict[str, object]] = {}
        for table in _tables():
            name, digest, count = table._meta.label, hashlib.sha256(), 0
            with archive.open(f"{name}.jsonl", "w") as stream:
                for row in table._default_manager.order_by("pk").iterator(_AT_ONCE):
                    line = serializers.serialize("jsonl", [row]).encode()
                    digest.update(line)
                    stream.write(line)
                    count += 1
            digests[name] = {"rows": count, "sha256": digest.hexdigest()}
            total += count
        index["tables"] = digests
        archive.writestr(_INDEX, json.dumps(index, ensure_ascii=False, indent=2))
    return total


def restore(source: Path) -> str:
    """Take a backup into an empty database; returns what stands against it, or nothing."""
    if User.objects.exists():
        return "这里已经有数据，不能恢复。请换一个空的文件夹或空的数据库。"
    try:
        with zipfile.ZipFile(source) as archive:
            index = json.loads(archive.read(_INDEX))
            for name, told in index["tables"].items():
                digest = hashlib.sha256(archive.read(f"{name}.jsonl")).hexdigest()
                if digest != told["sha256"]:
                    return f"备份文件的“{name}”被改过或坏了，没有恢复。"
            with transaction.atomic():
                for name in index["tables"]:
                    for row in _rows(archive, name):
                        row.save()
                _count_on()
                return _proven()
    except (zipfile.BadZipFile, KeyError, ValueError, DatabaseError) as error:
        return f"这不是工作台的备份，或文件坏了（{type(error).__name__}），没有恢复。"


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[serializers.base.DeserializedObject]:
    with archive.open(f"{name}.jsonl") as stream:
        for line in stream:
            yield from serializers.deserialize("jsonl", line.decode())


def _count_on() -> None:
    """Let the numbers of new rows go on behind the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _tables()):
            cursor.execute(statement)


def _proven() -> str:
    """Hold what was restored to its own digests."""
    for blob in Blob.objects.iterator(_AT_ONCE):
        if hashlib.sha256(blob.data).hexdigest() != blob.sha256:
            transaction.set_rollback(True)
            return "有文件与它的 SHA-256 不符，没有恢复。"
    from discloser.desk.services.log import first_gap

    gap = first_gap() if LogEntry.objects.exists() else None
    if gap is not None:
        transaction.set_rollback(True)
        return f"记录第 {gap.pk} 条与前一条接不上，没有恢复。"
    return ""
