"""Another library in the place of one of the system's, for scripts that open it by name."""

from __future__ import annotations

from pathlib import Path

import cffi

__all__ = ["open_instead"]


def open_instead(system: str, library: str) -> None:
    """Let FFI.dlopen() open `library` for the system's own: None, "m", "libm.so.6"."""
    original = cffi.FFI.dlopen

    def is_system(name: object) -> bool:
        return name is None or (
            isinstance(name, str)
            and (name == system or Path(name).name.startswith((f"lib{system}.", "libSystem.")))
        )

    def dlopen(self, name, flags=0):
        return original(self, library if is_system(name) else name, flags)

    cffi.FFI.dlopen = dlopen
