"""What falls out after the draw: the reserve follows in its order, and nobody else is moved."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.draws import BadText, BadVoid, Manifest, NoTeams, Recusal, Rule, Seed, Void, draw, follow
from tests.draws.ceremony import manifests, pool, seed_of, seeds, some_voids, spring, staff

SEED = seed_of(5)


def high(result):
    return next(one for one in result.strata if one.stratum == "高")


def test_without_voids_the_draw_stands():
    result = draw(spring(), SEED)
    standing = follow(spring(), SEED, [])
    assert (standing.strata, standing.teams, standing.steps) == (result.strata, result.teams, ())


def test_the_first_of_the_reserve_follows_with_the_team():
    result = draw(spring(), SEED)
    void = high(result).selected[1]
    standing = follow(spring(), SEED, [Void("entry", void, "已搬迁", "2026-03-02")])
    follower = high(result).reserve[0]
    assert standing.steps[0].follows == (follower,)
    assert high(standing).selected == (*(id for id in high(result).selected if id != void), follower)
    assert high(standing).reserve == high(result).reserve[1:]
    before = {team.entry: set(team.inspectors) for team in result.teams}
    after = {team.entry: set(team.inspectors) for team in standing.teams}
    assert after.pop(follower) == before.pop(void)
    assert after == before


def test_who_is_recused_from_the_follower_is_replaced_there():
    # The digest holds the recusals, so they are looked for: some inspector of a void's team is recused next.
    everybody = [Recusal(inspector.id, entry.id) for inspector in staff(5) for entry in pool(30)]
    seen = 0
    for number in range(30):
        recusals = tuple(Random(number).sample(everybody, 30))
        manifest = spring(recusals=recusals)
        result = draw(manifest, SEED)
        void, follower = high(result).selected[0], high(result).reserve[0]
        before = {team.entry: team.inspectors for team in result.teams}[void]
        after = {team.entry: team.inspectors for team in follow(manifest, SEED, [Void("entry", void, "已搬迁")]).teams}
        stays = {id for id in before if Recusal(id, follower) not in recusals}
        assert stays <= set(after[follower])
        assert len(after[follower]) == 2
        assert not any(Recusal(id, follower) in recusals for id in after[follower])
        seen += len(stays) < 2
    assert seen


def test_an_entry_of_the_reserve_that_is_void_does_not_follow():
    result = draw(spring(), SEED)
    first, second = high(result).reserve[:2]
    voids = [Void("entry", first, "已停业"), Void("entry", high(result).selected[0], "已搬迁")]
    standing = follow(spring(), SEED, voids)
    assert [(step.follows, step.spare) for step in standing.steps] == [((), True), ((second,), False)]


def test_nobody_follows_when_the_reserve_is_used_up():
    manifest = spring(pool(4, "全"), Rule({"全": 4}, 1, 1), staff(4))
    void = draw(manifest, SEED).strata[0].selected[0]
    standing = follow(manifest, SEED, [Void("entry", void, "已搬迁")])
    assert standing.steps[0].follows == ()
    assert len(standing.strata[0].selected) == len(standing.teams) == 3


def test_an_inspector_leaves_one_visit_or_all_and_the_least_busy_comes():
    result = draw(spring(), SEED)
    team = result.teams[0]
    leaving, staying = team.inspectors
    one = follow(spring(), SEED, [Void("inspector", leaving, "亲属", entry=team.entry)])
    (came,) = one.steps[0].follows
    assert set(one.teams[0].inspectors) == {staying, came}
    assert one.teams[1:] == result.teams[1:]
    busy = [len([1 for team in result.teams if inspector.id in team.inspectors]) for inspector in spring().inspectors]
    assert busy[int(came[1:])] == min(load for n, load in enumerate(busy) if f"P{n:03}" not in team.inspectors)
    all_ = follow(spring(), SEED, [Void("inspector", leaving, "病假")])
    assert not any(leaving in team.inspectors for team in all_.teams)
    assert len(all_.steps[0].follows) == sum(leaving in team.inspectors for team in result.teams)


def test_a_seat_that_cannot_be_filled_stays_open_and_is_shown():
    manifest = spring(pool(2, "全"), Rule({"全": 2}, 1, 1), staff(2))
    team = draw(manifest, SEED).teams[0]
    standing = follow(manifest, SEED, [Void("inspector", team.inspectors[0], "病假")])
    assert standing.open_seats == {team.entry: 1}
    assert standing.steps[0].follows == ()


@settings(derandomize=True, deadline=None)
@given(manifests(), seeds, st.integers(0, 999))
def test_voids_are_the_order_without_them(manifest: Manifest, seed: Seed, number: int):
    try:
        result = draw(manifest, seed)
    except NoTeams:
        return
    voids = some_voids(manifest, seed, Random(number))
    standing = follow(manifest, seed, voids)
    gone = {void.id for void in voids if void.role == "entry"}
    recused = {(one.inspector, one.entry) for one in manifest.recusals}
    recused |= {(void.id, void.entry) for void in voids if void.entry}
    away = {void.id for void in voids if void.role == "inspector" and not void.entry}
    for before, after in zip(result.strata, standing.strata, strict=True):
        order = [id for id in before.selected + before.reserve if id not in gone]
        count = manifest.rule.per_stratum[before.stratum]
        assert (list(after.selected), list(after.reserve)) == (order[:count], order[count:])
    for team in standing.teams:
        assert len(team.inspectors) + standing.open_seats.get(team.entry, 0) == manifest.rule.team
        assert not any((id, team.entry) in recused or id in away for id in team.inspectors)
    for inspector in manifest.inspectors:
        assert sum(inspector.id in team.inspectors for team in standing.teams) <= manifest.rule.cap


@pytest.mark.parametrize(
    ("void", "says"),
    [
        (Void("unit", "U00001", "理由"), "not 'unit'"),
        (Void("entry", "U99999", "理由"), "not in the pool"),
        (Void("inspector", "P999", "理由"), "no inspector of this draw"),
        (Void("inspector", "P001", "理由", entry="U99999"), "not in the team of 'U99999'"),
    ],
)
def test_a_void_that_cannot_be_is_refused(void, says):
    with pytest.raises(BadVoid, match=says):
        follow(spring(), SEED, [void])


def test_nothing_is_void_twice_or_without_a_reason():
    for void in (Void("entry", high(draw(spring(), SEED)).selected[0], "理由"), Void("inspector", "P001", "理由")):
        with pytest.raises(BadVoid, match="void already"):
            follow(spring(), SEED, [void, void])
    with pytest.raises(BadText, match="reason"):
        follow(spring(), SEED, [Void("inspector", "P001", "")])
