"""One script of the learner's over C that is known: the solution's, and the probe's."""

from __future__ import annotations

import re
from concurrent.futures import Future

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.blame.cdef import line_of
from cffi_workshop.grading.call_result import CallResult
from cffi_workshop.grading.cdef_comparison import merged
from cffi_workshop.grading.check_run import MODES, CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.drawn import Drawn
from cffi_workshop.grading.values import same
from cffi_workshop.grading.verdict import Location
from cffi_workshop.sandbox import Run
from cffi_workshop.worker import wire

from .build_script import BuildScript
from .part import Part, fail, request, shown_call
from .worker_client import NotRun, WorkerClient

__all__ = ["Script", "ScriptOverOwnC"]


# What a wrong cdef may look like, when the C compiler or the import is the first to notice.
BLAMED_ON_THE_CDEF = ("compile-error", "compile-warning", "link-error", "exception", "import-error")


class Script(Part):
    """One script of the learner's, over the solution's C, and over the probe."""

    kinds: tuple[str, ...] = ("reference", "probe")

    def __init__(self, run: CheckRun, mode: str) -> None:
        super().__init__(run)
        self.mode, self.script = mode, f"{run.slug}_{mode}.py"
        self._build = BuildScript(run, self.kinds[0]) if mode == "api" else None
        self._live = {kind: self._live_module(kind) for kind in self.kinds}

    def _live_module(self, kind: str) -> WorkerClient:
        def start() -> tuple[Run, dict]:
            run = self._run.start(self._run.place(self.mode, kind), sanitized=kind == "reference")
            first = {"do": "import", "module": f"{self._run.slug}_{self.mode}"}
            if kind == "probe" and self._run.exercise.system:
                first |= {"system": self._run.exercise.system, "library": self._run.library}
            return run, first

        return WorkerClient(start, self._own, binding=kind != "learner")

    @property
    def files(self) -> tuple[str, ...]:
        return (self._build.name, self.script) if self._build else (self.script,)

    def prefetch(self) -> None:
        for kind in self.kinds:
            self._opening(kind)

    def _opening(self, kind: str) -> Future:
        """Have the script imported, as soon as all that it stands on is built."""
        run = self._run
        if self._build:
            kinds = {self.kinds[0], kind} - ({"probe"} if run.makes_probe else set())
            needs = [run.build_script(), run.build_script_run(), *map(run.extension, kinds)]
        else:
            needs = [run.made_library() if kind == "learner" else run.reference_library(kind)]
        return run.task(f"live-{self.mode}-{kind}", lambda: self._try_to_open(kind), needs)

    def _try_to_open(self, kind: str) -> CheckFailed | None:
        """Import the script ahead of time; return what is to be
        told by the check that asks for it.
        """
        if self.script in self._run.submission.missing:
            return None
        try:
            if self._build is None or self._build.problem() is None:
                self._live[kind].open(f"Importing {self.script}")
        except CheckFailed as failure:
            return failure
        return None

    def _open(self, kind: str) -> dict:
        if failure := self._opening(kind).result():
            raise failure
        return self._live[kind].open(f"Importing {self.script}")

    def imports(self) -> None:
        """Fail unless the script can be imported; in API mode its build script is run before."""
        self._require(self.script)
        if self._build and "cpp" in self._run.exercise.natives:  # one of its modules is C++
            self._require_compiler("cpp", self._build.name)
        if self._build and (problem := self._build.problem()):
            raise CheckFailed(self._blame_cdef(problem))
        self._require_imported(self.kinds[0])
        if self._build and (problem := self._build.problem_of_made()):
            raise CheckFailed(problem)

    def _require_imported(self, kind: str) -> None:
        try:
            opened = self._open(kind)
        except CheckFailed as failure:
            raise CheckFailed(self._blame_import(failure.finding)) from None
        if "exception" in opened:
            finding = diagnose.of_exception(
                opened["exception"], f"import {self._run.slug}_{self.mode}"
            )
            raise CheckFailed(self._blame_import(finding))

    def _blame_cdef(self, finding: Diagnosis) -> Diagnosis:
        """Name a cdef that is wrong, where that kept the extension
        module from being built or imported.

        Compilers differ in what they refuse: one warns of a pointer to another type, the next stops
        at it.
        """
        if (
            finding.cause not in BLAMED_ON_THE_CDEF
            or "result" not in self._run.build_script().result()
        ):
            return finding
        mismatches = (each["functions"] and self._mismatch(each) for each in self._all_declared())
        return next(filter(None, mismatches), finding)

    def _blame_import(self, finding: Diagnosis) -> Diagnosis:
        """Name the module that set_source() makes, when it is
        not the one that the script imports.
        """
        if self._build is None:
            return finding
        if (
            "def_extern" in finding.message
            and 'extern "Python' not in self._build.info()["declared"]["text"]
        ):
            return self._todo(self._build.name) or finding
        if "No module named" not in finding.message:
            return self._blame_cdef(finding)
        made = self._build.module_names()
        named = f"the module {made[0]}" if len(made) == 1 else f"the modules {', '.join(made)}"
        message = f"{finding.message} set_source() in {self._build.name} names {named}."
        return Diagnosis(finding.cause, message, finding.location, finding.detail)

    def declares(self) -> None:
        """Fail unless the cdef agrees with the header in every function, type and struct."""
        for declared in self._all_declared():
            self._compare(declared)

    def _compare(self, declared: dict) -> None:
        if not declared["functions"]:
            place = self._begin_of_cdef()
            what = "The cdef in {} declares no function." if place else "{} never calls ffi.cdef()."
            nothing = Diagnosis("cdef-mismatch", what.format(self._file_of_cdef), place)
            raise CheckFailed(self._todo(self._file_of_cdef) or nothing)
        if mismatch := self._mismatch(declared) or self._without_value(declared):
            raise CheckFailed(mismatch)
        partial = [
            name for name, record in declared["records"].items() if record and record["partial"]
        ]
        if self.mode == "abi" and partial:  # cffi itself complains when the struct is used first
            raise CheckFailed(
                diagnose.of_exception({"kinds": ["VerificationMissing"], "message": partial[0]}, "")
            )

    def _mismatch(self, declared: dict) -> Diagnosis | None:
        comparison = self._run.comparison(declared)
        source = self.case().source(self._file_of_cdef)
        for remark in comparison.remarks:
            place = line_of(source, remark)
            if place is None or place.line in source.own:  # what the task says to write is no news
                self._run.remarks.append(f"{MODES[self.mode]}: {remark}")
        if not comparison.mismatches:
            return None
        first = comparison.mismatches[0]
        return Diagnosis(
            "cdef-mismatch", first, self._begin_of_cdef(), "\n".join(comparison.mismatches)
        )

    def _without_value(self, declared: dict) -> Diagnosis | None:
        """Return the first macro or enumerator of `...`, where no compiler says its value."""
        unsaid = [name for name, value in declared["constants"].items() if value is None]
        dots = r"\b{}\b[ \t]{{0,9}}(?:=[ \t]{{0,9}})?\.\.\."
        text = declared["text"]
        left = [name for name in unsaid if re.search(dots.format(re.escape(name)), text)]
        if self.mode != "abi" or not left:
            return None
        message = (
            f"{left[0]} has no value in the cdef: `...` leaves the value to a compiler, and ABI "
            "mode asks none. Write the number."
        )
        return Diagnosis("cdef-mismatch", message, self._begin_of_cdef())

    @property
    def _file_of_cdef(self) -> str:
        return self._build.name if self._build else self.script

    def _all_declared(self) -> list[dict]:
        """Return what is declared for each module; in ABI mode,
        what all FFI objects declare together.
        """
        if self._build:
            self._build.info()
            return [module["declared"] for module in self._run.modules()]
        return [merged(self._open(self.kinds[0])["result"]["declared"])]

    def _begin_of_cdef(self) -> Location | None:
        return self._run.submission.line_of(self._file_of_cdef, r"\.cdef\(")

    @property
    def drawn(self) -> Drawn:
        """The numbers that the probe's answers follow from."""
        return self._run.drawn

    def call(
        self,
        function: str,
        *arguments: object,
        over: str | None = None,
        shown: str | None = None,
        fills: tuple[int, ...] = (),
    ) -> CallResult:
        """Call a function of the script over the solution's C, or `over` the "probe".

        Arguments are to stay as they are, but for those at the places in `fills`.
        """
        return self._call(over or self.kinds[0], function, arguments, shown, fills=fills)

    def calls(
        self,
        *calls: tuple,
        over: str | None = None,
        fills: tuple[int, ...] = (),
    ) -> list[CallResult]:
        """Make calls one after the other in one process: each a function's name and its arguments.

        What a call returned is changed before the next, as a caller may.
        """
        kind = over or self.kinds[0]
        self._require_imported(kind)
        requests = [[function, list(map(wire.encode, arguments))] for function, *arguments in calls]
        doing = (
            f"Making {len(calls)} calls of {', '.join(dict.fromkeys(call[0] for call in calls))}()"
        )
        answers = self._live[kind].ask({"do": "calls", "calls": requests}, doing)
        if "exception" in answers:
            raise CheckFailed(diagnose.of_exception(answers["exception"], doing))
        return [
            self._result(kind, answer, function, tuple(arguments), None, fills)
            for answer, (function, *arguments) in zip(answers["result"], calls, strict=True)
        ]

    def play(
        self, scene: str, *arguments: object, over: str | None = None, shown: str
    ) -> CallResult:
        """Play a function of checker/scenes.py, which uses the script as a program would.

        `shown` begins the sentence of a wrong answer, as in "After two calls, the number of open
        files is".
        """
        return self._call(over or self.kinds[0], scene, arguments, shown, do="play")

    def count(self, scene: str, *arguments: object, shown: str) -> CallResult:
        """Play a scene over the probe whose result is what C told: a
        count, sealed, or a pair to subtract.

        Nothing but the probe can have told it (grading/drawn.py).
        """
        nonce = self.drawn.nonce()
        result = self._call("probe", scene, arguments, shown, do="play", nonce=nonce)
        told = result.value if type(result.value) is list else [result.value]
        found = [self.drawn.count(each, nonce + place) for place, each in enumerate(told)]
        counts = [count for count in found if count is not None]
        if len(counts) < len(found):
            fail("tampering", f"{result.shown} something that the library of the check never told.")
        result.is_really(counts[-1] - sum(counts[:-1]))
        return result

    def _call(
        self,
        kind: str,
        function: str,
        arguments: tuple,
        shown: str | None,
        do: str = "call",
        fills: tuple[int, ...] = (),
        **more: object,
    ) -> CallResult:
        self._require_imported(kind)
        doing = diagnose.split_at_verb(shown or shown_call(function, arguments))[0]
        try:
            answer = self._live[kind].ask(request(do, function, arguments) | more, doing)
        except CheckFailed as failure:
            if failure.finding.cause != "undefined-behaviour":
                raise
            # Where an exception is expected, that C got this far is the mistake.
            return CallResult({}, shown or shown_call(function, arguments), ended=failure.finding)
        return self._result(kind, answer, function, arguments, shown, fills)

    def _result(
        self,
        kind: str,
        answer: dict,
        function: str,
        arguments: tuple,
        shown: str | None,
        fills: tuple[int, ...],
    ) -> CallResult:
        if shown is None:
            place = (
                "Over a library of the check in the place of the real one, "
                if kind == "probe"
                else ""
            )
            shown = place + shown_call(function, arguments)
        error = answer.get("exception", {"message": "", "lines": []})
        if f"has no attribute '{function}'" in str(error["message"]) and not error["lines"]:
            fail("import-error", f"{self.script} defines no function {function}().")
        return CallResult(answer, shown, arguments=arguments, fills=fills)

    def settle(self) -> None:
        for live in self._live.values():
            live.settle(f"Running {self.script}")

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

        `real` and `probe` are what the solution's C and the probe give: the value that is returned,
        or the array that is filled, with `got` the place of that array among the arguments.
        """
        fills = () if got is None else (got,)
        answer = self._call("probe", function, arguments, None, fills=fills)
        computed_in_python = Diagnosis(
            "did-not-call-c",
            f"{answer.doing} gives the same whatever the library does: Python computes it by "
            f"itself. Call the C function in {self.script}.",
        )
        if got is None:
            if answer.gives(real) and not same(real, probe):
                raise CheckFailed(computed_in_python)
            answer.equals(probe)
        elif answer.argument_is_close(got, probe, **tolerance):
            return
        elif answer.argument_is_close(got, real, **tolerance):
            raise CheckFailed(computed_in_python)
        else:
            fail("did-not-call-c", f"What {answer.doing} leaves is not what the library computed.")


class ScriptOverOwnC(Script):
    """One script of the learner's over the learner's own C."""

    kinds = ("learner",)

    @property
    def files(self) -> tuple[str, ...]:
        return (*super().files, "Makefile", self._run.source or "")

    def _require_imported(self, kind: str) -> None:
        if self._run.c_was_stopped:  # the same C would have to be stopped again
            raise NotRun(self._run.c_was_stopped)
        super()._require_imported(kind)
