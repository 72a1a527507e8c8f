"""What `duban seal` and `duban verify` do."""

import sys

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

from . import checkpoint
from .sealer import seal_all
from .verify import Report
from .verify import verify as verify_journal


def seal() -> int:
    """Seal everything, also what the quick look would miss; prints the newest checkpoint. Returns how many entries."""
    sealed = seal_all(sweep=True)
    print(_("Sealed %(count)s entries.") % {"count": sealed})
    if latest := checkpoint.latest():
        _print_checkpoint(latest)
    return sealed


def verify(known: str = "") -> int:
    """Verify and print what was found. Exit code 0 it fits, 1 it does not, 2 the checkpoint is misspelt."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            line = bar.add_task("")
            report = verify_journal(
                checkpoint.read(known) if known else None,
                lambda done, total: bar.update(line, completed=done, total=total),
            )
    except checkpoint.NotACheckpoint as error:
        print(error, file=sys.stderr)
        return 2
    _print_report(report, known)
    return 0 if report.ok else 1


def _print_report(report: Report, known: str) -> None:
    print(
        _("%(sealed)s sealed entries under %(seals)s seals and %(pending)s waiting, in %(seconds).1f s.")
        % {"sealed": report.sealed, "seals": report.seals, "pending": report.pending, "seconds": report.seconds}
    )
    for misfit in report.misfits:
        entry = _("entry %(number)s: ") % {"number": misfit.entry} if misfit.entry is not None else ""
        print(f"  ✗ {entry}{_(misfit.words) % misfit.given}")
    if report.wrong > len(report.misfits):
        print(_("  … and %(count)s more") % {"count": report.wrong - len(report.misfits)})
    if report.ok:
        print(_("Everything fits."))
        if report.matched_seal:
            print(_("The checkpoint is seal %(number)s of this journal.") % {"number": report.matched_seal})
        elif not known:
            print(_("Without a checkpoint from elsewhere, a journal rewritten as a whole would fit too."))
    else:
        print(_("The journal does NOT fit."))
    if report.checkpoint:
        _print_checkpoint(report.checkpoint)


def _print_checkpoint(latest: checkpoint.Checkpoint) -> None:
    print(_("Checkpoint of %(size)s entries:") % {"size": latest.size})
    print(f"  {latest.words}")
