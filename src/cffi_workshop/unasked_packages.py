"""Hide the packages that setuptools loads by itself wherever they are installed.

These are Cython and scikit-build-core. To load them takes twice as long as the rest of a small
module's build. Learners have neither, so what they see of a build is the same without.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

__all__ = ["UNASKED", "out_of_sight"]

UNASKED = ("Cython", "scikit_build_core")

# setuptools asks whether there is a Cython. A plugin it finds by the metadata of its package, and
# of two packages of one name Python takes the first.
SHADOWS = {
    "Cython.py": 'raise ImportError("Cython is out of sight here")\n',
    "scikit_build_core-0.dist-info/METADATA": (
        "Metadata-Version: 2.1\nName: scikit_build_core\nVersion: 0\n"
    ),
}


def out_of_sight(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return variables with which no Python loads these packages unasked.

    What stands before them on Python's path is written into `folder`.
    """
    for name, text in SHADOWS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    others = environment.get("PYTHONPATH")
    path_of_all = os.pathsep.join([str(folder), others] if others else [str(folder)])
    return {**environment, "PYTHONPATH": path_of_all}
