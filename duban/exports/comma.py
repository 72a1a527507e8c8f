"""CSV as a stream: the first line leaves before the last row is read."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils import timezone

from duban.exports.columns import LIGHTS, Column, Kind, Rows
from duban.exports.neutral import neutral

BOM = "\ufeff"  # without it Excel reads Chinese as the local code page
_ROWS_A_CHUNK = 500


class _Echo:
    def write(self, text: str) -> str:
        return text


def stream_csv(columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, CRLF, formulas neutralised; several rows a chunk, because each chunk costs a send."""
    line = csv.writer(_Echo()).writerow
    said = [_sayer(column.kind) for column in columns]
    yield (BOM + str(line([str(column.label) for column in columns]))).encode()
    source = iter(rows)
    while chunk := list(islice(source, _ROWS_A_CHUNK)):
        text = "".join(
            [
                str(line(["" if v is None or v == "" else say(v) for say, v in zip(said, row, strict=True)]))
                for row in chunk
            ]
        )
        yield text.encode(errors="replace")


def _sayer(kind: Kind) -> Callable[[Any], str]:
    if kind is Kind.LIGHT:
        return {code: str(light.word) for code, light in LIGHTS.items()}.__getitem__
    if kind is Kind.DATE:
        return date.isoformat
    if kind is Kind.MOMENT:
        return _moment
    if kind in (Kind.NUMBER, Kind.PERCENT):
        return str
    return lambda value: neutral(str(value))


def _moment(value: datetime) -> str:
    return (timezone.localtime(value) if value.tzinfo else value).strftime("%Y-%m-%d %H:%M")
