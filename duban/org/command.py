"""`duban import-org`: the same check and import for the operator at the command line."""

from pathlib import Path

from django.core.exceptions import ValidationError
from rich.console import Console
from rich.table import Table

from duban.org.sheets.check import check
from duban.org.sheets.read import NotReadable, read_workbook
from duban.org.sheets.save import save as save_workbook


def import_org(path: Path, *, save: bool = False) -> int:
    """Print every fault, or what would change, and with `save` change it. Exit code: 0 fine, 1 faults, 2 unreadable."""
    out = Console(stderr=False)
    try:
        workbook = read_workbook(path.read_bytes())
    except OSError as error:
        out.print(f"{path}: {error.strerror}", markup=False)
        return 2
    except NotReadable as error:
        out.print(f"{path}: {error}", markup=False)
        return 2
    plan = check(workbook)
    if plan.faults:
        table = Table("sheet", "cell", "value", "what is wrong", "how to mend it")
        for fault in plan.faults:
            table.add_row(fault.sheet, fault.cell, fault.value, fault.wrong, fault.mend)
        out.print(table)
        out.print(f"{len(plan.faults)} faulty cells; nothing was saved.")
        return 1
    counts = f"{len(plan.units)} units, {len(plan.people)} people, {len(plan.posts)} appointments, {len(plan.aliases)} aliases"
    if not save:
        table = Table("sheet", "row", "what", "change")
        for row in plan.shown(200):
            table.add_row(row["sheet"], row["row"], row["title"], row["words"])
        out.print(table)
        out.print(f"Would change {counts}; {plan.unchanged} rows change nothing. Nothing was saved: add --save.")
        return 0
    try:
        save_workbook(workbook, actor=None)
    except ValidationError as error:
        for message in error.messages:
            out.print(message, markup=False)
        return 1
    out.print(f"Imported {counts}.")
    return 0
