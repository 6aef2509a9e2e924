"""Let C and Python write into one pipe, and print in which order it arrives."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# With this set, Python turns off its own buffer, and C's as well.
UNBUFFERED = "PYTHONUNBUFFERED"

START = "import os, sys; from printf_abi import ffi, lib"

PROGRAMS = {
    "nobody flushes": r"""
print("1 from Python")
lib.printf(b"2 from C\n")
print("3 from Python")
""",
    "each flushes before the other writes": r"""
print("1 from Python", flush=True)
lib.printf(b"2 from C\n")
lib.fflush(ffi.NULL)
print("3 from Python")
""",
    "the program dies before C flushes": r"""
print("1 from Python", flush=True)
lib.printf(b"2 from C\n")
print("3 from Python", flush=True)
os._exit(1)  # at once, as a crash does
""",
}


def arrives(program: str) -> list[str]:
    """Run the program, and return the lines that come out of a pipe.

    The pipe takes the place of the terminal.
    """
    command = [sys.executable, "-c", START + program]
    env = {name: value for name, value in os.environ.items() if name != UNBUFFERED}
    result = subprocess.run(command, cwd=HERE, env=env, stdout=subprocess.PIPE, text=True)
    return result.stdout.splitlines()


def main() -> None:
    """Print what arrives, for each of the programs."""
    for title, program in PROGRAMS.items():
        print(f"{title}: {', '.join(arrives(program))}")


if __name__ == "__main__":
    main()
