"""What the journal can say about how people are told things; and the reminder, which tells of a day and not of an entry."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

DEADLINES = Kind(
    "reminder.deadlines",
    _("%(red)s overdue, %(yellow)s at risk, %(reports)s reports due: %(tasks)s"),
    "calendar-exclamation",
)
FINDINGS = Kind(
    "reminder.findings",
    _("%(late)s findings past their term, %(near)s to be answered soon: %(findings)s"),
    "calendar-exclamation",
)
WAITING = Kind(
    "reminder.waiting",
    _(
        "past their term: %(receipts)s to be acknowledged, %(verifications)s to be verified, %(supports)s requests for support to be answered: %(tasks)s"
    ),
    "calendar-exclamation",
)
TRIED = Kind("reminder.tried", _("This is a test of the way to you by %(channel)s"), "send")
WISHES_CHANGED = Kind("notice.wishes_changed", _("chose how to be told: %(rhythm)s"), "bell-cog")
CHANNEL_ADDED = Kind("notice.channel_added", _("added a way to be told: %(name)s (%(service)s)"), "bell-plus")
CHANNEL_REMOVED = Kind("notice.channel_removed", _("removed a way to be told: %(name)s"), "bell-minus")
SERVICE_ALLOWED = Kind("notice.service_allowed", _("allowed notices to go to %(service)s"), "world-share")
SERVICE_FORBIDDEN = Kind("notice.service_forbidden", _("no longer allows notices to go to %(service)s"), "world-off")
CALENDAR_OPENED = Kind("notice.calendar_opened", _("made a calendar address"), "calendar-share")
CALENDAR_CLOSED = Kind("notice.calendar_closed", _("took back the calendar address"), "calendar-off")

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
