"""The web application of a room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from starlette.exceptions import HTTPException

from .file import RoomFile
from .guard import Guard
from .hall import Hall
from .instructor import instructor_routes
from .learners import learner_routes
from .texts import Texts

__all__ = ["make_app"]

STATIC = Path(__file__).parent / "static"
PAGES = {"/": "join.html", "/board": "board.html"} | {
    f"/static/{name}": name for name in ("board.js", "drawing.js", "board.css", "icon.svg")
}


def make_app(file: RoomFile, texts: Texts, names: frozenset[str]) -> FastAPI:
    """Return the application over an open file; `names` are what this machine may be called."""
    hall = Hall(file, texts)

    @asynccontextmanager
    async def at_work(app: FastAPI) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(one.work()) for one in (hall.desk, hall.feed)]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        hall.desk.thread.shutdown()

    app = FastAPI(
        title="The room of a workshop",
        version="1",  # of the forms, which learners with other versions of the workshop send
        docs_url=None,  # their pages fetch scripts from elsewhere
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=at_work,
        redirect_slashes=False,
    )
    app.state.hall = hall
    app.add_middleware(Guard, names=names)
    app.add_exception_handler(HTTPException, in_a_sentence)
    app.add_exception_handler(RequestValidationError, not_the_form)
    app.add_exception_handler(Exception, broken)
    app.include_router(learner_routes(hall))
    app.include_router(instructor_routes(hall))
    for path, name in PAGES.items():
        app.get(path, include_in_schema=False)(page(name))
    return app


def page(name: str):
    async def show() -> FileResponse:
        return FileResponse(STATIC / name)

    return show


async def in_a_sentence(request: Request, error: Exception) -> JSONResponse:
    status = getattr(error, "status_code", 500)
    headers = getattr(error, "headers", None)
    return JSONResponse({"error": str(getattr(error, "detail", ""))}, status, headers)


async def not_the_form(request: Request, error: Exception) -> JSONResponse:
    """Name the first field that does not fit; what was sent is not repeated."""
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
    place = ".".join(str(part) for part in first.get("loc", ()) if part != "body")[:80]
    says = f"The field {place} is not as it has to be." if place else "The body is no JSON of ours."
    return JSONResponse({"error": says}, 422)


async def broken(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"error": "The room itself is broken, which is not your doing."}, 500)
