"""What migrations write once, and the flush after a test with real transactions takes away."""

from importlib import import_module

from django.apps import apps

FILLED_BY = (
    ("ledger", "0002_triggers_and_first_rules", "fill"),
    ("findings", "0002_first_kinds_and_rules", "fill"),
    ("findings", "0004_first_rectification_type", "choose"),
)


def restore() -> None:
    if apps.get_model("findings", "FindingRules").objects.filter(task_type__isnull=False).exists():
        return  # mostly nothing was taken away
    for room, migration, function in FILLED_BY:
        getattr(import_module(f"duban.{room}.migrations.{migration}"), function)(apps, None)
