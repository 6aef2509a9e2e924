"""The cdef that is looked at: found by a child process, parsed as cffi parses it, placed in its file."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cffi import CDefError, cparser
from pycparser import c_ast

from cffi_workshop.cdef.language.expressions import expressions, resolve
from cffi_workshop.cdef.language.model import Constant, Declarations, Layout, Named, Place, Tagged
from cffi_workshop.cdef.language.syntax import read_declarations
from cffi_workshop.errors import WorkshopError

__all__ = ["TIMEOUT_S", "Cdef", "read_cdef"]

TIMEOUT_S = 60


@dataclass
class Cdef:
    """What one FFI declares.

    `source` is the C that set_source() was given, `included` names what came by ffi.include().
    """

    declarations: Declarations
    layouts: dict[str, Layout]
    source: dict[str, Any] | None = None
    is_compiled: bool = False
    included: set[str] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """Return all that is declared, tags without the `struct` before them."""
        known = self.declarations
        tags = [key.split(" ")[1] for key in (*known.records, *known.enums) if " $" not in key]
        return [*known.functions, *known.variables, *known.typedefs, *known.constants, *tags]

    @property
    def is_api(self) -> bool:
        """Say whether a compiler has its part: what the cdef leaves out with `...` shows it too."""
        known = self.declarations
        leaves_out = any(one.partial for one in known.records.values()) or known.partial_enums
        return self.source is not None or self.is_compiled or bool(leaves_out)


def read_cdef(target: str, timeout_s: float = TIMEOUT_S) -> tuple[list[Cdef], str]:
    """Return the cdefs of a text file, script, module or `TARGET:NAME`, and why the script stopped.

    Raise WorkshopError, in one sentence, where there is none, or where it cannot be had.
    """
    found = _ask(target, timeout_s)
    if "error" in found:
        raise WorkshopError(f"{target} gives no cdef: {_short(found['error'])}.")
    if not found["ffis"]:
        raise WorkshopError(
            f"{target} makes no FFI with a cdef; name the file that calls ffi.cdef(), "
            "or the FFI itself as FILE:NAME or MODULE:NAME."
        )
    return [_cdef(one, target) for one in found["ffis"]], found["stopped"]


def _ask(target: str, timeout_s: float) -> dict[str, Any]:
    path, name = _split(target)
    with tempfile.TemporaryDirectory(prefix="workshop-") as folder:
        result = Path(folder, "found.json")
        command = [
            sys.executable,
            "-m",
            "cffi_workshop.cdef.source.inside",
            str(result),
            path,
            name,
        ]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise WorkshopError(
                f"{target} did not end within {timeout_s:g} seconds; name a file that makes the FFI "
                "and does no more, or its module as MODULE:NAME."
            ) from None
        if not result.is_file():
            raise WorkshopError(
                f"{target} ended its process (exit status {done.returncode}); no cdef was read."
            )
        answer: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return answer


def _split(target: str) -> tuple[str, str]:
    """Return the file or module, and the name behind the colon."""
    if Path(target).is_file():
        return target, ""
    path, _, name = target.rpartition(":")
    if not path:
        path, name = target, ""
    if not Path(path).is_file() and not re.fullmatch(r"\w+(\.\w+)*", path):
        raise WorkshopError(
            f"There is no file {path}; name a file, or a module that can be imported."
        )
    return path, name


def _short(error: str) -> str:
    """Return the line of an error that says what happened."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    return (lines[0] if lines else error).rstrip(".")


def _cdef(found: dict[str, Any], target: str) -> Cdef:
    blocks = found["blocks"]
    tree, macros = _parsed([block["text"] for block in blocks])
    declarations = read_declarations(tree, "c")
    where = {str(number): _origin(block, target) for number, block in enumerate(blocks)}
    included = {str(number) for number, block in enumerate(blocks) if block["included"]}
    _note_constants(declarations, macros, found["constants"])
    resolve(declarations, _lengths(declarations, found["constants"]))
    cdef = Cdef(
        declarations, _layouts(declarations, found["layouts"]), found["source"], found["compiled"]
    )
    cdef.included = _named_in(declarations, included)
    _place(declarations, where)
    return cdef


def _parsed(texts: Sequence[str]) -> tuple[list[c_ast.Node], list[dict[str, Place]]]:
    """Parse the parts of a cdef as one, with the names that cffi gives to `...`."""
    parts = [f'# 1 "{number}"\n{text}' for number, text in enumerate(texts)]
    parser = cparser.Parser()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree, _macros, _text = parser._parse("\n".join(parts))
    except CDefError as error:
        raise WorkshopError(f"cffi cannot parse the cdef: {_short(str(error))}.") from None
    names = [getattr(node, "name", None) for node in tree.ext]
    macros = [_macro_places(str(number), text) for number, text in enumerate(texts)]
    return tree.ext[names.index("__dotdotdot__") + 1 :], macros


DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.MULTILINE)


def _macro_places(block: str, text: str) -> dict[str, Place]:
    return {m[1]: Place(block, text.count("\n", 0, m.start()) + 1) for m in DEFINE.finditer(text)}


def _note_constants(
    known: Declarations, macros: list[dict[str, Place]], values: dict[str, int]
) -> None:
    """Give enumerators their values; add macros, and `static const int N = 3;`, as constants."""
    for places in macros:
        for name, place in places.items():
            known.constants[name] = Constant(name, place)
    for name in [name for name in known.variables if name in values]:
        known.constants[name] = Constant(name, known.variables.pop(name).place)
    for name, one in known.constants.items():
        if one.enum not in known.partial_enums:
            known.constants[name] = Constant(name, one.place, values.get(name), one.enum)


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


def _origin(block: dict[str, Any], target: str) -> tuple[str, int]:
    """Return file and line at which a part of a cdef starts; line 0 where its text stands in no file."""
    for file in (block["file"], _split(target)[0]):
        if not file or not Path(file).is_file() or Path(file).suffix in (".so", ".pyd"):
            continue
        text = Path(file).read_text(encoding="utf-8", errors="replace")
        start = text.find(block["text"])
        if start >= 0:
            return file, text.count("\n", 0, start) + 1
    return "", 0


def _place(known: Declarations, where: dict[str, tuple[str, int]]) -> None:
    """Tell each place by file and line, or by line of the cdef where that has no file."""

    def place(old: Place) -> Place:
        file, start = where.get(old.file, ("", 0))
        return Place(file, start + old.line - 1) if file else Place("", old.line)

    known.move(place)
