"""Findings by part of their number, title or place; see `duban/ui/neighbours.py`."""

from duban.ui.neighbours import NeighbourIndex

WORDS = NeighbourIndex("findings_words", "findings_finding", ("number", "title", "place"), longest=362)
install, remove, watch = WORDS.install, WORDS.remove, WORDS.watch
