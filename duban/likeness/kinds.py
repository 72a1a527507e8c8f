"""What the journal can say about hints. Entries stand under the hint, not under the task: the doer does not read them."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

LOOKED = Kind("likeness.looked", _("looked at a copy hint: %(verdict)s"), "eye-check")
RULES_KEPT = Kind("likeness.rules_kept", _("set down the rules of copy hints: %(fields)s"), "adjustments")

ALL = [LOOKED, RULES_KEPT]
