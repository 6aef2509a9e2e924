"""A cdef that is made from a header of the system says what the header says, and cffi takes it."""

from functools import cache
from importlib import import_module

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
    own = [
        one for one in chunks if one.file.endswith(ending) and not one.is_type and not one.is_inline
    ]
    names = {name for one in own if "(" in one.tokens for name in one.defines}
    return sorted(names & set(read_header(compiler, names).declarations.functions))


def assert_clean(compiler, names, api):
    text = written(compiler, names, api)
    ffi = cffi.FFI()
    ffi.cdef(text)
    header = read_header(compiler, cdef_of(ffi).names)
    assert [str(one) for one in compared(cdef_of(ffi), header)] == []
    assert {key.split()[1] for key in ffi._parser._declarations if key[:9] == "function "} == set(
        names
    )


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


def test_what_is_written_loads_in_both_modes(tmp_path, monkeypatch):
    compiler = HeaderOptions(("dirent.h",)).compiler()
    names = ("opendir", "readdir", "telldir", "seekdir", "closedir")
    abi = cffi.FFI()
    abi.cdef(written(compiler, names))
    library = abi.dlopen(None)
    built = cffi.FFI()
    built.cdef(written(compiler, names, True))
    built.set_source("_dirent_written", "#include <dirent.h>")
    built.compile(tmpdir=str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    module = import_module("_dirent_written")
    for ffi, lib in ((abi, library), (module.ffi, module.lib)):
        assert all(hasattr(lib, name) for name in names)
        directory = lib.opendir(str(tmp_path).encode())
        assert ffi.string(lib.readdir(directory).d_name)
        assert lib.closedir(directory) == 0
