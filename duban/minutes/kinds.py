"""What the journal says about documents and their proposals."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

FILED = Kind("document.filed", _("Filed “%(title)s”"), "file-import")
DESCRIBED = Kind("document.described", _("Changed the particulars of “%(title)s”: %(fields)s"), "file-pencil")
READ = Kind("document.read", _("“%(title)s” was read: %(proposals)s proposals, %(repairs)s repairs"), "book")
READ_AGAIN = Kind(
    "document.read_again", _("“%(title)s” was read again: %(new)s new, %(gone)s no longer proposed"), "refresh"
)
UNREADABLE = Kind("document.unreadable", _("“%(title)s” could not be read: %(error)s"), "file-off")
REMOVED = Kind("document.removed", _("Removed “%(title)s”"), "trash")
CORRECTED = Kind("document.corrected", _("Corrected the text “%(before)s” to “%(after)s”"), "writing")
RESTORED = Kind("document.correction_undone", _("Took back the correction of “%(before)s”"), "arrow-back-up")
ISSUED = Kind("document.issued", _("Issued %(count)s tasks from “%(title)s”"), "send")

ADDED = Kind("proposal.added", _("Added “%(title)s” from the text"), "plus")
EDITED = Kind("proposal.edited", _("Edited “%(title)s”: %(fields)s"), "pencil")
MERGED = Kind("proposal.merged", _("Merged %(count)s proposals into “%(title)s”"), "arrow-merge")
SPLIT = Kind("proposal.split", _("Split “%(title)s” into %(count)s"), "arrows-split-2")
DISMISSED = Kind("proposal.dismissed", _("Dismissed “%(title)s”: %(reason)s"), "x")
JOINED = Kind("proposal.joined", _("Joined “%(title)s” to the task %(task)s"), "link")
REOPENED = Kind("proposal.reopened", _("Took “%(title)s” up again"), "arrow-back-up")
FILLED = Kind("proposal.filled", _("Filled in %(fields)s for %(count)s proposals"), "wand")

ALL = (
    FILED, DESCRIBED, READ, READ_AGAIN, UNREADABLE, REMOVED, CORRECTED, RESTORED, ISSUED,
    ADDED, EDITED, MERGED, SPLIT, DISMISSED, JOINED, REOPENED, FILLED,
)  # fmt: skip
