"""Lets tests that really commit be cleaned up: emptying tables is exactly what the triggers of facts refuse."""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

from duban.checklists import triggers as answers
from duban.inspections import triggers as draws
from duban.journal import triggers as journal

# What is written with the tables themselves, and the same in every test.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}
# What else migrations wrote, by table: people change it.
_first_rows: dict[str, list[tuple[Any, ...]]] = {}


def remember_first_rows() -> None:
    """Before the first test: whoever empties a table gives them back once, so that no test after it need write them anew."""
    with connection.cursor() as cursor:
        for table in _written_to(cursor):
            cursor.execute(f"SELECT * FROM {table}")
            _first_rows[table] = cursor.fetchall()


def empty(case: TransactionTestCase) -> None:
    """Leaves the tables that a test has written to as they were before the first test. Django empties all, which on
    PostgreSQL takes a second for each test."""
    for triggers in (journal, answers, draws):
        triggers.remove(connection)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # Once more, for a trigger may write down that a row is gone.
            while written_to := _written_to(cursor):
                for table in written_to:
                    cursor.execute(f"DELETE FROM {table}")
            if connection.vendor == "sqlite":
                # It remembers what numbers it gave out: to the next test a new journal would look cut off.
                cursor.execute("DELETE FROM sqlite_sequence")
            for table, rows in _first_rows.items():
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
    finally:
        for triggers in (journal, answers, draws):
            triggers.install(connection)


def _written_to(cursor) -> list[str]:
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    asked = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})" for name in sorted(names)
    ]
    cursor.execute(" UNION ALL ".join(asked))
    return [connection.ops.quote_name(name) for (name,) in cursor.fetchall()]


def lift_at_cleanup() -> None:
    TransactionTestCase._fixture_teardown = empty
