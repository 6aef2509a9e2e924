"""Functions and constants of a library cannot be replaced."""

from scratch import extension

ffi, lib = extension("_rain", "enum { DAYS = 7 };", "enum { DAYS = 7 };")
lib.DAYS = 8
