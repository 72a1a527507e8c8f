"""What the pages want done every day."""

from datetime import timedelta

from django.utils import timezone

from duban.calendars.periodic import Periodic

# Longer than anybody leaves a page open and sends its form again.
KEPT_FOR = timedelta(days=30)


def forget_old_tokens() -> int:
    """Tokens of forms that were carried out long ago."""
    from duban.ui import once

    return once.forget_before(timezone.now() - KEPT_FOR)


PERIODIC = [Periodic("ui.old_tokens", forget_old_tokens)]
