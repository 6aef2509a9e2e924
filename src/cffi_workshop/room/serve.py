"""`workshop room`: from the file to an address that answers, until Ctrl-C."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from cffi_workshop.errors import WorkshopError

from .app import make_app
from .feed import Feed
from .file import RoomFile
from .guard import SLOWEST
from .record import make_anonymous
from .texts import Texts

__all__ = ["Opening", "open_room"]

PORT = 8765
MOST_CONNECTIONS = 1_000


@dataclass(frozen=True)
class Opening:
    """What was asked of `workshop room`."""

    root: Path
    data: Path
    host: str = "127.0.0.1"
    port: int = PORT
    address: str = ""
    exercise: str = ""
    stuck_minutes: int | None = None
    anonymous: bool = False
    browser: bool = True


class PromptProtocol(H11Protocol):
    """Hangs up on whoever connects and asks nothing."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(SLOWEST, self.hang_up)

    def hang_up(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


class RoomServer(uvicorn.Server):
    """Says where it is once it answers, and lets the boards go before it ends."""

    def __init__(self, config: uvicorn.Config, opened: Callable[[], None], feed: Feed) -> None:
        super().__init__(config)
        self.opened, self.feed = opened, feed

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        if self.started:
            self.opened()

    async def shutdown(self, sockets=None) -> None:
        await self.feed.close()
        await super().shutdown(sockets)


def open_room(opening: Opening) -> None:
    """Serve the room until it is interrupted; raise WorkshopError where it cannot be."""
    texts = Texts(opening.root)
    threading.Thread(target=lambda: texts.checks, daemon=True).start()  # half a second
    door = listen(opening.host, opening.port)
    address = opening.address or f"http://{reached_at(opening.host)}:{door.getsockname()[1]}"
    file = RoomFile(opening.data)
    try:
        prepare(file, opening, address)
        names = {opening.host.lower(), (urlsplit(address).hostname or "").lower()}
        app = make_app(file, texts, frozenset(names))
        hall = app.state.hall
        config = uvicorn.Config(
            app,
            log_config=None,
            log_level="critical",  # a client that hangs up is no news
            access_log=False,
            server_header=False,
            http=PromptProtocol,
            ws="none",
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=1,
        )

        def opened() -> None:
            click.echo(welcome(file, opening, address))
            if opening.browser:
                threading.Thread(
                    target=webbrowser.open, args=(f"{address}/board#{hall.first_key}",), daemon=True
                ).start()

        RoomServer(config, opened, hall.feed).run(sockets=[door])
    except KeyboardInterrupt:
        click.echo(f"\nThe room is closed. What it knows stays in {opening.data}.")
    finally:
        file.close()
        door.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket at the address; raise WorkshopError where it is not to be had."""
    try:
        family, _, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(family)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(where)
    except (OSError, OverflowError) as error:
        raise WorkshopError(
            f"No room can be opened at {host}, port {port} ({error}); end what is there, or give "
            "another --port."
        ) from None
    return door


def reached_at(host: str) -> str:
    """Return by which address others reach a server that listens at `host`."""
    try:
        everywhere = ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return host
    if not everywhere:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only says which way is out
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def prepare(file: RoomFile, opening: Opening, address: str) -> None:
    with file.together():
        file.set("address", address)
        if opening.exercise:
            file.set("exercise", opening.exercise)
        if opening.stuck_minutes:
            file.set("stuck_minutes", opening.stuck_minutes)
        if opening.anonymous and file.setting("anonymous") != "yes":
            make_anonymous(file)
    file.empty_journal()


def welcome(file: RoomFile, opening: Opening, address: str) -> str:
    return "\n".join(
        [
            f"The room is open. Code: {file.setting('code')}",
            "",
            f"  Learners:  workshop join {address} {file.setting('code')}",
            f"  Board:     {address}/board",
            f"  Token:     {file.setting('token')}",
            "",
            "The board asks for the token. It is yours alone: whoever has it sees every name.",
            who_can_reach(opening.host, address),
            f"What learners send is kept in {opening.data}; `workshop room --forget` deletes it.",
            "Ctrl-C closes the room; the same command opens it again as it was.",
        ]
    )


def who_can_reach(host: str, address: str) -> str:
    try:
        alone = ipaddress.ip_address(host).is_loopback
    except ValueError:
        alone = host == "localhost"
    if alone:
        return "Only this computer can reach it; --host 0.0.0.0 lets your network in."
    return (
        f"Everybody who can reach {address} can try to join, and can read along on the way: the "
        "wire is not encrypted. Use a network that you trust."
    )
