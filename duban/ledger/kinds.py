"""What the journal can say about tasks. The actor stands before each sentence; every body also carries the task's
number and title, so an entry can be read by itself."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

REGISTERED = Kind("task.registered", _("drafted this task"), "pencil")
EDITED = Kind("task.edited", _("changed the draft: %(fields)s"), "edit")
DISPATCHED = Kind("task.dispatched", _("dispatched it as %(number)s to %(unit)s, due %(due)s"), "send")
ACKNOWLEDGED = Kind("task.acknowledged", _("acknowledged it for %(unit)s"), "mail-opened")
DECLINED = Kind("task.declined", _("declined it for %(unit)s: %(reason)s"), "arrow-back-up")
DECOMPOSED = Kind("task.decomposed", _("broke off a part: %(part)s"), "sitemap")
REPORTED = Kind("task.reported", _("reported for %(unit)s: %(done)s"), "message-report")
EXTENSION_ASKED = Kind(
    "task.extension_asked", _("asked to move the due date to %(to)s: %(reason)s"), "calendar-question"
)
EXTENSION_WITHDRAWN = Kind("task.extension_withdrawn", _("withdrew the request to move the due date"), "calendar-off")
EXTENSION_APPROVED = Kind("task.extension_approved", _("moved the due date from %(since)s to %(to)s"), "calendar-check")
EXTENSION_REFUSED = Kind("task.extension_refused", _("refused to move the due date: %(reason)s"), "calendar-x")
SUSPENDED = Kind("task.suspended", _("suspended it: %(reason)s"), "player-pause")
RESUMED = Kind("task.resumed", _("resumed it after %(days)s working days"), "player-play")
CANCELLED = Kind("task.cancelled", _("cancelled it: %(reason)s"), "ban")
SUPPORT_ASKED = Kind("task.support_asked", _("asked %(unit)s for support by %(due)s: %(need)s"), "lifebuoy")
SUPPORT_ANSWERED = Kind("task.support_answered", _("answered the request for support: %(answer)s"), "messages")
SUPPORT_WITHDRAWN = Kind("task.support_withdrawn", _("withdrew the request for support"), "lifebuoy-off")
URGED = Kind("task.urged", _("urged %(person)s"), "bell-ringing")
COMPLETION_CLAIMED = Kind("task.completion_claimed", _("claimed completion: %(statement)s"), "flag-check")
RETURNED = Kind("task.returned", _("returned it: %(note)s"), "arrow-back")
VERIFIED = Kind("task.verified", _("verified that the criterion is met: %(note)s"), "eye-check")
CLOSED = Kind("task.closed", _("closed it"), "circle-check")
RELAPSED = Kind("task.relapsed", _("opened it again, the closing no longer counts: %(reason)s"), "rotate")
COMMENTED = Kind("task.commented", _("commented: %(text)s"), "message")
FOLLOWED = Kind("task.followed", _("follows this task"), "eye")
UNFOLLOWED = Kind("task.unfollowed", _("no longer follows this task"), "eye-off")
REASSIGNED = Kind("task.reassigned", _("changed who is in charge: %(changes)s"), "user-edit")
REPORTS_JOINED = Kind("task.reports_joined", _("is reported on together with %(other)s"), "arrow-merge")
SENTENCE_JOINED = Kind("task.sentence_joined", _("joined to it what %(source)s says: %(words)s"), "link")
SENTENCE_LEFT = Kind("task.sentence_left", _("no longer joins to it what %(source)s says: %(words)s"), "unlink")
SORTED = Kind("task.sorted", _("put it under: %(places)s"), "folder")
OFFERED = Kind("task.offered", _("put it on the claim board"), "speakerphone")
OFFER_WITHDRAWN = Kind("task.offer_withdrawn", _("took it off the claim board"), "speakerphone")
CLAIMED = Kind("task.claimed", _("took it on for %(unit)s as %(number)s, due %(due)s"), "hand-grab")
MILESTONE_SET = Kind("task.milestone_set", _("set a milestone: %(milestone)s by %(due)s"), "map-pin-plus")
MILESTONE_MOVED = Kind("task.milestone_moved", _("moved the milestone %(milestone)s to %(due)s: %(reason)s"), "map-pin")
MILESTONE_REACHED = Kind("task.milestone_reached", _("reached the milestone: %(milestone)s"), "map-pin-check")
MILESTONE_DROPPED = Kind("task.milestone_dropped", _("dropped the milestone: %(milestone)s"), "map-pin-off")
PROOF_SET = Kind("task.proof_set", _("set an acceptance criterion: %(standard)s"), "list-check")
PROOF_HANDED_IN = Kind("task.proof_handed_in", _("handed in proof for: %(standard)s"), "file-check")
PROOF_JUDGED = Kind("task.proof_judged", _("judged %(standard)s: %(verdict)s"), "gavel")
MOCK_PLANNED = Kind("task.mock_planned", _("planned a mock acceptance on %(on)s"), "calendar-event")
MOCK_HELD = Kind(
    "task.mock_held", _("held a mock acceptance: %(passed)s of %(total)s criteria passed"), "clipboard-check"
)

TARGET_SET = Kind("target.set", _("set the target %(name)s: %(goal)s %(measure)s by %(by)s"), "target-arrow")
TARGET_CHANGED = Kind("target.changed", _("changed the target %(name)s: %(fields)s"), "target")
READING_TAKEN = Kind("target.read", _("read %(name)s on %(on)s: %(value)s %(measure)s"), "chart-line")
READING_CORRECTED = Kind(
    "target.corrected", _("corrected %(name)s of %(on)s from %(was)s to %(value)s %(measure)s"), "chart-line"
)
PROGRAMME_KEPT = Kind("programme.kept", _("set down the programme %(name)s: %(fields)s"), "flag")
CATALOGUE_KEPT = Kind("ledger.catalogue_kept", _("set down %(what)s %(name)s: %(fields)s"), "adjustments")
TEMPLATE_FAILED = Kind(
    "ledger.template_failed", _("could not register the recurring order %(name)s: %(reason)s"), "alert-triangle"
)
RULES_KEPT = Kind("ledger.rules_kept", _("put rules in force from %(since)s: %(source)s"), "gavel")
DAY_KEPT = Kind("ledger.day_kept", _("declared %(day)s: %(what)s"), "calendar-cog")
DAY_DROPPED = Kind("ledger.day_dropped", _("took back the exception for %(day)s"), "calendar-cog")
VIEW_SAVED = Kind("ledger.view_saved", _("saved the view %(name)s"), "device-floppy")
VIEW_DROPPED = Kind("ledger.view_dropped", _("dropped the view %(name)s"), "trash")

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
