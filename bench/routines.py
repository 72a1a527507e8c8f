"""Standing duties at size, on PostgreSQL: `python -m bench.routines [--sizes 50000 500000]`, writes bench/out/routines.json.

For each size: so many occurrences of 200 units over the last months, nine in ten met; then the calendar of one month
(its query, and its whole page), the list, and what is missing now: the median of 30. Once: a month made for 10,000
people, from nothing and again. Seconds of the wall; BENCH_POSTGRESQL names the server.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.databases import OUT, new_database

UNITS, PEOPLE, TIMES = 200, 10_000, 30


def median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return round(statistics.median(times) * 1000, 1)


def organisation() -> tuple[Any, Any]:
    """One group, 200 companies, 10,000 people; returns the supervisor and the top unit."""
    from duban.org.models import Appointment, Person, Placement, Role, Unit, UnitKind

    since = date(2020, 1, 1)
    top = Unit.objects.add_root(instance=Unit(name="集团", code="G", kind=UnitKind.GROUP, opened_on=since))
    top.numchild = UNITS
    top.save()
    units = Unit.objects.bulk_create(
        Unit(path=Unit._get_path(top.path, 2, n + 1), depth=2, name=f"第{n}公司", code=f"C{n}", kind=UnitKind.COMPANY,
             opened_on=since)
        for n in range(UNITS)
    )  # fmt: skip
    Placement.objects.bulk_create(Placement(unit=unit, parent=top, since=since) for unit in units)
    people = Person.objects.bulk_create(
        Person(username=f"p{n}", name=f"员工{n}", password="!") for n in range(PEOPLE + 1)
    )
    Appointment.objects.bulk_create(
        [
            Appointment(person=people[0], unit=top, role=Role.SUPERVISION, since=since),
            *(Appointment(person=p, unit=units[n % UNITS], role=Role.MEMBER, post="一线", since=since)
              for n, p in enumerate(people[1:])),
        ]
    )  # fmt: skip
    return people[0], top


def fill(duty: Any, size: int) -> None:
    """So many occurrences up to today, in one statement; the triggers count along."""
    from django.db import connection

    days = 90
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO routines_occurrence (duty_id, subject, unit_id, person_id, day, shift, opens_at, due_at, met_at)"
            " SELECT %(duty)s, 'p' || p.id, a.unit_id, p.id, d.day, 0, d.day + time '08:00', d.day + time '18:00',"
            " CASE WHEN (p.id + d.n) %% 10 > 0 THEN d.day + time '09:00' + ((p.id + d.n) %% 600) * interval '1 minute' END"
            " FROM (SELECT n, CURRENT_DATE - n::int AS day FROM generate_series(1, %(days)s) n) d"
            " CROSS JOIN (SELECT id FROM org_person WHERE username <> 'p0' ORDER BY id LIMIT %(people)s) p"
            " JOIN org_appointment a ON a.person_id = p.id",
            {"duty": duty.pk, "days": days, "people": size // days},
        )
        cursor.execute("ANALYZE")


def measure(size: int) -> dict[str, Any]:
    from django.test import Client
    from django.utils import timezone

    from duban.routines import tally
    from duban.routines.actions import set_duty
    from duban.routines.models import Occurrence
    from duban.routines.queries import heat_map, missing_now

    clerk, top = organisation()
    common = {"actor": clerk, "owner": top, "who": "role", "role": "member", "form": "short", "rule": "FREQ=DAILY",
              "on_day_off": "keep"}  # fmt: skip
    past = set_duty(name="日查", since=date.today() - timedelta(days=120), **common)
    fill(past, size)
    tally.keep_short()
    assert not tally.faults()
    last = timezone.localdate() - timedelta(days=1)
    first = last - timedelta(days=30)
    client = Client()
    client.force_login(clerk)
    row: dict[str, Any] = {
        "occurrences": Occurrence.objects.count(),
        "units": UNITS,
        "heat_map_ms": median(lambda: heat_map(clerk, first, last)),
        "calendar_page_ms": median(lambda: _ok(client.get(f"/routines/calendar?month={first:%Y-%m}"))),
        "list_page_ms": median(lambda: _ok(client.get("/occurrences"))),
        "missing_page_ms": median(lambda: list(missing_now(clerk).order_by("-day", "-id")[:50])),
    }
    row |= make_month(common)
    return row


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, answer.status_code


def make_month(common: dict[str, Any]) -> dict[str, Any]:
    from duban.routines import making
    from duban.routines.actions import set_duty

    coming = set_duty(name="检测", since=date.today(), **common)
    start = time.perf_counter()
    made = making.make_ahead(coming)
    once = time.perf_counter()
    again = making.make_ahead(coming)
    end = time.perf_counter()
    assert again == 0, again
    return {
        "month_people": PEOPLE,
        "month_made": made,
        "month_s": round(once - start, 2),
        "month_again_s": round(end - once, 2),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[50_000, 500_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.test import override_settings

        call_command("migrate", verbosity=0)
        # The pages name their style sheets; nothing is collected here.
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
            print(json.dumps(measure(asked.one)))
        return 0
    import subprocess

    rows = []
    for size in asked.sizes:
        with new_database("duban_bench_routines") as url, tempfile.TemporaryDirectory() as data:
            told = os.environ | {
                "DATABASE_URL": url,
                "DUBAN_DATA": data,
                "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "duban.config.settings"),
            }
            done = subprocess.run(
                [sys.executable, "-m", "bench.routines", "--one", str(size)],
                env=told, check=True, stdout=subprocess.PIPE,
            )  # fmt: skip
            rows.append(json.loads(done.stdout.splitlines()[-1]))
            print(rows[-1], flush=True)
    OUT.mkdir(exist_ok=True)
    (OUT / "routines.json").write_text(json.dumps({"rows": rows}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
