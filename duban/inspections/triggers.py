"""The steps of a draw are facts: the database itself refuses to change or delete one, so nothing is drawn again."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("inspections_frozen", "inspections_thrown", "inspections_drawvoid", "inspections_opening")
_FUNCTION = "inspections_draws_are_facts"
_WORDS = "the steps of a draw are facts: they are never changed"


def install(connection: BaseDatabaseWrapper) -> None:
    remove(connection)
    statements = []
    if connection.vendor != "sqlite":
        statements.append(
            f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
            f" '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in TABLES:
        if connection.vendor == "sqlite":
            statements += [
                f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
                for act in ("update", "delete")
            ]
        else:
            statements.append(
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
            )
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """For the way back of the migration, and for tests that empty tables."""
    statements = []
    for table in TABLES:
        if connection.vendor == "sqlite":
            statements += [f"DROP TRIGGER IF EXISTS {table}_no_{act}" for act in ("update", "delete")]
        else:
            statements.append(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
    if connection.vendor != "sqlite":
        statements.append(f"DROP FUNCTION IF EXISTS {_FUNCTION}()")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
