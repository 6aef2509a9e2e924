"""How a line of a file is called outside of the folder that was checked."""

from __future__ import annotations

import posixpath

from cffi_workshop.grading.verdict import CheckResult, Verdict

__all__ = ["file_of"]


def file_of(verdict: Verdict, check: CheckResult) -> str:
    """Return the path of a check's file from where the check was started.

    Nothing where it has no place.
    """
    return posixpath.normpath(f"{verdict.path}/{check.location.file}") if check.location else ""
