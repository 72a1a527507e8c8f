"""What stood twice, the first rhythm among all of them, stands once: in `recurrences` are those beside it."""

from typing import Any

from django.db import migrations, models


def leave_out_the_first(apps: Any, editor: Any) -> None:
    model = apps.get_model("minutes", "Proposal")
    for row in model.objects.exclude(recurrences=[]).only("recurrences", "edited").iterator():
        # What a person set stood alone, and looked like that to them.
        row.recurrences = [] if "recurrence" in row.edited else row.recurrences[1:]
        row.save(update_fields=["recurrences"])


def put_back(apps: Any, editor: Any) -> None:
    model = apps.get_model("minutes", "Proposal")
    for row in model.objects.exclude(recurrence="").only("recurrence", "recurrences").iterator():
        row.recurrences = [row.recurrence, *row.recurrences]
        row.save(update_fields=["recurrences"])


class Migration(migrations.Migration):
    dependencies = [("minutes", "0004_undoing_what_people_decided")]

    operations = [
        migrations.AlterField(
            "proposal",
            "recurrences",
            models.JSONField(
                blank=True,
                choices=[
                    ("daily", "Daily"),
                    ("weekly", "Weekly"),
                    ("monthly", "Monthly"),
                    ("quarterly", "Quarterly"),
                    ("half-yearly", "Half-yearly"),
                    ("yearly", "Yearly"),
                ],
                default=list,
                verbose_name="further rhythms",
            ),
        ),
        migrations.RunPython(leave_out_the_first, put_back),
    ]
