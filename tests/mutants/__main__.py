"""`python -m tests.mutants NAME`: judge the mutants of an exercise, and list what passes."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.servers.check_server import CheckLost, CheckServer
from tests.surroundings import REPOSITORY

from .judge import first_failure, known_survivors, mutants_of
from .mutant import Mutant


def main() -> int:
    options = read_options()
    exercise = load_exercise(REPOSITORY, options.name)
    known = known_survivors(exercise)
    mutants = mutants_of(exercise, options.file, options.sample, options.seed, options.of)
    if options.list:
        print(*(f"{mutant.of} [{mutant.operator}] {mutant.id}" for mutant in mutants), sep="\n")
        return 0
    noticed, explained, unexplained = 0, 0, []
    told, near = Counter[str](), Counter[str]()
    with CheckServer() as server:
        for mutant in mutants:
            try:
                failure = first_failure(server, exercise, mutant, lines=options.lines)
            except CheckLost as lost:
                print(f"lost: {mutant.id}: {lost}", flush=True)
                continue
            noticed += failure is not None
            where = f"{mutant.of} [{mutant.operator}] {mutant.id}"
            if failure is None and mutant.id in known:
                explained += 1
            elif failure is None:
                unexplained.append(mutant)
                print(f"passes: {where}", flush=True)
            elif failure and failure["status"] == "grader-error":
                print(f"breaks the checker: {where}", flush=True)
            elif options.lines:
                told[mutant.operator] += 1
                near[mutant.operator] += mutant.is_near(failure["location"])
                print(line_told(mutant, failure), flush=True)
            elif options.verbose:
                print(f"{failure['cause']} in {failure['id']}: {where}", flush=True)
    for operator, count in sorted(told.items()):
        print(f"    {operator}: {near[operator]} of {count} within two lines")
    if options.lines:
        print(f"{exercise.slug}: {near.total()} of {told.total()} within two lines of the change")
    print(
        f"{exercise.slug}: {len(mutants)} mutants, {noticed} noticed, {explained} pass for a "
        f"reason that is given, {len(unexplained)} for none"
    )
    return 1 if unexplained else 0


def line_told(mutant: Mutant, failure: dict) -> str:
    """Return what is said of a failure: whether its line is near, and where it was looked for."""
    place = failure["location"] or {"file": "no file", "line": None}
    return (
        f"{'near' if mutant.is_near(failure['location']) else 'FAR'}: {failure['cause']} in "
        f"{failure['id']} at {place['file']}:{place['line']}, of {mutant.of or 'the solution'} "
        f"[{mutant.operator}] at {mutant.line}: {mutant.id}"
    )


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("name", help="the exercise")
    parser.add_argument("--file", help="change this file alone")
    parser.add_argument("--of", help="an accepted answer, or `accepted`, or `solution`")
    parser.add_argument("--lines", action="store_true", help="say which line is told of each")
    parser.add_argument("--list", action="store_true", help="name the mutants, and judge none")
    parser.add_argument("--sample", type=int, help="judge so many, drawn")
    parser.add_argument("--seed", type=int, default=0, help="what the sample is drawn by")
    parser.add_argument("--verbose", "-v", action="store_true", help="tell what noticed each")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
