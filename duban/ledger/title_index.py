"""What makes part of a title findable among a million: an index of every character and every two neighbours.

Chinese is searched by words of two characters, which trigrams do not help. PostgreSQL: a function and a GIN index over
what it makes of a title. SQLite: a full-text table that holds the same and keeps no text, followed by triggers, as no
index there can have many entries for a row.
"""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "ledger_title"
_PLACES = "VALUES " + ", ".join(f"({n})" for n in range(1, 201))  # a title has at most 200 characters
_TRIGGERS = ("ledger_title_insert", "ledger_title_delete", "ledger_title_update")

_POSTGRESQL = [
    "CREATE FUNCTION ledger_grams(words text, shortest int) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE"
    " AS $$ SELECT array(SELECT substr(lower(words), n, size) FROM generate_series(1, length(words)) n,"
    " generate_series(shortest, 2) size WHERE n + size - 1 <= length(words)) $$",
    f"CREATE INDEX {TABLE} ON ledger_task USING gin (ledger_grams(title, 1))",
]


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _POSTGRESQL:
                cursor.execute(statement)
            return
        cursor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5(grams, content='', detail=none, columnsize=0, tokenize=unicode61)"
        )
        cursor.execute(
            f"INSERT INTO {TABLE}(rowid, grams) SELECT r.id, {_grams('r')} FROM ledger_task r WHERE r.title <> ''"
        )
    watch(connection)


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {TABLE}")
            cursor.execute("DROP FUNCTION IF EXISTS ledger_grams(text, int)")
            return
        for name in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")


def watch(connection: BaseDatabaseWrapper) -> None:
    """The triggers of SQLite, which altering the task table drops: a migration that alters it calls this again."""
    out = f"INSERT INTO {TABLE}({TABLE}, rowid, grams) VALUES ('delete', OLD.id, {_grams('OLD')})"
    into = f"INSERT INTO {TABLE}(rowid, grams) VALUES (NEW.id, {_grams('NEW')})"
    with connection.cursor() as cursor:
        for name, when in zip(
            _TRIGGERS,
            (
                f"AFTER INSERT ON ledger_task BEGIN {into}; END",
                f"AFTER DELETE ON ledger_task BEGIN {out}; END",
                f"AFTER UPDATE OF title ON ledger_task BEGIN {out}; {into}; END",
            ),
            strict=True,
        ):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {when}")


def _grams(r: str) -> str:
    """SQL: every character and every two neighbours of a title, as words."""
    pair = f"substr({r}.title, p.column1, 1) || ' ' || substr({r}.title, p.column1, 2)"
    return f"(SELECT group_concat({pair}, ' ') FROM ({_PLACES}) p WHERE p.column1 <= length({r}.title))"


# Of so many of the newest titles, so many are enough to call words common.
_SAMPLE, _COMMON = 1000, 10


def _is_common(pattern: str) -> bool:
    """Whether one in a hundred of the newest has the words. A GIN index gathers all that have them before it gives the first:
    in a million a wait that looking at a few spares. (SQLite's index gives one after another.)"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT title FROM ledger_task ORDER BY id DESC LIMIT %s) newest WHERE title ILIKE %s",
            [_SAMPLE, pattern],
        )
        return bool(cursor.fetchone()[0] > _COMMON)


def tasks_titled(words: str, most: int) -> list[int] | None:
    """Ids of the tasks whose title holds these words, in any case; None when there are more than `most`, or when the
    words have nothing that an index knows (only signs): then those who hold them are met soon by looking in order."""
    pattern = f"%{connection.ops.prep_for_like_query(words)}%"
    if connection.vendor == "postgresql":
        if _is_common(pattern):
            return None
        query = "SELECT id FROM ledger_task WHERE ledger_grams(title, 1) @> ledger_grams(%s, %s) AND title ILIKE %s LIMIT %s"
        asked: list[str | int] = [words, min(len(words), 2), pattern, most + 1]
    else:
        size = min(len(words), 2)
        grams = {words[at : at + size] for at in range(len(words) - size + 1)}
        known = " ".join(f'"{gram}"' for gram in sorted(grams) if gram.isalnum())
        if not known:
            return None
        query = (
            f"SELECT t.id FROM {TABLE} CROSS JOIN ledger_task t ON t.id = {TABLE}.rowid"
            f" WHERE {TABLE} MATCH %s AND t.title LIKE %s ESCAPE '\\' LIMIT %s"
        )
        asked = [known, pattern, most + 1]
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        found = [row[0] for row in cursor.fetchall()]
    return None if len(found) > most else found
