"""What somebody brings who was sent and is no more. Facts are not refused for being late: they are kept in a response of
their own, about the same thing under another noun, so that nothing that counts the others' answers counts these."""

from datetime import datetime
from uuid import UUID, uuid5

from duban.checklists.abouts import abouts, apart_of
from duban.checklists.actions.rounds import begin_response
from duban.checklists.models import Edition, Response
from duban.org.access import standing_of
from duban.org.models import Person, Unit


def device_apart(device: UUID, person: Person) -> UUID:
    """The number of the response where this person's answers go that a device gave to `device`: always the same one."""
    return uuid5(device, str(person.pk))


def begin_apart(
    *, actor: Person, device: UUID, about: tuple[str, int], edition: Edition, unit: Unit, looking_unit: Unit | None,
    place: str = "", begun_at: datetime | None = None,
) -> Response:  # fmt: skip
    number = device_apart(device, actor)
    found = Response.objects.select_related("edition__checklist", "unit").filter(device=number).first()
    return found or begin_response(
        actor=actor, edition=edition, unit=unit, place=place, looking_unit=looking_unit,
        about=(apart_of(about[0]), about[1]), device=number, begun_at=begun_at, late=True,
    )  # fmt: skip


def kept_apart(device: UUID, actor: Person) -> Response | None:
    """Where answers go that are given to the others' response by somebody who has left; None for anybody else."""
    theirs = Response.objects.select_related("edition", "unit", "looking_unit").filter(device=device).first()
    about = abouts.get(theirs.about_noun) if theirs else None
    if theirs is None or theirs.about_id is None or about is None:
        return None
    standing = standing_of(actor)
    if not standing.posts or not about.left(standing, theirs.about_id):
        return None
    return begin_apart(
        actor=actor, device=device, about=(theirs.about_noun, theirs.about_id), edition=theirs.edition,
        unit=theirs.unit, looking_unit=theirs.looking_unit, place=theirs.place, begun_at=theirs.begun_at,
    )  # fmt: skip
