"""Add two NumPy arrays with add() of a compiled module: API mode, out-of-line.

Run `python add_api_build.py` first.
"""

import numpy as np
from out_of_line._add_api import ffi, lib

N = 2_000_000


def main() -> None:
    """Add two million doubles in C, and compare with NumPy."""
    a = np.arange(N, dtype=np.float64)
    b = 10 * a
    expected = a + b

    # The same call as in ABI mode: only the lines that make ffi and lib differ.
    lib.add(ffi.from_buffer("double[]", a), ffi.from_buffer("double[]", b), N)

    print(f"API out-of-line: a is now {a[:4]} and so on")
    print(f"{N:,} sums, the same as NumPy's: {np.array_equal(a, expected)}")


if __name__ == "__main__":
    main()
