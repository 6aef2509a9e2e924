"""Run one program of a probe, and keep to one line what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .probe import Broken

__all__ = ["PATIENCE", "last_line", "python", "run", "telling_line", "write"]

PATIENCE = 60  # seconds for any one program


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def python(program: str, folder: Path, problem: str) -> str:
    return run([sys.executable, "-c", program], folder, problem).strip()


def run(command: list, folder: Path, problem: str) -> str:
    """Return what the program printed, or raise Broken with the problem and its last words."""
    english = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=english,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Broken(f"{problem}: no answer within {PATIENCE} s.") from None
    except OSError as error:
        raise Broken(f"{problem}: {error.strerror}.") from None
    if done.returncode != 0:
        raise Broken(f"{problem}: {telling_line(done.stderr)}")
    return done.stdout


def telling_line(output: str) -> str:
    """Return the line that says why: the first that says error, or the last."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return next((line for line in lines if "error:" in line), (lines or ["it gave no reason."])[-1])


def last_line(output: str) -> str:
    return (output.strip().splitlines() or [""])[-1]
