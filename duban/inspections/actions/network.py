"""Drawing the network: a duty begins and ends on a day, and what was stays readable."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from duban.inspections import kinds
from duban.inspections.access import edges, keeps, may_draw_some
from duban.inspections.models import Edge
from duban.inspections.sheets import EdgeLine
from duban.journal import actions as journal
from duban.org.access import Standing, standing_of
from duban.org.models import Person, Unit


@transaction.atomic
def draw_edge(
    *, actor: Person, looker: Unit, looked_at: Unit, since: date, document: str, aspect: str = "", until: date | None = None
) -> Edge:  # fmt: skip
    """From `since` on (until the day before `until`) one unit inspects another. Raises ValidationError when it does so already."""
    standing = standing_of(actor)
    if not may_draw_some(standing):
        raise PermissionDenied
    _check_kept(standing, looker=looker, looked_at=looked_at)
    document, aspect = document.strip(), aspect.strip()
    if not document:
        raise ValidationError({"document": _("Name the document it comes from.")})
    if until is not None and until <= since:
        raise ValidationError({"until": _("It ends after it begins.")})
    # One at a time for each inspected unit, so that two at once do not draw the same.
    Unit.objects.select_for_update().get(pk=looked_at.pk)
    if _twin(looker, looked_at, aspect, since, until):
        raise ValidationError(_("This duty is in the network already."), code="twin")
    edge = Edge.objects.create(
        looker=looker, looked_at=looked_at, aspect=aspect[:60], since=since, until=until, document=document[:120]
    )
    _tell(kinds.EDGE_DRAWN, edge, actor, since=since, document=edge.document)
    return edge


def _check_kept(standing: Standing, **ends: Unit) -> None:
    """Both ends lie within what the person keeps; each that does not is said at its field."""
    said = _("You cannot set inspection duties of %(unit)s.")
    if beyond := {name: said % {"unit": unit} for name, unit in ends.items() if not keeps(standing, unit)}:
        raise ValidationError(beyond)


def _twin(looker: Unit, looked_at: Unit, aspect: str, since: date, until: date | None) -> bool:
    same = Edge.objects.filter(looker=looker, looked_at=looked_at, aspect=aspect).exclude(until__lte=since)
    return (same.filter(since__lt=until) if until else same).exists()


@transaction.atomic
def draw_edges(lines: Sequence[EdgeLine], *, actor: Person) -> tuple[int, int]:
    """All lines of a sheet that are not in the network yet; how many were drawn and how many were there. All or none."""
    drawn = there = 0
    for line in lines:
        if _twin(line.looker, line.looked_at, line.aspect, line.since, line.until):
            there += 1
            continue
        draw_edge(
            actor=actor, looker=line.looker, looked_at=line.looked_at, aspect=line.aspect, since=line.since,
            until=line.until, document=line.document,
        )  # fmt: skip
        drawn += 1
    return drawn, there


@transaction.atomic
def end_edge(edge_id: int, *, actor: Person, until: date) -> Edge:
    edge = edges.get_for(actor, edge_id, "end", lock=True)
    if until <= edge.since:
        raise ValidationError({"until": _("It ends after it begins.")})
    edge.until = until
    edge.save(update_fields=["until"])
    _tell(kinds.EDGE_ENDED, edge, actor, until=until)
    return edge


def _tell(kind: kinds.Kind, edge: Edge, actor: Person, **body: object) -> None:
    journal.append(
        kind,
        actor=actor,
        noun="edge",
        noun_id=edge.pk,
        unit_id=edge.looked_at_id,
        body={
            "looker": str(edge.looker),
            "looked_at": str(edge.looked_at),
            "aspect": edge.aspect or _("all aspects"),
            **body,
        },
    )
