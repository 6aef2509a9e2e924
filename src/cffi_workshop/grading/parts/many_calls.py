"""Many calls of a learner's library in one process, and whether each stands alone."""

from __future__ import annotations

import json
import re
from typing import Any

from cffi_workshop.grading.check_run import CheckRun
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.results.call_result import CallResult
from cffi_workshop.grading.results.results_of_runs import noted
from cffi_workshop.worker import wire
from cffi_workshop.worker.words import HIGH

from .native_misuse import has_thread_local, variables_kept
from .worker_client import WorkerClient

__all__ = ["ManyCalls", "require_alone"]

# What a count wraps around at, and one that is enormous.
OTHER_BYTES = (0xFF, 0x7F)


class ManyCalls:
    """Calls of a function of checker/harness.py, and what each should give.

    That is an array where there is a tolerance.
    """

    def __init__(
        self,
        function: str,
        cases: list[tuple[tuple, Any]],
        shown: str,
        tolerance: dict[str, Any],
    ) -> None:
        self._function, self._cases, self._shown = function, cases, shown
        self._tolerance = tolerance
        self._forms = [list(map(wire.encode, case)) for case, _ in cases]
        expected = [wire.encode(value) for _, value in cases]
        self._right = "" if tolerance else json.dumps(expected)
        named = re.match(r"\w{1,80}(?=\()", shown)  # as the learner knows it
        often = "once" if len(cases) == 1 else f"{len(cases)} times"
        self.doing = f"Calling {named[0] if named else function}() {often}"

    def request(self, end: str | None, again: int = 0) -> dict:
        """Return a request; `end` says where the memory of arguments lies in a guarded run."""
        calls = [[self._function, form, end] for form in self._forms]
        return {"do": "calls", "calls": calls, "again": again}

    def compare(self, said: dict, note: str = "") -> None:
        """Fail unless a run gave what it should; a note goes ahead of the sentence that says so."""
        replies = said["result"]
        # Nearly always all is right, which the text of all values tells at once.
        values = [each.get("result", {}).get("value", each) for each in replies]
        if json.dumps(values) == self._right:
            return
        for reply, (case, expected) in zip(replies, self._cases, strict=True):
            result = CallResult(reply, noted(note, self._shown.format(*case)))
            if self._tolerance:
                result.equals_array(expected, **self._tolerance)
            else:
                result.equals(expected)


def require_alone(run: CheckRun, many: ManyCalls, live: WorkerClient, source: str) -> None:
    """Fail where what a call gives depends on what the C keeps from call to call.

    Nobody could make so many calls that code which counts them is found out.
    """
    listing = run.plain_symbols()
    places = variables_kept(listing)
    if not places or has_thread_local(run.submission.text(source)):  # which lie elsewhere
        return
    kept = variables_kept(run.object_symbols().result().output)  # and are no constants
    function = run.own_functions()[0]
    if found := re.search(rf"^([0-9a-f]+) [0-9a-f]+ T {function}$", listing, re.MULTILINE):
        anchor = {"library": run.library, "function": function, "function_at": int(found[1], 16)}
        for name in (name for name in places if name in kept and all(places[name])):
            at, size = places[name]
            try:
                for byte in OTHER_BYTES:
                    over = anchor | {"at": at, "size": size, "byte": byte}
                    wanted = many.request(HIGH) | {"over": over}
                    many.compare(live.ask(wanted, many.doing))
            except CheckFailed as failure:
                raise CheckFailed(_of_kept(failure.finding, run, source, name)) from None


def _of_kept(finding: Diagnosis, run: CheckRun, source: str, name: str) -> Diagnosis:
    message = (
        f"{source} keeps the variable {name} from call to call, and what a call gives depends on "
        f"that variable. The check put other bytes into {name}: {finding.message}"
    )
    place = run.submission.line_of(source, rf"\b{name}\b")
    return Diagnosis(finding.cause, message, place, finding.detail)
