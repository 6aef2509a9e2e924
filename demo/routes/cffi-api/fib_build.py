"""Compile _fib_api, the binding of the Fibonacci library: API mode, out-of-line."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent
ROUTES = HERE.parent

ffibuilder = FFI()
ffibuilder.cdef("""
    #define FIB_LARGEST_N ...
    int64_t fib_number(int n);
    void fib_nothing(void);
    double fib_total(const double *values, size_t n);
""")

HEADER = ROUTES / "fib.h"
LIBRARY = ROUTES / "libfib.a"

# The include lets the compiler compare the cdef with the header; the library brings the functions.
# depends: a change in one of them is a reason to compile again.
ffibuilder.set_source(
    "_fib_api",
    '#include "fib.h"',
    include_dirs=[str(ROUTES)],
    extra_objects=[str(LIBRARY)],
    depends=[str(HEADER), str(LIBRARY)],
)

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(HERE))
