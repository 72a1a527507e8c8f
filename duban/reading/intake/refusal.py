"""Why a source could not be read, in words for the person who sent it."""

from __future__ import annotations

MOST_BYTES = 64 * 1024 * 1024
MOST_CHARACTERS = 5_000_000

MESSAGES = {
    "empty": "The file is empty.",
    "no_text": "There is no text in the file.",
    "binary": "This is not a document: it looks like a program, an archive or other binary data.",
    "too_big": "The file is larger than {limit} MB. Split it, or send the text only.",
    "bomb": "The file unpacks to far more than a document can hold; it was not opened.",
    "encrypted": "The file is protected by a password. Save it without one and send it again.",
    "damaged": "The file is damaged or cut off and cannot be opened. Ask for it again.",
    "encoding": "The characters of this file could not be made out. Save it as UTF-8 and send it again.",
    "other_language": "There is hardly any Chinese in this text, so there are no minutes to read.",
    "scanned": "The pages are pictures. To read them, install the extra: pip install 'duban[ocr]'",
    "needs_office": "Old Word, WPS, RTF and OpenDocument files are read through LibreOffice. Install it (command soffice), or save the file as .docx.",
    "old_slides": "Old PowerPoint files (.ppt) are not read. Save the file as .pptx and send it again.",
    "unsupported": "Files of this kind ({kind}) are not read. Send Word, PDF, Excel, PowerPoint (.pptx), HTML or plain text.",
    "not_found": "There is no such file or folder.",
    "unreadable": "The file cannot be opened: {reason}",
}


class Refused(ValueError):
    """A source that is not read. `code` is stable, for programs and translations; `message` is English."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        self.message = MESSAGES[code].format(**details)
        super().__init__(self.message)
