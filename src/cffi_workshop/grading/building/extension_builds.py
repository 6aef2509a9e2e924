"""Extension modules, compiled from what a build script describes, without setuptools."""

from __future__ import annotations

import re
import sys
import sysconfig
from collections.abc import Mapping
from types import MappingProxyType

from cffi_workshop.exercises.languages import language_of
from cffi_workshop.sandbox import ExitReport

from .cached_runs import CachedRuns, built
from .toolchain import LIBRARY_SUFFIX

__all__ = [
    "IS_ELF",
    "ExtensionBuilds",
    "compile_flags",
    "module_name",
    "object_name",
    "with_includes",
]

IS_ELF = sys.platform != "darwin"
# Beside Toolchain.sanitizer_flags: stop at the first error, and name lines.
INSTRUMENT = [
    *("-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g", "-O1"),
    "-fno-wrapv",  # CPython's own flags would turn integer overflow checks off
]
# A variable that nobody set is not zero by luck.
UNSET = ["-ftrivial-auto-var-init=pattern"]
# The same for what gcc leaves out of it. A constructor of C++ begins with words that all bytes of
# its object are void, so what filled them was taken out; Fortran has options of its own.
GCC_UNSET = {
    "cpp": ["-flifetime-dse=1"],
    "fortran": ["-finit-integer=-1431655766", "-finit-real=snan", "-finit-derived"],
}
# gcc moves a memcmp() to the branch that needs its result, past the sizes that it must not have.
GCC_ALONE = ["-fno-tree-sink"]

# Options of set_source() that say how sources are compiled.
COMPILING = {"define_macros", "undef_macros", "extra_compile_args", "include_dirs"}
NOTHING_READY: Mapping[str, bytes] = MappingProxyType({})

Unit = tuple[str, list[str], dict[str, bytes]]
"""A source, the flags that it is compiled with, and the files that it may include."""


def object_name(source: str) -> str:
    return source.rsplit(".", 1)[0] + ".o"


def extension_name(module: str) -> str:
    return module + sysconfig.get_config_var("EXT_SUFFIX")


def module_name(info: dict) -> str:
    """Return the name of an extension module that a build script describes, without its package."""
    return info["set_source"]["module"].rsplit(".", 1)[-1]


class ExtensionBuilds(CachedRuns):
    """Compiles extension modules, one object a source, each kept by itself."""

    def extension(
        self,
        info: dict,
        files: dict[str, bytes],
        *,
        sanitized: bool,
        added: tuple[str, ...] = (),
        own_first: bool = False,
        ready: Mapping[str, bytes] = NOTHING_READY,
    ) -> ExitReport:
        """Compile and link what a build script stands for, without setuptools, one object a source.

        The emitted C is by far the largest part, and does not change with the learner's own C.
        Sources that are `added` are compiled in as well; with `own_first`, what is compiled in is
        called instead of what the system has by the same name. Objects of sources that are `ready`
        are taken, where the build script asks for nothing that they were not compiled with.
        """
        options = info["set_source"]["options"]
        units = self._units(info, files, added, sanitized=sanitized)
        ready = {} if options.keys() & COMPILING else ready
        objects = {object_name(name): ready[name] for name, _, _ in units if name in ready}
        for name, unit_flags, available in units:
            if name in ready:
                continue
            ending = self._object(name, unit_flags, available)
            if not ending.files:
                return ending
            objects |= built(ending)
        given = map(_base_name, options.get("extra_objects") or [])
        objects |= {name: files[name] for name in given if name in files}
        binding = ["-Wl,-Bsymbolic"] if own_first and IS_ELF else []
        language = "cpp" if "cpp" in {language_of(name) for name, _, _ in units} else "c"
        module = module_name(info)
        return self._link(module, objects, files, options, binding, language, sanitized=sanitized)

    def _units(
        self, info: dict, files: dict[str, bytes], added: tuple[str, ...], *, sanitized: bool
    ) -> list[Unit]:
        """Return what is compiled by itself: the C that cffi emits, and each source beside it."""
        options = info["set_source"]["options"]
        flags = compile_flags(options)
        emitted = f"{module_name(info)}{info['set_source']['extension']}"
        # A function that no header declared: some C compilers only warn, and guess what it takes.
        guesses = ["-Werror=implicit-function-declaration"] if language_of(emitted) == "c" else []
        wrapper = (emitted, [*flags, "-O0", *guesses], {**files, emitted: info["c"].encode()})
        names = [_base_name(name) for name in options.get("sources") or []]
        sources = [
            (name, [*flags, *self._own_flags(name, sanitized=sanitized), "-w"], files)
            for name in [*names, *added]
        ]
        return [wrapper, *sources]

    def _own_flags(self, name: str, *, sanitized: bool) -> list[str]:
        return self._instrument(sanitized, language_of(name) or "c") or ["-O2"]

    def _object(self, name: str, flags: list[str], files: dict[str, bytes]) -> ExitReport:
        target = object_name(name)
        argv = self._tools.extension_object_command(name, target, flags, language_of(name) or "c")
        return self.run(argv, with_includes(name, files), (target,))

    def object_of(
        self, source: str, name: str, files: dict[str, bytes], *, sanitized: bool
    ) -> ExitReport:
        """Compile C into the object `name`, as another language would have left it."""
        flags = ["-I.", *(self._instrument(sanitized) or ["-O2"]), "-w"]
        argv = self._tools.extension_object_command(source, name, flags)
        return self.run(argv, with_includes(source, files), (name,))

    def _link(
        self,
        module: str,
        objects: dict[str, bytes],
        files: dict[str, bytes],
        options: dict,
        binding: list[str],
        language: str,
        *,
        sanitized: bool,
    ) -> ExitReport:
        libraries = {name: files[name] for name in files if name.endswith(LIBRARY_SUFFIX)}
        sanitizes = sanitized and self._tools.sanitizes(language)
        flags = [*binding, *(self._tools.sanitizer_flags if sanitizes else [])]
        flags += ["-L.", *(f"-l{name}" for name in options.get("libraries") or [])]
        flags += [f"-Wl,-rpath,{path}" for path in options.get("runtime_library_dirs") or []]
        flags += options.get("extra_link_args") or []
        target = extension_name(module)
        argv = self._tools.extension_link_command(sorted(objects), target, flags, language)
        return self.run(argv, objects | libraries, (target,))

    def _instrument(self, sanitized: bool, language: str = "c") -> list[str]:
        flags = self._tools.sanitizer_flags if sanitized and self._tools.sanitizes(language) else []
        if not flags:
            return []
        is_gcc = "-shared-libsan" not in flags
        filled = UNSET if self._tools.fills_variables else []
        if is_gcc:
            filled = [*filled, *GCC_UNSET.get(language, []), *GCC_ALONE]
        return [*flags, *INSTRUMENT, *filled]


def compile_flags(options: dict) -> list[str]:
    flags = ["-I."]
    for name, value in options.get("define_macros") or []:
        flags.append(f"-D{name}" if value is None else f"-D{name}={value}")
    flags += [f"-U{name}" for name in options.get("undef_macros") or []]
    return flags + list(options.get("extra_compile_args") or [])


def _base_name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*(?:["<]([^">\n]+)[">]|(\S+))', re.MULTILINE)


def with_includes(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the file and those that it includes, so that a result depends on nothing else.

    An include through a macro cannot be followed; then everything is handed over.
    """
    needed, todo = {}, [name]
    while todo:
        current = todo.pop()
        if current in needed or current not in files:
            continue
        needed[current] = files[current]
        for path, macro in INCLUDE.findall(files[current]):
            if macro:
                return files
            todo.append(_base_name(path.decode(errors="replace")))
    return needed
