"""What the journal can tell about units and people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind, register, register_noun

OPENED = Kind("unit.opened", _("Opened unit %(unit)s under %(parent)s"), "building-plus")
EDITED = Kind("unit.edited", _("Changed unit %(unit)s: %(changes)s"), "edit")
MOVE_PLANNED = Kind("unit.move_planned", _("Unit %(unit)s moves under %(parent)s on %(since)s"), "calendar-event")
MOVE_CALLED_OFF = Kind(
    "unit.move_called_off", _("The move of unit %(unit)s planned for %(since)s is off"), "calendar-off"
)
MOVED = Kind("unit.moved", _("Unit %(unit)s moved from %(before)s to %(parent)s"), "arrows-move")
CLOSED = Kind("unit.closed", _("Unit %(unit)s is closed as of %(on)s"), "building-off")
MERGED = Kind("unit.merged", _("Unit %(unit)s is merged into %(into)s as of %(on)s"), "git-merge")
ALIAS_ADDED = Kind("unit.alias_added", _("%(text)s is another name of %(unit)s"), "tag")
ALIAS_REMOVED = Kind("unit.alias_removed", _("%(text)s is no longer a name of %(unit)s"), "tag-off")

ADDED = Kind("person.added", _("Added %(person)s"), "user-plus")
PERSON_EDITED = Kind("person.edited", _("Changed the record of %(person)s: %(changes)s"), "user-edit")
INVITED = Kind("person.invited", _("Invited %(person)s to set a password"), "mail")
JOINED = Kind("person.joined", _("%(person)s set a password by invitation"), "user-check")
PASSWORD_CHANGED = Kind("person.password_changed", _("%(person)s changed the password"), "key")
PASSWORD_RESET = Kind("person.password_reset", _("%(person)s set a new password by mail"), "key")
DISCONNECTED = Kind("person.disconnected", _("Took the log-in by %(provider)s from %(person)s"), "link-off")
SECURED = Kind(
    "person.secured",
    _("%(person)s revoked %(keys)s keys and ended %(sessions)s sessions: somebody else may know the password"),
    "shield-exclamation",
)
DEACTIVATED = Kind("person.deactivated", _("%(person)s can no longer log in"), "user-off")
REACTIVATED = Kind("person.reactivated", _("%(person)s can log in again"), "user-check")
MFA_RESET = Kind("person.mfa_reset", _("Removed the second factor of %(person)s"), "lock-open")
APPOINTED = Kind("person.appointed", _("%(person)s is appointed %(post)s of %(unit)s from %(since)s"), "id-badge-2")
APPOINTMENT_ENDED = Kind(
    "person.appointment_ended", _("%(person)s is no longer %(post)s of %(unit)s from %(until)s"), "id-off"
)
DEPUTY_NAMED = Kind(
    "person.deputy_named", _("%(deputy)s acts for %(person)s from %(since)s until %(until)s"), "user-share"
)
DEPUTY_ENDED = Kind("person.deputy_ended", _("%(deputy)s no longer acts for %(person)s from %(until)s"), "user-x")
IMPORTED = Kind(
    "organisation.imported",
    _(
        "Imported the organisation: %(units)s units, %(people)s people, %(appointments)s appointments, %(aliases)s aliases"
    ),
    "file-import",
)
STARTED = Kind("organisation.started", _("%(person)s set up Duban as its first administrator"), "rocket")


def register_all() -> None:
    register(*(value for value in globals().values() if isinstance(value, Kind)))
    register_noun("unit", _("unit"), lambda pk: reverse("org:unit", args=[pk]))
    register_noun("person", _("person"), lambda pk: reverse("org:person", args=[pk]))
