"""typedef int... fits integers, typedef float... fits floats."""

from scratch import extension

ffi, lib = extension("_rain", "typedef float... level;", "typedef long double level;")
ffi.sizeof("level")
