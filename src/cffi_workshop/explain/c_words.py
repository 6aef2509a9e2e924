"""What C and C++ themselves bring along, for holes that tell it from what belongs to a library.

Each is part of a regular expression.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["CPP_HEADERS", "C_HEADERS", "MS_HEADERS", "STANDARD_NAMES", "UNIX_HEADERS", "one_of"]

# Headers of standard C, of Unix, of Microsoft's C, and of C++, without the ending.
C_HEADERS = (
    *(
        "assert",
        "ctype",
        "errno",
        "float",
        "inttypes",
        "limits",
        "locale",
        "math",
        "setjmp",
        "signal",
    ),
    *(
        "stdarg",
        "stdatomic",
        "stdbool",
        "stddef",
        "stdint",
        "stdio",
        "stdlib",
        "string",
        "time",
        "wchar",
    ),
)
UNIX_HEADERS = (
    *(
        "cdefs",
        "dirent",
        "dlfcn",
        "features",
        "fcntl",
        "libc-header-start",
        "poll",
        "pthread",
        "pwd",
    ),
    *("sched", "stat", "strings", "termios", "types", "unistd"),
)
MS_HEADERS = (
    "basetsd",
    "corecrt",
    "crtdefs",
    "io",
    "malloc",
    "process",
    "sal",
    "windows",
    "Windows",
)
CPP_HEADERS = (
    *(
        "algorithm",
        "array",
        "atomic",
        "cassert",
        "cmath",
        "cstddef",
        "cstdint",
        "cstdio",
        "cstdlib",
    ),
    *("cstring", "functional", "fstream", "iostream", "limits", "list", "map", "memory", "mutex"),
    *("optional", "set", "sstream", "stdexcept", "string", "thread", "tuple", "utility", "vector"),
)
# Types, macros and functions that a header of standard C declares.
STANDARD_NAMES = (
    *(
        "u?int(?:8|16|32|64|ptr|max)_t",
        "s?size_t",
        "ptrdiff_t",
        "wchar_t",
        "time_t",
        "FILE",
        "EOF",
        "NULL",
    ),
    *(
        "bool",
        "true",
        "false",
        "(?:[SU]?CHAR|U?SHRT|U?INT[0-9A-Z]*|U?L?LONG|S?SIZE|PTRDIFF|RAND|PATH|L?DBL|FLT)_(?:MAX|MIN)",
        "M_PI",
        "stderr",
        "stdout",
        "va_list",
        "errno",
    ),
    *("[cm]alloc", "realloc", "free", "exit", "abort", "atoi", "qsort", "mem(?:cpy|set|move|cmp)"),
    *("str(?:len|cpy|ncpy|cmp|ncmp|cat|dup|chr|tol)", "s?n?printf", "fprintf", "scanf", "puts"),
    *("fopen", "fclose", "fflush", "sqrtf?", "fabsf?", "powf?", "sinf?", "cosf?", "expf?", "logf?"),
    *("floor", "ceil", "isnan", "assert"),
)


def one_of(words: Iterable[str]) -> str:
    """Return the expression that takes any one of the words."""
    return f"(?:{'|'.join(words)})"
