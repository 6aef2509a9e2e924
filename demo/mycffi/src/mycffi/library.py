"""The thin layer: `ffi` from the header of the package, `lib` from the library beside it."""

import re
import sys
from importlib.resources import as_file, files

from cffi import FFI

__all__ = ["ffi", "lib"]

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
PACKAGE = files("mycffi")


def declarations(header: str) -> str:
    """Return a header without its directives, each of them one line: what cffi reads in a cdef."""
    return re.sub(r"^\s*#.*$", "", header, flags=re.MULTILINE)


ffi = FFI()
ffi.cdef(declarations(PACKAGE.joinpath("include", "mycffi.h").read_text(encoding="utf-8")))
with as_file(PACKAGE.joinpath(f"libmycffi{SUFFIX}")) as path:
    try:
        lib = ffi.dlopen(str(path))
    except OSError as error:
        raise ImportError(
            f"mycffi cannot open {path.name}, which belongs in the package. "
            f"Install the package anew: python -m pip install --force-reinstall mycffi. ({error})"
        ) from None
