"""When a duty falls due, in the words of those who set it: presets, shifts typed as lines, refusals they understand."""

import re
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.calendars import BadRule, WorkingCalendar
from duban.calendars.rules import CircularRule, DutyPlan, DutyRule, NeverOccurs, UnknownDuty
from duban.routines.models import Duty, Pause

PRESETS = (
    ("FREQ=DAILY", gettext_lazy("Every day")),
    ("FREQ=WEEKLY;BYDAY=MO", gettext_lazy("Every Monday")),
    ("FREQ=WEEKLY;BYDAY=TU", gettext_lazy("Every Tuesday")),
    ("FREQ=WEEKLY;BYDAY=WE", gettext_lazy("Every Wednesday")),
    ("FREQ=WEEKLY;BYDAY=TH", gettext_lazy("Every Thursday")),
    ("FREQ=WEEKLY;BYDAY=FR", gettext_lazy("Every Friday")),
    ("FREQ=WEEKLY;BYDAY=SA", gettext_lazy("Every Saturday")),
    ("FREQ=WEEKLY;BYDAY=SU", gettext_lazy("Every Sunday")),
    ("FREQ=MONTHLY;BYMONTHDAY=1", gettext_lazy("On the 1st of every month")),
    ("FREQ=MONTHLY;BYMONTHDAY=15", gettext_lazy("On the 15th of every month")),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", gettext_lazy("On the last day of every month")),
    ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", gettext_lazy("On the last day of every quarter")),
    ("FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=-1", gettext_lazy("On the last day of every half-year")),
    ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", gettext_lazy("On the last day of the year")),
)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHOWN = 10
MOST_SHIFTS = 8
_SHIFT = re.compile(
    r"(?P<name>\S.*?)\s*(?P<begins>\d{1,2}[:：]\d{2})\s*(?:-|—|–|~|至|到)\s*(?:次日)?(?P<ends>\d{1,2}[:：]\d{2})"
)


def rule_words(rule: str) -> str:
    """A preset by its name, what falls on days of the week or the month in words; any other rule as it is."""
    return str(dict(PRESETS).get(rule) or _by_days(rule) or rule)


def _by_days(rule: str) -> str:
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    every, often = parts.pop("INTERVAL", "1"), parts.pop("FREQ", "")
    match often, sorted(parts):
        case "DAILY", []:
            return _("Every %(n)s days") % {"n": every}
        case "WEEKLY", ["BYDAY"] if set(days := parts["BYDAY"].split(",")) <= set(DAYS):
            said = "、".join(str(WEEKDAYS[DAYS.index(day)]) for day in days)
            if every == "1":
                return _("Every week: %(days)s") % {"days": said}
            return _("Every %(n)s weeks: %(days)s") % {"n": every, "days": said}
        case "MONTHLY", ["BYMONTHDAY"] if every == "1" and "-" not in parts["BYMONTHDAY"]:
            return _("Every month on day %(days)s") % {"days": parts["BYMONTHDAY"].replace(",", "、")}
    return ""


def read_shifts(text: str) -> list[dict[str, str]]:
    """“早班 08:00-16:00”, one a line, as `Duty.shifts` keeps them. Raises ValidationError naming the line."""
    shifts: list[dict[str, str]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _SHIFT.fullmatch(line)
        try:
            if match is None:
                raise ValueError(line)
            begins, ends = (
                time.fromisoformat(match[part].replace("：", ":").zfill(5)).strftime("%H:%M")
                for part in ("begins", "ends")
            )
        except ValueError:
            raise ValidationError(
                _("“%(line)s” is no shift; write a name and hours, such as 早班 08:00-16:00.") % {"line": line}
            ) from None
        if match["name"] in {each["name"] for each in shifts}:
            raise ValidationError(_("Two shifts are called %(name)s.") % {"name": match["name"]})
        shifts.append({"name": match["name"], "begins": begins, "ends": ends})
    if len(shifts) > MOST_SHIFTS:
        raise ValidationError(_("A day has at most %(n)s shifts.") % {"n": MOST_SHIFTS})
    return shifts


def written_shifts(shifts: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['name']} {each['begins']}-{each['ends']}" for each in shifts)


def plan_of(duty: Duty, calendar: WorkingCalendar, *, paused: bool = False) -> tuple[str, DutyPlan]:
    """The duty's own key, and a plan with it and all that it follows; with `paused` as if none of them ever paused. Raises
    BadRule."""
    own = str(duty.pk or "new")
    rules: dict[str, DutyRule] = {own: duty.timing}
    leader = duty.follows
    while leader is not None and str(leader.pk) not in rules:
        rules[str(leader.pk)] = leader.timing
        leader = leader.follows
    if not paused:
        spans: dict[str, tuple[tuple[date, date], ...]] = {}
        for pk, since, until in Pause.objects.filter(duty__in=[key for key in rules if key != "new"]).values_list(
            "duty", "since", "until"
        ):
            spans[str(pk)] = (*spans.get(str(pk), ()), (since, until))
        rules = {key: replace(rule, pauses=spans.get(key, ())) for key, rule in rules.items()}
    return own, DutyPlan(rules, calendar)


def slots(
    duty: Duty, first: date, last: date, calendar: WorkingCalendar, *, paused: bool = False
) -> list[tuple[date, int]]:
    """(day, number of the shift) from `first` to `last`, within the duty's own days; with `paused` also those that a pause
    of it, or of one that it follows, takes away. Raises BadRule."""
    own, plan = plan_of(duty, calendar, paused=paused)
    first = max(first, duty.since)
    last = min(last, duty.until) if duty.until else last
    if first > last:
        return []
    numbers = {each["name"]: number for number, each in enumerate(duty.shifts, 1)}
    return [(one.day, numbers.get(one.shift, 0)) for one in plan.occurrences(own, first, last)]


def check(duty: Duty, calendar: WorkingCalendar) -> None:
    """Raises ValidationError in the reader's words when the duty could never be kept."""
    if duty.until and duty.until < duty.since:
        raise ValidationError({"until": _("The last day is before the first.")})
    try:
        own, plan = plan_of(duty, calendar)
        plan.check(own)
        if duty.until and not slots(duty, duty.since, duty.until, calendar, paused=True):
            raise NeverOccurs("")
    except CircularRule:
        raise ValidationError(
            {"follows": _("Duties would follow each other in a circle, so that none of them ever came first.")}
        ) from None
    except UnknownDuty:
        raise ValidationError({"follows": _("The duty it follows is not there.")}) from None
    except NeverOccurs:
        raise ValidationError(
            {"rule": _("By this rule it would never fall due; look at its dates and days off.")}
        ) from None
    except (BadRule, OverflowError):
        raise ValidationError(
            {"rule": _("This rule cannot be read. Write one such as FREQ=WEEKLY;BYDAY=MO; daily is the finest.")}
        ) from None


def coming(duty: Duty, after: date, calendar: WorkingCalendar, count: int = SHOWN) -> list[tuple[date, int, bool]]:
    """The next `count` slots from `after` on, and whether each is paused. Raises BadRule."""
    begin, step = max(after, duty.since), timedelta(days=45)
    found: list[tuple[date, int]] = []
    # A year is looked through in steps, then years at once: a daily duty needs no more than the first.
    while len(found) < count and begin.year < min(after.year + 30, date.max.year):
        found += slots(duty, begin, begin + step, calendar, paused=True)
        begin, step = begin + step + timedelta(days=1), min(step * 2, timedelta(days=1500))
        if duty.until and begin > duty.until:
            break
    found = found[:count]
    owed = set(slots(duty, found[0][0], found[-1][0], calendar)) if found else set()
    return [(day, shift, (day, shift) not in owed) for day, shift in found]
