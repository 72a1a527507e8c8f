"""What a group still lacks to work with Duban, as lines on the today page of its administrators."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duban.org.access import standing_of
from duban.org.models import Appointment, Person, Role, Unit
from duban.org.policies import is_top_administrator
from duban.org.queries import uninvited
from duban.org.todos import Todo


def todos(person: Person, on: date) -> Iterator[Todo]:
    if not is_top_administrator(standing_of(person)):
        return
    if Unit.objects.in_force(on).count() == 1:
        yield Todo(
            _("Import units and people"),
            reverse("org:excel"),
            _("The group has no units yet: fill in the template"),
            True,
        )
    if not Appointment.objects.in_force(on).filter(role=Role.SUPERVISION, person__is_active=True).exists():
        yield Todo(
            _("Appoint somebody to the supervision office"),
            reverse("org:people"),
            _("It files minutes, sends out tasks and verifies for the whole group"),
            True,
        )
    if count := uninvited().count():
        said = ngettext("Invite %(count)s person", "Invite %(count)s people", count) % {"count": count}
        yield Todo(
            said, reverse("org:people") + "?unused=1", _("They have no password yet, nor a link to set one"), True
        )
