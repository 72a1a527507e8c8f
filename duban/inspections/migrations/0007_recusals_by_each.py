"""Each who knows of a conflict declares it for themselves, and on which side it was declared is kept."""

from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q


def tell_the_sides(apps, schema_editor):
    alias = schema_editor.connection.alias
    recusals = apps.get_model("inspections", "Recusal").objects.using(alias)
    stood_in = apps.get_model("org", "Deputy").objects.using(alias).filter(
        person=OuterRef("person"), deputy=OuterRef("by"), since__lte=OuterRef("at__date"), until__gt=OuterRef("at__date")
    )  # fmt: skip
    recusals.filter(Q(by=F("person")) | Exists(stood_in)).update(own=True)


def leave_one_of_each(apps, schema_editor):
    recusals = apps.get_model("inspections", "Recusal").objects.using(schema_editor.connection.alias)
    # Where each pair stands once, it is the inspector's own word that stays; among equals the first.
    seen = set()
    for pk, *pair in list(recusals.order_by("-own", "pk").values_list("pk", "draw", "person", "unit")):
        if tuple(pair) in seen:
            recusals.filter(pk=pk).delete()
        seen.add(tuple(pair))


class Migration(migrations.Migration):
    dependencies = [("inspections", "0006_failures_are_computed"), ("org", "0002_names_to")]
    operations = [
        migrations.AddField("recusal", "own", models.BooleanField(default=False), preserve_default=False),
        migrations.RunPython(tell_the_sides, migrations.RunPython.noop),
        migrations.RemoveConstraint("recusal", "inspections_recusal_once"),
        migrations.AddConstraint(
            "recusal",
            models.UniqueConstraint(fields=["draw", "person", "unit", "by"], name="inspections_recusal_once_by_each"),
        ),
        # Last, so that on the way back it comes before the old constraint.
        migrations.RunPython(migrations.RunPython.noop, leave_one_of_each),
    ]
