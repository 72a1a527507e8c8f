"""How a line shows that a paragraph begins in it."""

from __future__ import annotations

import re

BEGINS = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、)）]|第[一二三四五六七八九十百\d]+[章节条项]|[•●○■□◆※·-]\s)"
)
