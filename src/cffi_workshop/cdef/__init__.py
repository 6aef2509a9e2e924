"""A cdef held against the header that it stands for, by the compiler: for anybody's project.

source      where a cdef is found: a text, a build script, a generated or compiled module
header      what the header declares: pycparser reads it, the compiler does the numbers
language    the plain values of both, and C text made of them
comparing   types, members, values and names of both sides
check       all of it together; `differences` is for tests
render      what a person reads, and JSON
writing     a cdef made from a header
"""

from .check import differences
from .comparing.difference import Difference

__all__ = ["Difference", "differences"]
