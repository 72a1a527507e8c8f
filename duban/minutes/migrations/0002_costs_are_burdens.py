"""What requests cost is kept by the room of burdens now; its editions move there."""

from django.db import migrations

NAMES = {"receipt": "receipt", "report": "report", "evidence": "deliverable", "completion": "completion"}


def move(apps, schema_editor):
    rates = apps.get_model("burden", "Rates")
    for rule in apps.get_model("minutes", "CostRule").objects.order_by("since"):
        minutes = {act: getattr(rule, name) for name, act in NAMES.items()}
        rates.objects.get_or_create(since=rule.since, defaults={"minutes": minutes, "source": rule.source})


def move_back(apps, schema_editor):
    rule, rows = apps.get_model("minutes", "CostRule"), list(apps.get_model("burden", "Rates").objects.order_by("since"))
    for at, rates in enumerate(rows):
        said = {name: round(rates.minutes[act]) for name, act in NAMES.items() if act in rates.minutes}
        until = rows[at + 1].since if at + 1 < len(rows) else None
        rule.objects.create(since=rates.since, until=until, source=rates.source, **said)


class Migration(migrations.Migration):
    dependencies = [("minutes", "0001_initial"), ("burden", "0001_first")]

    operations = [
        migrations.RunPython(move, move_back, elidable=True),
        migrations.DeleteModel(name="CostRule"),
    ]
