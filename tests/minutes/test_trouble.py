"""Why a document could not be read, in words."""

from io import BytesIO

from duban.files.actions import keep_content
from duban.files.models import Blob
from duban.minutes.actions import file_document
from duban.minutes.jobs import read_in_background
from duban.minutes.trouble import KNOWN, OTHER, explain
from duban.reading.intake.refusal import MESSAGES


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
