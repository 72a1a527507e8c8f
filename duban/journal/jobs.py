"""What the journal wants done: sealing all the time, and verifying when somebody asks."""

from datetime import timedelta

from django_tasks import task

from duban.calendars.periodic import Periodic


@task()
def verify_in_background(verification_id: int) -> bool:
    from .verifying import run_verification

    return run_verification(verification_id)


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
