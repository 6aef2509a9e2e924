"""The child process that finds a cdef: it runs a build script, or imports a module.

Other people's code runs here, so nothing of it can hang or end the command. What was found goes
as JSON into a file, since a script may print whatever it likes. Started by `given`:

    python -m cffi_workshop.cdef.source.inside RESULT TARGET [NAME]
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import runpy
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import cffi

from .description import Found, in_line, is_ffi
from .description import described as description

__all__ = ["main"]

NEWLINE = b"\n"
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
VA_LIST = re.compile(r"\b(?:__builtin_|__gnuc_)?va_list\b")
# Every FFI that was given a cdef, with the files from which cdef() was called.
MADE: dict[int, tuple[cffi.FFI, list[str]]] = {}


def main(result: str, target: str, name: str = "") -> None:
    watch_cdefs()
    try:
        found = described(target, name)
    except (Exception, SystemExit) as error:
        what = str(error) if isinstance(error, NotText) else in_short(error)
        found = {"error": what.strip(), "trace": traceback.format_exc()}
    Path(result).write_text(json.dumps(found), encoding="utf-8")


def in_short(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def watch_cdefs() -> None:
    """Let each FFI remember the files that called its cdef()."""
    original: Callable[..., None] = cffi.FFI.cdef

    def cdef(self: cffi.FFI, csource: str, *args: Any, **options: Any) -> None:
        caller = sys._getframe(1).f_code.co_filename
        try:
            original(self, csource, *args, **options)
        except cffi.CDefError as error:
            raise cffi.CDefError(about_va_list(csource) or str(error)) from error
        MADE.setdefault(id(self), (self, []))[1].append(caller)

    cffi.FFI.cdef = cdef


def about_va_list(csource: str) -> str:
    """Say where a cdef names a va_list, which cffi refuses without a word of it; or nothing."""
    code = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), csource)
    found = VA_LIST.search(code)
    if found is None:
        return ""
    return (
        f"line {code.count(chr(10), 0, found.start()) + 1} has a va_list, which only C can make; "
        "declare the function that takes `...` in its place, and let a function in C turn the one "
        "that a callback gets into text, with vsnprintf()"
    )


def described(target: str, name: str) -> Found:
    path = Path(target)
    if path.is_file() and path.suffix not in (".py", ".so", ".pyd"):
        ffi = cffi.FFI()
        ffi.cdef(text_of(path))
        return {"ffis": [in_line(ffi, [str(path)])], "stopped": ""}
    stopped = ""
    module: Any = None
    try:
        module = of_file(path) if path.is_file() else importlib.import_module(target)
    except (Exception, SystemExit) as error:
        # What comes after the cdef may need what is not here: a library, a compiler, arguments.
        if not made_in(path):
            raise
        stopped = in_short(error)
    found = [named(module, name)] if name and module is not None else everything(module, path)
    return {"ffis": [found_in(ffi, module) for ffi in found], "stopped": stopped}


class NotText(Exception):
    """Says in a sentence what a file is, so that the name of the error is left out."""


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        place = f"line {error.object.count(NEWLINE, 0, error.start) + 1}"
        raise NotText(f"{place} is not in UTF-8; save the file as UTF-8") from None


def of_file(path: Path) -> ModuleType:
    """Import a file; run it by itself where its package needs what is not here."""
    try:
        return loaded(path)
    except (Exception, SystemExit):
        if path.suffix != ".py" or made_in(path):
            raise
        try:
            return by_itself(path)
        except (Exception, SystemExit):
            if made_in(path):
                raise
        raise  # what the package said


def loaded(path: Path) -> ModuleType:
    """Import a file: as part of its package where it lies in one, by itself otherwise."""
    path = path.resolve()
    parts = [path.name.split(".")[0]]
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder.name.isidentifier():
        parts.insert(0, folder.name)
        folder = folder.parent
    sys.path[:0] = [str(folder), str(path.parent)]
    if len(parts) > 1 and parts[-1] != "__init__":
        return importlib.import_module(".".join(parts))
    if len(parts) > 1:
        return importlib.import_module(".".join(parts[:-1]))
    if path.suffix == ".py":
        return by_itself(path)
    spec = importlib.util.spec_from_file_location(parts[0], path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no extension module of this Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_itself(path: Path) -> ModuleType:
    module = ModuleType(path.stem)
    module.__dict__.update(runpy.run_path(str(path), run_name=path.stem))
    return module


def named(module: ModuleType, name: str) -> Any:
    """Return the FFI of that name; a function of that name makes one, as for cffi_modules."""
    found = getattr(module, name)
    return found() if callable(found) and not is_ffi(found) else found


def everything(module: ModuleType | None, path: Path) -> list[Any]:
    """Return the FFIs that a file gave a cdef to, else those that its module holds."""
    own = made_in(path)
    if own:
        return own
    held = {id(value): value for value in vars(module).values() if is_ffi(value)} if module else {}
    return list(held.values())


def made_in(path: Path) -> list[cffi.FFI]:
    """Return the FFIs with a cdef in the file; of a file that ran twice, those of one run."""
    own = {
        tuple(ffi._cdefsources): ffi
        for ffi, callers in MADE.values()
        if any(Path(caller).name == path.name and same_file(caller, path) for caller in callers)
    }
    return list(own.values())


def same_file(one: str, other: Path) -> bool:
    return Path(one).exists() and other.exists() and Path(one).samefile(other)


def found_in(ffi: Any, module: ModuleType | None) -> Found:
    callers = MADE.get(id(ffi), (ffi, []))[1]
    return description(ffi, getattr(module, "lib", None), callers)


if __name__ == "__main__":
    main(*sys.argv[1:])
