"""Mails with something attached: one (.eml), or a box of many (.mbox), read as an archive.

Each mail is a folder in it, called after the sender as NAME <ADDRESS>, with what is attached. The
older interface of the email package is used: the newer one parses headers in more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import IO

from .contents import LARGEST_ARCHIVE, Contents, File, Refused, Wanted, moment
from .file_names import is_theirs

__all__ = ["is_mail", "read_mails"]

MAILS = (".eml", ".mbox")
PIECE = 1 << 20  # bytes of a line that are read at a time
LARGEST = 2 * LARGEST_ARCHIVE  # of one mail, in which three bytes are four letters


def is_mail(name: str) -> bool:
    return name.lower().endswith(MAILS)


def read_mails(
    name: str, stream: IO[bytes], wanted: Wanted, most_files: int, largest: int
) -> Contents:
    """Return what is attached to mails, as old as the mail."""
    contents, senders = Contents(), dict[str, int]()
    for text in mails(name, stream, min(LARGEST, largest)):
        mail = message_from_bytes(text)
        sender = sender_of(mail)
        senders[sender] = senders.get(sender, 0) + 1
        folder = f"{sender} ({senders[sender]})" if senders[sender] > 1 else sender
        parts = list(attached(mail, folder))
        for path, part in parts:
            if limit := wanted(path):
                content = part.get_payload(decode=True)
                content = content[: limit + 1] if isinstance(content, bytes) else b""
                contents.add(path, File(content, sent_at(mail), is_sent=True))
            else:
                contents.other.append(path)
        if not parts:
            contents.other.append(f"{folder}/mail without anything attached")
        if len(contents.paths) > most_files:
            raise Refused(f"{name} holds more than {most_files:,} files; save those of one course.")
    return contents


def mails(name: str, stream: IO[bytes], largest: int) -> Iterator[bytes]:
    """Yield the text of each mail; in a box, a line that begins with `From` is ahead of each."""
    lines: list[bytes] = []
    size, is_box, is_blank = 0, None, True
    while line := stream.readline(PIECE):
        is_mark = is_blank and line.startswith(b"From ")
        is_box = is_mark if is_box is None else is_box
        if is_box and is_mark:
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        else:
            lines.append(line)
            size += len(line)
        if size > largest:
            raise Refused(f"A mail in {name} is larger than {largest >> 20} MB.")
        is_blank = not line.strip()
    if lines:
        yield b"".join(lines)


def attached(mail: Message, folder: str) -> Iterator[tuple[str, Message]]:
    """Yield what is attached to a mail, and to the mails that it forwards."""
    for part in mail.walk():
        said = "" if part.is_multipart() else part.get_filename("")
        file = re.split(r"[/\\]", readable(said))[-1]
        if file and is_theirs(file):
            yield f"{folder}/{file}", part


def sender_of(mail: Message) -> str:
    """Return the sender as a folder can be called."""
    name, address = parseaddr(str(mail.get("From", "")))
    name = readable(name)
    sender = f"{name} <{address}>" if name and address else address or name or "nobody"
    return re.sub(r"[/\\]", "_", sender).lstrip(".")


def readable(text: str) -> str:
    """Return a part of a header in its own letters, in a line."""
    with suppress(HeaderParseError, LookupError, ValueError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.split())


def sent_at(mail: Message) -> float | None:
    with suppress(TypeError, ValueError, OverflowError):
        return moment(parsedate_to_datetime(str(mail.get("Date", ""))).timestamp())
    return None
