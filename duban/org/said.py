"""What must be said with an act: words that are not blank, or the fault that names their field."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def words(text: str, field: str, message: str) -> str:
    """The text, which must say something."""
    text = (text or "").strip()
    if not text:
        raise ValidationError({field: message})
    return text


def reason_given(reason: str) -> str:
    return words(reason, "reason", _("Give a reason."))
