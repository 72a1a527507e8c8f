"""Writing an exposure notice: drafted from findings, photos masked, handed in for the check. See `exposure_steps` for the rest."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.files import access as files
from duban.files import actions as keeping
from duban.files.models import Evidence
from duban.files.pictures import Box, masked
from duban.findings.access import may_be_disputed
from duban.findings.actions.fixing import AFTER, BEFORE
from duban.findings.models import Finding
from duban.findings.queries.answered import pictures_of_answers
from duban.inspections.access import may_tell
from duban.inspections.exposing import kinds, terms
from duban.inspections.exposing.access import exposures, may_draft, parties, tellable
from duban.inspections.exposing.drafting import body_of, common_unit, title_of
from duban.inspections.exposing.names import names_in
from duban.inspections.exposing.transitions import ACCUSED, STEPS
from duban.inspections.models import Exposure, ExposurePhoto, ExposureState
from duban.inspections.models.exposure import is_a_term
from duban.inspections.models.exposure_life import PHOTO
from duban.journal import actions as journal
from duban.journal.kinds import Kind
from duban.org.access import standing_of
from duban.org.models import Person, Role, Unit

MOST_FINDINGS, MOST_PHOTOS, MOST_BOXES = 20, 9, 60


@transaction.atomic
def draft_exposure(*, actor: Person, office: Unit, finding_ids: Sequence[int]) -> Exposure:
    """Put findings into words on behalf of `office`. The exposed unit is the lowest one at or above all of them."""
    if not may_draft(standing_of(actor)):
        raise PermissionDenied
    if not finding_ids:
        raise ValidationError({"findings": _("Choose at least one finding.")})
    if len(finding_ids) > MOST_FINDINGS:
        raise ValidationError({"findings": _("At most %(most)s findings fit one notice.") % {"most": MOST_FINDINGS}})
    rows = list(
        tellable(actor).filter(pk__in=finding_ids).select_related("unit", "found_unit").order_by("found_on", "pk")
    )
    if len(rows) != len(set(finding_ids)):
        raise ValidationError(
            {"findings": _("One of these findings cannot be told of: it is disputed or not confirmed.")}
        )
    unit = common_unit(rows)
    _may_tell_of(actor, office, unit)
    shown_in = None if standing_of(actor).has(Role.SUPERVISION) or office.is_root() else office
    notice = Exposure.objects.create(
        title=title_of(unit, rows), body=body_of(rows), unit=unit, office=office, shown_in=shown_in,
        shown_for=terms.rules_on(terms.today()).shown_term, drafted_by=actor,
    )  # fmt: skip
    notice.findings.set(rows)
    if ACCUSED in parties(standing_of(actor), notice):
        raise ValidationError({"findings": _("Whoever is exposed does not write the notice.")})
    notice.written_by.add(actor)
    tell(kinds.DRAFTED, notice, actor, findings=[row.number for row in rows])
    return notice


@transaction.atomic
def change_exposure(
    notice_id: int, *, actor: Person, title: str, body: str, unit: Unit, shown_in: Unit | None, shown_for: str,
    names_why: str = "", photo_ids: Iterable[int] = (),
) -> Exposure:  # fmt: skip
    """`photo_ids` are evidence of its findings; a photo that stays chosen keeps its masks."""
    notice = exposures.take(actor, notice_id, "edit")
    rows = list(notice.findings.select_related("unit"))
    faults: dict[str, str] = {}
    title, body, shown_for = title.strip(), body.strip(), shown_for.strip()
    if not title:
        faults["title"] = _("Give it a title.")
    if not body:
        faults["body"] = _("Say what is to be told.")
    if not all(row.unit.path.startswith(unit.path) for row in rows):
        faults["unit"] = _("Everything it tells of must have been found at or below this unit.")
    if shown_in is not None and not unit.path.startswith(shown_in.path):
        faults["shown_in"] = _("The exposed unit must be one of those it is shown to.")
    today = terms.today()
    try:
        is_a_term(shown_for)
        if terms.shown_until(shown_for, today) > terms.shown_until(terms.rules_on(today).shown_term, today):
            faults["shown_for"] = _("The rules in force allow %(term)s at most.") % {
                "term": terms.rules_on(today).shown_term
            }
    except (ValidationError, OverflowError):
        faults["shown_for"] = _("Give a term such as “5 working days”, “3 months” or “90 days”.")
    if faults:
        raise ValidationError(faults)
    _may_tell_of(actor, notice.office, unit)
    _within_reach(actor, notice.office, shown_in)
    notice.title, notice.body, notice.unit, notice.shown_in = title[:120], body, unit, shown_in
    notice.shown_for, notice.names_why = shown_for, names_why.strip()[:300]
    notice.save(update_fields=["title", "body", "unit", "shown_in", "shown_for", "names_why"])
    _choose(notice, set(photo_ids), actor)
    notice.written_by.add(actor)
    tell(kinds.CHANGED, notice, actor)
    return notice


def pictures_of(notice: Exposure, person: Person) -> list[Evidence]:
    """What may be chosen: pictures kept with its findings, and those of the answers that these were made of."""
    rows: list[Evidence] = []
    for finding in notice.findings.order_by("pk"):
        rows += pictures_of_answers(person, finding)
        rows += Evidence.objects.of(BEFORE, finding.pk)
        rows += Evidence.objects.of(AFTER, finding.pk)
    return [each for each in rows if each.blob.is_picture]


@transaction.atomic
def mask_photo(
    notice_id: int, photo_id: int, *, actor: Person, boxes: Sequence[Box], nobody: bool = False
) -> ExposurePhoto:
    """Blacken what may be recognised, or declare that nobody is. Either way readers get a new picture; what was made before
    of the same photo is withdrawn."""
    notice = exposures.take(actor, notice_id, "edit")
    photo = notice.photos.select_related("evidence__blob", "copy").filter(pk=photo_id).first()
    if photo is None:
        raise ValidationError(_("This photo is no longer chosen."))
    files.get_for(actor, photo.evidence_id)
    if bool(boxes) == nobody:
        raise ValidationError(
            {"boxes": _("Either mark what must not be seen, or declare that the photo shows nobody.")}
        )
    if len(boxes) > MOST_BOXES:
        raise ValidationError({"boxes": _("At most %(most)s places can be masked.") % {"most": MOST_BOXES}})
    if not all(_is_box(box) for box in boxes):
        raise ValidationError({"boxes": _("A rectangle lies outside the picture.")})
    made = keeping.keep(
        masked(photo.evidence.blob, boxes), f"{notice.pk}-{photo.pk}.jpg", actor=actor, noun=PHOTO, noun_id=photo.pk,
        unit_id=notice.unit_id,
    )  # fmt: skip
    if photo.copy is not None:
        keeping.withdraw(photo.copy, actor=actor)
    photo.boxes, photo.nobody, photo.copy = [[round(part, 5) for part in box] for box in boxes], nobody, made
    photo.settled_by, photo.settled_at = actor, timezone.now()
    photo.save()
    notice.written_by.add(actor)
    digest = made.blob.sha256
    if nobody:
        tell(kinds.DECLARED, notice, actor, sha256=digest)
    else:
        tell(kinds.MASKED, notice, actor, boxes=len(boxes), sha256=digest)
    return photo


@transaction.atomic
def submit_exposure(notice_id: int, *, actor: Person) -> Exposure:
    """To the privacy and legal check: no photo unsettled, no name unexplained."""
    notice = exposures.take(actor, notice_id, "submit")
    if faults := [text for text, _where in lacking(notice)]:
        raise ValidationError(faults)
    step(notice, ExposureState.CHECKING, "submit")
    notice.save(update_fields=["state"])
    notice.written_by.add(actor)
    tell(kinds.SUBMITTED, notice, actor, photos=notice.photos.count())
    return notice


def lacking(notice: Exposure) -> list[tuple[str, str]]:
    """What still keeps it from the check or from being issued: (words, where to see to it: photos, text or findings)."""
    found = []
    photos = list(notice.photos.select_related("evidence"))
    if open_ones := sum(photo.copy_id is None for photo in photos):
        text = _("%(n)s photos are neither masked nor declared to show nobody.") % {"n": open_ones}
        found.append((text, "photos"))
    if any(photo.evidence.withdrawn_at for photo in photos):
        found.append((_("The original of a photo was withdrawn from its finding: choose the photos again."), "text"))
    if (named := names_in(notice.title, notice.body)) and not notice.names_why:
        words = _("The text names people: %(names)s. Take the names out, or say why they must stand.")
        found.append((words % {"names": "、".join(named)}, "text"))
    if gone := [row.number for row in notice.findings.all() if not is_settled(row)]:
        words = _("%(numbers)s may still be disputed, or no longer stand.")
        found.append((words % {"numbers": "、".join(gone)}, "findings"))
    return found


def is_settled(finding: Finding) -> bool:
    """The unit accepted it or was ruled against, or let the term to dispute go by."""
    if may_be_disputed(finding, terms.today()):
        return False
    return finding.state in {"issued", "accepted", "rectifying", "claimed", "rechecked", "closed"}


@transaction.atomic
def correct_exposure(notice_id: int, *, actor: Person) -> Exposure:
    """A new draft that will stand for an issued one. The old stays as it is, and is shown as corrected once the new is out."""
    old = exposures.take(actor, notice_id, "correct")
    try:
        with transaction.atomic():
            new = Exposure.objects.create(
                title=old.title, body=old.body, unit=old.unit, office=old.office, shown_in=old.shown_in,
                shown_for=old.shown_for, names_why=old.names_why, corrects=old, drafted_by=actor,
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError(_("It is being corrected already.")) from None
    rows = list(old.findings.all())
    new.findings.set(rows)
    new.written_by.add(actor)
    ExposurePhoto.objects.bulk_create(
        # The masks are proposed again, and somebody looks at them again.
        ExposurePhoto(exposure=new, evidence=photo.evidence, boxes=photo.boxes)
        for photo in old.photos.select_related("evidence").filter(evidence__withdrawn_at=None)
    )
    tell(kinds.DRAFTED, new, actor, about=old, findings=[row.number for row in rows])
    return new


# -- what all acts share ---------------------------------------------------------------------------------------------


def step(notice: Exposure, to: ExposureState, verb: str) -> None:
    """Set the new state; the table must know this step by this act."""
    if verb not in STEPS.get((ExposureState(notice.state), to), frozenset()):
        raise ValidationError(
            _("This cannot be done now: the notice is “%(state)s”.") % {"state": notice.get_state_display()},
            code="state",
        )
    notice.state = to


def tell(kind: Kind, notice: Exposure, actor: Person, *, about: Exposure | None = None, **body: object) -> None:
    digest = sha256(f"{notice.title}\n{notice.body}".encode()).hexdigest()
    journal.append(
        kind, actor=actor, noun="exposure", noun_id=notice.pk, unit_id=notice.unit_id,
        about=("exposure", about.pk) if about else None,
        body={"title": notice.title, "number": notice.number, "unit": str(notice.unit), "text_sha256": digest, **body},
    )  # fmt: skip


def _may_tell_of(actor: Person, office: Unit, unit: Unit) -> None:
    if not may_tell(standing_of(actor), office, unit):
        raise ValidationError(
            {"office": _("%(office)s does not stand above %(unit)s.") % {"office": office, "unit": unit}}
        )


def _within_reach(actor: Person, office: Unit, shown_in: Unit | None) -> None:
    """Who is not of the supervision office shows things below their own unit only."""
    if standing_of(actor).has(Role.SUPERVISION) or office.is_root():
        return
    if shown_in is None or not shown_in.path.startswith(office.path):
        raise ValidationError({"shown_in": _("You may show it only within %(unit)s.") % {"unit": office}})


def _choose(notice: Exposure, wanted: set[int], actor: Person) -> None:
    offered = {each.pk for each in pictures_of(notice, actor)}
    if not wanted <= offered:
        raise ValidationError({"photos": _("A photo is no longer there. Choose again.")})
    if len(wanted) > MOST_PHOTOS:
        raise ValidationError({"photos": _("At most %(most)s photos fit one notice.") % {"most": MOST_PHOTOS}})
    there = {photo.evidence_id: photo for photo in notice.photos.select_related("copy")}
    for key in sorted(wanted - there.keys()):
        ExposurePhoto.objects.create(exposure=notice, evidence_id=key)
    for key in there.keys() - wanted:
        if (copy := there[key].copy) is not None:
            keeping.withdraw(copy, actor=actor)
        there[key].delete()


def _is_box(box: Box) -> bool:
    left, top, width, height = box
    inside = left >= 0 and top >= 0 and left + width <= 1.0001 and top + height <= 1.0001
    return inside and width > 0 and height > 0
