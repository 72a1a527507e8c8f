"""Files as answers: never shown by the browser, never kept by a cache, named in the reader's language."""

from collections.abc import Sequence
from io import BytesIO
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from duban.exports.columns import Column, Rows
from duban.exports.comma import stream_csv
from duban.exports.excel import write_excel
from duban.exports.neutral import printable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def excel_response(columns: Sequence[Column], rows: Rows, *, title: str) -> HttpResponseBase:
    return _guarded(FileResponse(write_excel(columns, rows, title=title), content_type=XLSX), f"{title}.xlsx")


def csv_response(columns: Sequence[Column], rows: Rows, *, title: str) -> HttpResponseBase:
    response = StreamingHttpResponse(stream_csv(columns, rows), content_type="text/csv; charset=utf-8")
    return _guarded(response, f"{title}.csv")


def word_response(content: bytes | IO[bytes], *, title: str) -> HttpResponseBase:
    file = BytesIO(content) if isinstance(content, bytes) else content
    return _guarded(FileResponse(file, content_type=DOCX), f"{title}.docx")


def _guarded(response: HttpResponseBase, name: str) -> HttpResponseBase:
    clean = "".join("_" if c in '\\/:*?"<>|\r\n\t' else c for c in printable(name))
    response.headers["Content-Disposition"] = content_disposition_header(True, clean) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
