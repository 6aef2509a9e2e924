"""A build script is judged by what `python NAME_build.py` makes, wherever its calls stand."""

import pytest

DECLARES = 'ffibuilder.cdef("double cbrt(double x); double hypot(double x, double y);")'
NAMES = 'ffibuilder.set_source("_libm", "#include <math.h>", libraries=["m"])'
MAKES = "ffibuilder = FFI()"
COMPILES = "ffibuilder.compile(tmpdir=str(Path(__file__).resolve().parent))"
HEAD = "from pathlib import Path\n\nfrom cffi import FFI\n\n"
MAIN = 'if __name__ == "__main__":'


def script(above, below, head=MAIN):
    """Return a build script with some of its lines above a block, and the others in it."""
    return HEAD + "\n".join([*above, "", head, *(f"    {line}" for line in below), ""])


def in_a_function(head):
    lines = [MAKES, "", "", "def build():", f"    {DECLARES}", f"    {NAMES}", ""]
    return HEAD + "\n".join([*lines, "", head, "    build()", f"    {COMPILES}", ""])


BY_HAND = {
    "set-source": script([MAKES, DECLARES], [NAMES, COMPILES]),
    "cdef": script([MAKES, NAMES], [DECLARES, COMPILES]),
    "all": script([], [MAKES, DECLARES, NAMES, COMPILES]),
    "a-function": in_a_function(MAIN),
    "set-source-alone": script([MAKES, DECLARES], [NAMES]) + f"{COMPILES}\n",
}


@pytest.mark.parametrize("text", BY_HAND.values(), ids=BY_HAND)
def test_what_is_said_where_the_script_runs_as_a_program_builds_the_module(
    check, copy_of_solution, text
):
    folder = copy_of_solution("libm")
    (folder / "libm_build.py").write_text(text)
    verdict = check("libm", folder)
    assert verdict["passed"], [each for each in verdict["checks"] if each["cause"]]
    assert any("run as a program" in remark for remark in verdict["remarks"])


NEVER = {
    "another-name": (script([MAKES, DECLARES], [NAMES, COMPILES], MAIN.replace("__m", "m")), 9),
    "nobody-calls-it": (in_a_function("def main():"), 10),
    "another-folder": (
        script([MAKES, DECLARES, NAMES], ['ffibuilder.compile(tmpdir="built")']),
        10,
    ),
    "raises": (script([MAKES, DECLARES], ["1 / 0", NAMES, COMPILES]), 9),
}


@pytest.mark.parametrize(("text", "line"), NEVER.values(), ids=NEVER)
def test_what_the_program_never_says_is_told_at_its_line(check, copy_of_solution, text, line):
    folder = copy_of_solution("libm")
    (folder / "libm_build.py").write_text(text)
    verdict = check("libm", folder)
    found = next(each for each in verdict["checks"] if each["status"] == "failed")
    assert found["location"] == {"file": "libm_build.py", "line": line}
    assert verdict["remarks"] == []
