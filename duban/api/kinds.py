from django.utils.translation import gettext_lazy as _

from duban.journal.kinds import Kind

TOKEN_MADE = Kind("api.token_made", _("made the API key %(name)s (%(scope)s), valid until %(until)s"), "key")
TOKEN_REVOKED = Kind("api.token_revoked", _("revoked the API key %(name)s"), "key-off")
ALL = [TOKEN_MADE, TOKEN_REVOKED]
