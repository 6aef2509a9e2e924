"""What a notebook says of its kernel, as the kernel of `workshop lab` says it of itself.

JupyterLab writes that into each notebook that it opens. Where it is there before, opening changes
nothing, and a notebook that was only looked at is not shown as changed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

__all__ = ["named_as_here"]

KERNEL = Path(__file__).parents[1] / "jupyter" / "share" / "kernels" / "python3" / "kernel.json"


def named_as_here(notebook: bytes) -> bytes:
    """Return a notebook of ours with what the kernel will say of itself."""
    book = json.loads(notebook)
    book["metadata"] |= {"kernelspec": kernelspec(), "language_info": language_info()}
    return f"{json.dumps(book, indent=1, ensure_ascii=False)}\n".encode()


def kernelspec() -> dict:
    spec = json.loads(KERNEL.read_text(encoding="utf-8"))
    return {
        "display_name": spec["display_name"],
        "language": spec["language"],
        "name": KERNEL.parent.name,
    }


def language_info() -> dict:
    """Return what ipykernel says of its language; to ask it would take most of a second."""
    major = sys.version_info.major
    return {
        "codemirror_mode": {"name": "ipython", "version": major},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": f"ipython{major}",
        "version": sys.version.split()[0],
    }
