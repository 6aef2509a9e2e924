"""Everything that is compiled for a check, each result cached by the content it depends on."""

from __future__ import annotations

import base64
import re
import sys
import sysconfig
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from typing import Any

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.sandbox import ExitReport, RunEnded, Sandbox
from cffi_workshop.sandbox.bubblewrap import CFFI_FOLDER, WORKER_PARENT
from cffi_workshop.sandbox.limits import COMMAND_SECONDS

from .toolchain import LIBRARY_SUFFIX, Toolchain

__all__ = ["Builder", "built", "extension_name", "library_name"]

# A new number makes every older entry of the cache unreachable.
CACHE_VERSION = 6

# Beside Toolchain.sanitizer_flags: stop at the first error, and name lines.
INSTRUMENT = [
    *("-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g", "-O1"),
    "-fno-wrapv",  # CPython's own flags would turn integer overflow checks off
]
BUILD_FRONTEND = WORKER_PARENT / "worker" / "build_frontend.py"
IS_ELF = sys.platform != "darwin"
STANDARD = [LANGUAGES["c"].flags[0]]
# After -fno-wrapv: signed integers stand in for the unsigned ones that a language does not have.
AFTER = {"fortran": ["-fwrapv"]}
TYPES = "#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <sys/types.h>\n"


def built(ending: ExitReport) -> dict[str, bytes]:
    """Return the files that a build left, empty when it failed."""
    return {name: base64.b64decode(content) for name, content in ending.files.items()}


def library_name(slug: str) -> str:
    return f"lib{slug}{LIBRARY_SUFFIX}"


def extension_name(module: str) -> str:
    return module + sysconfig.get_config_var("EXT_SUFFIX")


class Builder:
    """Runs compilers and build scripts in the sandbox, or remembers what they did."""

    def __init__(self, sandbox: Sandbox, cache: Cache, toolchain: Toolchain) -> None:
        self._sandbox, self._cache, self._tools = sandbox, cache, toolchain
        self._flights: dict[str, Future] = {}
        self._lock = threading.Lock()
        self._identity = [
            CACHE_VERSION,
            toolchain.identity,
            CFFI_FOLDER.stat().st_mtime_ns,
            sandbox.sanitizes,
        ]

    def run(
        self,
        argv: list[str],
        files: dict[str, bytes],
        collect: tuple[str, ...],
        *,
        foreign: bool = False,
    ) -> ExitReport:
        """Run a command over `files` alone, `foreign` where it runs code of the learner's.

        Only a good result is kept, and of that only what no learner's code could have had a hand
        in.
        """
        key = Cache.key(self._identity, argv, files, collect)

        def work() -> ExitReport:
            if entry := self._cache.get(key):
                return ExitReport(**entry)
            ending = self._sandbox.command(argv, files, collect, foreign=foreign)
            if _is_good(ending, collect) and ending.undisturbed:
                self._cache.put(key, asdict(ending))
            return ending

        return self._once(key, work)

    def _once(self, key: str, work: Callable[[], Any]) -> Any:
        """Do a piece of work once, however many ask for it at the same time."""
        with self._lock:
            is_first = key not in self._flights
            flight = self._flights.setdefault(key, Future())
        if is_first:
            try:
                flight.set_result(work())
            except BaseException as error:
                flight.set_exception(error)
        return flight.result()

    def library(
        self,
        name: str,
        files: dict[str, bytes],
        sources: list[str],
        *,
        sanitized: bool,
        language: str = "c",
    ) -> ExitReport:
        """Compile `sources` into the shared library `name`, with all warnings on."""
        flags = list(LANGUAGES[language].flags)
        flags += self._instrument(sanitized, language) or ["-O2", "-g"]
        flags += AFTER.get(language, [])
        return self.run(self._tools.library_command(sources, name, flags, language), files, (name,))

    def _instrument(self, sanitized: bool, language: str = "c") -> list[str]:
        flags = self._tools.sanitizer_flags if sanitized and self._tools.sanitizes(language) else []
        return flags and [*flags, *INSTRUMENT]

    def syntax(self, files: dict[str, bytes], source: str, language: str = "c") -> ExitReport:
        """Let the compiler read a source and say what it thinks of it."""
        standard = LANGUAGES[language].flags[0]
        return self.run(
            [self._tools.compilers[language], standard, "-fsyntax-only", source], files, ()
        )

    def object_symbols(self, files: dict[str, bytes], source: str, language: str) -> ExitReport:
        """List what a source holds; not as a library has it, where
        constants may look like variables.
        """
        flags = ["-O1", "-w", "-fno-pie", "-c", source, "-o", "object.o"]
        compiled = self.run([self._tools.compilers[language], *flags], files, ("object.o",))
        return self.run(["nm", "object.o"], built(compiled), ())

    def prototypes(self, files: dict[str, bytes], sources: list[str]) -> ExitReport:
        """Let the Fortran compiler say in C what each function is that has a C name."""
        argv = [self._tools.compilers["fortran"], "-fsyntax-only", "-fc-prototypes", *sources]
        return self.run(argv, files, ())

    def names(self, files: dict[str, bytes], library: str, *, demangled: bool) -> ExitReport:
        """List what a library exports, as the linker knows it or as people write it."""
        flags = ["-D", "--defined-only"] if IS_ELF else ["-gU"]
        return self.run(["nm", *flags, *(["-C"] if demangled else []), library], files, ())

    def cpp_names(self, files: dict[str, bytes], header: str, functions: list[str]) -> ExitReport:
        """List how C++ writes the functions of a header that it does not take for C."""
        uses = ", ".join(f"(void *){name}" for name in functions)
        source = f'#include "{header}"\nvoid *used[] = {{{uses}}};\n'.encode()
        compiled = self.run(
            [self._tools.compilers["cpp"], "-c", "uses.cpp"],
            {**files, "uses.cpp": source},
            ("uses.o",),
        )
        return self.run(["nm", "-C", "-u", "uses.o"], built(compiled), ())

    def declares(
        self, info: dict, files: dict[str, bytes], source: str, functions: list[str]
    ) -> ExitReport:
        """Let the compiler look for functions in the C of a build script alone.

        Of what cffi puts ahead of that C, the types alone are there: Python's headers declare
        functions too.
        """
        uses = "".join(f"    (void){name};\n" for name in functions)
        text = (
            f"{TYPES}{info['set_source']['source']}\nvoid uses(void);\nvoid "
            f"uses(void)\n{{\n{uses}}}\n"
        )
        compiler = self._tools.compilers[language_of(source) or "c"]
        argv = [
            compiler,
            *_compile_flags(info["set_source"]["options"]),
            "-w",
            "-fsyntax-only",
            source,
        ]
        return self.run(argv, {**files, source: text.encode()}, ())

    def assembly(self, files: dict[str, bytes], source: str) -> ExitReport:
        """Let the compiler work out the constants of a source; collect what it wrote down."""
        argv = [self._tools.cc, *STANDARD, "-w", "-S", "-O0", source, "-o", "facts.s"]
        return self.run(argv, files, ("facts.s",))

    def symbols(self, files: dict[str, bytes], library: str) -> ExitReport:
        """List what a library defines, and what it wants from elsewhere."""
        return self.run(["nm", library], files, ())

    def make(self, results: tuple[str, ...], files: dict[str, bytes]) -> ExitReport:
        """Run make; collect those `results` that it leaves."""
        return self.run([self._tools.make], files, results, foreign=True)

    def make_again(self, library: str, source: str, files: dict[str, bytes]) -> ExitReport:
        """Run make, put the file `later` in the place of a source, and run make again."""
        # A file system's clock is coarse, and make goes by what is newer.
        both = '"$1" && sleep 0.05 && cat later > "$2" && "$1"'
        argv = ["sh", "-c", both, "sh", self._tools.make, source]
        return self.run(argv, files, (library,), foreign=True)

    def package(self, step: str, links: str, files: dict[str, bytes], pattern: str) -> ExitReport:
        """Take a project one step on its way to an installed package (worker/build_frontend.py)."""
        given = {**files, "build_frontend.py": BUILD_FRONTEND.read_bytes(), "links": links.encode()}
        argv = [sys.executable, "-S", "build_frontend.py", step, "links"]
        return self.run(argv, given, (pattern,), foreign=True)

    def script(self, script: str, files: dict[str, bytes]) -> ExitReport:
        """Run a build script as a learner does: `python NAME_build.py`."""
        return self.run([sys.executable, script], files, ("*.so", "*/__init__.*"), foreign=True)

    def build_info(self, module: str, files: dict[str, bytes], *, foreign: bool = True) -> dict:
        """Import a build script and return what it declares and
        emits (worker/handler.py: do_build).
        """
        return self._info("build", module, files, foreign)

    def import_info(self, module: str, files: dict[str, bytes], *, foreign: bool = True) -> dict:
        """Import a script and return what it declares (worker/handler.py: do_import)."""
        return self._info("import", module, files, foreign)

    def _info(self, do: str, module: str, files: dict[str, bytes], foreign: bool) -> dict:
        key = Cache.key(self._identity, do, module, files)

        def work() -> dict:
            if entry := self._cache.get(key):
                return entry
            run = self._sandbox.python("build", files, sanitized=False, foreign=foreign)
            try:
                answer = run.ask({"do": do, "module": module}, COMMAND_SECONDS)
            except RunEnded as ended:
                return {"ending": asdict(ended.ending)}
            run.stop("stopped")
            if "result" in answer and run.undisturbed:
                self._cache.put(key, answer)
            return answer

        return self._once(key, work)

    def extension(
        self,
        info: dict,
        files: dict[str, bytes],
        *,
        sanitized: bool,
        added: tuple[str, ...] = (),
        own_first: bool = False,
    ) -> ExitReport:
        """Compile what a build script stands for, without
        setuptools: one object a source, and a link.

        The emitted C is by far the largest part, and does not change with the learner's own C.
        Sources that are `added` are compiled in as well; with `own_first`, what is compiled in is
        called instead of what the system has by the same name.
        """
        source = info["set_source"]
        options = source["options"]
        module = source["module"].rsplit(".", 1)[-1]
        flags = _compile_flags(options)
        own = self._instrument(sanitized) or ["-O2"]
        emitted = f"{module}{source['extension']}"
        # A function that no header declared: some C compilers only warn, and guess what it takes.
        guesses = ["-Werror=implicit-function-declaration"] if language_of(emitted) == "c" else []
        wrapper_flags = [*flags, "-O0", *guesses]
        units = [(emitted, wrapper_flags, {**files, emitted: info["c"].encode()})]
        names = [_base_name(name) for name in options.get("sources") or []]
        units += [(name, [*flags, *own, "-w"], files) for name in [*names, *added]]
        objects: dict[str, bytes] = {}
        for name, unit_flags, available in units:
            ending = self._object(name, unit_flags, available)
            if not ending.files:
                return ending
            objects |= built(ending)
        given = map(_base_name, options.get("extra_objects") or [])
        objects |= {name: files[name] for name in given if name in files}
        binding = ["-Wl,-Bsymbolic"] if own_first and IS_ELF else []
        language = "cpp" if "cpp" in {language_of(name) for name, _, _ in units} else "c"
        return self._link(module, objects, files, options, binding, language, sanitized=sanitized)

    def _object(self, name: str, flags: list[str], files: dict[str, bytes]) -> ExitReport:
        target = name.rsplit(".", 1)[0] + ".o"
        argv = self._tools.extension_object_command(name, target, flags, language_of(name) or "c")
        return self.run(argv, _with_includes(name, files), (target,))

    def object_of(
        self, source: str, name: str, files: dict[str, bytes], *, sanitized: bool
    ) -> ExitReport:
        """Compile C into the object `name`, as another language would have left it."""
        flags = ["-I.", *(self._instrument(sanitized) or ["-O2"]), "-w"]
        argv = self._tools.extension_object_command(source, name, flags)
        return self.run(argv, _with_includes(source, files), (name,))

    def _link(
        self, module, objects, files, options, binding, language: str, *, sanitized: bool
    ) -> ExitReport:
        libraries = {name: files[name] for name in files if name.endswith(LIBRARY_SUFFIX)}
        flags = [*binding, *(self._tools.sanitizer_flags if sanitized else [])]
        flags += ["-L.", *(f"-l{name}" for name in options.get("libraries") or [])]
        flags += [f"-Wl,-rpath,{path}" for path in options.get("runtime_library_dirs") or []]
        flags += options.get("extra_link_args") or []
        target = extension_name(module)
        argv = self._tools.extension_link_command(sorted(objects), target, flags, language)
        return self.run(argv, objects | libraries, (target,))


def _is_good(ending: ExitReport, collect: tuple[str, ...]) -> bool:
    return ending.status == 0 and ending.reason is None and (bool(ending.files) or not collect)


def _compile_flags(options: dict) -> list[str]:
    flags = ["-I."]
    for name, value in options.get("define_macros") or []:
        flags.append(f"-D{name}" if value is None else f"-D{name}={value}")
    flags += [f"-U{name}" for name in options.get("undef_macros") or []]
    return flags + list(options.get("extra_compile_args") or [])


def _base_name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*(?:["<]([^">\n]+)[">]|(\S+))', re.MULTILINE)


def _with_includes(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
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
