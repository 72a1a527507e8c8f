"""Pickers find units and people however somebody types them."""

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.org.fields import PeopleField, PersonField, UnitField, UnitsField
from duban.org.models import Unit


def found(client, what, /, **query):
    return [row["text"] for row in client.get(f"/pick/{what}", query).json()["results"]]


@pytest.fixture
def someone(client, world):
    client.force_login(world.stevedore)
    return client


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("审计部", "审计部"),
        ("sjb", "审计部"),
        ("shenjibu", "审计部"),
        ("SJB", "审计部"),
        ("shen ji", "审计部"),
        ("G-AH", "安环部"),
        ("安环", "安环部"),
        ("东港区", "东港公司"),
        ("dgq", "东港公司"),
        ("东港公司", "东港公司"),
    ],
)
def test_a_unit_is_found_first(someone, typed, first):
    assert found(someone, "units", q=typed)[0] == first


def test_units_can_be_narrowed_to_a_kind(someone):
    assert found(someone, "units", kind="secondary") == ["东港公司", "西港公司"]
    assert found(someone, "units", q="东港", kind="secondary") == ["东港公司"]


def test_a_closed_unit_is_not_offered(someone, world):
    Unit.objects.filter(pk=world.tugs.pk).update(closed_on=world.today)
    assert found(someone, "units", q="拖轮") == []


@pytest.mark.parametrize("typed", ["吊示范", "diao", "dsf", "stevedore", "N0025"])
def test_a_person_is_found(someone, typed):
    assert "吊示范" in found(someone, "people", q=typed)


def test_people_can_be_narrowed_to_a_unit_and_what_is_below(someone, world):
    assert set(found(someone, "people", unit=world.tugs.pk)) == {"拖示范"}
    assert "吊示范" in found(someone, "people", unit=world.east.pk)
    assert "暮示范" not in found(someone, "people", unit=world.east.pk)


def test_a_person_who_left_is_not_offered(someone, world):
    world.tugs_head.is_active = False
    world.tugs_head.save()
    assert found(someone, "people", q="拖示范") == []


def test_at_most_twenty_are_given(someone, world):
    assert len(found(someone, "people", q="示范")) == 20


@pytest.mark.parametrize("query", [{"q": "%"}, {"q": "'"}, {"q": "x" * 500}, {"unit": "9" * 30}, {"kind": "nonsense"}])
def test_odd_input_is_answered(someone, query):
    assert someone.get("/pick/units", query).status_code == 200
    assert someone.get("/pick/people", query).status_code == 200


def test_many_results_cost_no_more_queries_than_one(someone):
    someone.get("/pick/people", {"q": "示范"})
    counts = []
    for typed in ("吊示范", "示范"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            someone.get("/pick/people", {"q": typed})
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_stranger_is_sent_to_the_login(client, world):
    assert client.get("/pick/units").status_code == 302


class Both(forms.Form):
    unit = UnitField(label="unit")
    person = PersonField(label="person", required=False)
    units = UnitsField(label="units", required=False)
    people = PeopleField(label="people", required=False)


def test_a_field_takes_an_id_a_name_a_short_name_an_alias_and_a_code(world):
    for value in (world.safety.pk, "安全环保部", "安环部", "安环", "g-ah"):
        form = Both({"unit": value})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["unit"] == world.safety


def test_digits_are_a_staff_number_and_never_somebodys_key(world):
    """Whoever types a number means its bearer; a chip says that it sends a key."""
    world.west_member.number = str(world.clerk.pk)
    world.west_member.save()
    form = Both({"unit": "财务部", "person": str(world.clerk.pk), "people": f"0{world.clerk.pk}"})
    assert form.fields["person"].clean(str(world.clerk.pk)) == world.west_member
    assert "nobody called" in form.errors["people"][0]
    chosen = Both({"unit": "财务部", "person": f"id:{world.clerk.pk}"})
    assert chosen.is_valid()
    assert chosen.cleaned_data["person"] == world.clerk


def test_several_keep_their_order_and_come_once(world):
    form = Both({"unit": "财务部", "units": ["西港公司、审计部", str(world.audit.pk)], "people": "督示范，晚示范"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["units"] == [world.west, world.audit]
    assert form.cleaned_data["people"] == [world.clerk, world.west_liaison]
    assert form.cleaned_data["person"] is None


def test_an_unknown_name_is_said_and_kept(world):
    form = Both({"unit": "月球部"})
    assert "月球部" in form.errors["unit"][0]
    assert 'value="月球部"' in str(form["unit"])


def test_a_name_borne_by_two_asks_to_choose(world):
    world.west_member.name = world.clerk.name
    world.west_member.save()
    form = Both({"unit": "财务部", "person": "督示范"})
    assert "several" in form.errors["person"][0]


def test_rows_narrow_what_is_accepted(world):
    class Narrow(Both):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["unit"].rows = Unit.objects.within([world.east])

    assert not Narrow({"unit": world.west.pk}).is_valid()
    assert Narrow({"unit": world.tugs.pk}).is_valid()
    assert Both({"unit": world.west.pk}).is_valid(), "narrowing one form must not narrow the others"


def test_the_input_shows_what_was_chosen(world):
    shown = str(Both(initial={"unit": world.audit, "people": [world.clerk.pk]}))
    assert 'data-picker="/pick/units"' in shown
    assert f"{{&quot;id&quot;: {world.audit.pk}, &quot;text&quot;: &quot;审计部&quot;}}" in shown
    assert 'value="督示范"' in shown


def test_unchanged_is_told_from_changed(world):
    form = Both(
        {"unit": str(world.audit.pk), "units": "西港公司"}, initial={"unit": world.audit, "units": [world.west]}
    )
    assert form.changed_data == []
    assert Both({"unit": "财务部"}, initial={"unit": world.audit}).changed_data == ["unit"]
