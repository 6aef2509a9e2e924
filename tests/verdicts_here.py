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
from cffi_workshop.authoring.answer_verdict import complaint
from cffi_workshop.authoring.answers import KINDS, Answer, read_answers
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.metadata import all_exercises
from cffi_workshop.grading.servers.check_server import CheckLost, CheckServer
from cffi_workshop.grading.verdict import Verdict
from tests.surroundings import REPOSITORY


def main() -> int:
    options = read_options()
    exercises = [
        one for one in all_exercises(REPOSITORY) if not options.names or one.slug in options.names
    ]
    answers = [one for exercise in exercises for one in chosen(exercise, options)]
    wrong = 0
    with CheckServer() as server:
        for answer in answers:
            told = [judged(server, answer, options.sandbox) for _ in range(options.times)]
            varies = len({failure for failure, _ in told}) > 1
            said = dict.fromkeys(said for _, said in told if said)
            if varies or said:
                wrong += 1
                found = sorted({" in ".join(reversed(failure)) for failure, _ in told})
                print(f"{answer.shown}: {' | '.join(said or found)}", flush=True)
    print(f"{len(answers)} answers, each {options.times} times; {wrong} not as expected")
    return 1 if wrong else 0


def chosen(exercise: Exercise, options: argparse.Namespace) -> list[Answer]:
    """Return the answers of the kinds that are asked for; with --one-a-cause the first of each."""
    found = [one for kind in options.kinds for one in read_answers(exercise, kind)]
    if options.one_a_cause:
        first = {(one.kind, one.causes[:1]): one for one in reversed(found)}
        found = [one for one in found if one in first.values()]
    return found


def judged(server: CheckServer, answer: Answer, sandbox: str) -> tuple[tuple[str, str], str | None]:
    """Return check and cause of the first failure, and what is not as expected, if anything is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "handed in, für sich")
        lay_out(answer, folder)
        only_first = answer.kind != "accepted"
        options = {"root": REPOSITORY, "sandbox": sandbox, "until_first_failure": only_first}
        options["line_by_trial"] = False
        try:
            verdict = Verdict.from_json(server.check(answer.exercise.slug, folder, **options))
        except (CheckLost, WorkshopError) as error:
            return ("", ""), str(error)
    failure = verdict.first_failure
    return (failure.id, failure.cause or "") if failure else ("", ""), complaint(answer, verdict)


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
