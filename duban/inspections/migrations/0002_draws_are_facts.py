from django.db import migrations

from duban.inspections import triggers


def guard(apps, schema_editor):
    triggers.install(schema_editor.connection)


def unguard(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_first")]
    operations = [migrations.RunPython(guard, unguard)]
