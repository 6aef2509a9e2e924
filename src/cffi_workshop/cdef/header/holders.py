"""Which file declares a name, of the headers that were read and of those beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cffi_workshop.exercises.languages import LANGUAGES

__all__ = ["holders"]

MOST_FILES = 500  # of a folder that are looked into
DEFINE = re.compile(r"#\s*define\s+(\w+)")
DIRECTIVE = re.compile(r"^[ \t]*#(?:\\.|[^\n\\])*", re.DOTALL | re.MULTILINE)
ENUM = re.compile(r"\benum\b[^{};()]*\{([^{}]*)\}")
ENUMERATOR = re.compile(r"([A-Za-z_]\w*)\s*(?:=[^,]*)?(?:,|$)")
INNER = re.compile(  # what is inside of a declaration, innermost first, and what stands for it
    r"\b(?P<tag>struct|union)\b(?P<name>[^{};]*)\{[^{}]*\}"
    r"|(?P<code>(?<=~)\s*\{[^{}]*\})"
    r"|\(\s*\*\s*(?P<pointer>[^()]*)\)"
    r"|\([^()]*\)"
)
DECLARED = re.compile(r"\b([A-Za-z_]\w*)\s*[~;,=}\[]")


def holders(folders: Iterable[Path]) -> dict[str, Path]:
    """Return, by name, the first header of the folders that declares it."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.h"))[:MOST_FILES]:
            for name in declared_in(path) if path.is_file() else ():  # a link to nothing is none
                found.setdefault(name, path)
    return found


def declared_in(path: Path) -> set[str]:
    """Return the names that a file declares, whatever its `#if` say."""
    text = path.read_text(encoding="utf-8", errors="replace")
    text = LANGUAGES["c"].without_comments(text)
    names = set(DEFINE.findall(text))
    text = DIRECTIVE.sub("", text)
    for body in ENUM.findall(text):
        names.update(ENUMERATOR.findall(body))
    text, count = ENUM.sub("enum", text), 1
    while count:
        text, count = INNER.subn(_stand_in, text)
    return names | set(DECLARED.findall(text))


def _stand_in(inside: re.Match[str]) -> str:
    """Leave the name of a pointer or a struct; `~` stands for parameters, `;` for code."""
    if inside["tag"]:
        return f"{inside['tag']} {inside['name']} "
    if inside["code"]:
        return ";"
    return "~" if inside["pointer"] is None else f" {inside['pointer']} "
