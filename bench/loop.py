"""The loop at size, on PostgreSQL, over HTTP with two web processes: `python -m bench.loop [--answers 500000 5000000]`.

For each number of answers: visits of 100 items each to 200 units by three layers over three years, a fact for each item
looked at, a finding for each of the four in a hundred that failed, and a tenth as many occurrences of standing duties.
Then the calendar of 200 units and 31 days, the list of findings, the table of missed detection and the page of a visit,
one connection, logged in: p50 in ms. Needs `wrk`; writes bench/out/loop.json.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from bench.databases import OUT, new_database
from bench.routines import UNITS, organisation
from bench.routines import fill as fill_occurrences
from bench.web import BASE, served, wrk

ITEMS = 100
DAYS = 1095


def edition_of(clerk: Any, top: Any) -> Any:
    """A checklist in force with so many items in ten aspects."""
    from duban.checklists.models import Checklist, Edition, Item, Section

    checklist = Checklist.objects.create(code="BENCH", name="压测清单", owner=top)
    edition = Edition.objects.create(
        checklist=checklist, number=1, state="in_force", since=date(2020, 1, 1), drafted_by=clerk, approved_by=clerk
    )
    for number in range(10):
        section = Section.objects.create(edition=edition, order=number, title=f"方面{number}", aspect=f"方面{number}")
        Item.objects.bulk_create(
            Item(
                edition=edition,
                section=section,
                code=f"B-{number}-{n}",
                order=n,
                text=f"第{number}方面第{n}项是否符合要求",
            )
            for n in range(ITEMS // 10)
        )
    return edition


# At each unit four items in a hundred are wrong, and after seven rounds four others: most of what a layer above fails the
# unit had failed itself some days before, and one in seven it had passed.
_ANSWERS = """
INSERT INTO checklists_answer (response_id, item_id, device, by_id, value, verdict, reason, answered_at, received_at, clock_off)
SELECT r.id, i.id, gen_random_uuid(), %(clerk)s, '"yes"',
       CASE WHEN ((r.id - 1) %% 200 * 31 + ((r.id - 1) / 200 + (r.id - 1) %% 200) / 7 * 11 + i.id * 7) %% 25 = 0 THEN 'fail' ELSE 'pass' END,
       '', r.begun_at + (i.id %% 100) * interval '20 seconds', r.begun_at, 0
FROM checklists_response r CROSS JOIN checklists_item i
"""
_FACTS = """
INSERT INTO findings_checkfact (unit_id, place, item_code, aspect, layer, looking_unit_id, passed, "on", day, by_id,
                                source_noun, source_id)
SELECT v.unit_id, '', i.code, s.aspect, CASE WHEN (v.id - 1) / 200 %% 10 = 0 THEN 1 WHEN (v.id - 1) / 200 %% 2 = 0 THEN 2 ELSE 3 END,
       v.looking_unit_id, a.verdict = 'pass', v."on", v."on" - DATE '0001-01-01' + 1, %(clerk)s, 'visit', v.id
FROM checklists_answer a JOIN checklists_response r ON r.id = a.response_id JOIN inspections_visit v ON v.id = r.about_id
JOIN checklists_item i ON i.id = a.item_id JOIN checklists_section s ON s.id = i.section_id
ORDER BY v."on"
"""
# What `record_check` gives each failure as it is written.
_PRIOR = """
UPDATE findings_checkfact f SET prior_id = p.id, prior_layer = p.layer, prior_passed = p.passed, prior_day = p.day
FROM findings_checkfact g CROSS JOIN LATERAL (
    SELECT id, layer, passed, day FROM findings_checkfact b
    WHERE b.unit_id = g.unit_id AND b.item_code = g.item_code AND b.place = g.place AND b.layer > g.layer AND b.day <= g.day
    ORDER BY b.day DESC, b.id DESC LIMIT 1
) p WHERE NOT g.passed AND f.id = g.id
"""
_FINDINGS = """
INSERT INTO findings_finding (number, title, unit_id, place, item_code, aspect, kind_id, severity, source_noun, source_id,
    condition, criterion, cause, effect, recommendation, found_by_id, found_on, found_unit_id, found_layer, state,
    answer_by, relapses, returns, fixed_on_spot, outcome, outcome_words, ended_on, issued_at, created_at, version)
SELECT '查〔2026〕' || row_number() OVER (ORDER BY id) || '号', item_code || '不符合要求', unit_id, '', item_code, aspect,
    %(kind)s, 'minor', 'visit', source_id, '现场不符合要求', '', '', '', '', %(clerk)s, "on", looking_unit_id, layer,
    CASE WHEN id %% 20 = 0 THEN 'issued' ELSE 'closed' END, CASE WHEN id %% 20 = 0 THEN "on" + 3 END, 0, 0, false, '', '',
    CASE WHEN id %% 20 = 0 THEN NULL ELSE "on" + 20 END, "on", "on", 1
FROM findings_checkfact WHERE NOT passed
"""


def visit(clerk: Any, edition: Any, top: Any, visits: int) -> None:
    """Round after round, the newest first, all units are looked at: by the unit itself, and five days later from above:
    every fifth time by the group, else by a layer between, of which only the facts (`_FACTS`) tell: this organisation has
    no units there, and the visit bears the name of the unit itself."""
    from django.utils import timezone

    from duban.checklists.models import Response
    from duban.inspections.models import Visit, VisitKind, VisitState
    from duban.org.models import Unit

    units = list(Unit.objects.filter(depth=2).order_by("pk"))
    now = timezone.now()

    def days_ago(n: int) -> int:
        both, last = divmod(n, 2 * UNITS)
        return (both * UNITS + last % UNITS) * 2 * DAYS // visits + (5 if last >= UNITS else 0)

    made = Visit.objects.bulk_create(
        Visit(
            kind=VisitKind.PLANNED, unit=units[n % UNITS], looking_unit=top if n // UNITS % 10 == 0 else units[n % UNITS],
            edition=edition, on=(then := now - timedelta(days=days_ago(n))).date(), state=VisitState.SIGNED,
            made_by=clerk, made_at=then, begun_at=then, ended_at=then,
        )
        for n in range(visits)
    )  # fmt: skip
    Response.objects.bulk_create(
        Response(
            edition=edition, unit=each.unit, looking_unit=each.looking_unit, about_noun="visit", about_id=each.pk,
            device=uuid4(), by=clerk, begun_at=each.begun_at, finished_at=each.ended_at, finished_by=clerk,
        )
        for each in made
    )  # fmt: skip


def fill(answers: int) -> dict[str, Any]:
    """Everything of one size, in a few statements; where to look, and as whom."""
    from django.db import connection

    from duban.checklists.models import Answer
    from duban.findings.models import CheckFact, Finding, FindingKind
    from duban.inspections.models import Visit
    from duban.routines import tally
    from duban.routines.actions import set_duty
    from duban.routines.models import Occurrence
    from tests.logged_in import log_in

    clerk, top = organisation()
    duty = set_duty(
        actor=clerk, owner=top, who="role", role="member", form="short", rule="FREQ=DAILY", on_day_off="keep",
        name="日查", since=date.today() - timedelta(days=120),
    )  # fmt: skip
    fill_occurrences(duty, answers // 10)
    tally.keep_short()
    kind = FindingKind.objects.order_by("pk").first()
    assert kind is not None
    visit(clerk, edition_of(clerk, top), top, answers // ITEMS)
    values = {"clerk": clerk.pk, "kind": kind.pk}
    with connection.cursor() as cursor:
        for statement in (_ANSWERS, _FACTS, _FINDINGS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE findings_checkfact")
        cursor.execute(_PRIOR)
        cursor.execute("VACUUM ANALYZE")
    (session,) = log_in([clerk])
    month = date.today().replace(day=1) - timedelta(days=1)
    return {
        "session": session,
        "counts": {
            "answers": Answer.objects.count(),
            "facts": CheckFact.objects.count(),
            "missed": CheckFact.objects.filter(passed=False, prior_passed=True).count(),
            "findings": Finding.objects.count(),
            "occurrences": Occurrence.objects.count(),
        },
        "pages": {
            "calendar of 200 units": f"/routines/calendar?month={month:%Y-%m}",
            "findings, open": "/findings",
            "findings, all": "/findings?state=all",
            "findings by words": f"/findings?state=all&q={quote('不符合')}",
            "missed detection by layer": "/findings/missed",
            "missed detection by unit": "/findings/missed?by=unit",
            "one visit": f"/visits/{Visit.objects.order_by('-on', '-id').values_list('pk', flat=True)[20]}",
        },
    }


def _shown(path: str, cookie: str) -> None:
    """The page itself, not a way to the login or an error."""
    command = ["curl", "-s", "-o", os.devnull, "-w", "%{http_code}", "-H", cookie, BASE + path]
    code = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert code == "200", f"{path}: {code}"


def measure(url: str, data: str, answers: int, seconds: int) -> dict[str, Any]:
    env = os.environ | {
        "DATABASE_URL": url, "DUBAN_DATA": data, "DUBAN_WORKERS": "2", "DUBAN_LOG": "ERROR",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "duban.config.settings"),
    }  # fmt: skip
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bench.loop", "--fill", str(answers)], env=env, check=True, stdout=subprocess.PIPE
    )
    aim = json.loads(done.stdout.splitlines()[-1])
    row: dict[str, Any] = {**aim["counts"], "filled_in_s": round(time.monotonic() - began), "p50_ms": {}}
    with served(env):
        for name, path in aim["pages"].items():
            _shown(path, f"Cookie: sessionid={aim['session']}")
            wrk(path, f"Cookie: sessionid={aim['session']}", 1, 1)
            _n, _took, p50, _p90, _p99, _top, errors, _size = wrk(
                path, f"Cookie: sessionid={aim['session']}", 1, seconds
            )
            assert not errors, f"{name}: {errors} errors"
            row["p50_ms"][name] = p50
            print(f"  {answers:>9} {name:<28} p50 {p50:6.1f} ms", flush=True)
    return row


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, nargs="+", default=[500_000, 5_000_000])
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.fill:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(json.dumps(fill(asked.fill)))
        return 0
    rows = []
    for answers in asked.answers:
        with new_database("duban_bench_loop") as url, tempfile.TemporaryDirectory() as data:
            rows.append(measure(url, data, answers, asked.seconds))
    OUT.mkdir(exist_ok=True)
    (OUT / "loop.json").write_text(json.dumps({"rows": rows}, indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
