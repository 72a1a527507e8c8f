"""Comparing a workbook with the organisation: what would change, and every cell that cannot be."""

from datetime import date

from django.utils import timezone

from duban.org.sheets.check_people import check_people, check_posts
from duban.org.sheets.check_units import check_aliases, check_units
from duban.org.sheets.plan import Plan
from duban.org.sheets.read import Workbook


def check(workbook: Workbook, *, today: date | None = None) -> Plan:
    """The plan of an import. Reads the database, writes nothing; a handful of queries however long the lists."""
    day = today or timezone.localdate()
    plan = Plan(faults=list(workbook.faults))
    units = check_units(workbook.lines.get("units", []), plan, day)
    check_aliases(workbook.lines.get("aliases", []), plan, units)
    people = check_people(workbook.lines.get("people", []), plan)
    check_posts(workbook.lines.get("appointments", []), plan, units, people, day)
    order = {str(sheet): place for place, sheet in enumerate(_order())}
    plan.faults.sort(key=lambda fault: (order.get(fault.sheet, 9), _row(fault.cell), fault.cell))
    return plan


def _order() -> list[str]:
    from duban.org.sheets.columns import SHEETS

    return [str(sheet.label) for sheet in SHEETS]


def _row(cell: str) -> int:
    return int("".join(filter(str.isdecimal, cell)) or 0)
