"""Mail (.eml) and pages saved in one file (.mht), which are mail by their form (RFC 2557): the text or the page in it."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

from duban.reading.intake.encodings import decode
from duban.reading.intake.refusal import Refused
from duban.reading.intake.taken import Taken


def read_mail(data: bytes) -> Taken:
    """The page in it if there is one, with its tables, else the text. What is attached is not read, but named."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        body = message.get_body(("html", "plain")) if isinstance(message, EmailMessage) else None
        content = body.get_payload(decode=True) if body is not None else None
        charset = body.get_content_charset() if body is not None else None
        attached = [name for part in message.walk() if part.is_attachment() and (name := part.get_filename())]
    except (LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Refused("damaged") from error
    if body is None or not isinstance(content, bytes):
        raise Refused("no_text")
    text = _characters(content, charset)
    if body.get_content_subtype() == "html":
        from duban.reading.intake.web import read_web

        taken = read_web(text)
    else:
        taken = Taken(text, "text")
    taken.files_missed = attached
    return taken


def _characters(content: bytes, charset: str | None) -> str:
    name = "gb18030" if charset in ("gb2312", "gbk") else charset
    try:
        return content.decode(name or "utf-8").replace("\r\n", "\n")
    except (LookupError, UnicodeError):
        return decode(content)
