"""It is known whose each hand-in is, and nothing poisoned gets anywhere."""

import contextlib
import os
from datetime import UTC, datetime

import pytest

from cffi_workshop.cli.grade import LAYOUTS as layouts_of_the_command
from cffi_workshop.cohort.book.book import Book
from cffi_workshop.cohort.hand_ins import contents
from cffi_workshop.cohort.hand_ins.platform_names import time_of
from cffi_workshop.cohort.intake.layouts import LAYOUTS as ABOUT
from cffi_workshop.cohort.intake.report import report_intake
from cffi_workshop.cohort.intake.take_in import Intake, take_in
from cffi_workshop.cohort.platforms.sheets import accounts_in, read_asked
from cffi_workshop.cohort.roster.roster import Claim, Person, Roster
from cffi_workshop.cohort.roster.roster_file import read_roster
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.metadata import load_exercise

from .courses import lay, rows_of, tree
from .packed_hand_ins import (
    BLACKBOARD,
    GRADESCOPE,
    LAYOUTS,
    LIBM,
    PEOPLE,
    below,
    notebook,
    zipped,
)
from .poisoned_archives import REFUSED, REMARKED
from .surroundings import EXERCISES, REPOSITORY


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(PEOPLE)
    return read_roster(path)


@pytest.fixture
def taken(tmp_path, roster):
    """Return a function that takes hand-ins in.

    It gives (label, exercise) -> row, and the intake.
    """

    def take(source, *slugs, layout=None, people=roster, accounts=None):
        chosen = [one for one in EXERCISES if one.slug in slugs] if slugs else EXERCISES
        with Book(tmp_path / "grades") as book:
            intake = take_in(
                book,
                source,
                people,
                chosen,
                alone=bool(slugs),
                layout=layout,
                everything=EXERCISES,
                accounts=accounts or {},
            )
            return rows_of(book), intake

    return take


# Layouts: each gives the same files of the same people

# What is in .git is not read from an archive.
PACKED = [name for name, (layout, _) in LAYOUTS.items() if layout != "git"]


@pytest.mark.parametrize(
    ("packed", "name"),
    [*((False, name) for name in LAYOUTS), *((True, name) for name in PACKED)],
    ids=lambda value: {False: "folder", True: "archive"}.get(value, value),
)
def test_each_layout_is_recognised_and_gives_the_files(tmp_path, taken, name, packed):
    layout, files = LAYOUTS[name]
    source = lay(tmp_path / "hand-ins", files)
    if packed:
        source = tmp_path / "hand-ins.zip"
        source.write_bytes(zipped(files))
    rows, intake = taken(source)
    row, found = rows["17", "libm"]
    assert (found, row.problem) == (LIBM, "")
    assert row.late == ("late" in name)
    assert intake.layout == ABOUT[layout]


ONE_PERSON = {
    "versions": below("Version 1", LIBM) | below("Version 2", LIBM),
    "an archive an exercise": {"libm.zip": zipped(LIBM), "fibonacci.zip": zipped({})},
    "a folder an exercise": {**below("libm", LIBM), "fibonacci/fibonacci.c": b""},
    "a clone": {**below("course", LIBM), "course/.git/HEAD": b""},
    "parts, one by somebody else": {"one.zip": zipped(LIBM), "two.zip": b"", "li.zip": b""},
    "files": LIBM,
}


@pytest.mark.parametrize("who", ["17", "mallory", "A"])
@pytest.mark.parametrize("files", ONE_PERSON.values(), ids=ONE_PERSON)
def test_what_one_person_or_team_handed_in_is_no_group(tmp_path, taken, files, who):
    """Nobody gets a row by what somebody, known to the roster or not, calls a folder."""
    people = read_roster_of(tmp_path, PEOPLE.replace("login\n", "login,team\n", 1))
    source = lay(tmp_path / "hand-ins", below(who, files) | below("eve", LIBM) | below("x", LIBM))
    rows, _ = taken(source, people=people)
    assert {label for label, _ in rows} == {who, "20", "x"}
    assert rows[who, "libm"][1] == LIBM


@pytest.mark.parametrize("people", [Roster(), Roster([Person("99", "Omar")])])
def test_a_folder_in_which_an_exercise_lies_twice_is_named(tmp_path, taken, capsys, people):
    """Without a roster nobody can say whether these are people, or versions of one person."""
    files = below("G1/anna", LIBM) | below("G1/ben", LIBM) | below("G2/dora", LIBM)
    _, intake = taken(lay(tmp_path / "hand-ins", files), people=people)
    assert intake.several == ["G1: libm, 2 times"]
    report_intake(intake, people)
    assert "give a --roster that knows half of them." in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("packed", [False, True], ids=["folders", "archives"])
def test_parts_that_are_counted_are_nobody_whose_id_that_is(tmp_path, taken, packed):
    people = Roster([Person(str(one), f"Somebody {one}") for one in range(1, 20)])
    parts = {
        f"mallory/{one}": {"libm_abi.py": b"%d" % one, "libm_api.py": b"x"} for one in range(1, 4)
    }
    files = {}
    for part, inside in parts.items():
        files |= {f"{part}.zip": zipped(inside)} if packed else below(part, inside)
    rows, _ = taken(lay(tmp_path / "hand-ins", files | below("17", LIBM)), people=people)
    assert {label for label, _ in rows} == {"mallory", "17"}


@pytest.mark.parametrize("part", ["src", "lib", "final"])
def test_a_folder_of_code_is_nobody_whose_login_that_is(tmp_path, taken, part):
    people = Roster([Person("17", "Anna Berg"), Person("18", "Max Source", login=part)])
    files = below(f"mallory/{part}", LIBM) | below("17", LIBM)
    rows, _ = taken(lay(tmp_path / "hand-ins", files), people=people)
    assert {label for label, _ in rows} == {"mallory", "17"}


def test_clones_lie_in_groups_as_well(tmp_path, taken):
    heads = {f"A/w3-{login}/.git/HEAD": b"" for login in ("aberg", "li", "mallory")}
    rows, intake = taken(lay(tmp_path / "hand-ins", {**heads, **below("A/w3-aberg", LIBM)}))
    assert rows["17", "libm"][1] == LIBM
    assert intake.strangers == ["mallory"]


def test_gradescope_says_who_handed_in_together_and_when(tmp_path, taken):
    files = below("submission_77002", LIBM) | below("submission_9", {"libm_abi.py": b"x = 1\n"})
    source = lay(tmp_path / "export", {**files, "submission_metadata.yml": GRADESCOPE})
    rows, intake = taken(source)
    assert {label for label, _ in rows} == {"18", "20", "submission_9"}
    assert rows["18", "libm"][1] == rows["20", "libm"][1] == LIBM
    with Book(tmp_path / "grades") as book:
        times = {one.changed for one in book.hand_ins(rows["18", "libm"][0].person)}
    assert times == {datetime(2026, 11, 26, 10, 15, tzinfo=UTC)}
    assert intake.strangers == ["submission_9"]


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("Nov 5, 2026 115 PM", (2026, 11, 5, 13, 15)),
        ("Nov 15, 2026 1215 AM", (2026, 11, 15, 0, 15)),
        ("September 1, 2026 1200 PM", (2026, 9, 1, 12, 0)),
        ("Sept. 1, 2026 905 AM", (2026, 9, 1, 9, 5)),
        ("2026-09-01-09-05-00", (2026, 9, 1, 9, 5)),
        ("Nov 31, 2026 905 AM", None),
        ("Foo 1, 2026 905 AM", None),
    ],
)
def test_an_attempt_says_when_it_was_handed_in(said, time):
    assert time_of(said) == (time and datetime(*time).timestamp())


def test_a_roster_of_brightspace_has_its_marks_taken_away(tmp_path):
    path = tmp_path / "d2l.csv"
    path.write_text(
        "OrgDefinedId,Username,Last Name,First Name,Email,Section,End-of-Line Indicator\n"
        "#17,#aberg,Berg,Anna,anna@example.org,#1,#\n"
    )
    anna = Person("17", "Anna Berg", "anna@example.org", "aberg", {"Section": "1"})
    assert read_roster(path).people == [anna]


@pytest.mark.parametrize(
    "said", ["Anna B. <anna@example.org>", "Re: libm (anna@example.org)", "anna@example.org; libm"]
)
def test_an_address_among_other_words_says_whose_it_is(tmp_path, taken, said):
    rows, intake = taken(lay(tmp_path / "hand-ins", below(said, LIBM)))
    assert (set(rows), intake.strangers) == ({("17", "libm")}, [])


def test_what_shows_folders_leaves_behind_is_not_told(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", {"Thumbs.db": b"", "desktop.ini": b"", ".DS_Store": b""})
    disk = {"$RECYCLE.BIN/S-1/x.py": b"", "lost+found/#1": b"", "~$homework.docx": b""}
    rows, intake = taken(lay(source, {**disk, **below("17", {**LIBM, "Thumbs.db": b""})}))
    assert (intake.aside, set(rows)) == ([], {("17", "libm")})


@pytest.mark.parametrize("years", [(2021, 2020), (2020, 2021)], ids=["then older", "then younger"])
def test_what_is_the_same_is_as_old_as_it_was_the_oldest_time(tmp_path, taken, years):
    source = lay(tmp_path / "hand-ins", below("17", LIBM))
    for year in years:
        for name in LIBM:
            os.utime(source / "17" / name, (datetime(year, 1, 1, tzinfo=UTC).timestamp(),) * 2)
        rows, _ = taken(source)
    assert rows["17", "libm"][0].changed.year == 2020


def test_the_attempt_of_blackboard_says_when_it_was_handed_in(tmp_path, taken):
    names = {month: BLACKBOARD.replace("-01-", f"-{month}-", 1) for month in ("03", "01", "13")}
    files = {
        f"{name}-05_{file}": LIBM[file] + month.encode()
        for month, name in names.items()
        for file in LIBM
    }
    text = BLACKBOARD.replace("-01-", "-05-", 1)
    rows, intake = taken(lay(tmp_path / "hand-ins", {**files, f"{text}-06.txt": b""}))
    row, _ = rows["17", "libm"]
    assert set(rows) == {("17", "libm"), ("17", "")}  # of the last attempt a text alone
    assert len(intake.doubles[0].split(" and ")) == 3
    with Book(tmp_path / "grades") as book:
        times = {one.changed for one in book.hand_ins(row.person) if one.exercise == "libm"}
    assert {datetime(2026, month, 2, 3, 4, 5).astimezone() for month in (1, 3)} < times


@pytest.mark.parametrize(
    ("logins", "people"),
    [
        (["s_berg", "berg"], {"s_berg", "berg"}),
        (["s_berg", "koch"], {"s_berg", "koch"}),
        (["s_berg", "s_koch"], {"s_berg", "s_koch"}),
        (["s_berg"], {"s_berg"}),
        (["s_berg", "koch"], {"berg", "koch"}),
    ],
    ids=["beside its end", "one", "all", "alone", "not on the roster"],
)
def test_a_login_of_blackboard_may_have_an_underscore(tmp_path, taken, logins, people):
    roster = read_roster_of(tmp_path, "login\n" + "".join(f"{one}\n" for one in people))
    files = {}
    for login in logins:
        name = BLACKBOARD.replace("aberg", login)
        files |= {f"{name}-05_{file}": LIBM[file] + login.encode() for file in LIBM}
    rows, _ = taken(lay(tmp_path / "hand-ins", files), people=roster)
    held = {who: found["libm_abi.py"].rpartition(b"\n")[2] for (who, _), (_, found) in rows.items()}
    assert held == {login: login.encode() for login in logins}


def test_a_single_notebook_and_a_single_folder_are_of_who_they_are_called_after(tmp_path, taken):
    for source in (tmp_path / "aberg.ipynb", tmp_path / "aberg"):
        if source.suffix:
            source.write_bytes(notebook(LIBM))
        else:
            lay(source, LIBM)
        rows, intake = taken(source)
        assert rows["17", "libm"][1] == LIBM
        assert intake.layout == "the files of one person"


def test_a_layout_that_is_named_stands_over_what_was_recognised(tmp_path, taken):
    source = lay(tmp_path / "aberg", {**below("old", {"libm_abi.py": b""}), **below("new", LIBM)})
    assert {label for label, _ in taken(source)[0]} == {"new", "old"}
    rows, intake = taken(source, layout="one")
    assert rows["17", "libm"][1] == LIBM
    assert intake.layout == "the files of one person"


def test_the_command_takes_each_layout():
    assert set(layouts_of_the_command) == set(ABOUT)


@pytest.mark.parametrize("name", ABOUT)
def test_a_layout_that_does_not_fit_ends_nothing(tmp_path, taken, name):
    """Whatever it was named for: what lies there is a row, a name among others, or a sentence."""
    for number, (_, files) in enumerate(LAYOUTS.values()):
        source = lay(tmp_path / f"hand-ins {number}", files)
        with contextlib.suppress(WorkshopError):
            rows, intake = taken(source, layout=name)
            assert rows or intake.aside


def test_the_grades_may_lie_among_the_hand_ins(tmp_path, taken):
    source = lay(tmp_path, below("17", LIBM))
    taken(source)
    rows, intake = taken(source)
    assert set(rows) == {("17", "libm")}
    assert intake.strangers == []


def test_names_in_other_scripts_and_accents_that_a_platform_took_away(tmp_path, taken):
    files = below("李 小龍_1_assignsubmission_file_", LIBM) | below(
        "Ben Celik_2_assignsubmission_file_", LIBM
    )
    rows, _ = taken(lay(tmp_path / "hand-ins", files))
    assert {label for label, _ in rows} == {"18", "19"}


def test_logins_with_a_hyphen_are_found_at_the_end_of_a_clone(tmp_path, taken):
    files = {"final-exam-b-celik/.git/HEAD": b"", **below("final-exam-b-celik", LIBM)}
    rows, _ = taken(lay(tmp_path / "hand-ins", files))
    assert set(rows) == {("18", "libm")}


def test_what_matches_nobody_is_kept_and_named(tmp_path, taken):
    rows, intake = taken(lay(tmp_path / "hand-ins", below("mallory", LIBM)))
    assert rows["mallory", "libm"][1] == LIBM
    assert intake.strangers == ["mallory"]


def test_a_stranger_whom_a_later_roster_knows_is_a_stranger_no_more(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("mallory", LIBM))
    taken(source)
    known = read_roster_of(tmp_path, "id,login\n17,aberg\n30,mallory\n")
    rows, intake = taken(source, people=known)
    assert intake.strangers == []
    assert set(rows) == {("30", "libm")}


@pytest.mark.parametrize("text", [PEOPLE, "name,email\nAnna Berg,anna@x.org\n", "login\naberg\n"])
def test_a_book_keeps_the_roster_that_it_was_given(tmp_path, taken, text):
    people = read_roster_of(tmp_path, text)
    taken(lay(tmp_path / "hand-ins", below("mallory", LIBM)), people=people)
    with Book(tmp_path / "grades") as book:
        kept = book.roster()
    key = lambda one: one.label  # noqa: E731
    assert sorted(kept.people, key=key) == sorted(people.people, key=key)


def test_a_name_that_two_people_have_is_no_proof(tmp_path, taken):
    people = Roster([*read_roster_of(tmp_path, "id,name\n1,Kim Lee\n2,Kim Lee\n").people])
    rows, intake = taken(lay(tmp_path / "hand-ins", below("Kim Lee", LIBM)), people=people)
    assert (intake.strangers, intake.doubtful) == (
        [],
        ["Kim Lee, which fits 1 (Kim Lee) and 2 (Kim Lee)"],
    )
    assert ("Kim Lee", "libm") in rows


TWO_ACCOUNTS = below("Kim Lee_11_assignsubmission_file", LIBM) | below(
    "Kim Lee_12_assignsubmission_file", {**LIBM, "libm_abi.py": b"x = 1\n"}
)


@pytest.mark.parametrize("text", ["id,name\n1,Kim Lee\n2,Kim Lee\n", "id,name\n1,Anna Berg\n"])
def test_two_accounts_of_one_name_are_two_people(tmp_path, taken, text):
    people = read_roster_of(tmp_path, text)
    rows, intake = taken(lay(tmp_path / "hand-ins", TWO_ACCOUNTS), people=people)
    assert set(rows) == {("Kim Lee (11)", "libm"), ("Kim Lee (12)", "libm")}
    assert rows["Kim Lee (11)", "libm"][1] == LIBM
    assert intake.doubles == []


def test_what_a_team_handed_in_is_of_each_member_and_of_nobody_who_has_its_number(tmp_path, taken):
    """Moodle numbers teams as it numbers people, so that a worksheet may have the same number."""
    titles = "id,name,email,Gruppe\n1,Anna Berg,a@x.org,Team A\n2,Ben,b@x.org,Lab; Team A\n"
    people = read_roster_of(tmp_path, f"{titles}3,Eve,e@x.org,Team B\n")
    source = lay(tmp_path / "hand-ins", below("Team A_13_assignsubmission_file", LIBM))
    lay(source, below("Solo_11_assignsubmission_file", LIBM))
    accounts = {"moodle:13": Claim("", login="e@x.org", name="Eve")}
    accounts["moodle:11"] = accounts["moodle:13"]
    rows, intake = taken(source, people=people, accounts=accounts)
    assert set(rows) == {("1", "libm"), ("2", "libm"), ("Solo", "libm")}
    assert rows["1", "libm"][0].ticket == ""
    assert (intake.teams, intake.strangers) == (["Team A: 1 (Anna Berg), 2 (Ben)"], ["Solo"])


@pytest.mark.parametrize("around", ["Ü3/Abgaben", "Ü3", ""])
@pytest.mark.parametrize("name", ["Team {}", "Team {}(0a1b-2c3d)", "team_{}"])
@pytest.mark.parametrize("packed", [False, True])
def test_folders_of_teams_are_of_their_members_wherever_they_lie(
    tmp_path, taken, around, name, packed
):
    titles = "id,name,Group\n1,Anna Berg,Team A\n2,Ben,Team A\n"
    people = read_roster_of(tmp_path, f"{titles}3,Eve,Team B\n")
    folders = (f"{around}/{name.format(letter)}".lstrip("/") for letter in "AB")
    files = {path: text for folder in folders for path, text in below(folder, LIBM).items()}
    source = lay(tmp_path / "hand-ins", files)
    if packed:
        source = tmp_path / "hand-ins.zip"
        source.write_bytes(zipped(files))
    rows, intake = taken(source, people=people)
    assert set(rows) == {(who, "libm") for who in "123"}
    assert (len(intake.teams), intake.strangers) == (2, [])


@pytest.mark.parametrize(
    "folder",
    [
        *("Participant_12_assignsubmission_file", "Teilnehmerin_12_assignsubmission_file"),
        *("Participante_12_assignsubmission_file", "Team A-Participant_12_assignsubmission_file"),
    ],
)
def test_whom_a_platform_hides_is_no_stranger_and_known_once_it_tells(tmp_path, taken, folder):
    source = lay(tmp_path / "hand-ins", below(folder, LIBM))
    _, intake = taken(source)
    assert (intake.strangers, intake.hidden) == ([], [folder.replace("_12", " 12").split("_")[0]])
    accounts = {"moodle:12": Claim(login="anna@example.org", name="Anna Berg")}
    assert set(taken(source, accounts=accounts)[0]) == {("17", "libm")}


def test_whom_canvas_hides_is_no_stranger(tmp_path, taken):
    files = {f"LATE_anon_x1Y2z_5{n}_{name}": LIBM[name] for n, name in enumerate(LIBM)}
    rows, intake = taken(lay(tmp_path / "hand-ins", files))
    assert (intake.strangers, intake.hidden) == ([], ["anon_x1Y2z"])
    assert rows["anon_x1Y2z", "libm"][0].late


@pytest.mark.parametrize(
    ("titles", "layout", "says"),
    [
        ("id,name,email,Seat", "git", "the roster has no logins, which clones are called after:"),
        ("id,name,email,Seat", "people", "by ids, names and addresses (not by Seat); add them"),
        ("id,name,login,Seat", "git", "by ids, names and logins (not by Seat); add them"),
        ("id,name,email,Seat", "moodle", "or say whose their numbers are by a --worksheet, then"),
        ("id,name,email,Seat", "moodle", "Where these are teams, the roster needs a column called"),
        ("id,name,email,Seat", "people", "with the title id, name, email or login, then"),
        ("id,name,login,Team", "people", "by ids, names and logins; add them to the roster"),
    ],
)
def test_of_strangers_it_is_said_how_they_were_looked_for(tmp_path, capsys, titles, layout, says):
    roster = read_roster_of(tmp_path, f"{titles}\n1,Anna Berg,anna,A\n")
    report_intake(Intake(ABOUT[layout], strangers=["mallory"]), roster)
    said = capsys.readouterr().out
    assert "1 person is in the course." in said
    assert says in " ".join(said.split())


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("Anna Berg", "is it 1 (Anna Maria Berg), by another name?"),
        ("Berg, Anna", "is it 1 (Anna Maria Berg), by another name?"),
        ("Anna Luisa Maria Berg", "is it 1 (Anna Maria Berg), by another name?"),
        ("abreg", "is it 1 (Anna Maria Berg), by another name?"),
        ("Ben Celk", "is it 2 (Ben Çelik), by another name?"),
        ("Anna", ""),
        ("mallory", ""),
        ("Ben Cole", ""),
        ("170018", ""),
        ("", ""),
    ],
)
def test_a_stranger_who_may_be_somebody_is_asked_about(tmp_path, capsys, said, asks):
    text = "id,name,login\n1,Anna Maria Berg,aberg\n2,Ben Çelik,bc\n170017,Cleo Ott,cleo\n"
    report_intake(Intake(ABOUT["people"], strangers=[said]), read_roster_of(tmp_path, text))
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert line.strip() == (f"{said}; {asks}" if asks else said)


def test_a_name_of_a_hand_in_cannot_steer_the_terminal(capsys):
    named = Intake("", strangers=["\x1b[2Jx\n", "\u202egnp"], aside=["\rok"])
    report_intake(named, Roster([Person("1", "Anna Berg")]))
    said = capsys.readouterr().out
    assert all(shown in said for shown in ("  \\x1b[2Jx\\n\n", "  \\u202egnp\n", "  \\rok\n"))


def test_a_worksheet_says_which_account_is_whose(tmp_path, taken):
    people = read_roster_of(tmp_path, "id,name,email\n1,Kim Lee,k1@x.org\n2,Kim Lee,k2@x.org\n")
    sheet = tmp_path / "worksheet.csv"
    sheet.write_text(
        'Identifier,"Full name","Email address",Grade,"Last modified (grade)"\n'
        '"Participant 12","Kim Lee",k1@x.org,,-\n"Participant 11","Kim Lee",k2@x.org,,-\n'
    )
    accounts = accounts_in(read_asked((str(sheet),), ["libm"]))
    rows, intake = taken(lay(tmp_path / "hand-ins", TWO_ACCOUNTS), people=people, accounts=accounts)
    assert intake.strangers == []
    assert rows["2", "libm"][1] == LIBM
    assert set(rows) == {("1", "libm"), ("2", "libm")}


def test_two_hand_ins_of_one_person_are_named_and_the_newest_counts(tmp_path, taken):
    older, newer = {**LIBM, "libm_abi.py": b"old = 1\n"}, LIBM
    source = lay(tmp_path / "hand-ins", below("aberg", older) | below("anna@example.org", newer))
    for name in LIBM:
        os.utime(source / "aberg" / name, (1, 1))
    rows, intake = taken(source)
    assert rows["17", "libm"][1] == newer
    assert intake.doubles == ["17 (Anna Berg), libm: aberg and anna@example.org"]


def test_an_exercise_that_was_named_says_what_lacks(tmp_path, taken):
    files = {"17/essay.txt": b"", "18/libm_abi.py": b"x = 1\n", "19/libm_abi (final).py": b""}
    rows, _ = taken(lay(tmp_path / "hand-ins", files), "libm")
    assert rows["17", "libm"][0].problem == (
        "None of the files of libm is there; found essay.txt, expected libm_abi.py, libm_build.py, "
        "libm_api.py."
    )
    assert rows["18", "libm"][1] == {"libm_abi.py": b"x = 1\n"}
    assert "19/libm_abi (final).py" not in rows["19", "libm"][0].problem
    assert "libm_abi (final).py was not taken for libm_abi.py" in rows["19", "libm"][0].problem


@pytest.mark.parametrize("slug", ["packaging", "shipping"])
@pytest.mark.parametrize("named", [False, True])
def test_of_two_exercises_with_the_same_files_the_one_that_is_meant_is_found(
    tmp_path, taken, slug, named
):
    """`shipping` goes on with the files of `packaging`, and has one of its own."""
    meant = load_exercise(REPOSITORY, slug)
    folder = f"17/{slug}/" if named else "17/"
    files = {f"{folder}{name}": b"" for name in (*meant.editable, *meant.locked)}
    rows, _ = taken(lay(tmp_path / "hand-ins", files))
    assert {exercise for label, exercise in rows if label == "17"} == {slug}


def test_a_notebook_beside_files_is_told(tmp_path, taken):
    """A file that does not lie there is taken out of it; what does lie there comes first."""
    files = {"libm_abi.py": b"x = 1\n", "libm.ipynb": notebook(LIBM)}
    row, found = taken(lay(tmp_path / "hand-ins", below("17", files)))[0]["17", "libm"]
    assert found == {**LIBM, "libm_abi.py": b"x = 1\n"}
    assert row.remarks == (
        "libm_build.py, libm_api.py were taken out of libm.ipynb; no such file lies beside it.",
        "libm.ipynb holds other contents of these files; those that lie beside it were taken.",
    )


@pytest.mark.parametrize("lacks", LIBM)
def test_what_lacks_beside_a_notebook_is_taken_out_of_it(tmp_path, taken, lacks):
    files = {name: content for name, content in LIBM.items() if name != lacks}
    source = lay(
        tmp_path / "in", below("17", {**files, "libm.ipynb": notebook({lacks: LIBM[lacks]})})
    )
    row, found = taken(source)[0]["17", "libm"]
    assert found == LIBM
    assert row.remarks == (f"{lacks} was taken out of libm.ipynb; no such file lies beside it.",)


@pytest.mark.parametrize("branch", ["main", "master", f"main-{'0a1b2c3d' * 5}"])
@pytest.mark.parametrize("repository", ["aberg", "cffi-aberg", "libm-aberg"])
def test_an_archive_of_a_repository_is_of_the_login_at_its_end(tmp_path, taken, repository, branch):
    rows, intake = taken(lay(tmp_path / "in", {f"{repository}-{branch}.zip": zipped(LIBM)}))
    assert (set(rows), intake.strangers) == ({("17", "libm")}, [])


def test_names_in_wrong_letters_are_told(tmp_path, taken):
    files = {
        "LIBM_ABI.py": b"x = 1\n",
        **{name: LIBM[name] for name in ("libm_build.py", "libm_api.py")},
    }
    rows, _ = taken(lay(tmp_path / "hand-ins", below("17", files)))
    assert any(
        "LIBM_ABI.py was not taken for libm_abi.py" in remark
        for remark in rows["17", "libm"][0].remarks
    )


# Poisoned archives


@pytest.mark.parametrize("name", REFUSED)
def test_a_poisoned_archive_is_a_row_that_says_what_was_wrong(tmp_path, taken, name):
    file, content, says = REFUSED[name]
    source = lay(tmp_path / "hand-ins", {file: content(), **below("18", LIBM)})
    before = tree(tmp_path)
    rows, _ = taken(source, "libm")
    assert says in rows["17", "libm"][0].problem
    assert rows["17", "libm"][0].problem.endswith(".")
    assert rows["18", "libm"][1] == LIBM
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", REMARKED)
def test_what_is_poisoned_in_an_archive_is_told_and_the_rest_is_graded(tmp_path, taken, name):
    file, content, says = REMARKED[name]
    source = lay(tmp_path / "hand-ins", {file: content()})
    before = tree(tmp_path)
    rows, _ = taken(source)
    row, found = rows["17", "libm"]
    assert any(says in remark for remark in row.remarks), row.remarks
    assert found["libm_abi.py"] == LIBM["libm_abi.py"]
    assert "root:" not in str(found)
    assert tree(tmp_path) == before


def test_links_and_devices_in_a_folder_are_not_read(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("17", {"libm_build.py": LIBM["libm_build.py"]}))
    (source / "17/libm_abi.py").symlink_to("/etc/passwd")
    os.mkfifo(source / "17/libm_api.py")
    (source / "18").symlink_to(source / "17")
    rows, _ = taken(source, "libm")
    assert list(rows["17", "libm"][1]) == ["libm_build.py"]
    assert "libm_abi.py is a link; links are not followed." in rows["17", "libm"][0].remarks


def test_a_folder_of_very_many_files_is_not_read_to_its_end(tmp_path, taken, monkeypatch):
    monkeypatch.setattr(contents, "MOST_FILES", 50)  # to make 10,000 may take a busy disk long
    source = lay(tmp_path / "hand-ins", below("17", {f"{number}": b"" for number in range(51)}))
    rows, _ = taken(source, "libm")
    assert rows["17", "libm"][0].problem.startswith("More than 50 files")


def test_a_file_that_is_too_large_is_read_no_further(tmp_path, taken):
    source = lay(tmp_path / "hand-ins", below("17", {**LIBM, "libm_abi.py": b"#" * (1 << 20)}))
    rows, _ = taken(source)
    assert len(rows["17", "libm"][1]["libm_abi.py"]) == (256 << 10) + 1


# Rosters


def read_roster_of(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    return read_roster(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path, encoding, separator, ends):
    lines = [
        ["ID", "Full name", "E-Mail", "Username", "Group"],
        ["7", '"Jürgen\u00a0Groß"', "j@x.org", "jg", "B"],
        [],
    ]
    people = read_roster_of(
        tmp_path, ends.join(separator.join(line) for line in lines), encoding
    ).people
    assert [(one.id, one.name, one.email, one.login, one.more) for one in people] == [
        ("7", "Jürgen\u00a0Groß", "j@x.org", "jg", {"Group": "B"})
    ]


@pytest.mark.parametrize("cell", ['="0017"', '"=""0017"""', "'0017"])
def test_an_id_may_be_kept_as_a_text_with_its_zeros(tmp_path, cell):
    (person,) = read_roster_of(tmp_path, f"id,name\n{cell},'t Hart\n").people
    assert (person.id, person.name) == ("0017", "'t Hart")


def test_titles_that_stand_there_again_are_nobody(tmp_path):
    people = read_roster_of(tmp_path, "id,name\n1,Anna\nid,name\n2,Ben\n").people
    assert [one.id for one in people] == ["1", "2"]


def test_that_the_letters_of_a_roster_are_a_guess_is_told(tmp_path, capsys):
    read_roster_of(tmp_path, "id,name\n1,Łukasz\n", "utf-8")
    assert capsys.readouterr().err == ""
    read_roster_of(tmp_path, "id,name\n1,Łukasz\n", "cp1250")
    told = capsys.readouterr().err
    assert "is not in UTF-8, and was read as Windows writes Western letters: '1,£ukasz'" in told


def test_first_and_last_names_make_a_name(tmp_path):
    people = read_roster_of(
        tmp_path, "First name,Last name,Email address\nAnna,Berg,a@x.org\n"
    ).people
    assert (people[0].name, people[0].label) == ("Anna Berg", "a@x.org")


@pytest.mark.parametrize(
    "titles",
    [
        "Vorname;Nachname;ID-Nummer;E-Mail-Adresse",
        "Vorname;Name;Matrikelnummer;E-Mail",
        "Prénom;Nom de famille;Numéro d'identification;Adresse de courriel",
        "Nombre;Apellido(s);Número de ID;Dirección de correo",
        "Nome;Cognome;Matricola;Indirizzo email",
        "Voornaam;Achternaam;Studentnummer;E-mailadres",
        "Vorname;Nachname;identifier;E-Mail (Uni)",
        "Kurs C101, Herbst;;;\n\nVorname;Nachname;Matrikelnummer;E-Mail",
        "Course, room, day\nTeacher: E. Noll\nFirst name;Last name;Number;E-mail",
    ],
)
def test_a_roster_has_its_titles_in_the_language_of_the_platform(tmp_path, titles):
    (person,) = read_roster_of(tmp_path, f"{titles}\nAnna;Berg;17;anna@x.org\n").people
    assert (person.id, person.name, person.email) == ("17", "Anna Berg", "anna@x.org")


@pytest.mark.parametrize("title", ["Name, Vorname", "Nachname, Vorname", "Last name, First name"])
def test_last_and_first_names_may_stand_in_one_column(tmp_path, title):
    (person,) = read_roster_of(tmp_path, f'"{title}",roster_identifier\n"Berg, Anna",17\n').people
    assert (person.id, person.name) == ("17", "Berg, Anna")


def test_the_gradebook_that_canvas_exports_is_a_roster(tmp_path):
    text = 'Student,ID,SIS Login ID,Section\n    Points Possible,,,\n"Berg, Anna",42,aberg,A\n'
    text += '"Student, Test",9,x,A\n'
    people = read_roster_of(tmp_path, text).people
    assert [(one.id, one.name, one.login) for one in people] == [("42", "Berg, Anna", "aberg")]


@pytest.mark.parametrize("row", ["{};", ";{}", "{} ;  "])
@pytest.mark.parametrize("word", ["Total", "Average", "Gesamtsumme", "Moyenne:", "Média"])
def test_what_a_spreadsheet_adds_up_is_nobody(tmp_path, row, word):
    people = read_roster_of(tmp_path, f"id;name\n1;Total\n\n{row.format(word)}\n").people
    assert [one.id for one in people] == ["1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty; expected a first line with names of columns"),
        ("colour,size\nred,1\n", "no column that says who somebody is; found colour, size"),
        ("17,Anna Berg\nuser,Ben\n", "no column that says who somebody is; found 17, Anna Berg"),
        ("id,name\n1,A\n1,B\n", "'1' stands there twice"),
        ("id;name\n1,2E+12;A\n1,2E+12;B\n", "has rounded the id of A to 1,2E.12; give that"),
    ],
)
def test_what_is_no_roster_is_told_in_a_sentence(tmp_path, text, says):
    with pytest.raises(WorkshopError, match=says):
        read_roster_of(tmp_path, text)


def test_a_source_that_is_nothing_is_told_in_a_sentence(tmp_path, taken):
    (tmp_path / "notes.txt").touch()
    with pytest.raises(WorkshopError, match="does not exist; expected the folder or archive"):
        taken(tmp_path / "nowhere")
    with pytest.raises(WorkshopError, match="neither a folder nor an archive nor a notebook"):
        taken(tmp_path / "notes.txt")
