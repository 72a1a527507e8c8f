"""Standing duties that belong to a programme: said in the form, filtered in the list, listed on the programme's page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from duban.ledger import actions as ledger
from duban.routines import actions
from duban.routines.models import Duty
from tests.ledger_pages import orders
from tests.sheets import lines_of
from tests.world import World


@pytest.fixture
def programme(world: World):
    return orders.programme(world)


def test_a_duty_is_set_under_a_programme_and_shows_it(world, client, programme):
    client.force_login(world.clerk)
    form = client.get("/routines/new").content.decode()
    assert programme.name in form
    sent = {
        "name": "灯光日查", "owner": world.supervision.name, "form": "short", "who": "units", "units": world.east.name,
        "often": "FREQ=DAILY", "since": world.today.isoformat(), "programme": programme.pk,
    }  # fmt: skip
    client.post("/routines/new", sent)
    duty = Duty.objects.get()
    assert duty.programme == programme
    assert f'href="/programmes/{programme.pk}"' in client.get(duty.get_absolute_url()).content.decode()
    ledger.keep_programme(actor=world.clerk, programme=programme, closed=True)
    # What belongs to a closed one keeps it; nothing new is put under it.
    assert programme.name in client.get(f"/routines/{duty.pk}/edit").content.decode()
    assert client.post("/routines/new", {**sent, "name": "灯光周查"}).status_code == 422


def test_the_list_is_filtered_by_programme(world, client, duty, programme):
    duty(name="甲", programme=programme)
    duty(name="乙")
    client.force_login(world.clerk)
    where = {"programme": programme.pk}
    assert [line[0] for line in lines_of(client, reverse("routines:list_xlsx"), where)] == ["甲"]
    page = client.get(reverse("routines:list"), where)
    assert [each.name for each in page.context["page"]] == ["甲"]


def test_the_page_of_a_programme_lists_its_duties_with_their_state(
    world, client, duty, programme, django_assert_max_num_queries
):
    client.force_login(world.clerk)
    path = f"/programmes/{programme.pk}"
    duty(name="别处的巡查")
    assert "巡查" not in client.get(path).content.decode()
    client.force_login(world.tugs_head)
    running = duty(name="灯光日查", programme=programme)
    with django_assert_max_num_queries(60) as few:
        assert client.get(path).content.decode().count(running.get_absolute_url()) == 1
    hidden = duty(name="西港自查", programme=programme, owner=world.west, units=[world.west])
    rests = duty(name="灯光周查", programme=programme)
    duty(name="灯光月查", programme=programme, since=world.today + timedelta(days=3))
    actions.pause_duty(rests.pk, actor=world.clerk, since=world.today, until=world.today, reason="停电")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page = client.get(path).content.decode()
    assert hidden.name not in page
    assert [
        page.count(f'<span class="tag">{state}</span>') for state in ("In force", "paused", "Not yet in force")
    ] == [1, 1, 1]
