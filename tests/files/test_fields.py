import base64

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from duban.files.actions import keep
from duban.files.fields import EvidenceField
from duban.files.models import Evidence, Upload
from tests.files.samples import PDF, picture, uploaded

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    evidence = EvidenceField()
    note = forms.CharField()


def arrived(client, person, name: str = "报告.pdf", content: bytes = PDF) -> str:
    client.force_login(person)
    tus = {"Tus-Resumable": "1.0.0"}
    meta = "filename " + base64.b64encode(name.encode()).decode()
    url = client.post("/files/uploads/", headers={**tus, "Upload-Length": str(len(content)), "Upload-Metadata": meta})[
        "Location"
    ]
    client.generic("PATCH", url, content, content_type="application/offset+octet-stream",
                   headers={**tus, "Upload-Offset": "0"})  # fmt: skip
    return url.rsplit("/", 1)[-1]


def form(*files, numbers: tuple[str, ...] = (), note: str = "x") -> Form:
    data = QueryDict(mutable=True)
    data["note"] = note
    data.setlist("evidence_uploads", list(numbers))
    return Form(data, MultiValueDict({"evidence": list(files)}))


def test_files_with_the_form_and_files_sent_ahead_are_one_list(client, world):
    given = form(uploaded("b.jpg", picture()), numbers=(arrived(client, world.clerk),))
    assert given.is_valid(), given.errors
    kept = [keep(each, each.name, actor=world.clerk, noun="report", noun_id=3, caption="一")
            for each in given.cleaned_data["evidence"]]  # fmt: skip
    assert [(each.name, each.caption) for each in kept] == [("b.jpg", "一"), ("报告.pdf", "一")]
    assert not Upload.objects.exists()


def test_somebody_elses_upload_cannot_be_kept(client, world):
    given = form(numbers=(arrived(client, world.vice),))
    assert given.is_valid()
    [file] = given.cleaned_data["evidence"]
    with pytest.raises(ValidationError, match="no longer there"):
        keep(file, file.name, actor=world.clerk, noun="report", noun_id=3)
    assert not Evidence.objects.exists()


def test_a_content_that_lies_is_refused_and_the_upload_stays(client, world):
    given = form(numbers=(arrived(client, world.clerk, "b.jpg"),))
    assert given.is_valid()
    [file] = given.cleaned_data["evidence"]
    with pytest.raises(ValidationError, match=r"its content is \.pdf"):
        keep(file, file.name, actor=world.clerk, noun="report", noun_id=3)
    assert Upload.objects.count() == 1


def test_a_form_that_comes_back_keeps_what_had_arrived(client, world):
    number = arrived(client, world.clerk, "报告 <一>.pdf")
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
