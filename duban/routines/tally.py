"""Keeping the tally of occurrences short and true; triggers write it."""

from django.db import connection, transaction

from duban.routines import triggers

_SUMS = ", ".join(f"SUM({name})" for name in triggers.COUNTS)


def compact() -> int:
    """Sum up rows that count the same thing; returns how many rows it saved. Writers and readers go on meanwhile."""
    doubled = (
        f"SELECT id FROM (SELECT id, COUNT(*) OVER (PARTITION BY {triggers.KEYS}) AS many"
        " FROM routines_tally WHERE id <= %(last)s) counted WHERE many > 1"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM routines_tally")
        values = {"last": cursor.fetchone()[0]}
        if connection.vendor == "postgresql":
            # One statement: a reader sees the rows before it or after it.
            cursor.execute(
                f"WITH gone AS (DELETE FROM routines_tally WHERE id IN ({doubled}) RETURNING *), kept AS ("
                f"INSERT INTO routines_tally ({triggers.COLUMNS}) SELECT {triggers.KEYS}, {_SUMS} FROM gone"
                f" GROUP BY {triggers.KEYS} RETURNING 1)"
                " SELECT (SELECT COUNT(*) FROM gone) - (SELECT COUNT(*) FROM kept)",
                values,
            )
            return int(cursor.fetchone()[0])
        cursor.execute(
            f"SELECT {triggers.KEYS}, {_SUMS} FROM routines_tally WHERE id IN ({doubled}) GROUP BY {triggers.KEYS}",
            values,
        )
        rows = cursor.fetchall()
        cursor.execute(f"DELETE FROM routines_tally WHERE id IN ({doubled})", values)
        gone = cursor.rowcount
        cursor.executemany(f"INSERT INTO routines_tally ({triggers.COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)
        return gone - len(rows)


def keep_short() -> int:
    """Compact, and give the room of what is gone back at once."""
    saved = compact()
    if saved and connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) routines_tally")
    return saved


def rebuild() -> None:
    """Count every occurrence afresh, with writers held off meanwhile: after a bulk load with the triggers away."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {triggers.TABLE} IN SHARE MODE")
        cursor.execute("DELETE FROM routines_tally")
        rows = triggers.summed(triggers.counting(triggers.TABLE))
        cursor.execute(f"INSERT INTO routines_tally ({triggers.COLUMNS}) {rows}")


def faults() -> list[tuple[object, ...]]:
    """Where the tally and a fresh count differ: (duty, unit, day, made, met, late, excused), fresh minus kept."""
    kept = ", ".join(f"-{name} AS {name}" for name in triggers.COUNTS)
    rows = f"{triggers.counting(triggers.TABLE)} UNION ALL SELECT {triggers.KEYS}, {kept} FROM routines_tally"
    with connection.cursor() as cursor:
        cursor.execute(triggers.summed(rows))
        return list(cursor.fetchall())
