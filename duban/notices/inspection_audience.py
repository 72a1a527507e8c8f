"""Who is told about inspections: who may be drawn, who is sent, who looks back, who answers a suggestion and who sent it."""

from collections.abc import Iterable

from duban.inspections import kinds as k
from duban.inspections.models import LookBack, Suggestion, Visit
from duban.journal.models import Entry
from duban.notices import audience
from duban.org.voices import speakers_of


def team(entry: Entry) -> Iterable[int | None]:
    """Never the unit: it may not know of the visit before it begins."""
    return Visit.team.through.objects.filter(visit=entry.noun_id).values_list("person", flat=True)


def named(entry: Entry) -> Iterable[int | None]:
    """Who was sent, and is not any more: what they were sent to they see no longer. Whom a draw names as its inspector anew,
    or no longer."""
    return entry.facts.get("ids", [])


def checker(entry: Entry) -> Iterable[int | None]:
    return LookBack.objects.filter(pk=entry.noun_id).values_list("checker", flat=True)


def answering(entry: Entry) -> Iterable[int | None]:
    row = Suggestion.objects.select_related("unit").filter(pk=entry.noun_id).first()
    return speakers_of(row.unit) if row else []


def sender(entry: Entry) -> Iterable[int | None]:
    """Nobody when it was sent anonymously: the answer is then read with the code."""
    return Suggestion.objects.filter(pk=entry.noun_id).values_list("by", flat=True)


def register_all() -> None:
    told = (k.VISIT_PLANNED, k.VISIT_CHANGED, k.VISIT_CANCELLED, k.VISIT_BROKEN_OFF)
    audience.register([kind.code for kind in told], team)
    called = (k.VISIT_LEFT, k.LOOK_BACK_LEFT, k.DRAW_MADE, k.DRAW_CHANGED, k.DRAW_LEFT, k.DRAW_DROPPED)
    audience.register([kind.code for kind in called], named)
    audience.register([k.LOOK_BACK_GIVEN.code], checker)
    audience.register([k.SUGGESTED.code], answering)
    audience.register([k.SUGGESTION_ADOPTED.code, k.SUGGESTION_DECLINED.code], sender)
