"""What counts as an answer to an item, and how a device's words become values. Shared by the form and the outbox."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from duban.checklists.models import AnswerKind, Item, Verdict
from duban.checklists.models.items import plain
from duban.org.fields import PersonField

LONGEST = 4000
PICTURES = ("jpg", "jpeg", "jfif", "png", "webp", "heic", "heif", "gif", "bmp")
EARLIEST, LATEST = 1970, 2090
# On a phone nobody answers a request from the far past or future; a clock that says so is simply wrong.
_CLOCK_MOST = 2**31 - 1


def value_of(item: Item, raw: Any, *, files: int = 0) -> str | int:
    """The value as it is kept. Raises ValidationError in the reader's words; `files` is how many came along."""
    text = "" if raw is None else str(raw).strip()
    if item.kind == AnswerKind.YES_NO:
        if text not in {"yes", "no"}:
            raise ValidationError(_("Answer yes or no."))
        return text
    if item.kind == AnswerKind.NUMBER:
        return plain(number_of(text))
    if item.kind == AnswerKind.CHOICE:
        if text not in item.labels:
            raise ValidationError(_("Choose one of the options."))
        return text
    if item.kind == AnswerKind.PERSON:
        # Offline nobody can be looked up: then the name itself is sent, and resolved here.
        person = PersonField(required=False).clean(raw if isinstance(raw, int) else text)
        if person is None:
            raise ValidationError(_("Choose a person."))
        return int(person.pk)
    if item.kind == AnswerKind.PHOTO:
        if not files:
            raise ValidationError(_("Take a photo."))
        return text[:LONGEST]
    if item.kind == AnswerKind.SIGNATURE:
        # Without a screen to sign on, the written name stands for it.
        if not files and not text:
            raise ValidationError(_("Sign, or write your name."))
        return text[:120]
    if not text:
        raise ValidationError(_("Write an answer."))
    if len(text) > LONGEST:
        raise ValidationError(_("At most %(n)s characters.") % {"n": LONGEST})
    return text


def number_of(text: str) -> Decimal:
    try:
        # People type on phones with full-width keys, and a comma for a point.
        number = Decimal(text.replace("，", ".").replace("．", ".").replace(",", "."))
        if not number.is_finite() or abs(number) >= Decimal(10) ** 10:
            raise InvalidOperation
    except InvalidOperation:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text[:40]}) from None
    return round(number, 4) if number.as_tuple().exponent < -4 else number  # type: ignore[operator]


def judged(item: Item, raw: Any, *, na: bool, reason: str, files: int) -> tuple[Any, str]:
    """Value and verdict. Not applicable needs a reason."""
    if na:
        if not reason.strip():
            raise ValidationError(_("Say why this does not apply."))
        return "", Verdict.NA.value
    value = value_of(item, raw, files=files)
    return value, item.verdict_of(value)


def clock_off(sent_at: datetime | None, now: datetime) -> int:
    """By how many seconds the device's clock is ahead of ours. A few seconds are the line's, not the clock's."""
    if sent_at is None:
        return 0
    off = round((sent_at - now).total_seconds())
    return 0 if abs(off) < 10 else max(-_CLOCK_MOST, min(_CLOCK_MOST, off))


def moment_of(value: Any) -> datetime:
    """A device's moment. A clock far beyond any device's life is set to its end: the answer is what counts, and reckoning
    with dates ends there. Raises ValidationError."""
    try:
        found = parse_datetime(str(value))
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("The time is damaged."))
    if not EARLIEST <= found.year <= LATEST:
        found = found.replace(year=EARLIEST if found.year < EARLIEST else LATEST, day=1)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def text_of(source: Mapping[str, Any], name: str) -> str:
    """Text as a database takes it. A damaged answer that no database takes would come back for ever."""
    value = source.get(name, "")
    text = value if isinstance(value, str) else str(value or "")
    return text.replace("\0", "").encode("utf-8", "replace").decode()
