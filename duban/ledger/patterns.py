"""Numbers of tasks, findings and notices after a pattern that is data: 督办〔{year}〕{serial}号."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def filled(pattern: str, year: int, serial: int) -> str:
    return pattern.replace("{year}", str(year)).replace("{serial}", str(serial))


def check_yearly(pattern: str) -> None:
    """Serials begin anew each year: without both, two papers would bear one number."""
    if "{serial}" not in pattern or "{year}" not in pattern:
        raise ValidationError({"pattern": _("The pattern must hold {year} and {serial}.")})
