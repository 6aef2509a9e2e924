"""Add two NumPy arrays over a declaration parsed beforehand: ABI mode, out-of-line.

Run `make library` and `python add_abi_build.py` first.
"""

import numpy as np
from add_library import LIBRARY
from out_of_line._add_abi import ffi

N = 2_000_000

# This ffi cannot look up a short name such as "m". It wants what the system's loader takes: a file.
lib = ffi.dlopen(str(LIBRARY))


def main() -> None:
    """Add two million doubles in C, and compare with NumPy."""
    a = np.arange(N, dtype=np.float64)
    b = 10 * a
    expected = a + b

    lib.add(ffi.from_buffer("double[]", a), ffi.from_buffer("double[]", b), N)

    print(f"ABI out-of-line: a is now {a[:4]} and so on")
    print(f"{N:,} sums, the same as NumPy's: {np.array_equal(a, expected)}")


if __name__ == "__main__":
    main()
