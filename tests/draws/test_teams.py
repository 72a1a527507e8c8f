"""Who visits whom: recusals, cap and team size hold, and a way is found whenever there is one."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import assume, given, settings

from duban.draws import Manifest, NoTeams, Recusal, Rule, Seed, draw, in_order
from tests.draws.ceremony import manifests, pool, seed_of, seeds, spring, staff


def a_way_exists(manifest: Manifest, chosen: list[str]) -> bool:
    """By trying everything."""
    rule, recused = manifest.rule, set(manifest.recusals)

    def seated(at: int, load: Counter[str]) -> bool:
        if at == len(chosen):
            return True
        ready = [
            one.id
            for one in manifest.inspectors
            if load[one.id] < rule.cap and Recusal(one.id, chosen[at]) not in recused
        ]
        return any(seated(at + 1, load + Counter(team)) for team in combinations(ready, rule.team))

    return seated(0, Counter())


@settings(derandomize=True, deadline=None, max_examples=200)
@given(manifests(largest=5), seeds)
def test_a_way_is_found_exactly_when_there_is_one(manifest: Manifest, seed: Seed):
    rule = manifest.rule
    assume(rule.team)
    chosen = _chosen(manifest, seed)
    if not a_way_exists(manifest, chosen):
        with pytest.raises(NoTeams) as refused:
            draw(manifest, seed)
        assert set(refused.value.entries) <= set(chosen)
        assert _too_few(manifest, refused.value)
        return
    result = draw(manifest, seed)
    assert sorted(team.entry for team in result.teams) == sorted(id for one in result.strata for id in one.selected)
    load = Counter(id for team in result.teams for id in team.inspectors)
    assert max(load.values()) <= rule.cap
    recused = set(manifest.recusals)
    for team in result.teams:
        assert len(set(team.inspectors)) == rule.team
        assert not any(Recusal(id, team.entry) in recused for id in team.inspectors)


def _too_few(manifest: Manifest, error: NoTeams) -> bool:
    """What the error says is a proof: the named entries need more seats than the others have for them."""
    recused = set(manifest.recusals)
    seats = 0
    for one in manifest.inspectors:
        open_to = sum(Recusal(one.id, entry) not in recused for entry in error.entries)
        assert one.id in error.inspectors or open_to == 0
        seats += min(manifest.rule.cap, open_to)
    return seats < manifest.rule.team * len(error.entries)


def test_others_change_places_where_taking_the_next_gets_stuck():
    # U00000 can be visited by P000 alone; whenever P000 is given away before, somebody has to change places.
    entries, inspectors = pool(3, "全"), staff(3)
    recusals = (Recusal("P001", "U00000"), Recusal("P002", "U00000"))
    manifest = spring(entries, Rule({"全": 3}, team=1, cap=1), inspectors, recusals)
    for number in range(50):
        teams = {team.entry: team.inspectors for team in draw(manifest, seed_of(number)).teams}
        assert teams["U00000"] == ("P000",)
        assert sorted(teams.values()) == [("P000",), ("P001",), ("P002",)]


def test_a_long_chain_of_changes_is_found():
    # Entry n can be visited by inspectors n and n + 1 only, and for the last one there is no n + 1: one way is left.
    entries, inspectors = pool(120, "全"), staff(120)
    recusals = tuple(
        Recusal(inspector.id, entry.id)
        for at, entry in enumerate(entries)
        for n, inspector in enumerate(inspectors)
        if n not in {at, at + 1}
    )
    manifest = spring(entries, Rule({"全": 120}, team=1, cap=1), inspectors, recusals)
    teams = {team.entry: team.inspectors for team in draw(manifest, seed_of(1)).teams}
    assert all(teams[entry.id] == (inspector.id,) for entry, inspector in zip(entries, inspectors, strict=True))


def test_work_is_shared_evenly_and_pairs_differ():
    manifest = spring(pool(40, "全"), Rule({"全": 40}, team=2, cap=40), staff(8))
    teams = [team.inspectors for team in draw(manifest, seed_of(3)).teams]
    assert set(Counter(id for team in teams for id in team).values()) == {10}
    assert len({tuple(sorted(team)) for team in teams}) > 15


def test_every_inspector_comes_equally_often():
    manifest = spring(pool(9, "全"), Rule({"全": 1}, team=1, cap=1), staff(10))
    came = Counter(draw(manifest, seed_of(n)).teams[0].inspectors[0] for n in range(1000))
    # The upper 0.1 % of chi-square with 9 degrees of freedom.
    assert sum((came[one.id] - 100) ** 2 / 100 for one in manifest.inspectors) < 27.88


def test_too_few_inspectors_are_said_so():
    with pytest.raises(NoTeams, match=r"8 drawn entries .* with 3 inspectors each can be visited by 10 .* at most 2"):
        draw(spring(rule=Rule({"高": 4, "中": 3, "低": 1}, team=3, cap=2)), seed_of(1))
    everybody = tuple(Recusal(one.id, "U00000") for one in staff(10))
    manifest = spring(pool(1, "高"), Rule({"高": 1}, team=2, cap=5), recusals=everybody)
    with pytest.raises(NoTeams, match=r"1 drawn entries \(U00000\).*0 inspectors only \(nobody\)"):
        draw(manifest, seed_of(1))


def _chosen(manifest: Manifest, seed: Seed) -> list[str]:
    return [
        id
        for name, count in manifest.rule.per_stratum.items()
        for id in in_order(
            manifest.digest, seed.digits, "entry", (one.id for one in manifest.entries if one.stratum == name)
        )[:count]
    ]
