"""A new database made at once is the one that its migrations would have made one by one."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

from tests.faults.served import fresh_database


def described(url: str, folder: Path, *how: str) -> dict:
    """What an empty database looks like after `duban manage migrate`, told by `new_database_told.py`."""
    environment = os.environ | {"DATABASE_URL": url, "DUBAN_DATA": str(folder)}
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.config.new_database_told", *how],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_made_at_once_or_step_by_step_it_is_the_same(tmp_path: Path):
    server = os.environ.get("DATABASE_URL", "")
    with fresh_database(server, uuid.uuid4().hex[:12]) as one, fresh_database(server, uuid.uuid4().hex[:12]) as other:
        steps = described(one, tmp_path / "steps", "--each")
        at_once = described(other, tmp_path / "at_once")
    assert len(steps["tables"]) > 100
    assert len(steps["triggers"]) > 10
    assert steps["rows"]["ledger_tasktype"]
    for part, said in steps.items():
        different = {name for name in said.keys() | at_once[part].keys() if said.get(name) != at_once[part].get(name)}
        assert not different, {name: (said.get(name), at_once[part].get(name)) for name in sorted(different)[:5]}
