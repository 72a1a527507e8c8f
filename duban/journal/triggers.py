"""The triggers that make the journal append-only, and the check that they are in place, word for word.

A trigger does not stop an administrator of the database; the seals show what such a person did. It stops everything
else: a stray update in code, a shell, a migration, an import.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# Table → columns by which INSERT OR REPLACE could push an older row out (SQLite fires no delete trigger for that).
GUARDED: dict[str, tuple[str, ...]] = {
    "journal_entry": ("id",),
    "journal_seal": ("seq", "size"),
    "journal_leaf": ("position", "entry_id"),
}
_FUNCTION = "journal_append_only"
_FUNCTION_BODY = (
    " BEGIN RAISE EXCEPTION 'the journal is append-only: % on % refused', TG_OP, TG_TABLE_NAME"
    " USING ERRCODE = 'integrity_constraint_violation'; END "
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing what bears its name."""
    with connection.cursor() as cursor:
        for statement in _removal(connection.vendor) + _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """For the way back of the migration, and for tests that empty tables."""
    with connection.cursor() as cursor:
        for statement in _removal(connection.vendor):
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are absent, switched off or say something else."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            present = dict(cursor.fetchall())
            return [name for name, sql in _sqlite().items() if present.get(name) != sql]
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [_FUNCTION])
        if [row[0] for row in cursor.fetchall()] != [_FUNCTION_BODY]:
            return [_FUNCTION]
        cursor.execute(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE p.proname = %s AND t.tgenabled = 'A' AND t.tgrelid::regclass::text = ANY(%s)"
            # Before, per row, delete or update (27); before truncate (34); no condition, no list of columns.
            " AND t.tgtype IN (27, 34) AND t.tgqual IS NULL AND t.tgattr::text = ''",
            [_FUNCTION, list(GUARDED)],
        )
        present_names = {row[0] for row in cursor.fetchall()}
        return [name for name in _postgresql() if name not in present_names]


def _sqlite() -> dict[str, str]:
    triggers: dict[str, str] = {}
    refuse = "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for table, keys in GUARDED.items():
        for act in ("update", "delete"):
            name = f"{table}_no_{act}"
            triggers[name] = f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} {refuse}"
        same = " OR ".join(f"{key} = NEW.{key}" for key in keys)
        name = f"{table}_no_replace"
        triggers[name] = (
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        )
    return triggers


def _postgresql() -> dict[str, str]:
    triggers: dict[str, str] = {}
    for table in GUARDED:
        rows, whole = f"{table}_no_change", f"{table}_no_truncate"
        triggers[rows] = (
            f"CREATE TRIGGER {rows} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
        )
        triggers[whole] = (
            f"CREATE TRIGGER {whole} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()"
        )
    return triggers


def _statements(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return list(_sqlite().values())
    made = [f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${_FUNCTION_BODY}$$"]
    for table in GUARDED:
        # ALWAYS: also under session_replication_role = replica, which switches ordinary triggers off.
        made += [sql for name, sql in _postgresql().items() if name.startswith(f"{table}_no_")]
        made += [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_{what}" for what in ("change", "truncate")]
    return made


def _removal(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in _sqlite()]
    drops = [
        f"DROP TRIGGER IF EXISTS {table}_no_{what} ON {table}" for table in GUARDED for what in ("change", "truncate")
    ]
    return [*drops, f"DROP FUNCTION IF EXISTS {_FUNCTION}()"]
