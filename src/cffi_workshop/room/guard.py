"""What every request has to keep to, before anything reads it, and what every answer carries."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Guard"]

LARGEST = 64 * 1024  # bytes of a body
SLOWEST = 10.0  # seconds that a body may take
# Scripts and styles from this address alone, none in the page itself; nobody may frame it.
ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Refused(Exception):
    """A request that is answered here, with a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Guard:
    """An ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, names: frozenset[str] = frozenset()) -> None:
        self.app, self.names = app, names | {"localhost", socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        carry = with_headers(send)
        try:
            headers = Headers(scope=scope)
            self.look_at_host(headers)
            if scope["method"] not in ("GET", "HEAD"):
                look_at_origin(headers)
                receive = replay(await body(scope["method"], headers, receive), receive)
        except Refused as refused:
            await answer(refused, carry)
            return
        await self.app(scope, receive, carry)

    def look_at_host(self, headers: Headers) -> None:
        """Refuse names that are not ours: a page elsewhere may have its own name lead here."""
        try:
            host = (urlsplit(f"//{headers.get('host', '')}").hostname or "").lower()
        except ValueError:
            host = ""
        if host not in self.names and not is_number(host):
            raise Refused(421, "This room has another address; use the one that it printed.")


def is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def look_at_origin(headers: Headers) -> None:
    """Refuse what a page of another address sends; programs send no origin."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise Refused(403, "This came from a page of another address.")


async def body(method: str, headers: Headers, receive: Receive) -> bytes:
    """Return the body of a request; raise Refused where it is large, slow, or no JSON."""
    told = headers.get("content-length", "0")
    if told.isdigit() and int(told) > LARGEST:
        raise Refused(413, f"At most {LARGEST} bytes are taken.")
    try:
        async with asyncio.timeout(SLOWEST):
            content = await whole(receive)
    except TimeoutError:
        raise Refused(408, f"The request took longer than {SLOWEST:g} seconds.") from None
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if (content or method == "POST") and kind != "application/json":
        raise Refused(415, "Only application/json is taken.")
    return content


async def whole(receive: Receive) -> bytes:
    content = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "The request ended too early.")
        content += message.get("body", b"")
        if len(content) > LARGEST:
            raise Refused(413, f"At most {LARGEST} bytes are taken.")
        if not message.get("more_body"):
            return content


def replay(content: bytes, receive: Receive) -> Receive:
    """Return what gives the body that was read already, and then what comes after it."""
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": content, "more_body": False}

    return again


def with_headers(send: Send) -> Send:
    async def carry(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers[name] = value
        await send(message)

    return carry


async def answer(refused: Refused, send: Callable) -> None:
    content = json.dumps({"error": refused.sentence}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    headers.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
