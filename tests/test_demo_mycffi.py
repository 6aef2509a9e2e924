"""The mycffi demo is a whole package with library and header; its users need no compiler."""

import re
import shutil
import sys

import pytest

from .demo_runs import copy, make, require, require_pypy, run
from .surroundings import replace_in

SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"


@pytest.fixture
def site(made, tmp_path):
    """Return a copy of the folder that the package was installed into."""
    directory, _ = made("mycffi")
    return shutil.copytree(directory / "build" / "site", tmp_path / "a site of its own")


def session(site, program, python=sys.executable):
    """Run a program away from the sources, with the package and nothing else of the demo."""
    command = f"import sys; sys.path.insert(0, {str(site)!r})\n{program}"
    return run(python, "-B", "-c", command, cwd=site.parent)


def test_the_wheel_fits_every_python_3_on_this_kind_of_machine(site):
    [wheel] = site.glob("*.dist-info/WHEEL")
    tags = re.findall(r"^Tag: (.*)$", wheel.read_text(), re.MULTILINE)
    assert tags
    assert all(re.fullmatch(r"py3-none-(linux|macosx)_\w+", tag) for tag in tags)


def test_python_reads_its_cdef_from_the_header_that_was_shipped(site):
    replace_in(
        site / "mycffi" / "include" / "mycffi.h", "#endif", "double mymissing(void);\n\n#endif"
    )
    done = session(site, "from mycffi.library import lib; lib.mymissing()")
    assert "function/symbol 'mymissing' not found in library" in done.stderr


def test_without_its_library_the_package_says_what_to_do(site):
    (site / "mycffi" / f"libmycffi{SUFFIX}").unlink()
    done = session(site, "import mycffi")
    assert done.stderr.splitlines()[-1].startswith("ImportError: mycffi cannot open libmycffi")
    assert "Install the package anew" in done.stderr


def test_each_function_says_in_its_docstring_what_it_raises(site):
    texts = "[getattr(mycffi, name).__doc__ for name in mycffi.__all__]"
    program = f"import mycffi; print(*[text.count('Error') for text in {texts}])"
    assert session(site, program).stdout.split() == ["2", "1", "3"]


def test_what_cannot_be_printed_raises(site):
    program = "import os, mycffi; os.close(1); mycffi.myprint('Bern')"
    assert "OSError: C could not print the text" in session(site, program).stderr


def test_the_installed_package_runs_on_pypy_as_it_is(site):
    require_pypy()
    done = session(
        site, "import mycffi; print(mycffi.mybasic(20), mycffi.myprint('Bern'))", "pypy3"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["Bern", "68.0", "4"]


def test_c_that_does_not_compile_stops_the_build(tmp_path):
    require("mycffi")
    directory = copy("mycffi", tmp_path)
    (directory / "c" / "mycffi.c").write_text("no C\n")
    done = make(directory)
    assert done.returncode != 0
    assert "error:" in done.stdout + done.stderr
