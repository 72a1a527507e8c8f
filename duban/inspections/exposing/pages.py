"""What exposure notices hang into the house: menu, journal, todos, rights to files, an act on findings."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.files import access as files
from duban.findings import offers
from duban.findings.models import Finding
from duban.inspections.access import PLANNERS
from duban.inspections.exposing import kinds
from duban.inspections.exposing import transitions as t
from duban.inspections.exposing.access import Stub, exposures, parties, replies_shown
from duban.inspections.exposing.todos import todos
from duban.inspections.models import ExposurePhoto, ExposureReply
from duban.inspections.models.exposure_life import ENCLOSED, PHOTO
from duban.inspections.queries.facts import UNTOLD
from duban.journal import kinds as journal
from duban.journal.access import register_opened, register_seen
from duban.org import todos as desk
from duban.org.access import standing_of
from duban.org.models import Person, Role
from duban.ui import menu


def register() -> None:
    journal.register(*kinds.ALL)
    journal.register_noun("exposure", _("exposure notice"), lambda pk: reverse("inspections:exposure", args=[pk]))
    journal.register_noun(
        "exposure_rules", _("rules for exposure notices"), lambda pk: reverse("inspections:exposures")
    )
    register_seen("exposure", exposures.inside)
    register_opened("exposure", _opens)
    desk.register(todos)
    files.register(PHOTO, _sees_photo)
    files.register(ENCLOSED, _sees_enclosed)
    offers.register(_offered)
    menu.register(menu.MenuItem(_("Exposure notices"), "inspections:exposures", "speakerphone", 47))


def _opens(person: Person, pk: int) -> bool:
    """Also for those who read that it was taken back from them."""
    return any(
        rows.filter(pk=pk).exists() for rows in (exposures.visible_to(person), exposures.taken_back_from(person))
    )


def _sees_photo(person: Person, pk: int) -> bool:
    """The copy, and only while it is the one shown; drafts included, as it has nothing left to hide."""
    photo = ExposurePhoto.objects.filter(pk=pk).first()
    notice = exposures.visible_to(person).filter(pk=photo.exposure_id).first() if photo else None
    return notice is not None and exposures.reads(person, notice)


def _sees_enclosed(person: Person, pk: int) -> bool:
    """Whoever writes, checks and rules, and the side that handed it in, also while it is taken back; never other readers."""
    reply = ExposureReply.objects.filter(pk=pk).first()
    notice = exposures.visible_to(person).filter(pk=reply.exposure_id).first() if reply else None
    if notice is None:
        taken = exposures.taken_back_from(person).filter(pk=reply.exposure_id).first() if reply else None
        return taken is not None and Stub(person, taken).replies.filter(pk=pk).exists()
    mine = parties(standing_of(person), notice)
    if mine & {t.DRAFTER, t.CHECKER}:
        return True
    return bool(mine & {t.UNIT, t.PERSON}) and replies_shown(notice).filter(pk=pk).exists()


def _offered(person: Person, finding: Finding) -> Iterator[offers.Offer]:
    standing = standing_of(person)
    for notice in exposures.visible_to(person).filter(findings=finding).order_by("pk")[:5]:
        yield offers.Offer(f"{notice} · {notice.get_state_display()}", notice.get_absolute_url(), "speakerphone")
    writes = standing.has(Role.SUPERVISION) or standing.over(finding.unit, *PLANNERS)
    if writes and not standing.in_unit(finding.unit_id) and finding.state not in UNTOLD:
        url = f"{reverse('inspections:exposure_new')}?finding={finding.pk}"
        yield offers.Offer(_("Draft an exposure notice"), url, "speakerphone", acts=True)
