"""Why a document could not be read, in the reader's code, and what a person can do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Trouble:
    what: str | Promise
    do: str | Promise


OTHER = Trouble(
    _("The file could not be read."),
    _("Open it with the program it was made with, save it as Word (.docx) or copy its text, and file that instead."),
)
KNOWN = {
    "empty": Trouble(_("There is no text in it."), _("Check that this is the right file, or paste the text.")),
    "binary": Trouble(
        _("This is not a document that can be read."), _("File a Word, PDF, Excel or text file, or paste the text.")
    ),
    "encrypted": Trouble(
        _("The file is protected by a password."), _("Save it without the password, and file it again.")
    ),
    "truncated": Trouble(
        _("The file is cut off or damaged."), _("Fetch it again from where it came from, and file that copy.")
    ),
    "too_large": Trouble(_("The file is too large."), _("Split it, or paste the part that directs somebody.")),
    "bomb": Trouble(
        _("The file unpacks to far more than it seems, and was not opened."),
        _("Ask whoever sent it for a plain copy, or paste the text."),
    ),
    "needs_ocr": Trouble(
        _("It is a picture of text, and this installation cannot read pictures."),
        _("Paste the text, or ask the administrator to install the reading of pictures (duban[ocr])."),
    ),
    "needs_libreoffice": Trouble(
        _("It is an old Word or WPS file, and this installation cannot open those."),
        _("Save it as .docx and file that, or ask the administrator to install LibreOffice."),
    ),
    "internal": Trouble(
        _("Reading it failed by a fault of ours, which was written to the log."),
        _("Read it again; if it fails again, paste the text and tell the administrator."),
    ),
}


def explain(code: str, text: str = "") -> Trouble:
    return KNOWN.get(code, OTHER)
