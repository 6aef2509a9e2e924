"""The lines of pyproject.toml in which keys are given."""

from __future__ import annotations

import re
from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .case import Case

__all__ = ["PROJECT", "at_key", "key_line"]

PROJECT = "pyproject.toml"


def key_line(text: str, key: str) -> int | None:
    """Return the line of pyproject.toml in which a key is given,
    or else the table, by its dotted name.
    """
    table, _, name = key.rpartition(".")
    lines = text.split("\n")
    header = next(
        (at for at, line in enumerate(lines) if table and line.strip() == f"[{table}]"), -1
    )
    for at in range(header + 1, len(lines)):
        if re.match(rf"[ \t]{{0,80}}[\"']?{re.escape(name)}[\"']?[ \t]{{0,80}}=", lines[at]):
            return at + 1
    header = next((at for at, line in enumerate(lines) if line.strip() == f"[{key}]"), header)
    return header + 1 if header >= 0 else None


def at_key(finding: Diagnosis, case: Case, message: str, key: str) -> Diagnosis:
    line = key_line(case.submission.text(PROJECT), key)
    return replace(finding, message=message, location=Location(PROJECT, line) if line else None)
