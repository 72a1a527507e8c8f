"""From the check to the end of an exposure notice: check, right of reply, issue, ruling, and the rules all of it goes by."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.inspections.actions.exposures import lacking, step, tell
from duban.inspections.exposing import kinds, terms
from duban.inspections.exposing.access import exposures, parties
from duban.inspections.exposing.names import names_in
from duban.inspections.exposing.transitions import UNIT
from duban.inspections.models import (
    Exposure,
    ExposureCheck,
    ExposureNumber,
    ExposureReply,
    ExposureRules,
    ExposureState,
)
from duban.journal import actions as journal
from duban.ledger.numbers import next_serial
from duban.org.access import standing_of
from duban.org.models import Person, Role
from duban.org.said import reason_given, words
from duban.ui.seen import digest_of


@transaction.atomic
def check_exposure(notice_id: int, *, actor: Person, passed: bool, note: str = "", seen: str = "") -> Exposure:
    """By somebody who had no hand in it. Passed: the unit's clock to reply starts. Returned: with reasons, to its writers.

    `seen` is the digest of what the checker read: what its writers took back and changed since is not passed with it."""
    notice = exposures.take(actor, notice_id, "check")
    note = note.strip()
    if passed:
        if seen and seen != digest(notice):
            raise ValidationError(_("Somebody changed this notice meanwhile; read it again before you pass it."))
        if faults := [text for text, _where in lacking(notice)]:
            raise ValidationError(faults)
        today = terms.today()
        step(notice, ExposureState.REPLYING, "check")
        notice.passed_at = timezone.now()
        notice.reply_by = terms.due(terms.rules_on(today).reply_term, today)
    else:
        note = words(note, "note", _("Say what must be changed."))
        step(notice, ExposureState.DRAFT, "check")
    notice.save(update_fields=["state", "passed_at", "reply_by"])
    ExposureCheck.objects.create(exposure=notice, passed=passed, note=note, by=actor)
    if passed:
        tell(kinds.PASSED, notice, actor, due=notice.reply_by, note=note)
    else:
        tell(kinds.RETURNED, notice, actor, note=note)
    return notice


def digest(notice: Exposure) -> str:
    """All that is checked: the words, the pictures as readers get them, to whom and for how long."""
    pictures = notice.photos.values_list("copy__blob__sha256", flat=True)
    shown = [
        notice.title,
        notice.body,
        notice.names_why,
        notice.unit_id,
        notice.shown_in_id,
        notice.shown_for,
        *pictures,
    ]
    return digest_of(shown)


@transaction.atomic
def redraft_exposure(notice_id: int, *, actor: Person, reason: str) -> Exposure:
    """Back to a draft before it is issued: it is checked again, and the unit replies anew to what is new."""
    notice = exposures.take(actor, notice_id, "redraft")
    reason = reason_given(reason)
    if _open_dispute(notice):
        raise ValidationError(_("The unit says that the facts are wrong: that is ruled on first."))
    step(notice, ExposureState.DRAFT, "redraft")
    heard = notice.passed_at is not None
    notice.passed_at = notice.reply_by = None
    notice.save(update_fields=["state", "passed_at", "reply_by"])
    tell(kinds.REDRAFTED, notice, actor, reason=reason, heard=heard)
    return notice


@transaction.atomic
def drop_exposure(notice_id: int, *, actor: Person, reason: str) -> Exposure:
    """It will not be issued. What was written stays on record for those who wrote and checked it."""
    notice = exposures.take(actor, notice_id, "drop")
    reason = reason_given(reason)
    step(notice, ExposureState.DROPPED, "drop")
    notice.ended_why, notice.ended_on = reason, terms.today()
    notice.save(update_fields=["state", "ended_why", "ended_on"])
    tell(kinds.DROPPED, notice, actor, reason=reason)
    return notice


@transaction.atomic
def reply_to_exposure(
    notice_id: int, *, actor: Person, text: str, disputes: bool = False, names_why: str = ""
) -> ExposureReply:
    """Posted beside the notice, before or after it is issued. Facts are disputed once."""
    notice = exposures.take(actor, notice_id, "reply")
    text = words(text, "text", _("Say what you reply."))
    if (named := names_in(text)) and not names_why.strip():
        said = _("The text names people: %(names)s. Take the names out, or say why they must stand.")
        raise ValidationError({"names_why": said % {"names": "、".join(named)}})
    rule_by = None
    if disputes:
        if notice.replies.filter(disputes=True, at__gte=notice.passed_at).exists():
            raise ValidationError({"disputes": _("The facts have been disputed already, and are ruled on once.")})
        rule_by = terms.due(terms.rules_on(terms.today()).ruling_term, terms.today())
    reply = ExposureReply.objects.create(
        exposure=notice, text=text, disputes=disputes, names_why=names_why.strip()[:300], by=actor, rule_by=rule_by,
        for_unit=UNIT in parties(standing_of(actor), notice),
    )  # fmt: skip
    if disputes:
        tell(kinds.DISPUTED, notice, actor, due=rule_by)
    else:
        tell(kinds.REPLIED, notice, actor)
    return reply


@transaction.atomic
def waive_reply(notice_id: int, *, actor: Person) -> ExposureReply:
    notice = exposures.take(actor, notice_id, "waive")
    if answered(notice):
        raise ValidationError(_("The unit has replied already."))
    reply = ExposureReply.objects.create(exposure=notice, waived=True, by=actor)
    tell(kinds.WAIVED, notice, actor)
    return reply


def answered(notice: Exposure) -> bool:
    """The unit replied or waived since the check was passed. What a person concerned says takes nothing from the unit."""
    if notice.passed_at is None:
        return False
    return notice.replies.filter(for_unit=True, at__gte=notice.passed_at).exists()


def issue_hindrances(notice: Exposure) -> list[str]:
    """Why a notice in its reply term may not be issued yet; empty when it may."""
    found = [text for text, _where in lacking(notice)]
    if _open_dispute(notice):
        found.append(_("The unit says that the facts are wrong: that is ruled on first."))
    if notice.reply_by and terms.today() <= notice.reply_by and not answered(notice):
        words = _(
            "%(unit)s may reply until %(day)s: it is issued once the reply is there, waived, or the term is over."
        )
        found.append(words % {"unit": notice.unit, "day": notice.reply_by.isoformat()})
    if notice.corrects_id and notice.corrects and notice.corrects.state != ExposureState.ISSUED:
        found.append(_("The notice that it corrects was withdrawn meanwhile."))
    return found


@transaction.atomic
def issue_exposure(notice_id: int, *, actor: Person) -> Exposure:
    """Numbered and shown. From here on nothing in it changes."""
    notice = exposures.take(actor, notice_id, "issue")
    if faults := issue_hindrances(notice):
        raise ValidationError(faults)
    today = terms.today()
    step(notice, ExposureState.ISSUED, "issue")
    notice.number = terms.rules_on(today).number(today.year, next_serial(ExposureNumber, year=today.year))
    notice.issued_by, notice.issued_at = actor, timezone.now()
    notice.expires_on = terms.shown_until(notice.shown_for, today)
    notice.save(update_fields=["state", "number", "issued_by", "issued_at", "expires_on"])
    tell(
        kinds.ISSUED, notice, actor, about=notice.corrects, until=notice.expires_on,
        photos=[photo.copy.blob.sha256 for photo in notice.photos.select_related("copy__blob") if photo.copy],
    )  # fmt: skip
    return notice


@transaction.atomic
def rule_on_exposure(notice_id: int, *, actor: Person, upheld: bool, ruling: str) -> Exposure:
    """Whether the facts stand, by somebody who neither wrote it nor is exposed. Upheld: the notice is withdrawn, visibly."""
    notice = exposures.take(actor, notice_id, "rule")
    ruling = words(ruling, "ruling", _("Say why."))
    dispute = notice.replies.get(disputes=True, upheld__isnull=True)
    dispute.upheld, dispute.ruling, dispute.ruled_by, dispute.ruled_at = upheld, ruling, actor, timezone.now()
    dispute.save(update_fields=["upheld", "ruling", "ruled_by", "ruled_at"])
    if upheld:
        step(notice, ExposureState.WITHDRAWN, "rule")
        notice.ended_why, notice.ended_on = ruling, terms.today()
        notice.save(update_fields=["state", "ended_why", "ended_on"])
    tell(kinds.WITHDRAWN if upheld else kinds.UPHELD, notice, actor, ruling=ruling)
    return notice


@transaction.atomic
def set_exposure_rules(*, actor: Person, since: date, source: str, said: Mapping[str, Any]) -> ExposureRules:
    """A new edition; editions are never changed. `said`: reply_term, ruling_term, shown_term, pattern."""
    if not may_set_rules(actor):
        raise PermissionDenied
    rules = ExposureRules(since=since, source=source.strip(), **said)
    rules.full_clean()
    rules.save()
    journal.append(
        kinds.RULES_SET, actor=actor, noun="exposure_rules", noun_id=rules.pk,
        body={"since": since, "source": rules.source, **said},
    )  # fmt: skip
    return rules


def may_set_rules(person: Person) -> bool:
    return standing_of(person).has(Role.SUPERVISION)


def _open_dispute(notice: Exposure) -> bool:
    return notice.replies.filter(disputes=True, upheld__isnull=True).exists()
