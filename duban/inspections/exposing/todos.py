"""What exposure notices wait for: a check, a reply, a ruling, its writer."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from duban.inspections.exposing.access import exposures
from duban.inspections.models import Exposure, ExposureCheck, ExposureReply, ExposureState
from duban.org.access import standing_of
from duban.org.models import Person, Role
from duban.org.todos import Todo
from duban.org.voices import spoken_for

MOST = 10


def todos(person: Person, on: date) -> Iterator[Todo]:
    standing = standing_of(person)
    if not standing.posts:
        return
    if standing.has(Role.SUPERVISION, Role.AUDITOR):
        yield from _to_decide(person)
    answers = ExposureReply.objects.filter(exposure=OuterRef("pk"), for_unit=True, at__gte=OuterRef("passed_at"))
    asked = Exposure.objects.filter(unit__in=spoken_for(standing), state=ExposureState.REPLYING, reply_by__gte=on)
    waiting = asked.filter(~Exists(answers)).exclude(written_by__in=standing.person_ids)
    for notice in waiting.select_related("office").order_by("reply_by", "id")[:MOST]:
        yield _todo(notice, _("Reply to an exposure notice, or waive"), True, notice.reply_by, str(notice.office))
    returned = ExposureCheck.objects.filter(exposure=OuterRef("pk"), passed=False)
    mine = Exposure.objects.filter(drafted_by=person).select_related("unit").order_by("id")
    for notice in mine.filter(Exists(returned), state=ExposureState.DRAFT)[:MOST]:
        yield _todo(notice, _("Change an exposure notice that was returned"), True)
    disputed = ExposureReply.objects.filter(exposure=OuterRef("pk"), disputes=True, upheld__isnull=True)
    ripe = mine.filter(Exists(answers) | Q(reply_by__lt=on), ~Exists(disputed), state=ExposureState.REPLYING)
    for notice in ripe[:MOST]:
        yield _todo(notice, _("Issue the exposure notice"), False)


def _to_decide(person: Person) -> Iterator[Todo]:
    rows = exposures.visible_to(person).order_by("id")
    for notice in rows.filter(state=ExposureState.CHECKING)[:MOST]:
        if exposures.allows(standing_of(person), "check", notice):
            yield _todo(notice, _("Check an exposure notice"), False, None, str(notice.office))
    disputes = ExposureReply.objects.filter(disputes=True, upheld__isnull=True).order_by("rule_by", "id")
    for dispute in disputes.filter(exposure__in=rows.order_by().values("pk"))[:MOST]:
        notice = exposures.visible_to(person).get(pk=dispute.exposure_id)
        if exposures.allows(standing_of(person), "rule", notice):
            yield _todo(notice, _("Rule on disputed facts"), False, dispute.rule_by, str(notice.unit))


def _todo(notice: Exposure, what: str, owed: bool, due: date | None = None, sender: str = "") -> Todo:
    return Todo(
        title=str(notice), url=notice.get_absolute_url(), what=what, owed=owed, due_on=due, sender=sender,
        noun="exposure", noun_id=notice.pk,
    )  # fmt: skip
