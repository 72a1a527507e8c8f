"""What the journal can say about findings. Every body carries number and title, so an entry can be read by itself."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

REPORTED = Kind("finding.reported", _("reported it: %(title)s"), "message-exclamation")
ISSUED = Kind("finding.issued", _("issued it as %(number)s to %(unit)s, answer by %(due)s"), "send")
DISMISSED = Kind("finding.dismissed", _("did not confirm it: %(reason)s"), "circle-x")
ACCEPTED = Kind("finding.accepted", _("accepted it for %(unit)s, plan due by %(due)s"), "mail-opened")
DEEMED = Kind(
    "finding.deemed_accepted",
    _(
        "took it as accepted, as %(unit)s did not answer in time: %(reason)s; it may be disputed until the plan is due on %(due)s"
    ),
    "mail-check",
)
DISPUTED = Kind("finding.disputed", _("disputed it: %(reason)s"), "gavel")
RULED = Kind("finding.ruled", _("ruled on the dispute: %(verdict)s, %(ruling)s"), "gavel")
PLANNED = Kind("finding.planned", _("handed in a plan of rectification, due %(due)s: %(measures)s"), "list-details")
PLAN_REFUSED = Kind("finding.plan_refused", _("sent the plan back: %(reason)s"), "arrow-back")
PLAN_ACCEPTED = Kind(
    "finding.plan_accepted", _("accepted the plan; it is task %(task)s now, due %(due)s"), "list-check"
)
CLAIMED = Kind("finding.claimed", _("said that it is put right: %(statement)s"), "flag-check")
RETURNED = Kind("finding.returned", _("rechecked it and returned it: %(note)s"), "arrow-back")
RECHECKED = Kind("finding.rechecked", _("rechecked it and found it put right: %(note)s"), "eye-check")
CLOSED = Kind("finding.closed", _("closed the finding"), "circle-check")
FIXED = Kind("finding.fixed", _("fixed it on the spot: %(note)s"), "bolt")
FIX_DRAWN = Kind("finding.fix_drawn", _("The draw chose this fix for a recheck"), "dice")
FIX_HOLDS = Kind("finding.fix_holds", _("rechecked the fix, it holds: %(note)s"), "eye-check")
RELAPSED = Kind("finding.relapsed", _("opened the finding again, its closing no longer counts: %(reason)s"), "rotate")
PLAN_VOID = Kind("finding.plan_void", _("cancelled its task %(task)s; a new plan is due by %(due)s"), "ban")
OUTCOME = Kind("finding.outcome", _("recorded the outcome %(outcome)s: %(words)s"), "school")
EVIDENCE = Kind("finding.evidence", _("added %(count)s files"), "paperclip")
KIND_KEPT = Kind("finding_kind.kept", _("set down the kind of finding %(name)s: %(fields)s"), "adjustments")
RULES_KEPT = Kind("finding_rules.kept", _("put rules for findings in force from %(since)s: %(source)s"), "gavel")

# What only the unit says to a finding. Everything else may be the work of whoever reported it.
BY_UNIT = frozenset(kind.code for kind in (ACCEPTED, DISPUTED, PLANNED, CLAIMED))

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
