"""The environment variables of what a notebook runs: a plain terminal's, this Python first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["plain_environment"]

# Variables by which a kernel or a make above asks for colours, or for names of folders; and the one
# by which containers often say that what Python has compiled is not kept, so that each command of a
# page would compile all that it imports.
LEFT_OUT = (
    "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "MAKEFLAGS", "MAKELEVEL", "MFLAGS",
    "PYTHONDONTWRITEBYTECODE",
)  # fmt: skip
PLAIN = {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "80", "PYTHON_COLORS": "0"}


def plain_environment() -> dict[str, str]:
    """Return the variables of this process, changed so that output is the same on every machine."""
    kept = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    ours, path = str(Path(sys.executable).parent), kept.get("PATH", os.defpath)
    if path.split(os.pathsep)[0] != ours:
        path = ours + os.pathsep + path
    return kept | PLAIN | {"PATH": path}
