"""Add two NumPy arrays with add() of our own library: ABI mode, in-line.

Run `make library` first.
"""

import numpy as np
from add_library import LIBRARY
from cffi import FFI

N = 2_000_000

ffi = FFI()
ffi.cdef("void add(double *a, const double *b, size_t n);")
lib = ffi.dlopen(str(LIBRARY))


def main() -> None:
    """Add two million doubles in C, and compare with NumPy."""
    a = np.arange(N, dtype=np.float64)
    b = 10 * a
    expected = a + b

    # from_buffer() hands C the address of the array's own memory. Nothing is copied.
    lib.add(ffi.from_buffer("double[]", a), ffi.from_buffer("double[]", b), N)

    print(f"ABI in-line: a is now {a[:4]} and so on")
    print(f"{N:,} sums, the same as NumPy's: {np.array_equal(a, expected)}")


if __name__ == "__main__":
    main()
