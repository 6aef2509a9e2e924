"""Values on their way to a worker: what decoding an array must not leave behind."""

import sys

import pytest

from cffi_workshop.grading.toolchain import Toolchain

from .surroundings import not_here, run_apart

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
    runtime = Toolchain.find().sanitizer_runtime
    if runtime is None or sys.platform != "linux":
        not_here("There is no AddressSanitizer here; install it: sudo apt install gcc")
    sanitized = {"LD_PRELOAD": str(runtime), "ASAN_OPTIONS": "detect_leaks=0"}
    done = run_apart([sys.executable, "-c", HELD], PYTHONMALLOC="malloc", **sanitized)
    assert (done.returncode, done.stdout) == (0, "0\n")
