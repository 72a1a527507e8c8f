"""Tasks by part of their title; see `duban/ui/neighbours.py`."""

from duban.ui.neighbours import NeighbourIndex

TITLES = NeighbourIndex("ledger_title", "ledger_task", ("title",), longest=200)
install, remove, watch = TITLES.install, TITLES.remove, TITLES.watch
