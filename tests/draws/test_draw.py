"""Tickets and their order: the same everywhere, uniform, and independent of who else is in the pool."""

import doctest
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import duban.draws
from duban.draws import (
    Entry,
    Inspector,
    Manifest,
    Recusal,
    Rule,
    Seed,
    Throw,
    Void,
    canonical,
    draw,
    follow,
    in_order,
    seal,
    ticket,
)
from tests.draws.ceremony import ids, manifests, pool, seed_of, seeds, spring

# The upper 0.1 % of chi-square with 49 degrees of freedom (Abramowitz and Stegun, 26.8).
CHI_SQUARE_49 = 85.35


def test_the_example_of_the_package_is_true():
    assert doctest.testmod(duban.draws).failed == 0


def test_the_worked_example_of_the_decision_record():
    names = {"A1": "东港码头", "A2": "西港码头", "A3": "堆场公司", "B1": "物业公司", "B2": "食堂"}
    manifest = Manifest(
        "2026年第一季度抽查",
        tuple(Entry(id, name, "高" if id[0] == "A" else "低") for id, name in names.items()),
        Rule({"高": 2, "低": 1}, team=1, cap=2),
        ("审计部", "纪检组", "工会"),
        (Inspector("P1", "甲", "督查室"), Inspector("P2", "乙", "安环部")),
        (Recusal("P1", "A1"),),
        nonce="00112233445566778899aabbccddeeff",
    )
    seed = Seed([Throw("审计部", "丙", "1463225"), Throw("纪检组", "丁", "6345512"), Throw("工会", "戊", "2215364")])
    result = draw(manifest, seed)
    record = (Path(__file__).parents[2] / "docs/decisions/draw-1.md").read_text("utf-8")
    written = [canonical(manifest).decode(), manifest.digest, result.to_bytes().decode(), seal(result, "5a" * 32)]
    assert all(one in record for one in written)
    assert all(f"{id} | `{ticket(manifest.digest, seed.digits, 'entry', id)[:8]}…`" in record for id in names)
    assert follow(manifest, seed, [Void("entry", "A3", "已停业")]).steps[0].follows == ("A2",)


def test_a_ticket_is_the_hash_of_an_array():
    written = '["00ff","123456","entry","岸线\\"1\\""]'
    assert ticket("00ff", "123456", "entry", '岸线"1"') == sha256(written.encode()).hexdigest()


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
@settings(derandomize=True, deadline=None, max_examples=25)
@given(ids)
def test_sha256sum_gives_the_same_ticket(id: str):
    escaped = id.replace("\\", "\\\\").replace('"', '\\"')
    array = f'["ab12","{seed_of(1).digits}","entry","{escaped}"]'
    said = subprocess.run(["sha256sum"], input=array.encode(), capture_output=True, check=True).stdout.split()[0]
    assert said.decode() == ticket("ab12", seed_of(1).digits, "entry", id)


@settings(derandomize=True, deadline=None)
@given(st.lists(ids, unique=True, max_size=30), seeds)
def test_the_order_is_that_of_the_tickets(names: list[str], seed: Seed):
    tickets = [ticket("ab12", seed.digits, "entry", name) for name in in_order("ab12", seed.digits, "entry", names)]
    assert tickets == sorted(tickets)
    assert len(tickets) == len(names)


@settings(derandomize=True, deadline=None)
@given(st.lists(ids, unique=True, min_size=1, max_size=30), seeds, st.data())
def test_removing_one_changes_nothing_else_in_the_order(names: list[str], seed: Seed, data):
    gone = data.draw(st.sampled_from(names))
    order = in_order("ab12", seed.digits, "entry", names)
    fewer = in_order("ab12", seed.digits, "entry", [name for name in names if name != gone])
    assert fewer == [name for name in order if name != gone]


@settings(derandomize=True, deadline=None)
@given(manifests(), seeds, st.randoms(use_true_random=False))
def test_every_permutation_of_the_input_gives_one_result(manifest: Manifest, seed: Seed, random):
    without_teams = replace(manifest, rule=replace(manifest.rule, team=0))
    mixed = replace(without_teams, entries=tuple(random.sample(manifest.entries, len(manifest.entries))))
    assert draw(mixed, seed).to_bytes() == draw(without_teams, seed).to_bytes()


@settings(derandomize=True, deadline=None)
@given(manifests(), seeds)
def test_each_stratum_is_cut_after_its_number(manifest: Manifest, seed: Seed):
    result = draw(replace(manifest, rule=replace(manifest.rule, team=0)), seed)
    assert [one.stratum for one in result.strata] == sorted(manifest.rule.per_stratum)
    for one in result.strata:
        assert len(one.selected) == manifest.rule.per_stratum[one.stratum]
        held = {entry.id for entry in manifest.entries if entry.stratum == one.stratum}
        assert sorted(one.selected + one.reserve) == sorted(held)
    assert result.teams == ()


def test_everybody_is_drawn_equally_often():
    manifest = spring(pool(50, "全"), Rule({"全": 5}), inspectors=())
    drawn = Counter(id for n in range(2000) for id in draw(manifest, seed_of(n)).strata[0].selected)
    expected = 2000 * 5 / 50
    # Five of fifty without putting back: each count varies by 0.9 of what Poisson would, so the bound is a safe one.
    assert sum((drawn[entry.id] - expected) ** 2 / expected for entry in manifest.entries) < CHI_SQUARE_49


def test_everybody_comes_equally_often_to_each_place_of_the_reserve():
    manifest = spring(pool(50, "全"), Rule({"全": 1}), inspectors=())
    for place in (0, 20, 48):
        came = Counter(draw(manifest, seed_of(n)).strata[0].reserve[place] for n in range(2000))
        assert sum((came[entry.id] - 40) ** 2 / 40 for entry in manifest.entries) < CHI_SQUARE_49


def test_one_digit_of_the_dice_changes_the_order_altogether():
    manifest = spring(pool(300, "全"), Rule({"全": 100}), inspectors=())
    seed = seed_of(1)
    last = seed.throws[-1]
    other = Seed([*seed.throws[:-1], replace(last, digits=last.digits[:-1] + ("1" if last.digits[-1] != "1" else "2"))])
    both = set(draw(manifest, seed).strata[0].selected) & set(draw(manifest, other).strata[0].selected)
    assert 15 < len(both) < 55  # a third of a hundred is expected


def test_a_hundred_thousand_are_drawn():
    manifest = spring(pool(100_000), Rule({"高": 300, "中": 200, "低": 100}), inspectors=())
    result = draw(manifest, seed_of(1))
    assert [len(one.selected) for one in result.strata] == [200, 100, 300]
    assert sum(len(one.reserve) for one in result.strata) == 99_400
