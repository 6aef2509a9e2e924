"""Zip and tar archives, read into memory without unpacking them.

An archive says itself how large it is and where its files belong, and may lie about both. So
nothing of it is written anywhere, of each file only so many bytes are read, and what leads outside
is told, never followed.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any

from .contents import (
    MOST_DEEP,
    MOST_FILES,
    Contents,
    File,
    Refused,
    Wanted,
    moment,
    note_case,
    shown,
    too_deep,
)
from .file_names import is_theirs
from .mails import is_mail, read_mails

__all__ = ["LARGEST_COURSE", "read_archive"]

LARGEST_COURSE = 8 << 30  # bytes that a whole course may unpack to
LARGEST_UNPACKED = 256 << 20  # of one hand-in
BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error,
    EOFError, OSError, ValueError, RuntimeError, OverflowError,
)  # fmt: skip
ZIP = (b"PK\3\4", b"PK\5\6")
OPENERS: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
UNREADABLE = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x28\xb5\x2f\xfd")
UNREADABLE_NAMES = (".7z", ".rar", ".tar.zst", ".tzst")
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
NO_TIME = (1980, 1, 1, 0, 0, 0)  # what zip archives can say at least, and say where none is known
BYTES_OF_AN_ENTRY = 46  # at least, in the directory of a zip archive


def read_archive(
    name: str,
    stream: IO[bytes],
    wanted: Wanted,
    *,
    most_files: int = MOST_FILES,
    largest: int = LARGEST_UNPACKED,
) -> Contents:
    """Return the wanted files of an archive.

    Raise Refused with a sentence that says what is wrong with it.
    """
    read = reader_of(name, stream)
    try:
        contents = read(name, stream, wanted, most_files, largest)
    except BROKEN as error:
        what = {read_zip: "zip archive", read_tar: "tar archive"}.get(read, "mail")
        raise Refused(f"{name} is damaged or no {what} ({error}); ask for it once more.") from None
    note_case(contents)
    return contents


def reader_of(name: str, stream: IO[bytes]) -> Callable[..., Contents]:
    """Return what reads an archive, by its first bytes: people give them other names."""
    start = stream.read(262)
    stream.seek(0)
    if start.startswith(UNREADABLE) or name.lower().endswith(UNREADABLE_NAMES):
        raise Refused(f"{name} is an archive that cannot be read here; ask for a zip archive.")
    if is_mail(name):
        return read_mails
    if start.startswith(ZIP):
        return read_zip
    is_tar = start.startswith(tuple(OPENERS)) or start[257:] == b"ustar"
    return read_tar if is_tar or not name.lower().endswith(".zip") else read_zip


def read_zip(
    name: str, stream: IO[bytes], wanted: Wanted, most_files: int, largest: int
) -> Contents:
    refuse_long_directory(name, stream, most_files)
    contents = Contents()
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
        refuse_many(name, len(members), most_files)
        refuse_large(name, sum(member.file_size for member in members), largest)
        for member in members:
            mode = stat.S_IFMT(member.external_attr >> 16)
            is_file, is_link = mode in (0, stat.S_IFREG), stat.S_ISLNK(mode)
            kind = "" if member.is_dir() else kind_of(is_file, is_link)
            path = settled(contents, member.filename, kind)
            if path and (limit := noted(contents, path, wanted)):
                contents.add(path, File(zip_content(archive, member, name, limit), time_of(member)))
    return contents


def refuse_long_directory(name: str, stream: IO[bytes], most_files: int) -> None:
    """Look at the size of the directory first: zipfile would read all of it."""
    stream.seek(0, io.SEEK_END)
    stream.seek(max(0, stream.tell() - (1 << 16) - END_OF_DIRECTORY.size))
    tail = stream.read()
    place = tail.rfind(b"PK\5\6")
    if 0 <= place <= len(tail) - END_OF_DIRECTORY.size:
        *_, count, size, _, _ = END_OF_DIRECTORY.unpack_from(tail, place)
        refuse_many(name, max(count, size // (BYTES_OF_AN_ENTRY + 256)), most_files)
    stream.seek(0)


def refuse_many(name: str, count: int, most: int) -> None:
    if count > most:
        raise Refused(
            f"{name} holds more than {most:,} files; a hand-in has a dozen. Ask for the files "
            "alone."
        )


def refuse_large(name: str, size: int, largest: int) -> None:
    if size > largest:
        raise Refused(
            f"{name} unpacks to more than {largest >> 20:,} MB, which no hand-in needs; it was not "
            "unpacked."
        )


def zip_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limit: int) -> bytes:
    if member.flag_bits & 1:
        raise Refused(f"{name} is locked with a password; ask for it without one.")
    if member.compress_type not in PLAIN:
        raise Refused(f"{name} is packed in an unusual way; ask for a plain zip archive.")
    with archive.open(member) as file:
        return file.read(limit + 1)


def time_of(member: zipfile.ZipInfo) -> float | None:
    try:
        known = member.date_time != NO_TIME
        return moment(datetime(*member.date_time).timestamp()) if known else None
    except (ValueError, OverflowError):
        return None


def read_tar(
    name: str, stream: IO[bytes], wanted: Wanted, most_files: int, largest: int
) -> Contents:
    contents = Contents()
    with tarfile.open(fileobj=Bounded(unpacked(stream), name, largest), mode="r|") as archive:
        for number, member in enumerate(archive, 1):
            refuse_many(name, number, most_files)
            is_link = member.issym() or member.islnk()
            kind = "" if member.isdir() else kind_of(member.isreg(), is_link)
            path = settled(contents, member.name, kind)
            if path and (limit := noted(contents, path, wanted)):
                file = archive.extractfile(member)
                content = file.read(limit + 1) if file else b""
                contents.add(path, File(content, moment(float(member.mtime))))
    return contents


def unpacked(stream: IO[bytes]) -> IO[bytes]:
    """Return the stream that a compressed one holds, by its first bytes."""
    start = stream.read(6)
    stream.seek(0)
    return next(
        (opened(stream) for magic, opened in OPENERS.items() if start.startswith(magic)), stream
    )


class Bounded(io.RawIOBase):
    """A stream of which no more than so much is read.

    A header may say that it is gigabytes long.
    """

    def __init__(self, stream: IO[bytes], name: str, largest: int) -> None:
        self._stream, self._name, self._largest = stream, name, largest
        self._left = largest

    def read(self, size: int = -1) -> bytes:
        content = self._stream.read(min(size, 1 << 20) if size >= 0 else 1 << 20)
        self._left -= len(content)
        if self._left < 0:
            refuse_large(self._name, self._largest + 1, self._largest)
        return content


def kind_of(is_file: bool, is_link: bool) -> str:
    return "file" if is_file else "link" if is_link else "device"


def settled(contents: Contents, name: str, kind: str) -> str:
    """Return the path of a file inside the hand-in; empty, with a remark, for what is none."""
    path = shown(name).replace("\\", "/")
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not kind or not all(is_theirs(part) for part in parts if part != ".."):
        return ""
    if path.startswith("/") or path[1:2] == ":" or ".." in parts:
        contents.remarks.append(
            f"The archive names {name!r}, which leads outside; it was not looked at."
        )
        return ""
    if len(parts) > MOST_DEEP:
        contents.remarks.append(too_deep(path))
        return ""
    if kind != "file":
        what = "a link; links are not followed" if kind == "link" else "no regular file"
        contents.remarks.append(f"{path} is {what}.")
        return ""
    return "/".join(parts)


def noted(contents: Contents, path: str, wanted: Wanted) -> int:
    """Return how much of a file is wanted; note the name of what is not."""
    limit = wanted(path)
    if not limit and len(contents.other) < MOST_FILES:
        contents.other.append(path)
    return limit
