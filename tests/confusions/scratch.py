"""A folder that is gone when the program ends, and a C library in it: what many of these programs need."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def enter():
    """Make a fresh folder, and work in it."""
    folder = tempfile.mkdtemp(prefix="confusion-")
    atexit.register(shutil.rmtree, folder)
    os.chdir(folder)
    sys.path.insert(0, folder)


def library(name, code):
    """Compile `code` into ./libNAME.so, in a fresh folder unless there is one by now."""
    if not Path.cwd().name.startswith("confusion-"):
        enter()
    Path(f"{name}.c").write_text(code)
    command = ["cc", "-shared", "-fPIC", "-o", f"lib{name}.so", f"{name}.c"]
    subprocess.run(command, check=True)
    return f"./lib{name}.so"


def installed(*names):
    """Return an environment in which Python finds these installed packages alone: give it the option -S."""
    Path("packages").mkdir(exist_ok=True)
    for name in names:
        found = Path(__import__(name).__file__)
        found = found.parent if found.name == "__init__.py" else found
        Path("packages", found.name).symlink_to(found)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": "packages"}
