"""A server that speaks the S3 protocol, run here in a thread; it can go away and come back with all it holds."""

import threading
import time
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

KEYS = {"AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented", "AWS_DEFAULT_REGION": "us-east-1"}


class Store:
    """`url` is what DUBAN_FILES would be. Needs `KEYS` in the environment."""

    def __init__(self) -> None:
        self.app: Any = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer | None = None
        self._port = 0
        self.bucket = f"evidence-{uuid4().hex[:8]}"
        self.come()
        self.client = boto3.client("s3", endpoint_url=self.endpoint, region_name="us-east-1")
        self.client.create_bucket(Bucket=self.bucket)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def url(self) -> str:
        return f"s3://{self.bucket}/duban/files?endpoint={self.endpoint}&region=us-east-1"

    def names(self) -> list[str]:
        """Everything that lies in the bucket, without the prefix."""
        found = self.client.list_objects_v2(Bucket=self.bucket).get("Contents", [])
        return sorted(each["Key"].removeprefix("duban/files/") for each in found)

    def content(self, name: str) -> bytes:
        return self.client.get_object(Bucket=self.bucket, Key=f"duban/files/{name}")["Body"].read()

    def go_away(self) -> None:
        assert self._server
        self._server.shutdown()
        self._server.server_close()
        self._server = None

    def come(self) -> None:
        """On the same port as before, so that the address holds; somebody may have been given it for a moment."""
        until = time.monotonic() + 20
        while self._server is None:
            try:
                self._server = make_server(
                    "127.0.0.1", self._port, self._answer, threaded=True, request_handler=MotoRequestHandler
                )
            except (OSError, SystemExit):
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        self._port = self._server.port
        threading.Thread(target=self._server.serve_forever, daemon=True, name="s3").start()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return self.app(environ, start_response)  # looked up each time: a test may put another in its place

    def close(self) -> None:
        if self._server:
            self.go_away()
