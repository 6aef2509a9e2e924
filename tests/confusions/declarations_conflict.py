"""The declaration in the cdef and the one in C differ."""

from scratch import build

build("_area", "int *area(int width);", "static int area(int width) { return width; }")
