"""Draw one task's share of the points, and print how many are inside.

The line has the task, its seed, its points and how many are inside. Slurm tells
each task its number and how many there are; alone, it is 0 of 1.

Run `make library` first.
"""

import os
import sys
from pathlib import Path

from cffi import FFI

SAMPLES = 40_000_000
SEED = 42

LIBRARY = (
    Path(__file__).resolve().with_name("libpi.dylib" if sys.platform == "darwin" else "libpi.so")
)

ffi = FFI()
ffi.cdef("uint64_t pi_inside(uint64_t seed, uint64_t samples);")
lib = ffi.dlopen(str(LIBRARY))


def main() -> None:
    """Count inside, from a seed of this task's own: the same seed would draw the same points."""
    task = int(os.environ.get("SLURM_PROCID", "0"))
    tasks = int(os.environ.get("SLURM_NTASKS", "1"))
    samples = SAMPLES // tasks
    print(task, SEED + task, samples, lib.pi_inside(SEED + task, samples))


if __name__ == "__main__":
    main()
