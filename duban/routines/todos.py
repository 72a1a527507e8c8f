"""What standing duties put on the today page."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.org.models import Person
from duban.org.todos import Todo, first_of, more_of
from duban.routines.models import Occurrence, Standing
from duban.routines.queries import missing_now, owed_by, questions_for
from duban.routines.queries import voices as speaks

AT_MOST = 30


def todos(person: Person, on: date) -> Iterator[Todo]:
    now = timezone.now()
    owed, more = first_of(owed_by(person, now).order_by("due_at", "pk"), AT_MOST)
    for one in owed:
        yield _owed(one, one.standing_at(now) == Standing.MISSED)
    if more:
        yield more_of(_("Standing duty"), owed=True)
    for question in questions_for(person).order_by("pk")[:AT_MOST]:
        yield Todo(
            title=question.text,
            url=f"{question.occurrence.get_absolute_url()}#q{question.pk}",
            what=_("Question about %(duty)s") % {"duty": question.occurrence.duty.name},
            owed=True,
            sender=str(question.asked_by),
            noun="occurrence",
            noun_id=question.occurrence_id,
        )
    if not speaks(person):
        return
    missing = missing_now(person, now, days=1).order_by()[:1000].count()
    if missing:
        yield Todo(
            title=_("Missing now: %(n)s") % {"n": missing},
            url=reverse("routines:occurrences") + "?standing=missed",
            what=_("Standing duties"),
            owed=False,
            light="red",
        )


def _owed(one: Occurrence, missed: bool) -> Todo:
    shift = f" · {one.shift_name}" if one.shift else ""
    return Todo(
        title=f"{one.duty.name}{shift}",
        url=one.get_absolute_url(),
        what=one.duty.get_form_display() if one.duty.is_drafted else _("Standing duty"),
        owed=True,
        due_on=timezone.localtime(one.due_at).date(),
        light="red" if missed else "green",
        sender=str(one.duty.owner),
        noun="occurrence",
        noun_id=one.pk,
    )
