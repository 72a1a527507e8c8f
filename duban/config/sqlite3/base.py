"""SQLite that takes no larger numbers than PostgreSQL does: a rule of 99999999999 days is refused where it is typed, and
does not make every light of the ledger fail afterwards."""

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations as SQLite


class DatabaseOperations(SQLite):
    def integer_field_range(self, internal_type: str) -> tuple[int, int]:
        return self.integer_field_ranges[internal_type]


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
