from django.db import migrations

from duban.ledger import title_index


def install(apps, schema_editor):
    title_index.install(schema_editor.connection)


def remove(apps, schema_editor):
    title_index.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_template_steps_before_due")]
    operations = [migrations.RunPython(install, remove)]
