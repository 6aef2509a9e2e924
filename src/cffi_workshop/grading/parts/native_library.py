"""The learner's C alone, or the same in another language."""

from __future__ import annotations

import re

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.exercises.markers import stub_text
from cffi_workshop.grading import diagnose
from cffi_workshop.grading.call_result import CallResult
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.sandbox import ExitReport

from .c_interface import lacking, line_of, signature
from .part import Part, fail, request, require_built, told, unbuilt
from .worker_client import NotRun, WorkerClient

__all__ = ["NativeLibrary"]

# What no library of an exercise calls: the interpreter, the dynamic linker, other processes' memory.
REACHES_OUT = re.compile(
    r"\b_?((?:_?Py[A-Z_]|dlv?m?sym|dlm?open|dl_iterate|_r_debug|_dl_|ptrace|process_vm_)\w*)", re.ASCII
)

# A variable that is no constant, as nm lists it: one inside of a function has a number behind its name.
KEPT = re.compile(r"^\S* [bBdDC] _?(\w+)", re.MULTILINE)
THREAD_LOCAL = re.compile(r"\b(?:_Thread_local|thread_local|__thread)\b")


class NativeLibrary(Part):
    """The learner's C, sanitized, called through the solution's declarations; or their C++ or Fortran."""

    def __init__(self, run: CheckRun, language: str = "c") -> None:
        super().__init__(run)
        self._language, self._title = language, LANGUAGES[language].title
        self._source, self._library = run.source_in(language), run.library_in(language)
        self._live = WorkerClient(
            lambda: run.start_library(self._built(), self._library, sanitized=True),
            self._own,
            binding=False,
        )

    def prefetch(self) -> None:
        if self._language in self._run.tools.compilers:
            self._run.undefined_symbols(self._language)
        self._run.reference_declared()

    def _built(self) -> ExitReport:
        """Return the build; where there is no compiler, tell it in the report, and try nothing."""
        if self._language in self._run.tools.compilers:
            return self._run.learner_library(self._language).result()
        package = LANGUAGES[self._language].package
        reason = (
            f"No {self._title} compiler was found, so {self._source} was not tried. On Debian: "
            f"sudo apt install {package}"
        )
        if reason not in self._run.remarks:
            self._run.remarks.append(reason)
        raise NotRun(reason)

    def compiles(self) -> None:
        """Fail unless the source compiles, agrees with the header, and exports what the header declares."""
        self._require(self._source)
        require_built(self._built(), "compile-error", f"{self._source} does not compile.", "The compiler")
        self._require_no_reach()
        included = re.search(rf'#\s*include\s*[<"]{self._run.header}', self._text)
        if not included and self._language != "fortran":
            _require_clean(self._run.signature_check(self._language).result())
        self._open()
        for name in self._run.reference_declared().result()["functions"]:
            answer = self._live.ask({"do": "symbol", "name": name}, f"Loading {self._library}")
            if answer.get("result") is not True:
                self._blame_stub()
                raise CheckFailed(lacking(self._run, self._language, name))
        if self._language == "fortran" and (mismatch := signature(self._run)):
            raise CheckFailed(mismatch)

    def _require_no_reach(self) -> None:
        """Fail when the C looks up symbols at run time or calls Python: it could answer for itself then."""
        listing = self._run.undefined_symbols(self._language).result().output
        if reached := REACHES_OUT.search(listing):
            message = f"{self._source} uses {reached[1]}, which reaches into the program around the library."
            fail("tampering", message, None, listing)

    @property
    def _text(self) -> str:
        return self._run.submission.text(self._source)

    def _open(self) -> None:
        doing = f"Loading {self._library}"
        opened = self._live.open(doing)
        if "exception" in opened:
            text = opened["exception"]["message"]
            otherwise = diagnose.of_exception(opened["exception"], doing)
            raise CheckFailed(diagnose.of_build_output(text, otherwise))

    def has_no_warnings(self) -> None:
        self._require(self._source)
        if finding := diagnose.of_warning(self._built().output):
            raise CheckFailed(finding)

    def shares_nothing(self) -> None:
        """Fail when a variable outlives a call: there is one for all threads, and they would race for it."""
        self._built()
        if THREAD_LOCAL.search(self._text):  # nm does not tell these from the others
            return
        if kept := KEPT.search(self._run.object_symbols(self._language).result().output):
            name = kept[1]
            message = (
                f"{self._source} keeps the variable {name} from call to call. There is one for all threads, "
                "and two that call at the same time change it under each other's hands."
            )
            fail("undefined-behaviour", message, line_of(self._run, self._source, rf"\b{name}\b"))

    def call(self, function: str, *arguments: object, shown: str | None = None) -> CallResult:
        """Call a function of checker/harness.py; `shown` begins the sentence of a wrong answer."""
        shown, doing = told(function, arguments, shown)
        self._open()
        try:
            answer = self._live.ask(request("call", function, arguments), doing)
        except CheckFailed:
            self._run.c_was_stopped = self._live.stopped
            self._blame_stub()
            raise
        return CallResult(answer, shown, doing, instead=self._blame_stub)

    def settle(self) -> None:
        self._live.settle(f"Calling {self._source}")

    def _blame_stub(self) -> None:
        """Say what is still to be done, rather than what is wrong, where the code is that of the stub."""
        comment = LANGUAGES[self._language].comment
        stub = _code(stub_text(self._run.exercise, self._source), comment)
        todo = self._todo(self._source)
        if todo and _code(self._text, comment) == stub:
            raise CheckFailed(todo)

    def leaks_nothing(self) -> None:
        """Fail when memory that the calls so far allocated can no longer be reached."""
        self._open()
        if not self._run.sanitizes:
            return
        answer = self._live.ask({"do": "leaks"}, "Looking for leaks")
        if finding := diagnose.of_leaks(str(answer["result"]), self._own):
            raise CheckFailed(finding)


def _require_clean(ending: ExitReport) -> None:
    if ending.status != 0:
        raise CheckFailed(
            unbuilt(ending, Diagnosis("signature-mismatch", "The C and its header differ."), "The compiler")
        )


def _code(text: str, comment: str) -> str:
    """Return a source without comments and white space, to compare what is left."""
    return re.sub(rf"{comment}|\s+", "", text, flags=re.DOTALL)
