"""Answers are facts: the database itself refuses to change or delete one. A correction is another answer.

A migration that rebuilds the table on SQLite drops its triggers: such a migration must call `install` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "checklists_answer"
_FUNCTION = "checklists_answers_are_facts"
_WORDS = "answers are facts: they are never changed"


def install(connection: BaseDatabaseWrapper) -> None:
    remove(connection)
    if connection.vendor == "sqlite":
        statements = [
            f"CREATE TRIGGER {TABLE}_no_{act} BEFORE {act.upper()} ON {TABLE}"
            f" BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            for act in ("update", "delete")
        ]
    else:
        statements = [
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            f" '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}"
            f" FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """For the way back of the migration, and for tests that empty tables."""
    if connection.vendor == "sqlite":
        statements = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{act}" for act in ("update", "delete")]
    else:
        statements = [
            f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
            f"DROP FUNCTION IF EXISTS {_FUNCTION}()",
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
