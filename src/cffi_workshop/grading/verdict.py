"""What a check found: the verdict and its checks.

The JSON form (`Verdict.as_json`) is a contract with programs outside this repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

__all__ = ["CheckResult", "Location", "Verdict"]

SCHEMA = 2  # 1 had no seed


@dataclass(frozen=True)
class Location:
    """A line of one of the learner's own files."""

    file: str
    line: int


@dataclass(frozen=True)
class CheckResult:
    """One check: `status` is passed, failed, not-run or grader-error (ours, never the learner's)."""

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
            "checks": [asdict(check) for check in self.checks],
            "remarks": list(self.remarks),
        }
