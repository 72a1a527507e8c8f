"""What becomes of a date that falls on a day off."""

from enum import StrEnum


class Roll(StrEnum):
    """`FORWARD` to the next working day (Civil Code of China, article 203), `BACK` to the one before, `WITHIN` forward
    unless that leaves the month, then back; `KEEP` the day as it is."""

    FORWARD = "forward"
    BACK = "back"
    WITHIN = "within"
    KEEP = "keep"
