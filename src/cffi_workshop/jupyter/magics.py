"""What a notebook gets by `%load_ext cffi_workshop`: %check, %hint, %solution, %terminal and more.

Whatever runs a learner's code runs it in a process of its own, so that a crash in C ends that
process and the kernel lives on.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments
from IPython.display import display

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import all_exercises, load_exercise
from cffi_workshop.grading.verdict import Verdict
from cffi_workshop.learner import has_joined, progress
from cffi_workshop.report.html import html_report

from . import shell
from .explain_magic import Explain, remember_failure
from .magic_words import understood, with_help
from .page_magics import Fragment, Lesson, language
from .pictures import pictures_in, show_picture
from .stale_library import Guards
from .workshop_command import complaint_of, complaint_or_output, in_notebook, workshop

__all__ = ["exercise_here", "load", "unload"]

NOT_FOUND = 127  # of a shell: there is no such command
ERROR = re.compile(r"^\w+Error\b", re.MULTILINE)


def load(shell) -> None:
    shell.register_magics(Workshop, Explain, Lesson)
    ours = (name for one in (Workshop, Explain, Lesson) for name in one.magics["line"])
    unload(shell)  # `workshop lab` loads it ahead of the first cell
    shell.workshop_guards = Guards(shell, exercise_here, ours)
    shell.workshop_guards.set_up()


def unload(shell) -> None:
    if guards := getattr(shell, "workshop_guards", None):
        guards.take_down()
        del shell.workshop_guards


@magics_class
class Workshop(Magics):
    """The magics. NAME may be left out where the notebook lies beside the files of its exercise."""

    shell: Any  # never None where IPython made the object

    @magic_arguments()
    @argument("name", nargs="?", help="The exercise.")
    @argument("--path", help="The folder to check; the notebook's own if not given.")
    @argument("--sandbox", default="auto", choices=["auto", "limits", "bubblewrap"])
    @argument(
        "--verbose", "-v", action="store_true", help="Show waiting checks in the plain text, too."
    )
    @with_help
    @line_magic
    def check(self, line: str) -> None:
        """Try your C and Python in a process of their own; name the cause of the first mistake."""
        asked = understood(self.check, line)
        exercise = chosen(asked.name)
        folder = asked.path or ("." if holds_files_of(exercise) else None)
        options = ["--json", "--sandbox", asked.sandbox, *(["--path", folder] if folder else [])]
        run = workshop("check", exercise.slug, *options)
        self.shell.user_ns["_exit_code"] = run.returncode  # as after a `!` command
        if run.returncode not in (0, 1) and not run.stdout.strip():
            raise UsageError(complaint_of(run))
        verdict = Verdict.from_json(json.loads(run.stdout))
        context = report.context_for(exercise, verdict, Path(folder) if folder else exercise.folder)
        plain = report.render(verdict, context, verbose=asked.verbose)
        both = {"text/html": html_report(verdict, context, link_to_episode), "text/plain": plain}
        display({kind: in_notebook(words) for kind, words in both.items()}, raw=True)
        print(in_notebook(run.stderr), end="")
        if not verdict.passed and has_joined(exercise.root):
            from .help_button import show_help_button

            show_help_button(lambda: complaint_or_output(workshop("help-me", exercise.slug)))

    @magic_arguments()
    @argument("name", nargs="?", help="The exercise.")
    @with_help
    @line_magic
    def hint(self, line: str) -> None:
        """Print the next hint, chosen by the last failure; each time it says a little more."""
        self.say("hint", chosen(understood(self.hint, line).name).slug)

    @magic_arguments()
    @argument("name", nargs="?", help="The exercise.")
    @argument("--yes", action="store_true", help="Show it although the exercise is not done.")
    @with_help
    @line_magic
    def solution(self, line: str) -> None:
        """Show the solution, once you are done (or with --yes)."""
        asked = understood(self.solution, line)
        exercise = chosen(asked.name)
        if not (asked.yes or progress.state(exercise) in ("done", "stale")):
            print(
                f"{exercise.slug} is not done yet; `%solution {exercise.slug} --yes` "
                "shows the solution all the same."
            )
            return
        texts = {name: solution_text(exercise, name) for name in exercise.editable}
        fragments = (Fragment(name, language(name), text.rstrip()) for name, text in texts.items())
        markdown = "\n\n".join(fragment.markdown for fragment in fragments)
        plain = "\n".join(f"--- {name}\n{text}" for name, text in texts.items())
        display({"text/markdown": markdown, "text/plain": plain}, raw=True)

    @magic_arguments()
    @argument("name", nargs="?", help="The exercise.")
    @with_help
    @line_magic
    def restart_exercise(self, line: str) -> None:
        """Put the exercise back as it was handed out; what you had written is kept in a backup."""
        exercise = chosen(understood(self.restart_exercise, line).name)
        self.say("reset", exercise.slug)
        print(
            f"If {exercise.notebook} is open, its cells still hold your lines: "
            "File > Reload Notebook from Disk shows it as it was handed out."
        )

    @no_var_expand
    @with_help
    @line_cell_magic
    def terminal(self, line: str, cell: str | None = None) -> None:
        """Run a command in this folder as a terminal would, in a process of its own.

        `python` is the Python of this notebook. What stands below the line is the command's input,
        so that `%%terminal python` runs a cell. A picture or slider that the command writes is
        shown.
        """
        if not line.strip():
            raise UsageError("%terminal lacks a command; for example: %terminal make")
        folder = Path.cwd()
        before = pictures_in(folder)
        try:
            ending = shell.run(line, cell, folder, lambda text: print(text, end=""))
        except KeyboardInterrupt:
            print("Interrupted: the command was ended.")
            return
        self.shell.user_ns["_exit_code"] = ending.status
        if ending.status:
            remember_failure(self.shell, f"{ending.output}\n{ending.crash or ''}")
        if ending.crash:
            print(f"The program was ended by {ending.crash}. This notebook lives on.")
        for todo in unfinished(ending, folder, line):
            print(f"To do in {todo}")
        for name, _ in sorted(pictures_in(folder).items() - before.items()):
            show_picture(folder / name)

    def say(self, *words: str) -> None:
        """Print what a command prints, in the words of a notebook."""
        run = workshop(*words)
        if run.returncode:
            raise UsageError(complaint_of(run))
        print(in_notebook(run.stdout), end="")


def link_to_episode(slug: str) -> str | None:
    """Return the address of an episode as this notebook has to name it."""
    root = find_root()
    page = report.episode_page(slug, root)
    notebook = Path(os.environ.get("JPY_SESSION_NAME", ""))  # the server says which one this is
    here = notebook.parent if notebook.is_absolute() else Path.cwd()
    return Path(os.path.relpath(root / page, here)).as_posix() if page else None


def chosen(name: str | None) -> Exercise:
    """Return the exercise of that name or, without one, of this folder; raise UsageError."""
    try:
        exercise = load_exercise(find_root(), name.strip("\"'")) if name else exercise_here()
        known = ", ".join(one.slug for one in all_exercises(find_root()))
    except WorkshopError as error:
        raise UsageError(str(error)) from None
    if exercise is None:
        raise UsageError(
            f"No exercise was named, and this folder is not that of one; name one of {known}."
        )
    return exercise


def exercise_here() -> Exercise | None:
    """Return the exercise whose files lie in the working directory, or None."""
    try:
        exercises = all_exercises(find_root())
    except WorkshopError:
        return None
    found = [one for one in exercises if one.slug == Path.cwd().name]
    found = found or [one for one in exercises if holds_files_of(one)]
    return found[0] if len(found) == 1 else None


def holds_files_of(exercise: Exercise) -> bool:
    return any((Path.cwd() / name).is_file() for name in exercise.editable if name != "Makefile")


def unfinished(ending: shell.Ending, folder: Path, command: str) -> list[str]:
    """Return the TODOs that a command stopped at: nothing was built, or it failed."""
    if ending.status == NOT_FOUND:
        return []
    exercise = exercise_here()
    built_nothing = command.split()[0] == "make" and not any(folder.glob("lib*.*"))
    # Behind a pipe the status is that of the last command, so what Python said counts as well.
    stopped = ending.status or ending.unfinished or built_nothing or ERROR.search(ending.output)
    found = []
    if exercise and stopped:
        found = shell.todos(exercise, folder, command, ending.output) or shell.first_todo(
            exercise, folder
        )
    return found + [todo for todo in ending.unfinished if not any(todo in known for known in found)]
