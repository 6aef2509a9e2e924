"""What a room answers the instructor's board."""

from __future__ import annotations

import time
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.security import APIKeyCookie

from . import forms
from .board import board
from .feed import MOST_READERS
from .file import RoomFile
from .hall import COOKIE, Hall, address_of
from .learners import REFUSED
from .record import digest_of_token, remove

__all__ = ["instructor_routes"]

LARGEST_ID = 2**62
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]


MISSING: dict[int | str, dict] = {404: {"model": forms.Refusal}}


def instructor_routes(hall: Hall) -> APIRouter:
    """Return the login, the board, and what can be done there."""
    scheme = APIKeyCookie(name=COOKIE, auto_error=False, scheme_name="instructor")
    inside = [Depends(scheme), Depends(hall.instructor)]
    routes = APIRouter(prefix="/api", tags=["instructor"], responses=dict(REFUSED))
    for add in (add_session, add_board, add_actions):
        add(routes, hall, inside)
    return routes


def add_session(routes: APIRouter, hall: Hall, inside: list) -> None:
    @routes.post("/session", status_code=204, operation_id="log_in")
    async def log_in(form: forms.LogIn, request: Request, response: Response) -> None:
        """Log in; the cookie is of this address alone, and no script can read it."""
        cookie = await hall.log_in(form.token, address_of(request))
        address = await hall.desk.ask(lambda file: file.setting("address"))
        secure = address.startswith("https:")
        response.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=secure)

    @routes.get("/session", operation_id="see_session")
    async def see_session(request: Request) -> forms.Session:
        """Say whether this browser is logged in."""
        return forms.Session(inside=await hall.is_inside(request))

    @routes.post("/session/end", status_code=204, dependencies=inside, operation_id="log_out")
    async def log_out(request: Request, response: Response) -> None:
        """Log out."""
        token = request.cookies[COOKIE]
        await hall.desk.change(
            lambda file: file.do("DELETE FROM session WHERE token = ?", digest_of_token(token))
        )
        response.delete_cookie(COOKIE, httponly=True, samesite="strict")


def add_board(routes: APIRouter, hall: Hall, inside: list) -> None:
    @routes.get("/board", dependencies=inside, operation_id="board")
    async def see_board() -> dict:
        """Return the board as it is now."""
        return await hall.desk.ask(partial(board, texts=hall.feed.texts, now=time.time()))

    @routes.get(
        "/board/stream",
        dependencies=inside,
        operation_id="stream",
        response_class=StreamingResponse,
        responses={200: {"content": {"text/event-stream": {}}}},
        include_in_schema=False,  # it never ends
    )
    async def stream(request: Request) -> StreamingResponse:
        """Send the board each time that it changes, as server-sent events, until a log-out."""
        if hall.feed.readers >= MOST_READERS:
            raise HTTPException(429, "The board is open too often; close one.")
        events = hall.feed.read(partial(hall.is_inside, request))
        return StreamingResponse(events, media_type="text/event-stream")

    @routes.get(
        "/shared/{number}", dependencies=inside, operation_id="see_shared", responses=MISSING
    )
    async def see_shared(number: Id) -> forms.Code:
        """Return lines that somebody shared, without the name."""
        row = await hall.desk.ask(
            lambda file: file.row("SELECT * FROM shared WHERE id = ?", number)
        )
        if row is None:
            raise HTTPException(404, "That example was taken back.")
        return forms.Code(
            exercise=row["exercise"],
            check=hall.feed.texts.title(row["exercise"], row["failed"]),
            message=row["message"],
            code=row["code"],
        )


def add_actions(routes: APIRouter, hall: Hall, inside: list) -> None:
    @routes.post("/room", status_code=204, dependencies=inside, operation_id="set_room")
    async def set_room(wanted: forms.RoomSettings) -> None:
        """Lock the room or open it, say when somebody is stuck, and what the board is about."""
        await hall.desk.change(partial(change_room, wanted=wanted))

    @routes.post(
        "/learners/{learner}/removal",
        status_code=204,
        dependencies=inside,
        operation_id="kick",
        responses=MISSING,
    )
    async def kick(learner: Id) -> None:
        """Take somebody out of the room, with all that was sent."""
        if not await hall.desk.change(partial(remove, learner=learner)):
            raise HTTPException(404, "Nobody of that number is in the room.")

    @routes.post(
        "/help/{learner}",
        status_code=204,
        dependencies=inside,
        operation_id="set_help",
        responses=MISSING,
    )
    async def set_help(learner: Id, wanted: forms.HelpState) -> None:
        """Say that somebody is being helped, or has been."""
        if not await hall.desk.change(partial(change_help, learner=learner, state=wanted.state)):
            raise HTTPException(404, "Nobody of that number asked for help.")


def change_room(file: RoomFile, wanted: forms.RoomSettings) -> None:
    if wanted.locked is not None:
        file.set("locked", "yes" if wanted.locked else "no")
    if wanted.stuck_minutes is not None:
        file.set("stuck_minutes", wanted.stuck_minutes)
    if wanted.exercise is not None:
        file.set("exercise", wanted.exercise)


def change_help(file: RoomFile, learner: int, state: str) -> bool:
    if state == "answered":
        return file.do("DELETE FROM help WHERE learner = ?", learner) > 0
    taken = time.time() if state == "taken" else None
    return file.do("UPDATE help SET taken = ? WHERE learner = ?", taken, learner) > 0
