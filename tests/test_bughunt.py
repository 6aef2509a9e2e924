"""The exercise bughunt: who complains of its mistakes in which mode, as its README says."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from .surroundings import REPOSITORY

EXERCISE = REPOSITORY / "exercises" / "bughunt"
README = (REPOSITORY / "solutions/bughunt/README.md").read_text(encoding="utf-8")
WRONG_POINTER, RIGHT_POINTER = "const int64_t *tenths", "const int32_t *tenths"
WRONG_FIELD, RIGHT_FIELD = "        int n;", "        size_t n;"
# gcc takes the pointer for an error since version 14; as a warning, it leaves a module to run.
ENVIRONMENT = {
    **os.environ,
    "LC_ALL": "C",
    "CFLAGS": f"{os.environ.get('CFLAGS', '')} -O0 -Wno-error=incompatible-pointer-types",
}


@pytest.fixture
def run(tmp_path):
    """Return run(*command): its result, in a folder with what a learner is handed."""
    shutil.copytree(EXERCISE, tmp_path, dirs_exist_ok=True)

    def in_the_folder(*command):
        return subprocess.run(
            command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
        )

    return in_the_folder


def test_in_abi_mode_nobody_complains(run):
    assert run("make").stderr == ""
    program = run(sys.executable, "bughunt_abi.py")
    assert (program.returncode, program.stderr) == (0, "")
    lines = re.compile(r"^(?:rain|smoothed|warmest|label) .*", re.MULTILINE)
    assert lines.findall(program.stdout) == lines.findall(README)[:4]


def test_in_api_mode_the_compiler_and_python_find_one_mistake_each_and_no_more(run, tmp_path):
    said = run(sys.executable, "bughunt_build.py")
    assert "incompatible pointer" in said.stderr
    assert "station_rain" in said.stderr
    program = run(sys.executable, "bughunt_api.py")
    assert "ffi.error: struct station: wrong size for field 'n'" in program.stderr

    build = tmp_path / "bughunt_build.py"
    mended = (
        build.read_text().replace(WRONG_POINTER, RIGHT_POINTER).replace(WRONG_FIELD, RIGHT_FIELD)
    )
    build.write_text(mended)
    assert "warning" not in run(sys.executable, "bughunt_build.py").stderr
    program = run(sys.executable, "bughunt_api.py")
    assert (program.returncode, program.stderr) == (0, "")
    assert "[11.5, 10.9, 12.3" in program.stdout  # not smoothed at all, and nobody says so


def test_the_table_tells_the_same():
    rows = re.findall(
        r"^\| (\w[^|]+) \| (\w[^|]+) \| (\w[^|]+) \| \w[^|]+ \|$", README, re.MULTILINE
    )
    heads, *mistakes = rows
    assert heads == ("what is wrong", "in ABI mode", "in API mode")
    said = [(in_abi, in_api.partition(",")[0]) for _, in_abi, in_api in mistakes]
    assert said == [("nobody", each) for each in ("the compiler", "Python", *["nobody"] * 4)]
