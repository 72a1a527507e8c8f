"""Keeping the tally short and true. Sums are read in `queries.counts`; triggers write it."""

from datetime import date

from django.db import connection, transaction

from duban.ledger import terms, triggers

_KEYS = "scope, key, programme, event, day"
# What has come to shine keeps shining: past days of a light need not be told apart.
_COLLAPSED = (
    "scope, key, programme, event, CASE WHEN event IN ('red', 'yellow') AND day <= %(on)s THEN {long_ago} ELSE day END"
)


def _collapsed() -> str:
    long_ago = f"'{triggers.LONG_AGO}'"
    return _COLLAPSED.format(long_ago=f"DATE {long_ago}" if connection.vendor == "postgresql" else long_ago)


def compact(on: date | None = None) -> int:
    """Sum up rows that count the same thing; returns how many rows it saved. Writers and readers go on meanwhile.

    Rows that stand alone for what they count are left where they are: most do, and writing them again would only make waste.
    """
    collapsed = _collapsed()
    # Up to a row that is there already, so that both statements on SQLite speak of the same rows.
    doubled = (
        "SELECT id FROM (SELECT id, COUNT(*) OVER (PARTITION BY " + collapsed + ") AS many"
        " FROM ledger_tally WHERE id <= %(last)s) counted WHERE many > 1"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM ledger_tally")
        values = {"on": on or terms.today(), "last": cursor.fetchone()[0]}
        if connection.vendor == "postgresql":
            # One statement: a reader sees the rows before it or after it. A row that another compaction is taking
            # at the same time is waited for, found gone, and so counted by that one only.
            cursor.execute(
                f"WITH gone AS (DELETE FROM ledger_tally WHERE id IN ({doubled}) RETURNING *), kept AS ("
                f"INSERT INTO ledger_tally ({triggers.COLUMNS})"
                f" SELECT {collapsed}, SUM(n) FROM gone GROUP BY 1, 2, 3, 4, 5 HAVING SUM(n) <> 0 RETURNING 1)"
                " SELECT (SELECT COUNT(*) FROM gone) - (SELECT COUNT(*) FROM kept)",
                values,
            )
            return int(cursor.fetchone()[0])
        # SQLite has one writer at a time, and this transaction is it.
        cursor.execute(
            f"SELECT {collapsed} AS d, SUM(n) FROM ledger_tally WHERE id IN ({doubled})"
            " GROUP BY 1, 2, 3, 4, 5 HAVING SUM(n) <> 0",
            values,
        )
        rows = cursor.fetchall()
        cursor.execute(f"DELETE FROM ledger_tally WHERE id IN ({doubled})", values)
        gone = cursor.rowcount
        cursor.executemany(f"INSERT INTO ledger_tally ({triggers.COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)", rows)
        return gone - len(rows)


def keep_short() -> int:
    """Compact, and give the room of what is gone back at once: sums over a tally full of dead rows are slow."""
    saved = compact()
    if saved and connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) ledger_tally")
    return saved


def rebuild() -> None:
    """Count every task afresh, with writers held off meanwhile: after a bulk load with the triggers away."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("LOCK TABLE ledger_task IN SHARE MODE")
        cursor.execute("DELETE FROM ledger_tally")
        rows = triggers.counting(connection.vendor, "ledger_task")
        cursor.execute(f"INSERT INTO ledger_tally ({triggers.COLUMNS}) {triggers.summed(rows)}")


def faults() -> list[tuple[object, ...]]:
    """Where the tally and a fresh count differ: (scope, key, programme, event, day, difference)."""
    fresh = triggers.counting(connection.vendor, "ledger_task")
    kept = f"SELECT {_KEYS}, -n AS n FROM ledger_tally"
    # Days of past lights may have been summed up, so compare them as one.
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_collapsed()} AS d, SUM(n) FROM ({fresh} UNION ALL {kept}) t"
            " GROUP BY 1, 2, 3, 4, 5 HAVING SUM(n) <> 0",
            {"on": terms.today()},
        )
        return list(cursor.fetchall())
