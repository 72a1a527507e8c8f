from django.db import migrations

from duban.findings import word_index


def install(apps, schema_editor):
    word_index.install(schema_editor.connection)


def remove(apps, schema_editor):
    word_index.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("findings", "0007_looks_before")]
    operations = [migrations.RunPython(install, remove)]
