"""All that a run sees of the environment, and what has the sanitizer watch it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cffi_workshop.worker.words import SCARCE

__all__ = [
    "FREED",
    "Sanitizer",
    "Watcher",
    "environment_of_run",
    "name_inside",
    "said_inside",
    "watching",
]

FREED = 0x5A  # what each byte of freed memory becomes in a sanitized run
SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "abort_on_error=1:detect_leaks=1:leak_check_at_exit=0:handle_abort=0:"
    "detect_stack_use_after_return=1:max_allocation_size_mb=1024:allocator_may_return_null=0:"
    "malloc_context_size=6:print_legend=0:print_full_thread_history=0:detect_odr_violation=0:"
    # What was freed long ago is given back soon, for each size as well: it counts as the learner's.
    "quarantine_size_mb=128:allocator_release_to_os_interval_ms=100:"
    # Code without instruments, cffi's own, reads freed memory unnoticed; so let it read what nobody
    # wrote.
    f"max_free_fill_size=4096:free_fill_byte={FREED}",
    "UBSAN_OPTIONS": "halt_on_error=1:abort_on_error=1:print_stacktrace=1",
    "LSAN_OPTIONS": "print_suppressions=0:report_objects=0",
}
NO_LARGE_BLOCK = f":max_allocation_size_mb=4:{SCARCE}"  # the later of two options counts


def environment_of_run(work: Path, tools: Iterable[Path]) -> dict[str, str]:
    """Return the variables of a run at home in `work`; the folders of the tools are in its PATH."""
    folders = [Path(sys.executable).parent, *os.defpath.split(os.pathsep), "/usr/local/bin"]
    folders += [tool / "bin" if (tool / "bin").is_dir() else tool for tool in tools]
    return {
        "PATH": os.pathsep.join(dict.fromkeys(map(str, folders))),
        "HOME": str(work),
        "TMPDIR": str(work),
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        # One run, one core: NumPy's own threads would count as the learner's.
        "OPENBLAS_NUM_THREADS": "1",
    }


def name_inside(path: Path | str) -> str:
    """Return a path as the processes of a run read it, whose names are UTF-8.

    The names of this process may be something else, by its locale.
    """
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def said_inside(environment: Mapping[str, str]) -> dict[str, str]:
    """Return variables with the paths in them as the processes of a run read them."""
    return {name: name_inside(value) for name, value in environment.items()}


@dataclass(frozen=True)
class Sanitizer:
    """The runtimes that are loaded ahead of Python, in turn.

    `python_memory` is worker/python_memory.c, compiled; without it, Python's memory is watched
    throughout.
    """

    runtimes: tuple[str, ...]
    python_memory: bytes = b""


class Watcher(Enum):
    """Who watches a run: nobody, the sanitizer, or its leak checker as well.

    The leak checker looks for pointers in what malloc() gave, and not in the pools of Python's own.
    Where memory is `SCARCE`, the sanitizer watches too.
    """

    NOBODY, SANITIZER, LEAK_CHECKER, SCARCE = range(4)


def watching(
    runtimes: Iterable[str], *, from_malloc: bool, is_scarce: bool = False
) -> dict[str, str]:
    """Return the variables with which a process loads these runtimes first, and is watched.

    With `from_malloc`, Python takes all memory from malloc(), so that all of it is watched.
    """
    preload = "DYLD_INSERT_LIBRARIES" if sys.platform == "darwin" else "LD_PRELOAD"
    memory = {"PYTHONMALLOC": "malloc"} if from_malloc else {}
    options = dict(SANITIZER_OPTIONS)
    options["ASAN_OPTIONS"] += NO_LARGE_BLOCK if is_scarce else ""
    return {**options, preload: ":".join(runtimes), **memory}
