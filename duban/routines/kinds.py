"""What the journal says about standing duties."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

SET = Kind("duty.set", _("Set the standing duty %(name)s, in force since %(since)s"), "repeat")
CHANGED = Kind("duty.changed", _("Changed the standing duty %(name)s: %(fields)s"), "edit")
PAUSED = Kind("duty.paused", _("Paused %(name)s from %(since)s to %(until)s: %(reason)s"), "player-pause")
# Told of the duty that follows: who keeps it did not pause it.
FOLLOWED_PAUSED = Kind(
    "duty.followed_paused",
    _("Paused %(followed)s, which %(name)s follows, from %(since)s to %(until)s: %(reason)s"),
    "player-pause",
)
FOLLOWED_RESUMED = Kind(
    "duty.followed_resumed", _("Took back the pause of %(followed)s, which %(name)s follows"), "player-play"
)
RESUMED = Kind("duty.resumed", _("Took back the pause of %(name)s from %(since)s"), "player-play")
FOLLOWED_ENDED = Kind(
    "duty.followed_ended",
    _("Ended %(followed)s, which %(name)s follows, on %(until)s: %(reason)s"),
    "calendar-off",
)
ENDED = Kind("duty.ended", _("Ended %(name)s on %(until)s: %(reason)s"), "calendar-off")

MET = Kind("occurrence.met", _("Met %(name)s of %(day)s for %(who)s"), "circle-check")
REPORTED = Kind("occurrence.reported", _("Reported %(name)s of %(day)s for %(who)s"), "message-report")
CORRECTED = Kind("occurrence.corrected", _("Corrected the report %(name)s of %(day)s for %(who)s"), "pencil")
EXCUSED = Kind("occurrence.excused", _("Excused %(who)s from %(name)s of %(day)s: %(reason)s"), "calendar-x")
FELL_AWAY = Kind(
    "occurrence.fell_away",
    _("Paused %(followed)s, which %(name)s follows: %(who)s does not owe that of %(day)s; %(reason)s"),
    "calendar-x",
)
ESCALATED = Kind(
    "occurrence.escalated", _("%(name)s of %(day)s is missing at %(unit)s: %(count)s, %(named)s"), "bell-ringing"
)
ASKED = Kind("occurrence.asked", _("Asked %(who)s about %(name)s of %(day)s: %(question)s"), "help")
ANSWERED = Kind("occurrence.answered", _("Answered about %(name)s of %(day)s: %(answer)s"), "message-reply")

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
