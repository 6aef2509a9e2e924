"""The report: what a learner reads of a verdict, without colour unless a terminal shows it."""

import html
import io
import re
import sys

import pytest
from rich.cells import cell_len

from cffi_workshop.grading.verdict import CheckResult, Location, Observation, Verdict
from cffi_workshop.report import (
    ReportContext,
    TerminalStyle,
    plain,
    print_sentence,
    render,
    summary,
)
from cffi_workshop.report.exchange import FORMATS
from cffi_workshop.report.html import html_report
from cffi_workshop.terminal_style import style_for

pytestmark = pytest.mark.quick

WRONG = Observation("fibo_step(3, 5)", "left", "(8, 8)", "(5, 8)")


def result(id="c-advances", status="passed", cause=None, message="", **more):
    title = more.pop("title", f"The title of {id}")
    points = 2 if status == "passed" else 0
    return CheckResult(id, title, status, points, 2, cause, message, **more)


def failed(message=WRONG, cause="wrong-value", **more):
    """Return a failed check: `message` is a sentence, or the parts of one."""
    if isinstance(message, Observation):
        message, more["observed"] = message.sentence, message
    return result(status="failed", cause=cause, message=message, **more)


def verdict(*checks, remarks=(), path="exercises/fibonacci", sandbox="limits"):
    return Verdict("fibonacci", path, sandbox, 0.83, checks, remarks)


def lines_of(*checks, context=None, look=None, verbose=False, **more):
    return render(verdict(*checks, **more), context, look, verbose).splitlines()


def test_checks_stand_in_order_below_the_part_they_try():
    lines = lines_of(result("c-a"), result("abi-a"), result("api-a"), result("together-a"))
    parts = [line for line in lines if line.startswith(("Your", "All together"))]
    assert parts == ["Your C", "Your ABI script", "Your API build and script", "All together"]
    assert lines.index("Your C") + 1 == lines.index(next(one for one in lines if "of c-a" in one))


def test_a_check_has_a_mark_and_its_points():
    lines = lines_of(result("c-a"), failed(id="c-b"))
    assert any(line.startswith("  ✓ The title of c-a") and line.endswith("2/2") for line in lines)
    assert any(line.startswith("  ✗ The title of c-b") and line.endswith("0/2") for line in lines)


def test_checks_that_wait_are_counted():
    waiting = [result(f"c-{letter}", "not-run") for letter in "xyz"]
    text = "\n".join(lines_of(failed(), *waiting))
    assert "3 checks wait for the above" in text
    assert "title of c-x" not in text


def test_verbose_lists_the_checks_that_wait():
    lines = lines_of(failed(), result("c-x", "not-run"), verbose=True)
    assert any(line.startswith("  · The title of c-x") for line in lines)


SAYS = "The check passes with `<` in place of `<=` in `k <= n`."
WRITTEN = FORMATS | {
    "text": lambda reports: render(*reports[0]),
    "html": lambda reports: html_report(*reports[0]),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_what_mends_a_check_is_told_in_each_form_of_a_report(form):
    def written(**more):
        text = WRITTEN[form]([(verdict(failed(**more)), ReportContext())])
        return " ".join(re.sub(r"\\\\|\\|</?code>|`", "", html.unescape(text)).split())

    said = SAYS.replace("`", "")
    assert said in written(mended_by=SAYS).replace("\\u003c", "<")
    assert "The check passes" not in written()


def test_called_found_and_expected_stand_one_above_the_other():
    lines = lines_of(failed())
    first = lines.index("  called    fibo_step(3, 5)")
    assert lines[first + 1 : first + 3] == ["  left      (8, 8)", "  expected  (5, 8)"]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            Observation("fibonacci(-1)", "returned", "[]", "ValueError"),
            ["  called    fibonacci(-1)", "  returned  []", "  expected  ValueError"],
        ),
        (
            Observation(
                "evolve(f(2), 3)", "raised", "TypeError('no (1)')", "None", "Return nothing."
            ),
            ["  raised    TypeError('no (1)')", "  expected  None", "  Return nothing."],
        ),
        (
            Observation("u[1, 2]", "is", "3.5", "2.0"),
            ["  found     u[1, 2] is 3.5", "  expected  2.0"],
        ),
        (
            Observation("add('St. Ives') failed. Entries:", "", "1", "0"),
            ["  tried     add('St. Ives') failed.", "  found     Entries: 1", "  expected  0"],
        ),
        (
            Observation("The winds of 'St. Ives' and 'Sylt'", "are", "[1]", "[2]"),
            ["  found     The winds of 'St. Ives' and 'Sylt' are [1]", "  expected  [2]"],
        ),
        ("fibonacci.c has no fibo_step().", ["  fibonacci.c has no fibo_step()."]),
    ],
    ids=["value", "sentence-after", "no-call", "scene", "stop-in-a-value", "other-shape"],
)
def test_a_message_is_laid_out_by_its_shape(message, shown):
    assert [line for line in lines_of(failed(message)) if line in shown] == shown


def test_a_caret_shows_where_two_values_part():
    message = Observation("fibonacci(5)", "returned", "[0, 1, 1, 3]", "[0, 1, 1, 2]")
    lines = lines_of(failed(message))
    caret = next(line for line in lines if line.strip() == "^")
    found = next(line for line in lines if line.startswith("  returned"))
    assert found[caret.index("^")] == "3"


def test_a_caret_counts_the_columns_of_what_stands_before_it():
    message = Observation(
        "greet('久美')", "returned", "'Hello, 久a\u0308美?'", "'Hello, 久a\u0308美!'"
    )
    lines = lines_of(failed(message))
    caret = next(line for line in lines if line.strip() == "^")
    found = next(line for line in lines if line.startswith("  returned"))
    assert caret.index("^") == cell_len(found[: found.index("?")])


def test_only_the_first_failure_is_told_in_full():
    text = "\n".join(lines_of(failed("The first."), failed("The second.", id="abi-b")))
    assert "The first." in text
    assert "The second." not in text


def test_a_todo_is_no_failure():
    lines = lines_of(failed("TODO 1 of fibonacci.c is left.", "todo-left"))
    assert "To do: The title of c-advances" in lines


def test_the_likely_cause_is_told():
    text = "\n".join(lines_of(failed(), context=ReportContext(likely_cause="Saved too late.")))
    assert "Likely cause\n  Saved too late." in text


def test_the_learners_line_is_shown_with_its_neighbours():
    sources = {"fibonacci.c": "one\n\ttwo\nthree\nfour\n"}
    check = failed(location=Location("fibonacci.c", 2))
    lines = lines_of(check, context=ReportContext(sources=sources))
    first = lines.index("  exercises/fibonacci/fibonacci.c:2")
    assert lines[first + 1 : first + 4] == ["    1 | one", "  > 2 |     two", "    3 | three"]


@pytest.mark.parametrize("line", [0, 9], ids=["before", "after"])
def test_a_line_that_is_not_there_is_named_but_not_shown(line):
    sources = {"fibonacci.c": "one\n"}
    check = failed(location=Location("fibonacci.c", line))
    text = "\n".join(lines_of(check, context=ReportContext(sources=sources)))
    assert f"exercises/fibonacci/fibonacci.c:{line}\n" in text
    assert "| one" not in text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("03-own.md", "---\ntitle: Your own\nteaching: 9\n---\n"),
        ("03-own.md", '---\ntitle: "Your own"\nteaching: 9\n---\n'),
        ("03-own.ipynb", ' "source": [\n    "# 3. Your own\\n",\n    "\\n",\n'),
        ("03-own.ipynb", ' "source": [\n    "# 3. Your own"\n'),
    ],
)
def test_the_episode_is_named_by_its_title_with_its_page(tmp_path, page, text):
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / page).write_text(text)
    told = " ".join(lines_of(failed(episode="03-own"), context=ReportContext(root=tmp_path)))
    assert f'Taught in episode 3, "Your own" (episodes/{page}).' in told


def test_what_the_tool_said_is_for_verbose():
    check = failed(detail="fibonacci.c:2: error: expected ';'")
    assert "error: expected" not in "\n".join(lines_of(check))
    assert "  | fibonacci.c:2: error: expected ';'" in lines_of(check, verbose=True)


def test_a_long_detail_is_cut():
    lines = lines_of(failed(detail="line\n" * 1000), verbose=True)
    assert sum(line == "  | line" for line in lines) < 100
    assert any("more lines" in line for line in lines)


def test_the_last_lines_say_what_to_do_next():
    lines = lines_of(failed(location=Location("fibonacci.c", 7)))
    assert "Next: mend fibonacci.c, then `workshop check fibonacci`" in lines
    assert "Stuck? `workshop hint fibonacci`" in lines


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("a_build.py is no regular file.", "mend a_build.py"),
        ("a.c is not there; `workshop reset` brings back the stub.", "put a.c there"),
        ("a.c is not there; is it A.c, by another name? Then rename that file.", "put a.c there"),
        ("A wheel lacks a.c.", "mend the first failure"),
    ],
)
def test_a_file_that_could_not_be_taken_in_is_the_one_to_mend(message, told):
    context = ReportContext(editable=("a.c", "a_build.py"))
    lines = lines_of(failed(message, "missing-file"), context=context)
    assert f"Next: {told}, then `workshop check fibonacci`" in lines


def test_another_folder_is_named_in_the_next_command():
    lines = lines_of(failed(), path="/tmp/mine", context=ReportContext(other_path="../mine"))
    assert any("`workshop check fibonacci --path ../mine`" in line for line in lines)


def test_after_a_pass_comes_the_next_exercise():
    lines = lines_of(result(), context=ReportContext(next_exercise="evolve"))
    assert "Next: `workshop check evolve`" in lines


def test_the_score_and_the_sandbox_are_told():
    assert any(line.startswith("2 of 4 points") and "limits" in line for line in lines_of(
        result("c-a"), failed(id="c-b")
    ))  # fmt: skip


def test_remarks_come_after_the_failure():
    lines = lines_of(failed(), remarks=("notes.txt was ignored.",))
    assert lines.index("  - notes.txt was ignored.") > lines.index("  expected  (5, 8)")


def test_a_failure_of_the_checker_is_told_with_its_detail_for_the_report():
    check = result("c-a", "grader-error", message="The worker was lost.", detail="KeyError: 1")
    assert "The worker was lost." in lines_of(check)
    assert "  | KeyError: 1" in lines_of(check, verbose=True)


def test_a_failure_of_the_checker_without_reason_is_told_as_ours():
    text = " ".join(lines_of(result("c-a", "grader-error")))
    assert "The checker itself failed, which is not your doing." in text


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_the_terminal(width):
    check = failed(Observation("f(1)", "returned", ", ".join("12345" * 3), "word " * 50))
    long = result("c-long", title="A title that goes on and on, " * 5)
    more = {"remarks": ("A remark. " * 30,), "sandbox": "bubblewrap"}
    lines = lines_of(check, long, look=TerminalStyle(width=width), **more)
    assert [line for line in lines if len(line) > width] == []


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_character_may_take_two_columns(width):
    names = ["greet('久美子')", "returned", repr("久美子" * 70), repr("久" * 90), "久美子 " * 50]
    context = ReportContext(sources={"strings_abi.py": "# " + "久" * 90 + "\n"})
    check = failed(Observation(*names), location=Location("strings_abi.py", 1))
    for one in (check, failed("久美子 " * 60)):
        lines = lines_of(one, context=context, look=TerminalStyle(width=width))
        assert [line for line in lines if cell_len(line) > width] == []


def test_a_command_is_never_broken_over_two_lines():
    lines = lines_of(
        failed(location=Location("a_rather_long_name_of_a_file.c", 1)), look=TerminalStyle(width=60)
    )
    assert any("`workshop check fibonacci`" in line for line in lines)


@pytest.mark.parametrize(("unicode", "more"), [(True, "…"), (False, "...")])
def test_a_line_of_code_that_is_cut_says_so(unicode, more):
    context = ReportContext(sources={"fibonacci.c": "x" * 90 + "\nshort\n"})
    look = TerminalStyle(width=60, unicode=unicode)
    lines = lines_of(failed(location=Location("fibonacci.c", 1)), context=context, look=look)
    [cut] = [line for line in lines if "xxx" in line]
    assert cut.endswith(f"x{more}")
    assert len(cut) == 60
    assert any(line.endswith("| short") for line in lines)


def test_without_unicode_everything_is_ascii():
    checks = result("c-a"), failed(id="c-b"), result("c-c", "not-run")
    assert "\n".join(lines_of(*checks, look=TerminalStyle(unicode=False))).isascii()


def test_without_colour_there_is_no_escape():
    assert "\033" not in "\n".join(lines_of(result("c-a"), failed(id="c-b")))


def test_with_colour_there_is():
    assert "\033[" in "\n".join(lines_of(failed(), look=TerminalStyle(colour=True)))


def test_what_a_program_printed_cannot_steer_the_terminal():
    check = failed(Observation("f(1)", "returned", "'\033[2J\x07'", "2"), detail="\033]0;title\007")
    assert "\033" not in "\n".join(lines_of(check, verbose=True))


def test_plain_keeps_lines_and_letters():
    assert plain("größer\n\tzwei\r\n") == "größer\n\tzwei\n"


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("environ", "colour"),
    [({"TERM": "xterm"}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=["terminal", "no-color", "dumb"],
)
def test_colour_is_for_terminals_that_want_it(environ, colour):
    assert style_for(Terminal(), environ).colour is colour


@pytest.mark.parametrize(("stream", "lines"), [(Terminal, 2), (io.StringIO, 1)])
def test_a_sentence_fits_the_terminal_and_is_one_line_for_programs(monkeypatch, stream, lines):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "stdout", stream())
    print_sentence("word " * 18)
    assert sys.stdout.getvalue().count("\n") == lines


def test_a_file_gets_no_colour():
    assert not style_for(io.StringIO(), {"TERM": "xterm"}).colour


def test_an_ascii_stream_gets_no_marks_in_unicode():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert not style_for(stream, {}).unicode


def test_a_summary_names_the_first_thing_to_mend():
    assert (
        summary(verdict(result(), failed()), TerminalStyle())
        == f"✗ fibonacci 2/4: {WRONG.sentence}"
    )


def test_a_summary_of_a_pass_says_so():
    assert summary(verdict(result()), TerminalStyle()) == "✓ fibonacci 2/2: all checks passed"
