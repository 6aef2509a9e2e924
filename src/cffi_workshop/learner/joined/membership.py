"""Which room a learner has joined, in a file that nobody else can read."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.learner import JOINED

__all__ = ["Membership", "forget", "membership", "needed", "remember"]


@dataclass(frozen=True)
class Membership:
    """The room's address, what proves to it who this is, and the name there."""

    address: str
    token: str
    name: str


def membership(root: Path) -> Membership | None:
    """Return the room that was joined; None where there is none, or its file is broken."""
    try:
        return Membership(**json.loads((root / JOINED).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def needed(root: Path) -> Membership:
    """Return the room that was joined; raise WorkshopError where there is none."""
    found = membership(root)
    if found is None:
        raise WorkshopError(
            "You have joined no room. Your instructor shows what joins one: "
            "`workshop join ADDRESS CODE`."
        )
    return found


def remember(root: Path, joined: Membership) -> None:
    """Keep the room for the checks to come; what waited for another one is dropped."""
    path = root / JOINED
    forget(root)
    try:
        path.parent.mkdir(parents=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
            json.dump(asdict(joined), file)
    except OSError as error:
        raise WorkshopError(
            f"{JOINED} cannot be written ({error.strerror}); the room was not joined."
        ) from None


def forget(root: Path) -> None:
    """Drop the room, and what still waits for it."""
    shutil.rmtree((root / JOINED).parent, ignore_errors=True)
