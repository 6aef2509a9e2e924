"""Print a folder of this Python that a C program has to know.

Which one, the argument says: `python python_paths.py library`, or home, or packages.
"""

import sys
import sysconfig
from pathlib import Path

__all__ = ["ENDING", "library"]

ENDING = "dylib" if sys.platform == "darwin" else "so"


def library() -> Path | None:
    """Return where Python's own shared library is.

    Some Pythons are built without, and have none.
    """
    name = f"libpython{sysconfig.get_config_var('LDVERSION')}.{ENDING}"
    folders = [sysconfig.get_config_var("LIBDIR"), Path(sys.base_prefix, "lib")]
    return next(
        (Path(folder) for folder in folders if folder and Path(folder, name).exists()), None
    )


def home() -> Path:
    """Return where Python's standard library is installed.

    A virtual environment has none of its own.
    """
    return Path(sys.base_prefix)


def packages() -> Path:
    """Return the folder of the packages in which cffi is, that of a virtual environment too."""
    import _cffi_backend  # here, so that the other two can be asked for without cffi

    return Path(_cffi_backend.__file__).parent


if __name__ == "__main__":
    print({"library": library, "home": home, "packages": packages}[sys.argv[1]]() or "")
