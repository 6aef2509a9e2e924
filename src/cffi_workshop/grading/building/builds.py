"""Everything that is compiled, made or listed for a check."""

from __future__ import annotations

import re
import shlex
import sys
from dataclasses import replace

from cffi_workshop.exercises.languages import LANGUAGES, language_of
from cffi_workshop.sandbox import ExitReport
from cffi_workshop.sandbox.bubblewrap import WORKER_PARENT

from .cached_runs import built
from .extension_builds import IS_ELF, ExtensionBuilds, compile_flags, object_name
from .toolchain import LIBRARY_SUFFIX, is_clang
from .zero_sizes import with_zero_sizes

__all__ = ["SYMBOLS", "Builder", "library_name"]

SYMBOLS = "symbols.txt"  # beside a library whose symbols are listed

BUILD_FRONTEND = WORKER_PARENT / "worker" / "build_frontend.py"
PLAIN = ["-O2"]  # without the sanitizer
STANDARD = [LANGUAGES["c"].flags[0]]
# After -fno-wrapv: signed integers stand in for the unsigned ones that a language does not have.
AFTER = {"fortran": ["-fwrapv"]}
# GNU's nm loads each plugin that is installed, LLVM's of 100 MB as well, for objects of link-time
# optimization. Without them it takes a fifteenth of the time, and says the same of all others.
NM = ["nm", *(["--plugin="] if IS_ELF else [])]
# What is constant, as nm lists it.
BEGINS_WITH_ZEROS = re.compile(r" [bB] ")
READ_ONLY = re.compile(r"^\S* [rR] (\S+)$", re.MULTILINE)
TYPES = "#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <sys/types.h>\n"


def library_name(slug: str) -> str:
    return f"lib{slug}{LIBRARY_SUFFIX}"


class Builder(ExtensionBuilds):
    """Runs the tools of a C programmer over the files of a check."""

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
        instrument = self._instrument(sanitized, language)
        if instrument:
            added, files = with_zero_sizes(language, files)
            instrument = [*instrument, *added]
        if language != "c" or not instrument or "-shared-libsan" in instrument:  # clang's
            command = self._library_command(name, sources, instrument, language)
            return self.run(command, files, (name,))
        # Told that there is a sanitizer, gcc takes twice as long to link with the same libraries.
        for_linker = [flag for flag in instrument if flag.startswith("-Wl,")]
        for_linker += ["-lasan", "-lubsan"]
        command = self._in_two_steps(name, sources, instrument, for_linker, language)
        return self.run(command, files, (name,))

    def _in_two_steps(
        self, name: str, sources: list[str], flags: list[str], libraries: list[str], language: str
    ) -> list[str]:
        """Return the command that compiles each source into an object, and then links them."""
        compiler, objects = self._tools.compilers[language], list(map(object_name, sources))
        flags = [*LANGUAGES[language].flags, *flags, *AFTER.get(language, [])]
        link = ["-shared", *objects, "-o", name, *libraries, "-lm"]
        both = f'"$@" && "$0" {shlex.join(link)}'
        return ["sh", "-c", both, compiler, compiler, *flags, "-fPIC", "-c", *sources]

    def tried_library(
        self, name: str, files: dict[str, bytes], sources: list[str], language: str
    ) -> ExitReport:
        """Do so as fast as can be, without a word: it is one of many that are tried."""
        return self.run(
            self._library_command(name, sources, ["-O0", "-w"], language), files, (name,)
        )

    def tried_libraries(
        self,
        sources: dict[str, str],
        files: dict[str, bytes],
        others: list[str],
        language: str,
        *,
        sanitized: bool = False,
        undefined: bool = True,
    ) -> ExitReport:
        """Do so for many sources in one run: each, with the `others`, becomes a library of its own.

        `sources` are the names of files, and those of the libraries. The sanitizer looks for what
        is `undefined` too, which takes the compiler twice as long.
        """
        # What C's own library has is in the process already, and to look for it takes long.
        flags = ["-O0", "-w", *(["-nostdlib"] if IS_ELF and language == "c" else [])]
        instrument = self._instrument(sanitized, language)
        if instrument and language == "c" and "-shared-libsan" not in instrument:  # gcc's
            instrument = [*instrument, "-Wl,--no-as-needed", "-lasan", "-lubsan"]
        # Without optimizing, the compiler takes half as long over what the sanitizer adds.
        flags += [*instrument, "-O0"] if instrument else []
        flags += ["-fno-sanitize=undefined"] if instrument and not undefined else []
        flags += ["-ffree-line-length-none"] if language == "fortran" else []
        commands = (
            self._library_command(library, [*others, source], flags, language)
            for source, library in sources.items()
        )
        each = "\n".join(map(shlex.join, commands))
        return self.run(["sh", "-c", f"{each}\n:"], files, tuple(sources.values()))

    def listed_library(
        self, name: str, files: dict[str, bytes], sources: list[str], language: str
    ) -> ExitReport:
        """Do so without the sanitizer; list in SYMBOLS what the library defines, and what it wants.

        The objects are kept as well. One run does all: a run of the sandbox costs as much as what
        nm does in it.
        """
        shell, option, both, *rest = self._in_two_steps(name, sources, PLAIN, [], language)
        listed = shlex.join([*NM, *(["-S"] if IS_ELF else []), name])  # with sizes
        script = f"{both} && {{ {listed} > {SYMBOLS} || :; }}"
        objects = map(object_name, sources)
        return self.run([shell, option, script, *rest], files, (name, SYMBOLS, *objects))

    def _library_command(
        self, name: str, sources: list[str], instrument: list[str], language: str
    ) -> list[str]:
        flags = [*LANGUAGES[language].flags, *(instrument or PLAIN)]
        flags += AFTER.get(language, [])
        return self._tools.library_command(sources, name, flags, language)

    def syntax(self, files: dict[str, bytes], source: str, language: str) -> ExitReport:
        """Let the compiler read a source and say what it thinks of it."""
        standard = LANGUAGES[language].flags[0]
        return self.run(
            [self._tools.compilers[language], standard, "-fsyntax-only", source], files, ()
        )

    def object_symbols(self, files: dict[str, bytes], source: str, language: str) -> ExitReport:
        """List what a source holds; in a library, constants may look like variables."""
        listing = self._symbols_at("-O1", files, source, language)
        constants = set(READ_ONLY.findall(listing.output))
        written = self._symbols_at("-O0", files, source, language).output.splitlines()
        kept = [line for line in written if not constants & set(line.split()[-1:])]
        # What one thread alone would not miss is optimised away. So is what is constant, of which
        # clang tells; with gcc, that does not begin with zeros.
        if not is_clang(self._tools.compilers[language]):
            kept = [listing.output, *filter(BEGINS_WITH_ZEROS.search, kept)]
        return replace(listing, output="\n".join(kept))

    def _symbols_at(
        self, level: str, files: dict[str, bytes], source: str, language: str
    ) -> ExitReport:
        flags = [level, "-w", "-fno-pie", "-c", source, "-o", "object.o"]
        compiled = self.run([self._tools.compilers[language], *flags], files, ("object.o",))
        return self.run([*NM, "object.o"], built(compiled), ())

    def prototypes(self, files: dict[str, bytes], sources: list[str]) -> ExitReport:
        """Let the Fortran compiler say in C what each function is that has a C name."""
        argv = [self._tools.compilers["fortran"], "-fsyntax-only", "-fc-prototypes", *sources]
        return self.run(argv, files, ())

    def names(self, files: dict[str, bytes], library: str, *, demangled: bool) -> ExitReport:
        """List what a library exports, as the linker knows it or as people write it."""
        flags = ["-D", "--defined-only"] if IS_ELF else ["-gU"]
        return self.run([*NM, *flags, *(["-C"] if demangled else []), library], files, ())

    def cpp_names(self, files: dict[str, bytes], header: str, functions: list[str]) -> ExitReport:
        """List how C++ writes the functions of a header that it does not take for C."""
        uses = ", ".join(f"(void *){name}" for name in functions)
        source = f'#include "{header}"\nvoid *used[] = {{{uses}}};\n'.encode()
        compiled = self.run(
            [self._tools.compilers["cpp"], "-c", "uses.cpp"],
            {**files, "uses.cpp": source},
            ("uses.o",),
        )
        return self.run([*NM, "-C", "-u", "uses.o"], built(compiled), ())

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
            *compile_flags(info["set_source"]["options"]),
            "-w",
            "-fno-builtin",  # clang would declare those by itself
            "-fsyntax-only",
            source,
        ]
        return self.run(argv, {**files, source: text.encode()}, ())

    def assembly(self, files: dict[str, bytes], source: str) -> ExitReport:
        """Let the compiler work out the constants of a source; collect what it wrote down."""
        argv = [self._tools.cc, *STANDARD, "-w", "-S", "-O0", source, "-o", "facts.s"]
        return self.run(argv, files, ("facts.s",))

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
        return self.run(
            [sys.executable, script], files, ("*.so", "*/*.so", "*/__init__.*"), foreign=True
        )
