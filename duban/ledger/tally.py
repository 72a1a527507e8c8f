"""Keeping the tally short and true. Sums are read in `queries.counts`; triggers write it."""

from datetime import date

from django.db import connection, transaction

from duban.ledger import terms, triggers

_KEYS = "scope, key, programme, event, day"
# What has come to shine keeps shining: past days of a light need not be told apart.
_COLLAPSED = (
    "scope, key, programme, event, CASE WHEN event IN ('red', 'yellow') AND day <= %s THEN {long_ago} ELSE day END"
)


def compact(on: date | None = None) -> int:
    """Sum up rows that count the same thing; returns how many rows it saved. Writers and readers go on meanwhile."""
    on = on or terms.today()
    postgresql = connection.vendor == "postgresql"
    collapsed = _COLLAPSED.format(long_ago=f"DATE '{triggers.LONG_AGO}'" if postgresql else f"'{triggers.LONG_AGO}'")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COALESCE(MAX(id), 0) FROM ledger_tally")
        before, last = cursor.fetchone()
        if postgresql:
            # One statement: a reader sees the rows before it or after it. A row that another compaction is taking
            # at the same time is waited for, found gone, and so counted by that one only.
            cursor.execute(
                "WITH gone AS (DELETE FROM ledger_tally WHERE id <= %s RETURNING *)"
                f" INSERT INTO ledger_tally ({triggers.COLUMNS})"
                f" SELECT {collapsed}, SUM(n) FROM gone GROUP BY 1, 2, 3, 4, 5 HAVING SUM(n) <> 0",
                [last, on],
            )
            written = cursor.rowcount
        else:
            # SQLite has one writer at a time, and this transaction is it.
            cursor.execute(
                f"SELECT {collapsed} AS d, SUM(n) FROM ledger_tally WHERE id <= %s"
                " GROUP BY 1, 2, 3, 4, 5 HAVING SUM(n) <> 0",
                [on, last],
            )
            rows = cursor.fetchall()
            cursor.execute("DELETE FROM ledger_tally WHERE id <= %s", [last])
            cursor.executemany(f"INSERT INTO ledger_tally ({triggers.COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)", rows)
            written = len(rows)
    return int(before - written)


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
    long_ago = f"DATE '{triggers.LONG_AGO}'" if connection.vendor == "postgresql" else f"'{triggers.LONG_AGO}'"
    collapsed = _COLLAPSED.format(long_ago=long_ago)
    today = terms.today()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {collapsed} AS d, SUM(n) FROM ({fresh} UNION ALL {kept}) t"
            " GROUP BY 1, 2, 3, 4, 5 HAVING SUM(n) <> 0",
            [today],
        )
        return list(cursor.fetchall())
