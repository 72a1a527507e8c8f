import django.db.models.deletion
from django.db import migrations, models


def look_back(apps, schema_editor):
    """What `record_check` keeps of each failure from now on."""
    facts = apps.get_model("findings", "CheckFact").objects
    for failed in facts.filter(passed=False).iterator():
        same = facts.filter(unit=failed.unit_id, item_code=failed.item_code, place=failed.place)
        prior = same.filter(layer__gt=failed.layer, day__lte=failed.day).order_by("-day", "-id").first()
        if prior is not None:
            facts.filter(pk=failed.pk).update(
                prior=prior.pk, prior_layer=prior.layer, prior_passed=prior.passed, prior_day=prior.day
            )


class Migration(migrations.Migration):

    dependencies = [
        ('findings', '0006_days_as_numbers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='checkfact',
            name='check_fact_failed',
        ),
        migrations.AddField(
            model_name='checkfact',
            name='prior',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='findings.checkfact'),
        ),
        migrations.AddField(
            model_name='checkfact',
            name='prior_day',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='checkfact',
            name='prior_layer',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='checkfact',
            name='prior_passed',
            field=models.BooleanField(editable=False, null=True),
        ),
        migrations.RunPython(look_back, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='checkfact',
            index=models.Index(condition=models.Q(('passed', False), ('prior__isnull', False)), fields=['-day', '-id'], include=('unit', 'aspect', 'prior_layer', 'prior_passed', 'prior_day'), name='check_fact_looked_before'),
        ),
    ]
