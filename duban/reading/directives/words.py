"""The closed vocabulary of minutes: what a word does in a sentence. The words stand in `words.txt`.

They are data, so that a reader can see, and mend, what the machine knows.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def load() -> dict[str, list[str]]:
    """Section name → its words, in the order of `words.txt`."""
    return {section: " ".join(lines).split() for section, lines in lines_of("words.txt").items()}


def lines_of(name: str) -> dict[str, list[str]]:
    """Section name → its lines, of a file whose sections are [NAME], comments, and words."""
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return sections
