"""Two FFI objects declare the same struct, and what one makes is given to the other."""

from cffi import FFI

ours, theirs = FFI(), FFI()
for ffi in (ours, theirs):
    ffi.cdef("struct point { double x, y; }; struct path { struct point *first; };")
path = theirs.new("struct path *")
path.first = ours.new("struct point *")
