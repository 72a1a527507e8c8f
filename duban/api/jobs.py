from datetime import timedelta

from django.utils import timezone

from duban.api.repeats import forget_before
from duban.calendars.periodic import Periodic

KEPT = timedelta(days=7)


def _forget() -> None:
    forget_before(timezone.now() - KEPT)


PERIODIC = [Periodic("api.forget_answers", _forget, timedelta(hours=6))]
