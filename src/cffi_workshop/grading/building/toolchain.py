"""The compiler, `make` and sanitizer of this machine."""

from __future__ import annotations

import functools
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.languages import LANGUAGES

__all__ = [
    "LIBRARY_SUFFIX",
    "PACKAGES",
    "SYSTEMS",
    "Toolchain",
    "find_compiler",
    "find_sanitizer_runtime",
    "is_clang",
    "sanitizer_flags",
]

LIBRARY_SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"

SYSTEMS = ("Debian/Ubuntu", "Fedora", "macOS")
# What to type where something is missing, on each of these systems in turn.
PACKAGES = {
    "compiler": ("sudo apt install gcc", "sudo dnf install gcc", "xcode-select --install"),
    "make": ("sudo apt install make", "sudo dnf install make", "xcode-select --install"),
    "headers": (
        "sudo apt install python3-dev",
        "sudo dnf install python3-devel",
        "brew install python",
    ),
    "sanitizer": (
        "sudo apt install gcc (for clang, libclang-rt-dev)",
        "sudo dnf install libasan libubsan (for clang, compiler-rt)",
        "xcode-select --install",
    ),
    "C++ compiler": ("sudo apt install g++", "sudo dnf install gcc-c++", "xcode-select --install"),
    "Fortran compiler": (
        "sudo apt install gfortran",
        "sudo dnf install gcc-gfortran",
        "brew install gcc",
    ),
    "bubblewrap": ("sudo apt install bubblewrap", "sudo dnf install bubblewrap", ""),
}

# Runtime libraries to load ahead of Python so that it can open a sanitized library. clang finds
# gcc's as well, but what it compiles does not go with that one.
CLANG_RUNTIMES = (f"libclang_rt.asan-{platform.machine()}.so", "libclang_rt.asan_osx_dynamic.dylib")
GCC_RUNTIME = "libasan.so"


def install_sentence(what: str) -> str:
    """Say how to install `what`, a key of PACKAGES, on each system."""
    ways = zip(SYSTEMS, PACKAGES[what], strict=True)
    return "; ".join(f"{system}: {way}" for system, way in ways if way)


def find_compiler() -> str | None:
    """Return the path of $CC, gcc or cc, whichever is there first."""
    return LANGUAGES["c"].find_compiler()


def is_clang(compiler: str) -> bool:
    return "clang" in Path(shutil.which(compiler) or compiler).resolve().name


@functools.cache  # a compiler has to be asked three times
def find_sanitizer_runtime(cc: str) -> Path | None:
    """Return the runtime library that belongs to the compiler `cc`."""
    names = CLANG_RUNTIMES if is_clang(cc) else (*CLANG_RUNTIMES, GCC_RUNTIME)
    return next(filter(None, (_library_of(cc, name) for name in names)), None)


def _library_of(compiler: str, name: str) -> Path | None:
    """Return where a compiler finds a library, if it does."""
    asked = [compiler, f"-print-file-name={name}"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    if os.path.isabs(answer) and Path(answer).exists():  # noqa: PTH117 - a name stays a bare word
        return Path(answer).resolve()
    return None


def sanitizer_flags(runtime: Path) -> list[str]:
    """Return what links code to `runtime`, rather than to a copy of its own."""
    flags = ["-fsanitize=address,undefined"]
    return [*flags, "-shared-libsan"] if runtime.name.startswith("libclang") else flags


@dataclass(frozen=True)
class Toolchain:
    """Paths of the tools; `identity` changes when a compiler does, and is part of cache keys.

    `compilers` are those that were found, by language; only C's has to be there.
    """

    cc: str
    compilers: Mapping[str, str]
    make: str
    python_include: Path
    identity: str
    sanitizer_runtime: Path | None

    @classmethod
    @functools.cache
    def find(cls) -> Toolchain:
        """Find the tools, or raise WorkshopError naming the package that brings the missing one."""
        cc = find_compiler()
        if cc is None:
            raise WorkshopError(
                f"No C compiler was found; install one ({install_sentence('compiler')})."
            )
        make = shutil.which("make")
        if make is None:
            raise WorkshopError(
                f"The program make was not found; install it ({install_sentence('make')})."
            )
        include = Path(sysconfig.get_path("include"))
        if not (include / "Python.h").is_file():
            raise WorkshopError(
                "The Python headers (Python.h) were not found; install them "
                f"({install_sentence('headers')})."
            )
        found = {language: one.find_compiler() for language, one in LANGUAGES.items()}
        compilers = {language: path for language, path in found.items() if path}
        identity = "|".join(map(_identity, compilers.values()))
        return cls(cc, compilers, make, include, identity, find_sanitizer_runtime(cc))

    @property
    def folders(self) -> tuple[Path, ...]:
        """Return the folders outside of /usr that the tools need."""
        programs = [*self.compilers.values(), self.make]
        found = {folder for program in programs for folder in _folders_of(Path(program))}
        return tuple(sorted(found))

    @property
    def sanitizer_flags(self) -> list[str]:
        """Return how code is compiled for the sanitizer; nothing where there is none."""
        return sanitizer_flags(self.sanitizer_runtime) if self.sanitizer_runtime else []

    @property
    def fills_variables(self) -> bool:
        """Say whether compilers that go with the runtime can fill variables that nobody set.

        clang can, and gcc from 12 on, whose runtime is libasan.so.8.
        """
        name = self.sanitizer_runtime.name if self.sanitizer_runtime else ""
        version = re.fullmatch(r"libasan\.so\.(\d+).*", name)
        return int(version[1]) >= 8 if version else name in CLANG_RUNTIMES

    def sanitizes(self, language: str) -> bool:
        """Say whether a compiler goes with the runtime loaded ahead of Python, which is C's."""
        runtime = self.sanitizer_runtime
        if runtime is None or language == "c":
            return runtime is not None
        name = re.sub(r"\.so[.\d]*$", ".so", runtime.name)  # without the version
        return _library_of(self.compilers[language], name) == runtime

    def library_command(
        self, sources: list[str], output: str, flags: list[str], language: str = "c"
    ) -> list[str]:
        """Return the command that compiles and links `sources` into a shared library."""
        return [self.compilers[language], *flags, "-fPIC", "-shared", *sources, "-o", output, "-lm"]

    def extension_object_command(
        self, source: str, output: str, flags: list[str], language: str = "c"
    ) -> list[str]:
        """Return the command that compiles one source as part of a CPython extension module."""
        inherited = shlex.split(sysconfig.get_config_var("CFLAGS") or "")
        # setuptools lets the warnings of generated code through; nobody here can mend those.
        inherited = [flag for flag in inherited if not flag.startswith(("-W", "-g", "-O"))]
        include = f"-I{self.python_include}"
        compiler = self.compilers.get(language, self.cc)
        return [compiler, *inherited, "-fPIC", include, *flags, "-c", source, "-o", output]

    def extension_link_command(
        self, objects: list[str], output: str, flags: list[str], language: str = "c"
    ) -> list[str]:
        """Return the command that links objects into a CPython extension module."""
        bundle = (
            ["-bundle", "-undefined", "dynamic_lookup"] if sys.platform == "darwin" else ["-shared"]
        )
        return [self.compilers.get(language, self.cc), *bundle, *objects, "-o", output, *flags]


def _folders_of(program: Path) -> set[Path]:
    """Return where a program outside of /usr has its files: its folder, or the parent of bin/."""
    places = {program.absolute().parent, program.resolve().parent}
    system = (Path("/usr"), Path("/bin"), Path("/sbin"))
    outside = {place for place in places if not any(map(place.is_relative_to, system))}
    return {_installation(place) for place in outside}


def _installation(folder: Path) -> Path:
    """Return the parent of a bin/, unless that is or holds a home, which a learner could read."""
    parent = folder.parent
    is_home = Path.home().is_relative_to(parent) or parent.parent == Path("/home")
    return parent if folder.name == "bin" and not is_home else folder


def _identity(cc: str) -> str:
    """Name the compiler by path, size and time: cheaper than asking it for its version."""
    real = Path(cc).resolve()
    stat = real.stat()
    return f"{real}:{stat.st_size}:{stat.st_mtime_ns}:{sys.version}"
