"""The parts of a submission, each tried apart from the others, so that a mistake has one owner.

A part raises CheckFailed, which names the cause; or NotRun, when what it stands on has failed
already.

part.py             what all parts share; worker_client.py asks the learner's process,
                    remembering.py not again
native_library.py   the C: first_load.py, many_calls.py, native_misuse.py, wide_counts.py,
                    c_interface.py, left_behind.py, scarce_memory.py
script.py           a script over C that is known: imported_script.py, declarations.py,
                    calls_of_c.py; script_over_own_c.py: over the learner's
build_script.py     the build script (overwritten_source.py, left_by_build.py); makefile.py the
                    Makefile
package.py          the package: built_package.py, archives.py, pyproject.py, build_requirements.py,
                    other_machines.py
type_stub.py        its type stub: stub_file.py, stub_names.py, stub_signature.py
"""

from cffi_workshop.grading.check_run import MODES, CheckRun

from .makefile import Makefile
from .native_library import NativeLibrary
from .part import Part
from .script import Script
from .script_over_own_c import ScriptOverOwnC
from .worker_client import NotRun

__all__ = ["NotRun", "make_parts"]

# What is tried over its own files alone; everything else takes all that is handed in.
APART = ("c", *MODES)


def make_parts(run: CheckRun, *, ahead: bool = True, only_changed: bool = False) -> dict[str, Part]:
    """Return the parts of an exercise by the name of their fixture; `ahead` has their builds begin.

    With `only_changed`, those are marked as solved that have no file but the solution's.
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
    if only_changed:
        for name, part in parts.items():
            part.is_solved = _is_solved(run, name, part)
    if ahead:
        for part in parts.values():
            if not part.is_solved:
                part.prefetch()
    return parts


def _is_solved(run: CheckRun, name: str, part: Part) -> bool:
    return name in (*APART, *run.exercise.natives) and run.is_solved(*part.files)
