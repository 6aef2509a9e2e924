"""`python -m tests.mutants NAME`: judge the mutants of an exercise, and list what passes."""

from __future__ import annotations

import argparse
import sys

from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.check_server import CheckLost, CheckServer
from tests.surroundings import REPOSITORY

from .judge import first_failure, known_survivors, mutants_of


def main() -> int:
    options = read_options()
    exercise = load_exercise(REPOSITORY, options.name)
    known = known_survivors(exercise)
    mutants = mutants_of(exercise, options.file, options.sample, options.seed)
    noticed, explained, unexplained = 0, 0, []
    with CheckServer() as server:
        for mutant in mutants:
            try:
                failure = first_failure(server, exercise, mutant)
            except CheckLost as lost:
                print(f"lost: {mutant.id}: {lost}", flush=True)
                continue
            noticed += failure is not None
            if failure is None and mutant.id in known:
                explained += 1
            elif failure is None:
                unexplained.append(mutant)
                print(f"passes: {mutant.id}", flush=True)
            elif failure and failure["status"] == "grader-error":
                print(f"breaks the checker: {mutant.id}", flush=True)
            elif options.verbose:
                print(f"{failure['cause']} in {failure['id']}: {mutant.id}", flush=True)
    print(
        f"{exercise.slug}: {len(mutants)} mutants, {noticed} noticed, {explained} pass for a "
        f"reason that is given, {len(unexplained)} for none"
    )
    return 1 if unexplained else 0


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("name", help="the exercise")
    parser.add_argument("--file", help="change this file alone")
    parser.add_argument("--sample", type=int, help="judge so many, drawn")
    parser.add_argument("--seed", type=int, default=0, help="what the sample is drawn by")
    parser.add_argument("--verbose", "-v", action="store_true", help="tell what noticed each")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
