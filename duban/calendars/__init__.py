"""Working days, terms and recurrence. Pure Python: dates in, dates out.

>>> from datetime import date
>>> calendar = WorkingCalendar()
>>> calendar.add_working_days(date(2026, 2, 13), 2)     # 14 February 2026 is a make-up day, then nine days off
datetime.date(2026, 2, 24)
>>> Term.parse("3个工作日").due(date(2026, 9, 30), calendar)
datetime.date(2026, 10, 10)
"""

from duban.calendars.periods import (
    half_end,
    half_start,
    month_end,
    month_start,
    quarter_end,
    quarter_start,
    year_end,
    year_start,
)
from duban.calendars.recurrence import BadRule, Recurrence
from duban.calendars.rolling import Roll
from duban.calendars.terms import NotATerm, Term
from duban.calendars.working import WorkingCalendar

__all__ = [
    "BadRule",
    "NotATerm",
    "Recurrence",
    "Roll",
    "Term",
    "WorkingCalendar",
    "half_end",
    "half_start",
    "month_end",
    "month_start",
    "quarter_end",
    "quarter_start",
    "year_end",
    "year_start",
]
