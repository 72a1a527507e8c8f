"""What the journal says about exposure notices. No text is in a body, only its SHA-256: who no longer reads a withdrawn
notice must not read it there."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

DRAFTED = Kind("exposure.drafted", _("Drafted the exposure notice “%(title)s” from %(findings)s"), "speakerphone")
CHANGED = Kind("exposure.changed", _("Changed the draft “%(title)s”"), "edit")
MASKED = Kind("exposure.masked", _("Masked a photo at %(boxes)s places"), "mask")
DECLARED = Kind("exposure.declared", _("Declared that a photo shows nobody"), "user-off")
SUBMITTED = Kind("exposure.submitted", _("Handed “%(title)s” in for the privacy and legal check"), "send")
RETURNED = Kind("exposure.returned", _("Checked “%(title)s” and returned it: %(note)s"), "arrow-back")
PASSED = Kind("exposure.passed", _("Passed “%(title)s”; %(unit)s may reply until %(due)s"), "shield-check")
REDRAFTED = Kind("exposure.redrafted", _("Took “%(title)s” back to draft it anew: %(reason)s"), "arrow-back-up")
DROPPED = Kind("exposure.dropped", _("Dropped the exposure notice “%(title)s”: %(reason)s"), "trash")
REPLIED = Kind("exposure.replied", _("Replied to the exposure notice “%(title)s”"), "message")
DISPUTED = Kind("exposure.disputed", _("Said that the facts of “%(title)s” are wrong; ruling due by %(due)s"), "gavel")
WAIVED = Kind("exposure.waived", _("Waived the reply to “%(title)s”"), "message-off")
ISSUED = Kind("exposure.issued", _("Issued “%(title)s” as %(number)s, shown until %(until)s"), "speakerphone")
UPHELD = Kind("exposure.facts_stand", _("Ruled that the facts of “%(title)s” stand: %(ruling)s"), "gavel")
WITHDRAWN = Kind("exposure.withdrawn", _("Withdrew the exposure notice “%(title)s”: %(ruling)s"), "eye-off")
RULES_SET = Kind(
    "exposure_rules.set", _("Set the rules for exposure notices from %(since)s: %(source)s"), "adjustments"
)

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
