"""The type of a callback is read without its const."""

from scratch import extension

ffi, lib = extension("_point", "struct point { double x, y; };", "struct point { double x, y; };")
ffi.callback("int(const void *, const void *)", print)
