"""Plans with what was done of them, and what a draw shows to whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from duban.draws import DrawError, Void, follow
from duban.draws import Standing as DrawStanding
from duban.draws import draw as run_draw
from duban.inspections.manifests import names_in, plain, thrown_of, voids_of
from duban.inspections.models import Draw, Plan, Quota, Visit, VisitState
from duban.inspections.models.lookback import Stratum
from duban.inspections.models.visit import OVER
from duban.inspections.refusals import said


@dataclass(slots=True)
class PlanLine:
    quota: Quota
    done: int

    @property
    def left(self) -> int:
        return max(self.quota.visits - self.done, 0)


def period_of(plan: Plan) -> tuple[date, date]:
    """First day, and the day after the last."""
    if plan.quarter is None:
        return date(plan.year, 1, 1), date(plan.year + 1, 1, 1)
    month = 3 * plan.quarter + 1
    return date(plan.year, month - 3, 1), date(plan.year, month, 1) if month < 13 else date(plan.year + 1, 1, 1)


def lines_of_plan(plan: Plan) -> list[PlanLine]:
    """Every unit with its quota, and the visits on behalf of the plan's unit that are over. Two queries."""
    since, until = period_of(plan)
    quotas = list(plan.quotas.select_related("unit", "stratum"))
    rows = Visit.objects.filter(
        unit__in=[q.unit_id for q in quotas], looking_unit=plan.unit_id, on__gte=since, on__lt=until, state__in=OVER
    )
    done = Counter(rows.values_list("unit", flat=True))
    return [PlanLine(quota, done[quota.unit_id]) for quota in quotas]


@dataclass(slots=True)
class Shown:
    """What was drawn, in names: [(stratum, selected, reserve)], teams by entry, voids with who followed."""

    strata: list[tuple[str, list[tuple[str, str, list[tuple[str, str]]]], list[str]]]
    voids: list[tuple[str, str, Void, list[str]]]
    open_seats: dict[str, int]


def shown_of(draw: Draw) -> Shown:
    manifest, seed = thrown_of(draw)
    now: DrawStanding = follow(manifest, seed, voids_of(draw))
    names = names_in(manifest)
    teams = {team.entry: team.inspectors for team in now.teams}
    # The manifest of a look-back names its strata by code, the page by words; both stand as the rule has them.
    words = _strata_of(draw)
    strata = [
        (
            str(words[one.stratum]),
            [(pk, names[pk], [(each, names[each]) for each in teams.get(pk, ())]) for pk in one.selected],
            [names[pk] for pk in one.reserve],
        )
        for one in sorted(now.strata, key=lambda one: list(words).index(one.stratum))
    ]
    voids = [
        (names[s.void.id], names.get(s.void.entry, ""), s.void, [names[pk] for pk in s.follows]) for s in now.steps
    ]
    return Shown(strata, voids, {names[pk]: n for pk, n in now.open_seats.items()})


def _strata_of(draw: Draw) -> dict[str, str]:
    if draw.plan is None:
        return {code: str(words) for code, words in Stratum.choices}
    return {plain(each.name): each.name for each in draw.plan.strata.all()}


def pool_of(draw: Draw) -> list[tuple[str, int, int]]:
    """[(risk, how many of it are drawn, from how many)] of a draw from a plan."""
    if draw.plan is None:
        return []
    return [(each.name, each.draw, each.held) for each in draw.plan.strata.annotate(held=Count("quotas"))]


def failure_of(draw: Draw) -> str:
    """Why nothing could be drawn from the dice: computed again, so that everybody reads it in their language."""
    manifest, seed = thrown_of(draw)
    try:
        run_draw(manifest, seed)
    except DrawError as error:
        return said(error, names_in(manifest))
    return ""


def not_over(draw: Draw) -> int:
    """How many of what was drawn are still to be looked at: it opens when there are none."""
    visits = draw.visits.filter(state__in=[VisitState.AHEAD, VisitState.UNDERWAY]).count()
    return visits + draw.look_backs.filter(held__isnull=True).count()
