"""A folder that is gone when the program ends, and C in it: what many of these programs need."""

import atexit
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# A folder, where many programs run: it goes after them, with what those that crash leave.
CACHE = os.environ.get("CONFUSIONS_CACHE")


def enter():
    """Make a fresh folder, and work in it."""
    if not Path.cwd().name.startswith("confusion-"):
        folder = tempfile.mkdtemp(prefix="confusion-", dir=CACHE)
        atexit.register(shutil.rmtree, folder)
        os.chdir(folder)
        sys.path.insert(0, folder)


def library(name, code):
    """Compile `code` into ./libNAME.so, in a fresh folder unless there is one by now."""
    enter()
    Path(f"{name}.c").write_text(code)
    command = ["cc", "-shared", "-fPIC", "-w", "-o", f"lib{name}.so", f"{name}.c"]
    subprocess.run(command, check=True)
    return f"./lib{name}.so"


def build(name, cdef, source, **options):
    """Compile an extension module into the fresh folder; return the path of its file."""
    from cffi import FFI

    enter()
    ffi = FFI()
    ffi.cdef(cdef)
    ffi.set_source(name, source, **options)
    return ffi.compile()


def extension(name, cdef, source):
    """Return the ffi and the lib of an extension module.

    The module is compiled once for all programs.
    """
    enter()
    key = hashlib.sha256(f"{cdef}\0{source}".encode()).hexdigest()[:16]
    folder = Path(CACHE or ".").resolve() / key
    if not folder.is_dir():
        path = build(name, cdef, source)
        folder.mkdir()
        shutil.copy(path, folder)
    sys.path.insert(0, str(folder))
    module = importlib.import_module(name)
    return module.ffi, module.lib


def installed(*names):
    """Return an environment in which Python finds only these installed packages.

    Python needs the option -S there.
    """
    Path("packages").mkdir(exist_ok=True)
    for name in names:
        found = Path(__import__(name).__file__)
        found = found.parent if found.name == "__init__.py" else found
        Path("packages", found.name).symlink_to(found)
    return {"PATH": os.environ["PATH"], "PYTHONPATH": "packages"}
