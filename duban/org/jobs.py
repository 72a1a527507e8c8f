"""What the organisation wants done every day."""

from datetime import time

from django.utils import timezone

from duban.calendars.periodic import Periodic


def _moves() -> None:
    from duban.org.actions.aliases import hand_over_names
    from duban.org.actions.placements import carry_out_moves

    today = timezone.localdate()
    carry_out_moves(today)
    hand_over_names(today)


PERIODIC = [Periodic("org.moves", _moves, at=time(0, 0))]
