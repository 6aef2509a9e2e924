"""Show the names that the shared libraries have for the loader, as nm lists them.

Run `make install` first.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE / "build/site/monte_pi"

# nm lists what is exported: on Linux of the dynamic symbols (-D), on macOS with -gU.
NM = ["nm", "-gU"] if sys.platform == "darwin" else ["nm", "-D", "--defined-only"]


def exported(library: Path) -> list[str]:
    """Return the names of the functions that a library exports."""
    listed = subprocess.run([*NM, library], capture_output=True, text=True, check=True)
    return sorted(re.findall(r" T (\w+)$", listed.stdout, re.MULTILINE))


def main() -> None:
    """Print each name, and whether it is one of pi.h."""
    declared = re.findall(r"^uint64_t (\w+)\(", (HERE / "src/pi.h").read_text(), re.MULTILINE)
    before_names = "_" if sys.platform == "darwin" else ""  # there, C names get an underscore too
    for library in sorted(PACKAGE.glob("libpi_*")):
        print(library.name)
        for name in exported(library):
            in_header = name.removeprefix(before_names) in declared
            print(f"  {name:<34} {'in pi.h' if in_header else 'made up by the compiler'}")


if __name__ == "__main__":
    main()
