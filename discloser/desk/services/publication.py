"""What is published: a package of an office, a package of a city, both with their manifest."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils import timezone

from discloser.desk.models import Act, Filing, Stage, Task
from discloser.filenames import safe_name

MANIFEST = "manifest.json"


def package(filing: Filing) -> bytes | None:
    """The files of a filing's version with their digests; None while they are not rendered."""
    return _zipped(_of(filing, "")) if _rendered(filing) else None


def city_package(task: Task) -> bytes:
    """The files of all that is published of a task, a folder for each office."""
    published = Filing.objects.filter(task=task, stage=Stage.PUBLISHED).select_related(
        "office", "task", "current"
    )
    return _zipped(
        part
        for filing in published
        if _rendered(filing)
        for part in _of(filing, f"{filing.office.code}{safe_name(filing.office.name)}/")
    )


def _rendered(filing: Filing) -> bool:
    return filing.current is not None and hasattr(filing.current, "rendering")


def _of(filing: Filing, folder: str) -> Iterable[tuple[str, bytes]]:
    version = filing.current
    assert version is not None  # noqa: S101 - _rendered has looked
    files = [(each.name, each.blob.data) for each in version.rendering.files.all()]
    yield from ((f"{folder}{name}", content) for name, content in files)
    signed = filing.log.filter(act__in=(Act.SECRECY, Act.SIGN, Act.PASS, Act.PUBLISH))
    manifest: dict[str, Any] = {
        "office": {"code": filing.office.code, "name": filing.office.name},
        "task": str(filing.task),
        "version": {"number": version.number, "sha256": version.blob_id},
        "files": {each.name: each.blob_id for each in version.rendering.files.all()},
        "steps": [
            {
                "act": Act(entry.act).label,
                "by": str(entry.by),
                "at": timezone.localtime(entry.at).isoformat(timespec="seconds"),
            }
            for entry in signed.order_by("pk").select_related("by")
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    yield f"{folder}{MANIFEST}", text.encode()


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of parts; the same parts give the same bytes."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()
