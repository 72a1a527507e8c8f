from django.db import migrations


def count_back(apps, schema_editor):
    """Milestones of templates counted working days from the start; now they count back from the due date."""
    for template in apps.get_model("ledger", "TaskTemplate").objects.exclude(milestones=[]):
        template.milestones = [
            {"title": each["title"], "before_days": max(template.term_days - each["after_days"], 0)}
            for each in template.milestones
        ]
        template.save(update_fields=["milestones"])


def count_on(apps, schema_editor):
    for template in apps.get_model("ledger", "TaskTemplate").objects.exclude(milestones=[]):
        template.milestones = [
            {"title": each["title"], "after_days": max(template.term_days - each["before_days"], 0)}
            for each in template.milestones
        ]
        template.save(update_fields=["milestones"])


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_daily_and_yearly_cycles")]
    operations = [migrations.RunPython(count_back, count_on, elidable=True)]
