"""A cdef, a header and a library brought together: what the command and tests ask."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cffi

from cffi_workshop.cdef.comparing.compare import compared
from cffi_workshop.cdef.comparing.difference import BREAKS, Difference
from cffi_workshop.cdef.header.facts import Compiler
from cffi_workshop.cdef.header.read import read_header
from cffi_workshop.cdef.library import exported_names
from cffi_workshop.cdef.source.parsed import Cdef
from cffi_workshop.cdef.source.read import TIMEOUT_S, cdef_of, read_cdef
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.languages import LANGUAGES

__all__ = ["Examined", "HeaderOptions", "differences", "examine"]

# Headers of the system offer more, or call members differently, behind what Python.h defines.
AS_PYTHON_H = ("-D_GNU_SOURCE=1", "-D_FILE_OFFSET_BITS=64")
# What cffi includes ahead of the C of set_source(), by Python.h and by itself.
AHEAD = [
    word
    for name in ("stddef", "stdint", "stdio", "stdlib", "string", "errno", "limits")
    for word in ("-include", f"{name}.h")
]


@dataclass(frozen=True)
class HeaderOptions:
    """Which headers declare the same, and how the compiler finds them.

    `headers` are names as in `#include <NAME>`, or paths; `pkg_config` names of packages.
    """

    headers: tuple[str, ...] = ()
    include_dirs: tuple[str, ...] = ()
    defines: tuple[str, ...] = ()
    pkg_config: tuple[str, ...] = ()

    def compiler(
        self, source: dict[str, list[str]] | None = None, folder: str = ".", api: bool = False
    ) -> Compiler:
        """Return the compiler with what the headers need, or what set_source() was given.

        `folder` is that of the build script; paths in set_source() are often meant from there.
        `api` reads the headers as a compiled module does, behind Python.h.

        Raise WorkshopError where there is no compiler, or where no header is named.
        """
        self.require_places()
        command = LANGUAGES["c"].find_compiler()
        if command is None:
            raise WorkshopError(
                "No C compiler was found; `workshop doctor` says how to install one."
            )
        options = [*AS_PYTHON_H, *self._options()] if source or api else self._options()
        if self.headers:
            contract = "".join(f"#include {_quoted(name)}\n" for name in self.headers)
            return Compiler((command, *options), contract)
        if source:
            options = [*options, *AHEAD, *_source_options(source, folder)]
            return Compiler((command, *options), str(source["text"]))
        raise WorkshopError(
            "No header was named, and the cdef has no set_source() that includes one; "
            "name the header that declares the same: --header NAME.h."
        )

    def require_places(self) -> None:
        """Raise WorkshopError for a folder that is not there, or that is named as a header."""
        for folder in self.include_dirs:
            if not Path(folder).is_dir():
                raise WorkshopError(f"There is no folder {folder}; -I names one that has headers.")
        for name in self.headers:
            if not name:
                raise WorkshopError("The name of a header is empty: --header NAME.h.")
            if Path(name).is_dir():
                raise WorkshopError(
                    f"{name} is a folder; name a header in it: --header {Path(name, 'NAME.h')}."
                )

    def _options(self) -> list[str]:
        folders = [*self.include_dirs, *dict.fromkeys(map(_folder, filter(_is_file, self.headers)))]
        options = [f"-I{folder}" for folder in folders] + [f"-D{text}" for text in self.defines]
        return options + _package_options(self.pkg_config)


@dataclass(frozen=True)
class Examined:
    """What was found, how much was compared, and why the script stopped, if it did."""

    differences: tuple[Difference, ...]
    compared: dict[str, int]
    stopped: str = ""

    @property
    def breaks(self) -> bool:
        return any(one.grade == BREAKS for one in self.differences)


def differences(
    cdef: str | Path | cffi.FFI,
    *,
    header: str | Path | Iterable[str | Path] = (),
    include_dirs: str | Path | Iterable[str | Path] = (),
    defines: str | Iterable[str] = (),
    pkg_config: str | Iterable[str] = (),
    library: str | Path | None = None,
    timeout_s: float = TIMEOUT_S,
) -> list[Difference]:
    """Return how a cdef differs from its header; made for tests of a package in ABI mode::

        def test_the_cdef_says_what_the_header_says():
            found = differences("weather/_ffi.py", header="weather.h", include_dirs=["include"])
            assert [one for one in found if one.grade == "breaks"] == []

    Args:
        cdef: an FFI that is not compiled; or, by name, a text file, a Python file that calls
            ``ffi.cdef()``, a generated or compiled module, or one FFI as ``FILE:NAME`` or
            ``MODULE:NAME``. Python is run in a child process, ``timeout_s`` seconds at most.
        header: headers, as paths or as names that the compiler finds; may be left out where
            ``set_source()`` includes them.
        include_dirs, defines: folders and macros for the compiler, as ``-I`` and ``-D``.
        pkg_config: packages whose compiler options ``pkg-config --cflags`` knows. Of each of these
            a single one may stand for itself.
        library: the shared library, to see which names it exports.

    Returns:
        One `Difference` for each cause, in the order of the cdef. Its ``grade`` is ``"breaks"``,
        ``"harmless"`` or ``"unknown"``; as a string it is one line.

    Raises:
        WorkshopError: where there is no cdef, header or compiler, in one sentence.
    """
    options = HeaderOptions(*map(_several, (header, include_dirs, defines, pkg_config)))
    target = cdef if isinstance(cdef, cffi.FFI) else _name_of(cdef)
    return list(examine(target, options, str(library or ""), timeout_s).differences)


def _several(given: str | Path | Iterable[str | Path]) -> tuple[str, ...]:
    """Return all that was given, as texts: a single one is no list of its letters."""
    return (str(given),) if isinstance(given, str | Path) else tuple(map(str, given))


def _name_of(cdef: object) -> str:
    """Return the name of a file or a module; raise WorkshopError for what is none."""
    if isinstance(cdef, str | Path) and str(cdef):
        return str(cdef)
    found = "an empty text" if cdef == "" else f"of type {type(cdef).__name__}"
    raise WorkshopError(f"The cdef is {found}; give an FFI, or the name of a file or a module.")


def examine(
    target: str | cffi.FFI, options: HeaderOptions, library: str = "", timeout_s: float = TIMEOUT_S
) -> Examined:
    """Hold each cdef of a target against its headers; see `differences`."""
    options.require_places()
    is_ffi = isinstance(target, cffi.FFI)
    cdefs, stopped = ([cdef_of(target)], "") if is_ffi else read_cdef(target, timeout_s)
    if not any(one.names for one in cdefs):
        raise WorkshopError(
            f"{'The FFI' if is_ffi else target} declares nothing; name what holds the cdef, or the "
            "FFI as FILE:NAME."
        )
    folder = "." if is_ffi else str(Path(target.rpartition(":")[0] or target).parent)
    found: list[Difference] = []
    counts: dict[str, int] = {}
    for cdef in cdefs:
        header = read_header(options.compiler(cdef.source, folder), cdef.names)
        declared = [*cdef.declarations.functions, *cdef.declarations.variables]
        exported = exported_names(library, declared, timeout_s) if library else {}
        found += compared(cdef, header, exported)
        counts = _added(counts, cdef)
    return Examined(tuple(found), counts, stopped)


def _added(counts: dict[str, int], cdef: Cdef) -> dict[str, int]:
    known = cdef.declarations
    groups = {
        "functions": known.functions,
        "structs and unions": {
            key for key, one in known.records.items() if one.members is not None
        },
        "typedefs": known.typedefs,
        "constants": known.constants,
        "globals": known.variables,
    }
    own = {what: len(set(group) - cdef.included) for what, group in groups.items()}
    return {what: counts.get(what, 0) + number for what, number in own.items()}


def _source_options(source: dict[str, list[str]], folder: str) -> list[str]:
    macros = ["=".join(filter(None, macro)) for macro in source["define_macros"]]
    given = [
        *source["include_dirs"],
        *(Path(folder, one) for one in (*source["include_dirs"], ".")),
    ]
    folders = [f"-I{one}" for one in given]
    return [*folders, *source["extra_compile_args"], *(f"-D{macro}" for macro in macros)]


def _is_file(name: str) -> bool:
    return Path(name).is_file()


def _folder(name: str) -> Path:
    return Path(name).resolve().parent


def _quoted(name: str) -> str:
    return f'"{Path(name).resolve()}"' if _is_file(name) else f"<{name}>"


def _package_options(names: Sequence[str]) -> list[str]:
    if not names:
        return []
    command = ["pkg-config", "--cflags", *names]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise WorkshopError(
            "The program pkg-config was not found; install it, or say where the headers are: -I."
        ) from None
    if done.returncode:
        said = done.stderr.strip().splitlines()[0]
        raise WorkshopError(f"pkg-config does not know {' '.join(names)}: {said}")
    return shlex.split(done.stdout)
