"""Terms: "3 working days", "2 weeks", "1个月". They are kept as text in data and counted from a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from duban.calendars.numerals import CHINESE, number_of
from duban.calendars.rolling import Roll
from duban.calendars.working import WorkingCalendar

Unit = Literal["working day", "day", "week", "month", "year"]

_WORDS: dict[str, Unit] = {
    "working day": "working day", "workday": "working day", "business day": "working day", "工作日": "working day",
    "day": "day", "日": "day", "天": "day", "自然日": "day", "日历日": "day",
    "week": "week", "周": "week", "星期": "week", "礼拜": "week",
    "month": "month", "月": "month", "year": "year", "年": "year",
}  # fmt: skip
_TERM = re.compile(
    rf"(?P<number>\d+|{CHINESE}|半|a|an|one)\s*(?:个)?\s*(?P<half>半)?\s*(?P<word>[a-z]+(?:\s[a-z]+)?|\w+?)(?:之内|以内|内)?"
)


class NotATerm(ValueError):
    """The text is not a term."""


@dataclass(frozen=True, slots=True)
class Term:
    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 0 or self.unit not in _WORDS:
            raise NotATerm(f"not a term: {self.count} {self.unit}")

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @classmethod
    def parse(cls, text: str) -> "Term":
        """From English or Chinese: "3 working days", "两周内", "15个工作日". Raises NotATerm."""
        match = _TERM.fullmatch(text.strip().lower())
        word = match["word"].removesuffix("s") if match else ""
        if match is None or word not in _WORDS or match["half"]:
            raise NotATerm(f"not a term: {text!r}")
        unit = _WORDS[word]
        if match["number"] == "半":
            if unit == "year":
                return cls(6, "month")
            if unit == "month":
                return cls(15, "day")
            raise NotATerm(f"not a term: {text!r}")
        if match["number"] in {"a", "an", "one"}:
            return cls(1, unit)
        try:
            return cls(number_of(match["number"]), unit)
        except ValueError:
            raise NotATerm(f"not a term: {text!r}") from None

    def due(self, start: date, calendar: WorkingCalendar, roll: Roll = Roll.FORWARD) -> date:
        """The last day of the term counted from `start`, which is not counted; rolled when it falls on a day off."""
        if self.unit == "working day":
            return calendar.add_working_days(start, self.count)
        if self.unit == "day":
            end = start + timedelta(days=self.count)
        elif self.unit == "week":
            end = start + timedelta(weeks=self.count)
        else:
            months = self.count * (12 if self.unit == "year" else 1)
            end = start + relativedelta(months=months)  # 31 January and a month is the end of February
        return calendar.roll(end, roll)
