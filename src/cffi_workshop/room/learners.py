"""What a room answers learners."""

from __future__ import annotations

import hmac
from functools import partial

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.security import HTTPBearer

from . import forms
from .hall import Hall, address_of
from .names import plain_name
from .record import let_in, record, remove

__all__ = ["learner_routes"]

REFUSED: dict[int | str, dict] = {
    status: {"model": forms.Refusal} for status in (400, 401, 403, 408, 413, 415, 421, 422, 429)
}


def learner_routes(hall: Hall) -> APIRouter:
    """Return joining, reporting and leaving."""
    routes = APIRouter(prefix="/api", tags=["learners"], responses=dict(REFUSED))
    scheme = Depends(HTTPBearer(auto_error=False, scheme_name="learner"))
    known = Depends(hall.learner)

    @routes.post("/join", status_code=201, operation_id="join")
    async def join(joining: forms.Joining, request: Request) -> forms.Joined:
        """Come in with the code of the room."""
        await look_at_code(hall, joining.code, address_of(request))
        if not hall.newcomers.take("all"):
            raise HTTPException(429, "Too many come in at once; try again in a minute.")
        name = plain_name(joining.name)
        if name is None:
            raise HTTPException(422, "A name needs a letter or a digit that can be seen.")
        return await hall.desk.change(partial(let_in, name=name))

    @routes.post("/events", dependencies=[scheme], operation_id="report")
    async def report(report: forms.Report, learner: int = known) -> forms.Answered:
        """Tell what happened; answered once it is on the disk."""
        return await hall.desk.change(partial(record, learner=learner, report=report))

    @routes.post("/leave", status_code=204, dependencies=[scheme], operation_id="leave")
    async def leave(learner: int = known) -> None:
        """Leave the room: everything of the learner is deleted."""
        await hall.desk.change(partial(remove, learner=learner))

    return routes


async def look_at_code(hall: Hall, code: str, address: str) -> None:
    """Raise HTTPException for a wrong code, for too many of them, and for a locked room."""
    if hall.wrong_codes.left(address) < 1 or hall.wrong_codes_of_all.left("all") < 1:
        raise HTTPException(429, "Too many wrong codes; wait a minute.")
    right, locked = await hall.desk.ask(
        lambda file: (file.setting("code"), file.setting("locked") == "yes")
    )
    if not hmac.compare_digest(code.strip().upper().encode(), right.encode()):
        hall.wrong_codes.take(address)
        hall.wrong_codes_of_all.take("all")
        raise HTTPException(403, "That is not the code of this room; look at it once more.")
    if locked:
        raise HTTPException(403, "The room is locked; ask your instructor to open it.")
