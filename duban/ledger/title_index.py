"""Tasks by part of their title; see `duban/ui/neighbours.py`."""

from duban.ui.neighbours import NeighbourIndex

_TITLES = NeighbourIndex("ledger_title", "ledger_task", ("title",), longest=200)
install, remove, watch, tasks_titled = _TITLES.install, _TITLES.remove, _TITLES.watch, _TITLES.find
