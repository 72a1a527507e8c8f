"""What waits for this person: visits to go to, end and sign, suggestions to answer, look-backs."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from duban.inspections.access import sent_to
from duban.inspections.models import LookBack, Side, Suggestion, SuggestionState, Visit, VisitState
from duban.org.access import standing_of
from duban.org.models import Person, Role
from duban.org.todos import Todo
from duban.org.voices import spoken_for

MOST = 10


def todos(person: Person, on: date) -> Iterator[Todo]:
    standing = standing_of(person)
    if not standing.posts:
        return
    sent = sent_to(person)
    rows = Visit.objects.select_related("unit", "looking_unit", "edition__checklist")
    going = rows.filter(pk__in=sent, state__in=[VisitState.AHEAD, VisitState.UNDERWAY])
    for visit in going.order_by("on", "id")[:MOST]:
        yield _todo(visit, _("Go there") if visit.state == VisitState.AHEAD else _("Go on, or end it"), visit.on)
    unsigned = rows.filter(state=VisitState.DONE)
    for visit in unsigned.filter(pk__in=sent).exclude(signatures__side=Side.LOOKING).order_by("on", "id")[:MOST]:
        yield _todo(visit, _("Sign"), None)
    spoken = spoken_for(standing)
    theirs = unsigned.filter(unit__in=spoken).exclude(pk__in=sent).exclude(signatures__side=Side.LOOKED_AT)
    for visit in theirs.order_by("on", "id")[:MOST]:
        yield _todo(visit, _("Sign"), None)
    waiting = Suggestion.objects.filter(unit__in=spoken, state=SuggestionState.SENT).exclude(by=person)
    for row in waiting.order_by("answer_by", "id")[:MOST]:
        yield Todo(
            title=row.title, url=row.get_absolute_url(), what=_("Answer the suggestion"), owed=True,
            due_on=row.answer_by, noun="suggestion", noun_id=row.pk,
        )  # fmt: skip
    for back in LookBack.objects.filter(checker=person, held__isnull=True).order_by("id")[:MOST]:
        yield Todo(
            title=back.title, url=back.get_absolute_url(), what=_("Look back"), owed=True, noun="look_back",
            noun_id=back.pk,
        )  # fmt: skip
    if standing.has(Role.SUPERVISION):
        for back in LookBack.objects.filter(held=False, reopened=False).order_by("id")[:MOST]:
            yield Todo(
                title=back.title, url=back.get_absolute_url(), what=_("Open it again"), owed=True, noun="look_back",
                noun_id=back.pk,
            )  # fmt: skip


def _todo(visit: Visit, what: str, due: date | None) -> Todo:
    return Todo(
        title=str(visit), url=visit.get_absolute_url(), what=what, owed=True, due_on=due,
        sender=str(visit.looking_unit), noun="visit", noun_id=visit.pk,
    )  # fmt: skip
