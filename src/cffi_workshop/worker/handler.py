"""What a run is asked to do with the learner's code, each request answered by a JSON object."""

from __future__ import annotations

import errno
import importlib
import itertools
import operator
import os
import sys
from pathlib import Path
from typing import Any

import _cffi_backend
import cffi

from . import (
    again,
    cdef_model,
    ending,
    exceptions,
    kept,
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
from .copies import Copies
from .library import HARNESS, Library
from .outcome import left_of, outcome_of
from .overwritten import overwriting
from .program import run_as_program

__all__ = ["Caller", "Copies", "ModuleUnderTest"]

MOST_UNHEARD = 3  # of the exceptions that came out where nobody could catch them
# What errno may be when a call begins, in turn: C never clears it, and so nobody may count on 0.
STALE = (errno.ENOTTY, errno.ENOENT, errno.EIO, errno.EINTR)

# Bound early: the learner's code may replace the names.
_import_module = importlib.import_module
_set_errno, _methodcaller = _cffi_backend.set_errno, operator.methodcaller


class ModuleUnderTest:
    """The code under test: a Python module of the learner's, or a C library behind the harness."""

    def __init__(self, job: dict, caller: Caller) -> None:
        self.folder = job["folder"]
        self.compiled_at_import = False
        self.module: Any = None
        self.stage: Any = None
        self.library: Any = None
        self.stale = itertools.cycle(STALE)
        self.installed = [*filter(None, sys.path), sys.prefix, sys.base_prefix]
        sys.path.insert(0, self.folder)
        sys.dont_write_bytecode = True
        private.forget()
        readable = [self.folder, *self.installed, str(Path(__file__).parent)]
        self.at_end = ending.Functions()
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
        if (waiting := ending.waited_for(self._is_own)) is not None:
            answer["waiting"] = waiting
        if (at_end := self.at_end.places(self._is_own, self.caller.call)) is not None:
            answer["at_end"] = at_end
        if forbidden := self.forbidden():  # also when the learner's code caught the exception
            return {"exception": self._describe(forbidden)}
        return answer

    def prepare(self) -> None:
        """Read the scenes, before the learner's code can write others."""
        self.scenes, self.stage = scenes.scenes_in(self.folder), scenes.Stage(self.folder)
        self.added_library = loaded.watch(self.folder, self.installed)

    def do_import(self, request: dict) -> dict:
        """Import the learner's module; `system` names a library that another one stands for.

        Where modules of many trials stand `beside` each other in a run, each tells what its own
        names declare, and no more.
        """
        python_memory.show_to_sanitizer()
        if request.get("system"):
            substitute.open_instead(request["system"], str(Path(self.folder, request["library"])))
        beside = request.get("beside", False)
        if not (beside and self.stage):
            self.prepare()
        with self.stage.attention(request.get("attention", 0)):
            self.module, error = self.caller.call(_import_module, request["module"])
        if error:
            return {"exception": self._describe(error)}
        self.stage.script = self.module
        declared = cdef_model.describe_all(self.module if beside else None)
        return {"result": {"declared": declared}}

    def do_build(self, request: dict) -> dict:
        """Import a build script without letting it compile, and write the C that it stands for.

        Where an import makes no module, the script is run as a program: that is how to build one.
        """
        cffi.FFI.compile = self._note_compile
        imported = self.do_import(request)
        if "exception" in imported:
            return imported
        compiled, builders = self.compiled_at_import, cdef_model.builders(self.module)
        by_hand = not any(map(cdef_model.is_complete, builders))
        if by_hand:
            program, error = run_as_program(self.folder, request["module"], self.caller)
            by_hand = any(map(cdef_model.is_complete, cdef_model.builders(program)))
            if isinstance(error, Exception) and not by_hand:
                return {"exception": self._describe(error)}
            builders = cdef_model.builders(program) if by_hand else builders
        modules: list[dict] = []
        for builder in builders:
            emitted, error = self.caller.call(cdef_model.emitted_c, builder)
            if error:
                return {"exception": self._describe(error)}
            source = cdef_model.describe_source(getattr(builder, "_assigned_source", None))
            modules.append(
                {"declared": cdef_model.describe(builder), "set_source": source, "c": emitted}
            )
        if not modules:
            return {"result": {"ffibuilder": False}}
        described = {"ffibuilder": True, "compiled_at_import": compiled, "by_hand": by_hand}
        return {"result": {**described, **modules[0], "others": modules[1:]}}

    def _note_compile(self, *_args, **_options) -> str:
        self.compiled_at_import = True
        return ""

    def do_open(self, request: dict) -> dict:
        """Open the library under test as the reference cdef has it, and load its harness."""
        self.threads = kept.threads()
        self.library = Library(self.folder, request)
        return {"result": None}

    def do_symbol(self, request: dict) -> dict:
        """Say whether the library exports a name, declared or not."""
        return {"result": self.library.exports(request["name"])}

    def do_call(self, request: dict) -> dict:
        """Call a function once, and the learner's so often `again` with the same arguments.

        `end` says where the memory of arguments lies in a guarded run; `meanwhile` are arguments
        of another thread, which calls ahead of each line.
        """
        if self.library:
            return {"result": {"value": wire.encode(self.library.call_of(request)()), "after": []}}
        return self._outcome(self.module, request)

    def do_calls(self, request: dict) -> dict:
        """Make calls one after the other, and return what came of each.

        With `again`, they are made so often once more, and a call that gives something else then
        is told as that. `over` says which variable of the guarded library to overwrite before each.
        `attention` says, for each, how the probe listens (building/drawn.py); all may be `scenes`.
        """
        members, answers = ("function", "arguments", "end"), []
        calls = [dict(zip(members, call, strict=False)) for call in request["calls"]]
        fill = overwriting(self.library, request.get("over"))
        make = self.do_play if request.get("scenes") else self.do_call
        attention = request.get("attention", ())
        for call, listens in itertools.zip_longest(calls, attention):
            fill()
            if attention:
                self.stage.listen(listens)
            answers.append(make(call))
        if attention:
            self.stage.listen(0)
        if request.get("again"):
            again.repeat_calls(answers, [*map(self.library.call_of, calls)], request["again"])
        return {"result": answers}

    def do_play(self, request: dict) -> dict:
        """Play a scene of checker/scenes*.py with the learner's module on stage."""
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

    def do_end(self, request: dict) -> dict:
        """Wait as Python does when a program ends; end as C does where that is asked."""
        if not ending.come_to_the_end():  # the main thread is the one that calls
            self.caller.call(ending.come_to_the_end)
        if request.get("of_c"):
            ending.end_as_c_does()
        return {"result": None}

    def do_kept(self, _request: dict) -> dict:
        """Say what memory the library still has in a variable, and which threads are at work."""
        left = kept.threads_beyond(self.threads)
        return {"result": left + self.library.left()}

    def _outcome(self, module: object, request: dict, *ahead: object) -> dict:
        """Call a function of the learner's, or one that is played with theirs."""
        arguments = [wire.decode(form) for form in request["arguments"]]
        function = _methodcaller(request["function"], *ahead, *arguments)
        if "meanwhile" in request:
            turns = [map(wire.decode, each) for each in request["meanwhile"]]
            others = [_methodcaller(request["function"], *each) for each in turns]
            function = self.stage.disturbing(function, others)
        errno_is_stale = (_set_errno, next(self.stale))
        result, error = self.caller.call_in_turn(errno_is_stale, (function, module))
        if error:
            return {"exception": self._describe(error), "after": left_of(arguments)}
        answer = outcome_of(result, arguments)
        times = request.get("again", 0)
        error = again.repeat_script(answer["result"], self.caller, function, module, times)
        return {"exception": self._describe(error)} if error else answer

    def _is_own(self, path: str) -> bool:
        """Say whether the learner wrote this file, which stands beside some of the checker's."""
        own = path.startswith(self.folder + os.sep) and Path(path).name != HARNESS
        return own and not Path(path).match(scenes.FILES)

    def _text_of(self, value: object, form=str) -> str:
        """Return str(value), or repr(), which may be the learner's code as well."""
        text, error = self.caller.call(form, value)
        return text if error is None and type(text) is str else ""

    def _describe(self, error: BaseException) -> dict:
        return exceptions.describe(error, self._is_own, self._text_of)
