"""Migrates the empty database and prints one line of JSON: its tables, triggers, functions and first rows."""

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.recorder import MigrationRecorder  # noqa: E402

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname || ' ' || tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
FUNCTIONS = {
    "sqlite": "SELECT name, name FROM sqlite_master WHERE type = 'view'",
    "postgresql": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}
# When something was done, and what is numbered as it comes: nothing that a migration decides.
# The width of this key follows the library where the model is asked, the house where the migration is.
EITHER_WIDTH = ("auth_group_permissions", "id")
PASSING = {"django_migrations", "django_content_type", "auth_permission"}


def column(cursor: Any, table: str) -> dict[str, Any]:
    told = connection.introspection.get_table_description(cursor, table)
    return {
        c.name: [str(c.type_code), c.display_size, c.null_ok, c.default and str(c.default)]
        for c in told
        if (table, c.name) != EITHER_WIDTH
    }


def kept(cursor: Any, table: str) -> dict[str, Any]:
    """Keys, checks and indexes, by what they are: names that Django makes up differ with the way."""
    told = connection.introspection.get_constraints(cursor, table)
    return {
        json.dumps([
            sorted(c["columns"] or []) if c["unique"] or c["primary_key"] else c["columns"],
            c["primary_key"], c["unique"], c["foreign_key"], c["check"], c["index"], c.get("orders"), c.get("type"),
            c.get("definition"), name if c["check"] and not name.startswith("__unnamed") else "",
        ]): 1
        for name, c in told.items()
    }  # fmt: skip


def rows(cursor: Any, table: str) -> list[str]:
    names = [c.name for c in connection.introspection.get_table_description(cursor, table)]
    said = sorted(name for name in names if not name.endswith(("_at", "created", "updated")))
    quoted = ", ".join(map(connection.ops.quote_name, said))
    cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")
    return sorted(map(str, cursor.fetchall()))


call_command("migrate", *sys.argv[1:], verbosity=0, interactive=False)
with connection.cursor() as cursor:
    tables = connection.introspection.table_names(cursor)
    modelled = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.can_migrate(connection)}
    assert modelled <= set(tables)
    cursor.execute(TRIGGERS[connection.vendor])
    triggers = dict(cursor.fetchall())
    cursor.execute(FUNCTIONS[connection.vendor])
    functions = dict(cursor.fetchall())
    print(
        json.dumps({
            "tables": {table: [column(cursor, table), kept(cursor, table)] for table in tables},
            "triggers": triggers,
            "functions": functions,
            "rows": {table: rows(cursor, table) for table in modelled - PASSING},
            "migrations": {"applied": sorted(map(str, MigrationRecorder(connection).applied_migrations()))},
        })
    )  # fmt: skip
