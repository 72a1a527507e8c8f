"""Triggers on the task table, on both databases: facts that may not change, and the tally that follows every change.

The tally is written by the database itself so that no path, bulk loading included, can forget it; and it only ever
appends, so that writers never wait for each other.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LONG_AGO = "2000-01-01"
_NAMES = ("scope", "key", "programme", "event", "day")
COLUMNS = ", ".join((*_NAMES, "n"))
# Columns that the tally looks at: SQLite's triggers only wake for these.
_WATCHED = "state, lead_unit_id, programme_id, responsible_id, ended_on, yellow_from, red_from"
_FACTS = "these facts of a task never change: the original due date, and that it was red"


def _contributions(r: str, vendor: str) -> list[tuple[str, ...]]:
    """What one task counts as. A null key or day counts as nothing."""
    if vendor == "postgresql":
        month, long_ago = f"CAST(date_trunc('month', {r}.ended_on) AS date)", f"DATE '{LONG_AGO}'"
    else:
        month, long_ago = f"date({r}.ended_on, 'start of month')", f"'{LONG_AGO}'"
    since = f"CASE WHEN {r}.state = 'closed' THEN {month} ELSE {long_ago} END"
    rows: list[tuple[str, ...]] = []
    for scope, key, programme in (
        ("'u'", f"{r}.lead_unit_id", f"COALESCE({r}.programme_id, 0)"),
        ("'p'", f"{r}.responsible_id", "0"),
    ):
        rows.append((scope, key, programme, f"{r}.state", since))
        rows.append((scope, key, programme, "'red'", f"{r}.red_from"))
        # A red one whose clock stopped has no yellow day left; it still counts as one that went on to red.
        rows.append((scope, key, programme, "'yellow'", f"COALESCE({r}.yellow_from, {r}.red_from)"))
    return rows


def counting(vendor: str, source: str, sign: int = 1) -> str:
    """SELECT of everything that the tasks in `source` count as."""
    if vendor == "postgresql":
        values = ", ".join(f"({', '.join(row)})" for row in _contributions("r", vendor))
        return (
            f"SELECT v.*, {sign} AS n FROM {source} r CROSS JOIN LATERAL (VALUES {values}) AS v({', '.join(_NAMES)})"
            " WHERE v.key IS NOT NULL AND v.day IS NOT NULL"
        )
    return " UNION ALL ".join(
        f"{_select(row, sign)} FROM {source} r WHERE {row[1]} IS NOT NULL AND {row[4]} IS NOT NULL"
        for row in _contributions("r", vendor)
    )


def _select(row: tuple[str, ...], sign: int) -> str:
    return f"SELECT {', '.join(f'{value} AS {name}' for value, name in zip(row, _NAMES, strict=True))}, {sign} AS n"


def summed(rows: str) -> str:
    """Rows that do not cancel out, ready to be inserted."""
    names = ", ".join(_NAMES)
    return f"SELECT {names}, SUM(n) FROM ({rows}) c GROUP BY {names} HAVING SUM(n) <> 0"


def _sqlite() -> dict[str, str]:
    def of_row(r: str, sign: int) -> str:
        return " UNION ALL ".join(
            f"{_select(row, sign)} WHERE {row[1]} IS NOT NULL AND {row[4]} IS NOT NULL"
            for row in _contributions(r, "sqlite")
        )

    new, old = of_row("NEW", 1), of_row("OLD", -1)
    into = f"INSERT INTO ledger_tally ({COLUMNS})"
    triggers = {
        "ledger_tally_insert": f"AFTER INSERT ON ledger_task BEGIN {into} {summed(new)}; END",
        "ledger_tally_delete": f"AFTER DELETE ON ledger_task BEGIN {into} {summed(old)}; END",
        "ledger_tally_update": (
            f"AFTER UPDATE OF {_WATCHED} ON ledger_task BEGIN {into} {summed(f'{new} UNION ALL {old}')}; END"
        ),
        "ledger_task_facts": (
            "BEFORE UPDATE OF original_due_on, first_red_on ON ledger_task"
            " WHEN (OLD.original_due_on IS NOT NULL AND NEW.original_due_on IS NOT OLD.original_due_on)"
            " OR (OLD.first_red_on IS NOT NULL AND NEW.first_red_on IS NOT OLD.first_red_on)"
            f" BEGIN SELECT RAISE(ABORT, '{_FACTS}'); END"
        ),
    }
    return {name: f"CREATE TRIGGER {name} {text}" for name, text in triggers.items()}


def _postgresql() -> list[str]:
    new, old = counting("postgresql", "new_rows"), counting("postgresql", "old_rows", -1)
    into = f"INSERT INTO ledger_tally ({COLUMNS})"
    return [
        # One statement, however many rows: a bulk load of a million tasks counts once.
        "CREATE OR REPLACE FUNCTION ledger_tally_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'INSERT' THEN {into} {summed(new)};"
        f" ELSIF TG_OP = 'DELETE' THEN {into} {summed(old)};"
        f" ELSE {into} {summed(f'{new} UNION ALL {old}')};"
        " END IF; RETURN NULL; END $$",
        "CREATE TRIGGER ledger_tally_insert AFTER INSERT ON ledger_task REFERENCING NEW TABLE AS new_rows"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_tally_follow()",
        "CREATE TRIGGER ledger_tally_delete AFTER DELETE ON ledger_task REFERENCING OLD TABLE AS old_rows"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_tally_follow()",
        "CREATE TRIGGER ledger_tally_update AFTER UPDATE ON ledger_task REFERENCING OLD TABLE AS old_rows"
        " NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION ledger_tally_follow()",
        f"CREATE OR REPLACE FUNCTION ledger_task_facts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{_FACTS}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER ledger_task_facts BEFORE UPDATE OF original_due_on, first_red_on ON ledger_task FOR EACH ROW"
        " WHEN ((OLD.original_due_on IS NOT NULL AND NEW.original_due_on IS DISTINCT FROM OLD.original_due_on)"
        " OR (OLD.first_red_on IS NOT NULL AND NEW.first_red_on IS DISTINCT FROM OLD.first_red_on))"
        " EXECUTE FUNCTION ledger_task_facts()",
    ]


_TRIGGERS = ("ledger_tally_insert", "ledger_tally_delete", "ledger_tally_update", "ledger_task_facts")


def install(connection: BaseDatabaseWrapper) -> None:
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _postgresql() if connection.vendor == "postgresql" else _sqlite().values():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """For the way back of the migration, and around a rebuilding of the table on SQLite (`title_index.watch`, too)."""
    where = " ON ledger_task" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS ledger_tally_follow()")
            cursor.execute("DROP FUNCTION IF EXISTS ledger_task_facts()")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that are not in place: altering the table on SQLite makes a new one without them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'ledger_task'::regclass AND NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_task'")
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in _TRIGGERS if name not in present]
