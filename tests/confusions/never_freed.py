"""C allocates, and Python lets go of the pointer alone."""

from cffi import FFI
from scratch import library

path = library(
    "field",
    """
#include <stdlib.h>
static int live;
int field_live(void) { return live; }
void *field_new(void) { live++; return malloc(8000); }
void field_free(void *field) { live--; free(field); }
""",
)
ffi = FFI()
ffi.cdef("int field_live(void); void *field_new(void); void field_free(void *field);")
lib = ffi.dlopen(path)
for _ in range(1000):
    field = lib.field_new()
del field
print("fields that Python holds:", 0)
print("fields that C holds:     ", lib.field_live())
