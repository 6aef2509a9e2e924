"""How much a run may use. Generous for honest work on a slow machine; small against what a bomb wants."""

from __future__ import annotations

__all__ = ["CALL_SECONDS", "COMMAND_SECONDS", "REPORT_SECONDS", "limits"]

CALL_SECONDS = 3.0  # one import, or one call of the learner's function
REPORT_SECONDS = 20.0  # the sanitizer's leak report, which is none of the learner's doing
COMMAND_SECONDS = 10.0  # one compiler run, one `make`, one build script
MB = 1 << 20


def limits(*, sanitized: bool = False, command: bool = False, confined: bool = False) -> dict:
    """Return the limits of one run, in bytes, seconds and counts.

    An address space limit would abort a sanitized run, which reserves terabytes; `confined` runs have a
    process count of their own that the kernel can keep, elsewhere it would count the person's other programs.
    """
    return {
        "seconds": COMMAND_SECONDS if command else None,  # a run that answers calls is timed by the judge
        "cpu_seconds": 30,
        "file_bytes": 64 * MB,
        "disk_bytes": 256 * MB,
        "open_files": 256,
        "output_bytes": 4 * MB,
        "processes": 48,
        "kernel_processes": 160 if confined else None,
        "resident_bytes": 1024 * MB,
        "address_space": None if sanitized else 4096 * MB,
    }
