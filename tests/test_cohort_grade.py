"""`workshop grade` as a process: gradebook, regrades, adjustments, and what it refuses."""

import contextlib
import json
import re
import shutil
import sqlite3
import sys

import pytest

from cffi_workshop.cohort.book.book import Book, PersonRow
from cffi_workshop.cohort.book.checker_version import PARTS
from cffi_workshop.cohort.book.people import meant
from cffi_workshop.cohort.changes import report_changes

from .courses import LIBM, WRONG, grade, grade_apart, lay, table, tree, verdicts
from .packed_hand_ins import LAYOUTS, PEOPLE
from .poisoned_archives import REFUSED, REMARKED
from .surroundings import run_apart

TYPED_IN = {
    **LIBM,
    "libm_abi.py": LIBM["libm_abi.py"].replace(
        "lib.cbrt(x)", "lib.cbrt(x) if abs(x) == 8 else 0.0"
    ),
}
ROSTER = (
    "\ufeffid;name;e-mail;login;group\r\n1;Anna Berg;anna@x.org;aberg;B\r\n"
    "2;李 小龍;li@x.org;li;A\r\n3;Omar Absent;o@x.org;omar;A\r\n"
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Grade three people, one of whom handed in nothing, and a stranger; give the folder."""
    folder = tmp_path_factory.mktemp("course")
    lay(folder / "hand-ins/aberg/libm", LIBM)
    lay(folder / "hand-ins/李 小龍", TYPED_IN)
    lay(folder / "hand-ins/mallory", WRONG)
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = grade_apart(
        folder / "hand-ins", "--roster", folder / "roster.csv", "--into", folder / "grades"
    )
    assert done.returncode == 0, done.stderr
    (folder / "said").write_text(done.stdout)
    return folder


def test_a_course_has_a_row_for_everybody(course):
    rows = {row["id"]: row for row in table(course / "grades/gradebook.csv")}
    assert [(label, row["libm"], row["on_roster"]) for label, row in rows.items()] == [
        ("1", "12", "yes"),
        ("3", "", "yes"),
        ("2", "9", "yes"),
        ("mallory", "9", "no"),
    ]
    assert (rows["2"]["name"], rows["2"]["group"], rows["2"]["sandbox"]) == (
        "李 小龍",
        "A",
        "bubblewrap",
    )
    assert (rows["1"]["percent"], rows["3"]["percent"]) == ("100", "0")


def test_it_is_said_what_was_found(course):
    said = (course / "said").read_text()
    assert "Found a folder, an archive or a notebook for each person: 3 hand-ins (libm 3)." in said
    assert (
        "match nobody of the roster; each is graded, and has a row of its own:\n  mallory\n" in said
    )
    assert "Grading 3 different hand-ins ...\n" in said
    assert "3 of 3 graded" in said


def test_there_is_a_row_for_each_check_and_the_same_as_json(course):
    rows = [row for row in table(course / "grades/checks.csv") if row["person"] == "mallory"]
    book = json.loads((course / "grades/gradebook.json").read_text())
    mallory = next(one for one in book["people"] if one["id"] == "mallory")
    checks = mallory["exercises"]["libm"]["verdict"]["checks"]
    assert [(row["check"], row["status"]) for row in rows] == [
        (one["id"], one["status"]) for one in checks
    ]
    failed = next(row for row in rows if row["status"] == "failed")
    assert (failed["check"], failed["cause"], failed["sandbox"]) == (
        "abi-cube-root",
        "wrong-type",
        "bubblewrap",
    )
    assert book["sandboxes"] == ["bubblewrap"]


def test_a_verdict_can_be_repeated_with_its_seed(course, check):
    """Somebody whose function is right for two numbers alone is told what it was called with."""
    book = json.loads((course / "grades/gradebook.json").read_text())
    verdict = next(one for one in book["people"] if one["id"] == "2")["exercises"]["libm"][
        "verdict"
    ]
    again = check("libm", course / "hand-ins/李 小龍", seed=verdict["seed"])
    told = [one["message"] for one in verdict["checks"]]
    assert [one["message"] for one in again["checks"]] == told
    assert any("cube_root(" in message for message in told)


def test_nothing_is_graded_twice(course):
    before = verdicts(course / "grades")
    done = grade(
        course / "hand-ins", "--roster", course / "roster.csv", "--into", course / "grades"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Grading" not in done.stdout
    assert verdicts(course / "grades") == before


@pytest.fixture
def copy_of_course(course, tmp_path):
    folder = tmp_path / "course"
    shutil.copytree(course, folder)
    return folder


def run_again(folder, *more):
    return grade(
        folder / "hand-ins", "--roster", folder / "roster.csv", "--into", folder / "grades", *more
    )


def test_a_new_hand_in_counts_and_the_old_verdict_is_kept(copy_of_course):
    lay(copy_of_course / "hand-ins/aberg/libm", WRONG)
    done = run_again(copy_of_course)
    assert "1 (Anna Berg), libm: 12 -> 9 points." in done.stdout
    assert "Grading" not in done.stdout  # mallory's is the same
    shown = grade("show", "Anna Berg", "--into", copy_of_course / "grades").stdout
    assert "libm 9/12, graded: wrong-type" in shown
    assert "Handed in before: aberg" in shown
    assert "What was handed in before had" not in shown
    lay(copy_of_course / "hand-ins/aberg/libm", LIBM)
    judge_by_other_checks(copy_of_course / "grades/book.sqlite")
    done = run_again(copy_of_course)
    assert "1 (Anna Berg), libm: 0 -> 12 points." in done.stdout
    (copy_of_course / "hand-ins/aberg/libm/libm_api.py").unlink()
    less = run_again(copy_of_course).stdout
    row = table(copy_of_course / "grades/gradebook.csv")[0]
    assert "libm: What was handed in before had libm_api.py as well." in row["notes"]
    told = (
        "less than before; what came last counts alone:\n  1 (Anna Berg), libm: lacks libm_api.py\n"
    )
    assert told in less
    assert told not in done.stdout
    grade(
        "adjust",
        "1",
        "libm",
        "--points",
        "9",
        "--note",
        "Asked",
        "--into",
        copy_of_course / "grades",
    )
    assert told not in run_again(copy_of_course).stdout
    assert "are not those of the last run, so that" in " ".join(done.stdout.split())
    assert "Grading" not in done.stdout


LATE = "[late]\nper_day = 10\nat_most = 10\n[exercises.libm]\ndue = 2020-01-01T00:00:00\n"
MORE_TIME = f"{LATE}[exercises.libm.extensions]\n'小龍, 李' = 9000-01-01T00:00:00\n"
RULES = {
    "[exercises.libm]\nleave_out = ['abi-cube-root']\n": "1 (Anna Berg), libm: 12 of 12 -> 11 of 11 points.",
    LATE: "1 (Anna Berg), libm: 11 of 11 -> 10.8 of 12 points.",
    MORE_TIME: "\n2 (李 小龍), libm: 8.1 -> 9 points.",
    f"{MORE_TIME}[exercises.strings]\n": "",  # the percentage of everybody is another one
    f"{MORE_TIME}[exercises.strings]\nweight = 3\n": "The percentage of 3 people differs, whose "
    "points are as before: 1 (Anna Berg) 45 -> 22.5, 2 (李 小龍) 37.5 -> 18.75, mallory 33.75 -> 16.88.",
}


def test_it_is_said_once_whose_points_new_rules_change(copy_of_course):
    for rules, told in [*RULES.items(), ([*RULES][-1], "")]:
        (copy_of_course / "grades/grading.toml").write_text(rules)
        said = run_again(copy_of_course).stdout
        assert told in said
        assert (" -> " in said) == bool(told)
        assert ("1 (Anna Berg), libm: " in said) == told.startswith("1")


def judge_by_other_checks(path):
    """Put a run of a day into the book on which the checks gave nobody a point.

    It was a run of a workshop that did not keep what it told.
    """
    with contextlib.closing(sqlite3.connect(path)) as book, book:
        book.execute("DELETE FROM setting WHERE name = 'told'")
        book.execute("UPDATE setting SET value = 'x limits' WHERE name = 'checks of libm'")
        book.execute(
            "INSERT INTO verdict (content, checker, sandbox, round, seed, attempts, settled, graded"
            ", verdict, ours) SELECT content, 'x', 'limits', round, seed, attempts, settled, graded"
            ", replace(verdict, '\"points\": 1,', '\"points\": 0,'), ours FROM verdict"
        )


def test_an_adjustment_stands_over_every_regrade(copy_of_course):
    grades = copy_of_course / "grades"
    given = ("--points", "9.5", "--note", "Late, for a reason", "--into", grades)
    done = grade("adjust", "aberg", "libm", *given)
    assert (done.returncode, done.stdout) == (
        0,
        "1 (Anna Berg), libm: 9.5 of 12 points, by hand.\n",
    )
    lay(copy_of_course / "hand-ins/aberg/libm", WRONG)
    said = run_again(copy_of_course, "--again", "--accept").stdout
    assert (
        "1 (Anna Berg), libm: 9.5 points stay, which were given by hand; the checks give 9 of 12"
        in said
    )
    row = table(grades / "gradebook.csv")[0]
    assert row["libm"] == "9.5"
    assert "Adjusted to 9.5 by" in row["notes"]
    assert "Late, for a reason" in row["notes"]
    assert (
        "1 (Anna Berg), libm: 9 of 12 points, by the checks."
        in grade("adjust", "aberg", "libm", "--undo", "--into", grades).stdout
    )
    assert table(grades / "gradebook.csv")[0]["libm"] == "9"
    undone = grade("adjust", "aberg", "libm", "--undo", "--into", grades)
    assert (undone.returncode, undone.stdout) == (2, "")


def test_points_by_hand_of_who_left_the_roster_are_told(copy_of_course):
    given = ("--points", "9.5", "--note", "Why", "--into", copy_of_course / "grades")
    assert grade("adjust", "aberg", "libm", *given).returncode == 0
    assert "points by hand, and are not" not in run_again(copy_of_course).stdout
    roster = copy_of_course / "mended.csv"
    roster.write_text("id;name;login\n11;Anna Berg;aberg\n")
    said = run_again(copy_of_course, "--roster", roster).stdout
    assert "These have points by hand, and are not on the roster, or not by this name" in said
    assert "\n  1\nWhere somebody of the roster was meant, give the points" in said


def test_an_adjustment_beyond_what_there_is_to_have_is_asked_about(copy_of_course):
    given = ("--points", "1000", "--note", "A bonus", "--into", copy_of_course / "grades")
    done = grade("adjust", "aberg", "libm", *given)
    assert done.returncode == 0
    assert "workshop: 1000 is more than there is to have; if it was not meant," in done.stderr


@pytest.mark.parametrize(
    ("points", "note", "says"),
    [
        ("nan", "Why", "--points: found nan, expected a number such as 7.5."),
        ("inf", "Why", "--points: found inf, expected a number"),
        ("7,5", "Why", "'--points': '7,5' is no number such as 7.5. See"),
        ("5", "  ", "--note, which says why"),
    ],
)
def test_what_is_no_adjustment_adjusts_nothing(copy_of_course, points, note, says):
    into = ("--into", copy_of_course / "grades")
    before = grade("show", "aberg", *into).stdout
    done = grade("adjust", "aberg", "libm", "--points", points, "--note", note, *into)
    assert done.returncode == 2
    assert says in done.stderr
    assert grade("show", "aberg", *into).stdout == before


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("Anna Burg", "; did you mean 'Anna Berg'?\n"),
        ("Zebulon", "is called 'Zebulon'; gradebook.csv has everybody.\n"),
    ],
)
def test_a_name_nearby_is_named(course, said, says):
    assert says in grade("show", said, "--into", course / "grades").stderr


def test_a_word_that_several_names_have_names_them():
    people = [
        PersonRow(n, str(n), name, "", "", True, {})
        for n, name in ((5, "Smith John"), (6, "Jane Smith"), (7, "Anna Smithers"))
    ]
    assert meant(people, "smith") == "; did you mean Smith John (5) or Jane Smith (6)?"


def test_points_can_be_given_for_what_nobody_handed_in(copy_of_course):
    grades = copy_of_course / "grades"
    grade("adjust", "omar", "strings", "--points", "5", "--note", "In the lab", "--into", grades)
    rows = {row["id"]: row["strings"] for row in table(grades / "gradebook.csv")}
    assert rows == {"1": "", "2": "", "3": "5", "mallory": ""}


def test_points_that_were_taken_back_leave_the_course_as_it_was(copy_of_course):
    grades = copy_of_course / "grades"
    before = (grades / "gradebook.csv").read_text()
    given = ("--points", "5", "--note", "A slip: libm was meant", "--into", grades)
    done = grade("adjust", "omar", "strings", *given)
    assert "counts for everybody from now on; if it was not meant," in done.stderr
    grade("adjust", "omar", "strings", "--undo", "--into", grades)
    assert (grades / "gradebook.csv").read_text() == before


def test_the_rules_that_were_named_last_hold_until_others_are(copy_of_course):
    grades, rules = copy_of_course / "grades", copy_of_course / "rules.toml"
    rules.write_text("[exercises.libm]\nleave_out = ['api-*']\n")
    run_again(copy_of_course, "--policy", rules)
    assert table(grades / "gradebook.csv")[0]["libm"] == "6"
    grade("adjust", "3", "libm", "--points", "1", "--note", "Ill", "--into", grades)
    assert table(grades / "gradebook.csv")[0]["libm"] == "6"
    assert "libm 6/6" in grade("show", "aberg", "--into", grades).stdout
    rules.unlink()
    done = run_again(copy_of_course)
    assert done.returncode == 2
    assert "rules.toml cannot be read" in done.stderr


def test_a_screen_of_changes_is_told_and_what_is_only_proposed_is_told_whole(capsys):
    people = {str(one): f"{one} (Anna)" for one in range(300)}
    before, after = ({one: {"libm": [points, 12.0]} for one in people} for points in (12.0, 9.0))
    for again, told in {False: 21, True: 301}.items():
        report_changes(people, before, after, again=again, accept=False)
        lines = capsys.readouterr().out.splitlines()
        assert (lines[0], len(lines)) == ("0 (Anna), libm: 12 -> 9 points.", told)
        assert ("and 280 more; gradebook.csv" in lines[-1]) is not again


def test_again_says_what_would_change_before_it_does(copy_of_course):
    """A verdict that somebody wrote into the book by hand is not what the checks say."""
    grades = copy_of_course / "grades"
    with contextlib.closing(sqlite3.connect(grades / "book.sqlite")) as book, book:
        book.execute(
            "UPDATE verdict SET verdict = replace(verdict, '\"points\": 1,', '\"points\": 0,')"
        )
    done = run_again(copy_of_course, "--again")
    assert "1 (Anna Berg), libm: 0 -> 12 points." in done.stdout
    assert "nothing is changed yet" in done.stdout
    assert table(grades / "gradebook.csv")[0]["libm"] == "0"
    done = run_again(copy_of_course, "--again", "--accept")
    assert "Grading" not in done.stdout  # what was proposed is taken
    assert table(grades / "gradebook.csv")[0]["libm"] == "12"
    assert len(verdicts(grades)) == 6


def test_a_pattern_that_fits_no_check_is_told(copy_of_course):
    rules = copy_of_course / "grades/grading.toml"
    rules.write_text("[exercises.libm]\nleave_out = ['ap-*', 'abi-*']\n")
    said = run_again(copy_of_course).stderr
    assert "exercises.libm.leave_out: 'ap-*' fits no check; there are: abi-" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ("leave_out = ['*']", "exercises.libm.leave_out: no check is left that counts, so that"),
        ("weight = 0", "weight: it is 0 for each exercise, so that nobody has a percentage; give"),
    ],
)
def test_rules_that_leave_nothing_to_earn_are_told(copy_of_course, rules, says):
    (copy_of_course / "grades/grading.toml").write_text(f"[exercises.libm]\n{rules}\n")
    assert says in run_again(copy_of_course).stderr


def test_what_is_new_counts_at_once_though_again_is_not_accepted(copy_of_course):
    grades = copy_of_course / "grades"
    lay(copy_of_course / "hand-ins/aberg/libm", WRONG)
    done = run_again(copy_of_course, "--again")
    assert "1 (Anna Berg), libm: 12 -> 9 points." in done.stdout
    assert "Graded again: No grade differs." in done.stdout
    assert table(grades / "gradebook.csv")[0]["libm"] == "9"


def test_whatever_a_check_imports_makes_another_version_of_the_checker():
    program = "import sys; from cffi_workshop.grading import serve_checks; print(*sys.modules)"
    modules = run_apart([sys.executable, "-c", program]).stdout.split()
    parts = {name.split(".")[1] for name in modules if name.startswith("cffi_workshop.")}
    assert parts - {part.removesuffix(".py") for part in PARTS} == set()


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ("junk", "is no book of the workshop (file is not a database); give another folder"),
        ("CREATE TABLE a (b)", "is no book of the workshop (no such table: setting)"),
        (
            "CREATE TABLE setting (name, value)",
            "has schema none, expected 1; it was made by another",
        ),
    ],
)
def test_a_book_of_something_else_is_left_alone(course, tmp_path, made, says):
    book = tmp_path / "book.sqlite"
    if made == "junk":
        book.write_text(made * 99)
    else:
        with contextlib.closing(sqlite3.connect(book)) as other:
            other.execute(made)
    before = book.read_bytes()
    for arguments in (("show", "1"), (course / "hand-ins",)):
        done = grade(*arguments, "--into", tmp_path)
        assert done.returncode == 2
        assert says in done.stderr
    assert book.read_bytes() == before


def test_a_book_that_is_damaged_is_told_as_that(copy_of_course):
    book = copy_of_course / "grades/book.sqlite"
    half = book.read_bytes()[: book.stat().st_size // 2]
    book.write_bytes(half)
    done = grade("show", "1", "--into", copy_of_course / "grades")
    assert "is damaged (database disk image is malformed); put back a copy of it" in done.stderr
    assert book.read_bytes() == half


def test_weights_due_dates_and_checks_that_do_not_count(copy_of_course):
    grades = copy_of_course / "grades"
    (grades / "grading.toml").write_text(
        "[exercises.libm]\nleave_out = ['api-*']\ndue = "
        "2020-01-01T12:00:00Z\n[exercises.strings]\nweight = 0.5\n"
        "[late]\nper_day = 10\nat_most = 50\n"
    )
    run_again(copy_of_course)
    row = table(grades / "gradebook.csv")[0]
    assert (row["libm"], row["strings"], row["percent"]) == ("3", "", "33.33")
    checks = [one for one in table(grades / "checks.csv") if one["person"] == row["id"]]
    assert sum(int(one["points"]) for one in checks if one["counts"] == "yes") == 6
    assert {one["check"][:4] for one in checks if one["counts"] == "no"} == {"api-"}
    page = next((grades / "people").glob("1-*.md")).read_text()
    assert "- passed: libm\\_api.py can be imported (does not count)" in page
    assert "- passed: libm\\_abi.py can be imported (1 of 1)" in page
    assert "libm: Late: 50 % taken off; handed in 20" in row["notes"]
    assert ", due 2020-01-01 " in row["notes"]
    assert "Before that, the checks give 6 of 6." in row["notes"]
    shown = " ".join(grade("show", "aberg", "--into", grades).stdout.split())
    assert "Checks that do not count: api-imports, api-declares," in shown
    grade("adjust", "aberg", "libm", "--points", "4", "--note", "Was ill", "--into", grades)
    row = table(grades / "gradebook.csv")[0]
    assert (row["libm"], "Late" in row["notes"]) == ("4", False)
    done = grade("adjust", "3", "libm", "--points", "3", "--note", "By mail", "--into", grades)
    assert "3 of 6 points, by hand." in done.stdout  # as for all, though nothing was handed in


EXTENDED = """[exercises.libm]
due = 2020-01-01T12:00:00Z
[exercises.libm.extensions]
{who} = {when}
[late]
per_day = 10
at_most = 50
"""


@pytest.mark.parametrize("who", ["1", "aberg", '"anna@x.org"', '"Anna  BERG"', "b"])
def test_who_has_more_time_is_late_by_that_alone(copy_of_course, who):
    grades = copy_of_course / "grades"
    for when, points in (("2999-01-01T12:00:00Z", "12"), ("2020-01-02T12:00:00Z", "6")):
        (grades / "grading.toml").write_text(EXTENDED.format(who=who, when=when))
        said = run_again(copy_of_course)
        rows = {row["id"]: row for row in table(grades / "gradebook.csv")}
        assert rows["1"]["libm"] == points
        assert f"libm: More time, until {when[:10]} " in rows["1"]["notes"]
        assert ("Late" in rows["1"]["notes"]) == (points != "12")
        others = [row["notes"] for row in rows.values() if row["id"] != "1" and row["libm"]]
        assert all("Late: 50 %" in notes and "More time" not in notes for notes in others)
        assert others
        assert "extensions" not in said.stderr


def test_what_somebody_is_excused_of_does_not_count(copy_of_course):
    """Anna is, who handed in, Omar, who did not, and all of his team."""
    grades = copy_of_course / "grades"
    text = "[exercises.libm]\nexcused = ['aberg', 'a', 'nobody']\n[exercises.strings]\n"
    (grades / "grading.toml").write_text(text)
    said = run_again(copy_of_course)
    assert "1 (Anna Berg), libm: 12 points -> excused.\n" in said.stdout
    assert "3 (Omar Absent), libm: not handed in -> excused.\n" in said.stdout
    assert "exercises.libm.excused: 'nobody' is nobody's" in said.stderr
    assert "'a'" not in said.stderr
    rows = {row["id"]: row for row in table(grades / "gradebook.csv")}
    assert [rows[who]["libm"] for who in "123"] == ["", "", ""]
    assert [rows[who]["percent"] for who in "13"] == ["0", "0"]  # of strings alone
    assert "libm: Excused." in rows["3"]["notes"]
    page = next((grades / "people").glob("3-*.md")).read_text()
    assert "0 % of all points" in page
    assert "| - of 12 | excused |" in page
    assert "libm -/12, excused" in grade("show", "omar", "--into", grades).stdout
    grade("adjust", "1", "libm", "--points", "6", "--note", "Wanted it", "--into", grades)
    row = table(grades / "gradebook.csv")[0]
    assert (row["libm"], row["percent"], "Excused" in row["notes"]) == ("6", "25", False)
    grade("adjust", "1", "libm", "--undo", "--into", grades)
    (grades / "grading.toml").write_text(text.replace("[exercises.strings]", ""))
    run_again(copy_of_course)
    page = next((grades / "people").glob("3-*.html")).read_text()
    assert '<p class="score">Nothing counts: excused</p>' in page
    (grades / "grading.toml").write_text("")
    assert "1 (Anna Berg), libm: excused -> 12 of 12 points." in run_again(copy_of_course).stdout


def test_more_time_of_nobody_is_told(copy_of_course):
    text = EXTENDED.format(who="abreg", when="2999-01-01T12:00:00Z")
    (copy_of_course / "grades/grading.toml").write_text(text)
    said = run_again(copy_of_course)
    assert said.returncode == 0
    assert "grading.toml: exercises.libm.extensions: 'abreg' is nobody's; name one" in said.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[exercises.libm.extensions]\naberg = 2999-01-01T12:00:00Z\n",
            "exercises.libm.extensions: there is no due that they extend; add one",
        ),
        (
            "[exercises.libm]\ndue = 2020-01-01T12:00:00Z\nextensions = {aberg = 3}\n",
            "exercises.libm.extensions.aberg: found 3, expected a date and time",
        ),
        (
            EXTENDED.format(who="aberg", when="2020-01-01T11:59:00Z"),
            "exercises.libm.extensions.aberg: found 2020-01-01 11:59:00+00:00, expected a time that",
        ),
        ("[exercises.libn]\n", "exercises.libn: there is no such exercise; did you mean 'libm'?"),
        (
            "[exercises.libm]\nwieght = 1\n",
            "exercises.libm.wieght: unknown key; did you mean 'weight'?\n",
        ),
        (
            "[exercises.libm]\ndue = 2026-05-01T12:00:00Z\n[exercises.libm.zzz]\n",
            "exercises.libm.zzz: unknown key; there are weight, due, extensions, excused, leave_out, "
            "platform.\n",
        ),
        (
            "[exercises.libm]\ndue = 'soon'\n",
            "exercises.libm.due: found 'soon', expected a date and time",
        ),
        ("[exercises.libm]\ndue = 2026-05-01\n", "exercises.libm.due: found 2026-05-01, expected"),
        ("[exercises.libm]\nweight = true\n", "exercises.libm.weight: found true, expected"),
        ("[exercises.LIBM]\n", "exercises.LIBM: there is no such exercise; did you mean 'libm'?"),
        ("[exercises.q]\n", "exercises.q: there is no such exercise; `workshop list` names them."),
        ("when = 1\n", "when: unknown key; there are exercises, late, site."),
        (
            "[late]\nper_day = -1\n",
            "late.per_day: found -1, expected a number that is not negative",
        ),
        ("late = 3\n", "late: found 3, expected a table [late]"),
        ("[late]\nat_most = 150\n", "late.at_most: found 150, expected 100 at most"),
        ("[late]\ngrace_minutes = 1e30\n", "late.grace_minutes: found 1e+30, expected"),
        ("[late]\nper_day = inf\n", "late.per_day: found inf, expected"),
        (f"[exercises.libm]\nweight = {'9' * 400}\n", "exercises.libm.weight: found"),
        (
            "[exercises.libm]\ndue = 9999-12-31T23:59:59-12:00\n",
            "exercises.libm.due: found 9999-12-31 23:59:59-12:00, expected a day that the calendar",
        ),
    ],
)
def test_a_mistake_in_grading_toml_is_told_with_its_key(course, tmp_path, text, says):
    (tmp_path / "grading.toml").write_text(text)
    done = grade(
        course / "hand-ins", "--policy", tmp_path / "grading.toml", "--into", tmp_path / "grades"
    )
    assert done.returncode == 2
    assert says in done.stderr


def test_a_worksheet_of_nobody_knows_which_exercise_is_refused_before_the_grading(copy_of_course):
    (copy_of_course / "grades/grading.toml").write_text("[exercises.strings]\n")
    lay(copy_of_course / "hand-ins/aberg/libm", WRONG)
    sheet = copy_of_course / "sheet.csv"
    sheet.write_text('Identifier,Grade,"Last modified (grade)"\n"Participant 1",,-\n')
    done = run_again(copy_of_course, "--worksheet", sheet)
    assert done.returncode == 2
    assert "sheet.csv is of one assignment, and the course has several exercises" in done.stderr
    assert "points." not in done.stdout


def test_what_is_said_by_hand_is_in_the_worksheet_that_was_named_last(copy_of_course):
    sheet, into = copy_of_course / "sheet.csv", copy_of_course / "grades"
    sheet.write_text(
        'Identifier,"Full name",Grade,"Maximum grade","Last modified (grade)"\n'
        '"Participant 1","Anna Berg",,12.00,-\n'
    )
    run_again(copy_of_course, "--worksheet", f"libm={sheet}")
    assert ",12.00,12.00,-" in (into / "filled-sheet.csv").read_text()
    given = ("--points", "7", "--note", "Why", "--into", into)
    assert grade("adjust", "aberg", "libm", *given).returncode == 0
    assert ",7.00,12.00,-" in (into / "filled-sheet.csv").read_text()
    (into / "filled-sheet.csv").unlink()
    run_again(copy_of_course)
    assert ",7.00,12.00,-" in (into / "filled-sheet.csv").read_text()
    other = copy_of_course / "other.csv"
    other.write_text(sheet.read_text())
    said = run_again(copy_of_course, "--worksheet", f"strings={other}").stderr
    assert "no more" not in said
    said = run_again(copy_of_course, "--worksheet", f"strings={sheet}").stderr
    assert f"workshop: {other} is filled in no more" in said
    sheet.unlink()
    assert "sheet.csv is not there any more, so that what was filled in has the grades of" in (
        run_again(copy_of_course).stderr
    )


def test_a_report_speaks_of_the_hand_in_and_not_of_the_reader(course):
    said = grade("show", "aberg", "--exercise", "libm", "--into", course / "grades").stdout
    assert said.endswith("All checks passed.\n")


def test_a_report_shows_the_line_that_is_wrong(course):
    said = grade("show", "mallory", "--exercise", "libm", "--into", course / "grades").stdout
    assert re.search(r"^ *> \d+ \|     return x \*\* \(1 / 3\)$", said, re.MULTILINE)


def test_what_cannot_be_done_is_told_in_a_sentence(course, tmp_path):
    for arguments, says in (
        (
            (tmp_path / "nowhere",),
            "does not exist; expected the folder or archive with the hand-ins.",
        ),
        ((course / "hand-ins", "--exercise", "libn"), "did you mean 'libm'?"),
        ((course / "hand-ins", "--roster", tmp_path), "cannot be read"),
        (("show", "Zoe"), "is called 'Zoe'"),
        (("adjust", "1", "libm"), "An adjustment takes --points and --note"),
        ((course / "hand-ins", "--accept"), "--accept takes what --again proposed; give both."),
        (("show", "1", "--into", tmp_path / "empty"), "There is no book in"),
    ):
        into = () if "--into" in arguments else ("--into", course / "grades")
        done = grade(*arguments, *into)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("workshop: ")
        assert says in done.stderr
        assert done.stderr.count("\n") == 1


def test_without_the_sandbox_it_refuses_unless_told_so(course, tmp_path):
    """The machine that lacks bubblewrap is one where its command is not found."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("gcc", "make", "nm", "as", "ld", "env", "sh", "cat", "setpriv"):
        (tools / name).symlink_to(shutil.which(name))
    there = {"PATH": str(tools)}
    hand_ins = course / "hand-ins/aberg"
    done = grade_apart(hand_ins, "--into", tmp_path / "grades", **there)
    assert done.returncode == 2
    assert "bubblewrap is not installed" in done.stderr
    assert "`--sandbox limits` grades without it" in done.stderr
    done = grade_apart(hand_ins, "--into", tmp_path / "grades", "--sandbox", "limits", **there)
    assert done.returncode == 0, done.stderr
    assert {row["sandbox"] for row in table(tmp_path / "grades/gradebook.csv")} == {"limits"}
    assert (
        "under limits alone" in next((tmp_path / "grades/people").glob("aberg-*.html")).read_text()
    )


def test_a_second_run_on_one_book_refuses_in_a_sentence(course):
    with Book(course / "grades"):
        done = run_again(course)
        shown = grade("show", "1", "--into", course / "grades")  # reading disturbs nobody
    assert (shown.returncode, shown.stderr) == (0, "")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Another `workshop grade` is at work on" in done.stderr
    assert run_again(course).returncode == 0


# What comes in, through the command: tests/test_cohort_intake.py looks at each closely


def test_each_layout_is_graded(copy_of_course, tmp_path):
    """Each layout gives files that the course has graded, so that only empty C is left to grade."""
    (tmp_path / "roster.csv").write_text(PEOPLE)
    one_of_each = {layout: (name, files) for name, (layout, files) in LAYOUTS.items()}
    for layout, (name, files) in one_of_each.items():
        source = lay(tmp_path / layout, files)
        into = copy_of_course / "grades"
        done = grade(
            source, "--roster", tmp_path / "roster.csv", "--into", into, "--exercise", "libm"
        )
        assert (done.returncode, done.stderr) == (0, ""), name
        rows = {row["id"]: row["libm"] for row in table(into / "gradebook.csv")}
        assert rows["17"] == "12", name
    assert len(verdicts(copy_of_course / "grades")) == 3


def test_poisoned_archives_are_rows_and_end_nothing(copy_of_course, tmp_path):
    names = ["a zip bomb", "no archive at all", "a link in a tar archive", "a name that leads up"]
    for number, name in enumerate(names):
        file, content, _ = {**REFUSED, **REMARKED}[name]
        lay(tmp_path / "hand-ins", {f"p{number:02}{file.removeprefix('17')}": content()})
    lay(tmp_path / "hand-ins/right", LIBM)
    before = tree(tmp_path)
    done = grade(
        *(tmp_path / "hand-ins", "--into", copy_of_course / "grades"),
        *("--exercise", "libm", "--sandbox", "limits"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert tree(tmp_path) == before
    rows = {row["id"]: row for row in table(copy_of_course / "grades/gradebook.csv")}
    assert rows["right"]["libm"] == "12"
    for number, name in enumerate(names):
        row = rows[f"p{number:02}"]
        says = {**REFUSED, **REMARKED}[name][2]
        assert says.replace("17.zip", "") in row["notes"], name
        assert (row["libm"] == "0") == (name in REFUSED), name


def test_the_bench_of_a_course_is_not_needed_to_grade():
    """What learners install grades no course; what is missing is named before anything is done."""
    code = (
        "import sys; sys.modules['jinja2'] = None; from cffi_workshop.cli.main import main; main()"
    )
    done = run_apart([sys.executable, "-c", code, "grade", "anything"])
    assert done.returncode == 2
    assert "python -m pip install -e '.[grade]'" in done.stderr
