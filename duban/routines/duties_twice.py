"""Two duties that ask the same of the same: one checklist, or one kind of report on one day. One of them gives way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.burden import actions as burden
from duban.burden.models import How
from duban.burden.overlaps import Kind, Overlap, Side, Way
from duban.ledger import terms
from duban.org.access import Standing, standing_of
from duban.org.models import Person, Role, Unit
from duban.routines import asking, timing
from duban.routines.access import VOICES, duties
from duban.routines.actions.duties import change_duty, end_duty
from duban.routines.models import Duty, Form, Occurrence, Who

DROP, TAKE_OUT = "drop", "take_out"
AHEAD = timedelta(days=30)
SHOWN = 6


@dataclass(slots=True)
class Shared:
    """Whom both ask (u7 or p7, and the units as they are called), on how many occasions the second does, and whether it
    asks nobody else."""

    keys: set[str]
    units: list[str]
    occasions: int
    whole: bool


def find(person: Person, today: date) -> Iterator[Overlap]:
    """Of those that this person sets, or that the office looks after. Seven queries, however many
    there are. A duty that gives way to one gives way to no other as well."""
    standing = standing_of(person)
    office = standing.has(Role.SUPERVISION)
    rows = duties.visible_to(person).filter(since__lte=today + AHEAD).filter(Q(until__isnull=True) | Q(until__gt=today))
    alike: dict[tuple[str, int | None], list[Duty]] = {}
    for duty in rows.order_by("pk"):
        alike.setdefault((duty.form, duty.checklist_id), []).append(duty)
    groups = [group for group in alike.values() if len(group) > 1]
    found = _shared([duty for group in groups for duty in group], today)
    each = asking.each_of_many((duty for group in groups for duty in group), today)
    given_up: set[int] = set()
    for group in groups:
        for at, first in enumerate(group):
            for second in group[at + 1 :]:
                keeping, giving = _order(first, second, found)
                if given_up & {keeping.pk, giving.pk}:
                    continue
                shared = found.get((keeping.pk, giving.pk))
                if not (office or answers_for(standing, keeping) or answers_for(standing, giving)):
                    continue
                if shared and (ways := _ways(giving, shared)):
                    given_up.add(giving.pk)
                    yield _overlap(keeping, giving, shared, ways, each[giving.pk][0])


def _order(first: Duty, second: Duty, found: dict[tuple[int, int], Shared]) -> tuple[Duty, Duty]:
    """The one that is wholly within the other gives way; of two alike the younger."""
    there, back = found.get((first.pk, second.pk)), found.get((second.pk, first.pk))
    return (second, first) if back and back.whole and not (there and there.whole) else (first, second)


def _shared(rows: list[Duty], today: date) -> dict[tuple[int, int], Shared]:
    """(first, second) → what the second asks of those whom the first asks too: of a checklist in the same month, of any
    other form on the same day."""
    if not rows:
        return {}
    ids = [duty.pk for duty in rows]
    ahead = Occurrence.objects.filter(duty__in=ids, day__range=(today, today + AHEAD)).unmet().order_by()
    of: dict[int, dict[str, tuple[str, int]]] = {}
    counted = ahead.values_list("duty", "subject", "unit__name", "unit__short_name").annotate(n=Count("pk"))
    for duty, subject, name, short, n in counted:
        of.setdefault(duty, {})[subject] = short or name, n
    same_day = _same_day([duty.pk for duty in rows if duty.form != Form.CHECKLIST], today)
    found: dict[tuple[int, int], Shared] = {}
    for first in rows:
        for second in rows:
            if first.pk == second.pk or first.form != second.form or first.checklist_id != second.checklist_id:
                continue
            theirs = of.get(second.pk, {})
            if second.checklist_id:
                both = theirs.keys() & of.get(first.pk, {}).keys()
            else:
                both = same_day.get((first.pk, second.pk), set()) & theirs.keys()
            if both:
                units = list(dict.fromkeys(theirs[key][0] for key in sorted(both)))
                occasions = sum(theirs[key][1] for key in both)
                found[first.pk, second.pk] = Shared(both, units, occasions, both == theirs.keys())
    return found


def _same_day(ids: list[int], today: date) -> dict[tuple[int, int], set[str]]:
    if len(ids) < 2:
        return {}
    adapt, marks = connection.ops.adapt_datefield_value, ", ".join(["%s"] * len(ids))
    table = Occurrence._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT a.duty_id, b.duty_id, a.subject FROM {table} a JOIN {table} b"
            " ON b.day = a.day AND b.subject = a.subject AND b.duty_id <> a.duty_id"
            f" WHERE a.duty_id IN ({marks}) AND b.duty_id IN ({marks}) AND a.day BETWEEN %s AND %s"
            " AND a.met_at IS NULL AND a.excused_at IS NULL AND b.met_at IS NULL AND b.excused_at IS NULL",
            [*ids, *ids, adapt(today), adapt(today + AHEAD)],
        )
        found: dict[tuple[int, int], set[str]] = {}
        for first, second, subject in cursor.fetchall():
            found.setdefault((first, second), set()).add(subject)
    return found


def _ways(giving: Duty, shared: Shared) -> list[Way]:
    if shared.whole:
        return [Way(DROP, gettext_lazy("Drop the second"),
                    _("The second ends today; whom it asks, the first asks as well."))]  # fmt: skip
    if giving.who == Who.UNITS:
        return [Way(TAKE_OUT, gettext_lazy("Take the shared units out of the second"),
                    _("The second no longer asks %(units)s.") % {"units": "、".join(shared.units)})]  # fmt: skip
    return []


def _overlap(keeping: Duty, giving: Duty, shared: Shared, ways: list[Way], each: float) -> Overlap:
    why = (
        _("Both ask for the checklist “%(name)s”.") % {"name": giving.checklist}
        if giving.checklist_id
        else _("Both ask for “%(form)s” on the same days.") % {"form": giving.get_form_display()}
    )
    units = [*shared.units[:SHOWN], *(["…"] if len(shared.units) > SHOWN else [])]
    return Overlap(_side(keeping), _side(giving), units, why, ways, round(each * shared.occasions))


def _side(duty: Duty) -> Side:
    when = _("after another duty") if duty.follows_id else timing.rule_words(duty.rule)
    return Side(duty.pk, duty.name, duty.get_absolute_url(), when, str(duty.owner))


@transaction.atomic
def merge_duties(first: int, second: int, way: str, agreed: Sequence[Person]) -> int:
    """The second gives way, by the word of somebody who answers for it. Returns the minutes saved that were charged."""
    actor = agreed[0]
    keeping = duties.get_for(actor, first)
    giving = duties.get_for(actor, second, "change", lock=True)
    if not consents(actor, second):
        raise PermissionDenied
    today = terms.today()
    shared = _shared([keeping, giving], today).get((keeping.pk, giving.pk))
    same = (keeping.form, keeping.checklist_id) == (giving.form, giving.checklist_id)
    if not same or shared is None or way not in {each.code for each in _ways(giving, shared)}:
        raise ValidationError(_("These two no longer overlap; somebody may have merged or moved one of them."))
    source = (asking.NOUN, giving.pk)
    how = How.DROPPED if way == DROP else How.TAKEN_OUT
    with burden.counting_what_is_saved(how, source, of=[source]) as spared:
        if way == DROP:
            changed = end_duty(second, actor=actor, until=max(today, giving.since),
                               reason=_("Merged with %(duty)s") % {"duty": keeping.name})  # fmt: skip
        else:
            left = [unit for unit in giving.units.all() if f"u{unit.pk}" not in shared.keys]
            changed = change_duty(second, actor=actor, units=left)
        asking.charge(changed, today)
    return spared.minutes


def consents(person: Person, second: int) -> bool:
    """Those who lead or speak for the unit that set it, or for one above: not the supervision office for them."""
    duty = duties.visible_to(person).filter(pk=second).first()
    return duty is not None and answers_for(standing_of(person), duty)


def answers_for(standing: Standing, duty: Duty) -> bool:
    return standing.over(duty.owner, *VOICES) or standing.in_unit(duty.owner_id, Role.SUPERVISION)


def unit_of(second: int) -> Unit:
    return Duty.objects.select_related("owner").get(pk=second).owner


KIND = Kind("duties", gettext_lazy("Standing duties"), find, merge_duties, consents, unit_of)
