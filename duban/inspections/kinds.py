"""What the journal says about inspections."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

EDGE_DRAWN = Kind(
    "edge.drawn", _("%(looker)s inspects %(looked_at)s from %(since)s: %(aspect)s (%(document)s)"), "affiliate"
)
EDGE_ENDED = Kind("edge.ended", _("%(looker)s no longer inspects %(looked_at)s from %(until)s: %(aspect)s"), "unlink")

PLAN_MADE = Kind("plan.made", _("Drafted the plan %(title)s: %(units)s units"), "calendar-plus")
PLAN_CHANGED = Kind("plan.changed", _("Changed the draft of the plan %(title)s"), "calendar-cog")
PLAN_PUBLISHED = Kind("plan.published", _("Published the plan %(title)s: %(visits)s visits"), "calendar-check")

DRAW_MADE = Kind("draw.made", _("Prepared the draw %(title)s"), "dice-3")
DRAW_CHANGED = Kind(
    "draw.changed",
    _(
        "Changed the draw %(title)s: %(since)s to %(until)s, teams of %(team)s, at most %(cap)s visits each, inspectors"
        " %(inspectors)s, dice by %(throwers)s"
    ),
    "dice-2",
)
DRAW_LEFT = Kind("draw.left", _("%(left)s no longer inspect in the draw %(title)s"), "user-minus")
DRAW_DROPPED = Kind("draw.dropped", _("Dropped the draw %(title)s while it was being prepared"), "trash")
DRAW_RECUSED = Kind("draw.recused", _("%(person)s will not visit %(unit)s: %(reason)s"), "user-minus")
DRAW_RECUSAL_BACK = Kind(
    "draw.recusal_back", _("Took back that %(person)s will not visit %(unit)s: %(reason)s"), "user-plus"
)
DRAW_FROZEN = Kind("draw.frozen", _("Froze %(title)s: %(entries)s entries, SHA-256 %(digest)s"), "snowflake")
DRAW_SEALED = Kind("draw.sealed", _("Threw the dice for %(title)s and sealed the result: %(seal)s"), "lock")
DRAW_FAILED = Kind(
    "draw.failed", _("Threw the dice for %(title)s, but nothing could be drawn: too few inspectors"), "alert-triangle"
)
DRAW_VOID = Kind("draw.void", _("In %(title)s %(name)s fell out: %(reason)s"), "ban")
DRAW_OPENED = Kind("draw.opened", _("Opened %(title)s: %(selected)s were drawn"), "lock-open")

VISIT_PLANNED = Kind("visit.planned", _("Planned a visit to %(unit)s on %(on)s by %(team)s"), "map-pin-plus")
VISIT_CHANGED = Kind("visit.changed", _("Changed the visit to %(unit)s: %(on)s, %(team)s"), "map-pin-cog")
VISIT_LEFT = Kind("visit.left", _("The visit to %(unit)s on %(on)s is made without %(left)s"), "user-minus")
VISIT_BEGUN = Kind("visit.begun", _("Began the visit to %(unit)s"), "map-pin")
VISIT_ENDED = Kind(
    "visit.ended", _("Ended the visit to %(unit)s: %(passed)s passed, %(failed)s failed"), "map-pin-check"
)
VISIT_SIGNED = Kind("visit.signed", _("Signed for the %(side)s: %(remark)s"), "signature")
VISIT_UNSIGNED = Kind("visit.unsigned", _("Noted that %(unit)s did not sign: %(reason)s"), "signature-off")
VISIT_CANCELLED = Kind("visit.cancelled", _("Cancelled the visit to %(unit)s: %(reason)s"), "map-pin-off")
VISIT_BROKEN_OFF = Kind("visit.broken_off", _("Broke off the visit to %(unit)s: %(reason)s"), "map-pin-off")

BULLETIN_DRAFTED = Kind("bulletin.drafted", _("Drafted the bulletin “%(title)s”"), "news")
BULLETIN_CORRECTED = Kind("bulletin.corrected", _("Corrected the bulletin “%(title)s”"), "edit")
BULLETIN_ISSUED = Kind("bulletin.issued", _("Issued the bulletin “%(title)s” as %(number)s"), "speakerphone")

SUGGESTED = Kind("suggestion.sent", _("A suggestion was sent to %(unit)s: %(title)s"), "bulb")
SUGGESTION_ADOPTED = Kind("suggestion.adopted", _("Adopted the suggestion “%(title)s”: %(answer)s"), "bulb")
SUGGESTION_DECLINED = Kind("suggestion.declined", _("Did not adopt the suggestion “%(title)s”: %(answer)s"), "bulb-off")

RULES_SET = Kind("inspection_rules.set", _("Set the rules for inspections from %(since)s: %(source)s"), "adjustments")
LOOK_BACK_GIVEN = Kind("look_back.given", _("%(checker)s is to look back at %(title)s"), "eye-search")
LOOK_BACK_LEFT = Kind("look_back.left", _("%(left)s is not to look back at %(title)s any more"), "user-minus")
LOOKED_BACK = Kind("look_back.judged", _("Looked back at %(title)s: %(verdict)s; %(note)s"), "eye-search")
REOPENED = Kind("look_back.reopened", _("Opened %(title)s again after the look-back"), "rotate")

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
