"""Make a shared library for C programs, with Python inside: embedding mode."""

import sys
from pathlib import Path

import python_paths
from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
# The functions that the library offers to C. Each has its body in Python.
ffibuilder.embedding_api("""
    int weather_warmest(const char *report, char *place, size_t size, double *celsius);
""")
# Python that runs once, when a C program first calls one of them.
ffibuilder.embedding_init_code((HERE / "weather_init.py").read_text())


def link_arguments(folder: Path) -> list[str]:
    """Return what the linker has to know: where Python's library will be found at run time."""
    arguments = [f"-Wl,-rpath,{folder}"]
    if sys.platform == "darwin":  # the name under which C programs remember this library
        arguments.append(f"-Wl,-install_name,@rpath/libweather.{python_paths.ENDING}")
    return arguments


if __name__ == "__main__":
    folder = python_paths.library()
    if folder is None:
        sys.exit(
            f"found no shared library of {sys.executable}; on Debian: sudo apt install python3-dev"
        )
    ffibuilder.set_source(
        "_weather",
        '#include "weather.h"',
        library_dirs=[str(folder)],
        extra_link_args=link_arguments(folder),
    )
    built = ffibuilder.compile(tmpdir=str(HERE), target="libweather.*")
    print(f"ready: {Path(built).name}")
