"""The folder in which a desk keeps what is its own: its secret and, with SQLite, its database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

DATA = "DISCLOSER_DESK_DATA"
"""The environment variable that names the folder."""
SECRET = "DISCLOSER_DESK_SECRET"  # noqa: S105 - the name of a variable
"""The environment variable with the secret, where it does not lie in the folder."""
DATABASE = "DATABASE_URL"
"""The environment variable that names a PostgreSQL, as ``postgresql://user:password@host/name``."""
_DEFAULT = "desk-data"
_KEY_FILE = "secret.key"


def folder() -> Path:
    """The desk's folder."""
    return Path(os.environ.get(DATA) or _DEFAULT).resolve()


def prepare(path: Path) -> None:
    """Make the folder and the secret in it where they are not there yet, for their owner alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path / _KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))


def secret(path: Path) -> str:
    """The secret that signs sessions: of the environment, else of the file in the folder.

    Where there is neither nothing is served, and one that is forgotten will do.
    """
    given = os.environ.get(SECRET, "")
    if given:
        return given
    try:
        return (path / _KEY_FILE).read_text(encoding="ascii")
    except OSError:
        return secrets.token_urlsafe(64)


def database_url(path: Path) -> str:
    """Where the database is: the environment says, else a SQLite file in the folder."""
    return os.environ.get(DATABASE, "") or f"sqlite:///{(path / 'desk.sqlite3').as_posix()}"
