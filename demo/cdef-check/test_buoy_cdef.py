"""What a package in ABI mode puts among its tests: nobody compiles its cdef, so a test does."""

from pathlib import Path

from cffi_workshop.cdef import differences

HERE = Path(__file__).resolve().parent


def test_the_cdef_says_what_the_header_says():
    found = differences(HERE / "buoy_abi.py", header=HERE / "buoy.h")
    assert [str(one) for one in found if one.grade == "breaks"] == []
