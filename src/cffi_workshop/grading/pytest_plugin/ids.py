"""What a check is called: its exercise, stage and mode, id, title, and what it needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cffi_workshop.exercises.exercise import Exercise
    from cffi_workshop.grading.parts.part import Part

__all__ = [
    "PARTS", "REQUEST", "Request", "check_id", "checks_of", "is_solved", "is_tried", "part_of",
    "place", "resolve", "title",
]  # fmt: skip

# The languages that a library may be written in, C first.
NATIVE = ("c", "cpp", "fortran")
PARTS = (*NATIVE, "abi", "api", "together", "package")


@dataclass(frozen=True)
class Request:
    """What `workshop check` has made already; without it, the test file's folder is checked."""

    exercise: Exercise
    parts: dict[str, Part]
    seed: int
    until_first_failure: bool = False
    line_by_trial: bool = True


REQUEST = pytest.StashKey[Request]()


def place(item: pytest.Function) -> tuple[Path, str]:
    """Return the folder of the test file, and the exercise that it is about."""
    request = item.config.stash.get(REQUEST, None)
    path = Path(item.path)
    return path.parent, request.exercise.slug if request else path.stem.removeprefix("test_")


def part_of(item: pytest.Function) -> tuple[str, str]:
    """Return the stage of a check and its mode, which is empty for C and for make."""
    parameters: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    if mode := parameters.get("together"):
        return "together", mode
    if mode := parameters.get("binding"):
        return mode, mode
    if "package" in item.fixturenames:
        return "package", ""
    if "makefile" in item.fixturenames:
        return "together", ""
    return next((language for language in NATIVE if language in item.fixturenames), "c"), ""


def is_tried(item: pytest.Function) -> bool:
    """Say whether the part that a check asks for is among those that are tried."""
    request = item.config.stash.get(REQUEST, None)
    asked = {*NATIVE, "binding"} & set(item.fixturenames)
    return request is None or not asked or part_of(item)[0] in request.parts


def is_solved(item: pytest.Function) -> bool:
    """Say whether the part that a check asks for is the solution's, and need not be tried."""
    request = item.config.stash.get(REQUEST, None)
    part = request.parts.get(part_of(item)[0]) if request else None
    return part is not None and part.is_solved


def check_id(item: pytest.Function) -> str:
    """Return the id of a check in verdicts: abi-first-numbers, together-make, together-api-counts.

    A test may be called by its language as well, as Python wants names to differ:
    test_cpp_compiles(cpp).
    """
    stage, mode = part_of(item)
    name = item.originalname.removeprefix("test_").replace("_", "-")
    if stage in NATIVE:
        name = name.removeprefix(f"{stage}-")
    return f"together-{mode}-{name}" if stage == "together" and mode else f"{stage}-{name}"


def checks_of(item: pytest.Function) -> list[pytest.Function]:
    """Return all checks of the file that this one is in."""
    functions = (other for other in item.session.items if isinstance(other, pytest.Function))
    return [other for other in functions if other.path == item.path]


def resolve(item: pytest.Function, need: str) -> str:
    """Return the id of a needed check: of the same stage or mode if there is one, else of C."""
    known = {check_id(other) for other in checks_of(item)}
    stage, mode = part_of(item)
    for prefix in (f"{stage}-{mode}-", f"{stage}-", f"{mode}-", "c-", ""):
        if prefix + need in known:
            return prefix + need
    if need in _all_names(item):  # left out by -k or by naming one test
        return need
    raise pytest.UsageError(
        f"{item.path.name}: {check_id(item)} needs {need!r}, which is no check."
    )


def _all_names(item: pytest.Function) -> set[str]:
    names = {name.removeprefix("test_").replace("_", "-") for name in vars(item.module)}
    return names | {f"{stage}-{name}" for stage in PARTS for name in names}


def title(item: pytest.Function) -> str:
    """Return the docstring, with the names of the learner's script and of the mode filled in."""
    from cffi_workshop.grading.check_run import MODES

    mode = part_of(item)[1]
    script = f"{place(item)[1]}_{mode}.py"
    return " ".join((item.obj.__doc__ or "").split()).format(
        script=script, mode=MODES.get(mode, "")
    )
