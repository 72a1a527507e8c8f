"""An occurrence keeps what its shift was called."""

from django.db import migrations, models

from duban.routines import triggers


def name(apps, schema_editor) -> None:
    """What is there gets the names of today: how shifts were called before was not kept."""
    occurrences = apps.get_model("routines", "Occurrence").objects
    for pk, shifts in apps.get_model("routines", "Duty").objects.exclude(shifts=[]).values_list("pk", "shifts"):
        for number, each in enumerate(shifts, 1):
            occurrences.filter(duty=pk, shift=number).update(shift_name=each["name"])


def install(apps, schema_editor) -> None:
    # SQLite makes the table anew for a column, and loses its triggers.
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("routines", "0003_minutes_by_the_rates")]

    operations = [
        migrations.AddField("occurrence", "shift_name", models.TextField(blank=True, db_default="")),
        migrations.RunPython(name, migrations.RunPython.noop),
        migrations.RunPython(install, install),
    ]
