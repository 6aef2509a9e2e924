"""Notebooks, solutions and episodes also run on the newest Python of this machine.

They run in a fresh clone, with the packages that `make lab` installs and no others, so that a cell
that needs more than a learner has fails here.

CI runs those that are drawn (drawn.py): Python changes once a year, and the lesson each day.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cffi_workshop.notebooks.start_page import LANDING

from .drawn import drawn
from .scratch import Shown
from .surroundings import EXERCISES, REPOSITORY


def interpreters():
    """Yield each Python 3 that the shell or pyenv knows."""
    names = [f"python3.{minor}" for minor in range(sys.version_info.minor + 1, 30)]
    yield from filter(None, map(shutil.which, names))
    if shutil.which("pyenv"):
        root = subprocess.run(
            ["pyenv", "root"], capture_output=True, text=True, check=True
        ).stdout.strip()
        yield from map(str, Path(root, "versions").glob("3.*/bin/python"))


def version(interpreter):
    """Return (3, minor) of one that works and can make environments, and nothing of any other."""
    program = "import ensurepip, sys; print(*sys.version_info[:2])"
    run = subprocess.run([interpreter, "-c", program], capture_output=True, text=True)
    return tuple(map(int, run.stdout.split())) if run.returncode == 0 else ()


def newest_python():
    """Return the newest interpreter beside ours, or None."""
    newer = {version(one): one for one in interpreters()}
    newest = max(newer, default=())
    return newer[newest] if newest > sys.version_info[:2] else None


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A clone of what is committed, after `make PYTHON=... lab` has installed its packages."""
    interpreter = newest_python()
    if interpreter is None:
        ours = "{}.{}".format(*sys.version_info)
        pytest.skip(
            f"There is no Python newer than {ours} on this machine; install one: pyenv install 3.13"
        )
    clone = tmp_path_factory.mktemp("newest") / "workshop"
    subprocess.run(["git", "clone", "--quiet", REPOSITORY, clone], check=True)
    # What is imported of so many packages is compiled then, and that is a part. Where the tests
    # have uv it installs here too; a learner's pip does so in test_start.py.
    uv = Path(sys.executable).with_name("uv")
    run(clone, "env", "PIP_NO_COMPILE=1", "make", f"PYTHON={interpreter}", f"UV={uv}", ".venv/.lab")
    pip = (clone / ".venv/bin/python", "-m", "pip", "install", "--quiet")
    run(clone, *pip, "--constraint", "constraints.txt", "nbval")
    yield clone
    shutil.rmtree(clone)  # its packages are hundreds of megabytes


def run(folder, *command):
    """Run a command as in a terminal where the clone's environment is active.

    Return what it printed.
    """
    path = f"{folder / '.venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    plain = {"NO_COLOR": "1", "PATH": path, "IPYTHONDIR": str(folder / ".ipython")}
    done = subprocess.run(
        command, cwd=folder, env=os.environ | plain, capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


def drawn_of(clone, pattern):
    return drawn(sorted(clone.glob(pattern)), pattern)


def shown_by(clone, books):
    """Let nbval pass over notebooks; return what each cell showed, by the name of its notebook."""
    kept = clone / "kept.json"
    options = ["-q", "-c", os.devnull, "--rootdir", clone, "-p", "no:cacheprovider"]
    options += ["-p", "no:cffi_workshop", "--nbval", "--nbval-cell-timeout=60"]
    run(clone, "python", "tests/nbval_keeper.py", kept, *options, *books)
    told = json.loads(kept.read_text(encoding="utf-8"))
    return {name: [Shown(outputs) for outputs in cells] for name, cells in told.items()}


def test_demos_and_the_landing_notebook_print_there_what_is_stored(clone):
    shown_by(clone, [*drawn_of(clone, "demo/*/*.ipynb"), clone / LANDING])


def test_solutions_print_there_what_is_stored_and_get_full_points(clone):
    books = drawn_of(clone, "solutions/*/*.ipynb")
    shown = shown_by(clone, books)
    points = {one.notebook: f"{one.points} of {one.points} points" for one in EXERCISES}
    assert sorted(shown) == sorted(book.name for book in books)
    assert [name for name in shown if points[name] not in shown[name][-1].plain] == []


def test_a_notebook_that_is_handed_out_runs_there(clone):
    """One of them: the others have the same cells around what is still to do."""
    cells = shown_by(clone, [clone / "exercises/fibonacci/fibonacci.ipynb"])["fibonacci.ipynb"]
    assert "of 20 points" in cells[-1].plain


def test_episodes_run_there_and_find_their_tools(clone):
    pages = drawn_of(clone, "episodes/[0-9]*.md")
    run(clone, "jupytext", "--quiet", "--to", "ipynb", "--execute", *pages)
    for page in pages:
        assert "command not found" not in page.with_suffix(".ipynb").read_text(), page.name
