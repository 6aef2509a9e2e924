"""add() over libtiny, in ABI mode in-line."""

from pathlib import Path

from cffi import FFI

ffi = FFI()
# BEGIN SOLUTION: # TODO 1: declare tiny_add(), and open the library
# STUB: lib = None
ffi.cdef("int tiny_add(int a, int b);")
lib = ffi.dlopen(str(Path(__file__).resolve().with_name("libtiny.so")))
# END SOLUTION


def add(a: int, b: int) -> int:
    """Return a + b, added by C."""
    # BEGIN SOLUTION: raise NotImplementedError("TODO 2: call C")
    return lib.tiny_add(a, b)
    # END SOLUTION


if __name__ == "__main__":
    print(add(2, 3))
