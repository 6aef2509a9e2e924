"""An FFI object of a compiled module is made once."""

from scratch import extension

ffi, lib = extension("_rain", "enum { DAYS = 7 };", "enum { DAYS = 7 };")
ffi.__init__()
