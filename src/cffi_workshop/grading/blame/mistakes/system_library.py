"""A library of the system's is opened by its short name, wherever its file lies."""

from __future__ import annotations

from dataclasses import replace

from cffi_workshop.grading.diagnose import Diagnosis

from ..files.case import Case

__all__ = ["of_system_library"]


def of_system_library(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the short name, where an exercise has no other library to open."""
    exercise = case.exercise
    said, missing, _ = finding.message.partition(" was not found. ")
    is_only_one = exercise.system and not exercise.source
    if finding.cause != "library-not-found" or not missing or not is_only_one:
        return finding
    message = (
        f"{said} was not found. The system has the library, and each system has it elsewhere: open "
        f'it by its short name, ffi.dlopen("{exercise.system}").'
    )
    return replace(finding, message=message)
