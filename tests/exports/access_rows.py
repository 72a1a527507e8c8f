"""A file shows what the list shows; a notice goes to whoever may see its task."""

from datetime import timedelta

from duban.ledger.actions import register_and_dispatch
from duban.ledger.models import Task, TaskType
from tests.access_table import Row
from tests.world import World


def task_of_east(world: World) -> Task:
    return register_and_dispatch(
        actor=world.clerk,
        title="完成泊位维护",
        type=TaskType.objects.get_or_create(name="督办")[0],
        lead_unit=world.east,
        responsible=world.east_liaison,
        looker=world.safety_liaison,
        due_on=world.today + timedelta(days=30),
        criterion="现场核对",
    )


SEE_IT = {
    "clerk": 200,
    "inspector": 200,
    "auditor": 200,
    "assessor": 200,
    "administrator": 200,
    "east_leader": 200,
    "east_inspector": 200,
    "east_administrator": 200,
}
ROWS = [
    Row("journal_xlsx", "GET", None, {"*": 200}),
    Row("verifications_xlsx", "GET", None, {"*": 403, "auditor": 200, "administrator": 200}),
    Row("task_export_xlsx", "GET", None, {"*": 200}),
    Row("task_export_csv", "GET", None, {"*": 200}),
    Row("task_breakdown_docx", "GET", None, {"*": 200}),
    Row("task_notice_docx", "GET", lambda world, made: {"pk": made.pk}, {"*": 404, **SEE_IT}, make=task_of_east),
]
