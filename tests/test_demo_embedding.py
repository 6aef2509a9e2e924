"""The embedding demo is a C program that gets its answers from Python within a library."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import _cffi_backend
import numpy as np
import pytest

from .demo_runs import copy, make, require, run
from .surroundings import replace_in

KNOWN = {"PYTHONHOME": sys.base_prefix, "PYTHONPATH": str(Path(_cffi_backend.__file__).parent)}


def ask(directory: Path, *reports: str, **env: str) -> subprocess.CompletedProcess:
    """Run the C program of the demo, as its Makefile does."""
    return run(directory / "ask", *reports, cwd=directory, env={**os.environ, **KNOWN, **env})


@pytest.mark.parametrize("places", [1, 2, 50])
def test_c_gets_the_warmest_place_from_python(made, places):
    directory, _ = made("embedding")
    celsius = np.random.default_rng(places).normal(scale=20, size=places)
    names = [f"Ålesund {number}" for number in range(places)]
    result = ask(directory, json.dumps(dict(zip(names, celsius.tolist(), strict=True))))
    expected = f"warmest of {places}: {names[np.argmax(celsius)]}, {celsius.max():.1f} degrees\n"
    assert (result.returncode, result.stdout, result.stderr) == (0, expected, "")


NO_REPORTS = [
    "",
    "{",
    "{}",
    "[1.5]",
    "null",
    '{"Oslo": "warm"}',
    '{"Oslo": true}',
    '{"Oslo": 1.5, "Metz": NaN}',
    '{"Oslo": 1e999}',
    '{"Oslo\\u0000": 1.5}',
    '{"\\ud800": 1.5}',
    '{"Oslo": ' + 400 * "9" + "}",
]


def test_no_report_gets_no_answer_and_the_next_one_does(made):
    directory, _ = made("embedding")
    result = ask(directory, *NO_REPORTS, '{"Oslo": -3}')
    refused = [f"no answer to: {report}" for report in NO_REPORTS]
    assert result.stdout.splitlines() == [*refused, "warmest of 1: Oslo, -3.0 degrees"]
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "fits"),
    [(31 * "o", True), (32 * "o", False), ("ø" + 29 * "o", True), (16 * "ø", False)],
)
def test_name_is_written_where_it_fits_with_its_nul(made, name, fits):
    result = ask(made("embedding")[0], json.dumps({name: 20.0}))
    assert result.stdout.startswith(f"warmest of 1: {name}, " if fits else "no answer")


def test_python_is_in_the_library_and_a_change_needs_a_build(tmp_path):
    require("embedding")
    directory = copy("embedding", tmp_path)
    assert make(directory).returncode == 0
    init = directory / "weather_init.py"
    replace_in(init, "max(places", "min(places")
    report = '{"Oslo": 1.0, "Metz": 2.0}'
    assert "Metz" in ask(directory, report).stdout
    assert make(directory).returncode == 0
    init.unlink()
    assert "Oslo" in ask(directory, report).stdout


def test_python_without_cffi_is_told_and_c_gets_0(made, tmp_path):
    directory, _ = made("embedding")
    modules = Path(sysconfig.get_path("stdlib"))
    bare = tmp_path / modules.relative_to(sys.base_prefix)
    bare.mkdir(parents=True)
    for entry in modules.iterdir():
        if entry.name not in {"site-packages", "dist-packages"}:
            (bare / entry.name).symlink_to(entry)
    report = '{"Oslo": 1.0}'
    # Not the PATH of an environment that is active: Python would find its packages by that.
    bare_one = {"PYTHONHOME": str(tmp_path), "PYTHONPATH": "", "PYTHONNOUSERSITE": "1"}
    result = ask(directory, report, **bare_one, PATH=os.defpath)
    assert (result.returncode, result.stdout) == (0, f"no answer to: {report}\n")
    assert "No module named '_cffi_backend'" in result.stderr
    assert "initialization code failed.  Returning 0." in result.stderr


def test_makefile_says_what_to_install_where_python_is_no_library(tmp_path):
    result = make(copy("embedding", tmp_path), "PYTHON_LIBRARY=")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        "This demo needs Python as a shared library; install it: sudo apt install python3-dev\n"
    )


def test_library_of_this_python_is_found_where_it_is(made):
    directory, _ = made("embedding")
    printed = run(sys.executable, "python_paths.py", "library", cwd=directory).stdout.strip()
    assert list(Path(printed).glob(f"libpython{sysconfig.get_config_var('LDVERSION')}.*"))
