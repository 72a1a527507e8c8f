"""What the journal wants done all the time: sealing."""

from datetime import timedelta

from duban.calendars.periodic import Periodic


def _seal() -> None:
    from .sealer import seal_all

    seal_all()


def _sweep() -> None:
    from .sealer import seal_all

    seal_all(sweep=True)


PERIODIC = [
    Periodic("journal.seal", _seal, every=timedelta(seconds=5)),
    Periodic("journal.sweep", _sweep, every=timedelta(hours=1)),
]
