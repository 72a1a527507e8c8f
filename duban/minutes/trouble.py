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
# Of a document that was read but for some pages or files, which its `error_text` names.
PAGES_MISSED, FILES_MISSED = "pages_missed", "files_missed"
KNOWN = {
    FILES_MISSED: Trouble(_("Attached files were not read:"), _("File each as a document of its own.")),
    PAGES_MISSED: Trouble(
        _("Pages that are pictures were not read:"),
        _(
            "File their text as a document of its own, or ask the administrator to install the reading of pictures (duban[ocr]) and file this file again."
        ),
    ),
    "empty": Trouble(_("The file is empty."), _("Check that this is the right file, or paste the text.")),
    "no_text": Trouble(_("There is no text in it."), _("Check that this is the right file, or paste the text.")),
    "binary": Trouble(
        _("This is not a document that can be read."), _("File a Word, PDF, Excel or text file, or paste the text.")
    ),
    "unsupported": Trouble(
        _("Files of this kind are not read."), _("File a Word, PDF, Excel or text file, or paste the text.")
    ),
    "encrypted": Trouble(
        _("The file is protected by a password."), _("Save it without the password, and file it again.")
    ),
    "damaged": Trouble(
        _("The file is cut off or damaged."), _("Fetch it again from where it came from, and file that copy.")
    ),
    "encoding": Trouble(
        _("The characters of the file could not be made out."),
        _("Save it as UTF-8 and file it again, or paste the text."),
    ),
    "other_language": Trouble(
        _("There is hardly any Chinese in it."),
        _("Check that this is the right file; only Chinese documents are read."),
    ),
    "too_big": Trouble(_("The file is too large."), _("Split it, or paste the part that directs somebody.")),
    "bomb": Trouble(
        _("The file unpacks to far more than it seems, and was not opened."),
        _("Ask whoever sent it for a plain copy, or paste the text."),
    ),
    "scanned": Trouble(
        _("It is a picture of text, and this installation cannot read pictures."),
        _("Paste the text, or ask the administrator to install the reading of pictures (duban[ocr])."),
    ),
    "needs_office": Trouble(
        _("It is an old Word or WPS, RTF or OpenDocument file, and this installation cannot open those."),
        _("Save it as .docx and file that, or ask the administrator to install LibreOffice."),
    ),
    "old_slides": Trouble(
        _("It is an old PowerPoint file (.ppt), and those are not read."), _("Save it as .pptx, and file that.")
    ),
    "not_found": Trouble(
        _("Its file is no longer where files are kept."),
        _("File it again, and tell the administrator, who may find it in a backup."),
    ),
    "unreadable": Trouble(
        _("The file could not be opened."), _("Read it again; if it fails again, file it again or paste the text.")
    ),
    "internal": Trouble(
        _("Reading it failed by a fault of ours, which was written to the log."),
        _("Read it again; if it fails again, paste the text and tell the administrator."),
    ),
}


def explain(code: str) -> Trouble:
    return KNOWN.get(code, OTHER)
