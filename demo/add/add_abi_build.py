"""Write out_of_line/_add_abi.py, the parsed declaration: ABI mode, out-of-line."""

from pathlib import Path

from cffi import FFI

HERE = Path(__file__).resolve().parent

ffibuilder = FFI()
ffibuilder.cdef("void add(double *a, const double *b, size_t n);")

# None instead of C: a Python file is written, and no compiler is called.
ffibuilder.set_source("out_of_line._add_abi", None)

if __name__ == "__main__":
    written = ffibuilder.compile(tmpdir=str(HERE))
    print(f"ready: {Path(written).relative_to(HERE)}")
