from django.db import migrations


def take_out(apps, schema_editor):
    """The whole unit reads a task; what was found about somebody's conduct is read at the finding only."""
    Finding = apps.get_model("findings", "Finding")
    Task = apps.get_model("ledger", "Task")
    rows = Finding.objects.filter(kind__group="conduct", task__isnull=False)
    for number, task in rows.values_list("number", "task"):
        Task.objects.filter(pk=task).update(title=number, criterion=number, description="", source_text="")


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0008_word_index"),
        ("ledger", "0006_reports_due"),
    ]
    operations = [migrations.RunPython(take_out, migrations.RunPython.noop)]
