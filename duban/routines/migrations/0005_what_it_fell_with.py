"""An occurrence that fell away keeps what was paused; the sentence is made for whoever reads it."""

from django.db import migrations, models

from duban.routines import triggers


def install(apps, schema_editor) -> None:
    # SQLite makes the table anew for a column, and loses its triggers.
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("routines", "0004_names_of_shifts")]

    operations = [
        migrations.AddField("occurrence", "fell_with", models.TextField(blank=True, db_default="")),
        migrations.RunPython(install, install),
    ]
