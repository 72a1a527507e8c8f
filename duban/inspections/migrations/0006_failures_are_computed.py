"""Why a draw failed follows from its manifest and its dice, and is told in the reader's language; that it failed, from the
seal that it has not."""

from django.db import migrations

from duban.inspections import triggers


def guard(apps, schema_editor):
    triggers.install(schema_editor.connection)


def unguard(apps, schema_editor):
    triggers.remove(schema_editor.connection)


def nothing(apps, schema_editor):
    pass


def say_that_they_failed(apps, schema_editor):
    thrown = apps.get_model("inspections", "Thrown").objects.using(schema_editor.connection.alias)
    thrown.filter(seal="").update(failed="too few inspectors")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_exposures")]
    operations = [
        migrations.RunPython(unguard, guard),
        migrations.RunPython(nothing, say_that_they_failed),
        migrations.RemoveField("thrown", "failed"),
        migrations.RunPython(guard, unguard),
    ]
