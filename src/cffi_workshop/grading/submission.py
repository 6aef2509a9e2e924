"""What a learner hands in: only the files that exercise.toml names, as regular files of bounded size."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.exercises.exercise import KEPT_BACK, Exercise

__all__ = ["Submission", "take"]

LARGEST = 256 * 1024  # bytes of one file
BOM = b"\xef\xbb\xbf"
CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+", re.MULTILINE)  # PEP 263

# What building and running leaves behind; nobody needs to be told that it is not looked at.
BUILD_PRODUCTS = (".o", ".so", ".dylib", ".pyd", ".pyc", ".png", ".html", "~", ".swp")
BUILD_FOLDERS = ("__pycache__", "build", "dist", "Release", ".ipynb_checkpoints", ".pytest_cache")


@dataclass(frozen=True)
class Submission:
    """Contents by file name; `missing` says of each absent file why; `remarks` are for the report."""

    files: dict[str, bytes]
    missing: dict[str, str]
    remarks: tuple[str, ...]

    def text(self, name: str) -> str:
        """Return a file as text, empty when it is missing."""
        return self.files.get(name, b"").decode(errors="replace")


def take(exercise: Exercise, path: Path) -> Submission:
    """Read the editable files in `path`; links, devices and other names stay where they are."""
    files, missing, remarks = {}, {}, []
    for name in exercise.editable:
        try:
            files[name], remark = _tidy(name, _read(path / name))
            remarks += remark
        except OSError as error:
            missing[name] = str(error)
    remarks += _changed_locked(exercise, path) + _ignored(exercise, path)
    return Submission(files, missing, tuple(remarks))


def _read(path: Path) -> bytes:
    """Return the content of a regular file, or raise OSError with a sentence that says what is wrong."""
    name = path.name
    if path.is_symlink():
        raise OSError(f"{name} is a link; expected a regular file. Put the file itself there.")
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise OSError(f"{name} is not there; `workshop reset` brings back the stub.") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{name} is no regular file; expected one. Put a text file there.")
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(f"{name} is larger than {LARGEST // 1024} kB; expected a short text file.")
    return content


def _tidy(name: str, content: bytes) -> tuple[bytes, list[str]]:
    """Undo what an editor did that is no part of the exercise: line ends, byte-order mark, encoding."""
    content = content.removeprefix(BOM)
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if name.endswith(".py") and not CODING.search(b"\n".join(content.split(b"\n")[:2])):
        try:
            content.decode()
        except UnicodeDecodeError:
            remark = f"{name} is not UTF-8, which Python expects; it was read as Latin-1. Save it as UTF-8."
            return content.decode("latin-1").encode(), [remark]
    return content, []


def _changed_locked(exercise: Exercise, path: Path) -> list[str]:
    changed = []
    for name in exercise.locked:
        try:
            same = _tidy(name, _read(path / name))[0] == (exercise.solution / name).read_bytes()
        except OSError:
            same = not (path / name).exists() and not (path / name).is_symlink()  # absent is harmless
        if not same:
            changed.append(f"{name} was changed; it is part of the task, so the original was used.")
    return changed


def _ignored(exercise: Exercise, path: Path) -> list[str]:
    known = {name.split("/")[0] for name in exercise.handed_out} | {*KEPT_BACK}
    extra = sorted(
        entry.name
        for entry in os.scandir(path)
        if entry.name not in known
        and not entry.name.endswith(BUILD_PRODUCTS)
        and entry.name not in BUILD_FOLDERS
        and entry.name != f"_{exercise.slug}.c"
    )
    if not extra:
        return []
    more = f" and {len(extra) - 5} more" if len(extra) > 5 else ""
    return [f"Not part of the exercise, so not looked at: {', '.join(extra[:5])}{more}."]
