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

from tests.config.picturing import sooner  # noqa: E402
from tests.config.schema import schema  # noqa: E402

# When something was done, and what is numbered as it comes: nothing that a migration decides.
PASSING = {"django_migrations", "django_content_type", "auth_permission"}


def rows(cursor: Any, table: str) -> list[str]:
    names = [c.name for c in connection.introspection.get_table_description(cursor, table)]
    said = sorted(name for name in names if not name.endswith(("_at", "created", "updated")))
    quoted = ", ".join(map(connection.ops.quote_name, said))
    cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")
    return sorted(map(str, cursor.fetchall()))


with sooner():
    call_command("migrate", *sys.argv[1:], verbosity=0, interactive=False)
    found = schema()
modelled = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if m._meta.can_migrate(connection)}
assert modelled <= found["tables"].keys()
with connection.cursor() as cursor:
    found["rows"] = {table: rows(cursor, table) for table in modelled - PASSING}
found["migrations"] = {"applied": sorted(map(str, MigrationRecorder(connection).applied_migrations()))}
print(json.dumps(found))
