"""A new database at once: the tables of today, instead of the way there.

Ninety migrations build an empty database in half a minute, most of it spent on picturing models as they once were. Where
nothing is stored yet nothing has to be carried over: the tables are made from the models, and of the migrations only
what they do by hand (triggers, first rules) is done. Those that carry old rows over say so with `elidable=True`.
"""

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor


def is_new(connection: BaseDatabaseWrapper) -> bool:
    return not connection.introspection.table_names()


def lay(connection: BaseDatabaseWrapper) -> None:
    """Make all tables and first rows, and note every migration as applied; all or nothing."""
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    with connection.schema_editor(atomic=True) as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        # Keys and indexes now: no table can be altered behind rows whose keys are still to be checked.
        for statement in editor.deferred_sql:
            editor.execute(statement, None)
        editor.deferred_sql.clear()
        for migration in plan:
            for step in by_hand(migration):
                step.code(apps, editor)  # type: ignore[arg-type]  # today's models, for those of a migration
                connection.check_constraints()
        executor.recorder.ensure_schema()
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)


def by_hand(migration: Migration) -> list[RunPython]:
    """What it does on a new database that no model says. The libraries' own steps all move old rows."""
    if not apps.get_app_config(migration.app_label).name.startswith("duban."):
        return []
    return [step for step in migration.operations if isinstance(step, RunPython) and not step.elidable]
