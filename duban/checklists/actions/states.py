"""An edition's way: draft → approved → in force from a day → repealed; one not yet in force is withdrawn. Whoever wrote it does not approve it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists import kinds
from duban.checklists.access import editions
from duban.checklists.actions.keeping import tell
from duban.checklists.lines import digest, lines_of
from duban.checklists.models import Checklist, Edition, EditionState
from duban.org.models import Person
from duban.org.said import reason_given


def _take(edition_id: int, actor: Person, verb: str) -> Edition:
    """The edition, held together with its checklist: two editions of one checklist never move at the same time."""
    found = editions.get_for(actor, edition_id, "view")
    Checklist.objects.select_for_update().get(pk=found.checklist_id)
    return editions.get_for(actor, edition_id, verb, lock=True)


@transaction.atomic
def approve_edition(edition_id: int, *, actor: Person, seen: str = "") -> Edition:
    """`seen` is the digest of what the approver read: what its drafter has written since is not approved with it."""
    edition = _take(edition_id, actor, "approve")
    if seen and seen != digest(lines_of(edition)):
        raise ValidationError(_("Somebody changed this draft meanwhile; read it again before you approve it."))
    count = edition.items.count()
    if not count:
        raise ValidationError(_("An edition without items cannot be approved."))
    edition.state = EditionState.APPROVED
    edition.approved_by, edition.approved_at = actor, timezone.now()
    edition.save(update_fields=["state", "approved_by", "approved_at"])
    tell(kinds.APPROVED, edition, actor, items=count)
    return edition


@transaction.atomic
def bring_into_force(edition_id: int, *, actor: Person, since: date, document: str, note: str = "") -> Edition:
    """In force from a day on; the edition before ends there. The day may lie ahead, not behind: nobody looked by it yet."""
    edition = _take(edition_id, actor, "bring_into_force")
    today = timezone.localdate()
    document = document.strip()
    if not document:
        raise ValidationError({"document": _("Name the document that puts it in force.")})
    if since < today:
        raise ValidationError({"since": _("An edition comes into force today or later.")})
    if since > today + timedelta(days=730):
        raise ValidationError({"since": _("An edition comes into force within two years.")})
    others = Edition.objects.filter(checklist=edition.checklist_id, state=EditionState.IN_FORCE)
    if others.filter(since__gte=since).exclude(since=today).exists():
        raise ValidationError({"since": _("Another edition comes into force on that day or later.")})
    others.filter(Q(until__isnull=True) | Q(until__gt=since)).update(until=since)
    edition.state, edition.since, edition.document = EditionState.IN_FORCE, since, document[:120]
    if note.strip():
        edition.note = note.strip()[:300]
    edition.save(update_fields=["state", "since", "document", "note"])
    tell(kinds.IN_FORCE, edition, actor, since=since, document=edition.document)
    return edition


@transaction.atomic
def withdraw_edition(edition_id: int, *, actor: Person, reason: str) -> Edition:
    """Take an edition out of use: nobody begins by it any more, what was found by it stays.

    One that was still to come gives its days back to the edition that was to end for it.
    """
    edition = _take(edition_id, actor, "withdraw")
    reason = reason_given(reason)
    today = timezone.localdate()
    began, ended = edition.since, edition.until
    if edition.state == EditionState.IN_FORCE and edition.since is not None:
        ends = max(today, edition.since)
        edition.until = min(edition.until, ends) if edition.until else ends
    edition.state = EditionState.WITHDRAWN
    edition.withdrawn_by, edition.withdrawn_at, edition.withdrawn_why = actor, timezone.now(), reason[:300]
    edition.save(update_fields=["state", "until", "withdrawn_by", "withdrawn_at", "withdrawn_why"])
    if began is not None and began > today:
        # After the save: two editions of one checklist are never open-ended at once.
        before = Edition.objects.filter(checklist=edition.checklist_id, state=EditionState.IN_FORCE, until=began)
        before.update(until=ended)
    tell(kinds.REPEALED if edition.is_public else kinds.WITHDRAWN, edition, actor, reason=edition.withdrawn_why)
    return edition
