from duban.org.models.invitation import Invitation
from duban.org.models.person import Appointment, Deputy, Person, Role
from duban.org.models.unit import Placement, Unit, UnitAlias, UnitKind

__all__ = ["Appointment", "Deputy", "Invitation", "Person", "Placement", "Role", "Unit", "UnitAlias", "UnitKind"]
