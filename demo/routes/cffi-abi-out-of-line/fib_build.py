"""Write _fib_abi.py, the declarations as cffi has read them: ABI mode, out-of-line."""

from pathlib import Path

from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef("""
    int64_t fib_number(int n);
    void fib_nothing(void);
    double fib_total(const double *values, size_t n);
""")

# None instead of C: a Python file is written, and no compiler is called.
ffibuilder.set_source("_fib_abi", None)

if __name__ == "__main__":
    ffibuilder.compile(tmpdir=str(Path(__file__).resolve().parent))
