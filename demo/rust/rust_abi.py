"""Call Rust through its C interface: ABI mode, in-line. Run `make library` first."""

import sys
from pathlib import Path

from cffi import FFI

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = Path(__file__).resolve().with_name("libtide" + SUFFIX)

ffi = FFI()
# The cdef is C. Rust's f64 is a double, usize a size_t, i32 an int32_t.
ffi.cdef("""
    double tide_mean(const double *heights, size_t n);
    int32_t tide_highest(const double *heights, size_t n, size_t *place);
""")
lib = ffi.dlopen(str(LIBRARY))


def mean(heights: list[float]) -> float:
    """Return the mean of some heights in metres. Raises ValueError when there is none."""
    if not heights:
        raise ValueError("there is no height; expected one or more")
    return lib.tide_mean(heights, len(heights))


def highest(heights: list[float]) -> int:
    """Return the place of the highest water, counted from 0.

    Raises ValueError when there is none.
    """
    place = ffi.new("size_t *")
    if lib.tide_highest(heights, len(heights), place) != 0:
        raise ValueError("there is no height; expected one or more")
    return place[0]


def main() -> None:
    """Ask Rust about six heights, and about none."""
    heights = [0.4, 1.9, 3.1, 3.3, 2.0, 0.6]
    print(f"mean {mean(heights):.2f} m, highest at hour {highest(heights)}")
    try:
        highest([])
    except ValueError as error:
        print(f"ValueError: {error}")


if __name__ == "__main__":
    main()
