"""`python -m tests.verdicts_here [NAME ...]`: is each verdict the same in other surroundings?

Run it as another user, with another compiler or Python, in a folder with spaces, under another
locale: it judges the collected answers and lists those that do not get the verdict expected of
them. With --times it judges each as often, and lists those whose first failure varies.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from cffi_workshop.authoring.answer_files import lay_out
from cffi_workshop.authoring.answers import KINDS, Answer, read_answers
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.grading.fork_server import CheckLost, ForkServer
from tests.surroundings import REPOSITORY


def main() -> int:
    options = read_options()
    exercises = [
        one for one in all_exercises(REPOSITORY) if not options.names or one.slug in options.names
    ]
    answers = [one for exercise in exercises for one in chosen(exercise, options)]
    wrong = 0
    with ForkServer() as server:
        for answer in answers:
            found = {first_failure(server, answer, options.sandbox) for _ in range(options.times)}
            if len(found) > 1 or not is_expected(answer, *found):
                wrong += 1
                print(f"{answer.shown}: {' | '.join(map(str, sorted(found)))}", flush=True)
    print(f"{len(answers)} answers, each {options.times} times; {wrong} not as expected")
    return 1 if wrong else 0


def chosen(exercise: Exercise, options: argparse.Namespace) -> list[Answer]:
    """Return the answers of the kinds that are asked for; with --one-a-cause the first of each."""
    found = [one for kind in options.kinds for one in read_answers(exercise, kind)]
    if options.one_a_cause:
        first = {(one.kind, one.causes[:1]): one for one in reversed(found)}
        found = [one for one in found if one in first.values()]
    return found


def first_failure(server: ForkServer, answer: Answer, sandbox: str) -> tuple[str, str]:
    """Return check and cause of it, and nothing for either where all checks pass."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "handed in, für sich")
        lay_out(answer, folder)
        options = {"root": REPOSITORY, "sandbox": sandbox}
        only_first = answer.kind != "accepted"
        try:
            verdict = server.check(
                answer.exercise.slug, folder, **options, until_first_failure=only_first
            )
        except CheckLost as lost:
            return "lost", str(lost)
    failed = (check for check in verdict["checks"] if check["status"] not in ("passed", "waiting"))
    failure = next(failed, {"id": "", "cause": ""})
    return failure["id"], failure["cause"] or ""


def is_expected(answer: Answer, failure: tuple[str, str]) -> bool:
    check, cause = failure
    if answer.kind == "accepted":
        return not check
    return cause in answer.causes and answer.check in ("", check)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.verdicts_here", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="exercises; all if not given")
    parser.add_argument("--sandbox", default="auto", choices=["auto", "limits", "bubblewrap"])
    parser.add_argument("--times", type=int, default=1, help="judge each answer as often")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=["accepted", "wrong"])
    parser.add_argument("--one-a-cause", action="store_true", help="leave out what is alike")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
