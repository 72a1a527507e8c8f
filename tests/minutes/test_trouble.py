"""Why a document could not be read, in words."""

import sys
from io import BytesIO

from django.urls import reverse

from duban.files.actions import keep_content
from duban.files.models import Blob
from duban.minutes.actions import file_document, read_again
from duban.minutes.jobs import read_in_background
from duban.minutes.models import Document
from duban.minutes.reader import Reading, read_source
from duban.minutes.trouble import FILES_MISSED, KNOWN, OTHER, PAGES_MISSED, explain
from duban.reading.intake import picture
from duban.reading.intake.refusal import MESSAGES
from tests.reading.intake import samples


def test_every_refusal_of_the_reader_is_explained() -> None:
    assert MESSAGES.keys() - KNOWN.keys() == set()
    assert explain("never heard of") is OTHER


def test_a_document_whose_file_is_gone_says_so(monkeypatch, world) -> None:
    blob, _name = keep_content(BytesIO("会议要求，审计部要报送清单。".encode()), "纪要.txt")
    document = file_document(actor=world.clerk, unit=world.supervision, kind="minutes", title="纪要", original=blob)

    def gone(self) -> None:
        raise FileNotFoundError(2, "No such file")

    monkeypatch.setattr(Blob, "open", gone)
    assert read_in_background.func(document.pk)
    document.refresh_from_db()
    assert (document.reading, document.error_code) == ("failed", "not_found")


def test_pages_that_are_pictures_are_named_on_the_page_of_what_was_read(monkeypatch, world, client) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.setattr(picture, "_engine", picture._engine.__wrapped__)
    reading = read_source(samples.partly_scanned())
    document = file_document(
        actor=world.clerk, unit=world.supervision, kind="minutes", title="纪要", raw="…", reading=reading
    )
    assert (document.reading, document.error_code, document.error_text) == ("read", PAGES_MISSED, "2")
    client.force_login(world.clerk)
    page = client.get(reverse("minutes:document", args=[document.pk])).content.decode()
    assert "Pages that are pictures were not read: 2." in page
    read_again(document.pk, actor=world.clerk)
    assert Document.objects.get(pk=document.pk).error_text == "2"


def test_files_attached_to_a_mail_are_named(world) -> None:
    reading = Reading(raw="各单位要抓紧。", files_missed=["修渠分工.docx", "名单.xlsx"])
    document = file_document(
        actor=world.clerk, unit=world.supervision, kind="minutes", title="来信", raw="…", reading=reading
    )
    assert (document.error_code, document.error_text) == (FILES_MISSED, "修渠分工.docx、名单.xlsx")
