"""A file of the learner's own that lies beside those of the exercise: no check takes it in."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from cffi_workshop.files import shown_text
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.sentences import listed

from ..files.case import Case

__all__ = ["of_not_handed_in"]

LACKS = "No such file|not found|no rule to make target|is not there|does not exist|lacks"


def of_not_handed_in(finding: Diagnosis, case: Case) -> Diagnosis:
    """Return the finding with the file that is lacking, where it lies there and stays there.

    By hand it is found, so what a tool says of it would be no help.
    """
    said = f"{finding.message}\n{finding.detail}"
    lacking = (name for name in case.submission.left_out if _is_lacking(name, said))
    if (name := next(lacking, None)) is None:
        return finding
    message = (
        f"{shown_text(name)} is no file of this exercise, so the check does not take it in. Handed "
        f"in are {listed([*case.exercise.editable])}. Put what it holds into one of these."
    )
    return replace(finding, message=message, detail="")


def _is_lacking(name: str, said: str) -> bool:
    """Say whether somebody says of a file, or of the module in it, that it is not there."""
    path = PurePosixPath(name)
    if path.suffix == ".py" and f"No module named '{path.stem}'" in said:
        return True
    named = (line for line in said.split("\n") if name in line)
    return any(re.search(LACKS, line, re.IGNORECASE) for line in named)
