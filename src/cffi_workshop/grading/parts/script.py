"""One script of the learner's over C that is known: the solution's, and the probe's."""

from __future__ import annotations

from typing import Any

from cffi_workshop.grading import diagnose
from cffi_workshop.grading.blame.mistakes.other_mode import in_other_mode, without_cffi
from cffi_workshop.grading.building.cdef_comparison import merged
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.worker import wire

from .build_script import BuildScript
from .calls_of_c import OVER_PROBE, CallsOfC, Expected
from .declarations import Declarations
from .imported_script import ImportedScript
from .part import Part, fail, request, shown_call
from .worker_client import result_of

__all__ = ["Script"]

# How C ends that got what Python should have refused; a segfault may have other reasons.
WENT_ON = {"call": ("undefined-behaviour", "out-of-bounds"), "play": ("undefined-behaviour",)}
# What a wrong cdef may look like, when the C compiler or the import is the first to notice.
BLAMED_ON_THE_CDEF = ("compile-error", "compile-warning", "link-error", "exception", "import-error")


class Script(Part):
    """One script of the learner's, over the solution's C, and over the probe."""

    kinds: tuple[str, ...] = ("reference", "probe")

    def __init__(self, run: CheckRun, mode: str) -> None:
        super().__init__(run)
        self.mode, self.script = mode, f"{run.slug}_{mode}.py"
        self._build = BuildScript(run, self.kinds[0]) if mode == "api" else None
        self._imported = ImportedScript(run, mode, self.kinds, self._build)
        self.clients = self._imported.clients
        self._of_c = CallsOfC(run, self.script, self._calls, self._call)

    @property
    def files(self) -> tuple[str, ...]:
        return (self._build.name, self.script) if self._build else (self.script,)

    def prefetch(self) -> None:
        self._imported.prefetch()

    def settle(self) -> None:
        self._imported.settle()
        self._of_c.settle()

    def imports(self) -> None:
        """Fail unless the script can be imported; in API mode its build script is run before."""
        self._require(self.script)
        if self._build and "cpp" in self.run.exercise.natives:  # one of its modules is C++
            self._require_compiler("cpp", self._build.name)
        if self._build and (problem := self._build.problem()):
            raise CheckFailed(self._blame_cdef(problem))
        self._require_imported(self.kinds[0])
        if self._build and (problem := self._build.problem_of_made() or in_other_mode(self.case())):
            raise CheckFailed(problem)
        if problem := without_cffi(self.case()):
            raise CheckFailed(problem)

    def _require_imported(self, kind: str) -> None:
        try:
            opened = self._imported.open(kind)
        except CheckFailed as failure:
            raise CheckFailed(self._blame_import(failure.finding)) from None
        if "exception" in opened:
            finding = diagnose.of_exception(opened["exception"], f"import {self._imported.module}")
            raise CheckFailed(self._blame_import(finding))

    def _blame_cdef(self, finding: Diagnosis) -> Diagnosis:
        """Name a cdef that is wrong, where no extension module could be built or imported for that.

        Compilers differ: one warns of a pointer to another type, the next stops at it.
        """
        described = self.run.build_script().result()
        if finding.cause not in BLAMED_ON_THE_CDEF or "result" not in described:
            return finding
        mismatches = (each.mismatch() for each in self._declarations())
        return next(filter(None, mismatches), finding)

    def _blame_import(self, finding: Diagnosis) -> Diagnosis:
        if self._build is None:
            return finding
        return (
            in_other_mode(self.case())
            or self._build.blamed_for_import(finding)
            or self._blame_cdef(finding)
        )

    def declares(self) -> None:
        """Fail unless the cdef agrees with the header in every function, type and struct."""
        for declarations in self._declarations():
            if problem := declarations.problem():
                raise CheckFailed(problem)

    def _declarations(self) -> list[Declarations]:
        """Return what each module declares; in ABI mode, what all FFI objects declare together."""
        if self._build:
            name, said = self._build.name, self._build.declared()
        else:
            opened = self._imported.open(self.kinds[0])
            name, said = self.script, [merged(opened["result"]["declared"])]
        source = self.case().source(name)
        return [Declarations(self.run, self.mode, each, source) for each in said]

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

    def disturbed(
        self,
        function: str,
        *arguments: object,
        meanwhile: tuple | list,
        fills: tuple[int, ...] = (),
    ) -> CallResult:
        """Call a function where another thread calls it as well, ahead of each of its lines.

        What both keep in one place is the other's by then, who handed over `meanwhile`: in each
        call the same arguments, or those of a list in turn.
        """
        turns = meanwhile if isinstance(meanwhile, list) else [meanwhile]
        call, other = (shown_call(function, each) for each in (arguments, turns[0]))
        said = [text.removesuffix(" returned") for text in (call, other)]
        said[1] += " and more" * (len(turns) > 1)
        shown = f"Ahead of each line of {said[0]}, another thread called {said[1]}. It gave"
        others = [[*map(wire.encode, each)] for each in turns]
        return self._call(self.kinds[0], function, arguments, shown, fills=fills, meanwhile=others)

    def calls(
        self, *calls: tuple, over: str | None = None, fills: tuple[int, ...] = ()
    ) -> list[CallResult]:
        """Make calls one after the other in one process: each a function's name and its arguments.

        What a call returned is changed before the next, as a caller may.
        """
        return self._calls(over or self.kinds[0], calls, fills)

    def _calls(
        self,
        kind: str,
        calls: tuple,
        fills: tuple[int, ...],
        scene: str | None = None,
        **more: object,
    ) -> list[CallResult]:
        self._require_imported(kind)
        requests = [[function, list(map(wire.encode, arguments))] for function, *arguments in calls]
        functions = ", ".join(dict.fromkeys(call[0] for call in calls))
        doing = f"Making {len(calls)} calls of {functions}()"
        if scene or len(calls) == 1:
            doing = diagnose.split_at_verb(scene or shown_call(calls[0][0], calls[0][1:]))[0]
        more |= {"do": "calls", "calls": requests, "scenes": bool(scene)}
        replies = result_of(self._imported.ask(kind, more, doing), doing)
        return [
            self._result(kind, reply, function, tuple(arguments), scene, fills)
            for reply, (function, *arguments) in zip(replies, calls, strict=True)
        ]

    def play(
        self, scene: str, *arguments: object, over: str | None = None, shown: str
    ) -> CallResult:
        """Play a function of checker/scenes*.py, which uses the script as a program would.

        `shown` begins the sentence of a wrong answer, as in "After two calls, the number of open
        files is". What was done may stand in sentences ahead: "A file was closed twice. The number
        of open files is".
        """
        return self._call(over or self.kinds[0], scene, arguments, shown, do="play")

    def count(self, scene: str, *arguments: object, shown: str) -> CallResult:
        """Play a scene over the probe whose result is a sealed count that C told, or a pair.

        Of a pair, the first is subtracted from the second. Nothing but the probe can have told them
        (grading/building/drawn.py).
        """
        nonce = self.drawn.nonce(f"{self.kinds[0]} {self.mode}")
        result = self._call("probe", scene, arguments, shown, do="play", nonce=nonce)
        told = result.value if type(result.value) is list else [result.value]
        count = self.drawn.difference(told, nonce)
        if count is None:
            said = "gave a number that the library of the check never told."
            fail("tampering", diagnose.sentence_of(result.doing, said))
        result.is_really(count)
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
            reply = self._imported.ask(kind, request(do, function, arguments) | more, doing)
        except CheckFailed as failure:
            went_on = failure.finding.cause in WENT_ON[do]
            if not went_on or "nonce" in more:
                raise
            # Where an exception is expected, that C got this far is the mistake.
            return CallResult({}, shown or shown_call(function, arguments), ended=failure.finding)
        return self._result(kind, reply, function, arguments, shown, fills)

    def _result(
        self,
        kind: str,
        reply: dict,
        function: str,
        arguments: tuple,
        shown: str | None,
        fills: tuple[int, ...],
    ) -> CallResult:
        if shown is None:
            shown = (OVER_PROBE if kind == "probe" else "") + shown_call(function, arguments)
        error = reply.get("exception", {"message": "", "lines": []})
        if f"has no attribute '{function}'" in str(error["message"]) and not error["lines"]:
            fail("import-error", f"{self.script} defines no function {function}().")
        return CallResult(reply, shown, arguments=arguments, fills=fills)

    def calls_c(self, function: str, *arguments: object, **expected: Any) -> None:
        """Fail when the answer is the same over a library that computes something else.

        It fails also where that library tells the truth of what it was asked before. A check calls
        this several times for a function, with other arguments each time.

        What is `expected` are the members of Expected, such as `real` and `probe`: what the
        solution's C gives, and what the probe does.
        """
        self._of_c.require(function, arguments, Expected(**expected))
