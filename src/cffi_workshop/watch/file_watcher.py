"""Notice that a learner saved a file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cffi_workshop.exercises.exercise import Exercise

from .screen import say

__all__ = ["edited", "must_poll", "notice_saves", "polling_reason"]

# Milliseconds: an editor writes a file in several steps, and a formatter follows it.
STEP, DEBOUNCE = 80, 400
POLL = 0.3  # seconds
# File systems on which saves from elsewhere (Windows, another machine, a host) send no event.
SILENT = {"9p", "afs", "ceph", "cifs", "drvfs", "fakeowner", "glusterfs", "lustre", "ncpfs", "nfs"}
SILENT |= {"nfs4", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"}


def must_poll(root: Path, poll: bool) -> bool:
    """Tell whether saves have to be looked for; the variable of watchfiles is heeded either way."""
    asked = os.environ.get("WATCHFILES_FORCE_POLLING", "").lower()
    if poll or asked:
        return poll or asked not in ("0", "false", "disable", "disabled")
    reason = polling_reason(root)
    if reason:
        say(f"Looking for saves {round(1 / POLL)} times a second: {reason} does not announce them.")
    return reason is not None


def polling_reason(folder: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Name the file system that `folder` is on if it does not announce every save."""
    best, reason = -1, None
    for point, kind in mount_points(mounts):
        if folder.resolve().is_relative_to(point) and len(point.parts) >= best:
            silent = kind in SILENT or kind.startswith("fuse")
            best, reason = len(point.parts), f"{kind} at {point}" if silent else None
    return reason


def mount_points(mounts: Path) -> Iterator[tuple[Path, str]]:
    """Yield mount point and type; there is no such list on macOS, and no need of it."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        _, point, kind, *_ = line.split()
        yield Path(point.replace("\\040", " ")), kind


async def notice_saves(
    exercises: Sequence[Exercise], poll: bool, on_saves: Callable[[set[Path]], None]
) -> None:
    """Tell of the files that were saved, for ever; with `poll`, by looking at them."""
    if poll:
        await look_for_saves(exercises, on_saves)
        return
    try:
        await listen_to_saves(exercises[0].root, on_saves)
    except (OSError, RuntimeError) as error:  # such as too many watches on this machine
        say(f"Saves are not announced here ({error}); looking for them instead.")
        await look_for_saves(exercises, on_saves)


async def listen_to_saves(root: Path, on_saves: Callable[[set[Path]], None]) -> None:
    from watchfiles import awatch

    folder = root.resolve() / "exercises"
    async for changes in awatch(
        folder, watch_filter=None, step=STEP, debounce=DEBOUNCE, force_polling=False
    ):
        on_saves({Path(path) for _, path in changes})


async def look_for_saves(
    exercises: Sequence[Exercise], on_saves: Callable[[set[Path]], None]
) -> None:
    """Look for saves. What watchfiles has for this compares whole seconds, and misses some."""
    seen = stamps(exercises)
    while True:
        await asyncio.sleep(POLL)
        now = stamps(exercises)
        saved = {path for path, stamp in now.items() if stamp != seen[path]}
        if saved:
            on_saves(saved)
        seen = now


def stamps(exercises: Sequence[Exercise]) -> dict[Path, tuple | None]:
    """Return what tells each editable file from its earlier self."""
    files = (one.folder.resolve() / name for one in exercises for name in one.editable)
    return {file: stamp(file) for file in files}


def stamp(file: Path) -> tuple | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def edited(exercise: Exercise, saved: set[Path]) -> bool:
    folder = exercise.folder.resolve()
    return any(folder / name in saved for name in exercise.editable)
