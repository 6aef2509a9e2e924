"""The child process that finds a cdef: it runs a build script, or imports a module.

Other people's code runs here, so nothing of it can hang or end the command. What was found goes
as JSON into a file, since a script may print whatever it likes. Started by `given`:

    python -m cffi_workshop.cdef.source.inside RESULT TARGET [NAME]
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import runpy
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import cffi
from cffi import model

from .decompile import decompiled

__all__ = ["main"]

Found = dict[str, Any]
# Every FFI that was given a cdef, with the files from which cdef() was called.
MADE: dict[int, tuple[cffi.FFI, list[str]]] = {}


def main(result: str, target: str, name: str = "") -> None:
    watch_cdefs()
    try:
        found = described(target, name)
    except (Exception, SystemExit) as error:
        found = {
            "error": f"{type(error).__name__}: {str(error).strip()}",
            "trace": traceback.format_exc(),
        }
    Path(result).write_text(json.dumps(found), encoding="utf-8")


def watch_cdefs() -> None:
    """Let each FFI remember the files that called its cdef()."""
    original: Callable[..., None] = cffi.FFI.cdef

    def cdef(self: cffi.FFI, csource: str, *args: Any, **options: Any) -> None:
        caller = sys._getframe(1).f_code.co_filename
        original(self, csource, *args, **options)
        MADE.setdefault(id(self), (self, []))[1].append(caller)

    cffi.FFI.cdef = cdef


def described(target: str, name: str) -> Found:
    path = Path(target)
    if path.is_file() and path.suffix not in (".py", ".so", ".pyd"):
        ffi = cffi.FFI()
        ffi.cdef(path.read_text(encoding="utf-8"))
        return {"ffis": [in_line(ffi, [str(path)])], "stopped": ""}
    stopped = ""
    module: Any = None
    try:
        module = loaded(path) if path.is_file() else importlib.import_module(target)
    except (Exception, SystemExit) as error:
        # What comes after the cdef may need what is not here: a library, a compiler, arguments.
        if not made_in(path):
            raise
        stopped = f"{type(error).__name__}: {error}"
    found = [named(module, name)] if name and module is not None else everything(module, path)
    return {"ffis": [one(ffi, module) for ffi in found], "stopped": stopped}


def loaded(path: Path) -> ModuleType:
    """Import a file: as part of its package where it lies in one, as a program's module otherwise."""
    path = path.resolve()
    parts = [path.name.split(".")[0]]
    folder = path.parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    sys.path[:0] = [str(folder), str(path.parent)]
    if len(parts) > 1 and parts[-1] != "__init__":
        return importlib.import_module(".".join(parts))
    if len(parts) > 1:
        return importlib.import_module(".".join(parts[:-1]))
    if path.suffix == ".py":
        module = ModuleType(parts[0])
        module.__dict__.update(runpy.run_path(str(path), run_name=parts[0]))
        return module
    spec = importlib.util.spec_from_file_location(parts[0], path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no extension module of this Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
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
    return [
        ffi
        for ffi, callers in MADE.values()
        if any(Path(caller).name == path.name and same_file(caller, path) for caller in callers)
    ]


def same_file(one: str, other: Path) -> bool:
    return Path(one).exists() and other.exists() and Path(one).samefile(other)


def is_ffi(value: object) -> bool:
    return isinstance(value, cffi.FFI) or (
        type(value).__module__.endswith("_cffi_backend")
        and (type(value).__name__ in ("FFI", "CompiledFFI"))
    )


def one(ffi: Any, module: ModuleType | None) -> Found:
    if isinstance(ffi, cffi.FFI):
        return in_line(ffi, MADE.get(id(ffi), (ffi, []))[1])
    if not is_ffi(ffi):
        raise TypeError(f"{type(ffi).__name__} is no FFI")
    text, constants = decompiled(ffi, getattr(module, "lib", None))
    return {
        "blocks": [{"text": text, "included": False, "file": ""}],
        "constants": constants,
        "layouts": layouts(ffi, [*ffi.list_types()[0], *tags(ffi)]),
        "source": None,
        "compiled": True,
    }


def tags(ffi: Any) -> list[str]:
    _typedefs, structs, unions = ffi.list_types()
    return [f"struct {name}" for name in structs] + [f"union {name}" for name in unions]


def in_line(ffi: cffi.FFI, callers: list[str]) -> Found:
    names = []
    for key, (declaration, _qualifiers) in ffi._parser._declarations.items():
        kind, name = key.split(" ", 1)
        if kind in ("struct", "union") and not name.startswith("$"):
            names.append(key)
        elif kind == "typedef" and isinstance(declaration, model.StructOrUnion):
            names.append(name)
    return {
        "blocks": blocks(ffi, callers),
        "constants": dict(ffi._parser._int_constants),
        "layouts": layouts(ffi, names),
        "source": source(getattr(ffi, "_assigned_source", None)),
        "compiled": False,
    }


def blocks(ffi: cffi.FFI, callers: list[str]) -> list[Found]:
    """Return the texts that cdef() was called with; ffi.include() leaves "[" and "]" around another's."""
    found: list[Found] = []
    depth = 0
    own = iter(callers)
    for part in ffi._cdefsources:
        depth += (part == "[") - (part == "]")
        if part not in ("[", "]"):
            file = "" if depth else next(own, "")
            found.append({"text": part, "included": depth > 0, "file": file})
    return found


def layouts(ffi: Any, names: list[str]) -> dict[str, Found]:
    """Return size and members of each struct as cffi lays them out, where it can without a compiler."""
    found = {}
    for name in names:
        try:
            kind = ffi.typeof(name)
            if kind.kind in ("struct", "union"):
                size = ffi.sizeof(kind)  # ahead of the fields: has cffi lay the struct out
                found[name] = {"size": size, "offsets": dict(offsets(kind))}
        except Exception:  # partial: only the compiler knows
            continue
    return found


def offsets(kind: Any, start: int = 0) -> Iterator[tuple[str, int]]:
    """Yield where the members lie, those of a struct without a name inside among them."""
    for name, member in kind.fields:
        if not name and member.type.kind in ("struct", "union"):
            yield from offsets(member.type, start + member.offset)
        elif member.bitshift < 0:
            yield name, start + member.offset


def source(assigned: tuple[Any, ...] | None) -> Found | None:
    """Return what set_source() was given, as far as it says how to compile."""
    if not assigned or assigned[1] is None:
        return None
    _name, text, _extension, options = assigned
    kept = {}
    for key in ("include_dirs", "define_macros", "extra_compile_args"):
        kept[key] = [
            list(item) if isinstance(item, tuple) else str(item) for item in options.get(key, ())
        ]
    return {"text": text, **kept}


if __name__ == "__main__":
    main(*sys.argv[1:])
