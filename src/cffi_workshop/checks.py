"""What a test_NAME.py works with: the `check` mark, and the stages behind its fixtures.

A stage raises CheckFailed, which names the cause; or NotRun, when something it stands on has failed already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from . import diagnose
from .answers import Answer
from .diagnose import CheckFailed, Finding
from .sandbox import Ending, Run, RunEnded
from .sandbox.limits import CALL_SECONDS
from .stubs import stub_text
from .verdict import Location
from .worker import wire
from .workbench import MODES, Workbench

__all__ = ["BindingStage", "CStage", "LiveModule", "MakefileStage", "NotRun", "TogetherStage", "check"]

# What no library of an exercise calls: the interpreter, the dynamic linker, other processes' memory.
REACHES_OUT = re.compile(
    r"\b_?((?:_?Py[A-Z_]|dlv?m?sym|dlm?open|dl_iterate|_r_debug|_dl_|ptrace|process_vm_)\w*)", re.ASCII
)
FATAL = ("timeout", "memory", "output", "processes", "tampering")


class NotRun(Exception):
    """A check that could not be tried, for a reason that another check reports."""


def check(*, points: int, needs: str | Sequence[str] = (), episode: str | None = None):
    """Mark a test function as a check worth `points`; it is run only when the checks it `needs` passed."""
    needs = (needs,) if isinstance(needs, str) else tuple(needs)
    return pytest.mark.check(points=points, needs=needs, episode=episode)


def fail(cause: str, message: str, location: Location | None = None, detail: str = "") -> None:
    raise CheckFailed(Finding(cause, message, location, detail))


class LiveModule:
    """Learner's code in a worker, started when it is first needed and again after a crash.

    After a limit was passed it is not started again: one endless loop is enough.
    """

    def __init__(self, start: Callable[[], tuple[Run, dict]], own: tuple[str, ...], binding: bool) -> None:
        self._start, self._own, self._binding = start, own, binding
        self._run: Run | None = None
        self._stopped = ""
        self.opened: dict = {}

    def open(self, doing: str) -> dict:
        """Start the worker and load the code; return the answer to that first request."""
        if self._stopped:
            raise NotRun(self._stopped)
        if self._run is None:
            self._run, request = self._start()
            self.opened = self._ask(request, doing)
        return self.opened

    def ask(self, request: dict, doing: str) -> dict:
        """Return the result or exception; a run that ends instead is a failed check."""
        self.open(doing)
        return self._ask(request, doing)

    def _ask(self, request: dict, doing: str) -> dict:
        try:
            return self._run.ask(request, CALL_SECONDS)
        except RunEnded as ended:
            self._run = None
            if ended.ending.reason in FATAL:
                self._stopped = f"{doing} had to be stopped before."
            raise CheckFailed(diagnose.of_ending(ended.ending, doing, self._own, self._binding)) from None


class Stage:
    """What all stages share: the workbench, and what to say of files that are not there."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._own = bench.exercise.editable

    def _require(self, *names: str) -> None:
        for name in names:
            if name in self._bench.submission.missing:
                fail("missing-file", self._bench.submission.missing[name])

    def _todo(self, name: str) -> Finding | None:
        """Return the first TODO that still stands in a file, as the finding for a step not done."""
        for number, line in enumerate(self._bench.submission.text(name).splitlines(), start=1):
            if todo := re.search(r"TODO \d+:.*?(?=\"\)|\*/|$)", line):
                message = f"This step is still to be done: {todo[0].strip()}"
                return Finding("todo-left", message, Location(name, number))
        return None


class CStage(Stage):
    """The learner's C, sanitized, called through the solution's declarations."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._live = LiveModule(
            lambda: bench.start_library(bench.learner_library(), sanitized=True), self._own, binding=False
        )

    def prefetch(self) -> None:
        self._bench.undefined_symbols()
        self._bench.reference_declared()

    def compiles(self) -> None:
        """Fail unless the C compiles, agrees with the header, and exports what the header declares."""
        self._require(self._bench.source)
        ending = self._bench.learner_library().result()
        _require_built(ending, "compile-error", f"{self._bench.source} does not compile.", "The compiler")
        self._require_no_reach()
        if not re.search(rf'#\s*include\s*[<"]{self._bench.header}', self._text):
            _require_clean(self._bench.signature_check().result())
        self._open()
        for name in self._bench.reference_declared().result()["functions"]:
            answer = self._live.ask({"do": "symbol", "name": name}, f"Loading {self._bench.library}")
            if answer.get("result") is not True:
                message = f"{self._bench.source} defines no {name}(), which {self._bench.header} declares."
                fail("missing-function", message)

    def _require_no_reach(self) -> None:
        """Fail when the C looks up symbols at run time or calls Python: it could answer for itself then."""
        listing = self._bench.undefined_symbols().result().output
        if reached := REACHES_OUT.search(listing):
            message = (
                f"{self._bench.source} uses {reached[1]}, which reaches into the program around the library."
            )
            fail("tampering", message, None, listing)

    @property
    def _text(self) -> str:
        return self._bench.submission.text(self._bench.source)

    def _open(self) -> None:
        doing = f"Loading {self._bench.library}"
        opened = self._live.open(doing)
        if "exception" in opened:
            text = opened["exception"]["message"]
            otherwise = diagnose.of_exception(opened["exception"], doing)
            raise CheckFailed(diagnose.of_build_output(text, otherwise))

    def has_no_warnings(self) -> None:
        self._require(self._bench.source)
        if finding := diagnose.of_warning(self._bench.learner_library().result().output):
            raise CheckFailed(finding)

    def call(self, function: str, *arguments: object, shown: str | None = None) -> Answer:
        """Call a function of checker/harness.py; `shown` begins the sentence of a wrong answer."""
        shown = shown or f"{_call_text(function, arguments)} returned"
        doing = shown.rsplit(" ", 1)[0]
        request = {"do": "call", "function": function, "arguments": list(map(wire.encode, arguments))}
        self._open()
        try:
            answer = self._live.ask(request, doing)
        except CheckFailed:
            self._blame_stub()
            raise
        return Answer(answer, shown, doing, instead=self._blame_stub)

    def _blame_stub(self) -> None:
        """Say what is still to be done, rather than what is wrong, where the code is that of the stub."""
        stub = _code(stub_text(self._bench.exercise, self._bench.source))
        todo = self._todo(self._bench.source)
        if todo and _code(self._text) == stub:
            raise CheckFailed(todo)

    def leaks_nothing(self) -> None:
        """Fail when memory that the calls so far allocated can no longer be reached."""
        self._open()
        if not self._bench.sanitizes:
            return
        answer = self._live.ask({"do": "leaks"}, "Looking for leaks")
        if finding := diagnose.of_leaks(str(answer["result"]), self._own):
            raise CheckFailed(finding)


class BindingStage(Stage):
    """One script of the learner's, over the solution's C, and over the probe."""

    kinds = ("reference", "probe")

    def __init__(self, bench: Workbench, mode: str) -> None:
        super().__init__(bench)
        self.mode, self.script = mode, f"{bench.slug}_{mode}.py"
        self._live = {kind: self._live_module(kind) for kind in self.kinds}

    def _live_module(self, kind: str) -> LiveModule:
        def start() -> tuple[Run, dict]:
            run = self._bench.start(self._bench.place(self.mode, kind), sanitized=kind == "reference")
            return run, {"do": "import", "module": f"{self._bench.slug}_{self.mode}"}

        return LiveModule(start, self._own, binding=kind != "learner")

    def prefetch(self) -> None:
        if self.mode == "api":
            self._bench.build_script_run()
            self._bench.build_script()
        for kind in self.kinds:
            self._bench.task(f"live-{self.mode}-{kind}", lambda kind=kind: self._try_to_open(kind))

    def _try_to_open(self, kind: str) -> CheckFailed | None:
        """Import the script ahead of time; return what is to be told by the check that asks for it."""
        if self.script in self._bench.submission.missing:
            return None
        try:
            if self.mode == "abi" or self._problem_of_build() is None:
                self._live[kind].open(f"Importing {self.script}")
        except CheckFailed as failure:
            return failure
        return None

    def _open(self, kind: str) -> dict:
        task = self._bench.task(f"live-{self.mode}-{kind}", lambda: self._try_to_open(kind))
        if failure := task.result():
            raise failure
        return self._live[kind].open(f"Importing {self.script}")

    def imports(self) -> None:
        """Fail unless the script can be imported; in API mode its build script is run before."""
        self._require(self.script)
        if self.mode == "api" and (problem := self._problem_of_build()):
            raise CheckFailed(problem)
        self._require_imported(self.kinds[0])

    def _require_imported(self, kind: str) -> None:
        try:
            opened = self._open(kind)
        except CheckFailed as failure:
            raise CheckFailed(self._blame_import(failure.finding)) from None
        if "exception" in opened:
            finding = diagnose.of_exception(opened["exception"], f"import {self._bench.slug}_{self.mode}")
            raise CheckFailed(self._blame_import(finding))

    def _blame_import(self, finding: Finding) -> Finding:
        """Name the module that set_source() makes, when it is not the one that the script imports."""
        if self.mode == "api" and finding.cause == "import-error" and "No module named" in finding.message:
            made = self._bench.build_script().result()["result"]["set_source"]["module"]
            message = (
                f"{finding.message} set_source() in {self._bench.slug}_build.py names the module {made}."
            )
            return Finding(finding.cause, message, finding.location, finding.detail)
        return finding

    def _problem_of_build(self) -> Finding | None:
        """Return what is wrong with NAME_build.py, tried over the solution's C."""
        name = f"{self._bench.slug}_build.py"
        try:
            self._require(name)
            info = self._build_info(name)
        except CheckFailed as failure:
            return failure.finding
        if not info["set_source"]:
            message = f"{name} never calls ffibuilder.set_source(), so there is nothing to compile."
            return self._todo(name) or Finding("compile-error", message)
        if info["set_source"]["source"] is None:
            message = f"set_source() in {name} was given None, which is ABI mode; API mode needs the C that includes the header."
            return Finding("compile-error", message)
        ending = self._bench.build_script_run().result()
        module = info["set_source"]["module"].rsplit(".", 1)[-1]
        return _problem_of_script(ending, name, module) or self._problem_of_extension()

    def _build_info(self, name: str) -> dict:
        doing = f"Importing {name}"
        answer = self._bench.build_script().result()
        if "ending" in answer:
            ending = Ending(**answer["ending"])
            raise CheckFailed(diagnose.of_ending(ending, doing, self._own, binding=True))
        if "exception" in answer:
            raise CheckFailed(diagnose.of_exception(answer["exception"], doing))
        info = answer["result"]
        if not info["ffibuilder"]:
            message = f"{name} has no global ffibuilder; call the FFI object so, for setuptools looks for that name."
            raise CheckFailed(self._todo(name) or Finding("import-error", message))
        if info["compiled_at_import"]:
            remark = f"{name} compiles when it is imported; put compile() under if __name__ == '__main__'."
            if remark not in self._bench.remarks:
                self._bench.remarks.append(remark)
        return info

    def _problem_of_extension(self) -> Finding | None:
        ending = self._bench.extension(self.kinds[0]).result()
        otherwise = Finding("link-error", "The extension module could not be linked.")
        return None if ending.files else _unbuilt(ending, otherwise, "The compiler")

    def declares(self) -> None:
        """Fail unless the cdef agrees with the header in every function, type and struct."""
        declared = self._declared()
        if not declared["functions"]:
            where = self.script if self.mode == "abi" else f"{self._bench.slug}_build.py"
            finding = self._todo(where) or Finding(
                "cdef-mismatch", f"The cdef in {where} declares no function."
            )
            raise CheckFailed(finding)
        comparison = self._bench.comparison(declared)
        for remark in comparison.remarks:
            self._bench.remarks.append(f"{MODES[self.mode]}: {remark}")
        if comparison.mismatches:
            fail(
                "cdef-mismatch",
                comparison.mismatches[0],
                self._declaration_line(comparison.mismatches[0]),
                "\n".join(comparison.mismatches),
            )

    def _declared(self) -> dict:
        if self.mode == "api":
            return self._build_info(f"{self._bench.slug}_build.py")["declared"]
        parts = self._open(self.kinds[0])["result"]["declared"]
        merged = {"functions": {}, "records": {}, "variables": {}, "text": ""}
        for part in parts:
            for key in ("functions", "records", "variables"):
                merged[key] |= part[key]
        return merged

    def _declaration_line(self, sentence: str) -> Location | None:
        """Find the line of the cdef that a sentence about `name()` speaks of."""
        file = self.script if self.mode == "abi" else f"{self._bench.slug}_build.py"
        lines = self._bench.submission.text(file).splitlines()
        for name in re.findall(r"(\w+)\(\)", sentence) + ["cdef"]:
            for number, line in enumerate(lines, start=1):
                if re.search(rf"\b{name}\s*\(", line) and (name == "cdef" or f".{name}" not in line):
                    return Location(file, number)
        return None

    def call(self, function: str, *arguments: object, shown: str | None = None) -> Answer:
        """Call a function of the script over the solution's C."""
        return self._call(self.kinds[0], function, arguments, shown)

    def _call(self, kind: str, function: str, arguments: tuple, shown: str | None) -> Answer:
        doing = _call_text(function, arguments)
        self._require_imported(kind)
        request = {"do": "call", "function": function, "arguments": list(map(wire.encode, arguments))}
        answer = self._live[kind].ask(request, doing)
        missing = "exception" in answer and f"has no attribute '{function}'" in str(
            answer["exception"]["message"]
        )
        if missing and not answer["exception"]["lines"]:
            fail("import-error", f"{self.script} defines no function {function}().")
        return Answer(answer, shown or f"{doing} returned", doing)

    def calls_c(
        self,
        function: str,
        *arguments: object,
        real: object,
        probe: object,
        got: int | None = None,
        **tolerance: float,
    ) -> None:
        """Fail when the answer is the same over a library that computes something else.

        `real` and `probe` are what the solution's C and the probe give: the value that is returned, or the
        array that is filled, with `got` the place of that array among the arguments.
        """
        answer = self._call("probe", function, arguments, None)
        computed_in_python = Finding(
            "did-not-call-c",
            f"{answer.doing} gives the same whatever the library does: Python computes it by itself. "
            f"Call the C function in {self.script}.",
        )
        if got is None:
            if answer.gives(real):
                raise CheckFailed(computed_in_python)
            answer.equals(probe, cause="did-not-call-c")
        elif answer.argument_is_close(got, real, **tolerance):
            raise CheckFailed(computed_in_python)
        elif not answer.argument_is_close(got, probe, **tolerance):
            fail("did-not-call-c", f"What {answer.doing} leaves is not what the library computed.")


class TogetherStage(BindingStage):
    """One script of the learner's over the learner's own C."""

    kinds = ("learner",)


class MakefileStage(Stage):
    """The learner's Makefile over the learner's C."""

    def prefetch(self) -> None:
        self._bench.made_library()

    def builds(self) -> None:
        """Fail unless `make` leaves a shared library that exports what the header declares."""
        self._require("Makefile", self._bench.source)
        ending = self._bench.made_library().result()
        reason = diagnose.make_sentence(ending.output)
        if ending.status:
            otherwise = Finding("make-failed", f"make failed: {reason}.")
        else:
            otherwise = Finding("make-failed", f"make ended well, but built no {self._bench.library}.")
        todo = self._todo("Makefile")
        if todo and not ending.files:
            raise CheckFailed(todo)
        _require_built(ending, otherwise.cause, otherwise.message, "make", blame_compiler=False)
        self._require_exports()

    def _require_exports(self) -> None:
        """Open what was built, in a sandbox, and look for each function."""
        name = self._bench.library
        live = LiveModule(
            lambda: self._bench.start_library(self._bench.made_library()), self._own, binding=False
        )
        opened = live.open(f"Loading {name}")
        if "exception" in opened:
            fail(
                "make-failed",
                f"make built {name}, but it is no shared library that can be opened: "
                f"{diagnose.clean(opened['exception']['message'])}.",
            )
        for function in self._bench.reference_declared().result()["functions"]:
            if live.ask({"do": "symbol", "name": function}, f"Loading {name}").get("result") is not True:
                message = f"make built {name} without {function}() in it. Is {self._bench.source} among its sources?"
                fail("make-failed", message)


def _require_built(ending: Ending, cause: str, message: str, doing: str, blame_compiler: bool = True) -> None:
    if not ending.files or ending.status != 0:
        finding = _unbuilt(ending, Finding(cause, message), doing)
        if not blame_compiler and finding.cause in ("compile-error", "link-error"):
            # The same C compiles without the Makefile, or its own check has told why it does not.
            finding = Finding(cause, f"{message} {finding.message}", finding.location, finding.detail)
        raise CheckFailed(finding)


def _unbuilt(ending: Ending, otherwise: Finding, doing: str) -> Finding:
    if ending.reason or (ending.status or 0) < 0:
        return diagnose.of_ending(ending, doing, (), binding=False)
    return diagnose.of_build_output(ending.output, otherwise)


def _problem_of_script(ending: Ending, name: str, module: str) -> Finding | None:
    """Return why `python NAME_build.py` built no extension module of that name."""
    if ending.status == 0 and any(file.startswith(f"{module}.") for file in ending.files):
        return None
    message = f"python {name} ended without building {module}. Does it call ffibuilder.compile()?"
    if ending.status:
        lines = diagnose.clean(ending.output).splitlines() or ["no reason given"]
        message = f"python {name} failed: {lines[-1]}"
    return _unbuilt(ending, Finding("compile-error", message), f"python {name}")


def _require_clean(ending: Ending) -> None:
    if ending.status != 0:
        raise CheckFailed(
            _unbuilt(ending, Finding("signature-mismatch", "The C and its header differ."), "The compiler")
        )


def _code(text: str) -> str:
    """Return C without comments and white space, to compare what is left."""
    return re.sub(r"/\*.*?\*/|//[^\n]*|\s+", "", text, flags=re.DOTALL)


def _call_text(function: str, arguments: tuple) -> str:
    return f"{function}({', '.join(map(_argument_text, arguments))})"


def _argument_text(value: object) -> str:
    if type(value).__name__ == "ndarray":
        return f"<{' x '.join(map(str, value.shape)) or 'scalar'} {value.dtype} array>"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
