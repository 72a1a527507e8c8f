from duban.findings.queries.listing import findings_for
from duban.findings.queries.missed import MISS_LEVELS, MISSED_ORDER, missed_by, missed_rows
from duban.findings.queries.repeating import clusters
from duban.findings.queries.trends import ages, by_month, by_unit

__all__ = [
    "MISSED_ORDER",
    "MISS_LEVELS",
    "ages",
    "by_month",
    "by_unit",
    "clusters",
    "findings_for",
    "missed_by",
    "missed_rows",
]
