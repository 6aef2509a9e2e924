"""What a check found: the verdict and its checks.

The JSON form (`Verdict.as_json`) is a contract with programs outside this repository.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cffi_workshop.explain import Entry

__all__ = ["CheckResult", "Location", "Observation", "Verdict", "split_scene"]

# 1 had no seed, and no "explained" in a check; "observed" and "mended_by" came later and take
# nothing away.
SCHEMA = 2
EXPLAINED = ("slug", "title", "cause", "cure", "code", "episode")
# Sentences that tell what was done, and behind them what was counted; a value may have a stop, too.
SCENE = re.compile(r"(?P<scene>.{1,2000}\.) (?P<label>[A-Z][^'\".]{0,200})$", re.DOTALL)


def split_scene(call: str) -> tuple[str, str]:
    """Split "A table was closed. Tables in use:" into its two; a call alone has no scene."""
    parts = SCENE.match(call)
    return (parts["scene"], parts["label"]) if parts else ("", call)


@dataclass(frozen=True)
class Location:
    """A line of one of the learner's own files.

    Where it is no more than the likeliest one, the `function` that it is in is told as well.
    """

    file: str
    line: int
    function: str = ""


@dataclass(frozen=True)
class Observation:
    """The parts of a sentence: "fibo_step(3, 5)" "left" "(8, 8)", where "(5, 8)" was expected.

    `call` may begin with sentences that tell what was done (`split_scene`). `advice` is what to do
    about it, in sentences, where the check knows that.
    """

    call: str
    verb: str
    found: str
    expected: str
    advice: str = ""

    @property
    def sentence(self) -> str:
        """Return the parts as they are told to people."""
        said = " ".join(filter(None, [self.call, self.verb, self.found]))
        return f"{said}; expected {self.expected}.{' ' if self.advice else ''}{self.advice}"


@dataclass(frozen=True)
class CheckResult:
    """One check: `status` is passed, failed, not-run or grader-error (ours, not theirs).

    `mended_by` says by which small change of the hand-in it passes, where one was found by trial.
    """

    id: str
    title: str
    status: str
    points: int
    max_points: int
    cause: str | None = None
    message: str = ""
    location: Location | None = None
    episode: str | None = None
    detail: str = ""
    observed: Observation | None = None
    mended_by: str = ""

    @property
    def state(self) -> str:
        """The status as people are told it: what is still `todo` has not failed."""
        return "todo" if self.cause == "todo-left" else self.status

    @property
    def explained(self) -> Entry | None:
        """The entry of the error catalogue that knows what the tool, or else the message, says."""
        if self.status != "failed":
            return None
        # Read only when there is something to explain: a verdict that passes pays nothing for it.
        from cffi_workshop.explain import first_explaining

        # What a sanitizer reports is the cause of the abort() that follows.
        _, report, rest = self.detail.partition("ERROR: AddressSanitizer")
        return first_explaining(report + rest or self.detail or self.message)

    @classmethod
    def from_json(cls, form: dict) -> CheckResult:
        """Return the check that `as_json` wrote; what explains it follows from what it says."""
        own = {one.name: form[one.name] for one in fields(cls) if one.name in form}
        for name, kind in (("location", Location), ("observed", Observation)):
            own[name] = kind(**own[name]) if own.get(name) else None
        return cls(**own)

    def as_json(self) -> dict:
        """Return the check as the published schema has it."""
        entry = self.explained
        explained = {key: getattr(entry, key) for key in EXPLAINED} if entry else None
        observed, location = (part and dict(vars(part)) for part in (self.observed, self.location))
        if location and not location["function"]:
            del location["function"]
        return {**vars(self), "location": location, "observed": observed, "explained": explained}


@dataclass(frozen=True)
class Verdict:
    """All checks of one exercise, over the files in `path`; `sandbox` is limits or bubblewrap.

    With the same `seed`, a check draws the same inputs again.
    """

    exercise: str
    path: str
    sandbox: str
    duration_s: float
    checks: tuple[CheckResult, ...]
    remarks: tuple[str, ...] = field(default=())
    # The text of each file that was taken in, for reports; no part of the JSON.
    sources: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    seed: int = 0

    @property
    def passed(self) -> bool:
        return bool(self.checks) and all(check.status == "passed" for check in self.checks)

    @property
    def points(self) -> int:
        return sum(check.points for check in self.checks)

    @property
    def max_points(self) -> int:
        return sum(check.max_points for check in self.checks)

    @property
    def first_failure(self) -> CheckResult | None:
        """The check that names the root cause."""
        return next((check for check in self.checks if check.status == "failed"), None)

    @property
    def broken(self) -> CheckResult | None:
        """The first check that failed by our fault, if any did."""
        return next((check for check in self.checks if check.status == "grader-error"), None)

    def path_of(self, check: CheckResult) -> str:
        """Return the path of a check's file from where the check was started; nothing for none."""
        return posixpath.normpath(f"{self.path}/{check.location.file}") if check.location else ""

    @property
    def exit_status(self) -> int:
        """0 all checks passed, 1 some did not, 2 the checker itself failed."""
        if any(check.status == "grader-error" for check in self.checks):
            return 2
        return 0 if self.passed else 1

    def as_json(self) -> dict:
        """Return the verdict as the published schema has it."""
        return {
            "schema": SCHEMA,
            "exercise": self.exercise,
            "path": self.path,
            "sandbox": self.sandbox,
            "seed": self.seed,
            "passed": self.passed,
            "points": self.points,
            "max_points": self.max_points,
            "duration_s": round(self.duration_s, 3),
            "checks": [check.as_json() for check in self.checks],
            "remarks": list(self.remarks),
        }

    @classmethod
    def from_json(cls, form: dict) -> Verdict:
        """Return the verdict that `as_json` wrote."""
        checks = tuple(CheckResult.from_json(check) for check in form["checks"])
        names = ("exercise", "path", "sandbox", "duration_s", "seed")
        return cls(
            **{name: form[name] for name in names}, checks=checks, remarks=tuple(form["remarks"])
        )
