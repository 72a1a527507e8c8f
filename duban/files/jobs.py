"""What evidence wants done every day."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from duban.calendars.periodic import Periodic

KEPT_FOR = timedelta(days=7)


def forget_stale_uploads() -> int:
    """Files sent ahead for a form that was never saved."""
    from .intake import forget
    from .models import Upload

    stale = Upload.objects.filter(created__lt=timezone.now() - KEPT_FOR)
    for upload in stale:
        with transaction.atomic():
            forget(upload)
    return len(stale)


PERIODIC = [Periodic("files.stale_uploads", forget_stale_uploads)]
