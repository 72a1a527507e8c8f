"""What the journal says about inspections."""

from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

EDGE_DRAWN = Kind(
    "edge.drawn", _("%(looker)s inspects %(looked_at)s from %(since)s: %(aspect)s (%(document)s)"), "affiliate"
)
EDGE_ENDED = Kind("edge.ended", _("%(looker)s no longer inspects %(looked_at)s from %(until)s: %(aspect)s"), "unlink")

ALL = [value for value in list(globals().values()) if isinstance(value, Kind)]
