"""What the journal says about checklists, what was found by them, and how norms came about."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

MADE = Kind("checklist.made", _("Made the checklist %(name)s (%(code)s)"), "checklist")
CHANGED = Kind("checklist.changed", _("Changed the checklist %(name)s: %(fields)s"), "edit")
DRAFTED = Kind("edition.drafted", _("Drafted edition %(number)s of %(name)s: %(items)s items"), "file-plus")
WRITTEN = Kind(
    "edition.written",
    _("Rewrote the draft %(number)s of %(name)s: %(added)s added, %(changed)s changed, %(removed)s removed"),
    "pencil",
)
IMPORTED = Kind(
    "edition.imported",
    _("Took %(file)s into the draft %(number)s of %(name)s: %(added)s added, %(changed)s changed, %(removed)s removed"),
    "file-import",
)
APPROVED = Kind("edition.approved", _("Approved edition %(number)s of %(name)s"), "rubber-stamp")
IN_FORCE = Kind(
    "edition.in_force", _("Brought edition %(number)s of %(name)s into force from %(since)s: %(document)s"), "gavel"
)
REPEALED = Kind("edition.repealed", _("Repealed edition %(number)s of %(name)s: %(reason)s"), "file-off")
WITHDRAWN = Kind("edition.withdrawn", _("Withdrew edition %(number)s of %(name)s: %(reason)s"), "file-off")
PACK_LOADED = Kind("pack.loaded", _("Loaded the pack %(pack)s: %(checklists)s checklists, %(items)s items"), "package")

BEGUN = Kind("response.begun", _("Began %(name)s at %(unit)s"), "clipboard")
ANSWERED = Kind("response.answered", _("Answered %(count)s items of %(name)s at %(unit)s: %(failed)s failed"), "checks")
FINISHED = Kind(
    "response.finished",
    _("Finished %(name)s at %(unit)s: %(passed)s passed, %(failed)s failed, %(na)s not applicable"),
    "clipboard-check",
)

PATTERN_NOTED = Kind("pattern.noted", _("Noted a pattern: %(title)s"), "repeat")
PATTERN_CHANGED = Kind("pattern.changed", _("Changed the pattern %(title)s: %(fields)s"), "edit")
RULE_DRAFTED = Kind("rule.drafted", _("Drafted a rule from the pattern %(pattern)s: %(text)s"), "ruler-2")
RULE_CHANGED = Kind("rule.changed", _("Changed the rule %(text)s"), "edit")
RULE_PLACED = Kind("rule.placed", _("Put the rule %(text)s into edition %(number)s of %(name)s"), "arrow-big-right")

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
