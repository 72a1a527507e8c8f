"""The answers of a round that a finding was made of, and the pictures that came with them: nobody takes these twice."""

from django.db.models import QuerySet

from duban.checklists.alike import EVIDENCE
from duban.checklists.models import Answer, Response, Verdict
from duban.files import access as files
from duban.files.models import Evidence
from duban.findings.models import Finding
from duban.org.models import Person


def rounds_of(finding: Finding) -> QuerySet[Response]:
    if finding.item_id is None or finding.source_id is None:
        return Response.objects.none()
    return Response.objects.filter(about_noun=finding.source_noun, about_id=finding.source_id)


def answers_of(finding: Finding) -> QuerySet[Answer]:
    return Answer.objects.filter(response__in=rounds_of(finding), item=finding.item_id)


def pictures_of_answers(person: Person, finding: Finding) -> list[Evidence]:
    """Those of the answers that fail it, as far as the person may see them: of each who answered, the last."""
    if finding.item_id is None or finding.source_id is None:
        return []
    last = {answer.by_id: answer for answer in answers_of(finding).order_by("pk")}
    failed = [answer.pk for answer in last.values() if answer.verdict == Verdict.FAIL]
    return [each for each in Evidence.objects.of(EVIDENCE, *failed) if files.may_see(person, each)]
