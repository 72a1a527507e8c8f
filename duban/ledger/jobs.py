"""What the ledger wants done by itself: lights after a change of rules, recurring orders, a short tally."""

from datetime import time, timedelta

from django_tasks import task

from duban.calendars.periodic import Periodic
from duban.ledger import lights, tally, terms
from duban.ledger.models import RuleEdition


@task()
def relight_everything() -> int:
    terms.forget()
    return lights.relight_all()


def relight_later() -> None:
    relight_everything.enqueue()


def register_due_templates() -> int:
    """Draft the recurring orders whose day has come."""
    from duban.ledger.actions.templates import register_due

    return register_due()


def relight_when_rules_begin() -> int:
    """Rules kept for a later day come into force on it, or as soon as this job runs after it; else no light has moved."""
    begun = RuleEdition.objects.filter(since__lte=terms.today(), relit=False)
    if not begun.exists():
        return 0
    terms.forget()
    changed = lights.relight_all()
    begun.update(relit=True)
    return changed


PERIODIC = [
    Periodic("ledger.templates", register_due_templates, at=time(6, 0)),
    Periodic("ledger.lights", relight_when_rules_begin, at=time(0, 5)),
    Periodic("ledger.tally", tally.keep_short, every=timedelta(minutes=10)),
]
