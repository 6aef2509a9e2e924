"""The text is no C type."""

from scratch import extension

ffi, lib = extension("_point", "struct point { double x, y; };", "struct point { double x, y; };")
ffi.new("struct point *;")
