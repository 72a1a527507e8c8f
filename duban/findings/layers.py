"""At which layer somebody looks: 1 is the group, its departments included; 2 the secondary units and theirs; and so on."""

from django.utils import timezone

from duban.org.models import Appointment, Person, Unit, UnitKind

# These are part of the unit above them, not a layer of their own.
SIDES = frozenset({UnitKind.DEPARTMENT, UnitKind.TASK_FORCE, UnitKind.EMERGENCY, UnitKind.BRANCH})


def layer_of(unit: Unit) -> int:
    return max(unit.depth - (unit.kind in SIDES), 1)


def home_of(person: Person) -> Unit | None:
    """The unit of the highest post this person holds today: as whom they look."""
    posts = Appointment.objects.in_force(timezone.localdate()).filter(person=person).select_related("unit")
    units = [post.unit for post in posts.order_by("id")]
    return min(units, key=layer_of) if units else None


def layer_of_person(person: Person) -> int | None:
    home = home_of(person)
    return layer_of(home) if home else None
