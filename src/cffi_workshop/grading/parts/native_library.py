"""The learner's C alone, or the same in another language."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.grading import diagnose
from cffi_workshop.grading.call_result import CallResult
from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.sandbox import ExitReport
from cffi_workshop.worker import guarded, wire

from .c_interface import lacking, signature
from .part import Part, fail, request, require_built, shown_call, unbuilt
from .worker_client import WorkerClient

__all__ = ["NativeLibrary"]

# What no library of an exercise calls: the interpreter, the dynamic linker, other processes and
# their memory.
REACHES_OUT = re.compile(
    r"\b_?((?:_?Py[A-Z_]|dlv?m?sym|dlm?open|dl_iterate|_r_debug|_dl_|ptrace|process_vm_|pidfd_)\w*"
    r"|(?:(?<=U )|(?<=U _))(?:kill|killpg|tkill|tgkill|getppid|prctl|sigqueue)\b)",
    re.ASCII,
)

# The sanitizer by its names, code without its instruments, and code that no compiler looks into.
EVADES = re.compile(
    r"(\b__(?:[alut]san|sanitizer|ubsan|SANITIZE)_\w*|\b(?:no|disable)_sanitize\w*|\b(?:address|thread)_sanitizer\b"
    r"|\b(?:__)?asm(?:__)?\b|^[ \t]*#[ \t]*(?:line\b|\d)[^\n]*)",
    re.MULTILINE,
)

# A variable that is no constant, as nm lists it: one inside of a function has a number behind its
# name (gcc), or the function ahead of it (clang). Names that begin with two underscores, or with
# one and a capital, are the compiler's, but for C++'s own way with names.
KEPT = re.compile(
    r"^\S* [bBdDC] (?!_?completed\b|__|_[A-Y])_?(?:\w+\.(?=[A-Za-z_]))?(\w+)", re.MULTILINE
)
# Each alternative takes what it begins with to its end, or to the end of the text: nothing is
# searched twice.
COMMENT_OR_TEXT = re.compile(
    r"/\*(?s:.*?)(?:\*/|\Z)|//[^\n]*|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?"
)
MOST_RECENT = 8  # calls that are made again in the search for leaks
WITHOUT = "In a build without the sanitizer, "
THREAD_LOCAL = re.compile(r"\b(?:_Thread_local|thread_local|__thread)\b")


class NativeLibrary(Part):
    """The learner's C, sanitized, called through the solution's
    declarations; or their C++ or Fortran.
    """

    def __init__(self, run: CheckRun, language: str = "c") -> None:
        super().__init__(run)
        self._language, self._title = language, LANGUAGES[language].title
        self._source, self._library = run.source_in(language), run.library_in(language)
        self._live, self._alone = (
            WorkerClient(
                lambda: run.start_library(self._built(), self._library, sanitized=True),
                self._own,
                binding=False,
            )
            for _ in range(2)
        )
        self._recent: deque[dict] = deque(maxlen=MOST_RECENT)
        # One for each end of a block, so that each gets the same calls as the sanitized one.
        self._guarded = {
            end: WorkerClient(
                lambda: run.start_library(self._plain(), self._library, guarded=True),
                self._own,
                binding=False,
            )
            for end in (guarded.HIGH, guarded.LOW)
        }

    @property
    def files(self) -> tuple[str, ...]:
        return (self._source,)

    @property
    def explained_by(self) -> tuple[str, ...]:
        return self.files

    def prefetch(self) -> None:
        if self._language in self._run.tools.compilers:
            self._run.learner_library(self._language)
            self._run.plain_library(self._language)
        self._run.reference_declared()

    def _built(self) -> ExitReport:
        self._require_compiler(self._language, self._source)
        return self._run.learner_library(self._language).result()

    def _plain(self) -> ExitReport:
        """Return the build without the sanitizer, which may end otherwise than that with it."""
        ending = self._run.plain_library(self._language).result()
        require_built(ending, "compile-error", f"{self._source} does not compile.", "The compiler")
        return ending

    def compiles(self) -> None:
        """Fail unless the source compiles, agrees with the header,
        and exports what the header declares.
        """
        self._require(self._source)
        require_built(
            self._built(), "compile-error", f"{self._source} does not compile.", "The compiler"
        )
        self._require_no_reach()
        included = re.search(rf'#\s*include\s*[<"]{self._run.header}', self._text)
        if not included and self._language != "fortran":
            _require_clean(self._run.signature_check(self._language).result())
        self._open(self._live)
        for name in self._run.own_functions():
            answer = self._live.ask({"do": "symbol", "name": name}, f"Loading {self._library}")
            if answer.get("result") is not True:
                raise CheckFailed(lacking(self._run, self._language, name))
        if self._language == "fortran" and (mismatch := signature(self._run)):
            raise CheckFailed(mismatch)

    def _require_no_reach(self) -> None:
        """Fail when the C could answer for itself, or turns away from the sanitizer."""
        listing = self._run.plain_symbols(self._language)
        if reached := REACHES_OUT.search(listing):
            message = (
                f"{self._source} uses {reached[1]}, which reaches into the program around the "
                "library."
            )
            fail("tampering", message, None, listing)
        if evades := EVADES.search(listing) or EVADES.search(without_comments(self._text)):
            message = (
                f"{self._source} has {evades[1].strip()}, with which code hides from the check; "
                "expected C that is the same whoever looks at it."
            )
            place = self._run.submission.line_of(self._source, re.escape(evades[1].strip()))
            fail("tampering", message, place)

    @property
    def _text(self) -> str:
        return self._run.submission.text(self._source)

    def _open(self, live: WorkerClient) -> None:
        doing = f"Loading {self._library}"
        opened = live.open(doing)
        if "exception" in opened:
            text = opened["exception"]["message"]
            otherwise = diagnose.of_exception(opened["exception"], doing)
            raise CheckFailed(diagnose.of_build_output(text, otherwise))

    def has_no_warnings(self) -> None:
        self._require(self._source)
        if finding := diagnose.of_warning(self._built().output):
            raise CheckFailed(finding)

    def shares_nothing(self) -> None:
        """Fail when a variable outlives a call: there is one for all
        threads, and they would race for it.
        """
        self._built()
        if THREAD_LOCAL.search(self._text):  # nm does not tell these from the others
            return
        if self._language == "fortran":  # no object file without those of its modules
            listing = self._run.plain_symbols(self._language)
        else:
            listing = self._run.object_symbols(self._language).result().output
        if kept := KEPT.search(listing):
            name = as_written(kept[1])
            message = (
                f"{self._source} keeps the variable {name} from call to call. There is one for all "
                "threads, and two that call at the same time change it under each other's hands."
            )
            line_of = self._run.submission.line_of
            declared = line_of(self._source, rf"(?i)\b(?:static|save)\b.{{0,200}}\b{name}\b")
            place = declared or line_of(self._source, rf"\b{name}\b")
            fail("undefined-behaviour", message, place)

    def call(self, function: str, *arguments: object, shown: str | None = None) -> Runs:
        """Call a function of checker/harness.py; `shown` begins the sentence of a wrong answer."""
        shown = shown or shown_call(function, arguments)
        doing = diagnose.split_at_verb(shown)[0]
        wanted = request("call", function, arguments)
        self._recent.append(wanted)
        return Runs(
            [
                CallResult(answer, note + shown)
                for answer, note in self._in_each_run(lambda end: wanted | {"end": end}, doing)
            ]
        )

    def calls(
        self, function: str, cases: list[tuple[tuple, object]], shown: str, **tolerance: Any
    ) -> None:
        """Call a function of checker/harness.py many times in one
        process; fail unless all is as expected.

        `cases` are arguments, and what the call should give: an array where there is a tolerance.
        `shown` is a format for the arguments.
        """
        forms = [list(map(wire.encode, case)) for case, _ in cases]
        doing = f"Calling {function}() {len(cases)} times"
        for answers, note in self._in_each_run(
            lambda end: {"do": "calls", "calls": [[function, form, end] for form in forms]}, doing
        ):
            for answer, (case, expected) in zip(answers["result"], cases, strict=True):
                result = CallResult(answer, note + shown.format(*case))
                result.equals_array(expected, **tolerance) if tolerance else result.equals(expected)

    def _in_each_run(
        self, wanted: Callable[[str | None], dict], doing: str
    ) -> Iterator[tuple[dict, str]]:
        """Ask the sanitized run, and then the guarded one with arguments at each end of a page."""
        self._open(self._live)
        try:
            yield self._live.ask(wanted(None), doing), ""
            for end, live in self._guarded.items():
                self._open(live)
                yield live.ask(wanted(end), doing), WITHOUT
        except CheckFailed:
            stopped = [live.stopped for live in (self._live, *self._guarded.values())]
            self._run.c_was_stopped = next(filter(None, stopped), "")
            raise

    def settle(self) -> None:
        for live in (self._live, *self._guarded.values(), self._alone):
            live.settle(f"Calling {self._source}")

    def leaks_nothing(self) -> None:
        """Fail when calls such as the last ones leave memory behind."""
        self._open(self._live)
        # The report is made in a process of its own, whose few calls keep it short.
        if self._run.sanitizes and self._left_behind(self._live, report=False):
            self._open(self._alone)
            found = self._left_behind(self._alone, report=True)
            if finding := diagnose.of_leaks(found, self._own):
                raise CheckFailed(finding)

    def _left_behind(self, live: WorkerClient, *, report: bool) -> str:
        doing = "Looking for leaks"
        wanted = {"do": "leaks", "calls": list(self._recent), "report": report}
        answer = live.ask(wanted, doing)
        if "exception" in answer:
            raise CheckFailed(diagnose.of_exception(answer["exception"], doing))
        return str(answer["result"])


class Runs:
    """The same call in several runs: what is asked of the
    first is asked of each, in their order.
    """

    def __init__(self, results: list[CallResult]) -> None:
        self._results = results

    def __getattr__(self, name: str) -> Any:
        if not callable(getattr(CallResult, name, None)):
            return getattr(self._results[0], name)
        return partial(self._ask_each, name)

    def _ask_each(self, name: str, *args: Any, **options: Any) -> Any:
        """Return what the first says; of a yes or no, whether all say yes."""
        said = [getattr(each, name)(*args, **options) for each in self._results]
        return all(said) if isinstance(said[0], bool) else said[0]


def without_comments(text: str) -> str:
    """Return C with its comments and strings blanked, lines kept; a line that goes on is joined."""
    text = text.replace("\\\n", "")
    return COMMENT_OR_TEXT.sub(
        lambda found: "\n" * found[0].count("\n") if found[0][0] == "/" else '""', text
    )


def as_written(name: str) -> str:
    """Return the last part of a name that C++ made up, in
    which each part has its length in front.
    """
    if not name.startswith("Z"):
        return name
    part, at = name, 1
    while at < len(name):
        length = re.match(r"\d{1,9}", name[at : at + 9])
        if length:  # what the part holds, digits too, is no length
            at += len(length[0])
            part = name[at : at + int(length[0])]
            at += len(part)
        else:
            at += 1
    return part


def _require_clean(ending: ExitReport) -> None:
    if ending.status != 0:
        raise CheckFailed(
            unbuilt(
                ending,
                Diagnosis("signature-mismatch", "The C and its header differ."),
                "The compiler",
            )
        )
