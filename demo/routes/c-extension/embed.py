"""Build `embed`, a C program that has Python and the module spam inside.

`python embed.py` builds it beside this file; then `./embed -c "import spam"` works as `python -c`
does.
"""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from sysconfig import get_config_var, get_path

HERE = Path(__file__).resolve().parent


def flags_of_python() -> list[str]:
    """Return what the linker needs for Python itself, which may be a shared or a static library."""
    folders = [get_config_var("LIBDIR"), get_config_var("LIBPL")]
    found = [flag for folder in folders for flag in (f"-L{folder}", f"-Wl,-rpath,{folder}")]
    others = [get_config_var(name) or "" for name in ("LIBS", "SYSLIBS", "LINKFORSHARED")]
    return [*found, f"-lpython{get_config_var('LDVERSION')}", *shlex.split(" ".join(others))]


def main() -> None:
    """Compile embed.c and spam.c into one program."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    sources = [str(HERE / name) for name in ("embed.c", "spam.c")]
    program = HERE / "embed"
    includes = [f"-I{get_path('include')}"]
    done = subprocess.run([*compiler, *includes, "-o", str(program), *sources, *flags_of_python()])
    if done.returncode != 0:
        sys.exit(
            "embed.c was not linked; Python has to be there as a library: sudo apt install "
            "python3-dev"
        )
    print(f"ready: {program.name}")


if __name__ == "__main__":
    main()
