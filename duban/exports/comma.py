"""CSV as a stream: the first line leaves before the last row is read."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import StringIO
from itertools import islice
from typing import Any

from django.utils import timezone

from duban.exports.columns import LIGHTS, Column, Kind, Rows
from duban.exports.neutral import neutral

BOM = "\ufeff"  # without it Excel reads Chinese as the local code page
_ROWS_A_CHUNK = 500


def stream_csv(columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, CRLF, formulas neutralised; several rows a chunk, because each chunk costs a send."""
    said = [_sayer(column.kind) for column in columns]
    yield BOM.encode() + _lines([[str(column.label) for column in columns]])
    source = iter(rows)
    while chunk := list(islice(source, _ROWS_A_CHUNK)):
        yield _lines(
            ["" if v is None or v == "" else say(v) for say, v in zip(said, row, strict=True)] for row in chunk
        )


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    page = StringIO(newline="")
    csv.writer(page).writerows(rows)
    return page.getvalue().encode(errors="replace")


def _sayer(kind: Kind) -> Callable[[Any], str]:
    if kind is Kind.LIGHT:
        return {code: str(light.word) for code, light in LIGHTS.items()}.__getitem__
    if kind is Kind.DATE:
        return date.isoformat
    if kind is Kind.MOMENT:
        return _moment
    if kind in (Kind.NUMBER, Kind.PERCENT):
        return str
    return _text


def _text(value: Any) -> str:
    return neutral(value if type(value) is str else str(value))


def _moment(value: datetime) -> str:
    return (timezone.localtime(value) if value.tzinfo else value).strftime("%Y-%m-%d %H:%M")
