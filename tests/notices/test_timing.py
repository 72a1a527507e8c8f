from datetime import datetime, time

import pytest
from django.utils import timezone

from duban.calendars.working import WorkingCalendar
from duban.notices.models import Preference, Rhythm
from duban.notices.timing import leaves_at

CALENDAR = WorkingCalendar()


def wish(**more):
    return Preference(**{"quiet_from": time(20), "quiet_until": time(7, 30), **more})


def local(text):
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture(autouse=True)
def _shanghai(settings):
    with timezone.override("Asia/Shanghai"):
        yield


@pytest.mark.parametrize(
    ("now", "leaves", "more"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00", {}),  # a Friday at work
        ("2026-11-19 21:00", "2026-11-20 07:30", {}),  # evening: next morning
        ("2026-11-20 06:00", "2026-11-20 07:30", {}),  # before the morning
        ("2026-11-20 20:00", "2026-11-23 07:30", {}),  # Friday evening: Monday
        ("2026-11-21 10:00", "2026-11-23 07:30", {}),  # Saturday
        ("2026-11-21 10:00", "2026-11-21 10:00", {"working_days_only": False}),
        ("2026-11-19 21:00", "2026-11-19 21:00", {"quiet_from": None, "quiet_until": None}),
        ("2026-11-20 12:30", "2026-11-20 14:00", {"quiet_from": time(12), "quiet_until": time(14)}),
        ("2026-11-20 10:00", "2026-11-23 08:30", {"rhythm": Rhythm.DAILY}),
        ("2026-11-20 08:00", "2026-11-20 08:30", {"rhythm": Rhythm.DAILY}),
        ("2026-11-20 08:30", "2026-11-23 08:30", {"rhythm": Rhythm.DAILY}),
        ("2026-11-20 10:00", "2026-11-25 08:30", {"rhythm": Rhythm.WEEKLY, "digest_on": 2}),
        ("2026-11-25 08:00", "2026-11-25 08:30", {"rhythm": Rhythm.WEEKLY, "digest_on": 2}),
        ("2026-11-25 09:00", "2026-12-02 08:30", {"rhythm": Rhythm.WEEKLY, "digest_on": 2}),
        # The digest of a day inside the spring festival waits for the first working day after it.
        ("2026-02-16 10:00", "2026-02-24 07:30", {}),
        ("2026-02-13 10:00", "2026-02-14 08:30", {"rhythm": Rhythm.DAILY}),  # a worked Saturday
        ("2026-11-19 10:00", "2026-11-20 07:30", {"rhythm": Rhythm.DAILY, "digest_at": time(6)}),
    ],
)
def test_a_notice_leaves_when_it_may(now, leaves, more):
    assert leaves_at(local(now), wish(**more), CALENDAR) == local(leaves)
