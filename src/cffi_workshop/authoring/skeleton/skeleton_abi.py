"""mean() over libskeleton, in ABI mode in-line: cffi opens the library and takes our word.

Run `make` first; it builds the library.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from cffi import FFI

# From __file__, so that the script works from any working directory.
SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libskeleton" + SUFFIX)

ffi = FFI()
# BEGIN SOLUTION: # TODO 1: declare skeleton_mean() with ffi.cdef(), as skeleton.h does
ffi.cdef("double skeleton_mean(const double *values, size_t n);")
# END SOLUTION

# BEGIN SOLUTION: # TODO 2: open LIBRARY with ffi.dlopen(), which takes a str
# STUB: lib = None
lib = ffi.dlopen(str(LIBRARY))
# END SOLUTION


def mean(values: Sequence[float]) -> float:
    """Return the mean of the numbers; ValueError where there are none."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 3: refuse an empty list; call C")
    if len(values) == 0:
        raise ValueError("values is empty; expected at least one number")
    return lib.skeleton_mean(ffi.new("double[]", values), len(values))
    # END SOLUTION


if __name__ == "__main__":
    print(mean([1.0, 2.0, 6.0]))
