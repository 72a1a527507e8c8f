"""What is frozen: one form whatever the order, and clear refusals."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duban.draws import (
    BadManifest,
    BadSeed,
    BadText,
    DuplicateId,
    EmptyPool,
    Entry,
    Inspector,
    Manifest,
    Recusal,
    Rule,
    Seed,
    StratumTooSmall,
    Throw,
    UnknownRecusal,
    UnknownStratum,
    canonical,
    digest,
    draw,
)
from duban.draws.canonical import json_bytes
from tests.draws.ceremony import THROWERS, manifests, pool, seed_of, spring, staff


@settings(derandomize=True, deadline=None)
@given(manifests())
def test_the_canonical_form_is_what_json_gives_with_sorted_keys(manifest: Manifest):
    known = json.loads(canonical(manifest))
    assert json_bytes(known) == canonical(manifest)
    assert [one["id"] for one in known["entries"]] == sorted(entry.id for entry in manifest.entries)


@settings(derandomize=True, deadline=None)
@given(manifests(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(manifest: Manifest, random):
    def shuffled(items):
        return tuple(random.sample(list(items), len(items)))

    other = replace(
        manifest,
        entries=shuffled(manifest.entries),
        inspectors=shuffled(manifest.inspectors),
        recusals=shuffled(manifest.recusals),
        rule=replace(manifest.rule, per_stratum=dict(shuffled(manifest.rule.per_stratum.items()))),
    )
    assert canonical(other) == canonical(manifest)
    assert digest(other) == digest(manifest)


def test_whatever_the_draw_depends_on_changes_the_digest():
    given_ = spring()
    others = [
        replace(given_, title="别的"),
        replace(given_, nonce="00"),
        replace(given_, throwers=THROWERS[::-1]),
        replace(given_, entries=given_.entries[1:]),
        replace(given_, inspectors=given_.inspectors[1:]),
        replace(given_, recusals=(Recusal("P001", "U00001"),)),
        replace(given_, rule=Rule({"高": 4, "中": 3, "低": 2}, 2, 2)),
        replace(given_, rule=Rule({"高": 4, "中": 3, "低": 1}, 1, 2)),
        replace(given_, rule=Rule({"高": 4, "中": 3, "低": 1}, 2, 3)),
    ]
    assert len({digest(given_), *map(digest, others)}) == len(others) + 1


@pytest.mark.parametrize(
    ("error", "says", "changes"),
    [
        (EmptyPool, "pool is empty", {"entries": ()}),
        (EmptyPool, "draws nobody", {"rule": Rule({"高": 0, "中": 0, "低": 0})}),
        (DuplicateId, "'U00000' is there twice", {"entries": (*pool(30), Entry("U00000", "又一个", "高"))}),
        (DuplicateId, "'P000' is there twice", {"inspectors": staff(3) + staff(1)}),
        (DuplicateId, "throwing unit", {"throwers": ("审计部", "审计部", "工会")}),
        (BadManifest, "at least 3 units", {"throwers": ("审计部", "工会")}),
        (StratumTooSmall, "11 are to be drawn from 高, which holds 10", {"rule": Rule({"高": 11, "中": 0, "低": 0})}),
        (StratumTooSmall, "which holds 0", {"rule": Rule({"高": 1, "中": 0, "低": 0, "空": 1})}),
        (UnknownStratum, "'低'", {"rule": Rule({"高": 1, "中": 0})}),
        (UnknownRecusal, "inspector 'P999'", {"recusals": (Recusal("P999", "U00000"),)}),
        (UnknownRecusal, "entry 'U99999'", {"recusals": (Recusal("P000", "U99999"),)}),
        (UnknownRecusal, "there twice", {"recusals": (Recusal("P000", "U00000"),) * 2}),
        (BadManifest, "no inspectors", {"inspectors": ()}),
        (BadManifest, "team size", {"rule": Rule({"高": 1, "中": 0, "低": 0}, team=-1)}),
        (BadManifest, "cap", {"rule": Rule({"高": 1, "中": 0, "低": 0}, team=1, cap=0)}),
        (BadManifest, "whole number", {"rule": Rule({"高": True, "中": 0, "低": 0})}),
        (BadManifest, "whole number", {"rule": Rule({"高": 1.0, "中": 0, "低": 0})}),  # type: ignore[dict-item]
        (BadManifest, "too large", {"rule": Rule({"高": 1, "中": 0, "低": 0}, team=10**12)}),
        (BadText, "is empty", {"entries": (Entry("", "无号", "高"),)}),
        (BadText, "begins or ends with a space", {"entries": (Entry(" U1", "", "高"),)}),
        (BadText, "U+200B", {"entries": (Entry("U\u200b1", "", "高"),)}),
        (BadText, "U+000A", {"entries": (Entry("U1", "两\n行", "高"),)}),
        (BadText, "U+D800", {"entries": (Entry("U\ud8001", "", "高"),)}),
        (BadText, "NFC", {"entries": (Entry("e\u0301", "", "高"),)}),
        (BadText, "not text", {"entries": (Entry(1, "", "高"),)}),  # type: ignore[arg-type]
        (BadText, "more than 300", {"inspectors": (Inspector("P" * 301, "", ""),)}),
        (BadText, "title", {"title": ""}),
    ],
)
def test_a_bad_manifest_is_refused_by_name(error, says, changes):
    with pytest.raises(error, match=says.replace("+", r"\+")):
        replace(spring(), **changes)


@pytest.mark.parametrize(
    ("digits", "says"),
    [
        (("1234561", "123456", "123456"), "at least 20 digits, here 19"),
        (("1234506", "1234561", "1234561"), r"1 to 6, not '0' \(digit 6\)"),
        (("1234561", "123 561", "1234561"), "not ' '"),
        (("1234561", "１２３４５６１", "1234561"), "not '１'"),
        (("12345612345612345612", "", "1234561"), "纪检组 threw nothing"),
    ],
)
def test_a_seed_that_is_no_dice_is_refused(digits, says):
    with pytest.raises(BadSeed, match=says):
        Seed(Throw(unit, "", thrown) for unit, thrown in zip(THROWERS, digits, strict=True))


def test_others_or_another_order_than_published_may_not_throw():
    throws = seed_of(1).throws
    for wrong in (throws[::-1], (*throws[:2], replace(throws[2], unit="办公室")), (*throws, throws[0])):
        with pytest.raises(BadSeed, match="in this order"):
            draw(spring(), Seed(wrong))
