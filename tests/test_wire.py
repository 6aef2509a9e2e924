"""Values on their way to a worker: what decoding an array must not leave behind."""

import sys

import pytest

from .surroundings import run_apart, sanitizer_settings

pytestmark = pytest.mark.quick

# The look for leaks compares what is held before and after a call, in a run with the sanitizer.
HELD = """
import cffi, gc, numpy
from cffi_workshop.worker import wire

ffi = cffi.FFI()
ffi.cdef("size_t __sanitizer_get_current_allocated_bytes(void);")
held = ffi.dlopen(None).__sanitizer_get_current_allocated_bytes
form = wire.encode(numpy.arange(30.0).reshape(5, 6))
marks = ffi.new("size_t[20]")
for place in range(20):
    wire.decode(form)
    gc.collect()
    marks[place] = held()
print(marks[19] - marks[9])
"""


def test_decoding_an_array_leaves_nothing_in_memory():
    settings = sanitizer_settings() | {"PYTHONMALLOC": "malloc"}
    done = run_apart([sys.executable, "-c", HELD], **settings)
    assert (done.returncode, done.stdout) == (0, "0\n")
