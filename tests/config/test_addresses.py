"""Under which host names the product answers, and what it says to browsers that come by https."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.anydb


def settings_of(folder, **environment: str) -> dict[str, object]:
    code = (
        "import json; from duban.config import settings as s;"
        "print(json.dumps([s.ALLOWED_HOSTS, s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE]))"
    )
    clean = {k: v for k, v in os.environ.items() if k not in ("DUBAN_URL", "DUBAN_HOSTS")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean | {"DUBAN_DATA": str(folder)} | environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return dict(zip(("hosts", "hsts", "secure"), json.loads(done.stdout), strict=True))


def test_a_folder_just_made_answers_under_any_name(tmp_path):
    assert settings_of(tmp_path) == {"hosts": ["*"], "hsts": 0, "secure": False}


def test_whoever_names_an_address_is_asked_under_no_other(tmp_path):
    found = settings_of(tmp_path, DUBAN_URL="https://duban.example:8443")
    assert found["hosts"] == ["duban.example", "localhost", "127.0.0.1", "[::1]"]
    assert found["hsts"]
    assert found["secure"]


def test_further_names_are_the_operators_choice(tmp_path):
    found = settings_of(tmp_path, DUBAN_URL="https://duban.example", DUBAN_HOSTS="a.example,b.example")
    assert found["hosts"] == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("address", "port"),
    [("smtps://mail", 465), ("smtp+tls://mail", 587), ("smtp://mail", 25), ("smtps://mail:2465", 2465)],
)
def test_mail_goes_to_the_port_of_its_kind(address, port, tmp_path):
    asked = [sys.executable, "-c", "from duban.config import settings; print(settings.EMAIL_PORT)"]
    environment = {**os.environ, "DUBAN_EMAIL": address, "DUBAN_DATA": str(tmp_path)}
    told = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    assert int(told.stdout) == port


@pytest.mark.parametrize(
    ("host", "url", "leads"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8811"),
        ("0.0.0.0", "", "http://127.0.0.1:8811"),
        ("::1", "", "http://[::1]:8811"),
        ("127.0.0.1", "https://duban.example", "https://duban.example"),
    ],
)
def test_links_lead_to_where_it_is_served_unless_another_address_is_named(tmp_path, host, url, leads):
    code = (
        f"from duban.config.command import listen_on; listen_on({host!r}, 8811);"
        "from duban.config import settings; print(settings.SITE_URL)"
    )
    named = {"DUBAN_URL": url} if url else {}
    clean = {k: v for k, v in os.environ.items() if k not in ("DUBAN_URL", "DUBAN_HOSTS")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean | {"DUBAN_DATA": str(tmp_path)} | named, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == leads
