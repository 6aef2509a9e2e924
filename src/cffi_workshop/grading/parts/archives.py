"""What is in the archives that a build leaves: a wheel, and what pip made of one."""

from __future__ import annotations

import email
import io
import tarfile
import zipfile
from email.message import Message

from .part import fail

__all__ = ["metadata", "text_in", "unpacked"]

LARGEST = 16 << 20  # bytes that a file of an archive may have


def metadata(wheel: bytes, name: str) -> Message:
    """Return METADATA or WHEEL of a wheel."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        member = next(each for each in archive.namelist() if each.endswith(f".dist-info/{name}"))
    return email.message_from_bytes(read(wheel, member))


def text_in(wheel: bytes, name: str) -> str:
    """Return a file of a wheel as text."""
    return read(wheel, name).decode(errors="replace")


def read(wheel: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        if archive.getinfo(name).file_size > LARGEST:
            fail("output-limit", f"{name} in the wheel is far too large.")
        return archive.read(name)


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
