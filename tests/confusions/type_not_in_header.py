"""The cdef has a type or a member that the header lacks."""

from scratch import build

build("_point", "struct point { double x, z; };", "struct point { double x, y; };")
