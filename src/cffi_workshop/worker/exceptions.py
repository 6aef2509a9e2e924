"""An exception of the learner's code, told by what it is and not by what it calls itself."""

from __future__ import annotations

import builtins
import opcode
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import cffi

from .audit_hook import Forbidden

__all__ = ["NOT_OF_SYSTEM", "describe"]

SYNTAX = (SyntaxError, IndentationError, TabError)
RAISE = opcode.opmap["RAISE_VARARGS"]
LONGEST = 4000  # characters of a message
CFFI = (cffi.CDefError, cffi.FFIError, cffi.VerificationError, cffi.VerificationMissing)
BUILTIN = [
    each
    for each in vars(builtins).values()
    if isinstance(each, type) and issubclass(each, BaseException)
]
# By identity: a class of the learner's may have any name.
KNOWN = {id(each): each.__name__ for each in (*BUILTIN, *CFFI, Forbidden)}
# Of an exception that is no OSError.
NOT_OF_SYSTEM: dict[str, int | str | None] = {"errno": None, "strerror": None, "filename": None}

# Past what a class of the learner's may say of itself.
_mro_of = type.__dict__["__mro__"].__get__
_trace_of = BaseException.__dict__["__traceback__"].__get__
_errno_of: Any = OSError.__dict__["errno"].__get__
_filename_of: Any = OSError.__dict__["filename"].__get__
_strerror_of: Any = OSError.__dict__["strerror"].__get__


def describe(
    error: BaseException, is_own: Callable[[str], bool], text_of: Callable[[object], str]
) -> dict:
    """Return class, message, and the lines that the learner wrote, innermost last.

    `kinds` names the builtin classes, and cffi's, that the exception is one of. A class of the
    learner's own is named with its module. `is_own` says of a path whether the learner wrote that
    file. `by_hand` is whether a `raise` of theirs raised it, and not Python.
    """
    kind, classes = type(error), _mro_of(type(error))
    kinds = [KNOWN[id(each)] for each in classes if id(each) in KNOWN]
    traces = [*_traces(error)]
    own = [each for each in traces if is_own(each.tb_frame.f_code.co_filename)]
    lines = [
        {"file": Path(each.tb_frame.f_code.co_filename).name, "line": each.tb_lineno}
        for each in own
    ]
    if isinstance(error, SyntaxError) and kind in SYNTAX and is_own(str(error.filename)):
        lines.append({"file": Path(str(error.filename)).name, "line": error.lineno or 1})
    return {
        "type": KNOWN.get(id(kind)) or f"{kind.__module__}.{kind.__qualname__}"[:LONGEST],
        "kinds": kinds,
        "message": _message(error, text_of),
        "lines": lines,
        "by_hand": bool(own) and own[-1] is traces[-1] and _raises(own[-1]),
        **_of_system(error, kinds),
    }


def _of_system(error: BaseException, kinds: list[str]) -> dict:
    """Return errno, its text and the file name of an OSError, as Python itself keeps them."""
    if "OSError" not in kinds:
        return NOT_OF_SYSTEM
    number, text, name = _errno_of(error), _strerror_of(error), _filename_of(error)
    return {
        "errno": number if type(number) is int else None,
        "strerror": text[:LONGEST] if type(text) is str else None,
        "filename": os.fsdecode(name) if isinstance(name, str | bytes | os.PathLike) else None,
    }


def _message(error: BaseException, text_of: Callable[[object], str]) -> str:
    if isinstance(error, SyntaxError) and type(error) in SYNTAX:
        return str(error.msg)[:LONGEST]
    return text_of(error)[:LONGEST]


def _traces(error: BaseException) -> Iterator[TracebackType]:
    trace = _trace_of(error)
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _raises(trace: TracebackType) -> bool:
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == RAISE
