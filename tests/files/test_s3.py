"""Evidence in an S3-compatible store: a real server of that protocol, away and back again."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client, RequestFactory

from duban.config.backup import BackupError, bring_back, save
from duban.files import access
from duban.files.actions import keep
from duban.files.intake import keep_all
from duban.files.jobs import forget_stale_uploads
from duban.files.models import Blob, Evidence, Piece, Upload, storage_name
from duban.files.s3 import S3Store
from duban.files.storage import CannotStore
from duban.minutes.jobs import read_in_background
from duban.minutes.models import Document, ReadingState
from tests.files.samples import PDF, picture
from tests.files.store import KEYS, Store
from tests.files.test_web import announce, send, stands_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[Store]:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    running = Store()
    settings.STORAGES = {
        **settings.STORAGES,
        "evidence": {**settings.STORAGES["evidence"], "OPTIONS": {"url": running.url}},
    }
    yield running
    running.close()


@pytest.fixture
def clerk(client: Client, world, monkeypatch) -> Client:
    monkeypatch.setattr(access, "_checkers", {"report": lambda person, noun_id: True})
    client.force_login(world.clerk)
    client.raise_request_exception = False
    return client


def kept(content: bytes = PDF, name: str = "报告.pdf") -> Evidence:
    return keep(io.BytesIO(content), name, actor=None, noun="report", noun_id=3)


def test_evidence_lies_in_the_bucket_under_its_prefix_by_its_content(store):
    evidence = kept()
    assert store.names() == [evidence.blob.storage_name]
    assert store.content(evidence.blob.storage_name) == PDF
    kept(name="副本.pdf")
    assert len(store.names()) == 1
    with evidence.blob.open() as content:
        assert (content.read(), content.size) == (PDF, len(PDF))


def test_a_download_has_the_same_safe_headers_as_from_a_folder(clerk, store):
    evidence = kept(b"<html><script>alert(1)</script>", "页.html")
    answer = clerk.get(evidence.url)
    assert b"".join(answer.streaming_content) == b"<html><script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Length"] == "31"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert clerk.get(evidence.url, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_small_picture_is_made_once_and_kept_in_the_store(clerk, store):
    evidence = kept(picture(size=(2000, 1000)), "p.jpg")
    answer = clerk.get(evidence.thumbnail_url)
    assert (answer["Content-Type"], answer.content[:4]) == ("image/webp", b"RIFF")
    name = f"thumbnails/{evidence.blob.storage_name}"
    assert name in store.names()
    when = store.client.head_object(Bucket=store.bucket, Key=f"duban/files/{name}")["LastModified"]
    assert clerk.get(evidence.thumbnail_url).content == answer.content
    assert store.client.head_object(Bucket=store.bucket, Key=f"duban/files/{name}")["LastModified"] == when


def test_a_file_goes_on_after_the_store_was_away_and_becomes_evidence(
    clerk, world, store, rf: RequestFactory, django_capture_on_commit_callbacks
):
    big = PDF + bytes(range(256)) * 5000
    url = announce(clerk, len(big))["Location"]
    assert send(clerk, url, 0, big[:500_000]).status_code == 204
    store.go_away()
    answer = send(clerk, url, 500_000, big[500_000:])
    assert (answer.status_code, "cannot be reached" in answer.content.decode()) == (507, True)
    assert stands_at(clerk, url) == 500_000
    store.come()
    assert send(clerk, url, 500_000, big[500_000:]).status_code == 204
    request = rf.post("/", {"evidence_uploads": url.rsplit("/", 1)[-1]})
    request.user = world.clerk
    with django_capture_on_commit_callbacks(execute=True):
        [evidence] = keep_all(request, noun="report", noun_id=3)
    assert store.names() == [evidence.blob.storage_name]
    assert store.content(evidence.blob.storage_name) == big
    assert not Piece.objects.exists()


def test_a_file_of_more_than_one_part_arrives_whole(clerk, store):
    big = PDF + bytes(range(256)) * 48_000  # more than the 8 MiB from which the protocol sends in parts
    evidence = kept(big)
    assert store.content(evidence.blob.storage_name) == big
    assert b"".join(clerk.get(evidence.url).streaming_content) == big


def test_while_the_store_is_away_a_form_says_so_and_nothing_is_half_done(store):
    store.go_away()
    with pytest.raises(CannotStore, match="cannot be reached"):
        kept()
    assert not Blob.objects.exists()
    assert not Evidence.objects.exists()
    store.come()
    kept()
    assert len(store.names()) == 1


def test_while_the_store_is_away_a_download_is_a_clear_page_and_comes_back_by_itself(clerk, store):
    evidence, shown = kept(), kept(picture(), "p.jpg")
    store.go_away()
    for url in (evidence.url, shown.thumbnail_url):
        answer = clerk.get(url)
        assert answer.status_code == 503
        assert answer["Retry-After"] == "30"
        assert "The file store does not answer" in answer.content.decode()
    store.come()
    assert b"".join(clerk.get(evidence.url).streaming_content) == PDF
    assert clerk.get(shown.thumbnail_url).status_code == 200


def test_a_content_that_is_gone_from_the_store_is_a_404(clerk, store):
    evidence = kept(picture(), "p.jpg")
    storages["evidence"].delete(evidence.blob.storage_name)
    assert clerk.get(evidence.url).status_code == 404
    assert clerk.get(evidence.thumbnail_url).status_code == 404
    storages["evidence"].delete(evidence.blob.storage_name)  # gone already is no error


@pytest.mark.parametrize("fault", ["bucket", "denied", "full"])
def test_what_the_store_refuses_is_said_in_words_that_help(store, settings, fault, monkeypatch):
    words = {"bucket": "may not write", "denied": "may not write", "full": "no room left"}[fault]
    if fault == "bucket":
        url = store.url.replace(store.bucket, "no-such-bucket")
        settings.STORAGES = {
            **settings.STORAGES,
            "evidence": {**settings.STORAGES["evidence"], "OPTIONS": {"url": url}},
        }
    else:
        code = {"denied": (403, "AccessDenied"), "full": (507, "XMinioStorageFull")}[fault]
        inner = store.app

        def refuse(environ, start_response):
            if environ["REQUEST_METHOD"] != "PUT":
                return inner(environ, start_response)
            start_response(f"{code[0]} Refused", [("Content-Type", "application/xml")])
            return [f"<Error><Code>{code[1]}</Code><Message>no</Message></Error>".encode()]

        store.app = refuse
    with pytest.raises(CannotStore, match=words):
        kept()
    assert not Blob.objects.exists()


def test_pieces_that_cannot_be_removed_do_not_stop_the_form(clerk, store, django_capture_on_commit_callbacks):
    url = announce(clerk, 5)["Location"]
    send(clerk, url, 0, b"123")
    store.go_away()
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.delete(url, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert forget_stale_uploads() == 0
    assert not Upload.objects.exists()


def test_a_document_whose_file_cannot_be_reached_waits_and_is_read_later(world, store):
    evidence = kept("各单位要在6月底前完成码头作业区隐患整改。".encode(), "纪要.txt")
    document = Document.objects.create(
        title="纪要", original=evidence.blob, file_name="纪要.txt", filed_by=world.clerk, unit=world.supervision
    )
    store.go_away()
    assert read_in_background.func(document.pk) is False
    document.refresh_from_db()
    assert document.reading == ReadingState.WAITING
    store.come()
    assert read_in_background.func(document.pk)
    document.refresh_from_db()
    assert document.reading == ReadingState.READ
    assert document.proposals.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_backup_takes_the_evidence_out_of_the_store_and_a_restore_brings_it_back(store, tmp_path: Path, monkeypatch):
    evidence = kept()
    target = tmp_path / "all.tar"
    save(target)
    storages["evidence"].delete(evidence.blob.storage_name)
    assert store.names() == []
    # The database is the test's own: only the evidence comes back here.
    monkeypatch.setattr("duban.config.backup._has_tables", lambda: False)
    monkeypatch.setattr("duban.config.backup._replace_database", lambda snapshot: None)
    bring_back(target)
    assert store.names() == [storage_name(evidence.blob.sha256)]
    assert store.content(evidence.blob.storage_name) == PDF


@pytest.mark.django_db(transaction=True)
def test_a_backup_without_its_store_fails_clearly_and_leaves_nothing(store, tmp_path: Path):
    kept()
    store.go_away()
    with pytest.raises(BackupError, match="could not be written"):
        save(tmp_path / "all.tar")
    assert not list(tmp_path.glob("all.tar*"))


def test_the_address_says_everything(monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    given = S3Store("s3://bucket/evidence/a?endpoint=http://127.0.0.1:9&region=r1&style=path")
    assert (given.bucket_name, given.location, given.endpoint_url, given.region_name) == (
        "bucket", "evidence/a", "http://127.0.0.1:9", "r1",
    )  # fmt: skip
    assert given.client_config.s3 == {"addressing_style": "path"}


def test_a_folder_needs_no_boto():
    code = (
        "import sys; from duban.files.storage import EvidenceStorage; "
        "EvidenceStorage('/tmp'); print('boto3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stderr
