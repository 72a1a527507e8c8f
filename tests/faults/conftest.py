"""A server of its own on an empty database of the kind under test."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.served import Served, fresh_database


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with fresh_database(os.environ.get("DATABASE_URL", ""), uuid.uuid4().hex[:12]) as url:
        server = Served(
            {"DATABASE_URL": url, "DUBAN_DATA": str(tmp_path / "data"), "DUBAN_LANGUAGE": "en"}, tmp_path / "serve.log"
        )
        try:
            yield server
        finally:
            server.kill_all()
