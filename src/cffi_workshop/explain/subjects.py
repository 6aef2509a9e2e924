"""Whether a question is about C that Python calls, or about something else altogether."""

from __future__ import annotations

import re

__all__ = ["ASKS_HOW", "LEAST", "SUBJECT", "is_of_another_subject"]

# Who has a mistake in front of them tells what they see. These ask for instructions, or for a word,
# and may ask for any.
ASKS_HOW = (
    r"^\W{0,4}(?:(?:hello|hi|hey|please|sorry)\W{1,3}){0,2}"
    r"(?:how|what(?! happens| is wrong| goes wrong)|where|which|who|is there|can i|can you"
    r"|could you|should i|show me|explain|when (?:is|are|does))\b"
)
# A word of C, of cffi, or of building and shipping; a name or a type as it is written in code.
SUBJECT = (
    r"\b(?:abi|api|addres|align|alloc|arra[iy]|bits?\b|buffer|bus error|byte|c\b|callback|cast\b"
    r"|cdata|cdef|cffi|char|clang|compar|compil|const|cpp\b|crash|ctypes|declar|dll|dlopen|double|dylib"
    r"|enum|errno|extension|extern|ffi|float|fopen|fortran|free|gcc?\b|gil\b|header|import|int\b"
    r"|leak|lib|link|long\b|macro|makefile|malloc|memory|modul|msvc|null?\b|numpy|opaque|out.?param"
    r"|overflow|pass(?:ing)?\b|pointer|printf|qsort|segfault|segmentation|semicolon|setuptools|shared|sigsegv"
    r"|signed|sizeof|snprintf|sprintf|struct|symbol|system call|thread|typedef|uint|union|unsigned"
    r"|valgrind|variadic|void|wheel)|\w_\w|\w\(|\w\*|\.(?:so|dll|dylib|pyd|h|c)\b|/[a-z]"
)
LEAST = 40  # so near an entry has to be for a question that names nothing of all this
IS_HOW = re.compile(ASKS_HOW, re.IGNORECASE)
IS_SUBJECT = re.compile(SUBJECT, re.IGNORECASE)


def is_of_another_subject(question: str, nearest: float) -> bool:
    """Say whether a question asks how something is done that is none of C, and is near no entry."""
    return nearest < LEAST and bool(IS_HOW.match(question)) and not IS_SUBJECT.search(question)
