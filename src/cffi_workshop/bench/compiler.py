"""Run the compiler, and say in a line what it did not like."""

from __future__ import annotations

import subprocess
from pathlib import Path

from cffi_workshop.errors import WorkshopError

__all__ = ["refusal", "run_compiler"]


def refusal(command: list[str], folder: Path | None = None) -> str:
    """Run the command, and return the first line of its complaint, or nothing if it succeeded."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    return (done.stderr.splitlines() or [f"exit status {done.returncode}"])[0]


def run_compiler(command: list[str], folder: Path | None = None) -> None:
    """Run a command that is ours from end to end, so that its failure is the machine's."""
    if why := refusal(command, folder):
        raise WorkshopError(
            f"The compiler refused what the benchmark needs ({why}); run `workshop doctor`."
        )
