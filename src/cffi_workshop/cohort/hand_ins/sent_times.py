"""When files were handed in, where a platform says it beside them: their own times are others.

Sakai writes a file timestamp.txt beside what somebody attached (zipSubmissions() of its
AssignmentServiceImpl.java), ILIAS puts the time ahead of each name.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from .contents import Contents
from .file_names import TIMESTAMP, time_ahead

__all__ = ["with_sent_times"]

ATTACHED = "Submission attachment(s)/"
OLD_FORM = "%Y%m%d%H%M%S"  # and milliseconds; newer ones write 2026-05-01T10:11:12Z


def with_sent_times(contents: Contents) -> Contents:
    """Make each file as old as the platform says that it is."""
    sent = {
        f"{path.removesuffix(TIMESTAMP)}{ATTACHED}": time_in(file.content)
        for path, file in contents.files.items()
        if path.rpartition("/")[2] == TIMESTAMP
    }
    for path, file in contents.files.items():
        above = (time for folder, time in sent.items() if path.startswith(folder))
        when = time_ahead(path.rpartition("/")[2]) or next(above, None)
        if when is not None:
            contents.files[path] = replace(file, changed=when)
    return contents


def time_in(content: bytes) -> float | None:
    """Return what a timestamp.txt says, in seconds since 1970."""
    said = content.decode(errors="replace").strip()
    with suppress(ValueError, OverflowError):
        if said.isdecimal():
            return datetime.strptime(said[:14], OLD_FORM).replace(tzinfo=UTC).timestamp()
        return datetime.fromisoformat(said).timestamp()
    return None
