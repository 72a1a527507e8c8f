"""A photo or a text of an answer, handed in once more as proof that something is done; or an answer that is itself a copy."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from duban.checklists.actions import Batch, Given, record_answers
from duban.checklists.models import Answer, AnswerKind, Item, Response
from duban.files.models import Evidence
from duban.likeness.jobs import compare_in_background, sweep, waiting
from duban.likeness.models import Entry, Hint
from duban.likeness.queries import Shown, hints_of
from tests.likeness.closings import COPY, TEXT, claimed, jpeg, scene
from tests.world import World

pytestmark = pytest.mark.django_db


def photographed(response: Response, item: Item, content: bytes, by: Any) -> Answer:
    photo = SimpleUploadedFile("现场.jpg", content, "image/jpeg")
    given = Given(uuid4(), response.device, item.pk, timezone.now(), files=[photo])
    [receipt] = record_answers(Batch(given=[given]), actor=by)
    assert receipt.state == "kept", receipt.why
    return Answer.objects.get(device=given.device)


def shown(person: Any, task: Any) -> list[Shown]:
    return hints_of(person, {"claim": [task.claims.get().pk]})


def test_whoever_verifies_sees_that_a_photo_came_from_a_check_whole_or_saved_anew(world: World, response, item) -> None:
    image = scene(31)
    photographed(response, item("现场照片"), jpeg(image), world.stevedore)
    whole = claimed(world, "甲", world.stevedores, world.stevedores_head, files={"整改后.jpg": jpeg(image)})
    smaller = {"整改后.jpg": jpeg(image.resize((320, 240)), 60)}
    anew = claimed(world, "乙", world.tugs, world.tugs_head, files=smaller)
    sweep.func()
    [one] = shown(world.inspector, whole)
    assert (one.kind, one.title, one.link) == ("file", str(response), f"/responses/{response.pk}")
    assert one.other_file.name == "现场.jpg"
    assert {each.kind for each in shown(world.inspector, anew) if each.link == one.link} == {"picture"}


def test_a_check_that_the_verifier_may_not_see_is_neither_named_nor_linked(
    world: World, response, item, client
) -> None:
    image = jpeg(scene(32))
    photographed(response, item("现场照片"), image, world.stevedore)
    task = claimed(world, "丙", world.bonded, world.bonded_head, looker=world.west_liaison, files={"后.jpg": image})
    sweep.func()
    [one] = shown(world.west_liaison, task)
    assert (one.title, one.link, one.other_file) == ("", "", None)
    client.force_login(world.west_liaison)
    page = client.get(f"/tasks/{task.pk}/verification").content.decode()
    assert "There is the same file in a matter that you may not see." in page
    assert str(response) not in page
    assert f"/responses/{response.pk}" not in page
    # And neither the doer nor who took the photo learns of it.
    for person in (world.bonded_head, world.stevedore):
        client.force_login(person)
        assert client.get(f"/likeness/{one.id}").status_code in (403, 404)


def test_it_is_compared_as_soon_as_it_is_kept_and_the_same_photo_in_one_check_is_no_copy(
    world: World, response, item, django_capture_on_commit_callbacks
) -> None:
    image = jpeg(scene(33))
    with django_capture_on_commit_callbacks(execute=True):
        photographed(response, item("现场照片"), image, world.stevedore)
        photographed(response, item("现场照片"), image, world.stevedores_head)
    assert Entry.objects.filter(noun="answer_file", compared_at__isnull=False).count() == 2
    assert not Hint.objects.exists()
    assert not waiting({})


def test_signatures_are_not_compared(world: World, edition, response, item) -> None:
    signature = item("现场照片")
    Item.objects.filter(pk=signature.pk).update(kind=AnswerKind.SIGNATURE)
    signature.refresh_from_db()
    answer = photographed(response, signature, jpeg(scene(34)), world.stevedore)
    assert Evidence.objects.of("answer", answer.pk).exists()
    assert not waiting({})
    assert compare_in_background.func("answer_file", Evidence.objects.get().pk) == 0


def test_a_closing_whose_photo_a_later_check_shows_is_not_under_suspicion(world: World, response, item) -> None:
    image = jpeg(scene(35))
    task = claimed(world, "丁", world.tugs, world.tugs_head, files={"后.jpg": image})
    photographed(response, item("现场照片"), image, world.stevedore)
    sweep.func()
    assert shown(world.inspector, task) == []
    assert Hint.objects.get().later.noun == "answer_file"


# -- answers that are copies themselves ---------------------------------------------------------------------------------


def written(response: Response, text: str, by: Any) -> Answer:
    """An answer in words, to an item that the edition is given for it."""
    item = response.edition.items.get(text__startswith="箱体外观")
    Item.objects.filter(pk=item.pk).update(kind=AnswerKind.TEXT)
    given = Given(uuid4(), response.device, item.pk, timezone.now(), value=text)
    [receipt] = record_answers(Batch(given=[given]), actor=by)
    assert receipt.state == "kept", receipt.why
    return Answer.objects.get(device=given.device)


def looked_at(client: Any, person: Any, response: Response) -> bool:
    client.force_login(person)
    page = client.get(response.get_absolute_url())
    assert page.status_code == 200
    hint = Hint.objects.get()
    answer = client.get(f"/likeness/{hint.pk}").status_code
    shown = "For whoever verifies only" in page.content.decode()
    # What the page lists can be looked at, and nothing else can.
    assert shown == (answer == 200), (person, answer)
    return shown


@pytest.fixture
def copied_photo(world: World, response: Response, item: Any) -> Response:
    """The stevedore's own round shows a photo that the tugs' closing showed before."""
    image = jpeg(scene(36))
    claimed(world, "戊", world.tugs, world.tugs_head, files={"后.jpg": image})
    photographed(response, item("现场照片"), image, world.stevedore)
    sweep.func()
    return response


def test_a_copied_photo_of_an_answer_is_seen_by_who_leads_the_looking_unit_and_never_by_who_gave_it(
    world: World, copied_photo: Response, client: Any
) -> None:
    assert copied_photo.looking_unit == world.stevedores
    assert looked_at(client, world.stevedores_head, copied_photo)
    assert looked_at(client, world.clerk, copied_photo)
    for person in (world.stevedore, world.stevedores_liaison, world.east_head, world.leader):
        assert not looked_at(client, person, copied_photo), person


def test_whoever_leads_and_gave_the_answer_themselves_is_not_its_verifier(
    world: World, response: Response, item: Any, client: Any
) -> None:
    image = jpeg(scene(37))
    claimed(world, "己", world.tugs, world.tugs_head, files={"后.jpg": image})
    photographed(response, item("现场照片"), image, world.stevedores_head)
    sweep.func()
    assert not looked_at(client, world.stevedores_head, response)
    assert looked_at(client, world.clerk, response)


def test_a_text_of_an_answer_that_stood_in_a_closing_is_hinted_at_and_a_short_one_is_not_even_kept(
    world: World, response: Response, client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    claimed(world, TEXT, world.tugs, world.tugs_head)
    sweep.func()
    with django_capture_on_commit_callbacks(execute=True):
        written(response, "正常", world.stevedore)
        written(response, COPY, world.stevedore)
    assert Entry.objects.filter(noun="answer_text", compared_at__isnull=False).count() == 1
    assert Hint.objects.get().later.noun == "answer_text"
    assert looked_at(client, world.stevedores_head, response)
    assert not looked_at(client, world.stevedore, response)
    client.force_login(world.clerk)
    assert "<mark>" in client.get(response.get_absolute_url()).content.decode()


def test_a_text_of_an_answer_is_earlier_evidence_and_what_was_not_compared_is_swept_up(
    world: World, response: Response
) -> None:
    answer = written(response, TEXT, world.stevedore)
    written(response, "一切正常。", world.stevedore)
    assert [each.noun_id for each in waiting({}) if each.noun == "answer_text"] == [answer.pk]
    task = claimed(world, COPY, world.tugs, world.tugs_head)
    sweep.func()
    [one] = shown(world.inspector, task)
    assert (one.kind, one.title, one.link) == ("text", str(response), f"/responses/{response.pk}")
