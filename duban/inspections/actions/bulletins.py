"""Bulletins: drafted from facts, corrected, issued once; an issued one is not changed."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections import kinds
from duban.inspections.access import bulletins, may_tell, plans_for
from duban.inspections.models import Bulletin
from duban.inspections.queries.facts import drafted, facts_of
from duban.journal import actions as journal
from duban.org.access import standing_of
from duban.org.models import Person, Unit
from duban.ui.seen import digest_of


@transaction.atomic
def draft_bulletin(
    *, actor: Person, unit: Unit, scope: Unit, since: date, until: date, aspect: str = "", title: str = ""
) -> Bulletin:
    """Put the facts of a period into words, on behalf of `unit`, about the units at and below `scope`."""
    standing = standing_of(actor)
    if not plans_for(standing, unit.pk):
        raise PermissionDenied
    if not may_tell(standing, unit, scope):
        raise ValidationError({"scope": _("%(unit)s tells only of itself and of units below it.") % {"unit": unit}})
    if until < since:
        raise ValidationError({"until": _("It ends after it begins.")})
    facts = facts_of(actor, scope, since, until, aspect.strip())
    made = Bulletin.objects.create(
        title=title.strip()[:120] or _("Bulletin on the inspection of %(scope)s") % {"scope": scope.name},
        unit=unit, scope=scope, since=since, until=until, aspect=aspect.strip()[:60], body=drafted(facts),
        lines=[line.row() for line in facts.units], drafted_by=actor,
    )  # fmt: skip
    _tell(kinds.BULLETIN_DRAFTED, made, actor)
    return made


@transaction.atomic
def correct_bulletin(bulletin_id: int, *, actor: Person, title: str, body: str, seen: str = "") -> Bulletin:
    """`seen` is the digest of what was corrected: what somebody else wrote since is not written over."""
    made = bulletins.get_for(actor, bulletin_id, "correct", lock=True)
    _still_reads(made, seen)
    if not title.strip() or not body.strip():
        raise ValidationError({"body": _("Say what is to be told.")})
    made.title, made.body = title.strip()[:120], body.strip()
    made.save(update_fields=["title", "body"])
    _tell(kinds.BULLETIN_CORRECTED, made, actor)
    return made


@transaction.atomic
def issue_bulletin(bulletin_id: int, *, actor: Person, number: str, seen: str = "") -> Bulletin:
    """`seen` is the digest of what the issuer read: what somebody wrote since goes out with it to nobody."""
    made = bulletins.get_for(actor, bulletin_id, "issue", lock=True)
    _still_reads(made, seen)
    number = number.strip()
    if not number:
        raise ValidationError({"number": _("Give it its document number.")})
    if Bulletin.objects.filter(number=number).exists():
        raise ValidationError({"number": _("This number has been given already.")})
    made.number, made.issued_by, made.issued_at = number[:60], actor, timezone.now()
    made.save(update_fields=["number", "issued_by", "issued_at"])
    _tell(kinds.BULLETIN_ISSUED, made, actor, number=made.number)
    return made


def digest(made: Bulletin) -> str:
    """What people write of it; its figures and days stay as they were drafted."""
    return digest_of([made.title, made.body])


def _still_reads(made: Bulletin, seen: str) -> None:
    if seen and seen != digest(made):
        raise ValidationError(_("Somebody changed this bulletin meanwhile; open it anew and read it again."))


def _tell(kind: kinds.Kind, made: Bulletin, actor: Person, **body: object) -> None:
    journal.append(
        kind, actor=actor, noun="bulletin", noun_id=made.pk, unit_id=made.unit_id,
        body={"title": made.title, "since": made.since, "until": made.until, "text": made.body, **body},
    )  # fmt: skip
