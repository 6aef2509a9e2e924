"""A cdef parsed as cffi parses it, with what cffi found in it, and placed in its files."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cffi import CDefError, cparser
from pycparser import c_ast

from cffi_workshop.cdef.language.expressions import expressions, resolve
from cffi_workshop.cdef.language.model import Constant, Declarations, Layout, Named, Place, Tagged
from cffi_workshop.cdef.language.numerals import hexadecimal
from cffi_workshop.cdef.language.syntax import read_declarations
from cffi_workshop.errors import WorkshopError

from .description import Found

__all__ = ["Cdef", "parsed", "short"]

DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(.*)", re.MULTILINE)
MAX_NEIGHBOURS = 100
ENDINGS = (".py", ".cdef", ".h", ".txt", ".c")  # of files beside a script that hold its cdef
SOURCE_NAME = "<cdef source string>"  # as cffi calls it in errors


@dataclass
class Cdef:
    """What one FFI declares.

    `source` is the C that set_source() was given, `included` names what came by ffi.include().
    """

    declarations: Declarations
    layouts: dict[str, Layout]
    source: dict[str, Any] | None = None
    is_compiled: bool = False  # by a C compiler
    keeps_const: bool = True  # what cffi has compiled, or generated, has lost each const
    included: set[str] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """Return all that is declared, tags without the `struct` before them."""
        known = self.declarations
        tags = [key.split(" ")[1] for key in (*known.records, *known.enums) if " $" not in key]
        return [*known.functions, *known.variables, *known.typedefs, *known.constants, *tags]

    @property
    def is_called_by_c(self) -> bool:
        """Say whether calls go through C that a compiler made with the header in view: API mode."""
        return self.source is not None or self.is_compiled

    @property
    def is_api(self) -> bool:
        """Say whether a compiler has its part: what the cdef leaves out with `...` shows it too."""
        known = self.declarations
        leaves_out = any(one.partial for one in known.records.values()) or known.partial_enums
        return self.is_called_by_c or bool(leaves_out)


def short(error: str) -> str:
    """Return the lines of an error that say what happened, and where in the cdef."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    places = [line.removeprefix(SOURCE_NAME) for line in lines[1:] if line.startswith(SOURCE_NAME)]
    return " at ".join([*lines[:1], *places[:1]]).replace(" at : ", ": ").rstrip(".") or error


def parsed(found: Found, target: str) -> Cdef:
    """Parse what the child process told, and place it in the files that it came from."""
    blocks = found["blocks"]
    tree, macros = _parsed([block["text"] for block in blocks])
    declarations = read_declarations(tree, "c")
    where = {str(number): _origin(block, target) for number, block in enumerate(blocks)}
    included = {str(number) for number, block in enumerate(blocks) if block["included"]}
    _note_constants(declarations, macros, found["constants"])
    resolve(declarations, _lengths(declarations, found["constants"]))
    cdef = Cdef(
        declarations,
        _layouts(declarations, found["layouts"]),
        found["source"],
        found["compiled"],
        found["keeps_const"],
        _named_in(declarations, included),
    )
    _place(declarations, where)
    return cdef


def _parsed(texts: Sequence[str]) -> tuple[list[c_ast.Node], list[Constant]]:
    """Parse the parts of a cdef as one, with the names that cffi gives to `...`."""
    parts = [_numbered(text, str(number)) for number, text in enumerate(texts)]
    parser = cparser.Parser()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree, _macros, _text = parser._parse("\n".join(parts))
    except CDefError as error:
        raise WorkshopError(f"cffi cannot parse the cdef: {short(str(error))}.") from None
    names = [getattr(node, "name", None) for node in tree.ext]
    macros = [one for number, text in enumerate(texts) for one in macros_in(str(number), text)]
    return tree.ext[names.index("__dotdotdot__") + 1 :], macros


def _numbered(text: str, block: str) -> str:
    """Say the line anew behind each macro: cffi takes macros out, and empty lines ahead of them."""
    rows = [f'# 1 "{block}"']
    is_macro = False
    for number, row in enumerate(text.split("\n"), start=1):
        rows.append(row)
        is_macro = bool(DEFINE.match(row)) or (is_macro and rows[-2].endswith("\\"))
        if is_macro and not row.endswith("\\"):
            rows.append(f'# {number + 1} "{block}"')
    return "\n".join(rows)


def macros_in(block: str, text: str) -> Iterator[Constant]:
    for one in DEFINE.finditer(text):
        place = Place(block, text.count("\n", 0, one.start()) + 1)
        yield Constant(one[1], place, like=hexadecimal(one[2]))


def _note_constants(known: Declarations, macros: list[Constant], values: dict[str, int]) -> None:
    """Give enumerators their values; add macros, and `static const int N = 3;`, as constants."""
    known.constants.update({one.name: one for one in macros})
    for name in [name for name in known.variables if name in values]:
        known.constants[name] = Constant(name, known.variables.pop(name).place)
    for name, one in known.constants.items():
        if one.enum not in known.partial_enums:
            known.constants[name] = replace(one, value=values.get(name))


def _lengths(known: Declarations, constants: dict[str, int]) -> dict[str, int]:
    """Compute array lengths as cffi does: from numbers and constants of the cdef."""
    parser = cparser.Parser()
    parser._int_constants = constants
    found = {}
    for text in expressions(known):
        tree = parser._parse(f"int array[{text}];")[0]
        found[text] = parser._parse_constant(tree.ext[-1].type.dim)
    return found


def _layouts(known: Declarations, given: dict[str, Any]) -> dict[str, Layout]:
    """Put what cffi laid out under the key of each struct, which it may know by a typedef only."""
    found = {}
    for name, layout in given.items():
        kind = known.meaning(Named(name))
        key = kind.key if isinstance(kind, Tagged) else name
        found[key] = Layout(layout["size"], layout["offsets"])
    return found


def _named_in(known: Declarations, blocks: set[str]) -> set[str]:
    groups = (known.functions, known.variables, known.typedefs, known.records, known.constants)
    return {name for group in groups for name, one in group.items() if one.place.file in blocks}


def _origin(block: Found, target: str) -> tuple[str, int]:
    """Return file and line where a part of a cdef starts; line 0 where its text is in no file."""
    for path in _files(block["file"], target):
        text = path.read_text(encoding="utf-8", errors="replace")
        start = text.find(block["text"])
        if start >= 0:
            return str(path), text.count("\n", 0, start) + 1
    return "", 0


def _files(*named: str) -> Iterator[Path]:
    """Yield the files that a cdef may stand in: those that are named, then those beside them."""
    given = [Path(name) for name in named if name and Path(name).is_file()]
    texts = [path for path in given if path.suffix not in (".so", ".pyd")]
    yield from texts
    for folder in dict.fromkeys(path.parent for path in texts):
        for ending in ENDINGS:
            beside = sorted(folder.glob(f"*{ending}"))[:MAX_NEIGHBOURS]
            yield from (path for path in beside if path.is_file())


def _place(known: Declarations, where: dict[str, tuple[str, int]]) -> None:
    """Tell each place by file and line, or by line of the cdef where that has no file."""

    def place(old: Place) -> Place:
        file, start = where.get(old.file, ("", 0))
        return Place(file, start + old.line - 1) if file else Place("", old.line)

    known.move(place)
