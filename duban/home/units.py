"""Which units of an overview stand beside each other."""

from duban.ledger.queries import Counts, Overview, UnitLine
from duban.org.models import Unit


def lines_under(found: Overview, at: Unit | None) -> tuple[list[UnitLine], Counts]:
    """The units directly below `at` (or the topmost ones), and the sum of everything in sight."""
    if at is None:
        tops = tops_of(found)
        if len(tops) == 1:
            return lines_under(found, tops[0].unit)
        return tops, found.total
    below = [each for each in found.lines if each.unit.depth == at.depth + 1 and each.unit.path.startswith(at.path)]
    own = next((each for each in found.lines if each.unit.pk == at.pk), None)
    return below, own.all if own else Counts()


def tops_of(found: Overview) -> list[UnitLine]:
    return [each for each in found.lines if not _above(each.unit, found)]


def _above(unit: Unit, found: Overview) -> bool:
    return any(unit.path != each.unit.path and unit.path.startswith(each.unit.path) for each in found.lines)
