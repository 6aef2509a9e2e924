"""What is in the archives that a build leaves: a source distribution, a wheel, what pip made of it.

The code of a hand-in made them, so they may hold anything: what cannot be read is a failed check.
"""

from __future__ import annotations

import email
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from .part import fail

__all__ = [
    "member_of",
    "metadata",
    "names_in_sdist",
    "names_in_wheel",
    "one_word",
    "text_in",
    "unpacked",
]

LARGEST = 16 << 20  # bytes that a file of an archive may have
LARGEST_TEXT = 1 << 20
LARGEST_SDIST = 64 << 20
# All that the readers of the standard library raise for content that is none of theirs.
UNREADABLE = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError,
    KeyError, ValueError, RuntimeError, OverflowError,
)  # fmt: skip


@contextmanager
def reading(what: str) -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        fail("make-failed", f"The build left {what} that cannot be read: {error}.")


def names_in_wheel(wheel: bytes) -> list[str]:
    with reading("a wheel"), zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        return archive.namelist()


def names_in_sdist(packed: bytes) -> list[str]:
    with reading("a source distribution"):
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as plain:
            content = plain.read(LARGEST_SDIST + 1)
        if len(content) <= LARGEST_SDIST:
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                return archive.getnames()
    fail("output-limit", "The source distribution is far too large.")


def metadata(wheel: bytes, name: str, key: str) -> list[str]:
    """Return the values of a key in METADATA or WHEEL of a wheel."""
    endings = [each for each in names_in_wheel(wheel) if each.endswith(f".dist-info/{name}")]
    if not endings:
        fail("make-failed", f"The build left a wheel without the file {name}.")
    message = email.message_from_bytes(member_of(wheel, endings[0]))
    return [str(value) for value in message.get_all(key) or []]


def one_word(wheel: bytes, name: str, key: str) -> str:
    """Return the one value of a key that may be part of a file's name."""
    values = metadata(wheel, name, key)[:1]
    if not values or not re.fullmatch(r"\w[\w.+!-]{0,199}", values[0]):
        said = f"{values[0][:80]!r}" if values else "nothing"
        fail("make-failed", f"{name} in the wheel says {said} for {key}.")
    return values[0]


def text_in(wheel: bytes, name: str) -> str:
    """Return a file of a wheel as text."""
    return member_of(wheel, name, LARGEST_TEXT).decode(errors="replace")


def member_of(wheel: bytes, name: str, largest: int = LARGEST) -> bytes:
    with reading("a wheel"), zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        if archive.getinfo(name).file_size <= largest:
            with archive.open(name) as member:
                return member.read(largest)
    fail("output-limit", f"{name} in the wheel is far too large.")


def unpacked(packed: bytes) -> dict[str, bytes]:
    """Return the regular files of an archive, by their paths; links and odd names stay in it."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            name = member.name.removeprefix("./")
            if member.isreg() and ".." not in name.split("/") and not name.startswith("/"):
                content = archive.extractfile(member)
                assert content is not None  # it is a regular file
                files[name] = content.read()
    return files
