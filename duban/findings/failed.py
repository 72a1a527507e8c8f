"""What failed in a check that makes no findings of its own: reported by a tap, and then led to."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.checklists.found import Report
from duban.checklists.models import AnswerKind, ItemResult, Response, Verdict
from duban.findings.access import findings, may_report
from duban.org.access import standing_of
from duban.org.models import Person


def condition_of(result: ItemResult) -> str:
    """What was found, as a finding says it: which item was not met, and what was said of it beyond a plain no."""
    plain = result.item.kind == AnswerKind.YES_NO
    failing = (answer for answer in result.answers if answer.verdict == Verdict.FAIL)
    told = ("；".join(filter(None, ["" if plain else answer.shown, answer.reason])) for answer in failing)
    said = [_("Found on the spot: %(said)s") % {"said": each} for each in told if each]
    return "\n".join([_("“%(item)s” was not met.") % {"item": result.item.text}, *said])


def reports_of(reader: Person, response: Response, failed: Sequence[ItemResult]) -> dict[int, Report]:
    """One question, however many failed. A finding of the same item at the same place since the check is the one."""
    there = findings.visible_to(reader).filter(
        item_code__in=[result.item.code for result in failed], unit=response.unit_id, place=response.place,
        found_on__gte=timezone.localdate(response.begun_at),
    )  # fmt: skip
    known = {row.item_code: row for row in there.order_by("-pk")}
    made: dict[int, Report] = {}
    for result in failed:
        item = result.item
        if row := known.get(item.code):
            made[item.pk] = Report(row.get_absolute_url(), row.number or row.title)
        elif may_report(standing_of(reader)):
            typed = {
                "unit": response.unit_id, "place": response.place, "severity": item.severity, "item_code": item.code,
                "condition": condition_of(result),
            }  # fmt: skip
            made[item.pk] = Report(f"{reverse('findings:new')}?{urlencode(typed)}")
    return made
