"""A cdef is found where a project keeps it, and what cannot be found is told in a sentence."""

import subprocess
import sysconfig
import tempfile
from pathlib import Path

import cffi
import pytest

from cffi_workshop.cdef import differences
from cffi_workshop.cdef.check import HeaderOptions, examine
from cffi_workshop.cdef.header.chunks import cut
from cffi_workshop.cdef.header.facts import Compiler, facts
from cffi_workshop.cdef.header.read import read_header
from cffi_workshop.cdef.language.spelling import plain
from cffi_workshop.cdef.render import as_text
from cffi_workshop.cdef.source.decompile import decompiled
from cffi_workshop.cdef.source.read import read_cdef
from cffi_workshop.errors import WorkshopError

from .surroundings import running, until

HEADER = (
    "struct pair { int a; short b; };\nenum side { LEFT = 3, RIGHT };\nint weigh(struct pair "
    "*pair);\n"
)
CDEF = (
    "struct pair { int a; short b; }; enum side { LEFT = 3, RIGHT }; int weigh(struct pair *pair);"
)
WRONG = CDEF.replace("short b", "char b").replace("int weigh", "short weigh")
BODY = 'from cffi import FFI\nffi = FFI()\nffi.cdef("""%s""")\n'
FOUND = ["struct pair.b", "the result of weigh()"]


@pytest.fixture
def header(tmp_path):
    path = tmp_path / "pair.h"
    path.write_text(HEADER)
    return path


def script(tmp_path, name, more="", before=""):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(before + BODY % WRONG + more)
    return path


def names(target, header, **more):
    return [one.name for one in differences(target, header=header, **more) if one.grade == "breaks"]


def a_text(tmp_path):
    (tmp_path / "pair.cdef").write_text(WRONG)
    return tmp_path / "pair.cdef"


def a_script(tmp_path):
    return script(tmp_path, "pair_ffi.py", 'print("noise")\n')


def an_ffi_by_name(tmp_path):
    return f"{script(tmp_path, 'pair_ffi.py', 'other = FFI()')}:ffi"


def a_function_that_makes_one(tmp_path):
    (tmp_path / "made.py").write_text(
        f"def make():\n    {BODY % WRONG}".replace("\nffi", "\n    ffi")
    )
    (tmp_path / "made.py").write_text((tmp_path / "made.py").read_text() + "    return ffi\n")
    return f"{tmp_path / 'made.py'}:make"


def a_module_of_a_package(tmp_path):
    (tmp_path / "pairs").mkdir()
    (tmp_path / "pairs" / "__init__.py").write_text("")
    (tmp_path / "pairs" / "text.py").write_text(f"CDEF = '''{WRONG}'''\n")
    module = tmp_path / "pairs" / "ffi.py"
    module.write_text("from cffi import FFI\nfrom .text import CDEF\nffi = FFI()\nffi.cdef(CDEF)\n")
    return module


def a_script_that_stops_after_its_cdef(tmp_path):
    return script(tmp_path, "pair_ffi.py", 'ffi.dlopen("libnone.so")\n')


def a_generated_module(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef(WRONG)
    ffi.set_source("_pair", None)
    ffi.emit_python_code(str(tmp_path / "_pair.py"))
    return tmp_path / "_pair.py"


def a_compiled_module(tmp_path):
    ffi = cffi.FFI()
    ffi.cdef(WRONG)
    ffi.set_source("_pair", WRONG.replace("short weigh(struct pair *pair)", SOURCE))
    ffi.emit_c_code(str(tmp_path / "_pair.c"))
    module = tmp_path / f"_pair{sysconfig.get_config_var('EXT_SUFFIX')}"
    include = f"-I{sysconfig.get_path('include')}"
    shared = ["-shared", "-fPIC", "-undefined", "dynamic_lookup"]
    command = ["cc", "-w", include, *shared[: 4 if "darwin" in module.name else 2]]
    subprocess.run([*command, tmp_path / "_pair.c", "-o", module], check=True)
    return module


SOURCE = "short weigh(struct pair *pair) { return pair->b; }"
KINDS = [
    a_text,
    a_script,
    an_ffi_by_name,
    a_function_that_makes_one,
    a_module_of_a_package,
    a_script_that_stops_after_its_cdef,
    a_generated_module,
    a_compiled_module,
]


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_a_cdef_is_read_out_of(kind, tmp_path, header):
    assert sorted(names(kind(tmp_path), header)) == FOUND


def test_a_module_gives_back_the_declarations_that_it_was_made_of():
    text = (
        "typedef int (*cb)(int); cb pick(int); enum side { LEFT }; struct pair { enum side s; int "
        "n[3]; };"
    )
    ffi = cffi.FFI()
    ffi.cdef(text + " typedef union { int a; char *b; } both; both *get(cb one, int (*many)[2]);")
    read_again = cffi.FFI()
    read_again.cdef(decompiled_abi(ffi))
    assert set(read_again._parser._declarations) >= {
        "function pick",
        "function get",
        "typedef both",
    }
    assert read_again.sizeof("struct pair") == 16
    assert str(read_again._parser._declarations["function get"][0].get_c_name()) == (
        str(ffi._parser._declarations["function get"][0].get_c_name())
    )


def decompiled_abi(ffi):
    folder = {}
    ffi.set_source("_again", None)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "_again.py")
        ffi.emit_python_code(str(path))
        exec(path.read_text(), folder)
    return decompiled(folder["ffi"], None)[0]


def test_the_text_of_another_file_is_placed_there(tmp_path, header):
    found = differences(a_module_of_a_package(tmp_path), header=header)
    assert {Path(one.place.file).name for one in found} == {"text.py"}


def test_the_text_beside_a_script_is_placed_there(tmp_path, header):
    (tmp_path / "pair.cdef").write_text(f"/* for cffi */\n{WRONG}")
    script = tmp_path / "pair_build.py"
    script.write_text(
        "from cffi import FFI\nfrom pathlib import Path\nffi = FFI()\n"
        "ffi.cdef(Path(__file__).with_name('pair.cdef').read_text())\n"
    )
    found = differences(script, header=header)
    assert {Path(one.place.file).name for one in found} == {"pair.cdef"}


def test_what_comes_by_include_is_known_and_not_told(tmp_path, header):
    more = (
        '\nmine = FFI()\nmine.include(ffi)\nmine.cdef("int weigh(struct pair *pair);", '
        "override=True)\n"
    )
    assert names(f"{script(tmp_path, 'two.py', more)}:mine", header) == []


def test_a_layout_and_a_library_of_what_is_included_are_not_told(tmp_path, header):
    """They are told where that FFI is looked at; its functions are of another library."""
    (tmp_path / "frame.h").write_text(
        "#pragma pack(1)\nstruct frame { char t; int v; };\nint sqr(int x); int abs(int x);\n"
    )
    (tmp_path / "both.py").write_text(
        "from cffi import FFI\none = FFI()\n"
        "one.cdef('struct frame { char t; int v; }; int sqr(int x);')\n"
        "two = FFI()\ntwo.include(one)\ntwo.cdef('int abs(int x); int lost(void);')\n"
    )
    found = {
        name: differences(
            f"{tmp_path / 'both.py'}:{name}", header=tmp_path / "frame.h", library="libc.so.6"
        )
        for name in ("one", "two")
    }
    assert [one.name for one in found["one"]] == ["struct frame", "sqr"]
    (once,) = found["two"]
    assert (once.name, once.wanted[:21]) == ("lost", "neither in the header")


def test_the_header_of_set_source_needs_no_name(tmp_path, header):
    path = script(
        tmp_path, "build.py", "ffi.set_source('_m', '#include \"pair.h\"', include_dirs=['.'])"
    )
    assert sorted(names(path, ())) == FOUND


def test_in_api_mode_enumerators_have_the_value_that_c_gives(tmp_path, header):
    path = tmp_path / "build.py"
    text = BODY % "enum side { LEFT, RIGHT };"
    path.write_text(text + f"ffi.set_source('_m', '#include \"{header}\"')")
    (told,) = differences(path)
    assert (told.grade, told.said) == ("harmless", "LEFT = 0, RIGHT = 1")


API = {
    "bool for an int that it returns": ("bool weigh(struct pair *pair);", []),
    "a longer result": ("long weigh(struct pair *pair);", []),
    "a shorter result": ("short weigh(struct pair *pair);", ["the result of weigh()"]),
    "a longer parameter": ("int count(long n);", ["parameter 1 of count()"]),
    "a shorter parameter": ("int count(short n);", []),
    "a result that becomes double": ("double count(int n);", []),
    "a double that is cut": ("int mean(void);", ["the result of mean()"]),
    "one argument for the dots": ("int note(const char *text, int n);", []),
    "an argument less": ("int note(void);", ["note()"]),
    "room for a shorter number": ("void fill(short *n);", ["parameter 1 of fill()"]),
}


@pytest.mark.parametrize(("text", "wrong"), API.values(), ids=API)
def test_in_api_mode_the_compiler_converts_numbers_that_fit(tmp_path, header, text, wrong):
    header.write_text(
        HEADER
        + "int count(int n);\ndouble mean(void);\nvoid fill(int *n);\nint note(const char *text, ...);\n"
    )
    path = tmp_path / "build.py"
    before = "struct pair { int a; short b; };"
    path.write_text(BODY % (before + text) + f"ffi.set_source('_m', '#include \"{header}\"')")
    assert names(path, ()) == wrong


def test_the_c_of_set_source_knows_what_cffi_includes_ahead_of_it():
    ffi = cffi.FFI()
    ffi.cdef("long summed(const uint8_t *bytes, size_t count); int said(FILE *stream);")
    ffi.set_source(
        "_sums",
        "static long summed(const uint8_t *bytes, size_t count) { return bytes ? count : 0; }\n"
        'static int said(FILE *stream) { return fputs("sum", stream); }\n',
    )
    assert list(map(str, differences(ffi))) == []


def test_a_folder_whose_name_is_no_name_of_python_is_no_package(tmp_path, header):
    folder = tmp_path / "pair3.9"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    script = folder / "pair_build.py"
    script.write_text(f"from cffi import FFI\nffi = FFI()\nffi.cdef({WRONG!r})\n")
    assert sorted(names(str(script), header)) == FOUND


def test_a_script_is_read_where_its_package_needs_what_is_not_here(tmp_path, header):
    """As a build script does inside the package whose module it is to make; it is read once."""
    folder = tmp_path / "weigher"
    folder.mkdir()
    (folder / "__init__.py").write_text("from . import ffi_build\nfrom ._weigher import lib\n")
    script = folder / "ffi_build.py"
    script.write_text(f"from cffi import FFI\nffi = FFI()\nffi.cdef({WRONG!r})\n")
    assert sorted(names(str(script), header)) == FOUND
    (folder / "__init__.py").write_text("from ._weigher import lib\n")
    assert sorted(names(str(script), header)) == FOUND


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("while True: pass", "did not end within 0.5 seconds"),
        ("import os; os.abort()", "ended its process"),
        ("raise SystemExit('no')", "gives no cdef: SystemExit: no"),
        ("x = 1 / 0", "gives no cdef: ZeroDivisionError: division by zero"),
        ("assert False", "gives no cdef: AssertionError."),
        ("import cffi", "makes no FFI with a cdef"),
        ("import cffi; cffi.FFI().cdef('int f(')", "gives no cdef: CDefError: "),
        (
            "import cffi; cffi.FFI().cdef('int f(const char *form, va_list arguments);')",
            "line 1 has a va_list, which only C can make",
        ),
    ],
)
def test_a_script_without_a_cdef_is_told_in_a_sentence(tmp_path, text, says):
    path = tmp_path / "odd.py"
    path.write_text(text)
    with pytest.raises(WorkshopError) as told:
        read_cdef(str(path), timeout_s=0.5 if "while" in text else 60)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_nothing_that_a_script_started_outlives_it(tmp_path):
    path = tmp_path / "starts.py"
    mark = f"{tmp_path}/mark"
    start = f"import subprocess; subprocess.Popen(['sh', '-c', 'sleep 300; : {mark}'])\n"
    path.write_text(start + "while True: pass")
    with pytest.raises(WorkshopError, match="did not end within 1 seconds"):
        read_cdef(str(path), timeout_s=1)
    path.write_text(start + BODY % CDEF)
    assert read_cdef(str(path))[0][0].declarations.functions
    until(lambda: not running(mark))  # what is killed takes a moment to end


def test_no_header_and_a_header_that_does_not_compile_are_told(tmp_path, header):
    path = script(tmp_path, "pair_ffi.py")
    with pytest.raises(WorkshopError, match="No header was named"):
        differences(path)
    with pytest.raises(WorkshopError, match=r"cannot read the header: .*none\.h.*-I DIR"):
        differences(path, header="none.h")


GNU = """
typedef int number __attribute__((aligned(8)));
extern __inline __attribute__((__gnu_inline__)) int twice(int x) { if (x) { return 2 * x; } return 0; }
static __inline__ int thrice(int x) { return ({ __typeof__(x) y = x; 3 * y; }); }
struct __attribute__((packed)) tight { char c; int i; } __attribute__((aligned(2)));
__extension__ typedef long long wide;
_Noreturn void stop(int status) __asm__("stop_v2") __attribute__((__cold__));
int vote(int (*ask)(void *self, const char *const *words), void (*(*pick)(int))(void));
enum { SMALL = sizeof(struct tight), NEXT, BIG = (int)1.5e3, LETTER = 'a' };
_Static_assert(SMALL == 6, "tight is tight");
void (*on_signal(int number, void (*handler)(int)))(int);
typedef __typeof__(1.0) real;
real area(real radius);
int table[SMALL][BIG / 100];
#define HUGE_NUMBER 0xffffffff00000001ULL
#define NEGATIVE (-5)
"""
ASKED = [
    *("number", "twice", "thrice", "tight", "wide", "stop", "vote", "BIG", "LETTER", "on_signal"),
    *("area", "table", "HUGE_NUMBER", "NEGATIVE", "NEXT", "absent"),
]


@pytest.fixture(scope="module")
def gnu():
    return read_header(Compiler(("cc",), GNU), ASKED)


def test_words_of_gnu_and_bodies_are_left_out(gnu):
    known = gnu.declarations
    assert set(known.functions) == {"twice", "thrice", "stop", "vote", "on_signal", "area"}
    assert gnu.inline == {"thrice"}
    assert plain.declared(known.functions["on_signal"].type, "on_signal") == (
        "void (*on_signal(int number, void (*handler)(int)))(int)"
    )
    assert plain.declared(known.functions["vote"].type, "vote") == (
        "int vote(int (*ask)(void *self, const char *const *words), void (*(*pick)(int))(void))"
    )


def test_what_no_parser_reads_is_named_and_stops_nothing_else(gnu):
    assert set(gnu.unread) == {"real"}
    assert "area" in gnu.declarations.functions


def test_the_compiler_computes_what_a_reader_would_have_to_guess(gnu):
    layout = gnu.layouts["struct tight"]
    assert (layout.size, layout.offsets) == (6, {"c": 0, "i": 1})
    values = {
        name: gnu.declarations.constants[name].value
        for name in ("NEXT", "BIG", "LETTER", "NEGATIVE")
    }
    assert values == {"NEXT": 7, "BIG": 1500, "LETTER": 97, "NEGATIVE": -5}
    assert gnu.declarations.constants["HUGE_NUMBER"].value % 2**64 == 0xFFFFFFFF00000001
    assert plain.declared(gnu.declarations.variables["table"].type, "table") == "int table[6][15]"


def test_an_expression_that_the_compiler_refuses_is_left_out():
    asked = {
        "good": "1 + 1",
        "unknown": "no_such_name",
        "text": '"abc"',
        "half": "1 +",
        "wide": "1ull << 40",
    }
    assert facts(Compiler(("cc",), ""), asked) == {"good": 2, "wide": 2**40}


def test_a_build_that_asks_for_fast_code_does_not_get_it_here():
    """A library of a single header took a minute with the -O2 of its own build."""
    refuses = "#ifdef __OPTIMIZE__\n#error this is not run\n#endif\n"
    assert facts(Compiler(("cc", "-O2", "-g3"), refuses), {"two": "2"}) == {"two": 2}


def test_only_what_is_needed_is_read():
    index = cut(
        "typedef int a; typedef a b; struct s { b x; }; void f(struct s *x); void g(int a, int f);"
    )
    words = [" ".join(chunk.tokens) for chunk in index.reached(["f"])]
    assert words == [
        "typedef int a ;",
        "typedef a b ;",
        "struct s { b x ; } ;",
        "void f ( struct s * x ) ;",
    ]


TALK = """
typedef int (*listener)(int);
int talk(listener one);
extern const listener loudest;
#define VOLUME 3
typedef struct { const char *name; const double *levels; } speaker;
int introduce(const speaker *one, const char *const *titles);
"""


@pytest.fixture(scope="module")
def talk(tmp_path_factory):
    """A compiled module with all that is no plain function, and its header of a later version."""
    folder = tmp_path_factory.mktemp("talk")
    (folder / "talk.h").write_text(TALK)
    ffi = cffi.FFI()
    ffi.cdef(
        'typedef int (*listener)(int); int talk(listener one); extern "Python" int heard(int);'
        "extern const listener loudest; int retired(void);\n#define VOLUME ...\n"
        "typedef struct { const char *name; const double *levels; } speaker;"
        "int introduce(const speaker *one, const char *const *titles);"
    )
    body = "int talk(listener f) { return f(VOLUME); }\nconst listener loudest = 0;\n"
    body += "int introduce(const speaker *one, const char *const *titles) { return 0; }\n"
    ffi.set_source("_talk", TALK + body + "int retired(void) { return 0; }")
    module = ffi.compile(tmpdir=str(folder))
    (folder / "talk.h").write_text(TALK.replace("VOLUME 3", "VOLUME 4"))
    return differences(module, header=folder / "talk.h")


def test_what_a_compiled_module_hands_to_python_is_no_difference(talk):
    assert {one.name for one in talk} == {"retired()", "VOLUME"}


def test_a_const_that_cffi_has_dropped_from_a_generated_module_is_no_difference(tmp_path):
    (tmp_path / "words.h").write_text("int words(const char *const *from, const double *to);\n")
    ffi = cffi.FFI()
    ffi.cdef("int words(const char *const *from, const double *to);")
    ffi.set_source("_words", None)
    ffi.emit_python_code(str(tmp_path / "_words.py"))
    assert differences(tmp_path / "_words.py", header=tmp_path / "words.h") == []


def test_a_compiled_module_of_another_version_is_told_as_such(talk):
    assert all(one.grade == "unknown" and "compiled with" in one.consequence for one in talk)


GUARDED = "int near_by(void);\n#ifdef MORE\nint guarded(void);\n#endif\n"


@pytest.fixture
def three_headers(tmp_path):
    (tmp_path / "near.h").write_text(GUARDED)
    (tmp_path / "beside.h").write_text("/* int commented(void); */ int aside(void);\n")
    (tmp_path / "gone.h").symlink_to("nowhere.h")  # as a package may leave one behind
    return tmp_path / "near.h"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("aside", "beside.h has it"),
        ("guarded", "near.h has it behind an #if that does not hold here"),
        ("commented", "of another version or another header, or misspelt"),
        ("near_bay", "the header has near_by"),
    ],
)
def test_a_name_that_is_lacking_is_told_with_where_it_is(three_headers, name, says):
    ffi = cffi.FFI()
    ffi.cdef(f"int near_by(void); int {name}(void);")
    (one,) = differences(ffi, header=three_headers)
    assert (one.name, says in one.consequence) == (f"{name}()", True)


def test_a_name_that_the_header_has_as_another_kind_breaks(tmp_path):
    (tmp_path / "kinds.h").write_text("extern int level;\nint depth(void);\n")
    ffi = cffi.FFI()
    ffi.cdef("int level(void); extern int depth;")
    found = differences(ffi, header=tmp_path / "kinds.h")
    assert {(one.name, one.grade, one.wanted) for one in found} == {
        ("level()", "breaks", "a global: int level"),
        ("depth", "breaks", "a function: int depth(void)"),
    }
    assert [one.correction for one in found] == ["int depth(void);", "extern int level;"]


def test_what_set_source_includes_beside_the_named_header_is_not_called_lacking(three_headers):
    ffi = cffi.FFI()
    ffi.cdef("int near_by(void); int elsewhere(void);")
    ffi.set_source("_near", '#include "near.h"\n#include "elsewhere.h"')
    (one,) = differences(ffi, header=three_headers)
    assert (one.grade, "leave --header out" in one.consequence) == ("unknown", True)


def test_names_that_are_lacking_for_one_reason_stand_in_one_line(three_headers):
    ffi = cffi.FFI()
    ffi.cdef("".join(f"int gone_{number}(void);" for number in range(9)))
    examined = examine(ffi, HeaderOptions((str(three_headers),)))
    text = as_text(examined, "gone.py", lambda words, **_style: words)
    assert (text.count("not in the header"), "gone_5() and 3 more" in text) == (1, True)


def test_why_a_script_stopped_is_told_without_an_empty_text(tmp_path):
    path = tmp_path / "stops.py"
    path.write_text("import cffi; cffi.FFI().cdef('int f(int);'); assert False\n")
    assert read_cdef(str(path))[1] == "AssertionError"
