"""Measure what a program pays before its first call: ABI in-line against ABI out-of-line.

Whole interpreters are started afresh, because a second import in the same one costs nothing.
Run `make library` and `python add_abi_build.py` first. `python import_cost.py 5` does 5 rounds.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from add_library import LIBRARY

HERE = Path(__file__).resolve().parent

IN_LINE = """
import sys
from cffi import FFI
ffi = FFI()
ffi.cdef("void add(double *a, const double *b, size_t n);")
ffi.dlopen(sys.argv[1]).add
"""

OUT_OF_LINE = """
import sys
from out_of_line._add_abi import ffi
ffi.dlopen(sys.argv[1]).add
"""

PROGRAMS = {"python alone": "import sys", "ABI in-line": IN_LINE, "ABI out-of-line": OUT_OF_LINE}


def seconds(program: str) -> float:
    """Run the program in a fresh interpreter and return how long all of it took."""
    start = time.perf_counter()
    # In HERE, so that the package out_of_line is found.
    subprocess.run([sys.executable, "-c", program, str(LIBRARY)], cwd=HERE, check=True)
    return time.perf_counter() - start


def measure(rounds: int) -> dict[str, list[float]]:
    """Time the programs in turn, so that a slow moment of the machine meets all of them."""
    for program in PROGRAMS.values():  # once unmeasured: files cached, bytecode written
        seconds(program)
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(rounds):
        for name, program in PROGRAMS.items():
            times[name].append(seconds(program))
    return times


def spread(values: list[float], digits: int) -> str:
    """Return the median, and the range that holds the middle half of the values."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def main() -> None:
    """Print the times, and the ratio of the two modes round by round."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times = measure(rounds)
    print(f"median of {rounds} fresh interpreters (middle half of them)")
    for name, values in times.items():
        print(f"{name:<16} {spread([1000 * value for value in values], 1)} ms")
    pairs = zip(times["ABI in-line"], times["ABI out-of-line"], strict=True)
    print(f"in-line / out-of-line: {spread([one / other for one, other in pairs], 2)}")


if __name__ == "__main__":
    main()
