"""The `workshop` command, run for a notebook and told in its words."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

from IPython.core.error import UsageError

from . import shell

__all__ = ["complaint_of", "complaint_or_output", "in_notebook", "workshop"]

PROGRAM = (sys.executable, "-m", "cffi_workshop")
IN_NOTEBOOK = {name: f"%{name}" for name in ("check", "hint", "solution")} | {
    "reset": "%restart_exercise",
    "explain": "%explain",
}


def workshop(*words: str, given: str | None = None) -> subprocess.CompletedProcess:
    """Run the `workshop` command; an interrupted one gets the time to clear up, and is ended.

    What is given is its standard input.
    """
    process = subprocess.Popen(
        [*PROGRAM, *words],
        env=shell.environment(),
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # the kernel's own interrupt does not reach it
    )
    try:
        stdout, stderr = process.communicate(given)
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
        raise UsageError("Interrupted: the command was ended.") from None
    return subprocess.CompletedProcess(words, process.returncode, stdout, stderr)


def complaint_of(run: subprocess.CompletedProcess) -> str:
    """Return the sentence that a command said on stderr."""
    lines = run.stderr.strip().splitlines() or [f"The command ended with status {run.returncode}."]
    return in_notebook(lines[-1].removeprefix("workshop: "))


def complaint_or_output(run: subprocess.CompletedProcess) -> str:
    return complaint_of(run) if run.returncode else run.stdout.strip()


def in_notebook(text: str) -> str:
    """Return a text with `workshop check` and the like as the magics of a notebook."""
    names = "|".join(IN_NOTEBOOK)
    return re.sub(
        rf"(`|<code>)workshop ({names})\b", lambda match: match[1] + IN_NOTEBOOK[match[2]], text
    )
