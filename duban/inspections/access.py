"""Who sees and keeps what belongs to inspections.

The network is public inside. The supervision office keeps all of it; leaders and heads keep what lies within their unit.
"""

from django.db.models import QuerySet

from duban.inspections.models import Edge
from duban.org.access import Policy, Standing
from duban.org.models import Person, Role, Unit

KEEPERS = (Role.LEADER, Role.HEAD)


class EdgePolicy(Policy[Edge]):
    model = Edge
    verbs = frozenset({"view", "end"})

    def visible_to(self, person: Person) -> QuerySet[Edge]:
        rows = Edge.objects.select_related("looker", "looked_at")
        return rows if person.is_active else rows.none()

    def allows(self, standing: Standing, verb: str, obj: Edge) -> bool:
        return obj.until is None and may_draw(standing, obj.looker, obj.looked_at)


def may_draw(standing: Standing, looker: Unit, looked_at: Unit) -> bool:
    """Both ends lie within what the person keeps: nobody sends another's department, or invites it elsewhere."""
    if standing.has(Role.SUPERVISION):
        return True
    return standing.over(looker, *KEEPERS) and standing.over(looked_at, *KEEPERS)


def may_draw_some(standing: Standing) -> bool:
    return standing.has(Role.SUPERVISION, *KEEPERS)


edges = EdgePolicy()
