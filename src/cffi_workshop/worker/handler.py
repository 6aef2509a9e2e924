"""What a run is asked to do with the learner's code, each request answered by a JSON object."""

from __future__ import annotations

import errno
import functools
import importlib
import itertools
import operator
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import _cffi_backend
import cffi

from . import (
    again,
    cdef_model,
    exceptions,
    guarded,
    leaks,
    loaded,
    private,
    python_memory,
    scenes,
    substitute,
    wire,
)
from .audit_hook import Forbidden, refuse
from .caller import Caller
from .outcome import left_of, told
from .overwritten import overwriting
from .prefixed import Prefixed

__all__ = ["Caller", "ModuleUnderTest"]

HARNESS = "harness.py"
MOST_UNHEARD = 3  # of the exceptions that came out where nobody could catch them
# Keep a library mapped after dlclose(), so that a leak report can still name its lines.
RTLD_NODELETE = getattr(os, "RTLD_NODELETE", 0)
# What errno may be when a call begins, in turn: C never clears it, and so nobody may count on 0.
STALE = (errno.ENOTTY, errno.ENOENT, errno.EIO, errno.EINTR)

# Parsed and looked up here, once, and not in each run, which begins as a copy of this process.
_ffi = cffi.FFI()
_ffi.cdef("void *malloc(size_t); void free(void *);")
_libc = _ffi.dlopen(None)
_MALLOC_AND_FREE = _libc.malloc, _libc.free
_FUNCTION = _ffi.typeof("void(*)(void)")

# Bound early: the learner's code may replace the names.
_import_module = importlib.import_module
_set_errno, _methodcaller = _cffi_backend.set_errno, operator.methodcaller
_load_library = _cffi_backend.load_library

Side = tuple[SimpleNamespace, Any]
"""What the harness is handed (`ffi`, `lib`, and its own `new`, `lock` and `scarce`), and itself."""


class ModuleUnderTest:
    """The code under test: a Python module of the learner's, or a C library behind the harness."""

    def __init__(self, job: dict, caller: Caller) -> None:
        self.folder = job["folder"]
        self.compiled_at_import = False
        self.module: Any = None
        self.stage: Any = None
        self.sides: dict[str | None, Side] = {}
        self.stale = itertools.cycle(STALE)
        self.installed = [*filter(None, sys.path), sys.prefix, sys.base_prefix]
        sys.path.insert(0, self.folder)
        sys.dont_write_bytecode = True
        private.forget()
        readable = [self.folder, *self.installed, str(Path(__file__).parent)]
        self.forbidden = refuse(job["scratch"], readable)
        self.caller = caller
        wire.represent = lambda value: self._text_of(value, repr)

    def answer(self, request: dict) -> dict:
        """Do what `request` asks; an exception of the learner's code is an answer as well."""
        try:
            answer = getattr(self, "do_" + request["do"])(request)
        except BaseException as error:
            answer = {"exception": self._describe(error)}
        if unheard := self.caller.unheard()[:MOST_UNHEARD]:
            answer["unheard"] = [
                self._describe(error) | {"where": where} for error, where in unheard
            ]
        if forbidden := self.forbidden():  # also when the learner's code caught the exception
            return {"exception": self._describe(forbidden)}
        return answer

    def do_import(self, request: dict) -> dict:
        """Import the learner's module; `system` names a library that another one stands for."""
        python_memory.show_to_sanitizer()
        if request.get("system"):
            substitute.open_instead(request["system"], str(Path(self.folder, request["library"])))
        if Path(self.folder, scenes.FILE).is_file():  # before the learner's code can write another
            self.scenes = scenes.load(str(Path(self.folder, scenes.FILE)), "scenes")
        self.stage = scenes.Stage(self.folder)
        self.added_library = loaded.watch(self.folder, self.installed)
        self.module, error = self.caller.call(_import_module, request["module"])
        if error:
            return {"exception": self._describe(error)}
        self.stage.script = self.module
        return {"result": {"declared": cdef_model.describe_all()}}

    def do_build(self, request: dict) -> dict:
        """Import a build script without letting it compile, and write the C that it stands for."""
        cffi.FFI.compile = self._note_compile
        imported = self.do_import(request)
        if "exception" in imported:
            return imported
        modules: list[dict] = []
        for builder in cdef_model.builders(self.module):
            emitted, error = self.caller.call(cdef_model.emitted_c, builder)
            if error:
                return {"exception": self._describe(error)}
            source = cdef_model.describe_source(getattr(builder, "_assigned_source", None))
            modules.append(
                {"declared": cdef_model.describe(builder), "set_source": source, "c": emitted}
            )
        if not modules:
            return {"result": {"ffibuilder": False}}
        described = {"ffibuilder": True, "compiled_at_import": self.compiled_at_import}
        return {"result": {**described, **modules[0], "others": modules[1:]}}

    def _note_compile(self, *_args, **_options) -> str:
        self.compiled_at_import = True
        return ""

    def do_open(self, request: dict) -> dict:
        """Open the library under test as the reference cdef has it, and load its harness."""
        ffi = cffi.FFI()
        ffi.cdef(request["cdef"])
        self.library = str(Path(self.folder, request["library"]))
        if request.get("guarded"):
            # Two libraries, each with variables of its own, so that each gets every call once.
            for end, path in (
                (guarded.LOW, self.library),
                (guarded.HIGH, guarded.copy_of(self.library)),
            ):
                new, lock = guarded.allocator(ffi, end), functools.partial(guarded.lock, ffi)
                self.sides[end] = self._side(ffi, path, new=new, lock=lock, scarce=guarded.scarce)
        else:
            # malloc() gives a block of just this size, fenced by the sanitizer on both sides.
            fenced = ffi.new_allocator(*_MALLOC_AND_FREE)
            # The sanitizer has more address space than one can count.
            tools = {"lock": lambda block: None, "scarce": lambda room: nullcontext(False)}
            self.sides[None] = self._side(
                ffi, self.library, request.get("prefix", ""), new=fenced, **tools
            )
        return {"result": None}

    def _side(self, ffi: cffi.FFI, path: str, prefix: str = "", **tools: Any) -> Side:
        lib = ffi.dlopen(path, ffi.RTLD_NOW | RTLD_NODELETE)
        if prefix:  # one of several that are in a library, each by names of its own
            lib = Prefixed(lib, prefix)
        harness = Path(self.folder, HARNESS)
        module = scenes.load(str(harness), "harness") if harness.exists() else None
        return SimpleNamespace(ffi=ffi, lib=lib, **tools), module

    def do_symbol(self, request: dict) -> dict:
        """Say whether the library exports a name, declared or not."""
        try:
            _load_library(self.library).load_function(_FUNCTION, request["name"])
        except AttributeError:
            return {"result": False}
        return {"result": True}

    def do_call(self, request: dict) -> dict:
        """Call a function once, and the learner's so often `again` with the same arguments.

        `end` says where the memory of arguments lies in a guarded run.
        """
        if self.sides:
            return told(self._of_c(request)())
        return self._outcome(self.module, request)

    def do_calls(self, request: dict) -> dict:
        """Make calls one after the other, and return what came of each.

        With `again`, they are made so often once more, and a call that gives something else then
        is told as that. `over` says which variable of the guarded library to overwrite before each.
        """
        members, answers = ("function", "arguments", "end"), []
        calls = [dict(zip(members, call, strict=False)) for call in request["calls"]]
        fill = overwriting(self.sides, self.folder, request.get("over"))
        for call in calls:
            fill()
            answers.append(self.do_call(call))
        if request.get("again"):
            again.tell(answers, [self._of_c(call) for call in calls], request["again"])
        return {"result": answers}

    def do_play(self, request: dict) -> dict:
        """Play a scene of checker/scenes.py with the learner's module on stage."""
        self.stage.begin(request.get("nonce", 0))
        outcome = self._outcome(self.scenes, request, self.stage)
        if "nonce" in request and (name := self.added_library()):
            return {"exception": self._describe(Forbidden(f"opened a library of its own, {name}"))}
        return outcome

    def do_leaks(self, request: dict) -> dict:
        """Say what such calls leave behind, if they do; with the sanitizer's report if wanted."""

        def call_all_again() -> None:
            for each in request["calls"]:
                self.do_call(each)

        return {"result": leaks.find(call_all_again, report=request["report"])}

    def _of_c(self, request: dict) -> Callable[[], object]:
        """Return a call of a function of the harness, which calls C."""
        c, harness = self.sides[request.get("end")]
        arguments = map(wire.decode, request["arguments"])
        return functools.partial(getattr(harness, request["function"]), c, *arguments)

    def _outcome(self, module: object, request: dict, *ahead: object) -> dict:
        """Call a function of the learner's, or one that is played with theirs."""
        arguments = [wire.decode(form) for form in request["arguments"]]
        function = _methodcaller(request["function"], *ahead, *arguments)
        errno_is_stale = (_set_errno, next(self.stale))
        result, error = self.caller.call_in_turn(errno_is_stale, (function, module))
        if error:
            return {"exception": self._describe(error), "after": left_of(arguments)}
        answer = told(result, arguments)
        times, tell = request.get("again", 0), again.tell_of_script
        error = tell(answer["result"], self.caller, function, module, times)
        return {"exception": self._describe(error)} if error else answer

    def _is_own(self, path: str) -> bool:
        """Say whether the learner wrote this file, which stands beside some of the checker's."""
        return path.startswith(self.folder + os.sep) and Path(path).name not in (
            scenes.FILE,
            HARNESS,
        )

    def _text_of(self, value: object, form=str) -> str:
        """Return str(value), or repr(), which may be the learner's code as well."""
        text, error = self.caller.call(form, value)
        return text if error is None and type(text) is str else ""

    def _describe(self, error: BaseException) -> dict:
        return exceptions.describe(error, self._is_own, self._text_of)
