"""A server of its own on a database of the kind under test, with a small group in it."""

import json
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.served import Group, Served, fresh_database


@pytest.fixture(scope="session")
def group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Group]:
    """Migrated and furnished once: each test gets a copy."""
    folder = tmp_path_factory.mktemp("group")
    with fresh_database(os.environ.get("DATABASE_URL", ""), uuid.uuid4().hex[:12]) as url:
        maker = Served({"DATABASE_URL": url, "DUBAN_DATA": str(folder), "DUBAN_LANGUAGE": "en"}, folder / "log")
        about = json.loads(maker.python("tests.faults.group").splitlines()[-1])
        yield Group(url, folder, about)


@pytest.fixture
def served(group: Group, tmp_path: Path) -> Iterator[Served]:
    with fresh_database(os.environ.get("DATABASE_URL", ""), uuid.uuid4().hex[:12], like=group.url) as url:
        environment = {"DATABASE_URL": url, "DUBAN_DATA": str(tmp_path / "data"), "DUBAN_LANGUAGE": "en"}
        server = Served(environment, tmp_path / "serve.log", group)
        try:
            yield server
        finally:
            server.kill_all()
