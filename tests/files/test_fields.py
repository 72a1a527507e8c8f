import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from duban.files.fields import FilesField, sent_by
from tests.files.samples import picture, sent_ahead, uploaded

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    evidence = FilesField()
    note = forms.CharField()

    def __init__(self, *args, sender):
        super().__init__(*args)
        sent_by(self, sender)


def form(sender, *files, numbers: tuple[str, ...] = (), note: str = "x") -> Form:
    data = QueryDict(mutable=True)
    data["note"] = note
    data.setlist("evidence_uploads", list(numbers))
    return Form(data, MultiValueDict({"evidence": list(files)}), sender=sender)


def test_files_with_the_form_and_files_sent_ahead_are_one_list(client, world):
    client.force_login(world.clerk)
    given = form(world.clerk, uploaded("b.jpg", picture()), numbers=(sent_ahead(client),))
    assert given.is_valid(), given.errors
    assert [each.name for each in given.cleaned_data["evidence"]] == ["b.jpg", "报告.pdf"]


def test_a_form_that_comes_back_keeps_what_had_arrived(client, world):
    client.force_login(world.clerk)
    number = sent_ahead(client, "报告 <一>.pdf")
    given = form(world.clerk, numbers=(number, number, "x"), note="")
    assert not given.is_valid()
    shown = str(given["evidence"])
    assert shown.count(f'name="evidence_uploads" value="{number}"') == 1
    assert "报告 &lt;一&gt;.pdf" in shown
    assert "required" not in shown.split(">")[0]


def test_whoever_knows_the_number_of_anothers_file_is_not_told_its_name(client, world):
    client.force_login(world.clerk)
    number = sent_ahead(client, "内部名单.pdf")
    given = form(world.west_member, numbers=(number,), note="")
    assert given.errors["evidence"] == ["This field is required."]
    assert "内部名单" not in str(given["evidence"])


def test_nothing_at_all_is_said_when_something_is_required(world):
    assert form(world.clerk).errors["evidence"] == ["This field is required."]
    assert 'data-upload="/files/uploads/"' in str(Form(sender=world.clerk)["evidence"])
    assert "multiple" in str(Form(sender=world.clerk)["evidence"])
