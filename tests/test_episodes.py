"""What holds of every episode: widths, minutes, answers, and what it assumes."""

import ast
import builtins
import re
import sys
import tomllib
from collections import Counter, defaultdict

import pytest
import yaml

from cffi_workshop.exercises.readme import typed_lines

from .surroundings import EXERCISES, REPOSITORY

PAGES = sorted((REPOSITORY / "episodes").glob("[0-9][0-9]-*.md"))
TEXTS = {page.stem: page.read_text(encoding="utf-8") for page in PAGES}
CONFIG = yaml.safe_load((REPOSITORY / "_config.yml").read_text(encoding="utf-8"))
MINUTES = {exercise.slug: exercise.minutes for exercise in EXERCISES}
CODE_COLUMNS, TEXT_COLUMNS = 80, 100
BESIDE = [
    path
    for path in sorted((REPOSITORY / "website" / "pages").glob("*.md"))
    if "{code-cell}" in path.read_text(encoding="utf-8")
]
CELL = re.compile(r"^```\{code-cell\} ipython3\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CHALLENGE = re.compile(r"^:::\{challenge\} (.*)$", re.MULTILINE)
each = pytest.mark.parametrize("name", TEXTS)


def body(name):
    return TEXTS[name].split("\n---\n", 1)[1]


def front(name):
    return yaml.safe_load(TEXTS[name].split("\n---\n", 1)[0])


def shown_cells(name):
    """Return the code of each cell that a reader sees."""
    return shown_in(body(name))


def shown_in(text):
    hidden = re.compile(r":tags: \[remove-(cell|input)")
    return [cell for cell in CELL.findall(text) if not hidden.match(cell)]


@each
def test_code_fits_into_80_columns(name):
    assert [
        line for cell in shown_cells(name) for line in cell.split("\n") if len(line) > CODE_COLUMNS
    ] == []


@pytest.mark.parametrize("path", BESIDE, ids=lambda path: path.stem)
def test_code_beside_the_episodes_fits_into_80_columns_too(path):
    """But for what Moodle and Canvas write."""
    cells = shown_in(path.read_text(encoding="utf-8"))
    typed = [cell for cell in cells if not re.match(r"%%writefile \S+\.csv", cell)]
    assert [line for cell in typed for line in cell.split("\n") if len(line) > CODE_COLUMNS] == []


OTHER_TEXTS = ["demo/**/README.md", "website/pages/*.md"]


@pytest.mark.parametrize("pattern", OTHER_TEXTS)
def test_what_is_typed_fits_into_80_columns_in_every_text(pattern):
    """`workshop rules` says so of an exercise's README."""
    typed = [
        (path.as_posix(), line)
        for path in sorted(REPOSITORY.glob(pattern))
        for line in typed_lines(path.read_text(encoding="utf-8"))
    ]
    assert typed
    assert [one for one in typed if len(one[1]) > CODE_COLUMNS] == []


@each
def test_text_fits_into_100_columns(name):
    """Tables and figures have a line for each row, however long."""
    text = CELL.sub("", body(name))
    lines = [line for line in text.split("\n") if not line.startswith(("|", "![", "```", ":::"))]
    assert [line for line in lines if len(line) > TEXT_COLUMNS] == []


# The table of the README


ROW = re.compile(r"^\| .* \| `([^`]+)` \| (\d+) \|$", re.MULTILINE)
SYSTEMS = ROW.findall((REPOSITORY / "episodes" / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("home", "number"), SYSTEMS, ids=[f"{number}-{home}" for home, number in SYSTEMS]
)
def test_each_system_has_its_home_and_its_episode(home, number):
    assert (REPOSITORY / home).exists()
    [page] = [name for name in TEXTS if name.startswith(f"{int(number):02}-")]
    kind, name = home.split("/")[:2]
    shown = {"demo": name, "exercises": name}.get(kind, "")
    assert shown in TEXTS[page]


def test_the_table_has_each_demo_and_each_exercise():
    homes = {"/".join(home.split("/")[:2]) for home, _ in SYSTEMS}
    folders = [*REPOSITORY.glob("demo/*/README.md"), *REPOSITORY.glob("exercises/*/README.md")]
    there = {path.parent.relative_to(REPOSITORY).as_posix() for path in folders}
    assert there <= homes


def test_the_table_has_the_33_systems_and_what_came_since():
    assert len(SYSTEMS) >= 50


# Minutes


def in_class(title):
    """Return the minutes of a challenge in class.

    Homework takes none. What some courses leave out takes none either.
    """
    if re.search(r"^At home|in HPC courses", title):
        return 0
    return int(re.search(r"\((\d+) minutes?", title)[1])


@each
def test_the_minutes_of_exercises_are_those_of_the_challenges(name):
    assert front(name)["exercises"] == sum(
        in_class(title) for title in CHALLENGE.findall(body(name))
    )


def test_the_episodes_say_the_minutes_of_each_exercise_as_its_metadata_does():
    said = defaultdict(int)
    for name in TEXTS:
        for title in CHALLENGE.findall(body(name)):
            for slug, minutes in re.findall(
                r"(\w+)(?:, the \w+ half)? \((\d+ minutes[^)]*)\)", title
            ):
                if slug in MINUTES:
                    said[slug] += sum(map(int, re.findall(r"\d+", minutes)))
    assert said == MINUTES


def test_no_half_day_goes_long_without_hands_on():
    """Each episode before the second half-day's last break has an edit or an exercise in class."""
    second = [*TEXTS][[*TEXTS].index([*CONFIG["half_days"]][1]) :]
    hands_on = re.compile(
        r"^:::\{challenge\} (Do it yourself|Change one line|Fill in|Put these lines)", re.MULTILINE
    )
    assert all(hands_on.search(body(name)) for name in second[:3])


# Answers


def test_the_keyed_answers_are_spread():
    keyed = Counter(
        re.findall(r"^Answer ([A-E]) is right", "\n".join(TEXTS.values()), re.MULTILINE)
    )
    total = sum(keyed.values())
    assert set(keyed) >= set("ABCD")
    assert total > 25
    assert max(keyed.values()) <= 0.4 * total
    assert min(keyed[letter] for letter in "ABCD") >= 0.15 * total


@each
def test_each_answer_says_of_every_other_option_what_it_tells(name):
    for challenge, solution in re.findall(
        r"^:::\{challenge\} Predict(.*?)^:::$.*?\{solution-start\}(.*?)\{solution-end\}",
        body(name),
        re.DOTALL | re.MULTILINE,
    ):
        options = set(re.findall(r"^- ([A-E])\. ", challenge, re.MULTILINE))
        right = re.search(r"^Answer ([A-E]) is right", solution, re.MULTILINE)[1]
        said = re.findall(r"^- ([A-E](?:(?:,| and) [A-E])*)(?::| are| is)", solution, re.MULTILINE)
        assert right in options
        assert {letter for group in said for letter in re.findall("[A-E]", group)} == options - {
            right
        }


# What comes before, and what comes next


@each
def test_an_episode_names_what_it_assumes_and_what_comes_next(name):
    assert ":::{prereq}\n" in body(name)
    following = dict(zip(TEXTS, [*list(TEXTS)[1:], None], strict=True))[name]
    assert (
        following is None
        or f"]({following}.md)" in body(name).split(":::{instructor}")[0].rsplit(":::", 1)[1]
    )


@each
def test_no_sentence_leads_to_the_box_of_what_is_assumed(name):
    """What it announces comes behind the box."""
    assert not re.search(r":\n\n:::\{prereq\}", TEXTS[name])


# What the code needs


def names_in(code):
    """Return the names that code gives something to, and those that it takes something from."""
    given, taken = set(), set()
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(id, ast.Load()):
                taken.add(id)
            case ast.Name(id) | ast.arg(id) | ast.FunctionDef(id) | ast.ClassDef(id):
                given.add(id)
            case ast.alias(name, other):
                given.add((other or name).partition(".")[0])
            case ast.ExceptHandler(name=str(name)):
                given.add(name)
    return given, taken


@each
def test_code_uses_no_name_that_comes_from_a_hidden_cell(name):
    """Whoever types what the page shows has no other names."""
    reader = pytest.importorskip("IPython.core.inputtransformer2").TransformerManager()
    known = {*dir(builtins), "get_ipython", "_"}
    for cell in shown_cells(name):
        code = re.sub(
            r"\A(?::tags:[^\n]*\n|---\n.*?^---\n)", "", cell, flags=re.DOTALL | re.MULTILINE
        ).lstrip()
        if code.startswith("%%"):
            continue  # a file, or a process of its own
        given, taken = names_in(reader.transform_cell(code))
        for command in re.findall(r"^[!%].*", code, re.MULTILINE):
            taken.update(re.findall(r"(?<!\$)\{(\w+)", command))
        assert taken - given - known == set()
        known |= given


NAMED_FILE = r"(?<![\w./-])(?:[\w.-]+/)*%s(?!\w)"


@each
def test_the_demo_is_named_whose_files_a_page_uses(name):
    """Who wants to try it has to know where."""
    cells = "\n".join(CELL.findall(TEXTS[name]))
    for demo in re.findall(
        r"demo/[\w-]+", re.search(r"^%lesson (.*)", TEXTS[name], re.MULTILINE)[1]
    ):
        files = {path.name for path in (REPOSITORY / demo).rglob("*.*") if path.is_file()}
        used = [file for file in files if re.search(NAMED_FILE % re.escape(file), cells)]
        assert not used or f"`{demo}`" in CELL.sub("", TEXTS[name]), used


# Settings


SETTINGS = re.compile(r"^%%writefile (?:-a )?\S+\.(toml|yml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@each
def test_settings_that_a_page_writes_can_be_read(name):
    for kind, text in SETTINGS.findall(TEXTS[name]):
        assert tomllib.loads(text) if kind == "toml" else yaml.safe_load(text)


def test_a_workflow_takes_the_cibuildwheel_that_read_the_settings():
    constraints = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8")
    installed = re.search(r"^cibuildwheel==(\S+)$", constraints, re.MULTILINE)[1]
    named = re.findall(r"pypa/cibuildwheel@v(\S+)", "\n".join(TEXTS.values()))
    assert set(named) == {installed}


# Plain words


@each
def test_no_sentence_begins_with_nobody_and_doors_do_not_stand(name):
    text = CELL.sub("", body(name))
    assert not re.search(r"(?:^|[.:?!] )(Nobody|Somebody) (?!'s|writes|else)", text, re.MULTILINE)
    assert not re.search(r"\bdoors?\b|\bstands?\b(?! for)", text)


LONGEST = 28  # words; what says one thing says it in fewer
NO_PROSE = re.compile(
    r"^```.*?^```$|^(?:    |\||#|!\[|:::)[^\n]*$|\]\([^)]*\)", re.DOTALL | re.MULTILINE
)


def sentences(text):
    """Return the sentences of a page; code within a sentence counts as a word."""
    prose = re.sub(r"`[^`]*`", "code", NO_PROSE.sub("", text))
    paragraphs = re.split(r"\n\s*\n|\n(?=- |\d+\. )", prose)
    return [
        sentence
        for paragraph in paragraphs
        for sentence in re.split(r"(?<=[.?!])[)\"*]*\s+", " ".join(paragraph.split()))
        if sentence
    ]


@each
def test_no_sentence_is_long(name):
    counted = {
        sentence: len(re.findall(r"[\w'-]+", sentence)) for sentence in sentences(body(name))
    }
    assert {sentence: words for sentence, words in counted.items() if words > LONGEST} == {}


def test_a_sentence_ends_where_its_item_or_its_parenthesis_ends():
    text = "One `a b c`. (Two words.) Three\nwords.\n- four\n- [five](x.md)\n\n| a table |\n"
    assert sentences(text) == ["One code.", "(Two words.", "Three words.", "- four", "- [five"]


# Claims that were false once, each with what holds in its place


CLAIMS = {
    "01-why-call-c": [
        "whatever it does, so give",
        "costs the same whatever",
        "does not reach a\nlibrary that exists",
    ],
    "02-calling-sqrtf": [
        "no directives",
        "with Linux on ARM processors (arm64), `libm.so` is a link",
    ],
    "03-your-own-library": [
        "is looked up in the system's folders, and never in yours.",
        "only if a file behind the colon",
    ],
    "04-api-mode": ["nothing; write a small C function", "Beside\nthe build script"],
    "05-choosing-a-mode": ["%timeit"],
    "06-fibonacci": ["you write each check"],
    "07-numpy-arrays": ["messages come from cffi"],
    "11-measuring-the-call": ["its *calls* cost half", "published four times"],
    "12-other-routes": ["the layer that all others write"],
    "13-cpp-and-fortran": ["Arrays need no such word"],
    "15-reading-a-real-header": ["In API mode the import\nfails", "an enum is an `int`"],
    "16-memory-as-an-array": ["strides,\nall in bytes", "works for reading one item"],
    "17-when-it-crashes": [
        "finds numbers that overflow",
        "shows `??`",
        "a line of `tide.c` is there",
    ],
    "18-threads-and-asyncio": [
        "call under a lock",
        "`gauge_join` waits for ever",
        "gets a\ncoroutine",
    ],
}


# The same, of files beside the episodes; line breaks count as spaces.
ELSEWHERE = {
    "demo/mysqlite/mysqlite_build.py": ["a dozen functions of SQLite"],
    "demo/printf/printf.md": ["goes past the notebook", "warns of all three"],
    "demo/sqrtf/sqrtf.md": ["On ARM processors with Linux it is a link"],
    "solutions/evolve/Makefile": ["from -O2 on gcc computes several points"],
    "solutions/fibonacci/README.md": ["in both cdefs. The ABI script says nothing"],
    "solutions/libm/README.md": ["`math.hypot` already, which call the same C"],
    "solutions/passwd/README.md": ["owning 64 bytes"],
    "solutions/shipping/hints.toml": ["passes over with a warning"],
    "src/cffi_workshop/explain/catalogue/layout.toml": ["gives a value to an enum"],
    "src/cffi_workshop/explain/catalogue/silent.toml": ["not what C writes to the terminal"],
}


@pytest.mark.parametrize(("name", "false"), CLAIMS.items(), ids=CLAIMS)
def test_a_claim_that_was_found_false_does_not_come_back(name, false):
    assert [claim for claim in false if claim in TEXTS[name]] == []


@pytest.mark.parametrize(("name", "false"), ELSEWHERE.items(), ids=ELSEWHERE)
def test_a_false_claim_of_another_file_does_not_come_back_either(name, false):
    text = " ".join((REPOSITORY / name).read_text(encoding="utf-8").split())
    assert [claim for claim in false if claim in text] == []


def test_a_compare_function_on_a_page_never_answers_for_an_exception():
    """A constant in place of an answer contradicts other answers, which C leaves undefined."""
    for name in TEXTS:
        assert not re.search(r"def_extern\([^)]*error=[^)]*\)\ndef \w*(by|compare)", TEXTS[name]), (
            name
        )


def test_allocating_on_the_side_of_python_is_recommended_with_pros_and_cons():
    text = TEXTS["09-who-owns-the-memory"]
    section = text.split("## Allocate on Python's side")[1].split("\n## ")[0]
    assert "client-side" in section
    assert section.count("\n| ") >= 6
    assert any(
        "Allocate on Python's side" in point
        for point in front("09-who-owns-the-memory")["keypoints"]
    )


def test_the_two_runtimes_are_told_side_by_side_and_drawn():
    section = (
        TEXTS["01-why-call-c"].split("## In a library there are no types")[1].split("\n## ")[0]
    )
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| [^|]+ \|$", section, re.MULTILINE)
    assert {"types", "memory", "safety", "data structures"} <= set(rows)
    for carried in ("numbers", "a Python object", "a destructor", "code for the start or the end"):
        assert carried in section
    assert "fig/two-runtimes.svg" in section


def test_a_makefile_is_shown_before_the_first_exercise_that_asks_for_one():
    before = [name for name in TEXTS if name < "06"]
    assert any("%show Makefile" in TEXTS[name] for name in before)


# What the built pages show, where a claim is about what a machine does


SHOWN = {
    "01-why-call-c": [r"a list of 1,000 +\d+ ns"],
    "04-api-mode": [r"error: .*incompatible"],
    "09-who-owns-the-memory": [
        r"MemoryError: no memory for 1152921504606846976",
        r"cast: 2962\.0 3106\.0",
    ],
    "10-c-calls-back": [r"ValueError: a value is missing", r"RuntimeError: the gauge overflows"],
    "12-other-routes": [r"PyImport_AppendInittab"],
    "13-cpp-and-fortran": [r"7\.0\s+exit status 0\s+exit status (139|-?\d+)"],
    "14-testing-and-shipping": [
        r"fibo-1\.0-cp\d+-abi3-\w+\.whl",
        r"Unknown distribution option: ",
        r"breaks: struct sample\.height_mm",
    ],
    "15-reading-a-real-header": [
        r"wrong offset for field 'minute' \(cdef says 4, but C compiler says 1\)"
    ],
    "17-when-it-crashes": [
        r"mean_of_nothing: exit status 139",
        r"line \d+ in mean_of_nothing",
        r"in malloc_printerr \(.*\s+#6 .*(malloc|free|alloc)",
        r"WRITE of size 8",
        r"short unsigned int.* may change value \[-Wconversion\]",
    ],
    "18-threads-and-asyncio": [
        r"cffi:  \[2, 2\]\s+PyDLL: \[1, 2\]",
        r"RuntimeError: Non-thread-safe operation",
        r"C has got rid of \[310, 311, 312, 313, 314\]",
        r"fork: start\(\) gave 3; 1 thread\s+spawn: start\(\) gave 1; 1 thread",
        r"cannot pickle '_cffi_backend.__CDataOwn' object",
    ],
    "19-shipping-to-everybody": [
        r"cp311-manylinux_x86_64\s+cp311-manylinux_aarch64",
        r"tests-require.* not supported in a config file",
    ],
}


@pytest.mark.skipif(sys.platform != "linux", reason="the messages are those of Linux")
@pytest.mark.parametrize(("name", "patterns"), SHOWN.items(), ids=SHOWN)
def test_the_page_shows_what_it_claims(site, name, patterns):
    html = (site / f"{name}.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", html)
    for pattern in patterns:
        assert re.search(pattern, text), pattern
