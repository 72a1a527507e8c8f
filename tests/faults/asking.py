"""Asking a served Duban as a browser and as another system, over a real line."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from typing import Any

from tests.faults.served import Served


@dataclass
class Answer:
    status: int
    text: str
    headers: Message

    def json(self) -> Any:
        return json.loads(self.text)


class Asking:
    """`about` is what `tests.faults.group` printed."""

    def __init__(self, served: Served, about: dict[str, Any]) -> None:
        self.served, self.about = served, about

    def page(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, headers={"Cookie": f"sessionid={self.about['session']}", **headers})

    def create(self, title: str, key: str = "") -> Answer:
        return self.send(
            "POST",
            "/api/v1/tasks",
            json.dumps(self.about["order"] | {"title": title}).encode(),
            {
                "Content-Type": "application/json",
                "Authorization": f"Bearer {self.about['key']}",
                "Idempotency-Key": key or title,
            },
        )

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        request = urllib.request.Request(f"{self.served.url}{path}", body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return Answer(answer.status, answer.read().decode("utf-8", "replace"), answer.headers)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode("utf-8", "replace"), error.headers)
