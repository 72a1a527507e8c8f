"""Findings by part of their number, title or place; see `duban/ui/neighbours.py`."""

from duban.ui.neighbours import NeighbourIndex

_WORDS = NeighbourIndex("findings_words", "findings_finding", ("number", "title", "place"), longest=362)
install, remove, watch = _WORDS.install, _WORDS.remove, _WORDS.watch
findings_worded, worded = _WORDS.find, _WORDS.holds
