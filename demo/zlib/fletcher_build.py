"""Compile two bindings to our own library in prefix/.

One knows where the library is, and one does not. Run `make library` first.
"""

import sys
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

# The loader puts the folder of the module here, so that all can be moved together.
ORIGIN = "@loader_path" if sys.platform == "darwin" else "$ORIGIN"
# For each module the folders in which the loader is to look for its libraries: its rpath.
MODULES = {"_fletcher": [], "_fletcher_rpath": [f"{ORIGIN}/prefix/lib"]}


def build(name: str, rpath: list[str]) -> Path:
    """Compile the binding into the module of that name, and return its file."""
    ffibuilder = FFI()
    ffibuilder.cdef("uint16_t fletcher16(const uint8_t *data, size_t n);")
    ffibuilder.set_source(
        name,
        "#include <fletcher.h>",
        libraries=["fletcher"],
        include_dirs=["prefix/include"],  # for the compiler
        library_dirs=["prefix/lib"],  # for the linker, now, and not for the loader, later
        runtime_library_dirs=rpath,  # for the loader
    )
    # The folders above are looked up from here.
    return Path(ffibuilder.compile(tmpdir=str(HERE)))


if __name__ == "__main__":
    for name, rpath in MODULES.items():
        print(f"ready: {build(name, rpath).name}")
