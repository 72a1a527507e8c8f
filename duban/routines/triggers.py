"""Triggers that keep the tally of occurrences, on both databases: no path, bulk loading included, can forget it.

They only append, so that writers never wait for each other; `tally.compact` sums up. A migration that rebuilds the
table on SQLite drops its triggers: such a migration must call `install` again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "routines_occurrence"
KEYS = "duty, unit, day"
COUNTS = ("made", "met", "late", "excused")
COLUMNS = f"{KEYS}, {', '.join(COUNTS)}"
_NAMES = ("routines_tally_insert", "routines_tally_delete", "routines_tally_update")
_WATCHED = "unit_id, day, due_at, met_at, excused_at"


def _values(r: str, sign: int) -> str:
    met, late, excused = (
        f"CASE WHEN {test} THEN {sign} ELSE 0 END"
        for test in (
            f"{r}.met_at IS NOT NULL AND {r}.met_at <= {r}.due_at",
            f"{r}.met_at IS NOT NULL AND {r}.met_at > {r}.due_at",
            f"{r}.met_at IS NULL AND {r}.excused_at IS NOT NULL",
        )
    )
    return f"{r}.unit_id AS unit, {r}.day AS day, {sign} AS made, {met} AS met, {late} AS late, {excused} AS excused"


def counting(source: str, sign: int = 1) -> str:
    """SELECT of what the occurrences in `source` count as, for their duty and for all."""
    return (
        f"SELECT r.duty_id AS duty, {_values('r', sign)} FROM {source} r"
        f" UNION ALL SELECT 0 AS duty, {_values('r', sign)} FROM {source} r"
    )


def summed(rows: str) -> str:
    sums = ", ".join(f"SUM({name})" for name in COUNTS)
    some = " OR ".join(f"SUM({name}) <> 0" for name in COUNTS)
    return f"SELECT {KEYS}, {sums} FROM ({rows}) c GROUP BY {KEYS} HAVING {some}"


def _sqlite() -> list[str]:
    def of_row(r: str, sign: int) -> str:
        return f"SELECT {r}.duty_id AS duty, {_values(r, sign)} UNION ALL SELECT 0 AS duty, {_values(r, sign)}"

    into = f"INSERT INTO routines_tally ({COLUMNS})"
    new, old = of_row("NEW", 1), of_row("OLD", -1)
    return [
        f"CREATE TRIGGER routines_tally_insert AFTER INSERT ON {TABLE} BEGIN {into} {new}; END",
        f"CREATE TRIGGER routines_tally_delete AFTER DELETE ON {TABLE} BEGIN {into} {old}; END",
        f"CREATE TRIGGER routines_tally_update AFTER UPDATE OF {_WATCHED} ON {TABLE}"
        f" BEGIN {into} {summed(f'{new} UNION ALL {old}')}; END",
    ]


def _postgresql() -> list[str]:
    new, old = counting("new_rows"), counting("old_rows", -1)
    into = f"INSERT INTO routines_tally ({COLUMNS})"
    return [
        "CREATE OR REPLACE FUNCTION routines_tally_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'INSERT' THEN {into} {summed(new)};"
        f" ELSIF TG_OP = 'DELETE' THEN {into} {summed(old)};"
        f" ELSE {into} {summed(f'{new} UNION ALL {old}')};"
        " END IF; RETURN NULL; END $$",
        f"CREATE TRIGGER routines_tally_insert AFTER INSERT ON {TABLE} REFERENCING NEW TABLE AS new_rows"
        " FOR EACH STATEMENT EXECUTE FUNCTION routines_tally_follow()",
        f"CREATE TRIGGER routines_tally_delete AFTER DELETE ON {TABLE} REFERENCING OLD TABLE AS old_rows"
        " FOR EACH STATEMENT EXECUTE FUNCTION routines_tally_follow()",
        f"CREATE TRIGGER routines_tally_update AFTER UPDATE ON {TABLE} REFERENCING OLD TABLE AS old_rows"
        " NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION routines_tally_follow()",
    ]


def install(connection: BaseDatabaseWrapper) -> None:
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _postgresql() if connection.vendor == "postgresql" else _sqlite():
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """For the way back of the migration."""
    where = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _NAMES:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS routines_tally_follow()")
