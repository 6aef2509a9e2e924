"""Which package of a system has the header, or the library, that a message misses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cffi_workshop.explain.entry import Entry
from cffi_workshop.explain.restored import plain

__all__ = ["Package", "all_packages", "installing"]

TABLE = Path(__file__).with_name("packages.txt")
NONE = "-"
# What follows is exported to packages.js; with this flag Python reads it as JavaScript does.
HEADER = re.compile(r"[\w./+-]{1,200}\.h(?:pp|xx)?\b", re.ASCII)
# As -l, a file, in quotes, and as a package, or a person, calls it.
LIBRARY = re.compile(
    r"-l([\w.+-]{1,60})|\b(lib(?!rar(?:y|ies)\b)[\w.+-]{1,60})|\b([\w.+-]{1,60}\.(?:so|dll|dylib)\b)"
    r"|['\"]([\w.+-]{1,60})['\"]|[Pp]ackages? ['\"]?([\w.+-]{1,60})|\b(\w{2,40}) (?:C )?library\b"
    r"|library: ([\w.+-]{1,60})|NOT find (\w{2,40})\b"
    r"|\b([\w+-]{2,40}) (?:development|headers|header files)\b|headers of (\w{2,40})"
    r"|\b(\w{2,40})[_-]config\b",
    re.ASCII,
)
# Of a file's name: its ending, and the version ahead of that or behind it.
ENDING = re.compile(r"\.(?:so|dylib|dll)\b.*$", re.ASCII)
VERSION = re.compile(r"[.-][0-9]{1,3}$")
ASKED_FOR = re.compile(r"\blib[\w+-]+(?:\.[0-9]+)*\.so\.[0-9]+\b", re.ASCII)
ASKS = " The program asks for {}: another number is another library."
# The command and the system of each name of a package.
WAYS = (
    ("apt install", "on Debian and Ubuntu"),
    ("dnf install", "on Fedora"),
    ("apk add", "on Alpine"),
    ("brew install", "on macOS"),
    ("conda install -c conda-forge", "with conda"),
)


class Package(NamedTuple):
    """What brings a library, as each system calls it; nothing where a system has none."""

    called: str
    headers: tuple[str, ...]  # `ffi.h`, or a folder: `sasl/`
    libraries: tuple[str, ...]  # what follows `-l`
    names: tuple[str, ...]  # one for each of WAYS
    alone: tuple[str, ...]  # the library without headers, for the first of them

    def known_by(self) -> tuple[str, ...]:
        """Return its headers, its libraries and what it is called, which no other package has."""
        return (*self.headers, *map(str.casefold, (*self.libraries, self.called)))

    def sentence(self, lacks: str) -> str:
        """Return how to install it, with its headers or the library alone."""
        names = self.names
        if lacks == "library":
            names = (*self.alone, *names[len(self.alone) :])
        ways = zip(WAYS, names, strict=True)
        told = [f"`{command} {name}` {where}" for (command, where), name in ways if name]
        return f"{self.called}: {', '.join(told)}."


def installing(text: str, entry: Entry) -> str:
    """Return how to install what the message misses, or nothing where no package is known."""
    if not entry.lacks:
        return ""
    text = plain(text)
    lines = [line for line in text.split("\n") if any(one.found_in(line) for one in entry.says)]
    told = "\n".join(lines) or text
    found = headers_in(told) if entry.lacks == "header" else libraries_in(told)
    known = next((by_name()[name] for name in found if name in by_name()), None)
    return known.sentence(entry.lacks) + version_in(told, entry.lacks) if known else ""


def version_in(text: str, lacks: str) -> str:
    """Return what is to be said of the version that a library's name has, or nothing."""
    name = ASKED_FOR.search(text) if lacks == "library" else None
    return ASKS.format(name[0]) if name else ""


def headers_in(text: str) -> Iterator[str]:
    """Yield each header of the text, and its folder: in another folder it is another header."""
    for path in HEADER.findall(text):
        folder, slash, _name = path.partition("/")
        yield path
        yield folder + slash


def libraries_in(text: str) -> Iterator[str]:
    """Yield each name of a library in the text, without what says that it is one."""
    for found in LIBRARY.finditer(text):
        name = ENDING.sub("", next(filter(None, found.groups()))).casefold()
        while True:
            yield name
            yield name.removeprefix("lib")
            shorter = VERSION.sub("", name)
            if shorter == name:
                break
            name = shorter


@cache
def by_name() -> dict[str, Package]:
    """Return each package by each name that it is known by."""
    return {name: one for one in all_packages() for name in one.known_by()}


@cache
def all_packages() -> tuple[Package, ...]:
    """Return the packages of the table."""
    lines = TABLE.read_text("utf-8").splitlines()
    return tuple(package_of(line) for line in lines if not line.startswith("#"))


def package_of(line: str) -> Package:
    called, headers, libraries, debian, debian_alone, fedora, *others = line.split("|")
    fedora, _plus, fedora_alone = fedora.partition("+")
    alone = (
        debian if debian_alone == NONE else debian_alone,
        fedora_alone or fedora.removesuffix("-devel"),
    )
    names = map(name_in, (debian, fedora, *others))
    return Package(called, words(headers), words(libraries), (*names,), (*map(name_in, alone),))


def name_in(column: str) -> str:
    return "" if column == NONE else column


def words(column: str) -> tuple[str, ...]:
    return tuple(name_in(column).split())
