"""What stands around every page, and the pages for when something is wrong."""

import re

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from duban.ui import errors
from duban.ui.templatetags.ui import draw_icon, field, number


def shell(person, **extra) -> str:
    request = RequestFactory().get("/somewhere")
    request.user = person
    return render_to_string("ui/base.html", {"layout": "ui/base.html", **extra}, request)


@pytest.mark.django_db
def test_the_shell_has_no_inline_script_or_handler(world):
    page = shell(world.clerk)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)


@pytest.mark.django_db
def test_the_shell_speaks_the_language_it_says(world):
    with translation.override("zh-hans"):
        page = shell(world.clerk)
    assert '<html lang="zh-hans">' in page
    assert "督示范" in page


def test_icons_have_one_class_attribute():
    assert draw_icon("check", "big").count("class=") == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("connection refused", "does not answer"),
        ("database or disk is full", "disk of the server is full"),
        ("attempt to write a readonly database", "only be read"),
        ("database is locked", "Too many changes"),
    ],
)
def test_a_database_that_is_away_gets_a_plain_503(said, words):
    request = RequestFactory().get("/")
    try:
        raise OperationalError(said)
    except OperationalError:
        answer = errors.server_error(request)
    assert answer.status_code == 503
    assert words in answer.content.decode()


def test_another_error_is_a_500_without_its_innards():
    try:
        raise RuntimeError("secret innards")
    except RuntimeError:
        answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "innards" not in answer.content.decode()


@pytest.mark.django_db
def test_a_database_away_in_the_middle_of_a_request_is_a_503(client, world, monkeypatch):
    client.force_login(world.clerk)
    client.raise_request_exception = False

    def away(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("duban.org.sessions.SessionStore.load", away)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_error_pages_need_nothing(name):
    assert "btn-primary" in render_to_string(name, {"exception": "<b>"})
    assert "<b>" not in render_to_string(name, {"exception": "<b>"})


def test_a_number_leads_to_its_rows_and_zero_leads_nowhere():
    assert 'href="/tasks"' in number(3, "/tasks")
    assert "href" not in number(0, "/tasks")


def test_a_field_says_its_error_to_a_screen_reader():
    from django import forms

    class Ask(forms.Form):
        why = forms.CharField(label="Why", help_text="Say it.")

    html = field(Ask({"why": ""})["why"])
    assert 'aria-describedby="id_why_error id_why_hint"' in html
    assert 'id="id_why_error"' in html
    assert "is-invalid" in html
