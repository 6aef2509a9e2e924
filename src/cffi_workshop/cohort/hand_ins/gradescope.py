"""Gradescope's export of submissions: whose each of its folders is, by submission_metadata.yml.

The file is YAML, as Ruby writes it. Some of it is what a learner's program printed, which stands
deeper than what is looked for here.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from ..roster.roster import Claim

__all__ = ["METADATA", "Export", "exports"]

METADATA = "submission_metadata.yml"
FOLDER = re.compile(r"^(submission_\d+):$")
FIELD = re.compile(r"^  (?:- |  ):(name|sid|email): (.+)$")
CREATED = re.compile(r"^  :created_at: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? (\S+)$")


@dataclass
class Export:
    """One folder: who handed it in, and when, in seconds since 1970."""

    people: list[dict[str, str]] = field(default_factory=list)
    created: float | None = None

    @property
    def claims(self) -> list[Claim]:
        """What is said of each of them."""
        return [
            Claim(id=one.get("sid", ""), login=one.get("email", ""), name=one.get("name", ""))
            for one in self.people
        ]


def exports(text: str) -> dict[str, Export]:
    """Return what the metadata say, by folder."""
    found: dict[str, Export] = {}
    one, in_people = Export(), False
    for line in text.splitlines():
        if folder := FOLDER.match(line):
            one = found.setdefault(folder[1], Export())
        elif in_people and (said := FIELD.match(line)):
            if line.startswith("  - "):
                one.people.append({})
            if one.people:
                one.people[-1][said[1]] = value(said[2])
        elif created := CREATED.match(line):
            one.created = seconds(*created.groups())
        if not line.startswith(("    ", "  - ")):
            in_people = line == "  :submitters:"
    return found


def value(text: str) -> str:
    """Return a text without the quotes of YAML."""
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.startswith('"'):
        with suppress(ValueError):
            return str(json.loads(text))
    return text


def seconds(day: str, time: str, zone: str) -> float | None:
    with suppress(ValueError, OverflowError):
        return datetime.fromisoformat(f"{day}T{time}{zone}").timestamp()
    return None
