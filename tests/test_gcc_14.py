"""What gcc 14 makes an error, and episode 4 lists: this gcc refuses the same when asked to."""

import re
import subprocess
from io import StringIO
from sysconfig import get_path

import pytest
from cffi import FFI

from .surroundings import REPOSITORY, need_program

pytestmark = pytest.mark.quick

PAGE = (REPOSITORY / "episodes" / "04-api-mode.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^\| [^|]+ \| `([a-z-]+)` \| ", PAGE, re.MULTILINE)

# A cdef and the C beside it: what cffi generates of the two is refused for that warning.
BESIDE_A_HEADER = {
    "implicit-function-declaration": ("int rain_days(int month);", ""),
    "incompatible-pointer-types": ("int rain(float *mm);", "int rain(double *mm);"),
    "int-conversion": ("long rain_name(void);", "char *rain_name(void);"),
}
OLD_C = {
    "declaration-missing-parameter-type": "int warm(celsius);",
    "implicit-int": "static count = 0; int days(void) { return count; }",
    "return-mismatch": "int days(void) { return; }",
}


@pytest.fixture
def refused(tmp_path):
    """Return refused(c, *flags): whether gcc makes an error of this C."""
    need_program("gcc", "gcc")

    def ask(c, *flags):
        (tmp_path / "asked.c").write_text(c)
        command = ["gcc", "-std=gnu11", f"-I{get_path('include')}", *flags, "-c", "asked.c"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        return ": error: " in done.stderr

    return ask


def generated(cdef, c):
    """Return the C that cffi writes for a cdef beside this C."""
    ffibuilder = FFI()
    ffibuilder.cdef(cdef)
    ffibuilder.set_source("_rain", c)
    text = StringIO()
    ffibuilder.emit_c_code(text)
    return text.getvalue()


def test_the_page_lists_each_of_these_warnings_and_no_other():
    """They are those of "Certain warnings are now errors" in gcc's *Porting to GCC 14*."""
    assert sorted(LISTED) == sorted(BESIDE_A_HEADER | OLD_C)
    assert len(LISTED) == 6
    assert "an error of six such warnings" in " ".join(PAGE.split())


@pytest.mark.parametrize("warning", BESIDE_A_HEADER)
def test_a_cdef_beside_another_header_is_refused(warning, refused):
    cdef, c = BESIDE_A_HEADER[warning]
    assert refused(generated(cdef, c), f"-Werror={warning}")
    assert not refused(generated(cdef, cdef), f"-Werror={warning}")


@pytest.mark.parametrize("warning", OLD_C)
def test_old_c_is_refused(warning, refused):
    """Before 14, two of these had no name; strict C refuses all three."""
    assert refused(OLD_C[warning], "-pedantic-errors")
    assert not refused("int days(void) { return 3; }", "-pedantic-errors")
