"""The cdef-check demo goes wrong without an error, is found out, and then fits its header."""

import re
import sys

from cffi_workshop.cdef.check import HeaderOptions
from cffi_workshop.cdef.writing import written

from .demo_runs import DEMO, copy, make, require, run
from .surroundings import replace_in

FOLDER = DEMO / "cdef-check"
NAMES = ("buoy_state", "buoy_listen", "buoy_energy")


def test_the_wrong_cdef_prints_heights_that_no_buoy_sends(made):
    _directory, result = made("cdef-check")
    wrong, right = re.findall(r"heights: (.*)", result.stdout)
    assert "\n            struct sample has 12 bytes in the cdef, 8 in C\n" in result.stdout
    assert right == "0 707 1000 707 0 -707 -1000 -707"
    assert wrong.split()[1:] != right.split()[1:]
    assert result.stderr == ""


def test_the_kept_cdef_is_what_the_header_gives():
    text = written(HeaderOptions((str(FOLDER / "buoy.h"),)).compiler(), NAMES)
    assert (FOLDER / "buoy.cdef").read_text() == text


def test_the_demos_own_test_passes_and_fails_over_the_wrong_cdef(tmp_path):
    require("cdef-check")
    folder = copy("cdef-check", tmp_path)
    test = [sys.executable, "-m", "pytest", "-vv", "-p", "no:cacheprovider", "test_buoy_cdef.py"]
    assert run(*test, cwd=folder).returncode == 0
    (folder / "buoy_abi.py").write_text((folder / "buoy_wrong.py").read_text())
    failed = run(*test, cwd=folder)
    assert failed.returncode == 1
    assert "the result of buoy_energy(): int buoy_energy" in failed.stdout


def test_a_build_stops_where_a_cdef_that_shall_be_right_breaks(tmp_path):
    require("cdef-check")
    folder = copy("cdef-check", tmp_path)
    replace_in(folder / "buoy_abi.py", "ffi.cdef(", 'ffi.cdef("int buoy_tide(void);" + ', 1)
    replace_in(folder / "buoy.h", "int64_t buoy_energy", "int buoy_energy")
    assert make(folder, "right").returncode != 0
