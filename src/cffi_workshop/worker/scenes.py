"""What checker/scenes.py works with: the learner's script, and the C that it calls.

A scene is a function that uses the script as a program would, where one call and its answer are not enough:
it makes objects, lets them go, counts what is left.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import cffi

__all__ = ["FILE", "Stage", "load", "open_instead"]

FILE = "scenes.py"

# Bound early: the learner's code may replace these names.
_FFI, _cdef, _dlopen = cffi.FFI, cffi.FFI.cdef, cffi.FFI.dlopen


@dataclass(frozen=True)
class Stage:
    """The learner's `script`, imported; its files are in `folder`."""

    script: ModuleType
    folder: str

    def c(self, cdef: str, library: str = "lib*") -> tuple[cffi.FFI, object]:
        """Return the FFI and the library that the script calls, opened once more: the same memory.

        Where there are several, `library` says which: "libpi_cpp.*".
        """
        ffi = _FFI()
        _cdef(ffi, cdef)
        folder = Path(self.folder)
        carriers = [*folder.glob(library), *folder.glob("_*.so"), *folder.glob("_*.pyd")]
        return ffi, _dlopen(ffi, str(carriers[0]) if carriers else None)


def load(path: str, name: str) -> ModuleType:
    """Import a file under a name that no file of the learner's can take."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None  # the file is a .py, for which there is a loader
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def open_instead(system: str, library: str) -> None:
    """Let FFI.dlopen() open `library` where a script asks for the system's own: None, "m", "libm.so.6"."""
    original = cffi.FFI.dlopen

    def is_system(name: object) -> bool:
        return name is None or (
            isinstance(name, str)
            and (name == system or Path(name).name.startswith((f"lib{system}.", "libSystem.")))
        )

    def dlopen(self, name, flags=0):
        return original(self, library if is_system(name) else name, flags)

    cffi.FFI.dlopen = dlopen
