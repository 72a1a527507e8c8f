"""What docs/architecture.md names is there: a newcomer who follows it arrives."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (
    (ROOT / "docs/architecture.md").read_text(encoding="utf-8").split("## Where to look in a room")[1].split("\n## ")[0]
)


def test_every_file_and_folder_of_the_table_is_in_some_room():
    named = re.findall(r"`([\w/*.]+)`", TABLE)
    assert len(named) > 20
    assert [name for name in named if not any((ROOT / "duban").rglob(name.rstrip("/")))] == []
