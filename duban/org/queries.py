"""Reads over the organisation."""

from collections.abc import Iterable

from duban.org.models import Unit


def parents_of(units: Iterable[Unit]) -> dict[int, str]:
    """Unit id → what the unit directly above is called; one query. Roots are left out."""
    wanted = {unit.pk: unit.path[: -Unit.steplen] for unit in units if len(unit.path) > Unit.steplen}
    names = {unit.path: str(unit) for unit in Unit.objects.filter(path__in=set(wanted.values()))}
    return {pk: names[path] for pk, path in wanted.items() if path in names}
