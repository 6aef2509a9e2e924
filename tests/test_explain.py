"""What the error catalogue says reaches learners: in verdict, report, and `workshop explain`."""

import json
import subprocess
import sys

import pytest

from cffi_workshop import report
from cffi_workshop.cache import Cache
from cffi_workshop.cli.explain import LONGEST, decoded, most_telling
from cffi_workshop.cli.explanation import shown
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises import checkout
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.explain import answering, catalogue, read_catalogue
from cffi_workshop.explain.matching import FOLDER
from cffi_workshop.grading import diagnose
from cffi_workshop.grading.verdict import CheckResult, Verdict
from cffi_workshop.report import html

from .surroundings import COMMAND, REPOSITORY, run_apart

ENTRIES = {entry.slug: entry for entry in catalogue()}
STR_FOR_BYTES = ENTRIES["str-for-bytes"]


def explain(*message, given=""):
    return run_apart([*COMMAND, "explain", *message], given=given)


def words(text):
    """Return the text without its line breaks."""
    return " ".join(text.split())


def test_a_message_is_explained():
    done = explain("it", "said:", STR_FOR_BYTES.message)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(STR_FOR_BYTES.title)
    for text in (
        STR_FOR_BYTES.message,
        STR_FOR_BYTES.cause,
        STR_FOR_BYTES.cure,
        STR_FOR_BYTES.code,
    ):
        assert words(text) in words(done.stdout)
    assert 'episode 8, "Strings and structs"' in done.stdout


def test_a_message_is_explained_in_a_project_that_has_no_workshop_around_it(monkeypatch):
    """A wheel of the package is all that somebody else's project has: no page to read."""
    monkeypatch.setattr(checkout, "is_root", lambda folder: False)
    told, known = shown("OSError: cannot load library './libadd.so'", as_json=False)
    assert known
    assert told.splitlines()[-1].strip().startswith("read   episode ")


def test_text_of_powershell_is_read_and_a_binary_file_is_refused():
    assert decoded("Schütze: no\n".encode("utf-16")) == "Schütze: no\n"
    with pytest.raises(WorkshopError, match="a binary file, and no text"):
        decoded(b"\x7fELF\0\0*** stack smashing detected ***\0")


@pytest.mark.parametrize("first", ["a.c:3:1: error: no", "ld: undefined reference to `f'", ""])
def test_of_a_very_long_log_the_first_error_and_the_end_are_read(first):
    """A log of a build service may have millions of lines, and takes minutes as a whole."""
    calm = "gcc -O2 -Werror -c error.c\n" * (LONGEST // 20)
    log = f"{calm}{first}\n{calm * 3}ImportError: b.so: no version\n"
    told = most_telling(log)
    assert len(told) <= LONGEST + 1
    assert told.endswith("\nImportError: b.so: no version\n")
    assert told.startswith(first or "gcc")
    assert set(told.splitlines()) <= set(log.splitlines())
    assert len(most_telling("x" * 9 * LONGEST)) <= LONGEST + 1


def test_a_whole_traceback_is_explained_from_standard_input():
    trace = (
        'Traceback (most recent call last):\n  File "a.py", line '
        f"1\n{ENTRIES['macro-in-cdef'].message}\n"
    )
    assert explain(given=trace).stdout.startswith(ENTRIES["macro-in-cdef"].title)


def test_a_silent_confusion_is_explained_by_its_name():
    done = explain("list-is-a-copy")
    assert "read:   [1.5, 2.5, 4.0]" in done.stdout


def test_a_message_that_begins_with_a_dash_is_no_option():
    assert explain("--", "-lm:", "invalid ELF header").returncode == 0


def test_a_message_that_is_not_known_is_told_with_the_nearest_titles():
    done = explain("MyError: my list is unchanged after the call")
    assert done.returncode == 1
    assert "does not know this message" in done.stdout
    assert ENTRIES["list-is-a-copy"].title in done.stdout
    assert "workshop check NAME" in words(done.stdout)


@pytest.mark.parametrize(
    "text",
    [
        "E: Unable to locate package librain-dev",
        "gnatmake: rain.adb is broken",
        'cgo: no C compiler is there, the path has no "gcc"',
        "error[E0425]: no value rain in this scope",
        "-- MODULE NOT FOUND ---- src/Rain.elm",
        "Could not find module \u2018Data.Rain\u2019",
        "dockerfile parse problem line 3: an instruction is unknown",
        "Missing dependency on a foreign library:\n* Missing (or bad) C library: rain",
        "src/Rain.kt:12: a name is not resolved",
        "Program.cs(9,22): something is expected",
        "=== rain.log\nnothing was built",
        "The build stopped\n    because the library is missing",
    ],
)
def test_what_another_program_printed_is_no_question(text):
    told, is_known = shown(text, as_json=False)
    assert not is_known
    assert "does not know this message" in told


@pytest.mark.parametrize(
    "question",
    [
        "gcc: my header isn't found",
        "cffi: give a list of numbers to C",
        "ld: how do I name a library",
        "lib.f(0.3) is not 0.3 as floats have few digits",
        "the == between two results is False, numbers look alike",
    ],
)
def test_a_question_may_name_what_it_is_about(question):
    told, is_known = shown(question, as_json=False)
    assert is_known
    assert "this may be it" in told


def test_a_question_in_plain_words_is_answered_by_the_nearest_three():
    done = explain("my list is unchanged after the call")
    assert done.returncode == 0
    assert ENTRIES["list-is-a-copy"].cause.split(".")[0] in words(done.stdout)
    assert done.stdout.count("`workshop explain ") == 3


@pytest.mark.parametrize(
    "text",
    [
        "ERROR: Job failed: exit code 2",
        "##[error]Process completed with exit code 143.",
        "[ERROR] worker 3 exited with code 254",
        "2024/05/02 08:11:40 [alert] 12#12: worker process 31 exited on signal 6",
        "py312: exit 1 (4.21 seconds) /srv/rain> pytest -q",
        "Command exited with non-zero status 2",
        "rain.service: Main process exited, code=exited, status=203/EXEC",
        "bash: line 1: frobnicate: command not found",
        "FATAL:  the database system is starting up",
        "LOG:  background worker was terminated by signal 15",
    ],
)
def test_what_a_program_printed_is_no_question(text):
    told, found = shown(text, as_json=False)
    assert not found
    assert "does not know this message" in told


def test_the_line_that_ends_a_traceback_is_explained_before_what_was_printed_earlier():
    text = f"""{ENTRIES["make-failed"].message}
Traceback (most recent call last):
  File "a.py", line 1, in <module>
    ffi.new("int", 5)
{ENTRIES["new-wants-pointer-type"].message}

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 3, in <module>
    lib.strlen("rain")
{STR_FOR_BYTES.message}
"""
    found = json.loads(explain("--json", given=text).stdout)["explained"]
    slugs = ["str-for-bytes", "new-wants-pointer-type", "make-failed"]
    assert [entry["slug"] for entry in found] == slugs


def test_colours_marks_of_pytest_and_curly_quotes_do_not_matter():
    said = STR_FOR_BYTES.message.replace(" '", " \u2018").replace("' ", "\u2019 ")
    text = f"\x1b[31mE       {said}\x1b[0m"
    assert explain(given=text).stdout.startswith(STR_FOR_BYTES.title)


def test_a_log_of_pip_is_explained_by_the_first_error_in_it():
    text = """
  \u00d7 Building wheel for rain (pyproject.toml) did not run successfully.
  │ exit code: 1
  ╰─> [9 lines of output]
      running build_ext
      build/temp/_rain.c:581:10: fatal error: rain.h: No such file or directory
        581 | #include "rain.h"
      compilation terminated.
      error: command '/usr/bin/gcc' failed with exit code 1
  ERROR: Failed building wheel for rain
"""
    assert explain(given=text).stdout.startswith(ENTRIES["header-not-found"].title)


def test_all_entries_are_listed_by_theme():
    listed = explain("--list").stdout
    assert all(f"  {slug} " in listed for slug in ENTRIES)
    assert {
        entry["slug"] for entry in json.loads(explain("--list", "--json").stdout)["explained"]
    } == set(ENTRIES)


def test_a_message_beside_the_list_is_not_passed_over():
    refused = explain("--list", "KeyError")
    assert refused.returncode == 2
    assert "takes no message" in refused.stderr


@pytest.mark.parametrize(
    "said",
    [
        "xyzzy",
        "fatal: refusing to merge unrelated histories",
        "TS2322: Type 'string' is not assignable to type 'number'.",
        "LoadError: Could not open library 'sodium': dlopen(sodium, 5): image not found.",
        "botocore.exceptions.NoCredentialsError: Unable to locate credentials",
        "error[E0502]: cannot borrow `v` as mutable because it is also borrowed as immutable",
        "yarn ERR! unable to find a workspace for the package",
        "Unable to reach the repository at https://repo.maven.apache.org/maven2 for the artifact",
        "The connection to the server localhost:8080 was refused - did you specify the right port?",
    ],
)
def test_what_another_program_printed_is_told_without_titles(said):
    assert not answering(said)


def test_what_cffi_printed_and_nobody_knows_is_told_with_the_nearest():
    done = explain("TypeError: cdata of another kind 'int *' was called like a function")
    assert (done.returncode, "nearest" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    "question",
    [
        "how do I sort a list of dictionaries",
        "How can I centre a picture in HTML?",
        "what is the difference between a tuple and a list",
        "Hi, how to merge two branches in git",
        "where do I find the slides of yesterday",
        "what does the yield keyword do",
        "which editor is good for Python",
        "Can I read a table of Excel with pandas",
        "when is the exam",
        # Homework in C alone; sentences without a mark; others' words for other things.
        "write a c program that adds two matrices",
        "what does the arrow operator mean in c",
        "difference between break and continue in c",
        "how do i swap two nodes of a linked list",
        "my teacher wants pseudocode for binary search",
        "nothing works today",
        "the projector has no signal",
        "my parcel was lost again",
        "join two tables in sql with a missing key",
        "java says the string is immutable",
    ],
)
def test_a_question_of_another_subject_is_not_answered(question):
    told, known = shown(question, as_json=False)
    assert not known
    assert "where Python calls C" in words(told)
    assert "`workshop explain " not in told


@pytest.mark.parametrize(
    "question",
    [
        "how do I get a string into a struct",
        "which file does the linker look for",
        "what is an opaque type, and how do I make one with cffi",
        "how can I hand over a list to a function of C",
        "what does a wheel with abi3 promise",
        "how do I call rain_total with my numbers",
        "my list is the same afterwards",
        "the C function gets the address 192.168.0.1 as a text and returns garbage",
        "the result is always zero",
        "the memory of my process grows each time i call lib.rain_table()",
        "why do i get <cdata 'char *' 0x55d0> instead of my text",
        "why doesn't free() give the memory of C back",
        "who frees the text that a function in C returned to python",
        "how do i get at an array in C from python",
        "an array in C is longer than what I gave",
        "2147483648 becomes negative",
        "each entry of my table shows the name that was read last, though all differed when I read them",
    ],
)
def test_a_question_of_c_or_of_what_somebody_sees_is_answered(question):
    told, known = shown(question, as_json=False)
    assert known
    assert "this may be it" in told


@pytest.mark.parametrize("words", [(), ("-",)], ids=["none", "from standard input"])
def test_no_message_is_a_sentence(words):
    done = explain(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "No message was given; put it in quotes" in done.stderr


@pytest.mark.parametrize(
    ("kind", "slug", "parts"),
    [
        ("CDefError", "include-in-cdef", ["cause", "cure"]),
        ("CDefError", "missing-semicolon", ["cause", "cure"]),
        ("OSError", "library-name-without-path", ["cure"]),
        ("OSError", "linker-script-opened", ["cause", "cure"]),
        ("ImportError", "source-missing", ["cure"]),
        ("AttributeError", "not-exported", ["cause", "cure"]),
    ],
)
def test_a_finding_ends_with_the_words_of_the_catalogue(kind, slug, parts):
    said = ENTRIES[slug].message.partition(": ")[2]
    finding = diagnose.of_exception(
        {"type": kind, "kinds": [kind], "message": said, "lines": []}, "f()"
    )
    assert finding.message.endswith(" ".join(getattr(ENTRIES[slug], part) for part in parts))


def failed(detail, message="", cause="exception"):
    message = message or f"f() raised {' '.join(detail.split())}."
    check = CheckResult("abi-calls", "f() calls", "failed", 0, 2, cause, message, detail=detail)
    return Verdict("fibonacci", "exercises/fibonacci", "limits", 0.5, (check,))


@pytest.fixture
def pointers():
    exercise = load_exercise(REPOSITORY, "fibonacci")
    return lambda verdict: report.context_for(exercise, verdict, exercise.folder)


OURS = "set_source() was given a text for libraries, and a list is read"


@pytest.mark.parametrize(
    ("message", "about", "points"),
    [
        (f"f() raised {STR_FOR_BYTES.message}; expected 3.", True, True),
        (f"{OURS}; expected a list.", False, False),
        (f"{OURS}.", False, True),
    ],
    ids=["words of the tool", "ours, with what was expected", "ours, without"],
)
def test_what_the_catalogue_says_of_a_tools_words_stands_beside_these_alone(
    pointers, message, about, points
):
    verdict = failed(STR_FOR_BYTES.message, " ".join(message.split()))
    text = words(report.render(verdict, pointers(verdict)))
    assert (words(STR_FOR_BYTES.cause) in text) is about
    assert (words(STR_FOR_BYTES.cure) in text) is points
    assert (STR_FOR_BYTES.title in text) is points


def test_a_report_tells_cause_and_cure_and_where_they_are_explained(pointers):
    verdict = failed(STR_FOR_BYTES.message)
    text = words(report.render(verdict, pointers(verdict)))
    assert f"About this message {words(STR_FOR_BYTES.cause)} {words(STR_FOR_BYTES.cure)}" in text
    assert (
        f"explained in the error catalogue: {STR_FOR_BYTES.title}. `workshop explain str-for-bytes`"
        in text
    )


def test_a_report_in_a_notebook_names_the_catalogue(pointers):
    verdict = failed(STR_FOR_BYTES.message)
    page = html.html_report(verdict, pointers(verdict))
    assert f"{STR_FOR_BYTES.title}. <code>workshop explain str-for-bytes</code>" in page


def test_what_the_message_says_is_not_said_again(pointers):
    entry = ENTRIES["library-name-without-path"]
    verdict = failed(entry.message, f"The library was not found. {entry.cure}", "library-not-found")
    text = words(report.render(verdict, pointers(verdict)))
    assert (text.count(words(entry.cure)), text.count(words(entry.cause))) == (1, 1)
    said = failed(entry.message, f"{entry.cause} {entry.cure}", "library-not-found")
    assert pointers(said).likely_cause is None


def test_a_message_that_is_not_in_the_catalogue_is_not_said_to_be(pointers):
    verdict = failed("TypeError: 'NoneType' object is not iterable")
    assert pointers(verdict).explained is None
    assert "catalogue" not in report.render(verdict, pointers(verdict))


def test_a_verdict_that_passes_does_not_read_the_catalogue():
    code = """
import sys
from pathlib import Path
from cffi_workshop import report
from cffi_workshop.cli import main
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading import grader, parts
from cffi_workshop.grading.pytest_plugin import plugin
from cffi_workshop.grading.verdict import CheckResult, Verdict
exercise = load_exercise(Path.cwd(), "fibonacci")
check = CheckResult("c-a", "It works", "passed", 2, 2)
verdict = Verdict("fibonacci", "exercises/fibonacci", "limits", 0.5, (check,))
report.render(verdict, report.context_for(exercise, verdict, exercise.folder))
sys.exit("cffi_workshop.explain" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0


@pytest.mark.quick
def test_a_catalogue_that_was_kept_is_read_as_its_files_say(tmp_path):
    kept = Cache(tmp_path / "kept")
    files = tmp_path / "files"
    files.mkdir()
    theme = files / "layout.toml"
    theme.write_bytes((FOLDER / "layout.toml").read_bytes())
    entries = repr(read_catalogue(files))
    assert [repr(read_catalogue(files, kept)) for _time in range(2)] == [entries] * 2
    theme.write_text(theme.read_text("utf-8").replace("title = ", 'title = "new" #', 1), "utf-8")
    assert read_catalogue(files, kept)[0].title == "new"
    for one in kept.folder.iterdir():
        one.write_text("half of it")
    assert read_catalogue(files, kept)[0].title == "new"
