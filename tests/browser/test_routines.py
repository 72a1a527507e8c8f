"""A liaison confirms the evening report on a phone; the supervision office reads it and asks back; they answer."""

from datetime import time

import pytest
from django.utils import timezone

from duban.routines.actions import set_duty
from duban.routines.making import make_ahead
from duban.routines.models import Form, Report, Who
from tests import world as invented


@pytest.fixture
def world(db) -> invented.World:
    return invented.build()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_report_is_confirmed_on_a_phone_and_asked_about_above(world, as_person, scripts):
    made = set_duty(
        actor=world.clerk, name="晚汇报", owner=world.supervision, who=Who.UNITS, units=[world.east, world.west],
        form=Form.EVENING, rule="FREQ=DAILY", on_day_off="keep", begins_at=time(0), since=timezone.localdate(),
    )  # fmt: skip
    make_ahead(made)
    phone = as_person(world.east_liaison, width=390, scripts=scripts)
    phone.goto("/")
    phone.get_by_role("link", name="晚汇报").click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_label("Still open").fill("三号门机待修")
    phone.get_by_role("button", name="Confirm").click()
    phone.get_by_text("三号门机待修").wait_for()
    assert Report.objects.get().problem == "三号门机待修"

    desk = as_person(world.clerk, scripts=scripts)
    desk.goto("/briefings?form=evening")
    desk.get_by_text("Still expected: 西港公司.").wait_for()
    desk.get_by_text("Ask back").click()
    desk.get_by_role("textbox", name="Question").fill("哪天修好？")
    desk.get_by_role("button", name="Ask").click()
    desk.get_by_text("Not answered yet.").wait_for()

    phone.goto("/")
    phone.get_by_role("link", name="哪天修好？").click()
    phone.get_by_label("Answer").fill("后天上午")
    phone.get_by_role("button", name="Answer").click()
    phone.get_by_text("后天上午").wait_for()

    desk.goto(made.get_absolute_url())
    moment = desk.locator(".todos li > .quiet").last
    assert moment.bounding_box()["height"] < 30  # a day and an hour stand on one line

    desk.goto("/routines/calendar")
    desk.get_by_role("link", name="1 of 1 met so far").or_(desk.get_by_role("link", name="all 1 met")).first.click()
    desk.get_by_role("link", name="晚汇报").first.wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_form_of_a_duty_shows_only_what_belongs_to_what_is_chosen(world, as_person, scripts):
    page = as_person(world.clerk, width=390, scripts=scripts)
    page.goto("/routines/new")

    def shown():
        names = ("units", "unit_kind", "role", "post", "people", "checklist", "rule", "follows", "escalate_person")
        return {name for name in names if page.locator(f'label[for="id_{name}"]').is_visible()}

    assert shown() == {"units"}
    for who, fields in {"kind": {"unit_kind"}, "role": {"role", "post", "unit_kind"}, "people": {"people"}}.items():
        page.locator("[name=who]").select_option(who)
        assert shown() == fields
    page.locator("[name=form]").select_option("checklist")
    page.locator("[name=often]").select_option("")
    page.locator("[name=escalate_to]").select_option("person")
    assert shown() == {"people", "checklist", "follows", "escalate_person"}
