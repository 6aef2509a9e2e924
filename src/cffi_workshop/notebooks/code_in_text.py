"""What is code in a plain sentence, marked as Markdown marks it: names, calls, files, pointers.

Titles, questions, hints and the like are written once, and a terminal shows them as they are.
"""

from __future__ import annotations

import re

__all__ = ["CODE", "with_code_in_line"]

CODE = re.compile(
    r"""(?<![\w`/.])(?:
      # A call, and no F(92) of a formula.
      (?![A-Z]\()[\w.]*\w\([^\s(),]*(?:,[ ]?[^\s(),]*)*\)
    | \w+=(?=[\s,.;:?]|$)                               # a keyword argument
    # A pointer, in Markdown perhaps with a backslash.
    | (?:(?:const|long|unsigned)[ ])*(?:char|double|float|int|long|void|\w+_t)[ ]\\?\*+
    # A file; that of a shared library may end with its version.
    | \w+(?:\.\w+)*\.(?:so(?:\.\d+)+|(?:c|cpp|dylib|f90|h|py|pyi|rs|so|toml|txt)\b)
    | (?:\w+\.)?\w+_\w+                                 # a name
    | _[a-z](?:\w*[^\W_])?                              # a module such as _zlib
    | (?:asyncio|ffi|lib|math|np|os|self|sys)\.\w+
    | [A-Z]\w+Error | StopIteration
    | (?:char|double|float|int)\[\]
    | \#include\b
    )(?![\w`])""",
    re.VERBOSE,
)
"""What is code in a plain sentence."""


def with_code_in_line(line: str) -> str:
    """Mark the code of a line outside of what is marked already.

    What stands in angles is an address, or text: a browser would take `<tab>` for an element.
    """
    parts = re.split(r"(`+[^`]+`+|\]\([^)]*\)|(?<!\\)<[^>]*>)", line)
    parts[::2] = [
        CODE.sub(lambda code: f"`{code[0].replace(chr(92), '')}`", part) for part in parts[::2]
    ]
    parts[1::2] = [re.sub(r"^<(?!\w+:)", r"\\<", part) for part in parts[1::2]]
    return "".join(parts)
