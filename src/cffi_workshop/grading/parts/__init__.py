"""The parts of a submission, each tried apart from the others, so that a mistake has one owner.

A part raises CheckFailed, which names the cause; or NotRun, when what it stands on has failed
already.
"""

from cffi_workshop.grading.check_run import CheckRun

from .makefile import Makefile
from .native_library import NativeLibrary
from .part import Part
from .script import Script, ScriptOverOwnC
from .worker_client import NotRun

__all__ = ["NotRun", "make_parts"]


def make_parts(run: CheckRun, ahead: bool = True) -> dict[str, Part]:
    """Return the parts of an exercise by the name of their
    fixture; `ahead` has their builds begin.
    """
    parts: dict[str, Part] = {}
    own_c = run.has(run.source or "")
    if own_c:
        parts["c"] = NativeLibrary(run)
    for language in run.exercise.natives:
        parts[language] = NativeLibrary(run, language)
    if run.has("Makefile"):
        parts["makefile"] = Makefile(run)
    for mode in ("abi", "api"):
        if run.has(f"{run.slug}_{mode}.py"):
            parts[mode] = Script(run, mode)
            if own_c:
                parts[f"together-{mode}"] = ScriptOverOwnC(run, mode)
    if run.has("pyproject.toml"):
        from .package import Package

        parts["package"] = Package(run)
    if ahead:
        for part in parts.values():
            part.prefetch()
    return parts
