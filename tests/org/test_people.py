"""People, their posts, and who stands in for them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from duban.journal.models import Entry
from duban.org.access import standing_of
from duban.org.actions.appointments import appoint_person, end_appointment, end_deputy, name_deputy
from duban.org.actions.invitations import invite_person, reset_second_factor
from duban.org.actions.people import FirstPost, add_person, deactivate_person, edit_person, free_username
from duban.org.models import Appointment, Deputy, Person, Role


def fresh(person):
    return Person.objects.get(pk=person.pk)


def test_somebody_new_gets_a_user_name_and_a_post_and_no_password(world):
    person = add_person("新示范", posts=[FirstPost(world.tugs, Role.MEMBER, "水手")], actor=world.east_administrator)
    assert person.username == "xinshifan"
    assert not person.has_usable_password()
    assert standing_of(fresh(person)).in_unit(world.tugs.pk, Role.MEMBER)
    assert list(
        Entry.objects.filter(noun="person", noun_id=person.pk).order_by("pk").values_list("kind", flat=True)
    ) == [
        "person.added",
        "person.appointed",
    ]


def test_user_names_are_numbered_when_taken(world):
    Person.objects.create_user("xinshifan", "新示范")
    assert free_username("新示范") == "xinshifan2"
    assert free_username("・・") == "user"


def test_a_lower_administrator_adds_nobody_outside(world):
    with pytest.raises(PermissionDenied):
        add_person("新示范", actor=world.east_administrator)
    with pytest.raises(PermissionDenied):
        add_person("新示范", posts=[FirstPost(world.west, Role.MEMBER)], actor=world.east_administrator)
    assert not Person.objects.filter(name="新示范").exists(), "a refused appointment leaves nobody behind"


def test_only_the_top_appoints_to_the_supervision_office(world):
    with pytest.raises(PermissionDenied):
        appoint_person(world.tugs_head, world.tugs, role=Role.SUPERVISION, actor=world.east_administrator)
    appoint_person(world.tugs_head, world.supervision, role=Role.SUPERVISION, actor=world.administrator)
    assert standing_of(fresh(world.tugs_head)).sees_all


def test_the_same_role_is_not_given_twice(world):
    with pytest.raises(ValidationError, match="already holds"):
        appoint_person(world.tugs_head, world.tugs, role=Role.HEAD, actor=world.administrator)
    end_appointment(world.tugs_head.appointments.get().pk, actor=world.administrator)
    appoint_person(world.tugs_head, world.tugs, role=Role.HEAD, actor=world.administrator)


def test_an_ended_appointment_gives_no_standing(world):
    end_appointment(world.tugs_head.appointments.get().pk, actor=world.east_administrator)
    assert not standing_of(fresh(world.tugs_head)).has(Role.HEAD)
    assert Appointment.objects.filter(person=world.tugs_head).exists(), "the past stays"


def test_the_last_administrator_stays(world):
    with pytest.raises(ValidationError, match="last administrator"):
        end_appointment(world.administrator.appointments.get().pk, actor=world.administrator)


def test_who_leaves_keeps_no_post_and_no_login(world, client):
    client.force_login(world.tugs_head)
    deactivate_person(world.tugs_head.pk, actor=world.east_administrator)
    assert client.get("/pick/units").status_code == 302
    assert not standing_of(fresh(world.tugs_head)).posts


def test_a_person_above_is_not_for_a_lower_administrator(world):
    for person in (world.leader, world.west_head, world.outsider):
        with pytest.raises(PermissionDenied):
            edit_person(person.pk, mobile="1", actor=world.east_administrator)
    # Nor somebody who also holds a post elsewhere.
    appoint_person(world.tugs_head, world.audit, role=Role.MEMBER, actor=world.administrator)
    with pytest.raises(PermissionDenied):
        edit_person(world.tugs_head.pk, mobile="1", actor=world.east_administrator)


def test_only_the_top_acts_on_the_people_of_the_supervision_office(world):
    """Whoever sets their password, or the mail a link goes to, sees all of the group."""
    local = appoint_person(world.finance_member, world.supervision, role=Role.ADMINISTRATOR, actor=world.administrator)
    assert local.unit == world.supervision
    acts = (
        lambda: invite_person(world.clerk.pk, actor=fresh(world.finance_member)),
        lambda: reset_second_factor(world.clerk.pk, actor=fresh(world.finance_member)),
        lambda: edit_person(world.clerk.pk, email="mine@example.com", actor=fresh(world.finance_member)),
        lambda: name_deputy(
            world.clerk,
            world.finance_member,
            since=world.today,
            until=world.today + timedelta(days=2),
            actor=fresh(world.finance_member),
        ),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    # Nor on whoever stands in for one of them.
    appoint_person(world.outsider, world.supervision, role=Role.MEMBER, actor=world.administrator)
    invite_person(world.outsider.pk, actor=fresh(world.finance_member))
    name_deputy(
        world.clerk, world.outsider, since=world.today, until=world.today + timedelta(days=2), actor=world.clerk
    )
    with pytest.raises(PermissionDenied):
        invite_person(world.outsider.pk, actor=fresh(world.finance_member))
    invite_person(world.clerk.pk, actor=world.administrator)


def test_the_journal_names_the_changed_fields_but_not_the_number(world):
    edit_person(world.tugs_head.pk, mobile="13300001111", actor=world.administrator)
    entry = Entry.objects.get(kind="person.edited")
    assert "13300001111" not in entry.body
    assert entry.facts["fields"] == ["mobile"]


def test_a_deputy_acts_for_the_days_named(world):
    today = world.today
    assert standing_of(world.safety_deputy).in_unit(world.safety.pk, Role.HEAD)
    end_deputy(Deputy.objects.get(person=world.safety_head).pk, actor=world.safety_head)
    assert not standing_of(fresh(world.safety_deputy)).in_unit(world.safety.pk, Role.HEAD)
    name_deputy(
        world.safety_head, world.safety_liaison, since=today, until=today + timedelta(days=2), actor=world.safety_head
    )
    assert standing_of(fresh(world.safety_liaison)).in_unit(world.safety.pk, Role.HEAD)


@pytest.mark.parametrize(
    ("absent", "deputy", "start", "length", "said"),
    [
        ("west_head", "west_head", 0, 3, "somebody else"),
        ("west_head", "west_member", 0, 0, "after the beginning"),
        ("west_head", "west_member", 0, 1000, "At most a year"),
        ("east_head", "west_member", 3, 3, "already has a deputy"),
        ("west_head", "east_head", 0, 3, "is absent"),
    ],
)
def test_an_impossible_deputy_is_refused(world, absent, deputy, start, length, said):
    since = world.today + timedelta(days=start)
    with pytest.raises(ValidationError, match=said):
        name_deputy(
            world.people[absent],
            world.people[deputy],
            since=since,
            until=since + timedelta(days=length),
            actor=world.administrator,
        )


def test_nobody_names_a_deputy_for_others(world):
    with pytest.raises(PermissionDenied):
        name_deputy(
            world.west_head,
            world.west_member,
            since=world.today,
            until=world.today + timedelta(days=1),
            actor=world.west_member,
        )


def test_who_stands_in_for_somebody_above_is_beyond_a_lower_administrator(world):
    """Resetting the deputy's password would open the posts of the absent to whoever does it."""
    sailor = world.stevedore
    assert invite_person(sailor.pk, actor=fresh(world.east_administrator))
    name_deputy(
        world.supervision_head, sailor, since=world.today, until=world.today + timedelta(days=3),
        actor=fresh(world.supervision_head),
    )  # fmt: skip
    for act in (
        lambda who: invite_person(sailor.pk, actor=who),
        lambda who: reset_second_factor(sailor.pk, actor=who),
        lambda who: edit_person(sailor.pk, email="mine@example.org", actor=who),
    ):
        with pytest.raises(PermissionDenied):
            act(fresh(world.east_administrator))
    assert invite_person(sailor.pk, actor=fresh(world.administrator))


@pytest.mark.parametrize("how", ["appointed", "deputy"])
def test_posts_that_begin_later_are_above_a_lower_administrator_already(world, how):
    """A password set today would open them on the day when they begin."""
    sailor, monday = world.stevedore, world.today + timedelta(days=3)
    assert invite_person(sailor.pk, actor=fresh(world.east_administrator))
    if how == "appointed":
        appoint_person(sailor, world.group, role=Role.LEADER, since=monday, actor=fresh(world.administrator))
    else:
        leave = {"since": monday, "until": monday + timedelta(days=3)}
        name_deputy(world.leader, sailor, **leave, actor=fresh(world.leader))
    for act in (invite_person, reset_second_factor):
        with pytest.raises(PermissionDenied):
            act(sailor.pk, actor=fresh(world.east_administrator))
    assert invite_person(sailor.pk, actor=fresh(world.administrator))


def test_a_lower_administrator_invites_whoever_begins_there_on_monday(world):
    monday = world.today + timedelta(days=3)
    post = FirstPost(world.tugs, Role.MEMBER)
    person = add_person("新示范", posts=[post], actor=world.east_administrator)
    Appointment.objects.filter(person=person).update(since=monday)
    assert invite_person(person.pk, actor=fresh(world.east_administrator))
