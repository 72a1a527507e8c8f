"""Numbers of tasks, findings and notices: the next serial, and the pattern it is put into, which is data:
督办〔{year}〕{serial}号."""

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext as _


def next_serial(counter: type[models.Model], **key: int) -> int:
    """Raise `last` of the counter's row of this key by one, and give it; the row is made where there is none.

    It stays locked until the transaction ends, and a transaction undone gives its serial back: no gaps and no doubles.
    """
    table, names = counter._meta.db_table, ", ".join(key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}, last) VALUES ({', '.join(['%s'] * len(key))}, 1)"
            f" ON CONFLICT ({names}) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            list(key.values()),
        )
        return int(cursor.fetchone()[0])


def filled(pattern: str, year: int, serial: int) -> str:
    return pattern.replace("{year}", str(year)).replace("{serial}", str(serial))


def check_yearly(pattern: str) -> None:
    """Serials begin anew each year: without both, two papers would bear one number."""
    if "{serial}" not in pattern or "{year}" not in pattern:
        raise ValidationError({"pattern": _("The pattern must hold {year} and {serial}.")})
