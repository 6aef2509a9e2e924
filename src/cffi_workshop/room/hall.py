"""What all answers of a room share: the desk, the feed, and how often whom."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import time
from functools import partial

from fastapi import HTTPException, Request

from .desk import Desk
from .feed import Feed
from .file import RoomFile
from .rates import Rates
from .record import digest_of_token, learner_of
from .texts import Texts

__all__ = ["COOKIE", "Hall", "address_of"]

COOKIE = "workshop_room"
LONGEST_SESSION = 7 * 24 * 3600.0  # seconds


class Hall:
    """One open room."""

    def __init__(self, file: RoomFile, texts: Texts) -> None:
        self.desk = Desk(file)
        self.feed = Feed(self.desk, texts)
        self.first_key: str | None = secrets.token_urlsafe(18)
        # A class may sit behind one address, so only what failed counts against it.
        self.wrong_codes = Rates(burst=10, a_second=1 / 6)
        self.wrong_codes_of_all = Rates(burst=60, a_second=1)
        self.wrong_tokens = Rates(burst=5, a_second=1 / 12)
        self.newcomers = Rates(burst=400, a_second=5)
        self.reports = Rates(burst=40, a_second=4)

    async def learner(self, request: Request) -> int:
        """Return who sends this; raise HTTPException for a token that nobody has."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        learner = None
        if kind.lower() == "bearer" and 0 < len(token) <= 64:
            learner = await self.desk.ask(partial(learner_of, token=token))
        if learner is None:
            raise HTTPException(401, "This room does not know you; join it once more.")
        if not self.reports.take(learner):
            raise HTTPException(429, "You send too often; wait a few seconds.")
        return learner

    async def instructor(self, request: Request) -> None:
        """Let the instructor's board pass; raise HTTPException for everybody else."""
        if not await self.is_inside(request):
            raise HTTPException(401, "Log in with the instructor's token.")

    async def is_inside(self, request: Request) -> bool:
        """Say whether a browser is logged in."""
        cookie = request.cookies.get(COOKIE, "")
        return bool(cookie) and await self.desk.ask(partial(has_session, token=cookie))

    async def log_in(self, token: str, address: str) -> str:
        """Return the cookie of a new session."""
        if self.wrong_tokens.left(address) < 1:
            raise HTTPException(429, "Too many wrong tokens; wait a minute.")
        right = await self.desk.ask(lambda file: file.setting("token"))
        if not self.is_first_key(token) and not same(token, right):
            self.wrong_tokens.take(address)
            raise HTTPException(403, "That is not the instructor's token of this room.")
        cookie = secrets.token_urlsafe(24)
        await self.desk.change(partial(add_session, token=cookie))
        return cookie

    def is_first_key(self, token: str) -> bool:
        """Say whether this opens the first board; it does so once."""
        if self.first_key is None or not same(token, self.first_key):
            return False
        self.first_key = None
        return True


def same(one: str, other: str) -> bool:
    """Compare in a time that does not tell how much of it is right."""
    return hmac.compare_digest(one.encode(), other.encode())


def has_session(file: RoomFile, token: str) -> bool:
    made_after = time.time() - LONGEST_SESSION
    query = "SELECT 1 FROM session WHERE token = ? AND made > ?"
    return file.row(query, digest_of_token(token), made_after) is not None


def add_session(file: RoomFile, token: str) -> None:
    file.do("INSERT INTO session VALUES (?, ?)", digest_of_token(token), time.time())


def address_of(request: Request) -> str:
    """Return whom a limit is for: an address, or the network that one household has of IPv6."""
    host = request.client.host if request.client else ""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return host
    if number.version == 4:
        return host
    return str(ipaddress.ip_network((number, 64), strict=False))
