"""Where measurements keep what they measure: databases made for them, and the folder their JSON goes to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OUT = Path(__file__).resolve().parent / "out"
SERVER = os.environ.get("BENCH_POSTGRESQL", "postgres://postgres@127.0.0.1:5432")


def _admin(*statements: str) -> None:
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as admin:
        for statement in statements:
            admin.execute(statement)  # type: ignore[call-overload]


def make_database(name: str) -> str:
    """An empty database of this name, whatever stood there before; returns its URL."""
    _admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    return f"{SERVER}/{name}"


@contextmanager
def new_database(name: str) -> Iterator[str]:
    url = make_database(name)
    try:
        yield url
    finally:
        _admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
