"""Marking notices as read. Not journaled: who read what when is nobody else's business."""

from django.utils import timezone

from duban.notices.models import Notice
from duban.org.models import Person


def mark_read(notice_id: int, *, actor: Person) -> Notice | None:
    """The notice, read now if it was not; None when this person has no such notice."""
    Notice.objects.filter(pk=notice_id, person=actor, read_at__isnull=True).update(read_at=timezone.now())
    return Notice.objects.filter(pk=notice_id, person=actor).first()


def mark_all_read(up_to: int, *, actor: Person) -> int:
    """Mark what the person has seen: notices that came after the page was drawn stay unread."""
    return Notice.objects.filter(person=actor, pk__lte=up_to, read_at__isnull=True).update(read_at=timezone.now())
