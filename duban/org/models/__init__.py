from duban.org.models.person import Appointment, Deputy, Person, Role
from duban.org.models.unit import Placement, Unit, UnitAlias, UnitKind

__all__ = ["Appointment", "Deputy", "Person", "Placement", "Role", "Unit", "UnitAlias", "UnitKind"]
