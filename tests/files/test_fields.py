import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from duban.files.fields import FilesField
from tests.files.samples import picture, sent_ahead, uploaded

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    evidence = FilesField()
    note = forms.CharField()


def form(*files, numbers: tuple[str, ...] = (), note: str = "x") -> Form:
    data = QueryDict(mutable=True)
    data["note"] = note
    data.setlist("evidence_uploads", list(numbers))
    return Form(data, MultiValueDict({"evidence": list(files)}))


def test_files_with_the_form_and_files_sent_ahead_are_one_list(client, world):
    client.force_login(world.clerk)
    given = form(uploaded("b.jpg", picture()), numbers=(sent_ahead(client),))
    assert given.is_valid(), given.errors
    assert [each.name for each in given.cleaned_data["evidence"]] == ["b.jpg", "报告.pdf"]


def test_a_form_that_comes_back_keeps_what_had_arrived(client, world):
    client.force_login(world.clerk)
    number = sent_ahead(client, "报告 <一>.pdf")
    given = form(numbers=(number, number, "x"), note="")
    assert not given.is_valid()
    shown = str(given["evidence"])
    assert shown.count(f'name="evidence_uploads" value="{number}"') == 1
    assert "报告 &lt;一&gt;.pdf" in shown
    assert "required" not in shown.split(">")[0]


def test_nothing_at_all_is_said_when_something_is_required():
    assert form().errors["evidence"] == ["This field is required."]
    assert 'data-upload="/files/uploads/"' in str(Form()["evidence"])
    assert "multiple" in str(Form()["evidence"])
