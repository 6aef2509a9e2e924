"""What a run is asked to do with the learner's code, each request answered by a JSON object."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
import tempfile
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import cffi

from . import cdef_model, scenes, wire
from .audit_hook import Forbidden, refuse

__all__ = ["ModuleUnderTest"]

HARNESS = "harness.py"
# Keep a library mapped after dlclose(), so that a leak report can still name its lines.
RTLD_NODELETE = getattr(os, "RTLD_NODELETE", 0)


class ModuleUnderTest:
    """The code under test: a Python module of the learner's, or a C library behind the harness."""

    def __init__(self, job: dict) -> None:
        self.job = job
        self.folder = job["folder"]
        self.ffis: list[cffi.FFI] = []
        self.compiled_at_import = False
        self.module: Any = None
        self.c: SimpleNamespace | None = None
        self.scenes: ModuleType | None = None
        sys.path.insert(0, self.folder)
        sys.dont_write_bytecode = True
        _record_ffis(self.ffis)
        self.called: list[dict] = []
        self.forbidden: list[Forbidden] = []
        readable = [path for path in sys.path if path] + [sys.prefix, sys.base_prefix]
        refuse(job["scratch"], readable, self.forbidden)

    def answer(self, request: dict) -> dict:
        """Do what `request` asks; an exception of the learner's code is an answer like any other."""
        try:
            answer = {"result": getattr(self, "do_" + request["do"])(request)}
        except BaseException as error:
            answer = {"exception": self._describe(error)}
        if self.forbidden:  # also when the learner's code caught the exception
            return {"exception": self._describe(self.forbidden[0])}
        return answer

    def do_import(self, request: dict) -> dict:
        """Import the learner's module; `system` names the library that another is opened instead of."""
        if request.get("system"):
            scenes.open_instead(request["system"], str(Path(self.folder, request["library"])))
        if Path(self.folder, scenes.FILE).is_file():  # before the learner's code can write another
            self.scenes = scenes.load(str(Path(self.folder, scenes.FILE)), "scenes")
        self.module = importlib.import_module(request["module"])
        return {"declared": [cdef_model.describe(ffi) for ffi in self.ffis]}

    def do_build(self, request: dict) -> dict:
        """Import a build script without letting it compile, and write the C that it stands for."""
        cffi.FFI.compile = self._note_compile
        self.do_import(request)
        ffibuilder = getattr(self.module, "ffibuilder", None)
        if not isinstance(ffibuilder, cffi.FFI):
            return {"ffibuilder": False}
        source = getattr(ffibuilder, "_assigned_source", None)
        return {
            "ffibuilder": True,
            "declared": cdef_model.describe(ffibuilder),
            "compiled_at_import": self.compiled_at_import,
            "set_source": cdef_model.describe_source(source),
            "c": _emitted_c(ffibuilder) if source and source[1] is not None else None,
        }

    def _note_compile(self, *_args, **_options) -> str:
        self.compiled_at_import = True
        return ""

    def do_open(self, request: dict) -> None:
        """Open the library under test as the reference cdef has it, and load the harness if there is one."""
        ffi = cffi.FFI()
        ffi.cdef(request["cdef"])
        self.library = str(Path(self.folder, request["library"]))
        lib = ffi.dlopen(self.library, ffi.RTLD_NOW | RTLD_NODELETE)
        libc = cffi.FFI()
        libc.cdef("void *malloc(size_t); void free(void *);")
        allocate = libc.dlopen(None)
        # malloc() gives a block of exactly the size asked for, fenced by the sanitizer on both sides.
        new = ffi.new_allocator(allocate.malloc, allocate.free)
        self.c = SimpleNamespace(ffi=ffi, lib=lib, new=new)
        harness = Path(self.folder, HARNESS)
        if harness.exists():
            self.module = scenes.load(str(harness), "harness")

    def do_symbol(self, request: dict) -> bool:
        """Say whether the library exports a name, declared or not."""
        ffi = cffi.FFI()
        ffi.cdef(f"void {request['name']}(void);")
        return hasattr(ffi.dlopen(self.library), request["name"])

    def do_call(self, request: dict) -> dict:
        arguments = [wire.decode(form) for form in request["arguments"]]
        function = getattr(self.module, request["function"])
        if self.c:
            self.called.append(request)
        result = function(self.c, *arguments) if self.c else function(*arguments)
        return {"value": wire.encode(result), "after": [_after(value) for value in arguments]}

    def do_play(self, request: dict) -> dict:
        """Play a scene of checker/scenes.py with the learner's module on stage."""
        arguments = [wire.decode(form) for form in request["arguments"]]
        scene = getattr(self.scenes, request["function"])
        result = scene(scenes.Stage(self.module, self.folder), *arguments)
        return {"value": wire.encode(result), "after": [_after(value) for value in arguments]}

    def do_leaks(self, request: dict) -> str:
        """Return the sanitizer's report of what has leaked so far, empty when nothing has.

        The report is slow to make, so it is asked for only when making all calls so far once more leaves more
        memory held than before. The first time is for what Python itself keeps.
        """
        sanitizer = cffi.FFI()
        sanitizer.cdef(
            "int __lsan_do_recoverable_leak_check(void);size_t __sanitizer_get_current_allocated_bytes(void);"
        )
        lib = sanitizer.dlopen(None)
        # Not as attributes: inside of a class, Python would mangle names that begin so.
        held = getattr(lib, "__sanitizer_get_current_allocated_bytes")
        marks = sanitizer.new("size_t[3]")  # in C, since a Python int would be memory as well
        for place in range(3):
            self._call_again()
            marks[place] = held()
        if marks[2] <= marks[1]:
            return ""
        return _what_c_prints(getattr(lib, "__lsan_do_recoverable_leak_check"))

    def _call_again(self) -> None:
        for request in list(self.called):
            self.do_call(request)
            self.called.pop()
        gc.collect()

    def _is_own(self, path: str) -> bool:
        """Say whether the learner wrote this file, which stands beside some of the checker's."""
        return path.startswith(self.folder + os.sep) and Path(path).name not in (scenes.FILE, HARNESS)

    def _describe(self, error: BaseException) -> dict:
        """Return the exception as text, with the innermost line that the learner wrote."""
        own = [
            {"file": Path(frame.f_code.co_filename).name, "line": line}
            for frame, line in _frames(error)
            if self._is_own(frame.f_code.co_filename)
        ]
        if isinstance(error, SyntaxError) and str(error.filename).startswith(self.folder + os.sep):
            own.append({"file": Path(error.filename or "").name, "line": error.lineno or 1})
        return {
            "type": type(error).__name__,
            "kinds": [kind.__name__ for kind in type(error).__mro__],
            "message": _message(error),
            "lines": own,
        }


def _message(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:  # a hostile __str__
        text = ""
    return str(text)[:4000]


def _frames(error: BaseException) -> list:
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return frames


def _record_ffis(ffis: list[cffi.FFI]) -> None:
    """Note each FFI object that is made from here on."""
    original = cffi.FFI.__init__

    def noting(self, *args, **options):
        original(self, *args, **options)
        ffis.append(self)

    cffi.FFI.__init__ = noting


def _emitted_c(ffibuilder: cffi.FFI) -> str:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "emitted.c")
        ffibuilder.emit_c_code(str(target))
        return target.read_text()


def _after(argument: object) -> object:
    """Return an array argument as the call left it; other arguments are not looked at again."""
    is_array = type(argument).__module__ == "numpy" and type(argument).__name__ == "ndarray"
    return wire.encode(argument) if is_array else None


def _what_c_prints(function) -> str:
    """Call `function` and return what it wrote on descriptor 2."""
    with tempfile.TemporaryFile() as file:
        saved = os.dup(2)
        os.dup2(file.fileno(), 2)
        with contextlib.ExitStack() as stack:
            stack.callback(os.close, saved)
            stack.callback(os.dup2, saved, 2)
            function()
        file.seek(0)
        return file.read(200_000).decode(errors="replace")
