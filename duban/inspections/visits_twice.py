"""Two visits to one unit within days of each other: on one day they receive once, with one checklist they are one visit."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.burden import actions as burden
from duban.burden.models import How
from duban.burden.overlaps import Kind, Overlap, Side, Way
from duban.burden.standing import minutes_of, rates_on
from duban.checklists.costs import estimates
from duban.inspections import asking
from duban.inspections.access import HIDDEN, has_say, visits
from duban.inspections.actions.visits import call_off, change_visit, enlarge_team
from duban.inspections.models import Visit, VisitState
from duban.org.access import standing_of
from duban.org.models import Person, Unit

SAME_DAY, JOIN = "same_day", "join"
MOST = 1000


def find(person: Person, today: date) -> Iterator[Overlap]:
    """Among the visits that this person sees; what a unit may not know of is not shown to it here either."""
    near, standing = timedelta(days=rates_on(today).near_days), standing_of(person)
    rows = visits.visible_to(person).filter(state=VisitState.AHEAD, on__gte=today)
    rows = rows.select_related("unit", "looking_unit", "edition__checklist", "draw").prefetch_related("team")
    by_unit: dict[int, list[Visit]] = {}
    for visit in rows.order_by("on", "pk")[:MOST]:
        by_unit.setdefault(visit.unit_id, []).append(visit)
    took = estimates({visit.edition_id for given in by_unit.values() for visit in given}, today)
    for given in by_unit.values():
        for first, second in pairwise(given):
            concerned = has_say(standing, first) or has_say(standing, second)
            if concerned and second.on - first.on <= near and (overlap := _overlap(first, second, took, today)):
                yield overlap


def _overlap(first: Visit, second: Visit, took: dict[int, float], today: date) -> Overlap | None:
    if second.draw_id is None or first.draw_id is not None:
        keeping, giving = first, second
    else:
        keeping, giving = second, first  # what was drawn keeps its day
    ways = []
    if _may_join(keeping, giving):
        ways.append(
            Way(
                JOIN, gettext_lazy("One joint visit"), _("The second is cancelled; its team goes along with the first.")
            )
        )
    if keeping.on != giving.on and _may_move(keeping, giving):
        ways.append(
            Way(
                SAME_DAY,
                gettext_lazy("Both on one day"),
                _("The second moves to %(day)s; the unit receives once.") % {"day": keeping.on},
            )
        )
    if not ways:
        return None
    spared = minutes_of(asking.HOST, today)
    if ways[0].code == JOIN:
        spared += took[giving.edition_id]
    return Overlap(
        first=_side(keeping), second=_side(giving), units=[str(keeping.unit)],
        why=_("Both go to %(unit)s, %(n)s days apart.") % {"unit": keeping.unit, "n": (second.on - first.on).days},
        ways=ways, minutes=round(spared),
    )  # fmt: skip


def _may_join(keeping: Visit, giving: Visit) -> bool:
    """One checklist, and neither was drawn: a drawn visit falls out by a void of its draw only. Nor does a unit that looks
    at itself go along with those who look at it."""
    same = keeping.edition.checklist_id == giving.edition.checklist_id
    alike = (keeping.kind in HIDDEN) == (giving.kind in HIDDEN) and _is_own(keeping) == _is_own(giving)
    return same and alike and keeping.draw_id is None and giving.draw_id is None


def _is_own(visit: Visit) -> bool:
    return visit.looking_unit.path.startswith(visit.unit.path)


def _may_move(keeping: Visit, giving: Visit) -> bool:
    """Within the days of its draw; nor does a unit's look at itself move to the day on which it is looked at unannounced."""
    told = _is_own(giving) and keeping.kind in HIDDEN
    return not told and (giving.draw is None or giving.draw.since <= keeping.on <= giving.draw.until)


def _side(visit: Visit) -> Side:
    team = "、".join(person.name for person in visit.team.all())
    return Side(visit.pk, str(visit), visit.get_absolute_url(), f"{visit.on} · {team}", str(visit.looking_unit))


@transaction.atomic
def merge_visits(first: int, second: int, way: str, agreed: Sequence[Person]) -> int:
    actor = agreed[0]
    keeping = _held(first, agreed, changed=way == JOIN)
    giving = _held(second, agreed, changed=True)
    near = timedelta(days=rates_on(min(keeping.on, giving.on)).near_days)
    if keeping.state != VisitState.AHEAD or keeping.unit_id != giving.unit_id or abs(keeping.on - giving.on) > near:
        raise ValidationError(_("These two no longer overlap; somebody may have merged or moved one of them."))
    # The inspectors go all the same: what is saved is saved by the unit that receives them.
    sources, unit = [(asking.NOUN, keeping.pk), (asking.NOUN, giving.pk)], giving.unit_id
    if way == JOIN:
        if not _may_join(keeping, giving):
            raise ValidationError(_("These two cannot become one visit."))
        with burden.counting_what_is_saved(How.JOINED, sources[1], of=sources, bearer_id=unit) as spared:
            call_off(giving, _("Merged with the visit of %(day)s") % {"day": keeping.on}, actor=actor)
            enlarge_team(keeping, list(giving.team.all()), actor=actor)
        return spared.minutes
    with burden.counting_what_is_saved(How.SAME_DAY, sources[1], of=sources, bearer_id=unit) as spared:
        change_visit(giving.pk, actor=actor, on=keeping.on, place=giving.place)
    return spared.minutes


def _held(pk: int, agreed: Sequence[Person], *, changed: bool) -> Visit:
    """The row, locked, which one of them must see, and may change where it is changed."""
    visit = (
        Visit.objects.select_related("unit", "looking_unit", "draw", "edition")
        .select_for_update(of=("self",))
        .get(pk=pk)
    )
    if not any(visits.can(person, "change" if changed else "view", visit) for person in agreed):
        raise PermissionDenied
    return visit


def consents(person: Person, pk: int) -> bool:
    visit = visits.visible_to(person).filter(pk=pk).first()
    return visit is not None and visits.can(person, "change", visit)


def unit_of(pk: int) -> Unit:
    return Visit.objects.select_related("looking_unit").get(pk=pk).looking_unit


KIND = Kind("visits", gettext_lazy("Visits"), find, merge_visits, consents, unit_of, both={JOIN})
