"""Tasks by part of their title; see `duban/ui/neighbours.py`."""

from duban.ui.neighbours import NeighbourIndex

_TITLES = NeighbourIndex("ledger_title", "ledger_task", ("title",), longest=200)
install, remove, watch = _TITLES.install, _TITLES.remove, _TITLES.watch
tasks_titled, titled = _TITLES.find, _TITLES.holds
