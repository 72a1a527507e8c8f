import base64
import errno
import io
import os
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import connection
from django.http import UnreadablePostError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from duban.files import access, pictures, uploads
from duban.files.actions import keep
from duban.files.intake import keep_all, store_first
from duban.files.jobs import forget_stale_uploads
from duban.files.models import Evidence, Piece, Upload
from tests.files.samples import PDF, picture, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _checkers(monkeypatch):
    monkeypatch.setattr(access, "_checkers", {})


@pytest.fixture
def clerk(client: Client, world) -> Client:
    client.force_login(world.clerk)
    return client


def kept(content: bytes = PDF, name: str = "报告 “一”.pdf") -> Evidence:
    return keep(io.BytesIO(content), name, actor=None, noun="report", noun_id=3)


# -- handing out ---------------------------------------------------------------------------------------------------


def test_evidence_is_seen_by_whom_its_noun_says_and_nobody_else(clerk, client, world):
    evidence = kept(picture(), "p.jpg")
    assert clerk.get(evidence.url).status_code == 404
    access.register("report", lambda person, noun_id: person == world.clerk and noun_id == 3)
    assert clerk.get(evidence.url).status_code == 200
    assert clerk.get(evidence.thumbnail_url).status_code == 200
    client.force_login(world.vice)
    assert client.get(evidence.url).status_code == 404
    assert client.get(evidence.thumbnail_url).status_code == 404
    client.logout()
    assert client.get(evidence.url).status_code == 302


@pytest.mark.parametrize(("content", "name", "media_type"), [
    (PDF, "报告 “一”.pdf", "application/pdf"),
    (b"<html><script>alert(1)</script>", "页.html", "application/octet-stream"),
])  # fmt: skip
def test_a_download_is_a_download_whatever_it_holds(clerk, content, name, media_type):
    access.register("report", lambda person, noun_id: True)
    answer = clerk.get(kept(content, name).url)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "private" in answer["Cache-Control"]
    assert clerk.get(kept(content, name).url, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_small_picture_comes_as_webp_and_a_document_has_none(clerk):
    access.register("report", lambda person, noun_id: True)
    answer = clerk.get(kept(picture(), "p.jpg").thumbnail_url)
    assert (answer["Content-Type"], answer.content[:4]) == ("image/webp", b"RIFF")
    document = kept()
    assert document.thumbnail_url == ""
    assert clerk.get(reverse("files:thumbnail", args=[document.pk])).status_code == 404


def test_a_picture_that_unpacks_to_a_gigabyte_is_kept_and_not_made_small(clerk, monkeypatch):
    access.register("report", lambda person, noun_id: True)
    few_kilobytes = kept(picture("PNG", size=(9000, 9000)), "p.png")
    assert few_kilobytes.size < 2**20
    assert clerk.get(few_kilobytes.thumbnail_url)["Content-Type"] == "image/svg+xml"
    assert clerk.get(few_kilobytes.url).status_code == 200
    assert clerk.get(kept(picture("JPEG", size=(9000, 9000)), "p.jpg").thumbnail_url).status_code == 200


def test_half_a_picture_is_kept_and_a_tile_says_that_it_cannot_be_shown(clerk):
    access.register("report", lambda person, noun_id: True)
    whole = picture()
    half = kept(whole[: len(whole) // 2], "p.jpg")
    tile = clerk.get(half.thumbnail_url, headers={"Accept-Language": "zh-hans"})
    assert (tile.status_code, tile["Content-Type"]) == (200, "image/svg+xml")
    assert "图片无法显示" in tile.content.decode()
    assert tile["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert clerk.get(half.url).status_code == 200


def test_small_pictures_are_made_one_at_a_time(clerk, monkeypatch):
    access.register("report", lambda person, noun_id: True)
    held = []
    made = pictures._small
    monkeypatch.setattr(
        pictures, "_small", lambda source: (held.append(pictures._one_at_a_time.locked()), made(source))[1]
    )
    assert clerk.get(kept(picture("PNG"), "p.png").thumbnail_url).status_code == 200
    assert held == [True]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_made_small(clerk, mode):
    access.register("report", lambda person, noun_id: True)
    out = io.BytesIO()
    kind = "TIFF" if mode in ("CMYK", "I;16") else "PNG"
    Image.new(mode, (900, 500)).save(out, kind)
    assert clerk.get(kept(out.getvalue(), f"p.{kind.lower()}").thumbnail_url).status_code == 200


def test_a_content_that_is_gone_is_not_an_error_of_the_server(clerk):
    access.register("report", lambda person, noun_id: True)
    evidence = kept(picture(), "p.jpg")
    storages["evidence"].delete(evidence.blob.storage_name)
    assert clerk.get(evidence.url).status_code == 404
    assert clerk.get(evidence.thumbnail_url).status_code == 404


# -- sending ahead (tus) -------------------------------------------------------------------------------------------


def announce(client: Client, size: int, name: str = "报告.pdf", **headers: str):
    meta = "filename " + base64.b64encode(name.encode()).decode()
    given = {"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": meta, **headers}
    return client.post("/files/uploads/", headers=given)


def test_what_is_on_its_way_is_bounded_in_bytes_too(clerk, settings):
    settings.EVIDENCE_MAX_BYTES = 1000
    for _ in range(uploads.MOST_OF_THE_LARGEST):
        assert announce(clerk, 1000).status_code == 201
    assert announce(clerk, 1).status_code == 429


def send(client: Client, url: str, offset: int, content: bytes, **headers: str):
    given = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), **headers}
    return client.generic("PATCH", url, content, content_type="application/offset+octet-stream", headers=given)


def stands_at(client: Client, url: str) -> int:
    return int(client.head(url, headers={"Tus-Resumable": "1.0.0"})["Upload-Offset"])


def test_contents_are_stored_before_the_transaction_and_not_read_again_in_it(
    clerk, world, rf: RequestFactory, monkeypatch
):
    """On SQLite nobody else could write while a large file is put together, hashed and stored."""
    url = announce(clerk, len(PDF))["Location"]
    send(clerk, url, 0, PDF)
    request = rf.post("/", {"evidence_uploads": url.rsplit("/", 1)[-1], "evidence": uploaded("b.jpg", picture())})
    request.user = world.clerk
    store_first(request)
    store_first(request)

    def again(*_args, **_more):
        raise AssertionError("this was done already")

    monkeypatch.setattr("duban.files.intake.assembled", again)
    monkeypatch.setattr("duban.files.actions._measured", again)
    evidence = keep_all(request, "evidence", noun="report", noun_id=3)
    assert [each.name for each in evidence] == ["b.jpg", "报告.pdf"]
    with evidence[1].blob.open() as content:
        assert content.read() == PDF


def test_what_cannot_be_stored_first_is_refused_when_it_is_kept(clerk, world, rf: RequestFactory, settings):
    settings.EVIDENCE_MAX_BYTES = 10
    request = rf.post("/", {"evidence_uploads": "0" * 32, "evidence": uploaded("b.jpg", picture())})
    request.user = world.clerk
    store_first(request)
    with pytest.raises(ValidationError, match="no longer there"):
        keep_all(request, "evidence", noun="report", noun_id=3)


def test_a_file_arrives_in_pieces_and_becomes_evidence(
    clerk, world, rf: RequestFactory, django_capture_on_commit_callbacks
):
    created = announce(clerk, len(PDF))
    url = created["Location"]
    assert (created.status_code, created["Tus-Resumable"]) == (201, "1.0.0")
    assert send(clerk, url, 0, PDF[:10])["Upload-Offset"] == "10"
    assert stands_at(clerk, url) == 10
    assert send(clerk, url, 10, PDF[10:]).status_code == 204
    number = url.rsplit("/", 1)[-1]
    request = rf.post("/", {"evidence_uploads": number, "evidence": uploaded("b.jpg", picture())})
    request.user = world.clerk
    with django_capture_on_commit_callbacks(execute=True):
        evidence = keep_all(request, "evidence", noun="report", noun_id=3)
    assert [each.name for each in evidence] == ["b.jpg", "报告.pdf"]
    with evidence[1].blob.open() as content:
        assert content.read() == PDF
    assert not Upload.objects.exists()
    assert storages["evidence"].listdir(f"uploads/{number}")[1] == []


def test_after_a_lost_answer_the_client_asks_and_goes_on(clerk):
    url = announce(clerk, len(PDF))["Location"]
    send(clerk, url, 0, PDF[:10])  # arrived, but the answer did not
    assert send(clerk, url, 0, PDF[:10]).status_code == 409
    offset = stands_at(clerk, url)
    assert send(clerk, url, offset, PDF[offset:])["Upload-Offset"] == str(len(PDF))


def test_what_arrived_before_the_line_broke_is_kept(clerk, world, rf):
    url = announce(clerk, len(PDF))["Location"]
    request = rf.generic("PATCH", url, PDF, content_type="application/offset+octet-stream",
                         headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"})  # fmt: skip
    request.user = world.clerk
    arrived = io.BytesIO(PDF[:17])

    def read(size):
        block = arrived.read(size)
        if not block:
            raise UnreadablePostError("the line broke")
        return block

    request.read = read
    uploads.OneUpload.as_view()(request, pk=url.rsplit("/", 1)[-1])
    assert stands_at(clerk, url) == 17


def test_an_upload_survives_a_new_server(clerk, settings):
    url = announce(clerk, len(PDF))["Location"]
    send(clerk, url, 0, PDF[:10])
    storages._storages.clear()
    other = Client()
    other.cookies = clerk.cookies
    assert stands_at(other, url) == 10
    assert send(other, url, 10, PDF[10:]).status_code == 204


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "0"}, 400),
        ({"Upload-Length": "-5"}, 400),
        ({"Upload-Length": "x"}, 400),
        ({"Upload-Length": "999999999999"}, 413),
        ({"Upload-Metadata": "filename ***"}, 400),
        ({"Upload-Metadata": "filename " + base64.b64encode(b"a.exe").decode()}, 415),
        ({"Tus-Resumable": "0.2.0"}, 412),
    ],
)
def test_a_bad_announcement_is_refused(clerk, headers, status):
    assert announce(clerk, 10, **headers).status_code == status
    assert not Upload.objects.exists()


def test_too_many_unfinished_uploads_are_refused(clerk, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 1)
    assert [announce(clerk, 10).status_code, announce(clerk, 10).status_code] == [201, 429]


def test_bad_pieces_are_refused(clerk):
    url = announce(clerk, 5)["Location"]
    assert send(clerk, url, 0, b"123456").status_code == 413
    assert send(clerk, url, 3, b"12").status_code == 409
    assert send(clerk, url, 0, b"12", **{"Upload-Offset": "x"}).status_code == 409
    answer = clerk.generic("PATCH", url, b"12", content_type="text/plain",
                           headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"})  # fmt: skip
    assert answer.status_code == 415
    assert stands_at(clerk, url) == 0


def test_an_upload_is_its_senders_own(clerk, world, rf):
    url = announce(clerk, 5)["Location"]
    other = Client()
    other.force_login(world.vice)
    assert other.head(url, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert send(other, url, 0, b"12345").status_code == 404
    request = rf.post("/", {"evidence_uploads": url.rsplit("/", 1)[-1]})
    request.user = world.vice
    with pytest.raises(ValidationError, match="no longer there"):
        keep_all(request, "evidence", noun="report", noun_id=3)


@pytest.mark.parametrize("number", ["x", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_number_is_said_clearly(world, rf, number):
    request = rf.post("/", {"evidence_uploads": number})
    request.user = world.clerk
    with pytest.raises(ValidationError, match="no longer there"):
        keep_all(request, "evidence", noun="report", noun_id=3)


def test_half_a_file_is_not_kept(clerk, world, rf):
    url = announce(clerk, len(PDF))["Location"]
    send(clerk, url, 0, PDF[:10])
    request = rf.post("/", {"evidence_uploads": url.rsplit("/", 1)[-1]})
    request.user = world.clerk
    with pytest.raises(ValidationError, match="not arrived whole"):
        keep_all(request, "evidence", noun="report", noun_id=3)


def test_all_files_of_a_form_are_kept_or_none(clerk, world, rf):
    url = announce(clerk, len(PDF), "a.pdf")["Location"]
    send(clerk, url, 0, PDF)
    request = rf.post("/", {"evidence_uploads": url.rsplit("/", 1)[-1], "evidence": uploaded("b.jpg", PDF)})
    request.user = world.clerk
    with pytest.raises(ValidationError, match=r"its content is \.pdf"):
        keep_all(request, "evidence", noun="report", noun_id=3)
    assert not Evidence.objects.exists()
    assert stands_at(clerk, url) == len(PDF)  # what was sent ahead need not be sent again


def test_taking_back_removes_the_pieces(clerk, django_capture_on_commit_callbacks):
    url = announce(clerk, 5)["Location"]
    send(clerk, url, 0, b"123")
    name = Piece.objects.get().storage_name
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.delete(url, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert not storages["evidence"].exists(name)
    assert clerk.head(url, headers={"Tus-Resumable": "1.0.0"}).status_code == 404


def test_a_full_disk_is_said_and_the_upload_stands_where_it_stood(clerk, monkeypatch):
    url = announce(clerk, len(PDF))["Location"]
    send(clerk, url, 0, PDF[:10])

    def refuse(*args):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", refuse)
    answer = send(clerk, url, 10, PDF[10:])
    assert (answer.status_code, "no room left" in answer.content.decode()) == (507, True)
    monkeypatch.undo()
    assert stands_at(clerk, url) == 10
    assert send(clerk, url, 10, PDF[10:]).status_code == 204


def test_abilities_are_told(clerk):
    answer = clerk.options("/files/uploads/")
    assert (answer.status_code, answer["Tus-Extension"]) == (204, "creation,termination")
    assert int(answer["Tus-Max-Size"]) > 0


def test_stale_uploads_are_forgotten(clerk, django_capture_on_commit_callbacks):
    old, new = announce(clerk, 5)["Location"], announce(clerk, 5)["Location"]
    send(clerk, old, 0, b"123")
    Upload.objects.filter(pk=old.rsplit("/", 1)[-1]).update(created=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_stale_uploads() == 1
    assert stands_at(clerk, new) == 0


@pytest.mark.django_db(transaction=True)
def test_two_tabs_sending_the_same_piece_at_once_add_it_once(world, monkeypatch):
    client = Client()
    client.force_login(world.clerk)
    url = announce(client, len(PDF))["Location"]
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time: the two can't be inside at once")
    both_wrote = threading.Barrier(2)
    create = Piece.objects.create

    def wait(**given):
        both_wrote.wait(20)
        return create(**given)

    monkeypatch.setattr(Piece.objects, "create", wait)
    statuses: list[int] = []

    def run():
        own = Client()
        own.cookies = client.cookies
        statuses.append(send(own, url, 0, PDF[:10]).status_code)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204, 409]
    assert Piece.objects.count() == 1
