"""What a notebook gets by `%load_ext cffi_workshop`: %check, %hint, %solution, %terminal and more.

Whatever runs a learner's code runs it in a process of its own, so that a crash in C ends that
process and the kernel lives on. IPython is imported by this module alone.
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import display

from cffi_workshop import report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.exercises.exercise import Exercise
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import all_exercises, load_exercise
from cffi_workshop.learner import has_joined, progress
from cffi_workshop.report.html import html_report

from . import shell
from .page_magics import Fragment, Lesson, language
from .shown_verdict import link_to_episode, verdict_of
from .stale_library import Guards

__all__ = ["exercise_here", "load", "unload"]

PROGRAM = (sys.executable, "-m", "cffi_workshop")
IN_NOTEBOOK = {name: f"%{name}" for name in ("check", "hint", "solution")} | {
    "reset": "%restart_exercise"
}
ERROR = re.compile(r"^\w+Error\b", re.MULTILINE)
LARGEST_PICTURE = 5_000_000  # bytes


def load(shell) -> None:
    shell.register_magics(Workshop, Lesson)
    ours = (name for one in (Workshop, Lesson) for name in one.magics["line"])
    shell.workshop_guards = Guards(shell, exercise_here, ours)
    shell.workshop_guards.set_up()


def unload(shell) -> None:
    shell.workshop_guards.take_down()


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
    @line_magic
    def check(self, line: str) -> None:
        """Try your C and Python in a process of their own, and
        name the cause of the first mistake.
        """
        asked = parse_argstring(self.check, line)
        exercise = chosen(asked.name)
        folder = asked.path or ("." if holds_files_of(exercise) else None)
        options = ["--json", "--sandbox", asked.sandbox, *(["--path", folder] if folder else [])]
        run = workshop("check", exercise.slug, *options)
        self.shell.user_ns["_exit_code"] = run.returncode  # as after a `!` command
        if run.returncode not in (0, 1) and not run.stdout.strip():
            raise UsageError(told(run))
        verdict = verdict_of(json.loads(run.stdout))
        context = report.context_for(exercise, verdict, Path(folder) if folder else exercise.folder)
        plain = report.render(verdict, context, verbose=asked.verbose)
        both = {"text/html": html_report(verdict, context, link_to_episode), "text/plain": plain}
        display({kind: in_notebook(words) for kind, words in both.items()}, raw=True)
        print(in_notebook(run.stderr), end="")
        if not verdict.passed and has_joined(exercise.root):
            from .help_button import show_help_button

            show_help_button(lambda: told_or_said(workshop("help-me", exercise.slug)))

    @magic_arguments()
    @argument("name", nargs="?", help="The exercise.")
    @line_magic
    def hint(self, line: str) -> None:
        """Print the next hint, chosen by the last failure; each time it says a little more."""
        self.say("hint", chosen(parse_argstring(self.hint, line).name).slug)

    @magic_arguments()
    @argument("name", nargs="?", help="The exercise.")
    @argument("--yes", action="store_true", help="Show it although the exercise is not done.")
    @line_magic
    def solution(self, line: str) -> None:
        """Show the solution, once you are done (or with --yes)."""
        asked = parse_argstring(self.solution, line)
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
    @line_magic
    def restart_exercise(self, line: str) -> None:
        """Put the exercise back as it was handed out; what you had written is kept in a backup."""
        exercise = chosen(parse_argstring(self.restart_exercise, line).name)
        self.say("reset", exercise.slug)
        print(
            f"If {exercise.notebook} is open, its cells still hold your lines: "
            "File > Reload Notebook from Disk shows it as it was handed out."
        )

    @no_var_expand
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
        before = pictures(folder)
        try:
            ending = shell.run(line, cell, folder, lambda text: print(text, end=""))
        except KeyboardInterrupt:
            print("Interrupted: the command was ended.")
            return
        self.shell.user_ns["_exit_code"] = ending.status
        if ending.crash:
            print(f"The program was ended by {ending.crash}. This notebook lives on.")
        for todo in unfinished(ending, folder, line):
            print(f"To do in {todo}")
        for name, _ in sorted(pictures(folder).items() - before.items()):
            show_picture(folder / name)

    def say(self, *words: str) -> None:
        """Print what a command prints, in the words of a notebook."""
        run = workshop(*words)
        if run.returncode:
            raise UsageError(told(run))
        print(in_notebook(run.stdout), end="")


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


def workshop(*words: str) -> subprocess.CompletedProcess:
    """Run the `workshop` command; an interrupted one gets the time to clear up, and is ended."""
    process = subprocess.Popen(
        [*PROGRAM, *words],
        env=shell.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,  # the kernel's own interrupt does not reach it
    )
    try:
        stdout, stderr = process.communicate()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
        raise UsageError("Interrupted: the command was ended.") from None
    return subprocess.CompletedProcess(words, process.returncode, stdout, stderr)


def told(run: subprocess.CompletedProcess) -> str:
    """Return the sentence that a command said on stderr."""
    lines = run.stderr.strip().splitlines() or [f"The command ended with status {run.returncode}."]
    return in_notebook(lines[-1].removeprefix("workshop: "))


def told_or_said(run: subprocess.CompletedProcess) -> str:
    return told(run) if run.returncode else run.stdout.strip()


def in_notebook(text: str) -> str:
    """Return a text with `workshop check` and the like as the magics of a notebook."""
    names = "|".join(IN_NOTEBOOK)
    return re.sub(
        rf"(`|<code>)workshop ({names})\b", lambda match: match[1] + IN_NOTEBOOK[match[2]], text
    )


def unfinished(ending: shell.Ending, folder: Path, command: str) -> list[str]:
    """Return the TODOs that a command stopped at: nothing was built, or it failed."""
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


def pictures(folder: Path) -> dict[str, int]:
    found = [
        path for path in folder.iterdir() if path.suffix in (".png", ".html") and path.is_file()
    ]
    return {path.name: path.stat().st_mtime_ns for path in found}


def show_picture(path: Path) -> None:
    """Show a PNG, or the figure in a page as cffi_workshop.draw saves it."""
    if path.stat().st_size > LARGEST_PICTURE:
        return
    if path.suffix == ".html":
        page = path.read_text(encoding="utf-8", errors="replace")
        begin, end = page.find("<figure"), page.rfind("</figure>")
        if 0 <= begin < end:
            display(
                {"text/html": page[begin : end + len("</figure>")], "text/plain": path.name},
                raw=True,
            )
    else:
        data = {"image/png": b64encode(path.read_bytes()).decode(), "text/plain": path.name}
        display(
            data, metadata={"image/png": {"alt": f"{path.name}, as the command left it"}}, raw=True
        )
