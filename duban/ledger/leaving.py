"""Orders whose sender has left: what they would decide waits for the supervision office, so that nobody waits in vain."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from duban.ledger.models import Task
from duban.org.models import Appointment, Person, Role
from duban.org.voices import VOICES

# In what posts orders are sent.
SENDERS = (Role.SUPERVISION, *VOICES)


def has_left(on: date) -> Q:
    """Of a person: no longer active, or in no post to send orders from."""
    posts = Appointment.objects.in_force(on).filter(person=OuterRef("pk"), role__in=SENDERS)
    return Q(is_active=False) | ~Q(Exists(posts))


def sent_for_the_whole(task: str = "") -> Q:
    """Who answers for a whole sends its parts from no such post, and has not left; `task` leads to the part."""
    wholes = Task.objects.filter(
        pk=OuterRef(f"{task}parent"), responsible=OuterRef(f"{task}dispatched_by"), responsible__is_active=True
    )
    return Q(Exists(wholes))


def sender_left(on: date) -> Q:
    return Q(dispatched_by__in=Person.objects.filter(has_left(on)).values("pk")) & ~sent_for_the_whole()
