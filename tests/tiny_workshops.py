"""Workshops made of tests/tiny, and the git that some of them are kept in."""

import shutil
import subprocess
from pathlib import Path

from cffi_workshop.authoring.stubs import generate

__all__ = ["TINY", "commit", "git", "two_exercises"]

TINY = Path(__file__).parent / "tiny"


def two_exercises(root):
    """Lay out a workshop of two exercises, tiny and wee, as it is handed out; return its folder."""
    shutil.copytree(TINY, root)
    tiny, wee = root / "solutions" / "tiny", root / "solutions" / "wee"
    (root / "exercises").mkdir()
    shutil.copytree(tiny, wee)
    for folder in (tiny, wee):
        (folder / f"test_{folder.name}.py").write_text('"""What is checked."""\n')
    metadata = wee / "exercise.toml"
    metadata.write_text(metadata.read_text().replace("order = 10", "order = 20"))
    generate(root)
    return root


def git(root, *arguments):
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", "-C", root, *identity, *arguments], check=True, capture_output=True)


def commit(root):
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "as it is")
