"""How a finding comes into the register: issued by who may, reported by anybody else and then confirmed or not."""

from datetime import date, timedelta
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists.models import Item, Severity
from duban.findings import asking, kinds, sources, terms
from duban.findings.access import findings, may_issue, may_report
from duban.findings.actions.door import keep, step, tell
from duban.findings.layers import home_of, layer_of
from duban.findings.models import UNCOUNTED, Finding, FindingKind, FindingNumber, Source, State
from duban.ledger.asking import asking_unit
from duban.ledger.numbers import next_serial
from duban.org.access import standing_of
from duban.org.models import Person, Unit
from duban.org.said import reason_given, words


class Said(TypedDict, total=False):
    """What a finding says of itself; of the five parts only the condition must be there."""

    unit: Required[Unit]
    kind: Required[FindingKind]
    condition: Required[str]
    title: str
    severity: str
    place: str
    item: Item | None
    item_code: str
    aspect: str
    person: Person | None
    criterion: str
    cause: str
    effect: str
    recommendation: str


@transaction.atomic
def issue_finding(
    *,
    actor: Person,
    found_on: date | None = None,
    found_unit: Unit | None = None,
    source: tuple[str, int] | None = None,
    source_noun: str = "",
    device: UUID | None = None,
    burden_reason: str | None = None,
    **said: Unpack[Said],
) -> Finding:
    """Put a finding into the register.

    It is issued at once when the actor may find there (`access.may_issue`) or the source says so (`sources.register`);
    otherwise it is reported and waits to be confirmed. `source` is (noun, id) of an upper room's thing, `source_noun` one
    of this room's own. Sent again with the same `device`, the first is returned and nothing is written.
    `burden_reason`: why it is asked although its plan goes beyond the unit's budget, from somebody who saw that; None where
    nobody was shown it. ValidationError names every faulty field; PermissionDenied when the actor holds no post.
    """
    if not may_report(standing_of(actor)):
        raise PermissionDenied
    if device is not None:
        before = Finding.objects.filter(device=device).first()
        if before is not None:
            if before.found_by_id != actor.pk:
                raise PermissionDenied
            return before
    finding = _draft(actor, said, found_on, found_unit, source, source_noun)
    finding.device = device
    issued = sources.entitled(source, actor, finding.unit) or may_issue(actor, finding.unit, finding.kind)
    finding.state = State.ISSUED if issued else State.REPORTED
    if issued:
        _issue(finding)
    try:
        with transaction.atomic():
            finding.save(force_insert=True)
    except IntegrityError:
        # Two retries of one device at the same moment: the other was faster.
        before = Finding.objects.filter(device=device, found_by=actor).first() if device else None
        if before is None:
            raise
        return before
    if issued:
        _ask_unit(finding, actor, finding.found_unit_id, burden_reason)
        _tell_issued(finding, actor)
    else:
        tell(kinds.REPORTED, finding, actor, source=finding.source_noun)
    return finding


@transaction.atomic
def confirm_finding(
    finding_id: int, *, actor: Person, kind: FindingKind, severity: str, burden_reason: str | None = None
) -> Finding:
    """What was reported is so: it gets its number and goes to the unit, sorted by whoever confirms. `burden_reason` as in
    `issue_finding`."""
    finding = findings.take(actor, finding_id, "confirm")
    if severity not in Severity.values:
        raise ValidationError({"severity": _("Choose the severity.")})
    finding.kind, finding.severity = kind, severity
    step(finding, State.ISSUED, "confirm")
    _issue(finding)
    finding.version += 1
    finding.save()
    _ask_unit(finding, actor, asking_unit(actor), burden_reason)
    _tell_issued(finding, actor)
    return finding


@transaction.atomic
def dismiss_finding(finding_id: int, *, actor: Person, reason: str) -> Finding:
    """What was reported could not be confirmed. The reporter reads why."""
    finding = findings.take(actor, finding_id, "dismiss")
    reason = reason_given(reason)
    step(finding, State.DISMISSED, "dismiss")
    finding.ended_on = terms.today()
    keep(finding, "state", "ended_on")
    tell(kinds.DISMISSED, finding, actor, reason=reason)
    return finding


def _draft(
    actor: Person,
    said: Said,
    found_on: date | None,
    found_unit: Unit | None,
    source: tuple[str, int] | None,
    source_noun: str,
) -> Finding:
    unit, item = said["unit"], said.get("item")
    finding = Finding(**{"item_code": item.code if item else "", **said}, found_by=actor)
    home = found_unit or home_of(actor) or unit
    finding.found_unit, finding.found_layer = home, layer_of(home)
    finding.found_on = found_on or terms.today()
    own = home.path.startswith(unit.path)
    counts = own or may_issue(actor, unit, finding.kind)
    usual = Source.SELF_REPORT if own else Source.CHECK if counts else Source.COMPLAINT
    finding.source_noun, finding.source_id = source or (source_noun or usual, None)
    finding.condition = words(finding.condition, "condition", _("Say what was found."))
    finding.title = (finding.title or "").strip() or _first_words(finding.condition)
    finding.place = finding.place.strip()
    faults: dict[str, Any] = {}
    if finding.found_on > terms.today():
        faults["found_on"] = _("This day has not come yet.")
    if finding.severity not in Severity.values:
        faults["severity"] = _("Choose the severity.")
    if finding.kind.retired:
        faults["kind"] = _("This kind is no longer used.")
    if not sources.is_known(finding.source_noun):
        faults["source_noun"] = _("Choose where it comes from.")
    elif finding.source_noun == Source.SELF_REPORT and not own:
        # It would let the unit's own head decide on the plan.
        faults["source_noun"] = _("Only what is found at one's own unit is a self-report: choose another source.")
    if finding.person is not None and not finding.kind.is_conduct:
        faults["person"] = _("Only conduct is held against a person.")
    if faults:
        raise ValidationError(faults)
    return finding


def _first_words(text: str) -> str:
    """A title from the condition: its first sentence, or as much of it as a line holds."""
    line = text.strip().splitlines()[0]
    for mark in "。；;!！":
        line = line.split(mark)[0]
    return line if len(line) <= 60 else f"{line[:59]}…"


def _issue(finding: Finding) -> None:
    today = terms.today()
    rules = terms.rules_on(today)
    finding.answer_by = terms.moved(today, rules.accept_days)
    finding.issued_at = timezone.now()
    finding.repeat_of = _last_of_its_kind(finding, rules.repeat_days)
    # Last: the row of the counter is held until the transaction ends.
    finding.number = rules.number(today.year, next_serial(FindingNumber, year=today.year))


def _last_of_its_kind(finding: Finding, days: int) -> Finding | None:
    """The same item at the same place of the same unit, found within the period."""
    if not finding.item_code:
        return None
    return (
        Finding.objects.filter(
            item_code=finding.item_code,
            unit=finding.unit,
            place=finding.place,
            found_on__gte=finding.found_on - timedelta(days=days),
            found_on__lte=finding.found_on,
        )
        .exclude(state__in=UNCOUNTED)
        .exclude(pk=finding.pk)
        .order_by("-found_on", "-id")
        .first()
    )


def _ask_unit(finding: Finding, actor: Person, asker_id: int | None, reason: str | None) -> None:
    asking.weigh(finding, actor, reason)
    asking.charge(finding, asker_id)


def _tell_issued(finding: Finding, actor: Person) -> None:
    tell(
        kinds.ISSUED,
        finding,
        actor,
        unit=str(finding.unit),
        due=finding.answer_by,
        sort=finding.kind.name,
        severity=finding.severity,
        source=finding.source_noun,
        repeat_of=finding.repeat_of.number if finding.repeat_of else "",
    )
