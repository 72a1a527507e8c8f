from django.db import migrations


def choose(apps, schema_editor):
    TaskType = apps.get_model("ledger", "TaskType")
    chosen = TaskType.objects.filter(name="问题整改").first() or TaskType.objects.order_by("order", "id").first()
    apps.get_model("findings", "FindingRules").objects.filter(task_type__isnull=True).update(task_type=chosen)


class Migration(migrations.Migration):
    dependencies = [
        ("findings", "0003_rectification_type"),
        ("ledger", "0002_triggers_and_first_rules"),
    ]
    operations = [migrations.RunPython(choose, migrations.RunPython.noop)]
