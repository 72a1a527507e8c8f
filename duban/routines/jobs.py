"""What runs by itself: making occurrences ahead, telling those above of missing ones, keeping the tally short."""

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from duban.calendars.periodic import Periodic
from duban.routines import making, tally
from duban.routines.models import Duty


@task()
def make_occurrences(duty_id: int) -> int:
    """After a duty was set or changed. Repeatable; a duty that is gone has none."""
    duty = Duty.objects.select_related("owner", "within", "follows").filter(pk=duty_id).first()
    if duty is None:
        return 0
    # Whoever follows it has its days.
    followers = Duty.objects.filter(follows=duty).values_list("pk", flat=True)
    for pk in followers:
        make_occurrences.enqueue(pk)
    return making.make_ahead(duty)


def make_later(duty_id: int) -> None:
    """Ask for it inside the transaction of the change, sent when that is kept."""
    transaction.on_commit(lambda: make_occurrences.enqueue(duty_id))


def escalate() -> int:
    from duban.routines.actions.escalating import escalate_due

    return escalate_due()


def meet_what_was_finished() -> int:
    from duban.routines.actions.meeting import meet_finished

    return meet_finished()


PERIODIC = [
    # Several times a day: whoever takes up a post today owes from today on.
    Periodic("routines.making", making.make_all, every=timedelta(hours=3)),
    Periodic("routines.escalation", escalate, every=timedelta(minutes=5)),
    Periodic("routines.finished", meet_what_was_finished, every=timedelta(minutes=1)),
    Periodic("routines.tally", tally.keep_short, every=timedelta(minutes=10)),
]
