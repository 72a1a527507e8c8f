"""What to measure on this database: a logged-in session, an API token, and addresses that show full pages. Prints JSON."""

import json
import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.config.settings")
django.setup()

from django.db.models import Count  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from duban.api.models import ApiToken  # noqa: E402
from duban.api.tokens import make_token  # noqa: E402
from duban.ledger.models import Task, TaskType  # noqa: E402
from duban.org.models import Appointment, Person, Role, Unit  # noqa: E402
from tests.logged_in import log_in  # noqa: E402


def main() -> None:
    clerk = Person.objects.get(username="supervision")
    (session,) = log_in([clerk])
    today = timezone.localdate()
    # The secondary unit with most overdue work below it, as a user who has something to look at.
    best: tuple[int, Unit] | None = None
    for unit in Unit.objects.filter(kind="secondary"):
        below = Unit.objects.filter(path__startswith=unit.path)
        overdue = Task.objects.red(today).filter(lead_unit__in=below).count()
        if best is None or overdue > best[0]:
            best = overdue, unit
    assert best is not None
    unit = best[1]
    task = Task.objects.open().annotate(n=Count("reports")).filter(n__gt=0).order_by("pk").first()
    assert task is not None
    doer = Appointment.objects.filter(unit=unit, role=Role.HEAD).first()
    looker = Appointment.objects.filter(role=Role.SUPERVISION).exclude(person=clerk).first()
    assert doer is not None
    assert looker is not None
    ledger = reverse("tasks")
    kind = TaskType.objects.first()
    assert kind is not None
    body = {
        "title": "压测 %d", "type_id": kind.pk, "lead_unit_id": unit.pk, "responsible_id": doer.person_id,
        "looker_id": looker.person_id, "due_on": str(today.replace(year=today.year + 1)), "criterion": "资料齐全",
    }  # fmt: skip
    # A person may hold only so many keys: what earlier runs left is cleared away.
    ApiToken.objects.filter(person=clerk, name="bench").delete()
    _, secret = make_token(actor=clerk, name="bench", scope="write", expires_on=today + timedelta(days=2))
    print(json.dumps({
        "session": session,
        "token": secret,
        "pages": {
            "overdue of a subtree": f"{ledger}?light=red&unit={unit.pk}",
            "overdue of all": f"{ledger}?light=red",
            "grouped by unit": f"{ledger}?group=unit",
            "one task": reverse("task", args=[task.pk]),
            "overview of all units": reverse("overview"),
        },
        "json": "/api/v1/tasks?limit=100",
        "create": "/api/v1/tasks",
        "body": json.dumps(body, ensure_ascii=False),
        "csv": reverse("task_export_csv"),
        "xlsx": reverse("task_export_xlsx"),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
