"""Compile add() and its binding into the package out_of_line: API mode, out-of-line."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("void add(double *a, const double *b, size_t n);")

# The second argument is C. cffi appends its binding, and the C compiler sees both: it makes
# the call to add() from the function's real types. `static`: only the binding calls it.
ffibuilder.set_source(
    "out_of_line._add_api",
    """
    static void add(double *a, const double *b, size_t n)
    {
        for (size_t i = 0; i < n; i++) {
            a[i] += b[i];
        }
    }
    """,
)

if __name__ == "__main__":
    built = ffibuilder.compile(tmpdir=str(HERE))
    print(f"ready: {Path(built).relative_to(HERE)}")
