"""The exercise strings: what its README shows comes out of the library, cffi and C's stdout."""

import re
import shutil
import subprocess
import sys

import pytest

from .surroundings import REPOSITORY

README = (REPOSITORY / "solutions/strings/README.md").read_text(encoding="utf-8")
# What ffi.string() finds behind a text depends on the machine and the day.
BY_CHANCE = "# on one machine"
DOCTEST = """
import doctest, pathlib
shown = doctest.DocTestParser().get_doctest(pathlib.Path("shown").read_text("utf-8"), {}, "README", None, 0)
doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF).run(shown)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Return a copy of the solution with its library made."""
    folder = tmp_path_factory.mktemp("strings")
    for name in ("greeting.c", "greeting.h", "Makefile", "strings_abi.py"):
        shutil.copy(REPOSITORY / "solutions/strings" / name, folder)
    subprocess.run(["make"], cwd=folder, check=True, capture_output=True)
    return folder


def test_the_sessions_of_the_readme_are_what_comes_out(built):
    blocks = "\n".join(re.findall(r"^```pycon\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
    (built / "shown").write_text(re.sub(rf".*{BY_CHANCE}.*\n.*\n", "", blocks), encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", DOCTEST], cwd=built, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "")


def test_into_a_pipe_c_prints_after_python(built):
    command, shown = re.search(
        r"^\$ python -c '([^']*)' \| cat\n((?:.+\n)+?)```", README, re.MULTILINE
    ).groups()
    result = subprocess.run(
        [sys.executable, "-c", command.replace("\n> ", "\n")],
        cwd=built,
        env={"PYTHONDONTWRITEBYTECODE": "1"},  # without PYTHONUNBUFFERED, which changes the order
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == shown
