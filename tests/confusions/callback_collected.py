"""C keeps a callback that Python has let go of."""

from cffi import FFI
from scratch import library

path = library(
    "event",
    """
static int (*kept)(void);
void keep(int (*f)(void)) { kept = f; }
int fire(void) { return kept(); }
""",
)
ffi = FFI()
ffi.cdef("void keep(int (*f)(void)); int fire(void);")
lib = ffi.dlopen(path)
lib.keep(ffi.callback("int(void)", lambda: 1))
others = [ffi.callback("int(void)", lambda: 2) for _ in range(100)]
print("C keeps the callback that returns 1")
print("C calls the callback that returns", lib.fire())
