"""What makes part of a text findable among a million: an index of every character and every two neighbours.

Chinese is searched by words of two characters, which trigrams do not help. PostgreSQL: a function and a GIN index over
what it makes of the text. SQLite: a full-text table that holds the same and keeps no text, followed by triggers, as no
index there can have many entries for a row.
"""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q, Value

_FUNCTION = (
    "CREATE OR REPLACE FUNCTION ledger_grams(words text, shortest int) RETURNS text[]"
    " LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    " AS $$ SELECT array(SELECT substr(lower(words), n, size) FROM generate_series(1, length(words)) n,"
    " generate_series(shortest, 2) size WHERE n + size - 1 <= length(words)) $$"
)
# Up to this many ids are gathered before the list is asked for.
FEW = 2000
# Of so many of the newest texts, so many are enough to call words common.
_SAMPLE, _COMMON = 1000, 10


@dataclass(frozen=True, slots=True)
class NeighbourIndex:
    """`name`: of the index; `table` and `columns`: what is searched, columns one behind the other with a blank between;
    `longest`: of all columns together, in characters. Names are the house's own, never a user's."""

    name: str
    table: str
    columns: tuple[str, ...]
    longest: int

    def install(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_FUNCTION)
                cursor.execute(f"CREATE INDEX {self.name} ON {self.table} USING gin (ledger_grams({self._text()}, 1))")
                return
            cursor.execute(
                f"CREATE VIRTUAL TABLE {self.name}"
                " USING fts5(grams, content='', detail=none, columnsize=0, tokenize=unicode61)"
            )
            cursor.execute(
                f"INSERT INTO {self.name}(rowid, grams) SELECT r.id, {self._grams('r')} FROM {self.table} r"
                f" WHERE {self._text('r')} <> ''"
            )
        self.watch(connection)

    def remove(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP INDEX IF EXISTS {self.name}")
                return
            for event in ("insert", "delete", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{event}")
            cursor.execute(f"DROP TABLE IF EXISTS {self.name}")

    def watch(self, connection: BaseDatabaseWrapper) -> None:
        """The triggers of SQLite, which altering the table drops: a migration that alters it calls this again."""
        out = f"INSERT INTO {self.name}({self.name}, rowid, grams) VALUES ('delete', OLD.id, {self._grams('OLD')})"
        into = f"INSERT INTO {self.name}(rowid, grams) VALUES (NEW.id, {self._grams('NEW')})"
        with connection.cursor() as cursor:
            for event, when in {
                "insert": f"AFTER INSERT ON {self.table} BEGIN {into}; END",
                "delete": f"AFTER DELETE ON {self.table} BEGIN {out}; END",
                "update": f"AFTER UPDATE OF {', '.join(self.columns)} ON {self.table} BEGIN {out}; {into}; END",
            }.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {self.name}_{event}")
                cursor.execute(f"CREATE TRIGGER {self.name}_{event} {when}")

    def having(self, words: str) -> Q:
        """Rows that hold these words: looked up in the index while they are few; words of many are met soon by going
        through the list in its order, which costs no sorting of all that have them."""
        found = self.find(words, FEW)
        return self.holds(words) if found is None else Q(pk__in=found)

    def find(self, words: str, most: int) -> list[int] | None:
        """Ids of the rows whose text holds these words, in any case; None when there are more than `most`, or when the
        words have nothing that an index knows (only signs): then those who hold them are met soon by looking in order."""
        pattern = f"%{connection.ops.prep_for_like_query(words)}%"
        size = min(len(words), 2)
        if connection.vendor == "postgresql":
            if self._is_common(pattern):
                return None
            text = self._text()
            query = (
                f"SELECT id FROM {self.table} WHERE ledger_grams({text}, 1) @> ledger_grams(%s, %s)"
                f" AND {text} ILIKE %s LIMIT %s"
            )
            asked: list[str | int] = [words, size, pattern, most + 1]
        else:
            grams = {words[at : at + size] for at in range(len(words) - size + 1)}
            known = " ".join(f'"{gram}"' for gram in sorted(grams) if gram.isalnum())
            if not known:
                return None
            query = (
                f"SELECT t.id FROM {self.name} CROSS JOIN {self.table} t ON t.id = {self.name}.rowid"
                f" WHERE {self.name} MATCH %s AND {self._text('t')} LIKE %s ESCAPE '\\' LIMIT %s"
            )
            asked = [known, pattern, most + 1]
        with connection.cursor() as cursor:
            cursor.execute(query, asked)
            found = [row[0] for row in cursor.fetchall()]
        return None if len(found) > most else found

    def holds(self, words: str) -> Q:
        """Whether one of the columns holds these words, for a list that is gone through in its order (`find` gave None).

        PostgreSQL's planner knows how frequent words are in the texts as they are, not upper-cased as Django compares them:
        then it takes common words for rare ones, and sorts all that have them before it gives the first page.
        """
        if connection.vendor != "postgresql":
            return reduce(or_, (Q(**{f"{column}__icontains": words}) for column in self.columns))
        pattern = Value(f"%{connection.ops.prep_for_like_query(words)}%")
        like = {"arg_joiner": " ILIKE ", "template": "(%(expressions)s)", "output_field": BooleanField()}
        return reduce(or_, (Q(Func(F(column), pattern, **like)) for column in self.columns))

    def _is_common(self, pattern: str) -> bool:
        """Whether one in a hundred of the newest has the words. A GIN index gathers all that have them before it gives the
        first: in a million a wait that looking at a few spares. (SQLite's index gives one after another.)"""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT {self._text()} AS words FROM {self.table} ORDER BY id DESC LIMIT %s) newest"
                " WHERE words ILIKE %s",
                [_SAMPLE, pattern],
            )
            return bool(cursor.fetchone()[0] > _COMMON)

    def _text(self, row: str = "") -> str:
        parts = " || ' ' || ".join(f"{row}.{column}" if row else column for column in self.columns)
        return parts if len(self.columns) == 1 else f"({parts})"

    def _grams(self, row: str) -> str:
        """SQL: every character and every two neighbours of the text, as words."""
        places = "VALUES " + ", ".join(f"({n})" for n in range(1, self.longest + 1))
        pair = "substr(t.words, p.column1, 1) || ' ' || substr(t.words, p.column1, 2)"
        return (
            f"(SELECT group_concat({pair}, ' ') FROM (SELECT {self._text(row)} AS words) t, ({places}) p"
            " WHERE p.column1 <= length(t.words))"
        )
