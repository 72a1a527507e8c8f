"""What a database is made of: its tables with their columns and rules, its triggers and functions."""

import json
from typing import Any

from django.db import connection

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname || ' ' || tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}
FUNCTIONS = {
    "sqlite": "SELECT name, name FROM sqlite_master WHERE type = 'view'",
    "postgresql": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}
# The width of this key follows the library where the model is asked, the house where the migration is.
EITHER_WIDTH = ("auth_group_permissions", "id")


def schema() -> dict[str, dict[str, Any]]:
    """By part (tables, triggers, functions), then by name; plain enough for JSON."""
    with connection.cursor() as cursor:
        tables = {
            table: [column(cursor, table), kept(cursor, table)]
            for table in connection.introspection.table_names(cursor)
        }
        cursor.execute(TRIGGERS[connection.vendor])
        triggers = dict(cursor.fetchall())
        cursor.execute(FUNCTIONS[connection.vendor])
        return {"tables": tables, "triggers": triggers, "functions": dict(cursor.fetchall())}


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
