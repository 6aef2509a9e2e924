"""What the test cells of an exported assignment ask, inside the notebook of a learner.

The checks run in a process of their own and in the sandbox: a crash of C in them ends neither the
notebook nor anybody else's grade.
"""

from __future__ import annotations

import json
import subprocess
import sys

__all__ = ["Checks", "checks_of"]


class Checks:
    """The verdict on the files beside the notebook."""

    def __init__(self, verdict: dict) -> None:
        self._checks = {check["id"]: check for check in verdict["checks"]}

    def require(self, name: str) -> None:
        """Raise AssertionError with the message of a check that did not pass."""
        check = self._checks[name]
        if check["status"] != "passed":
            cause = f"{check['cause']}: " if check["cause"] else ""
            place = check["location"]
            where = f" ({place['file']}, line {place['line']})" if place else ""
            raise AssertionError(f"{cause}{check['message']}{where}")


def checks_of(exercise: str) -> Checks:
    """Run the checks of an exercise over the files of the working directory."""
    command = [sys.executable, "-m", "cffi_workshop", "check", exercise, "--json", "--path", "."]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if not done.stdout.startswith("{"):
        raise RuntimeError(
            f"The checks could not be run, which is not your doing. {done.stderr.strip()}"
        )
    return Checks(json.loads(done.stdout))
