"""One request to a room."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["Answer", "Unreachable", "post"]

LARGEST = 1 << 16  # bytes of an answer


class Unreachable(Exception):
    """The room did not answer; it may later."""


@dataclass(frozen=True)
class Answer:
    """What the room said."""

    status: int
    body: dict

    @property
    def error(self) -> str:
        return str(self.body.get("error", ""))[:300]


def post(address: str, path: str, form: dict, token: str = "", timeout: float = 5.0) -> Answer:
    """Send JSON and return the answer; raise Unreachable where none comes.

    `timeout` is seconds for each step of the way.
    """
    # Here, since a check waits for the room, and not for an import before that (telling.py).
    import http.client

    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=timeout)
        try:
            connection.request("POST", path, json.dumps(form), headers)
            response = connection.getresponse()
            return Answer(response.status, as_form(response.read(LARGEST)))
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(str(error)) from None


def as_form(content: bytes) -> dict:
    """Return the object in an answer; nothing where a proxy answered with a page."""
    try:
        form = json.loads(content) if content else {}
    except ValueError:
        return {}
    return form if isinstance(form, dict) else {}
