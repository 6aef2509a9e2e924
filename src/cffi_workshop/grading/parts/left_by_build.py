"""What `python NAME_build.py` left, where that is not the extension module that was asked for."""

from __future__ import annotations

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.submission import Submission
from cffi_workshop.sandbox import ExitReport

from .part import unbuilt

__all__ = ["problem_of_left"]


def problem_of_left(
    ending: ExitReport, name: str, module: str, submission: Submission
) -> Diagnosis | None:
    """Return why a build script built no extension module of that name beside it, or None."""
    if any(file.rpartition(":")[2].startswith("__init__.") for file in ending.files):
        message = (
            f"python {name} left a folder with an __init__, which is a package. Python imports the "
            "package in place of the module."
        )
        return Diagnosis("import-error", message)
    if ending.status == 0 and any(file.startswith(f"{module}.") for file in ending.files):
        return None
    if ending.status == 0 and not ending.reason:
        output = diagnose.clean(ending.output)
        if folder := _folder_of(module, ending):
            message = (
                f"python {name} put {module} into the folder {folder}, and Python looks for it "
                f"beside {name}; expected compile() with tmpdir= for the folder of {name}."
            )
            place = submission.line_of(name, r"\btmpdir\b|\.compile\(")
            return Diagnosis("import-error", message, place, output)
        message = (
            f"python {name} ended without building {module}, so there is nothing to import. Does "
            "it call ffibuilder.compile()?"
        )
        return Diagnosis("import-error", message, None, output)
    lines = diagnose.clean(ending.output).splitlines() or ["no reason given"]
    message = f"python {name} failed: {lines[-1]}"
    return unbuilt(ending, Diagnosis("compile-error", message), f"python {name}")


def _folder_of(module: str, ending: ExitReport) -> str:
    """Return the folder below the script's that a module lies in, or nothing."""
    parts = (file.rpartition(":") for file in ending.files)  # a colon stands for each slash
    found = (folder for folder, _, file in parts if file.startswith(f"{module}."))
    return next(found, "").replace(":", "/")
