"""Workshops made of tests/tiny, and the git that some of them are kept in."""

import shutil
import subprocess
from pathlib import Path

from cffi_workshop.authoring.stubs import generate

from .surroundings import replace_in

__all__ = ["commit", "git", "one_exercise", "two_exercises"]

TINY = Path(__file__).parent / "tiny"


def one_exercise(root):
    """Lay out a tiny workshop of one exercise, and return its folder.

    Nothing of the exercise is handed out yet.
    """
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    (root / "exercises").mkdir()
    (root / "solutions" / "tiny" / "test_tiny.py").write_text('"""What is checked."""\n')
    return root


def two_exercises(root):
    """Lay out a workshop of two exercises, tiny and wee, as it is handed out; return its folder."""
    tiny = one_exercise(root) / "solutions" / "tiny"
    wee = Path(shutil.copytree(tiny, tiny.with_name("wee")))
    (wee / "test_tiny.py").rename(wee / "test_wee.py")
    replace_in(wee / "exercise.toml", "order = 10", "order = 20")
    generate(root)
    return root


def git(root, *arguments):
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", "-C", root, *identity, *arguments], check=True, capture_output=True)


def commit(root):
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "as it is")
