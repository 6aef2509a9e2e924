"""The innermost frame of C that a debugger sees when the program crashes."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence

from cffi_workshop.post_mortem.ending import with_faulthandler

__all__ = ["frame"]

SECONDS = 60
FRAME = re.compile(
    r"^#\d+\s+(?:0x[0-9a-f]+ in )?(?P<function>[\w:~<>]+)[^\n]*?"
    r"(?: at (?P<file>[^\s:]+):(?P<line>\d+)| from (?P<library>\S+))$",
    re.MULTILINE,
)
# Frames of the system, of Python and of cffi: what matters is who called them.
OTHERS = re.compile(
    r"/lib(?:c|m|pthread|ffi|python[\d.]*)[-.]|/ld-linux|_cffi_backend|python"
    r"|^\.\.?/(?:sysdeps|nptl|stdlib|malloc|string|signal|libio|elf|debug|assert|csu|posix)/"
    # A Python that was compiled here.
    r"|^(?:\.{1,2}/)*(?:Include|Modules|Objects|Parser|Programs|Python)/"
)


def frame(command: Sequence[str]) -> tuple[str, int, str] | None:
    """Run the program under gdb; return file, line and function.

    The line is 0, and the file the library, where the library was compiled without -g.
    """
    if shutil.which("gdb") is None:
        return None
    gdb = ["gdb", "-nx", "-batch", "-iex", "set debuginfod enabled off"]
    gdb += ["-ex", "run", "-ex", "backtrace 40"]
    try:
        done = subprocess.run(
            [*gdb, "--args", *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**with_faulthandler(), "LC_ALL": "C", "PYTHONFAULTHANDLER": ""},
        )
    except subprocess.TimeoutExpired:
        return None
    return of_backtrace(done.stdout.decode(errors="replace"))


def of_backtrace(text: str) -> tuple[str, int, str] | None:
    """Return the first frame that is neither the system's, nor Python's, nor cffi's own."""
    for match in FRAME.finditer(text):
        place = match["file"] or match["library"]
        if not OTHERS.search(place):
            return place.rpartition("/")[2], int(match["line"] or 0), f"{match['function']}()"
    return None
