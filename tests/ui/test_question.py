"""A question gives what its queryset gives, however often it is asked and whatever is given."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import F

from duban.org.models import Appointment, Person
from duban.ui.question import Question, made


def test_a_question_gives_the_rows_of_its_queryset(world, django_assert_num_queries):
    def posts(person, role):
        rows = Appointment.objects.filter(person=person, role=role).order_by("-id")
        return rows.values("since", "role", unit_name=F("unit__name"))[:3]

    asked = Question(posts)
    for appointment in Appointment.objects.all()[:5]:
        given = appointment.person_id, appointment.role
        with django_assert_num_queries(1):
            found = asked.ask(*given)
        assert found == list(posts(*given))
        assert isinstance(found[0]["since"], date)


def test_an_instance_is_made_of_the_columns_in_any_order(world, django_assert_num_queries):
    person = made(Person, {"name": "周敏", "id": world.clerk.pk})
    assert (person, str(person)) == (world.clerk, "周敏")
    with django_assert_num_queries(1):
        assert person.username == world.clerk.username


def test_postgresql_keeps_the_plan_of_a_question(world):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps statements by itself")
    asked = Question(lambda person: Person.objects.filter(pk=person).values("name"))
    for _ in range(4):
        asked.ask(world.clerk.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%org_person%name%'")
        assert cursor.fetchone()[0] >= 1
