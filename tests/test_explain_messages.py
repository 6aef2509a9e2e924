"""What is explained, and what is not: all of cffi, public reports, other software, plain words."""

import json
import re
import subprocess
import time
import tomllib
from pathlib import Path

import pytest

from cffi_workshop.explain import (
    answering,
    catalogue,
    explaining,
    export,
    plain_words,
    translations,
)
from cffi_workshop.explain.export import matcher
from cffi_workshop.explain.matching import CFFI_AT_WORK
from cffi_workshop.explain.packages import installing

from . import cffi_messages
from .drawn import drawn
from .explain_disguises import DISGUISES
from .surroundings import need_program, not_here
from .test_explain_packages import MISSING as NAMED

DATA = Path(__file__).with_name("explain")
INTERNAL = tomllib.loads((DATA / "cffi_internal.toml").read_text(encoding="utf-8"))
REASONS = {part: why for group in INTERNAL.values() for part, why in group.items()}
SEEN = [(slug, one) for slug, asked in plain_words.questions().items() for one in asked]
UNSEEN = [
    (slugs, one)
    for slugs, asked in tomllib.loads(
        (DATA / "plain_words.toml").read_text(encoding="utf-8")
    ).items()
    for one in asked
]
PUBLIC, PROVOKED = (
    tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))["message"]
    for name in ("public", "provoked")
)
LOADERS, TOOLS = (
    tomllib.loads((DATA / f"{name}s.toml").read_text(encoding="utf-8"))[name]
    for name in ("loader", "tool")
)
OTHERS = [
    line.replace("\\n", "\n")
    for line in (DATA / "other_software.txt").read_text(encoding="utf-8").splitlines()
    if (line and not line.startswith("# ")) or "\\n" in line
]


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Each format in the sources of the cffi that is installed."""
    try:
        return cffi_messages.all_sites(tmp_path_factory.getbasetemp().parent)
    except OSError as error:
        not_here(
            f"no sdist of cffi {cffi_messages.cffi.__version__}, which pip download gets: {error}"
        )


def is_named(message):
    """Say whether an entry knows the cause: not one that says only that something failed."""
    return any(not entry.consequence for entry in explaining(message))


def test_every_message_that_cffi_can_raise_is_explained_or_internal(sites):
    assert len(sites) > 350  # the sources were read
    new = [
        f"{site.file}:{site.line}: {site.message}"
        for site in sites
        if not is_named(site.message) and not any(part in site.message for part in REASONS)
    ]
    assert new == []


def test_no_reason_stands_for_a_message_that_cffi_no_longer_has(sites):
    unexplained = [site.message for site in sites if not is_named(site.message)]
    assert [part for part in REASONS if not any(part in message for message in unexplained)] == []


def test_types_names_and_numbers_are_holes(sites):
    """What is explained with one sample in the holes is explained the same with another."""
    for site in sites:
        other = cffi_messages.filled(site.format, OTHER_SAMPLES)
        first, second = explaining(site.message)[:1], explaining(f"{site.kind}: {other}")[:1]
        if site.kind not in ("stderr", "fatal"):
            assert first == second, (site.message, other)


OTHER_SAMPLES = {"int *": "double *", "rain": "snow2", "7": "123"}


@pytest.mark.quick
def test_what_other_software_says_is_not_explained():
    assert [message for message in OTHERS if explaining(message)] == []


# Words that have "ffi", "lib." or "C." in them, and files and calls that are not cffi's.
ORDINARY = """
  File "/opt/office/traffic/difficult.py", line 3, in fit
    coefficients = numpy.polyfit(x, pathlib.Path("suffix.txt").read_bytes(), zlib.crc32(text))
    import matplotlib.pyplot as plt, hashlib; hashlib.new("sha256"); contextlib.suppress(OSError)
copying gauges/core.py -> build/lib.linux-x86_64-cpython-311/gauges
  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode
"""


@pytest.mark.quick
@pytest.mark.parametrize(
    "entry", [one for one in catalogue() if one.also], ids=lambda one: one.slug
)
def test_ordinary_words_do_not_show_that_cffi_is_at_work(entry):
    assert not all(template.found_in(ORDINARY) for template in entry.also)
    assert not CFFI_AT_WORK.search(ORDINARY)


@pytest.mark.quick
def test_there_are_three_hundred_messages_of_others():
    assert len(set(OTHERS)) >= 300


def told_otherwise(texts):
    """Return what is explained by another entry, or by none, and which one.

    In one test: a thousand of their own take longer than what they try.
    """
    found = [(one["text"], explaining(one["text"])[:1], one["slug"]) for one in texts]
    return [one for one in found if [entry.slug for entry in one[1]] != [one[2]]]


@pytest.mark.quick
def test_what_stands_in_public_reports_is_explained():
    assert told_otherwise(PUBLIC) == []


@pytest.mark.quick
def test_what_programs_were_made_to_say_is_explained():
    assert told_otherwise(PROVOKED) == []


def said_by(loader, raised):
    """Yield what is raised for each text of a loader, and the entries that explain it."""
    for slugs, texts in loader["says"].items():
        for text in texts:
            place = raised == "imported"
            said, expected = (one.split("|") * 2 for one in (text, slugs))
            yield loader[raised].format(said[place]), expected[place].split(",")


@pytest.mark.quick
@pytest.mark.parametrize("raised", ["opened", "imported"])
@pytest.mark.parametrize("loader", LOADERS, ids=lambda one: one["name"])
def test_what_a_loader_can_say_is_explained(loader, raised):
    found = [(text, explaining(text)[:1], slugs) for text, slugs in said_by(loader, raised)]
    assert [one for one in found if not one[1] or one[1][0].slug not in one[2]] == []


@pytest.mark.quick
@pytest.mark.parametrize("tool", TOOLS, ids=lambda one: one["name"])
def test_what_a_tool_can_say_is_explained(tool):
    found = [
        (text, explaining(text)[:1], slugs)
        for slugs, texts in tool["says"].items()
        for text in texts
    ]
    assert [one for one in found if not one[1] or one[1][0].slug not in one[2].split(",")] == []


NOT_WHAT_IT_SEEMS = {
    'cffi.CDefError: cannot parse "EXPORT void f(void);"\n'
    "<cdef source string>:1:1: Invalid function definition":
        "export-macro-in-cdef",
    'cffi.CDefError: cannot parse "API int f(int n);"\n:1:5: before: int': "export-macro-in-cdef",
    "OSError: cannot load library './liba.so': libb.so.1: cannot open shared object file: No such "
    "file or directory": "dependency-missing",
    "OSError: cannot load library 'libcairo.so.2': libcairo.so.2: cannot open shared object file: "
    "No such file or directory": "system-library-missing",
    "AttributeError: function/symbol 'add' not found in library '<None>': python: undefined "
    "symbol: add":
        "none-for-library",
    "ImportError: /usr/lib/python3/_cffi_backend.so: undefined symbol: ffi_prep_cif": "backend-broken",
    "ImportError: /opt/lib/libffi.so.8: undefined symbol: ffi_prep_cif":
        "libffi-of-other-version",
    "ImportError: /usr/lib/python3/dist-packages/lxml/etree.so: undefined symbol: xmlSchemaParse":
        "others-undefined-symbol",
    "AttributeError: MAX_LEN": "macro-value-in-abi-mode",
    "AttributeError: hypot": "not-declared",
    '    x = ffi.from_buffer("double", a)\nTypeError: expected a pointer or array ctype, got '
    '\'double\'':
        "buffer-type-without-star",
    "ModuleNotFoundError: No module named '_tkinter'": "stdlib-module-missing",
    "ModuleNotFoundError: No module named '_rain'": "module-missing",
    "TypeError: initializer for ctype 'struct point *' must be a cdata pointer, not NoneType":
        "none-for-pointer",
    "TypeError: initializer for ctype 'double *' must be a cdata pointer, not float":
        "number-for-out-parameter",
    "TypeError: unsupported operand type(s) for *: 'int' and '_cffi_backend.__CDataOwn'": "zero-forgotten",
    "TypeError: list indices must be integers or slices, not _cffi_backend.__CDataOwn": "zero-forgotten",
    "ValueError: ffi.def_extern() is only available on API-mode FFI objects": "extern-python-needs-api",
    "ImportError: libhelper.so.1: cannot open shared object file: No such file or directory":
        "extension-library-not-found",
    "Exception ignored from callback for ffi.gc <cdata 'DIR *' 0x1>:\n"
    "TypeError: 'str' object is not callable": "destructor-failed",
    "subprocess.CalledProcessError: Command '['python', 'a.py']' died with <Signals.SIGSEGV: 11>.":
        "segmentation-fault",
    "terminate called after throwing an instance of 'pybind11::error_already_set'\n"
    "  what():  ImportError: /lib/librain.so: cannot allocate memory in static TLS block":
        "thread-local-memory",
    'ImportError: dlopen failed: cannot locate symbol "ffi_type_sint64" referenced by '
    '"/data/site-packages/_cffi_backend.cpython-39.so"...': "backend-broken",
    "'sh' is not recognized as an internal or external command,": "build-tool-missing",
    "cffi.ffiplatform.VerificationError: struct rain: wrong total size": "struct-differs",
    "rain 2.0 requires cffi>=2.0.0; platform_python_implementation != \"PyPy\", but you have cffi "
    "1.15.1 which is incompatible.": "versions-conflict",
    "rain 2.0 requires cloud>=2.0.0, but you have cloud 1.15.1 which is incompatible.": None,
    "Could not open library 'librain.so': /lib/librain.so: file too short.\n"
    "Could not open library 'rain': rain: cannot open shared object file": None,
    "/bin/sh: 1: nvcc: not found": None,
    "/bin/sh: 1: cc: not found": "no-compiler",
    "gcc: error: /FIPython.h: No such file or directory": "compiler-option-unknown",
    "/usr/bin/ld: cannot open linker script file rain.map: No such file or directory":
        "source-file-missing",
    "OSError: Could not locate nacl lib, searched for libsodium": "named-library-missing",
    "OSError: Unable to find library file requirements.txt": None,
    "[ERROR] OSError: Cannot load native module 'rain':\nCannot load '_rain.abi3.so': "
    "/var/task/rain/_rain.abi3.so: invalid ELF header": "module-for-other-system",
    " error loading module 'ffi' from file './ffi.so':\n ./ffi.so: undefined symbol: lua_pushnumber":
        None,
    "const ffi = require('ffi-napi');\nexit code 0xC0000005 (access violation)": None,
    "LINK : fatal error LNK1104: cannot open file 'python3.lib' [D:\\rain\\rain.vcxproj]":
        "python-library-not-linked",
    "lld-link: error: unknown file type: rain.o": "linker-wrong-file",
    "OSError: cannot load library 'librain.so.2': /usr/lib/libp11-kit.so.0: undefined symbol: "
    "ffi_type_pointer, version LIBFFI_BASE_7.0": "libffi-of-other-version",
    "SystemError: not supported by libffi": "ctypes-types-refused",
    "TypeError: an integer is required (got type _cffi_backend._CDataBase)": "zero-forgotten",
    "Download error on https://pypi.org/simple/cffi/: unknown url type: https\n"
    "No local packages or working download links found for cffi>=1.4.1": "stdlib-module-missing",
    "ImportError: cannot import name 'Path' from 'pathlib' (/home/eva/pathlib.py)":
        "own-file-hides-package",
    "AttributeError: partially initialized module 'random' has no attribute 'choice' (most likely "
    "due to a circular import)": "own-file-hides-package",
    "subprocess.CalledProcessError: Command '['/tmp/pip-build-env-4x/normal/bin/ninja']' returned "
    "non-zero exit status 1.": "editable-build-gone",
    "  Building wheel for rain (pyproject.toml): started\nsubprocess.CalledProcessError: Command "
    "'['/tmp/pip-build-env-4x/normal/bin/ninja']' returned non-zero exit status 1.":
        "build-step-failed",
    "  self._execute_child(args, executable)\nFileNotFoundError: [Errno 2] No such file or "
    "directory: '/tmp/pip-build-env-4x/normal/bin/ninja'": "editable-build-gone",
}  # fmt: skip


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "slug"), NOT_WHAT_IT_SEEMS.items(), ids=range(len(NOT_WHAT_IT_SEEMS))
)
def test_what_is_easily_mistaken_is_told_apart(text, slug):
    assert [entry.slug for entry in explaining(text)][:1] == ([slug] if slug else [])


@pytest.mark.quick
def test_no_template_begins_inside_of_a_word():
    """Such a one is found in no text, since what begins with a letter has to begin a word."""
    told = [one["text"] for one in (*PUBLIC, *PROVOKED)]
    told += [f"{entry.message} {entry.cause} {entry.cure}" for entry in catalogue()]
    known = set(re.findall("[A-Za-z0-9]+", " ".join(told + OTHERS)))
    begun = {word[:end] for word in known for end in range(1, len(word) + 1)}
    firsts = {
        found[0]
        for entry in catalogue()
        for template in (*entry.says, *entry.also, *entry.unless, *entry.nowhere)
        if (found := re.match("[a-z]+", template.text))
    }
    assert [one for one in firsts - begun if any(one in word for word in known)] == []


CALLBACK = "Exception ignored from cffi callback <function half at 0x7f01>"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (f"{CALLBACK}:\nTraceback (most recent call last):\n  File \"a.py\", line 3\nValueError: odd",
         "exception-in-callback"),
        (f"{CALLBACK}, trying to convert the result back to C:\nTypeError: an integer is required",
         "callback-returned-none"),
        (f"{CALLBACK}, trying to convert the result back to C:\nOverflowError: integer 9 does not fit 'int'",
         "callback-result-too-large"),
        ("From cffi callback <function half at 0x7f01>:\nTrying to convert the result None back to C:\n"
         "TypeError: an integer is required", "callback-returned-none"),
    ],
    ids=["raised", "none", "does-not-fit", "older"],
)  # fmt: skip
def test_the_three_ways_in_which_a_callback_fails_are_told_apart(text, slug):
    assert [entry.slug for entry in explaining(text)][:1] == [slug]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("raised", "slugs"),
    [
        ("TypeError: cdata 'void' is opaque", ["exception-in-callback", "void-read"]),
        ("OSError: read failed", ["exception-in-callback"]),
    ],
    ids=["known", "other"],
)
def test_what_was_raised_in_a_callback_is_told_behind_the_fact_that_it_was(raised, slugs):
    text = f'{CALLBACK}:\nTraceback (most recent call last):\n  File "a.py", line 3\n{raised}'
    assert [entry.slug for entry in explaining(text)] == slugs


@pytest.mark.quick
def test_a_question_in_plain_words_finds_its_entry_among_the_first_three():
    """Of questions that are not among those from which the ranking is made."""
    missed = [(slugs, one) for slugs, one in UNSEEN if not is_answered(one, slugs.split("|"))]
    assert not {one for _slugs, one in UNSEEN} & {one for _slug, one in SEEN}
    assert len(UNSEEN) >= 190
    assert len(missed) <= len(UNSEEN) * 0.1, missed


def is_answered(question, slugs):
    """Say whether one of the entries is what the command shows: a question may hold a message."""
    found = explaining(question) or answering(question)
    return any(entry.slug in slugs for entry in found)


@pytest.mark.quick
def test_a_question_with_a_letter_left_out_finds_its_entry_all_the_same():
    slips = [(slug, with_a_slip(one)) for slug, one in SEEN if with_a_slip(one) != one]
    assert len(slips) >= 500
    slips = drawn(slips, "slips")
    found = [is_answered(question, [slug]) for slug, question in slips]
    assert sum(found) / len(slips) >= 0.95


def with_a_slip(question):
    """Leave a letter out of the longest word, unless that is short."""
    longest = max(question.split(), key=len)
    short = len(longest) < 7 or not longest.isalpha()
    return question if short else question.replace(longest, longest[:3] + longest[4:])


def test_a_question_is_answered_by_others_of_its_kind(monkeypatch):
    """Some of each fifth of the questions are asked where the ranking is made without that fifth."""
    found = [
        slug in [entry.slug for entry in answering(question)]
        for fifth in range(5)
        for slug, question in left_out(fifth, monkeypatch)
    ]
    monkeypatch.undo()
    rank_anew()
    assert sum(found) / len(found) >= 0.85


def left_out(fifth, monkeypatch):
    others = {slug: [] for slug, _question in SEEN}
    for place, (slug, question) in enumerate(SEEN):
        if place % 5 != fifth:
            others[slug].append(question)
    monkeypatch.setattr(plain_words, "questions", lambda: others)
    rank_anew()
    return SEEN[fifth::20]


def rank_anew():
    for one in vars(plain_words).values():
        if getattr(one, "__module__", "") == plain_words.__name__ and hasattr(one, "cache_clear"):
            one.cache_clear()


@pytest.mark.quick
def test_a_question_stands_in_one_place():
    """Those of the page's search stand with the entry, the others with the questions."""
    everywhere = [one for entry in catalogue() for one in entry.asked]
    everywhere += [one for _slug, one in SEEN]
    assert sorted({one for one in everywhere if everywhere.count(one) > 1}) == []


@pytest.mark.quick
def test_every_question_belongs_to_an_entry():
    slugs = {entry.slug for entry in catalogue()}
    assert {slug for slug, _question in SEEN} <= slugs
    assert {slug for both, _question in UNSEEN for slug in both.split("|")} <= slugs


@pytest.mark.quick
def test_one_word_is_as_good_as_another_of_its_meaning():
    questions = (
        "garbage behind the string",
        "rubbish behind the word",
        "strange letters behind the text",
    )
    assert {answering(question)[0].slug for question in questions} == {"string-without-end"}


MISSING = "_rain.c:581:10: {} rain.h: {}"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("text", "slug"),
    [
        (MISSING.format("schwerwiegender Fehler:", "Datei oder Verzeichnis nicht gefunden"),
         "header-not-found"),
        (MISSING.format("erreur fatale :", "Aucun fichier ou dossier de ce type"), "header-not-found"),
        (MISSING.format("error fatal:", "No existe el archivo o el directorio"), "header-not-found"),
        ("_rain.c:581:10: \u81f4\u547d\u9519\u8bef\uff1arain.h\uff1a"
         "\u6ca1\u6709\u90a3\u4e2a\u6587\u4ef6\u6216\u76ee\u5f55", "header-not-found"),
        ("OSError: cannot load library './liba.so': ./liba.so: cannot open shared object file: "
         "Datei oder Verzeichnis nicht gefunden", "library-path-wrong"),
        ("Speicherzugriffsfehler (Speicherabzug geschrieben)", "segmentation-fault"),
        ("ImportError: DLL load failed while importing _rain: Le module sp\u00e9cifi\u00e9 est introuvable.",
         "dll-load-failed"),
        ("main.c:3: r\u00e9f\u00e9rence ind\u00e9finie vers \u00ab add \u00bb", "undefined-at-link"),
        ("main.c:3: nicht definierter Verweis auf \u00bbadd\u00ab", "undefined-at-link"),
        ("regn.c:3:9: fel: \u201dregn\u201d \u00e4r odeklarerad (f\u00f6rsta f\u00f6rekomsten i denna "
         "funktion)", "implicit-declaration"),
        ("regn.c:5:7: fel: \u201dstruct regn\u201d har ingen medlem med namnet \u201dmm\u201d",
         "type-not-in-header"),
        ("regen.c:4:5: fout: te weinig argumenten voor functie \u2018regen\u2019",
         "declarations-conflict"),
    ],
    ids=["de", "fr", "es", "zh", "loader-de", "crash-de", "windows-fr", "linker-fr", "linker-de",
         "sv", "sv-two-names", "nl"],
)  # fmt: skip
def test_what_a_system_says_in_another_language_is_explained(text, slug):
    assert [entry.slug for entry in explaining(text)][:1] == [slug]


@pytest.mark.quick
@pytest.mark.parametrize(
    "stamp",
    ["#12 3.456 ", "2024-05-01T12:00:00.1234567Z ", "2024-05-01 12:00:00,123 ", "[2024-05-01 12:00:00] ",
     "      \u2502 ", "  \u2570\u2500> ", "E       ", "> "],
    ids=["docker", "ci", "logging", "brackets", "uv", "pip", "pytest", "mail"],
)  # fmt: skip
def test_what_a_log_writes_ahead_of_a_line_does_not_matter(stamp):
    text = f"{stamp}TypeError: an integer is required"
    assert [entry.slug for entry in explaining(text)] == ["float-for-integer"]


LOG = "\n".join(
    f"2024-05-01 12:00:{second:02d},123 INFO rain.worker station {second}: rate 0.0{second % 9}, "
    "warnings 0"
    for second in range(60)
)
BUILD = "\n".join(
    f"cc -Wall -fPIC -c m{number}.c\nm{number}.c: In function 'f{number}':\n"
    f"m{number}.c:1:24: warning: unused variable 'rest' [-Wunused-variable]\n"
    "    1 | int f(int n) { int rest; }"
    for number in range(30)
)


# A traceback with other lines behind it is no longer known to be cut.
TOLD_FIRST = [
    one for one in catalogue() if one.message and not one.shared and one.slug != "traceback-cut"
]


@pytest.mark.parametrize("noise", [LOG, BUILD], ids=["log", "build"])
def test_a_message_is_found_in_two_hundred_lines_of_others(noise):
    """What stops a program or a build is told ahead of the warnings around it."""
    for entry in drawn(TOLD_FIRST, noise):
        if entry.slug != "unused-in-c":
            text = f"{noise}\n{entry.message}\n{noise}"
            found = [one for one in explaining(text) if one.slug != "unused-in-c"]
            assert found[:1] == [entry]


WORST = [
    "a" * 1_000_000,
    "function/symbol '" * 60_000,
    "initializer for ctype 'x' must be a cdata pointer, not \n" * 20_000,
    "cannot load library 'x': x: cannot " * 30_000,
    ("cannot parse " + '"' * 50 + "\n") * 15_000,
    "Traceback (most recent call last):\n" * 28_000,
    "a.c:1: error: \n" * 60_000,
    ("  total = lib.add(" * 60 + "\nAttributeError: 'str' object has no attribute 'x'\n") * 900,
    ("ffi.new(" * 100 + "\nKeyError: 'x'\n") * 1_200,
    "2026-11-28 17:20:14 " * 50_000,
    "a_1-1" * 200_000,
    ('File "a", line 1, in f Error: \\n' * 50 + "\n") * 600,
    "<span class=a " * 70_000,
    "| " + " " * 1_000_000 + "x",
    ("> " * 40 + "\n") * 12_000,
    ("RuntimeError: " + "unsupported platform not supported library " * 27 + "\n") * 800,
]


@pytest.mark.alike
@pytest.mark.parametrize("text", WORST, ids=range(len(WORST)))
def test_a_megabyte_of_the_worst_is_read_in_seconds(text):
    """A pattern that goes back over a text would take hours, and not seconds."""
    before = time.process_time()
    explaining(text)
    assert time.process_time() - before < 20


def test_the_matcher_of_the_page_gives_the_same_answers(tmp_path):
    need_program("node", "nodejs")
    texts = [entry.message for entry in catalogue() if entry.message] + OTHERS
    texts += [one["text"] for one in (*PUBLIC, *PROVOKED)] + [
        "From x:\n" + text for text in WORST[:2]
    ]
    texts += [said for said, _english in translations.TRANSLATIONS]
    texts += [
        disguise(one["text"])
        for disguise in DISGUISES.values()
        for one in (*PUBLIC, *PROVOKED)[::29]
    ]
    texts = drawn(texts, "texts")
    questions = [question for _slugs, question in drawn((*SEEN, *UNSEEN), "questions")]
    lacking = {entry.slug for entry in catalogue() if entry.lacks}
    missing = [one["text"] for one in (*PUBLIC, *PROVOKED) if one["slug"] in lacking]
    missing += NAMED
    (tmp_path / "data.json").write_text(json.dumps([export(), texts, questions, missing]))
    script = (
        matcher()
        + """
const [exported, texts, questions, missing] = JSON.parse(require("fs").readFileSync("data.json", "utf8"));
const { explaining, answering, installing } = errorCatalogue(exported);
const slugs = (entries) => entries.map((entry) => entry.slug);
const install = (text) => explaining(text).slice(0, 1).map((entry) => installing(text, entry));
console.log(JSON.stringify([texts.map(explaining).map(slugs), questions.map((q) => slugs(answering(q))), missing.map(install)]));
"""
    )
    (tmp_path / "run.js").write_text(script)
    done = subprocess.run(
        ["node", "run.js"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    explained, answered, installed = json.loads(done.stdout)
    assert explained == [[entry.slug for entry in explaining(text)] for text in texts]
    assert answered == [[entry.slug for entry in answering(question)] for question in questions]
    assert installed == [
        [installing(text, one) for one in explaining(text)[:1]] for text in missing
    ]
    assert len(set(map(str, installed))) > 20
