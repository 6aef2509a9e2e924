"""A cdef that is made from a header of the system says what the header says, and cffi takes it."""

from functools import cache

import cffi
import pytest

from cffi_workshop.cdef.check import HeaderOptions
from cffi_workshop.cdef.comparing.compare import compared
from cffi_workshop.cdef.header.chunks import cut
from cffi_workshop.cdef.header.read import read_header
from cffi_workshop.cdef.source.read import cdef_of
from cffi_workshop.cdef.writing import written

from .test_cdef_packages import of_package

HEADERS = ["stdio.h", "stdlib.h", "time.h", "sys/stat.h", "netdb.h", "unistd.h", "wchar.h"]


@cache
def functions_of(compiler, ending):
    """Return what a header itself declares as functions that a library has."""
    chunks = cut(compiler.preprocess()).chunks
    own = [one for one in chunks if one.file.endswith(ending) and not one.is_type and not one.is_inline]
    names = {name for one in own if "(" in one.tokens for name in one.defines}
    return sorted(names & set(read_header(compiler, names).declarations.functions))


def assert_clean(compiler, names, api):
    text = written(compiler, names, api)
    ffi = cffi.FFI()
    ffi.cdef(text)
    header = read_header(compiler, cdef_of(ffi).names)
    assert [str(one) for one in compared(cdef_of(ffi), header)] == []
    assert {key.split()[1] for key in ffi._parser._declarations if key[:9] == "function "} == set(names)


@pytest.mark.parametrize("header", HEADERS)
def test_all_functions_of_a_header_can_be_written(header):
    compiler = HeaderOptions((header,)).compiler()
    names = functions_of(compiler, header)
    assert names
    assert_clean(compiler, names, api=False)


@pytest.mark.parametrize("mode", ["abi", "api"])
def test_all_functions_of_cairo_can_be_written(mode):
    _target, options = of_package("cairocffi")
    compiler = options.compiler()
    assert_clean(compiler, functions_of(compiler, "cairo.h"), api=mode == "api")
