"""Rows that are written once: the database itself refuses to change or remove them."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_ONCE = ("desk_version", "desk_logentry", "desk_blob")
_SAYS = "rows of this table are written once"


def _triggers(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
            for what in ("UPDATE", "DELETE")
        ]
    when = f"CREATE TRIGGER {table}_once BEFORE UPDATE OR DELETE ON {table}"
    return [f"{when} FOR EACH ROW EXECUTE FUNCTION desk_written_once()"]


def refuse_changes(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION desk_written_once() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$"
        )
    for table in _ONCE:
        for statement in _triggers(table, vendor):
            editor.execute(statement)


def allow_changes(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    vendor = editor.connection.vendor
    for table in _ONCE:
        if vendor == "sqlite":
            for what in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {table}_no_{what}")
        else:
            editor.execute(f"DROP TRIGGER {table}_once ON {table}")
    if vendor == "postgresql":
        editor.execute("DROP FUNCTION desk_written_once()")


class Migration(migrations.Migration):
    """The triggers of the tables that are only added to."""

    dependencies = [("desk", "0001_first")]
    operations = [migrations.RunPython(refuse_changes, allow_changes)]
