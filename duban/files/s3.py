"""An S3-compatible store as a place for contents: quick to say that it is away, and saying it as a disk would.

Loaded only where evidence lies in such a store: boto is slow to load.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
from boto3.s3.transfer import TransferConfig  # type: ignore[import-untyped]
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
from storages.backends.s3 import S3Storage

# What is read is held in memory up to this, then on disk.
IN_MEMORY = 5 * 2**20
# Somebody waits for the page: a store that does not answer has to be called away before they give up.
CONNECT_SECONDS, READ_SECONDS, TRIES = 4, 20, 2

_FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientCapacity", "EntityTooLarge", "InsufficientStorage"}
_CLOSED = {"AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket", "AllAccessDisabled"}


class S3Store(S3Storage):
    """`url` is `s3://bucket/prefix?endpoint=https://…&region=…&style=path`. Whatever goes wrong is an OSError:
    FileNotFoundError, or one whose errno is ENOSPC (full), EACCES (keys, bucket) or EIO (away)."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        super().__init__(
            bucket_name=parts.netloc,
            location=parts.path.strip("/"),
            endpoint_url=options.get("endpoint"),
            region_name=options.get("region"),
            client_config=Config(
                s3={"addressing_style": options.get("style", "auto")},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": TRIES},
                # Stores that are S3 in all but name do not know the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
            file_overwrite=True,
            default_acl=None,
            querystring_auth=True,
            max_memory_size=IN_MEMORY,
            # The body of a request is read by the thread that was given it.
            transfer_config=TransferConfig(use_threads=False),
        )

    def _open(self, name: str, mode: str = "rb") -> Any:
        """The content, already here: an error comes now, and not in the middle of an answer."""
        with _said_as_a_disk_would():
            opened = super()._open(name, mode)
            opened.open()
        return opened

    def _save(self, name: str, content: Any) -> str:
        with _said_as_a_disk_would():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _said_as_a_disk_would():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _said_as_a_disk_would():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _said_as_a_disk_would():
            return int(super().size(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _said_as_a_disk_would():
            folders, files = super().listdir(name)
            return folders, files


@contextmanager
def _said_as_a_disk_would() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        raise OSError(_number(error), str(error)) from error
    except (BotoCoreError, Boto3Error) as error:
        # An upload wraps what the store answered.
        inner = error.__context__
        raise OSError(_number(inner) if isinstance(inner, ClientError) else errno.EIO, str(error)) from error


def _number(error: ClientError) -> int:
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if code in _FULL or status == 507:
        return errno.ENOSPC
    return errno.EACCES if code in _CLOSED or status == 403 else errno.EIO
