"""Days, months and numbers as an address says them. What cannot be read is None, never an error."""

from datetime import date

from django.utils.dateparse import parse_date

# Pages reckon some years back and ahead from what they are asked for; a calendar ends.
_YEARS = range(1900, 3000)
# What a table can hold: a longer one numbers nothing.
NUMBERS = range(2**63)


def day_said(text: str) -> date | None:
    """2026-03-05."""
    try:
        day = parse_date(text.strip())
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None


def month_said(text: str) -> date | None:
    """2026-03: its first day."""
    return day_said(f"{text.strip()}-01")


def number_said(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
