"""What docs/architecture.md names is there: a newcomer who follows it arrives. And what stands once stands once."""

import re
from pathlib import Path

import pytest

# Reads files only.
pytestmark = pytest.mark.anydb

ROOT = Path(__file__).resolve().parents[2]
TABLE = (
    (ROOT / "docs/architecture.md").read_text(encoding="utf-8").split("## Where to look in a room")[1].split("\n## ")[0]
)


def test_every_file_and_folder_of_the_table_is_in_some_room():
    named = re.findall(r"`([\w/*.]+)`", TABLE)
    assert len(named) > 20
    assert [name for name in named if not any((ROOT / "duban").rglob(name.rstrip("/")))] == []


def test_a_day_is_asked_for_by_one_input():
    """The browser's own picker in ISO form: three rooms had one each, and one could come to differ."""
    with_own = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "duban").rglob("*.py")
        if re.search(r"forms\.DateInput\b", path.read_text(encoding="utf-8"))
    ]
    assert with_own == ["duban/ui/widgets.py"]
