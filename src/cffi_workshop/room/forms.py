"""What may be sent to a room, and nothing else: each form with its bounds."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from cffi_workshop.exercises.causes import ALL_CAUSES

__all__ = [
    "Answered",
    "Check",
    "Code",
    "Event",
    "Help",
    "HelpOver",
    "HelpState",
    "Joined",
    "Joining",
    "LogIn",
    "Outcome",
    "Refusal",
    "Report",
    "RoomSettings",
    "Session",
    "Share",
    "TakeBack",
]

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
CheckId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,119}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
Cause = Literal[ALL_CAUSES]  # type: ignore[valid-type]
Time = Annotated[float, Field(ge=0, le=1e11, allow_inf_nan=False)]
"""Seconds since 1970."""


class Form(BaseModel):
    """Exactly the fields that are named, each of exactly its type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Joining(Form):
    """Who wants to come in."""

    code: str = Field(min_length=1, max_length=16)
    name: str = Field(min_length=1, max_length=200)


class Joined(Form):
    """Who came in: the name may have a number, or be an animal."""

    token: str
    name: str


class Outcome(Form):
    """What one check found."""

    id: CheckId
    status: Literal["passed", "failed", "not-run", "grader-error"]
    cause: Cause | None = None


class SomeEvent(Form):
    """What all have: an id by which it counts once, and when it was, by the learner's clock."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    at: Time


class Check(SomeEvent):
    """What `workshop check` found. Of the misconception, only a digest of our own text."""

    kind: Literal["check"]
    exercise: Slug
    checks: list[Outcome] = Field(min_length=1, max_length=200)
    misconception: Digest | None = None


class Help(SomeEvent):
    """Somebody asks for help."""

    kind: Literal["help"]
    exercise: Slug | None = None


class HelpOver(SomeEvent):
    """Somebody needs no help any more."""

    kind: Literal["help-over"]


class Share(SomeEvent):
    """Lines around a mistake, from somebody who said so."""

    kind: Literal["share"]
    exercise: Slug
    failed: CheckId
    cause: Cause
    misconception: Digest | None = None
    message: str = Field(max_length=600)
    code: str = Field(max_length=4_000)


class TakeBack(SomeEvent):
    """What was shared is to be deleted: of one exercise, or all."""

    kind: Literal["take-back"]
    exercise: Slug | None = None


Event = Annotated[Check | Help | HelpOver | Share | TakeBack, Field(discriminator="kind")]


class Report(Form):
    """Events in the order in which they were, and the learner's clock when they were sent."""

    sent: Time
    events: list[Event] = Field(min_length=1, max_length=20)


class Answered(Form):
    """What became of a report; `help` is the place in the line of those who wait, from 1 on."""

    kept: int
    help: int | None
    taken: bool


class LogIn(Form):
    """The instructor's token, or the key that opens the first board once."""

    token: str = Field(min_length=1, max_length=64)


class Session(Form):
    """Whether this browser is logged in."""

    inside: bool


class RoomSettings(Form):
    """What the instructor sets; what is left out stays."""

    locked: bool | None = None
    stuck_minutes: int | None = Field(default=None, ge=1, le=120)
    exercise: Slug | Literal[""] | None = None


class HelpState(Form):
    """Where help for somebody stands."""

    state: Literal["taken", "waiting", "answered"]


class Code(Form):
    """Lines that a learner shared, without the name."""

    exercise: str
    check: str
    message: str
    code: str


class Refusal(Form):
    """Why a request was refused, in a sentence."""

    error: str
