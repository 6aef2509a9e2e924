"""The `workshop` command: what each subcommand asks the package for, and what it prints.

Exit status: 0 done or all checks passed, 1 some did not (or generated files are not current),
2 the request or the machine is wrong, with one sentence on stderr that says what to do; 130 after
Ctrl-C. A check has to start fast, so what a command needs is imported inside it.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from cffi_workshop import __version__, report
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercise import Exercise, all_exercises, find_root, load_exercise

if TYPE_CHECKING:
    from cffi_workshop.verdict import Verdict

__all__ = ["main", "workshop"]

name_argument = click.argument("name", required=False)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workshop")
@click.pass_context
def workshop(context: click.Context) -> None:
    """Learn to call C from Python with cffi. Without a command: where you are, and what is next."""
    if context.invoked_subcommand is None:
        where_am_i(find_root())


def where_am_i(root: Path) -> None:
    from cffi_workshop import progress

    look = report.look_for(sys.stdout, os.environ)
    exercises = all_exercises(root)
    click.echo(look.paint(f"cffi-workshop in {root}", bold=True))
    click.echo(progress_line(exercises, look))
    following = progress.next_exercise(root)
    if following is None:
        click.echo("\n" + all_done(exercises))
        return
    click.echo(f"\nNext: {following.slug} ({following.minutes} minutes)")
    click.echo(look.paint(f"  {following.title}", bold=True))
    rows = [
        ("learn", report.episode_line(following.episode, root)),
        ("read", f"exercises/{following.slug}/README.md"),
        ("edit", ", ".join(following.editable)),
        ("check", f"workshop check {following.slug}"),
    ]
    for label, text in rows:
        click.echo(report.fold(f"{label:<6} {text}", look.width, "  ", " " * 9))
    click.echo("\nAll commands: workshop --help")


def all_done(exercises: list[Exercise]) -> str:
    if not exercises:
        return "There are no exercises yet."
    return "All exercises are done. `workshop solution NAME` shows how we did them."


def progress_line(exercises: list[Exercise], look: report.Look) -> str:
    """Return a bar of points, and how many exercises are done."""
    from cffi_workshop import progress

    states = [progress.state(exercise) for exercise in exercises]
    points = sum(progress.points(exercise) for exercise in exercises)
    total = sum(exercise.points for exercise in exercises)
    filled = 20 * points // total if total else 0
    full, empty = "█░" if look.unicode else "#."
    bar = look.paint(full * filled, fg="green") + look.paint(empty * (20 - filled), dim=True)
    return f"{bar}  {states.count('done')} of {len(states)} exercises done, {points} of {total} points"


@workshop.command("list")
def list_command() -> None:
    """All exercises, and how far you are with each."""
    show_list()


def show_list() -> None:
    from rich.table import Table

    from cffi_workshop import progress

    root = find_root()
    look = report.look_for(sys.stdout, os.environ)
    exercises = all_exercises(root)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for heading in ("exercise", "title", "episode", "min", "state", "points"):
        table.add_column(heading, justify="right" if heading in ("min", "points") else "left")
    for exercise in exercises:
        state = progress.state(exercise)
        points = f"{progress.points(exercise)}/{exercise.points}"
        table.add_row(
            exercise.slug,
            exercise.title,
            exercise.episode,
            str(exercise.minutes),
            f"[{STATE_STYLES[state]}]{state}",
            points,
        )
    rich_console(look).print(table)
    click.echo("\n" + progress_line(exercises, look))
    if any(progress.state(exercise) == "stale" for exercise in exercises):
        click.echo("stale: passed, but edited since; check it again.")


@workshop.command()
def start() -> None:
    """Run the demos, check every exercise, and say what is next: what `make start` ends with."""
    from cffi_workshop.start import start as run

    run(find_root())
    show_list()
    click.echo("\nNow: source .venv/bin/activate, then `workshop` says what is next.")


STATE_STYLES = {"done": "green", "stale": "yellow", "started": "cyan", "untouched": "dim"}


def rich_console(look: report.Look):
    """Return a console of rich that colours, or does not, as the rest of the command does."""
    from rich.console import Console

    return Console(
        width=look.width,
        force_terminal=look.colour,
        color_system="standard" if look.colour else None,
        highlight=False,
        emoji=False,
    )


@workshop.command()
@name_argument
@click.option("--path", help="The folder to check; exercises/NAME if not given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON verdict a line, and nothing else.")
@click.option("--all", "check_all", is_flag=True, help="Check every exercise (in --path/NAME).")
@click.option("--verbose", "-v", is_flag=True, help="Show waiting checks, and what the tools said.")
@click.option(
    "--sandbox",
    type=click.Choice(["auto", "limits", "bubblewrap"]),
    default="auto",
    show_default=True,
    help="How your program is shut in.",
)
def check(
    name: str | None, path: str | None, as_json: bool, check_all: bool, verbose: bool, sandbox: str
) -> None:
    """Try your C and Python, and name the cause of the first mistake.

    Without NAME, the next exercise that is not done. Progress is kept for exercises/NAME alone.
    Exit status: 0 all checks passed, 1 some did not, 2 nothing could be checked.
    """
    if check_all and name:
        raise WorkshopError(f"Both {name!r} and --all were given; leave one of them out.")
    root = find_root()
    if check_all:
        sys.exit(check_each(root, path, sandbox, as_json, verbose))
    exercise = chosen(root, name)
    if exercise is None:
        click.echo(all_done(all_exercises(root)), err=as_json)
        return
    folder = folder_to_check(exercise, path)
    verdict = judge(exercise, folder, sandbox)
    if as_json:
        print_json(verdict)
    else:
        print_report(verdict, exercise, folder, verbose)
    sys.exit(verdict.exit_status)


def check_each(root: Path, path: str | None, sandbox: str, as_json: bool, verbose: bool) -> int:
    """Check all exercises, each told in a line unless --verbose; return the worst exit status."""
    from cffi_workshop import progress

    look = report.look_for(sys.stdout, os.environ)
    worst = 0
    for exercise in all_exercises(root):
        try:
            folder = folder_to_check(exercise, path and str(Path(path) / exercise.slug))
            verdict = judge(exercise, folder, sandbox)
        except WorkshopError as error:
            complain(error)
            worst = 2
            continue
        worst = max(worst, verdict.exit_status)
        if as_json:
            print_json(verdict)
        elif verbose:
            print_report(verdict, exercise, folder, verbose)
        else:
            click.echo(report.summary(verdict, look))
    following = progress.next_exercise(root)
    if not (as_json or path) and following:
        click.echo(f"\nNext: `workshop check {following.slug}`")
    return worst


def chosen(root: Path, name: str | None) -> Exercise | None:
    """Return the exercise of that name, or the next one; exercises/NAME/ is a name as well."""
    if name is None:
        from cffi_workshop import progress

        return progress.next_exercise(root)
    return load_exercise(root, name.rstrip("/").removeprefix("./").removeprefix("exercises/"))


def folder_to_check(exercise: Exercise, path: str | None) -> Path:
    folder = exercise.folder if path is None else Path(path)
    if folder.is_dir():
        return folder
    if path is None:
        raise WorkshopError(
            f"exercises/{exercise.slug} does not exist; "
            f"`workshop reset {exercise.slug}` makes it as it was handed out."
        )
    raise WorkshopError(
        f"The folder {path!r} does not exist; --path takes a folder with files of {exercise.slug}."
    )


def judge(exercise: Exercise, folder: Path, sandbox: str) -> Verdict:
    """Check a folder, and keep the verdict if it is the learner's own."""
    from dataclasses import replace

    from cffi_workshop import progress
    from cffi_workshop.judge import check as run_checks

    before = progress.fingerprint(exercise)
    verdict = run_checks(exercise, folder, sandbox=sandbox)
    if ended_by:  # while it ran: this is half a verdict
        raise KeyboardInterrupt
    verdict = replace(verdict, path=shown_path(folder, exercise.root))
    if is_usual(folder, exercise):
        progress.record(verdict, exercise, before)
    return verdict


def shown_path(folder: Path, root: Path) -> str:
    """Return the path from the root where it is inside, and as it was given elsewhere."""
    resolved = folder.resolve()
    inside = resolved.is_relative_to(root.resolve())
    return resolved.relative_to(root.resolve()).as_posix() if inside else str(folder)


def is_usual(folder: Path, exercise: Exercise) -> bool:
    return folder.resolve() == exercise.folder.resolve()


def print_json(verdict: Verdict) -> None:
    import json

    click.echo(json.dumps(verdict.as_json()))


def print_report(verdict: Verdict, exercise: Exercise, folder: Path, verbose: bool) -> None:
    from cffi_workshop import hints, progress

    failure = verdict.first_failure
    root = exercise.root
    following = progress.next_exercise(root) if verdict.passed else None
    pointers = report.Pointers(
        title=exercise.title,
        folder=folder,
        root=root,
        likely_cause=hints.likely_cause(exercise, failure) if failure else None,
        other_path=None if is_usual(folder, exercise) else shlex.quote(str(folder)),
        next_exercise=following.slug if following else None,
    )
    look = report.look_for(sys.stdout, os.environ)
    click.echo(report.render(verdict, pointers, look, verbose), nl=False)


@workshop.command()
@name_argument
@click.option("--poll", is_flag=True, help="Look at the files, rather than wait to be told.")
def watch(name: str | None, poll: bool) -> None:
    """Check at each save, and move on when done.

    Keys: h the next hint, l the list, r reset, Enter check again, q quit. Exit status: 0 after q or
    when all exercises are done, 130 after Ctrl-C.
    """
    from cffi_workshop import progress
    from cffi_workshop.watch import watch as watch_exercises

    root = find_root()
    exercise = chosen(root, name)
    if exercise is None:
        click.echo(all_done(all_exercises(root)))
        return
    status = watch_exercises(
        all_exercises(root),
        exercise,
        lambda: progress.next_exercise(root),
        stay=name is not None,
        poll=poll,
    )
    sys.exit(status)


@workshop.command()
@name_argument
def hint(name: str | None) -> None:
    """The next hint, chosen by the last failure.

    Each time it says a little more, up to the lines that do it.
    """
    from cffi_workshop import hints, progress

    root = find_root()
    exercise = chosen(root, name)
    if exercise is None or progress.state(exercise) == "done":
        click.echo("It is done: `workshop solution NAME` shows how we did it.")
        return
    failure = progress.last_failure(exercise)
    seen = progress.hint_level(exercise, failure.id, failure.cause) if failure else 0
    found = hints.next_hint(exercise, failure, seen)
    if found is None:
        click.echo(no_hint(exercise, failure))
        return
    if failure:
        progress.remember_hint(exercise, failure.id, failure.cause, found.number)
    print_hint(exercise, found, failure is not None)


def no_hint(exercise: Exercise, failure) -> str:
    which = f"for {failure.cause} in {failure.id}" if failure else "yet"
    return (
        f"There is no hint {which}; read exercises/{exercise.slug}/README.md and "
        f"{report.episode_line(exercise.episode, exercise.root)}."
    )


def print_hint(exercise: Exercise, found, checked: bool) -> None:
    look = report.look_for(sys.stdout, os.environ)
    click.echo(look.paint(f"{exercise.slug}, hint {found.number} of {found.of}", bold=True))
    click.echo(report.fold(found.text, look.width, "  "))
    if not checked:
        after = f"Hints go by what fails: `workshop check {exercise.slug}`, then ask again."
    elif found.number < found.of:
        after = f"Not enough? `workshop hint {exercise.slug}` says more."
    else:
        after = f"That was the last hint. `workshop solution {exercise.slug}` shows all of it."
    click.echo("\n" + after)


@workshop.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Show it although the exercise is not done.")
def solution(name: str, yes: bool) -> None:
    """The solution with its why, once you are done (or with --yes)."""
    from cffi_workshop import progress
    from cffi_workshop.stubs import solution_text

    exercise = chosen(find_root(), name)
    solved = progress.state(exercise) in ("done", "stale")
    if not (solved or yes or confirmed(exercise)):
        return
    look = report.look_for(sys.stdout, os.environ)
    for filename in exercise.editable:
        click.echo(look.paint(f"--- {filename}", fg="cyan", bold=True))
        print_code(solution_text(exercise, filename), filename, look)
    print_discussion(exercise, look)


def confirmed(exercise: Exercise) -> bool:
    if not sys.stdin.isatty():
        raise WorkshopError(
            f"{exercise.slug} is not done yet; "
            f"`workshop solution {exercise.slug} --yes` shows the solution all the same."
        )
    return click.confirm(f"{exercise.slug} is not done yet. Show the solution all the same?")


def print_code(text: str, filename: str, look: report.Look) -> None:
    if not look.colour:
        click.echo(text)
        return
    from rich.syntax import Syntax

    language = Syntax.guess_lexer(filename, text)
    code = Syntax(text, language, theme="ansi_dark", background_color="default", word_wrap=True)
    rich_console(look).print(code)


def print_discussion(exercise: Exercise, look: report.Look) -> None:
    """Print the section of the README that says why the solution is as it is."""
    text = (exercise.solution / "README.md").read_text(encoding="utf-8")
    section = re.search(r"^## Discussion\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not section:
        return
    if not look.colour:
        click.echo(section[0].rstrip())
        return
    from rich.markdown import Markdown

    rich_console(look).print(Markdown(section[0]))


@workshop.command()
@click.argument("name")
def reset(name: str) -> None:
    """Put an exercise back as it was handed out.

    What you had written is kept in a dated backup, which the message names.
    """
    from cffi_workshop.reset import reset as put_back

    exercise = chosen(find_root(), name)
    backup = put_back(exercise)
    if backup is None:
        click.echo(f"exercises/{exercise.slug} is as it was handed out; nothing had to be kept.")
        return
    where = shown_path(backup, exercise.root)
    click.echo(f"exercises/{exercise.slug} is as it was handed out.\nYour files are in {where}/.")


@workshop.command()
def doctor() -> None:
    """Try what the workshop needs; say how to mend it.

    Exit status: 0 when all that a learner needs works (sanitizer and sandbox are warnings), else 2.
    """
    from cffi_workshop import doctor as the_doctor

    look = report.look_for(sys.stdout, os.environ)
    findings = []
    for found in the_doctor.examine(the_doctor.TRIALS):
        click.echo(the_doctor.render(found, look))
        findings.append(found)
    click.echo("\n" + the_doctor.conclusion(findings))
    sys.exit(the_doctor.exit_status(findings))


def generator(command: Callable) -> Callable:
    """Add what `stubs` and `notebooks` have in common."""
    for decorate in (
        click.option("--force", is_flag=True, help="Overwrite edits that are not committed."),
        click.option("--check", "only_check", is_flag=True, help="Write nothing; 1 if not current."),
        click.argument("names", nargs=-1),
    ):
        command = decorate(command)
    return command


@workshop.command()
@generator
def stubs(names: tuple[str, ...], only_check: bool, force: bool) -> None:
    """Maintainers: make exercises/ from solutions/."""
    from cffi_workshop.stubs import generate, outdated

    root = find_root()
    if only_check:
        tell_outdated(outdated(root, names), root)
    tell_written(generate(root, names, force), root)


@workshop.command()
@generator
def notebooks(names: tuple[str, ...], only_check: bool, force: bool) -> None:
    """Maintainers: make the notebooks from their sources.

    NAMES are exercises and demos; --force also executes again what is current.
    """
    from cffi_workshop.notebooks import demo_names, generate_notebooks, outdated_notebooks

    root = find_root()
    demos = [name for name in names if name in demo_names(root)]
    slugs = [name for name in names if name not in demos]
    if only_check:
        tell_outdated(outdated_notebooks(root, slugs, demos), root)
    tell_written(generate_notebooks(root, slugs, demos, force), root)


def tell_outdated(paths: list[Path], root: Path) -> NoReturn:
    for path in paths:
        click.echo(f"not current: {shown_path(path, root)}")
    if not paths:
        click.echo("Everything is current.")
    sys.exit(1 if paths else 0)


def tell_written(paths: list[Path], root: Path) -> None:
    for path in paths:
        click.echo(f"{'wrote' if path.exists() else 'removed'} {shown_path(path, root)}")
    if not paths:
        click.echo("Everything is current.")


# The process around the commands


def main() -> None:
    """Run the command of sys.argv and exit; whatever goes wrong, nobody meets a stack trace."""
    speak_any_encoding()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, end)
    with told_in_a_sentence():
        workshop(standalone_mode=False)


ended_by: list[int] = []


def end(number: int, _frame: object) -> None:
    """Unwind from a signal. KeyboardInterrupt is what pytest, too, takes as a reason to stop."""
    ended_by.append(number)
    raise KeyboardInterrupt


def speak_any_encoding() -> None:
    """Let a stream that knows ASCII alone print a question mark where it would stop us."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """Turn errors into one sentence on stderr and an exit status."""
    try:
        yield
        sys.stdout.flush()
    except (KeyboardInterrupt, click.Abort):
        interrupted()
    except (WorkshopError, click.ClickException) as error:
        if ended_by:  # what else went wrong, went wrong by that
            interrupted()
        complain(error)
        sys.exit(2)
    except BrokenPipeError:  # `workshop list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if ended_by:
            interrupted()
        if os.environ.get("WORKSHOP_DEBUG"):
            raise
        complain(broken(error))
        sys.exit(2)


def interrupted() -> NoReturn:
    number = ended_by[0] if ended_by else signal.SIGINT
    if number == signal.SIGINT:
        click.echo("Interrupted.", err=True)
    sys.exit(128 + number)


def broken(error: Exception) -> WorkshopError:
    return WorkshopError(
        f"The workshop itself is broken, which is not your doing ({type(error).__name__}: {error}); "
        "please report it with what WORKSHOP_DEBUG=1 prints."
    )


def complain(error: Exception) -> None:
    says = error.format_message() if isinstance(error, click.ClickException) else str(error)
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "workshop"
        says = f"{says} See `{command} --help`."
    click.echo(f"workshop: {says}", err=True)
