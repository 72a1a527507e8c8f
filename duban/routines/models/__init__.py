from duban.routines.models.duty import DRAFTED, DayOff, Duty, Escalation, Form, Pause, TermUnit, Who
from duban.routines.models.occurrence import Occurrence, Question, Report, Standing, Tally

__all__ = [
    "DRAFTED",
    "DayOff",
    "Duty",
    "Escalation",
    "Form",
    "Occurrence",
    "Pause",
    "Question",
    "Report",
    "Standing",
    "Tally",
    "TermUnit",
    "Who",
]
