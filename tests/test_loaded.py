"""A count is taken from the probe alone: a library that the learner's code brought is named."""

import shutil
import subprocess
import sys
from pathlib import Path

import _cffi_backend
import pytest

from cffi_workshop.worker import loaded

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells which libraries a process has"
)
LIBRARY = Path(_cffi_backend.__file__)  # any will do that can be opened
PROGRAM = """
import os, shutil, sys
import cffi
from cffi_workshop.worker import loaded

added = loaded.watch({folder!r}, sys.path + [sys.prefix, sys.base_prefix])
ffi, given, mine = cffi.FFI(), {folder!r} + "/libgiven.so", {folder!r} + "/mine.so"
{lines}
print(added())
"""


def named(tmp_path, *lines):
    shutil.copy(LIBRARY, tmp_path / "libgiven.so")
    program = PROGRAM.format(folder=str(tmp_path), lines="\n".join(lines))
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert not run.stderr, run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["first, again = ffi.dlopen(given), ffi.dlopen(given)"], ""),
        (["import decimal, numpy.random"], ""),
        (['@ffi.callback("int(int)")', "def called(x):", "    return x"], ""),
        (["ffi.dlopen(given)", "shutil.copy(given, mine)", "lib = ffi.dlopen(mine)"], "mine.so"),
        (
            [
                "lib = ffi.dlopen(given)",
                "shutil.copy(given, mine)",
                "os.replace(mine, given)",
                "twin = ffi.dlopen(given)",
            ],
            "libgiven.so",
        ),
        (
            [
                'file = os.memfd_create("libffi")',
                'os.write(file, open(given, "rb").read())',
                'lib = ffi.dlopen(f"/proc/self/fd/{file}")',
            ],
            "memfd:libffi",
        ),
    ],
    ids=["given", "installed", "callback", "copy", "replaced", "in memory"],
)
def test_a_library_that_was_not_given_is_named(tmp_path, lines, name):
    assert named(tmp_path, *lines) == name


def test_where_nobody_can_be_asked_nothing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(loaded, "MAPS", str(tmp_path / "none"))
    added = loaded.watch(str(tmp_path), [])
    assert added() == ""
