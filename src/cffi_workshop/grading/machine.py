"""The machine's own failures: what is ours does not build or run here.

They are nobody's mistake.
"""

from __future__ import annotations

import resource

from cffi_workshop.errors import WorkshopError
from cffi_workshop.sandbox import ExitReport

from . import diagnose
from .diagnose import CheckFailed

__all__ = ["require_our_build", "require_our_result", "require_rights"]

# What one check needs at the same time, with room for what else the person runs.
PROCESSES, FILES, FILE_BYTES, ADDRESS_SPACE = 120, 64, 64 << 20, 4 << 30
# In the units of `ulimit`, so that the number can be typed.
NEEDED = (
    ("RLIMIT_NPROC", "ulimit -u", PROCESSES, "processes", 1),
    ("RLIMIT_NOFILE", "ulimit -n", FILES, "open files", 1),
    ("RLIMIT_FSIZE", "ulimit -f", FILE_BYTES, "kB a file", 1 << 10),
    ("RLIMIT_AS", "ulimit -v", ADDRESS_SPACE, "kB of address space", 1 << 10),
)
# A sanitizer reserves addresses for notes about all others, and uses few of them.
RESERVED = 32 << 40
NEEDED_BY_SANITIZER = (
    ("RLIMIT_AS", "ulimit -v", RESERVED, "kB of address space", 1 << 10),
    ("RLIMIT_DATA", "ulimit -d", RESERVED, "kB of data", 1 << 10),
)


def require_rights(*, sanitized: bool = False) -> None:
    """Raise WorkshopError where the shell allows less than a check needs."""
    both = (*NEEDED, *NEEDED_BY_SANITIZER) if sanitized else NEEDED
    for name, command, needed, what, unit in both:
        allowed = resource.getrlimit(getattr(resource, name))[0]
        if allowed != resource.RLIM_INFINITY and allowed < needed:
            raise WorkshopError(
                f"This shell allows {allowed // unit} {what} ({command}); "
                f"a check needs {needed // unit}: raise the limit, or open another shell."
            )


def require_our_build(ending: ExitReport, what: str) -> ExitReport:
    """Return how a build of ours ended; raise WorkshopError where this machine cannot make it."""
    if ending.reason in ("overall", "tampering"):  # what ran beside it is to blame
        raise CheckFailed(diagnose.of_ending(ending, "The check", (), binding=False))
    if ending.status == 0 and ending.files:
        return ending
    lines = diagnose.clean(ending.output).splitlines()
    why = next((line for line in lines if "error" in line), (lines or ["no reason given"])[0])
    reason = why if ending.reason is None else f"it was stopped ({ending.reason})"
    raise WorkshopError(_sentence(what, reason))


def require_our_result(reply: dict, what: str) -> dict:
    """Return the result of a script of ours; raise WorkshopError if this machine cannot run it."""
    if "result" in reply:
        return reply["result"]
    if "ending" in reply:
        require_our_build(ExitReport(**reply["ending"]), what)
    raise WorkshopError(_sentence(what, reply["exception"]["message"]))


def _sentence(what: str, reason: str) -> str:
    return (
        f"This machine cannot build or run what belongs to the workshop itself ({what}): "
        f"{reason.strip().rstrip('.')}. That is no mistake of yours; `workshop doctor` says more."
    )
