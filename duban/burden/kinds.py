"""What the journal says about burdens."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

# The code is older than this room: entries of it stand in journals already.
RATES_SET = Kind("cost_rule.set", _("Set the minutes that requests cost, from %(since)s"), "clock-edit")
BUDGET_SET = Kind(
    "burden.budget_set", _("Set the burden budget of %(unit)s from %(since)s: %(hours)s h a month"), "gauge"
)
EXCEEDED = Kind(
    "burden.exceeded", _("Asked beyond the burden budget of %(units)s: %(reason)s (%(title)s)"), "alert-triangle"
)
OFFERED = Kind("burden.merge_offered", _("Proposed to %(unit)s to merge: %(title)s"), "arrow-merge")
REFUSED = Kind("burden.merge_refused", _("Did not consent to merge %(title)s: %(reason)s"), "arrows-split-2")
MERGED = Kind("burden.merged", _("Merged: %(title)s; %(minutes)s minutes saved"), "arrow-merge")

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
