"""The closed vocabulary of minutes: what a word does in a sentence. The words stand in `words.txt`.

They are data, so that a reader can see, and mend, what the machine knows.
"""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).with_name("words.txt")


def load() -> dict[str, list[str]]:
    """Section name → its words, in the order of the file."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            current.extend(line.split())
    return sections
