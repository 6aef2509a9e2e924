"""Build the module without weekday.c: it compiles, and fails at its import."""

import sys
import tempfile
from importlib import import_module
from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("int weekday(int year, int month, int day);")
# The header is found, so the compiler is content. sources= is missing.
ffibuilder.set_source("_foo_without_source", '#include "weekday.h"', include_dirs=[str(HERE)])


def main() -> None:
    """Compile into a folder that is thrown away, then import from it."""
    with tempfile.TemporaryDirectory() as folder:
        built = ffibuilder.compile(tmpdir=folder)
        print(f"compiled without a complaint: {Path(built).name}")
        sys.path.insert(0, folder)
        try:
            import_module("_foo_without_source")
        except ImportError as error:
            # Without the path of the folder: it is another one each time.
            print(f"ImportError: {str(error).replace(str(Path(built).parent), '...')}")


if __name__ == "__main__":
    main()
