"""What a learner hands in: the files that exercise.toml names, as regular ones of bounded size."""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.exercises.exercise import KEPT_BACK, Exercise
from cffi_workshop.files import (
    BUILD_FOLDERS,
    BUILD_PRODUCTS,
    NotReadable,
    read_regular_file,
    shown_text,
)

from .verdict import Location

__all__ = ["Submission", "is_nearly", "letters", "read_submission"]

LARGEST = 256 * 1024  # bytes of one file
CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*[-\w.]+", re.MULTILINE)  # PEP 263


@dataclass(frozen=True)
class Submission:
    """Contents by file name; `missing` says why a file is absent; `remarks` are for the report.

    What is `left_out` lies there, and is no file of the exercise.
    """

    files: dict[str, bytes]
    missing: dict[str, str]
    remarks: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    def text(self, name: str) -> str:
        """Return a file as text, empty when it is missing."""
        return self.files.get(name, b"").decode(errors="replace")

    def line_of(self, name: str, pattern: str) -> Location | None:
        """Return the first line of a file in which a regular expression is found."""
        lines = enumerate(self.text(name).split("\n"), start=1)
        found = (number for number, line in lines if re.search(pattern, line))
        return next((Location(name, number) for number in found), None)


def read_submission(exercise: Exercise, path: Path) -> Submission:
    """Read the editable files in `path`; links, devices and other names stay where they are."""
    files, missing, remarks = {}, {}, []
    left_out = _left_out(exercise, path)
    for name in exercise.editable:
        try:
            files[name], remark = _tidy(name, _read(path, name, left_out))
            remarks += remark
        except OSError as error:
            missing[name] = str(error)
    remarks += _changed_locked(exercise, path) + _told_of(left_out)
    return Submission(files, missing, tuple(remarks), left_out)


def _read(folder: Path, name: str, beside: tuple[str, ...] = ()) -> bytes:
    """Return the content of a file, or raise OSError with a sentence that says what is wrong."""
    try:
        return read_regular_file(folder, name, LARGEST)
    except FileNotFoundError:
        mend = "`workshop reset` brings back the stub"
        if near := _nearly_named(name, beside):
            mend = f"is it {shown_text(near)}, by another name? Then rename that file"
        raise OSError(f"{name} is not there; {mend}.") from None
    except NotReadable as error:
        raise OSError(f"{name} {error.found}; expected a short text file. {error.mend}") from None


def _nearly_named(name: str, beside: tuple[str, ...]) -> str | None:
    near = (called for called in beside if is_nearly(called, name))
    return min(near, key=lambda called: letters(called) != letters(name), default=None)


def is_nearly(called: str, name: str) -> bool:
    """Say whether a file may be meant for `name`: a browser, an editor or a person named it so.

    Letters and digits are the same (Libm abi.py), or a word stands ahead or behind (pi_final.c,
    Copy of pi.c, pi2.c), or one more suffix (pi.c.download).
    """
    if letters(called) == letters(name):
        return True
    stem, dot, suffix = name.casefold().partition(".")
    body, is_suffixed, more = called.casefold().rpartition(f"{dot}{suffix}" if dot else stem)
    if not dot:  # Makefile
        body, more = f"{body}{is_suffixed}{more}", ""
    if not is_suffixed or not re.fullmatch(r"(\.\w+)?", more):
        return False
    behind, ahead = body.removeprefix(stem), body.removesuffix(stem)
    if {"test", "tests"} & {*re.split(r"[\W_]+", behind), *re.split(r"[\W_]+", ahead)}:
        return False
    return (behind != body and not behind[:1].isalpha()) or (
        ahead != body and not ahead[-1:].isalnum()
    )


def letters(name: str) -> str:
    """Return the letters and digits of a name; an editor may have put `.txt` behind it."""
    return re.sub(r"[\W_]", "", name.casefold().removesuffix(".txt"))


def _tidy(name: str, content: bytes) -> tuple[bytes, list[str]]:
    """Undo what an editor did that is no part of the exercise: line ends, BOM, encoding."""
    content, remark = _without_utf_16(name, content.removeprefix(codecs.BOM_UTF8))
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if name.endswith(".py") and not CODING.search(b"\n".join(content.split(b"\n")[:2])):
        try:
            content.decode()
        except UnicodeDecodeError:
            remark = [
                f"{name} is not UTF-8, which Python expects; it was read as Latin-1. Save it as "
                "UTF-8."
            ]
            return content.decode("latin-1").encode(), remark
    return content, remark


def _without_utf_16(name: str, content: bytes) -> tuple[bytes, list[str]]:
    """Return as UTF-8 what `>` of PowerShell, and some editors, write: two bytes a character."""
    encoding = _utf_16_of(content)
    if encoding is None:
        return content, []
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff")
    remark = (
        f"{name} is UTF-16, which no compiler reads, nor Python; it was made UTF-8 for this check. "
        "Save it as UTF-8."
    )
    return text.encode(), [remark]


def _utf_16_of(content: bytes) -> str | None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = content[:32:2], content[1:32:2]  # a file begins with ASCII
    for empty, full, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if len(full) > 1 and not empty.strip(b"\0") and b"\0" not in full:
            return encoding
    return None


def _changed_locked(exercise: Exercise, path: Path) -> list[str]:
    changed = []
    for name in exercise.locked:
        try:
            same = _tidy(name, _read(path, name))[0] == (exercise.solution / name).read_bytes()
        except OSError:
            # What is absent is harmless.
            same = not (path / name).exists() and not (path / name).is_symlink()
        if not same:
            changed.append(f"{name} was changed; it is part of the task, so the original was used.")
    return changed


def _left_out(exercise: Exercise, path: Path) -> tuple[str, ...]:
    known = {name.split("/")[0] for name in exercise.handed_out} | {*KEPT_BACK}
    extra = (
        entry.name
        for entry in os.scandir(path)
        if entry.name not in known
        and not entry.name.endswith(BUILD_PRODUCTS)
        and entry.name not in BUILD_FOLDERS
        and entry.name != f"_{exercise.slug}.c"
    )
    return tuple(sorted(extra))


def _told_of(extra: tuple[str, ...]) -> list[str]:
    if not extra:
        return []
    more = f" and {len(extra) - 5} more" if len(extra) > 5 else ""
    return [
        "Not part of the exercise, so not looked at: "
        f"{', '.join(map(shown_text, extra[:5]))}{more}."
    ]
