"""A message with holes, where types, names, numbers and paths stand: `int '{type}' has no {name}`.

A template becomes a regular expression that means the same in Python and in JavaScript, and that
takes time in proportion to the text: what may be in a hole ends at the end of the line at the
latest, and a text that lacks the longest literal part is not searched at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from cffi_workshop.explain import c_words, library_words, python_words

__all__ = ["CFFI_AT_WORK", "HOLES", "PARTICULAR", "SET_IN", "Template"]

# The usual names: `lib.sum(`, `_lib.sum(`, `libm.sqrt(`, `C.sqrt(`, or what opened it. Not a folder
# of builds, `build/lib.linux-x86_64`, nor a word that has one of these in it.
CFFI_AT_WORK = (
    r"cffi|CompiledFFI|\b(?:ffi|FFI|ffibuilder)\b|\.Lib\b|\bcdata\b|dlopen|\b(?:cdef|set_source)\("
    r"|(?:^|[^\w/\\])_?lib\.[A-Za-z_]|\b(?:lib[a-z0-9]{0,8}|_?C)\.[A-Za-z_0-9]+\("
    r"|\.(?:new|cast|sizeof|typeof|from_buffer|callback)\(['\"](?:const|struct|union|enum|unsigned"
    r"|signed|char|int|long|short|float|double|void|u?int[0-9]+_t|size_t|bool)\b"
)
# In a package's own words; cffi's are "cannot load library".
COULD_NOT = (
    r"(?:[Cc]ould not|[Cc]ouldn't|[Uu]nable to|[Ff]ailed to|[Cc]an't|[Cc]an not"
    r"|(?:[Dd]id not|[Dd]idn't)(?: manage to)?|[Nn]ot able to)"
)
HOLES = {
    "start": r"^(?:E {2,})?[ \t>|]*",  # of a line; pytest, pip and mail put marks ahead of it
    # Of a line; Python may add a guess, and a sentence its full stop, a closing mark.
    "end": r"(?:\. Did you mean: '[^'\n]*'\?)?[ \t]*(?:[.!…)*'\"」』]{1,4}[ \t]*)?$",
    "whole": r"(?![A-Za-z0-9_]|\.[A-Za-z])",  # the name ahead of it is no longer
    "any": r"[^\n]*?",
    "near": r"[^\n]{0,40}?",  # ahead of a costly hole
    "type": r"[^'\"\n]*",
    "name": r"[^\s'\",:;()<>]+",
    "word": r"[A-Za-z0-9_]+",
    "capitals": r"[A-Z][A-Z0-9_]*",
    "number": r"-?[0-9][0-9A-Fa-fxL.]*",
    "path": r"[^'\"\n:]*(?::[\\/][^'\"\n:]*)?",
    "file": r"[^'\"\n:/\\]+",  # a name without a folder
    "dotted": r"[A-Za-z0-9_.]*",  # the rest of a module's name
    "quote": r"['\"]",
    "cannot find": rf"(?:{COULD_NOT} (?:find or load|find|locate|load|open|dlopen)"
    r"|[Cc]annot (?:find|locate))",
    "could not": COULD_NOT,
    "cannot": rf"(?:{COULD_NOT}|[Cc]annot)",
    # What is raised, up to where one of its sentences begins.
    "raised": r"(?:[A-Za-z0-9_.]{1,60}(?:Error|Exception|Configured|Warning)|\bException|\berror)"
    r"(?:: ['\"]?|\(['\"])"
    r"(?:[^\n]{0,200}?(?:[.:;] |\b(?:but|because|since|as|and|that|which) ))?",
    "library file": r"['\"(]?(?:[A-Za-z0-9_+.-]{1,60}\.(?:so|dylib|dll)\b"
    r"|lib(?!rar(?:y|ies)\b)[A-Za-z0-9_+-]{1,60}\.[0-9]+\b)[0-9.]*['\")]?",
    "libname": library_words.LIB,
    # A module that cffi compiled, as people call it; and cffi itself.
    "compiled": r"(?:[A-Za-z0-9_.]*\.)?(?:_[A-Za-z0-9_]+|[A-Za-z0-9_]*cffi(?:\.[A-Za-z0-9_]+)*)",
    # For C, of any target.
    "compiler": r"(?:[^'\"\n ]*[/-])?(?:cc|gcc|clang)(?:-[0-9.]+)?(?:\.exe)?",
    # What those who build packages print, or call the folders of their environments.
    "build of a package": r"(?:originates from (?:a subprocess|the build backend)"
    r"|[Bb]uild backend (?:returned|raised)|as a build dependency|build dependencies for"
    r"|Missing dependencies:|build_meta|\bbuild-(?:env|via-sdist)-|pip-build-env|pdm-build-env"
    r"|\/builds-v0\/|Preparing build environment with build-system|get_requires_for_build"
    r"|prepare_metadata_for_build|invoke (?:build|get|prepare)_|meson\.build:[0-9]"
    r"|pyproject_hooks|_in_process\.py|egg_info|(?:Getting requirements|Preparing metadata|Building"
    r" wheel)[^\n]{0,60}(?: did not run successfully|'error'|\.\.\. error)|ChefBuildError)",
    "build tool": r"(?<![\w./-])" + c_words.one_of(c_words.BUILD_TOOLS) + r"(?:\.exe)?",
    # What each program, or each library, begins and ends with: `crt1.o`, `Scrt1.o`, `crtbeginS.o`.
    # Where Windows names a file that is not loaded: one to read, to delete, or to start.
    "no library": r"(?![^'\n]*\.(?:dll|DLL|pyd|so)')[^'\n]+",
    "startup file": r"[A-Za-z0-9]{0,6}crt[A-Za-z0-9]{0,8}\.o",
    "library name": r"(?<![\w./-])" + c_words.one_of(c_words.LIBRARY_NAMES) + r"(?![\w])",
    "c header": r"(?:(?:sys|bits|linux|asm)/)?"
    + c_words.one_of(c_words.C_HEADERS + c_words.UNIX_HEADERS)
    + r"\.h",
    "ms header": c_words.one_of(c_words.C_HEADERS + c_words.MS_HEADERS) + r"\.h",
    "unix header": r"(?:(?:sys|net|netinet|arpa|linux)/[a-z]+|"
    + c_words.one_of(c_words.UNIX_HEADERS)
    + r")\.h",
    "C word": c_words.one_of(c_words.C_WORDS),
    "standard name": c_words.one_of(c_words.STANDARD_NAMES),
    # A module that was compiled here, not one of a package or of the system; and what C++ alone
    # calls so, unless it is of a library that comes in a package.
    "own module": r"(?!\/usr\/|\/lib|\/opt\/)(?![^\n:]*(?:-packages|conda|\/envs\/|lib-dynload))"
    r"[^'\"\n:]*\.so",
    "c++ symbol": r"(?:__cxa_|__gxx_"
    r"|_Z(?!NK?(?:3c10|2at|5torch|10tensorflow|4absl|6google|5arrow|2cv)))",
    "glibc name": c_words.one_of(c_words.GLIBC_NAMES),
    "c++ header": c_words.one_of(c_words.CPP_HEADERS),
    "c++": c_words.one_of(c_words.CPP_PARTS),
    # Files of cffi's own C, and of the libffi that it brings along.
    "cffi source": r"(?:_cffi_backend|realize_c_type|cffi1_module|ffi_obj|lib_obj|call_python"
    r"|malloc_closure|libffi[A-Za-z0-9_]*[\/\\][\w\/\\]+)\.[ch]",
    "lines": r"(?:[^\n]*\n){1,2}[^\n]{0,80}?",  # to the next line, or to the one after it
    # Between "exit" or "return" and the number with which a program ended, as shells, logs and
    # services put it.
    "ed with": r"(?:ed|s|ing)?(?:\(|(?:[ _-]?(?:with|because of|return|[Cc]ode|CODE|[Ss]tatus|of"
    r"|the|a|non-zero|value|was|is)){1,4}[ :=(\['\"]{0,16})",
    "cffi at work": CFFI_AT_WORK,
    "lib": r"(?:^|[^\w/\\])_?lib\.",  # the usual name of the library, with its dot
    **library_words.HOLES,
    **python_words.HOLES,
    "lbrace": r"\{",
    "rbrace": r"\}",
    # What comes once more, at {same}.
    "this": r"([^'\"\n:]+)",
    "this word": r"([A-Za-z0-9_]+)",
    "this file": r"([^'\"\n:/\\]+)",
    "this path": r"([^'\"\n:/\\]*[/\\][^'\"\n:]*)",
    "same": r"\1",
    # Why the system does not open a file that may well be there.
    "other reason": r"(?:Too many open files|Not a directory|Stale (?:NFS )?file handle"
    r"|Input/output error|Cannot allocate memory|Out of memory|File name too long"
    r"|Too many levels of symbolic links|Interrupted system call|No such device"
    r"|Resource temporarily unavailable)",
}
PARTICULAR = {
    "capitals": 1,
    "a library": 4,
    "cannot find": 8,
    "build of a package": 8,
    "could not": 4,
    "cannot": 4,
    "library file": 4,
    "library name": 4,
    "libname of a package": 3,
    "ed with": 25,  # how it ended tells more than who says so
    "number": 1,
    "platform": 8,
    "this file": 1,
    "this path": 1,
    "this packaged": 8,
    "cffi source": 60,  # whose error it is tells more than the error
    "other reason": 45,  # tells more than what was opened
    "c++": 40,  # tells more than the place at which cffi stopped
}  # narrower than their like
HOLE = re.compile(r"\{([^{}\n]+)\}")
SET_IN = r"\n[ \t>|]*"
LETTER = re.compile(r"[A-Za-z0-9]")
SPECIAL = re.compile(r"[\\^$.*+?()\[\]{}|/-]")


@dataclass(frozen=True)
class Template:
    """One message with holes; `{a|b}` is one of several texts, of which the last may be empty."""

    text: str

    @cached_property
    def regex(self) -> str:
        """A regular expression in the syntax that Python and JavaScript share; flag m, no other."""
        parts = HOLE.split(self.text)
        return "".join(hole(part) if odd % 2 else escape(part) for odd, part in enumerate(parts))

    def require_known_holes(self) -> None:
        """Raise ValueError for a hole that is not known, and for a brace that belongs to none."""
        if "{" not in self.text and "}" not in self.text:
            return
        for name in HOLE.findall(self.text):
            if "|" not in name:
                hole(name)
        rest = HOLE.sub("", self.text)
        if "{" in rest or "}" in rest:
            raise ValueError(
                f"a hole in a hole, or half of one: {self.text!r}; a brace is {{lbrace}}"
            )

    @cached_property
    def literals(self) -> tuple[str, ...]:
        parts = HOLE.split(self.text)[::2]
        return tuple(line for part in parts for line in part.split("\n") if line)

    @cached_property
    def longest(self) -> str:
        """The longest literal part: a text without it cannot match."""
        return max(self.literals, key=len, default="")

    def may_be_in(self, text: str) -> bool:
        """Say whether a text has the longest part: most of the time is gone with asking that."""
        plain = "{" not in self.text and "\n" not in self.text
        return (self.text if plain else self.longest) in text

    @cached_property
    def weight(self) -> int:
        """How particular the template is: the number of characters that a message must have."""
        return sum(map(len, self.literals)) + sum(map(weight_of, HOLE.findall(self.text)))

    @cached_property
    def begins_a_word(self) -> bool:
        """What begins with a letter is no end of a word: `cc: not found` is not in `nvcc: ...`."""
        literal, *holes = HOLE.split(self.text)
        choices = holes[0].split("|") if holes and "|" in holes[0] else []
        starts = [literal] if literal else [*filter(None, choices)]
        return bool(starts) and all(map(LETTER.match, starts))

    def found_in(self, text: str) -> re.Match[str] | None:
        """Return the first place in the text where the template fits, or None.

        Most lack a literal part of it. To see that takes far less than to compile a pattern.
        """
        if self.longest not in text or not all(part in text for part in self.literals):
            return None
        if self._roughly and not self._roughly.search(text):
            return None
        found = self._compiled.search(text)
        while found and self.begins_a_word and is_in_word(text, found.start()):
            found = self._compiled.search(text, found.start() + 1)
        return found

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.regex, re.MULTILINE)

    @cached_property
    def _roughly(self) -> re.Pattern[str] | None:
        """What fits wherever the template does, with anything where a costly hole stands."""
        rough = self.text
        for name in library_words.COSTLY:
            rough = rough.replace(f"{{{name}}}", "{any}")
        return None if rough == self.text else re.compile(Template(rough).regex, re.MULTILINE)


def is_in_word(text: str, place: int) -> bool:
    return place > 0 and bool(LETTER.match(text[place - 1]))


def hole(name: str) -> str:
    """Return the expression for a hole; raise ValueError for one that is not known."""
    if "|" in name:
        return f"(?:{'|'.join(map(escape, name.split('|')))})"
    if name not in HOLES:
        raise ValueError(
            f"the hole {{{name}}} is not one of {', '.join(HOLES)}, nor of the form {{a|b}}"
        )
    return HOLES[name]


def weight_of(name: str) -> int:
    return min(map(len, name.split("|"))) if "|" in name else PARTICULAR.get(name, 0)


def escape(text: str) -> str:
    """Return the expression for a literal part; its further lines may be set in."""
    return SPECIAL.sub(r"\\\g<0>", text).replace("\n", SET_IN)
