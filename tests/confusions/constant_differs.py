"""The constant of the cdef has another value in C."""

from scratch import extension

ffi, lib = extension("_rain", "#define DAYS 6", "#define DAYS 7")
lib.DAYS
