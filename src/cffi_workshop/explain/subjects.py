"""Whether a question is about C that Python calls, or about something else altogether."""

from __future__ import annotations

import re

__all__ = [
    "ASKS_HOW",
    "LEAST",
    "LEAST_PRINTED",
    "OF_CFFI",
    "PRINTED",
    "SUBJECT",
    "is_of_another_subject",
    "is_printed",
]

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
# What is asked has words only; what a program printed has marks such as these.
PRINTED = (
    r"Error|Exception|Warning|error:|fatal|undefined|'[^']+'|::|\(\)|\n.*\n"
    # A level, a shell, a service; how a program ended.
    r"|##\[|^\[?(?:ERROR|FATAL|PANIC|CRITICAL|LOG|WARN)\b|^[\w-]*sh: |^[^\s./]*[./]\S*: |code=\w"
    r"|[Ee]xit(?:ed|s)?[ -](?:with )?(?:non-zero )?(?:exit )?(?:code|status)"
    r"|signal [0-9]|: exit [0-9]|[0-9]:[0-9]{2}:[0-9]{2}"
    # A program's name, unless a person asks about it; a place in a file; the number of an error;
    # what it quotes as compilers do; a heading; lines that are set in.
    r"|^(?!(?:cffi|ctypes|numpy|python|jupyter|[Cc]) ?:)(?![^\n]*\b(?:my|I|[Hh]ow|[Ww]hy)\b)"
    r"(?:[a-z][\w.+-]{1,30}|[A-Z]): "
    r"|\w\.\w{1,6}(?::[0-9]|\([0-9]+(?:,[0-9]+)?\)[: ])|\bline [0-9]+:|\[[A-Z]{0,3}[0-9]{3,5}\]"
    # A tool that shouts; an address on the net, unless a person asks with it.
    r"|\b[A-Z]{3,}! |^(?![^\n]*\b(?:my|I|[Hh]ow|[Ww]hy|C|cffi)\b)[^\n]*"
    r"(?:\w:\/\/|\w@\w|[a-z]:[0-9]{4,5}\b|\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}\b)"
    r"|\u2018[^\u2019\n]+\u2019|^(?:-{2,}|={3,}|[*#]{2,}) |\n[ \t]+\S|\n[*|>-] "
)
# What cffi says, or a line that calls it: no other program's.
OF_CFFI = r"cffi|cdata|CData|\bcdef\b|\bdlopen\(\)|\bset_source\b|\bffi\.[a-z_]+\("
LEAST = 40  # so near an entry has to be for a question that names nothing of all this
LEAST_PRINTED = 30  # and for what a program printed, which may be any


def is_of_another_subject(question: str, nearest: float) -> bool:
    """Say whether a question asks how something is done that is none of C, and is near no entry.

    So is what another program printed: titles that share a common word with it say nothing.
    """
    # Most messages are known, and these patterns are compiled for the others alone.
    if re.match(ASKS_HOW, question, re.IGNORECASE):
        return nearest < LEAST and not re.search(SUBJECT, question, re.IGNORECASE)
    return nearest < LEAST_PRINTED and is_printed(question) and not re.search(OF_CFFI, question)


def is_printed(text: str) -> bool:
    """Say whether a program printed the text, as far as one can tell."""
    return bool(re.search(PRINTED, text, re.MULTILINE))
