"""How fast is the solution's evolve() beside NumPy, numba and a copy, on one size?

    python -m cffi_workshop.bench.heat [--size 2000] [--rounds 9]

`workshop bench evolve` measures more sizes, and keeps what it found.
"""

from __future__ import annotations

import argparse
import sys

from cffi_workshop.bench import evolve
from cffi_workshop.bench.findings import as_markdown
from cffi_workshop.bench.turns import Pace, nothing_to_tell
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercise import find_root


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a step of the heat equation.")
    parser.add_argument("--size", type=int, default=2000, help="rows, and columns")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    if options.size < 3 or options.rounds < 1:
        parser.error("--size takes 3 or more, --rounds 1 or more")
    plan = evolve.Plan(Pace(processes=1, rounds=options.rounds, least=0.05), (options.size,))
    try:
        print(as_markdown(evolve.measure(find_root(), plan, nothing_to_tell)), end="")
    except WorkshopError as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
