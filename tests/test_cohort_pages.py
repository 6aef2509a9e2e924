"""What is made of a gradebook: pages that everybody can read, and tables that platforms take."""

import csv
import html
import io
import json
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from cffi_workshop.cache import Cache
from cffi_workshop.cohort.book.book import Book
from cffi_workshop.cohort.book.book_rows import Adjustment, PersonRow
from cffi_workshop.cohort.engines.outcome import grade_job, paths_left_out
from cffi_workshop.cohort.intake.take_in import take_in
from cffi_workshop.cohort.pages import charts
from cffi_workshop.cohort.pages.anonymity import Anonymity
from cffi_workshop.cohort.pages.class_page import ClassExercise, class_page
from cffi_workshop.cohort.pages.person_page import part_of
from cffi_workshop.cohort.pages.similar import Alike
from cffi_workshop.cohort.platforms.moodle_worksheet import moodle_sheet
from cffi_workshop.cohort.platforms.platform_gradebook import canvas_sheet
from cffi_workshop.cohort.platforms.sheets import read_asked, write_sheets
from cffi_workshop.cohort.platforms.worksheet import read_worksheet
from cffi_workshop.cohort.points.gradebook import write_tables
from cffi_workshop.cohort.points.policy import ExercisePolicy, Policy
from cffi_workshop.cohort.points.standing import STATES, standings
from cffi_workshop.cohort.roster.roster import Person, Roster
from cffi_workshop.cohort.write import course_of, write_all
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.hints import read_hints
from cffi_workshop.exercises.metadata import load_exercise

from .courses import LIBM
from .drawn import drawn
from .importers import blackboard_takes, brightspace_takes, canvas_takes, moodle_takes
from .site_tab import DESKTOP, PHONE, RULES, RULES_OF_COLOUR, violations
from .surroundings import EXERCISES, REPOSITORY

# What a path begins with on the machine that graded, and the name of a folder that a check makes.
PLACES = [*(f"{place}/" for place in Path("/").iterdir() if place.is_dir()), "workshop-check-"]
EDITS = {
    "Anna Berg_11": ("", ""),
    "Ben Çelik_12": ("    return lib.cbrt(x)", "    # Ben Celik did this\n    print(lib.cbrt(x))"),
    "Chiara Rossi_13": (
        "    return lib.cbrt(x)",
        "    # Ben Celik did this\n    print(lib.cbrt(x))",
    ),
    "<b>Dora</b>_14": ("double cbrt", f"int /* {'wide ' * 60}*/ cbrt"),
}
PEOPLE = [
    Person("1", "Anna Berg", "anna@example.org", "aberg"),
    Person("2", "Ben Çelik", "ben@example.org", "bcelik"),
    Person("3", "Chiara Rossi", "chiara@example.org", "crossi"),
    Person("4", "Omar Absent", "omar@example.org", "omar"),
]


@pytest.fixture(scope="module")
def grades(tmp_path_factory, checks):
    """Grade a course of Moodle's in this process, with the check server of the tests."""
    folder = tmp_path_factory.mktemp("pages")
    for name, (before, after) in EDITS.items():
        place = folder / "hand-ins" / f"{name.replace('/', '_')}_assignsubmission_file_"
        place.mkdir(parents=True)
        for file, text in LIBM.items():
            (place / file).write_text(text.replace(before, after) if before else text)
    (folder / "grades").mkdir()
    (folder / "grades/grading.toml").write_text('site = "https://example.org/lesson/"\n')
    with Book(folder / "grades") as book:
        chosen = [load_exercise(REPOSITORY, "libm")]
        take_in(book, folder / "hand-ins", Roster(PEOPLE), chosen, alone=True, everything=EXERCISES)
        for job in book.jobs({"libm": "one"}, "bubblewrap", 0):
            outcome = grade_job(checks, REPOSITORY, job, book.files(job.content))
            book.record(job, outcome.verdict, outcome.ours, attempts=1, settled=True)
        write_all(book, EXERCISES, Policy(site="https://example.org/lesson/"), folder / "grades")
    return folder / "grades"


@pytest.fixture
def everybody(grades):
    with Book(grades) as book:
        return list(standings(book, course_of(book, EXERCISES, Policy()), Policy()))


# Pages


PEOPLE_PAGES = ("people/1-1.html", "people/4-4.html", "people/b-Dora-_b-5.html")
PAGES = ("class.html", "similar.html", *drawn(PEOPLE_PAGES, "pages of people"))


NOTHING_CUT = (
    "[...document.querySelectorAll('pre')].every(one => one.scrollWidth <= one.clientWidth + 1)"
)


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_a_page(grades, browser, axe, name):
    """On a desktop and a phone, light and dark, with all parts open, and nothing from elsewhere."""
    asked = []
    with browser.new_context(viewport=DESKTOP) as context:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((grades / name).as_uri())
        tab.evaluate(axe)
        tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for size in (DESKTOP, PHONE):
            tab.set_viewport_size(size)
            assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]
            for colours, rules in (("light", RULES), ("dark", RULES_OF_COLOUR)):
                tab.emulate_media(color_scheme=colours)
                assert violations(tab, rules) == [], f"{size['width']} wide, {colours}"
        tab.emulate_media(media="print")
        assert tab.locator("h1").is_visible()
        # On paper nobody scrolls: what a box cuts off is lost.
        assert tab.evaluate(NOTHING_CUT)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def page_of(grades, label, suffix="html"):
    return next((grades / "people").glob(f"{label}-*.{suffix}")).read_text()


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_a_page_names_nobody_else_and_no_place_of_the_machine(grades, suffix):
    for person in PEOPLE:
        text = page_of(grades, person.id, suffix)
        others = [one for one in PEOPLE if one is not person]
        words = [word for one in others for word in (one.name, one.login, one.email)]
        assert [word for word in words if word in text] == []
        assert [place for place in PLACES if place in text] == []
        assert person.name in text


def test_what_the_checker_says_of_itself_names_no_place_of_the_machine(tmp_path):
    places = [tmp_path, REPOSITORY, Path(sys.prefix), Path(sys.prefix).resolve(), Path.home()]
    said = paths_left_out(tmp_path, REPOSITORY)(" ".join(f"{place}/x" for place in places))
    assert said == " ".join([".../x"] * len(places))


def test_a_page_has_the_report_with_the_own_line(grades):
    text = page_of(grades, "2")
    assert "8 of 12 points" in text
    assert "it ends without a return" in text  # the likely cause
    assert re.search(r'<span class="line here">17 &gt; +print\(lib\.cbrt\(x\)\)', text) or (
        "cube_root(8.0)" in text
    )
    assert 'href="https://example.org/lesson/02-calling-sqrtf.html"' in text
    assert "in the bubblewrap sandbox, with seed " in text
    assert "0 of 12 points" not in page_of(grades, "4")


def test_a_likely_cause_that_asks_for_code_is_told_of_a_course_as_to_a_learner(
    tmp_path, everybody, monkeypatch
):
    ben = everybody[1]
    check = replace(
        ben.cells[0].first_failure, id="abi-refuses", cause="missing-exception", location=None
    )
    cell = replace(ben.cells[0], verdict=replace(ben.cells[0].verdict, checks=[check]))
    files = {"libm_abi.py": b"lib.cbrt(float(x))\n"}
    monkeypatch.setattr(Book, "files", lambda book, content: files)
    book = Book(tmp_path)
    says = "float() made a number of the text before C, or cffi, saw it."
    assert part_of(cell, book, Policy())["first"]["likely_cause"].startswith(says)
    together = ClassExercise(cell.exercise, Anonymity())
    together.add(replace(ben, cells=(cell,)), cell, book)
    assert [one.startswith(says) for one in together.misconceptions] == [True]
    assert [one.says.startswith(says) for one in together.mistakes()] == [True]


def test_a_page_has_no_hint_of_the_last_level(grades):
    levels = [hint.bottom_out for hint in read_hints(load_exercise(REPOSITORY, "libm")).hints]
    texts = [path.read_text() for path in (grades / "people").iterdir()]
    assert levels
    assert not [level for level in levels for text in texts if level.strip() in text]


def test_what_a_learner_writes_is_text_and_never_run(grades):
    text = next((grades / "people").glob("b-Dora*.html")).read_text()
    assert "<b>Dora" not in text
    assert "&lt;b&gt;Dora" in text


def test_the_class_page_says_what_to_teach_again_and_names_nobody(grades):
    text = (grades / "class.html").read_text()
    assert [one.name for one in PEOPLE if one.name in text] == []
    assert "did this" not in text  # comments are taken out of examples
    again = text[text.index("What to teach again") :]
    assert 'href="https://example.org/lesson/02-calling-sqrtf.html"' in again
    assert re.search(r"2 people in libm: The function prints the number", again)
    assert text.count("<svg ") == 2
    assert len(set(re.findall(r'\bid="([^"]+)"', text))) == len(re.findall(r'\bid="([^"]+)"', text))


def test_a_figure_is_drawn_once_for_the_same_numbers(tmp_path):
    made, cache = [], Cache(tmp_path)

    def figure(*numbers):
        made.append(numbers)
        return f"<svg {numbers}>"

    asked = [("points", [1, 2]), ("points", [1, 2]), ("points", [2, 1]), ("checks", [1, 2])]
    shown = [charts.kept_figure(cache, figure, *numbers) for numbers in asked]
    assert shown == [f"<svg {numbers}>" for numbers in asked]
    assert len(made) == 3


SIGNED = {
    ("Ben Çelik", "bcelik"): ('puts("Ben Çelik, bcelik");', 'puts("…, …");'),
    ("Ben Çelik", "x1"): ("int ben_fib; // BENCELIK, celik", "int …_fib; // …, …"),
    ("Jürgen Groß", "x2"): ("/* Juergen Gross, Jurgen */", "/* …, … */"),
    ("李 小龍", "x3"): ('name = "李小龍"', 'name = "…"'),
    ("Bo Li", "x4"): ("Bo = Li + bo", "… = … + bo"),
    ("Dora Maar", "3"): ("x ** (1 / 3) is 1.7320", "x ** (1 / 3) is 1.7320"),
    ("Eve Low", "4711"): ("s4711 = 4711 + 14711", "s… = … + 14711"),
    ("Tim", "x5"): ("uptime = Tim", "uptime = …"),
    ("Ада Лавлейс", "x6"): ("# ада лавлейс", "# …"),
    ("Anna Berg", "x7"): ("with Chiara Rossi (rossi@x.org)", "with … (…)"),
}


@pytest.mark.parametrize("who", SIGNED, ids=lambda who: who[0])
def test_an_example_has_no_word_of_a_name(who):
    """Nor the whole name of anybody else."""
    written, shown = SIGNED[who]
    person = PersonRow(1, who[1], who[0], "", who[1], True, {})
    other = PersonRow(2, "9", "Chiara Rossi", "rossi@x.org", "crossi", True, {})
    assert Anonymity([person, other]).of(written, person) == shown


def test_hand_ins_that_are_the_same_text_stand_together(grades):
    text = (grades / "similar.html").read_text()
    assert "Ben Çelik, Chiara Rossi" in text
    assert "This accuses nobody." in text
    assert "Anna Berg" not in text


def test_a_team_is_not_like_itself():
    alike = Alike(load_exercise(REPOSITORY, "libm"))
    for who, source in (("Anna", "Team A"), ("Ben", "Team A")):
        alike.add(who, {"libm_abi.py": b"own = 1\n"}, source)
    assert list(alike.groups()) == []


def test_what_was_handed_out_and_the_solution_make_nobody_alike():
    exercise = load_exercise(REPOSITORY, "libm")
    alike = Alike(exercise)
    own = {**LIBM, "libm_abi.py": LIBM["libm_abi.py"] + "# my own\n"}
    for who, files in (("a", LIBM), ("b", LIBM), ("c", own), ("d", own)):
        alike.add(who, {name: text.encode() for name, text in files.items()}, who)
    assert list(alike.groups()) == [(1, ["c", "d"])]


def test_a_class_that_handed_in_nothing_has_a_page_all_the_same():
    part = ClassExercise(load_exercise(REPOSITORY, "libm"), Anonymity())
    assert (part.mistakes(), part.points) == ([], [])


@pytest.mark.parametrize("points", [[7, 9, 9, 12, 12, 12], [12, 0], [3], [0, 0, 12], [2, 5, 4, 3]])
def test_the_figures_of_a_class_are_those_of_a_statistician(points):
    part = ClassExercise(load_exercise(REPOSITORY, "libm"), Anonymity())
    part.points, part.max_points = [float(one) for one in points], 12.0
    page = class_page([part], Policy(), [])["parts"][0]
    assert float(page["median"]) == np.median(points)
    assert float(page["mean"]) == pytest.approx(np.mean(points), abs=0.01)


@pytest.mark.parametrize(
    ("received", "adjusted", "says"),
    [
        ("2026-03-02T10:00:00+00:00", "2026-03-01T10:00:00+00:00", True),
        ("2026-03-01T10:00:00+00:00", "2026-03-02T10:00:00+00:00", False),
    ],
)
def test_who_hands_in_anew_after_an_adjustment_is_told_with_both_points(
    everybody, received, adjusted, says
):
    cell = next(one for one in everybody if one.person.label == "1").cells[0]
    cell = replace(
        cell,
        hand_in=replace(cell.hand_in, received=received),
        adjustment=Adjustment(7.5, "In the lab", "eve", adjusted),
        points=7.5,
    )
    assert ("Handed in anew after that; the checks give 12 of 12." in cell.notes) is says
    assert any("Adjusted to 7.5 by eve" in note for note in cell.notes)


def test_the_page_on_grading_documents_what_gradebook_json_holds(grades):
    page = (REPOSITORY / "website/pages/grading.md").read_text()
    documented = page.partition("`gradebook.json` has")[2].partition("Start with")[0]
    person = json.loads((grades / "gradebook.json").read_text())["people"][0]
    keys = re.findall(r"`(\w+)`", documented.partition("what it holds")[0])
    of_a_cell = re.findall(r"^\| (.*?) \|", documented, re.MULTILINE)
    cells = [key for row in of_a_cell for key in re.findall(r"`(\w+)`", row)]
    assert keys == ["people", *person]
    assert cells == [*person["exercises"]["libm"]]
    assert set(STATES) <= set(re.findall(r"`(\w+)`", documented))


# What platforms take back

MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 11","Anna Berg",anna@example.org,"Submitted for grading - ",,100.00,Yes,'
    '"Friday, 1 May 2026, 9:12 PM",-,\n'
    '"Participant 12","Ben Çelik",ben@example.org,"Submitted for grading - ",,100.00,Yes,-,-,\n'
    '"Participant 99","Omar Absent",omar@example.org,"No submission - ",,100.00,Yes,-,-,\n'
)
CANVAS = (
    "Student,ID,SIS Login ID,Section,Essay (1),Two functions (1234),Final Score\n"
    "    Points Possible,,,,5,24,(read only)\n"
    '"Berg, Anna",501,aberg,"Lab, A",4.00,,80\n'
    '"Çelik, Ben",502,bcelik,"Lab ""B""",,,0\n'
    '"Student, Test",503,,,,,\n'
)


@pytest.mark.parametrize(
    "text", [MOODLE, CANVAS, "\ufeff" + CANVAS.replace("\n", "\r\n"), CANVAS.replace(",", ";")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_not_filled_in_stays_byte_for_byte(tmp_path, text, encoding):
    content = text.removeprefix("\ufeff" * (encoding == "utf-16")).encode(encoding)
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    assert read_worksheet(path).content() == content


def filled(folder, name, text, everybody, policy):
    path = folder / name
    path.write_bytes(text.encode())
    said = write_sheets(folder, everybody, read_asked((f"libm={path}",), ["libm"]), policy)
    return (folder / f"filled-{name.removeprefix('filled-')}").read_bytes().decode(), said


def test_moodles_worksheet_gets_grades_of_its_maximum_and_feedback(tmp_path, everybody):
    text, said = filled(tmp_path, "moodle.csv", MOODLE, everybody, Policy())
    before, after = MOODLE.splitlines(), text.splitlines()
    assert after[0] == before[0]
    assert after[1] == before[1].replace(",,100.00", ",100.00,100.00") + '"<p>12 of 12 points.</p>"'
    assert after[2].startswith(before[2].replace(",,100.00", ",66.67,100.00"))
    assert "First failure: cube_root() in libm_abi.py" in after[2]
    assert after[3] == before[3]
    none = "has no row in moodle.csv, by number, address or name; give the grade by hand."
    assert f"3 (Chiara Rossi) {none}" in said


@pytest.mark.parametrize(
    "titles",
    [
        '{},"{}",{},Status,{},{},"x","y","{}","{}"'.format(*titles.split(";"))
        for titles in (
            "ID;Vollständiger Name;E-Mail-Adresse;Bewertung;Bestwertung;"
            "Zuletzt geändert (Bewertung);Feedback als Kommentar",
            "Identifiant;Nom complet;Adresse de courriel;Note;Note maximale;"
            "Dernière modification (note);Feedback par commentaires",
            "Identificador;Nombre completo;Dirección de correo;Calificación;Calificación máxima;"
            "Última modificación (calificación);Comentarios de retroalimentación",
            "Identificador;Nome completo;Endereço de email;Nota;Nota máxima;"
            "Última modificação (nota);Comentários de feedback",
            "Identificativo;Nome completo;Indirizzo email;Valutazione;Valutazione massima;"
            "Ultima modifica (valutazione);Commenti di feedback",
            "Identificatie;Volledige naam;E-mailadres;Cijfer;Het hoogste;"
            "Laatst gewijzigd (beoordeling);Feedback opmerkingen",
        )
    ],
    ids=["German", "French", "Spanish", "Portuguese", "Italian", "Dutch"],
)
def test_moodles_worksheet_may_be_in_another_language(tmp_path, everybody, titles):
    _, *rows = MOODLE.replace("Participant ", "Teilnehmer/in").splitlines()
    sheet = "\n".join([titles, *rows, ""])
    text, _ = filled(tmp_path, "moodle.csv", sheet, everybody, Policy())
    expected, _ = filled(tmp_path, "english.csv", MOODLE, everybody, Policy())
    assert text.splitlines()[0] == titles
    assert (
        text.replace("Teilnehmer/in", "Participant ").splitlines()[1:]
        == (expected.splitlines()[1:])
    )


def test_a_number_alone_gives_nobody_a_grade(tmp_path, everybody):
    """A team may have the number that somebody has, whose name then stands there."""
    sheet = MOODLE.replace('"Anna Berg",anna@', '"Somebody Else",else@')
    text, _ = filled(tmp_path, "moodle.csv", sheet, everybody, Policy())
    assert text.splitlines()[1] == sheet.splitlines()[1]


def test_worksheets_of_one_name_are_all_filled_in(tmp_path, everybody):
    asked = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Grades.csv").write_text(MOODLE)
        asked.append(f"libm={tmp_path / folder / 'Grades.csv'}")
    write_sheets(tmp_path, everybody, read_asked(tuple(asked), ["libm"]), Policy())
    assert len(list(tmp_path.glob("filled-*Grades.csv"))) == 2


def test_an_exercise_without_a_column_is_told(tmp_path, everybody):
    text, said = filled(tmp_path, "canvas.csv", CANVAS, everybody, Policy())
    assert text == CANVAS
    assert any("no grade of libm is in it; write what Canvas calls" in one for one in said)


BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Essay Points Grade <Numeric MaxPoints:5 Weight:1>,"
    "Libm Points Grade <Numeric MaxPoints:20.5>,End-of-Line Indicator\r\n"
    "#1,#aberg,Berg,Anna,4,,#\r\n#,#bcelik,Çelik,Ben,,7,#\r\n#77,#zoe,Oz,Zoe,,9,#\r\n"
)
BLACKBOARD = (
    '"Last Name","First Name","Username","Student ID","Essay [Total Pts: 5 Score] |41",'
    '"Libm [Total Pts: up to 20.5 Score] |42"\r\n"Berg","Anna","x","1","4",""\r\n'
    '"Çelik","Ben","bcelik","","","Needs Grading"\r\n"Oz","Zoe","zoe","77","","9"\r\n'
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        (BRIGHTSPACE, [("4,,#", "4,20.50,#"), (",,7,#", ",,13.67,#")]),
        # Of a person there need be nothing but an id, whose first zeros the roster has lost.
        (
            "OrgDefinedId,Libm Points Grade,End-of-Line Indicator\n#001,,#\n#3.0,,#\n",
            [("#001,,", "#001,12.00,"), ("#3.0,,", "#3.0,8.00,")],
        ),
        (BRIGHTSPACE.replace("Libm", "Task 1"), []),
        (BLACKBOARD, [('"4",""', '"4","20.50"'), ('"Needs Grading"', '"13.67"')]),
        (BLACKBOARD.replace("Libm", "Libm 2"), []),
    ],
)
def test_a_maximum_may_stand_in_the_title_of_a_column(tmp_path, everybody, text, cells):
    wanted = text
    for before, after in cells:
        wanted = wanted.replace(before, after, 1)
    found, said = filled(tmp_path, "export.csv", text, everybody, Policy())
    assert found == wanted
    assert any("no grade of libm is in it" in one for one in said) == (not cells)
    assert not list(tmp_path.glob("canvas.csv"))


def test_canvas_gets_the_points_of_its_assignment_alone(tmp_path, everybody):
    policy = Policy({"libm": ExercisePolicy(platform="Two functions (1234)")})
    text, _ = filled(tmp_path, "canvas.csv", CANVAS, everybody, policy)
    assert text == CANVAS.replace("4.00,,80", "4.00,24.00,80").replace(",,,0\n", ",,16.00,0\n")


SAID = [
    'It says "no".',
    'printf("%s\\n", \\"x\\");',
    "It ends so: \\",
    "'\\\\\\\"'",
    "two\nlines, with; marks",
    "<p>&amp;",
    "é\u4e2d",
]


@pytest.mark.parametrize("said", SAID)
def test_moodle_takes_the_grades_and_no_other(tmp_path, everybody, said):
    """Behind a backslash, a quote ends nothing for PHP: one message could end the whole upload."""
    ben = everybody[1]
    first = replace(ben.cells[0].first_failure, message=said)
    checks = [first if one.id == first.id else one for one in ben.cells[0].verdict.checks]
    verdict = replace(ben.cells[0].verdict, checks=checks)
    changed = replace(ben, cells=(replace(ben.cells[0], verdict=verdict),))
    people = [changed if one is ben else one for one in everybody]
    text, _ = filled(tmp_path, "moodle.csv", MOODLE, people, Policy())
    taken = moodle_takes(text.encode(), {"11", "12", "99"}, 100)
    assert taken["11"] == (100.0, "<p>12 of 12 points.</p>")
    assert taken["12"][0] == 66.67
    shown = re.findall("<p>(.*?)</p>", html.unescape(taken["12"][1]), re.DOTALL)
    assert " ".join(said.split()) in " ".join(" ".join(shown).split())
    assert set(taken) == {"11", "12"}
    sheet = moodle_sheet(people, "libm")
    assert {one: grade for one, (grade, _) in moodle_takes(sheet, {"11", "12"}, 12).items()} == {
        "11": 12.0,
        "12": 8.0,
    }


@pytest.mark.parametrize("points", ["24", "24.00", "1,000.00", "1.000,00"])
@pytest.mark.parametrize("marks", ["", "\ufeff", ";"])
@pytest.mark.parametrize("title", ["Two functions (1234)", "Two functions"])
def test_canvas_takes_the_grades_and_no_other(tmp_path, everybody, points, marks, title):
    policy = Policy({"libm": ExercisePolicy(platform=title)})
    rows = list(csv.reader(CANVAS.replace("Two functions (1234)", title).splitlines()))
    rows[1][5] = points
    rows.insert(1, ["", "", "", "", "", "Manual Posting", ""])
    out = io.StringIO()
    csv.writer(out, delimiter=";" if marks == ";" else ",", lineterminator="\n").writerows(rows)
    text, _ = filled(tmp_path, "c.csv", marks.strip(";") + out.getvalue(), everybody, policy)
    students = {"501": "aberg", "502": "bcelik", "503": "test"}
    taken = canvas_takes(text.encode(), {"1": "Essay", "1234": "Two functions"}, students)
    most = 1000 if len(points) > 5 else 24
    assert taken == (
        {
            ("501", "1"): "4.00",
            ("501", "1234"): f"{most:.2f}",
            ("502", "1234"): f"{most / 1.5:.2f}",
        },
        [],
        [],
    )


def test_brightspace_takes_the_grades_and_no_other(tmp_path, everybody):
    text, _ = filled(tmp_path, "b.csv", BRIGHTSPACE, everybody, Policy())
    assert brightspace_takes(text.encode(), {"Essay": 5, "Libm": 20.5}) == {
        (("1", "aberg"), "Essay"): 4,
        (("1", "aberg"), "Libm"): 20.5,
        (("", "bcelik"), "Libm"): 13.67,
        (("77", "zoe"), "Libm"): 9,
    }


@pytest.mark.parametrize("is_tabbed", [False, True], ids=["commas", "tabs"])
def test_blackboard_takes_the_grades_and_no_other(tmp_path, everybody, is_tabbed):
    path, (sheet, encoding) = tmp_path / "b.csv", (BLACKBOARD, "utf-8")
    if is_tabbed:  # as Blackboard calls it, of Excel
        sheet, encoding = BLACKBOARD.replace('","', "\t").replace('"', ""), "utf-16"
    path.write_bytes(sheet.encode(encoding))
    write_sheets(tmp_path, everybody, read_asked((f"libm={path}",), ["libm"]), Policy())
    taken = blackboard_takes((tmp_path / "filled-b.csv").read_bytes(), ["41", "42"])
    of_libm = {("x", "42"): 20.5, ("bcelik", "42"): 13.67, ("zoe", "42"): 9}
    assert taken == {("x", "41"): 4, **of_libm}


FORMULAS = ["=1+1", "+1+1", "-2+3|cmd", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1", "\uff0d1-1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_gradebook_is_a_formula(tmp_path, everybody, text):
    who = replace(everybody[0].person, name=text, more={text: text, "left": "-3"})
    standing = replace(everybody[0], person=who, notes=(text,))
    write_tables(tmp_path, [standing], Policy(), [], [text, "left"])
    with (tmp_path / "gradebook.csv").open(newline="") as file:
        titles, row = csv.reader(file)
    assert titles[5:7] == [f"'{text}", "left"]
    assert (row[1], row[5:7], row[-1]) == (f"'{text}", [f"'{text}", "-3"], f"'{text}")


@pytest.mark.parametrize("mark", ["EX", "ex", '"EX"'])
def test_who_is_excused_at_canvas_stays_so(tmp_path, everybody, mark):
    policy = Policy({"libm": ExercisePolicy(platform="Two functions (1234)")})
    sheet = CANVAS.replace("4.00,,80", f"4.00,{mark},80")
    text, _ = filled(tmp_path, "canvas.csv", sheet, everybody, policy)
    assert text == sheet.replace(",,,0\n", ",,16.00,0\n")


@pytest.mark.parametrize("before", ["", "7.00", "EX"])
def test_canvas_is_told_who_is_excused(tmp_path, grades, before):
    rule = ExercisePolicy(platform="Two functions (1234)", excused=("aberg",))
    policy = Policy({"libm": rule})
    with Book(grades) as book:
        everybody = list(standings(book, course_of(book, EXERCISES, policy), policy))
    sheet = CANVAS.replace("4.00,,80", f"4.00,{before},80")
    text, _ = filled(tmp_path, "canvas.csv", sheet, everybody, policy)
    assert text == CANVAS.replace("4.00,,80", "4.00,EX,80").replace(",,,0\n", ",,16.00,0\n")
    moodle, _ = filled(tmp_path, "moodle.csv", MOODLE, everybody, policy)
    assert moodle.splitlines()[1] == MOODLE.splitlines()[1]


DUE = datetime(2020, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "changed", "says"),
    [
        (None, DUE, "the platform says so, and not how late, which counts as one day"),
        (DUE, None, "the platform says so, and not how late, which counts as one day"),
        (DUE, DUE + timedelta(seconds=40), f"handed in {DUE.astimezone():%F %H:%M}:40, due {DUE.astimezone():%F %T}"),
        (DUE, DUE + timedelta(hours=2), f"due {DUE.astimezone():%F %H:%M}"),
    ],
)  # fmt: skip
def test_it_is_told_why_something_is_late_and_what_that_is_taken_off(everybody, due, changed, says):
    (cell,) = everybody[0].cells
    handed_in = replace(cell.hand_in, late=True, changed=changed)
    note = replace(cell, percent_off=10.0, due=due, hand_in=handed_in).notes[0]
    assert note.startswith("Late: 10 % taken off; ")
    assert note.endswith(f"{says}. Before that, the checks give 12 of 12.")


def test_points_possible_may_have_a_comma(tmp_path, everybody):
    policy = Policy({"libm": ExercisePolicy(platform="Two functions (1234)")})
    sheet = CANVAS.replace(",", ";").replace(";5;24;", ";5,00;24,00;")
    text, _ = filled(tmp_path, "canvas.csv", sheet, everybody, policy)
    assert text == sheet.replace("4.00;;80", "4.00;24.00;80").replace(";;;0\n", ";;16.00;0\n")


def test_what_moodle_would_leave_out_in_silence_is_told(tmp_path, everybody):
    anna = everybody[0]
    cells = tuple(replace(cell, points=cell.max_points + 1) for cell in anna.cells)
    _, said = filled(tmp_path, "m.csv", MOODLE, [replace(anna, cells=cells)], Policy())
    assert [one for one in said if "more than the maximum in m.csv" in one] == said[-1:]
    _, said = filled(tmp_path, "m.csv", MOODLE, everybody, Policy())
    assert not any("more than the maximum" in one for one in said)


def test_what_was_filled_in_may_be_filled_in_once_more(tmp_path, everybody):
    text, _ = filled(tmp_path, "filled-m.csv", MOODLE, everybody, Policy())
    assert "filled-filled-m.csv" not in {path.name for path in tmp_path.iterdir()}
    assert ",100.00,100.00" in text


def test_a_row_that_lost_its_cells_is_told(tmp_path, everybody):
    sheet = MOODLE.replace('"Anna Berg",anna@example.org', '"Anna Berg"\nx')
    with pytest.raises(WorkshopError, match=r"moodle.csv: row 2 has 2 cells, expected"):
        filled(tmp_path, "moodle.csv", sheet, everybody, Policy())


def test_without_a_worksheet_there_is_what_the_importer_asks_for(everybody):
    rows = moodle_sheet(everybody, "libm").decode().splitlines()
    assert rows[0].startswith(
        'Identifier,"Full name",Grade,"Maximum grade","Last modified (grade)"'
    )
    assert rows[1].startswith('"Participant 11","Anna Berg",12.00,12.00,-,')
    assert canvas_sheet(everybody, Policy()) == b""


def test_where_a_worksheet_is_filled_in_no_other_table_has_its_grades(tmp_path, everybody):
    """One of before would have the grades of before."""
    write_sheets(tmp_path, everybody, [], Policy())
    assert [path.name for path in tmp_path.iterdir()] == ["moodle-libm.csv"]
    said = filled(tmp_path, "sheet.csv", MOODLE, everybody, Policy())[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["filled-sheet.csv", "sheet.csv"]
    assert not [sentence for sentence in said if "moodle-" in sentence]


def test_a_worksheet_of_one_platform_leaves_the_table_of_the_other(tmp_path, everybody):
    filled(tmp_path, "canvas-sheet.csv", CANVAS, everybody, Policy())
    assert (tmp_path / "moodle-libm.csv").is_file()


def test_what_is_no_worksheet_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Name,Points\n")
    with pytest.raises(
        WorkshopError, match=r"no worksheet of Moodle .* its columns are Name, Points"
    ):
        read_worksheet(path)
    path.write_text(MOODLE + '"Participant 1')
    with pytest.raises(WorkshopError, match="A quotation mark is not closed"):
        read_worksheet(path)
    path.write_text(MOODLE + '"Jörg"', encoding="cp1252")
    with pytest.raises(WorkshopError, match="is not in UTF-8, as the platforms write it"):
        read_worksheet(path)
    with pytest.raises(WorkshopError, match=r"cannot be read \(Is a directory\)"):
        read_worksheet(tmp_path)
    with pytest.raises(WorkshopError, match="no exercise 'libn'; did you mean 'libm'"):
        read_asked((f"libn={path}",), ["libm"])
