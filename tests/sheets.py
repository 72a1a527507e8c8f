"""A workbook that a page hands out, read back."""

from io import BytesIO
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet


def sheet_of(client: Any, url: str, query: dict[str, Any] | None = None) -> Worksheet:
    answer = client.get(url, query or {})
    assert answer.status_code == 200, (url, answer.status_code)
    assert answer.headers["Cache-Control"] == "private, no-store"
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.freeze_panes == "A2"
    return sheet


def lines_of(client: Any, url: str, query: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """What stands below the header."""
    return list(sheet_of(client, url, query).iter_rows(min_row=2, values_only=True))


def asked(client: Any, url: str, query: dict[str, Any] | None = None) -> int:
    """How many questions the answer took, to its last byte."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url, query or {})
        assert b"".join(answer)
    assert answer.status_code == 200
    return len(seen)
