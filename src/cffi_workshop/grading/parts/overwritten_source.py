"""A module whose own C would be written over a source of the learner's."""

from __future__ import annotations

from cffi_workshop.grading.building.extension_builds import module_name
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import Diagnosis

__all__ = ["problem_of_names"]


def problem_of_names(run: CheckRun, script: str) -> Diagnosis | None:
    """Return which source cffi would write over, or None.

    What set_source() names beside no folder is looked up where cffi writes the module's C.
    """
    for module in run.modules():
        if not (given := module["set_source"]):
            continue
        name = module_name(module)
        written = f"{name}{given['extension']}"
        if written in map(str, given["options"].get("sources") or []):
            message = (
                f"set_source() in {script} names the module {name}, so cffi writes its own C over "
                f"your {written}; expected another name for the module, such as _{name}."
            )
            place = run.submission.line_of(script, rf"\bset_source\(\s*[\"']{name}[\"']")
            place = place or run.submission.line_of(script, r"\.set_source\(")
            return Diagnosis("import-error", message, place)
    return None
