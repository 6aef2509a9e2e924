"""The package is built from what a machine has, and its tests see a library that was rebuilt."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .demo_runs import DEMO, copy, files, make, require, require_pypy, run
from .surroundings import replace_in

COMPILERS = {"g++", "c++", "clang++", "gfortran", "f77", "f95", "flang"}


def path_without(programs: set[str], folder: Path) -> str:
    """Return a PATH of one folder that has links to all programs but `programs`.

    The name of a program counts without a version at its end and without the prefix of the machine.
    """
    folder.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*"):
            name = re.sub(r"^x86_64-linux-gnu-|-[\d.]+$", "", program.name)
            link = folder / program.name
            if name not in programs and not link.is_symlink():  # whether or not it leads somewhere
                link.symlink_to(program)
    return str(folder)


def failed(result: subprocess.CompletedProcess) -> set[str]:
    """Return which parameters of the package's tests failed: c, cpp, fortran."""
    return set(re.findall(r"^FAILED tests/test_pi\.py::\w+\[(\w+)", result.stdout, re.MULTILINE))


def test_the_same_tests_see_a_library_that_cmake_rebuilt(tmp_path):
    require("pi-package")
    directory = copy("pi-package", tmp_path)
    tests = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cffi_workshop"]
    tests += ["tests/test_pi.py"]
    assert make(directory, "libraries").returncode == 0
    before = run(*tests, cwd=directory)
    assert (before.returncode, failed(before)) == (0, set())
    built = {
        path: path.stat().st_mtime_ns for path in (directory / "build/libraries").glob("libpi_*")
    }
    known = files(directory / "tests")

    replace_in(directory / "src/pi.c", "bits >> 12 &", "bits >> 11 &")
    assert make(directory, "libraries").returncode == 0
    changed = [path.stem for path, when in built.items() if path.stat().st_mtime_ns != when]
    assert changed == ["libpi_c"]

    after = run(*tests, cwd=directory)
    assert (after.returncode, failed(after)) == (1, {"c"})
    assert files(directory / "tests") == known


@pytest.mark.parametrize("source", ["pi.c", "pi.cpp"])
def test_a_warning_stops_the_build(source, tmp_path):
    require("pi-package")
    directory = copy("pi-package", tmp_path)
    with (directory / "src" / source).open("a") as file:
        file.write("\nint left_over(double x);\nint left_over(double x)\n{\n    return x;\n}\n")
    result = make(directory, "libraries")
    assert result.returncode != 0
    assert re.search(re.escape(source) + r":\d+:.*conversion", result.stdout)


def test_without_the_other_compilers_c_is_left_and_the_rest_says_what_to_install(
    tmp_path, monkeypatch
):
    require("pi-package")
    directory = copy("pi-package", tmp_path)
    monkeypatch.setenv("PATH", path_without(COMPILERS, tmp_path / "programs"))
    monkeypatch.delenv("CI", raising=False)  # where a skipped test would be a failed one
    result = make(directory)
    assert (result.returncode, result.stderr) == (0, "")
    assert re.search(r"^C        3\.1\d+$", result.stdout, re.MULTILINE)
    assert re.search(r"^C\+\+      not built; sudo apt install g\+\+,", result.stdout, re.MULTILINE)
    assert re.search(
        r"^Fortran  not built; sudo apt install gfortran,", result.stdout, re.MULTILINE
    )
    assert "libpi_c.so" in result.stdout
    assert "libpi_fortran.so" not in result.stdout

    # Installed later, the compilers are found without a `make clean`.
    monkeypatch.undo()
    assert make(directory, "libraries").returncode == 0
    assert {path.stem for path in (directory / "build/libraries").glob("libpi_*")} == {
        "libpi_c",
        "libpi_cpp",
        "libpi_fortran",
    }


def test_a_language_that_was_not_built_is_missed_by_name(made, tmp_path):
    directory, _ = made("pi-package")
    site = shutil.copytree(directory / "build/site", tmp_path / "site")
    next((site / "monte_pi").glob("libpi_fortran.*")).unlink()
    call = (
        f"import sys; sys.path.insert(0, {str(site)!r}); import monte_pi; monte_pi.estimate(1, 0, "
        "'fortran')"
    )
    result = run(sys.executable, "-c", call, cwd=tmp_path)
    assert result.returncode == 1
    told = result.stderr.splitlines()[-1]
    assert told.startswith("FileNotFoundError: monte_pi has no libpi_fortran.")
    assert "sudo apt install gfortran" in told


def test_without_cmake_make_says_what_to_install(tmp_path):
    directory = copy("pi-package", tmp_path)
    result = make(directory, "CMAKE=a-cmake-that-is-not-there")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "CMake was not found; install it: sudo apt install cmake\n"


def test_without_scikit_build_core_make_says_what_to_install(tmp_path, monkeypatch):
    directory = copy("pi-package", tmp_path)
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/scikit_build_core.py").write_text("raise ImportError('hidden')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hidden"))
    result = make(directory)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("scikit-build-core was not found; install it: ")


def test_the_wheel_fits_every_python_3_on_this_kind_of_machine(made):
    directory, _ = made("pi-package")
    [wheel] = (directory / "build/site").glob("*.dist-info/WHEEL")
    tags = re.findall(r"^Tag: (.*)$", wheel.read_text(), re.MULTILINE)
    assert all(re.fullmatch(r"py3-none-(linux|macosx)_\w+", tag) for tag in tags)
    assert tags


def test_the_installed_package_runs_on_pypy_as_it_is(made, tmp_path, monkeypatch):
    require_pypy()
    directory, _ = made("pi-package")
    monkeypatch.setenv("PYTHONPATH", str(directory / "build/site"))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    here = run(sys.executable, "-m", "monte_pi", "1000", cwd=tmp_path)
    there = run("pypy3", "-m", "monte_pi", "1000", cwd=tmp_path)
    assert (there.returncode, there.stderr) == (0, "")
    assert there.stdout == here.stdout


def test_the_package_declares_what_the_header_declares():
    header, package = (
        (DEMO / "pi-package" / name).read_text()
        for name in ("src/pi.h", "python/monte_pi/libraries.py")
    )
    declared = [re.findall(r"^uint64_t .*?;", text, re.MULTILINE) for text in (header, package)]
    assert declared[0] == declared[1]
    assert len(declared[0]) == 2
