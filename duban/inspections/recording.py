"""What was answered on a visit, and what it hands down to the rooms below: facts of checks, findings from failed items."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists.models import Item, ItemResult, Response, Verdict
from duban.checklists.queries import current_of
from duban.findings import actions as register
from duban.findings.failed import condition_of
from duban.findings.models import Finding, FindingKind
from duban.inspections.access import has_say, visits
from duban.inspections.models import Visit
from duban.org.access import standing_of
from duban.org.models import Person

_SPACE = UUID("0d4ac7a0-6d6e-4f43-8f0a-6e3d0a0f9b22")


def response_of(visit: Visit) -> Response | None:
    """What the team answers together; whatever a device began for the visit by itself is found as well."""
    rows = Response.objects.filter(about_noun="visit", about_id=visit.pk).select_related("edition__checklist", "unit")
    return rows.order_by("pk").first()


def record_checks(visit: Visit, response: Response) -> None:
    """One fact for each item that passed or failed: what missed detection is counted from."""
    day = timezone.localdate()
    for result in current_of(response):
        if result.verdict in (Verdict.PASS, Verdict.FAIL):
            register.record_check(
                unit=visit.unit,
                item_code=result.item.code,
                looking_unit=visit.looking_unit,
                passed=result.verdict == Verdict.PASS,
                on=day,
                source=("visit", visit.pk),
                place=visit.place,
                aspect=result.item.section.aspect,
                by=result.answers[-1].by,
            )


def record_late_checks(response: Response) -> None:
    """Answers that a phone handed in after the visit had ended: what nobody had looked at until then counts as well."""
    visit = Visit.objects.filter(pk=response.about_id or 0, ended_at__isnull=False).first()
    if visit is not None:
        record_checks(visit, response)


@transaction.atomic
def issue_from_item(
    visit_id: int, item_id: int, *, actor: Person, kind: FindingKind | None = None, burden_reason: str | None = None
) -> Finding:
    """A failed item becomes a finding in one tap; tapped again it is the same finding. `burden_reason` as in
    `issue_finding`."""
    visit = visits.get_for(actor, visit_id, "view", lock=True)
    if not has_say(standing_of(actor), visit):
        raise PermissionDenied
    device = uuid5(_SPACE, f"{visit.pk}:{item_id}")
    if known := Finding.objects.filter(device=device).first():
        return known
    result = failed_items(visit).get(item_id)
    if result is None:
        raise ValidationError(_("This item has not failed."))
    chosen = kind or FindingKind.objects.filter(retired=False).first()
    if chosen is None:
        raise ValidationError(_("There is no kind of finding in use."))
    item = result.item
    return register.issue_finding(
        actor=actor,
        found_unit=visit.looking_unit,
        source=("visit", visit.pk),
        device=device,
        unit=visit.unit,
        kind=chosen,
        title=_("Failed: %(item)s") % {"item": item.text} if len(item.text) < 180 else item.text[:200],
        condition=condition_of(result),
        criterion=item.criterion,
        severity=item.severity,
        place=visit.place,
        item=item,
        aspect=item.section.aspect,
        burden_reason=burden_reason,
    )


def failed_items(visit: Visit) -> dict[int, ItemResult]:
    response = response_of(visit)
    if response is None:
        return {}
    return {result.item.pk: result for result in current_of(response) if result.verdict == Verdict.FAIL}


@dataclass(slots=True)
class Line:
    """An item of a visit: what was said, the finding it became, and how long the answer took (seconds; a hint only)."""

    item: Item
    result: ItemResult
    said: str
    finding: Finding | None
    seconds: int | None


def lines_of(visit: Visit, response: Response | None) -> list[Line]:
    """Three queries, whatever the number of items."""
    if response is None:
        return []
    results = current_of(response)
    found = {f.item_id: f for f in Finding.objects.filter(source_noun="visit", source_id=visit.pk).order_by("-pk")}
    took: dict[int, int] = {}
    last: dict[int, datetime] = {}
    given = ((a.happened_at, a.by_id, a.item_id) for r in results for a in r.answers)
    for at, by, item in sorted(given, key=lambda said: said[0]):
        seconds = round((at - last.get(by, response.begun_at)).total_seconds())
        last[by] = at
        if 0 <= seconds < 3600:
            took[item] = seconds
    # A label is looked up in the catalogue each time it is shown: once a page, not once an answer.
    labels = {value: str(label) for value, label in Verdict.choices}
    return [
        Line(r.item, r, " / ".join(labels[a.verdict] for a in r.answers), found.get(r.item.pk), took.get(r.item.pk))
        for r in results
    ]
