"""The tally follows every change of an occurrence by itself."""

from django.db import migrations

from duban.routines import triggers


def install(apps, schema_editor) -> None:
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor) -> None:
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("routines", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
