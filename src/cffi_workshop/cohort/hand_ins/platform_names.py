"""How platforms call the file or folder of a hand-in, in what they hand out.

What they write: Moodle's mod/assign/classes/downloader.php, Canvas's lib/content_zipper.rb,
Blackboard's "Assignment File Download" (of files alone, or of a course's gradebook), Brightspace's
download of an assignment.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime

__all__ = ["PLATFORMS", "is_of_one_person", "of_platform", "time_of"]

MOODLE = re.compile(
    r"^(?P<name>.+?)(?:_(?P<participant>\d+))?_assignsubmission_[a-z]+(?:_(?P<file>.*))?$",
    re.DOTALL,
)
CANVAS = re.compile(
    r"^(?P<name>\w*?)_?(?:(?P<late>LATE)_)?(?P<user>\d+|anon_\w+?)_"
    r"(?:\d+_(?P<file>.+)|(?:text|link)\.html)$",
    re.DOTALL,
)
# Each attempt has a file that tells of it, NAME.txt, beside those that were handed in.
BLACKBOARD = re.compile(
    r"^(?:gradebook_)?(?P<name>.+)_attempt_(?P<attempt>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|\.txt)$",
    re.DOTALL,
)
# 12345-67890 - Anna Berg- Nov 25, 2026 915 PM, a folder or what stands before each file; in other
# languages 25 nov. 2026 2115.
BRIGHTSPACE = re.compile(
    r"^\d+-\d+ - (?:(?P<id>\w*\d{3,}) - )?(?P<name>.+?) ?- "
    r"(?P<attempt>[\w., ]{4,24} \d{4},? \d{3,4}(?: [AP]M)?)(?: - (?P<file>.+))?$",
    re.DOTALL,
)
PLATFORMS = {
    "moodle": MOODLE,
    "canvas": CANVAS,
    "blackboard": BLACKBOARD,
    "brightspace": BRIGHTSPACE,
}


def of_platform(name: str) -> re.Match[str] | None:
    """Return the parts of a name that a platform made; None for any other."""
    return next(filter(None, (pattern.match(name) for pattern in PLATFORMS.values())), None)


def is_of_one_person(folder: str) -> bool:
    """Say whether a platform made this folder for one person's files."""
    return bool(MOODLE.match(folder) or BRIGHTSPACE.match(folder))


def time_of(attempt: str) -> float | None:
    """Return when somebody handed in, by the clock of this machine as that of the platform."""
    day, _, clock = attempt.partition(", ")
    hour = clock[5:].zfill(len("0915 PM"))
    for text, form in (
        (attempt, "%Y-%m-%d-%H-%M-%S"),
        (f"{day[:3]} {day.split()[-1]} {clock[:4]} {hour}", "%b %d %Y %I%M %p"),
    ):
        with suppress(ValueError, OverflowError):
            return datetime.strptime(text, form).timestamp()
    return None
