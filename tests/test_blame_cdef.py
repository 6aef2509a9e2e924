"""The line of a cdef that a finding speaks of, in a file that is written in a style of its own."""

import pytest

from cffi_workshop.grading.blame.better import better
from cffi_workshop.grading.diagnose import Diagnosis
from cffi_workshop.grading.verdict import Location

from .cases import case, line_with, wrong

pytestmark = pytest.mark.quick

ABI, API, BUILD = "header_abi.py", "header_api.py", "header_build.py"
# No line of it is the solution's, so that differing lines tell nothing.
IN_ANOTHER_STYLE = [(ABI, "    struct mast_record {\n", "    struct mast_record\n    {\n")]

SAID = {
    "a macro": ("MAST_CHANNELS is 4 in the cdef, but 5 in C.", "#define MAST_CHANNELS"),
    "a macro without a value": (
        "MAST_CHANNELS has no value in the cdef: `...` leaves the value to a compiler, and ABI "
        "mode asks none. Write the number.",
        "#define MAST_CHANNELS",
    ),
    "an enumerator": ("MAST_REAL is 3 in the cdef, but 4 in C.", "MAST_REAL = 4"),
    "the last enumerator": ("MAST_RAW is 4 in the cdef, but 5 in C.", "MAST_RAW }"),
    "a bit field": (
        "struct mast_flags.battery has 3 bits in the cdef, but 4 bits in mast.h.",
        "battery : 4",
    ),
    "a union": ("Union mast_value has 8 bytes in the cdef, but 4 in C.", "union mast_value {"),
    "a global": (
        "The global mast_reads is int in the cdef, but uint32_t in mast.h.",
        "mast_reads;",
    ),
    "a pointer to a function": (
        "struct mast_driver.read lies at byte 0 in the cdef, but at byte 8 in C.",
        "(*read)(",
    ),
    "a member": (
        "struct mast_record.value.real lies at byte 13 in the cdef, but at byte 9 in C.",
        "float real;",
    ),
}


@pytest.mark.parametrize(("said", "at"), SAID.values(), ids=SAID)
def test_what_differs_in_a_cdef_is_found_by_its_name(said, at):
    asked = case("header", ABI, edits=IN_ANOTHER_STYLE)
    location = better(Diagnosis("cdef-mismatch", said, Location(ABI, 16)), asked).location
    assert location == Location(ABI, line_with(asked, ABI, at))


LACKING = {
    "mast_reads": ("    extern uint32_t mast_reads;\n", "};\n    mast *mast_open"),
    "MAST_COUNT": ("MAST_COUNT, ", "enum mast_kind {"),
    "mast_close()": ("    void mast_close(mast *one);\n", "mast *mast_open(void);"),
}


@pytest.mark.parametrize("name", LACKING)
def test_a_name_that_a_cdef_lacks_is_looked_for_where_the_header_has_it(name):
    gone, ahead = LACKING[name]
    asked = case("header", ABI, edits=[*IN_ANOTHER_STYLE, (ABI, gone, "")])
    said = f"The cdef does not declare {name}, which mast.h has."
    location = better(Diagnosis("cdef-mismatch", said, Location(ABI, 16)), asked).location
    text = asked.submission.text(ABI)
    assert location == Location(ABI, text.count("\n", 0, text.index(ahead)) + 1)


def test_what_a_script_returns_is_not_looked_for_in_the_build_script():
    edits = [
        (BUILD, "struct mast_record {\n", "struct mast_record\n    {\n"),
        (API, "return record.value.real", "return record.value.count"),
    ]
    asked = case("header", BUILD, API, edits=edits, title="read() in header_api.py gives members")
    location = better(wrong("read(0)", "1094189056", "11.5", "wrong-type"), asked).location
    assert location == Location(API, line_with(asked, API, "== lib.MAST_REAL") + 1)


def test_what_a_module_lacks_is_a_line_of_its_build_script():
    edits = [
        (BUILD, ', sources=["mast.c"]', ""),
        (API, "return record.value.real", "return float(record.value.real)"),
    ]
    asked = case("header", BUILD, API, edits=edits)
    said = (
        "The extension module was built, but mast_open() is not in it. Name its C file in "
        "`sources=[...]`, or the library that holds it in `libraries=[...]`."
    )
    location = better(Diagnosis("import-error", said, Location(API, 6)), asked).location
    assert location == Location(BUILD, line_with(asked, BUILD, ".set_source("))


@pytest.mark.parametrize(
    "compiler_said",
    ["'MAST_NOTHING' undeclared here", "implicit declaration of function 'mast_open'"],
)
def test_a_name_that_no_include_declares_is_a_mistake_of_set_source(compiler_said):
    asked = case("header", BUILD, API, edits=[(BUILD, "'#include \"mast.h\"'", '""')])
    said = f"_header.c, line 560, does not compile: {compiler_said}."
    finding = better(Diagnosis("compile-error", said, Location("_header.c", 560)), asked)
    assert finding.location == Location(BUILD, line_with(asked, BUILD, ".set_source("))


SIGNATURES = {
    "another number": ("on_strike(uint32_t number, double km", "on_strike(uint32_t number, float km",
                       "void(*)(uint32_t, float, void *)", "on_strike"),
    "one parameter less": ("on_end(void *data)", "on_end(void)", "void(*)()", "on_end"),
    "without names": ("on_strike(uint32_t number, double km, void *data)",
                      "on_strike(uint8_t, double, void *)", "void(*)(uint8_t, double, void *)",
                      "on_strike"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "given", "name"), SIGNATURES.values(), ids=SIGNATURES)
def test_a_function_of_extern_python_of_another_type_is_a_wrong_cdef(old, new, given, name):
    asked = case(
        "events", "events_build.py", "events_api.py", edits=[("events_build.py", old, new)]
    )
    said = (
        "The program raised TypeError: initializer for ctype 'void(*)(void *)' must be a pointer "
        f"to same type, not cdata '{given}'; expected 'the strike'."
    )
    finding = better(Diagnosis("exception", said, Location("events_api.py", 50)), asked)
    assert finding.cause == "cdef-mismatch"
    assert finding.message == (
        f'{name}() of extern "Python" is {given} in the cdef, but C takes void(*)(void *).'
    )
    assert finding.location == Location("events_build.py", line_with(asked, "events_build.py", new))


@pytest.mark.parametrize(
    ("exercise", "old", "name", "result"),
    [
        ("callbacks", "int compare_entries(", "compare_entries", "int"),
        ("callbacks", "int compare_numbers(", "compare_numbers", "int"),
    ],
)
def test_a_function_of_extern_python_that_returns_nothing_is_a_wrong_cdef(
    exercise, old, name, result
):
    build, script = f"{exercise}_build.py", f"{exercise}_api.py"
    asked = case(exercise, build, script, edits=[(build, old, f"void {name}(")])
    said = f"import {exercise}_api raised TypeError: callback with the return type 'void' must return None."
    finding = better(Diagnosis("exception", said, Location(script, 44)), asked)
    assert finding.cause == "cdef-mismatch"
    assert f"{name}()" in finding.message
    assert finding.message.endswith(f"which is {result}.")
    assert finding.location == Location(build, line_with(asked, build, f"void {name}("))
    right = case(exercise, build, script)
    assert better(Diagnosis("exception", said, Location(script, 44)), right).cause == "exception"


NAMES = {
    "the function's own": (
        "callbacks",
        "def compare_entries(",
        "def compare_entry(",
        "compare_entry",
    ),
    "one that the decorator is given": (
        "callbacks",
        "@ffi.def_extern()\ndef compare_numbers(",
        "@ffi.def_extern(name='compare_number')\ndef compare_numbers(",
        "compare_number",
    ),
    "in another exercise": ("events", "def on_end(", "def at_end(", "at_end"),
}


@pytest.mark.parametrize(("exercise", "old", "new", "name"), NAMES.values(), ids=NAMES)
def test_a_name_that_the_cdef_has_otherwise_is_the_scripts_mistake(exercise, old, new, name):
    build, script = f"{exercise}_build.py", f"{exercise}_api.py"
    said = (
        f"@ffi.def_extern() is to attach {name}(), but the cdef declares no "
        'extern "Python" function of that name.'
    )
    asked = case(exercise, build, script, edits=[(script, old, new)])
    finding = better(Diagnosis("cdef-mismatch", said, None), asked)
    assert (finding.cause, finding.location.file) == ("cdef-mismatch", script)
    assert name in asked.source(script).lines[finding.location.line - 1]


def test_a_name_that_the_cdef_should_have_is_the_cdefs_mistake():
    edits = [("callbacks_build.py", "int compare_entries(", "int compare_entry(")]
    asked = case("callbacks", "callbacks_build.py", "callbacks_api.py", edits=edits)
    said = (
        "@ffi.def_extern() is to attach compare_entries(), but the cdef declares no "
        'extern "Python" function of that name.'
    )
    finding = better(Diagnosis("cdef-mismatch", said, None), asked)
    assert (finding.cause, finding.location.file) == ("cdef-mismatch", "callbacks_build.py")


def test_another_pointer_to_a_function_is_the_scripts_own_mistake():
    asked = case("events", "events_build.py", "events_api.py")
    said = (
        "The program raised TypeError: initializer for ctype 'void(*)(void *)' must be a pointer "
        "to same type, not cdata 'int(*)(char)'; expected 'the strike'."
    )
    finding = better(Diagnosis("exception", said, Location("events_api.py", 50)), asked)
    assert finding.cause == "exception"


def test_a_signature_that_differs_is_not_looked_for_in_the_body():
    edits = [
        ("shortlex.c", "int right_size, const", "size_t right_size, const"),
        ("shortlex.c", "    (void)data;\n", "    if (data) {\n    }\n"),
    ]
    asked = case("capstone", "shortlex.c", edits=edits)
    said = "shortlex.c, line 5, says something else than the header: conflicting types."
    location = better(
        Diagnosis("signature-mismatch", said, Location("shortlex.c", 5)), asked
    ).location
    assert location == Location("shortlex.c", line_with(asked, "shortlex.c", "size_t right_size"))


@pytest.mark.parametrize(
    ("slug", "name", "edits", "message", "mistake"),
    [
        pytest.param(
            "passwd",
            "passwd_abi.py",
            [("            char *pw_passwd;\n", "")],
            "struct passwd.pw_uid lies at byte 8 in the cdef, but at byte 16 in C.",
            "char *pw_name;",
            id="in a variable ahead of the call",
        ),
        pytest.param(
            "passwd",
            "passwd_build.py",
            [("    typedef int... uid_t;", "    typedef int uid_t;")],
            "Parameter 1 of getpwuid() is int in the cdef, but uid_t in pwd.h.",
            "typedef int uid_t;",
            id="a typedef far above the function",
        ),
        pytest.param(
            "header",
            "header_build.py",
            [("    packed=True,", "    pack=2,")],
            "struct mast_record.second lies at byte 2 in the cdef, but at byte 1 in C.",
            "pack=2",
            id="how the struct is packed",
        ),
        pytest.param(
            "header",
            "header_build.py",
            [
                (
                    'ffibuilder.cdef(\n    """\n    struct mast_rec',
                    'TEXT = (\n    """\n    struct mast_rec',
                ),
                ('    """,\n    packed=True,\n)', '    """\n)\nffibuilder.cdef(TEXT)'),
            ],
            "struct mast_record.second lies at byte 4 in the cdef, but at byte 1 in C.",
            "ffibuilder.cdef(TEXT)",
            id="where a text that is to be packed goes",
        ),
        pytest.param(
            "libm",
            "libm_build.py",
            [
                (
                    'ffibuilder.cdef("""\n    double cbrt(double x);\n',
                    'for one in (\n    "double cbrt(double x)",\n',
                ),
                (
                    '    double hypot(double x, double y);\n""")',
                    '    "double hypot(double)",\n): ffibuilder.cdef(one + ";")',
                ),
            ],
            "The cdef gives hypot() 1 parameter, but math.h gives it 2 parameters.",
            "double hypot(double)",
            id="a declaration whose semicolon comes from elsewhere",
        ),
        pytest.param(
            "evolve",
            "evolve_build.py",
            [
                ("ffibuilder = FFI()", 'SIZES = "int nx, int ny"\n\n\n\n\nffibuilder = FFI()'),
                ('ffibuilder.cdef(\n    """', 'ffibuilder.cdef(\n    f"""'),
                ("size_t nx, size_t ny,", "{SIZES},"),
            ],
            "Parameter 3 of evolve() is int in the cdef, but size_t in evolve.h.",
            "SIZES = ",
            id="a type in a text that has a name",
        ),
        pytest.param(
            "evolve",
            "evolve_build.py",
            [
                (
                    "size_t nx, size_t ny,\n                double a",
                    "size_t nx,\n            size_t ny,\n            int a",
                ),
                ("    void evolve(double *u, const", "    void\n evolve(double *u,\n const"),
            ],
            "Parameter 5 of evolve() is int in the cdef, but double in evolve.h.",
            "int a",
            id="a parameter in a line of its own",
        ),
        pytest.param(
            "evolve",
            "evolve_build.py",
            [
                ("ffibuilder = FFI()", 'LAST = "double dx2"\n\n\n\n\nffibuilder = FFI()'),
                ('ffibuilder.cdef(\n    """', 'ffibuilder.cdef(\n    f"""'),
                ("double dx2, double dy2", "{LAST}"),
            ],
            "The cdef gives evolve() 7 parameters, but evolve.h gives it 8 parameters.",
            "LAST = ",
            id="a parameter that is lacking in a text that has a name",
        ),
    ],
)
def test_what_changes_a_declaration_from_afar_is_the_mistake(slug, name, edits, message, mistake):
    edited = case(slug, name, edits=[(name, *edit) for edit in edits])
    found = better(Diagnosis("cdef-mismatch", message), edited)
    assert found.location == Location(name, line_with(edited, name, mistake))


OWN = """from cffi import FFI

ffibuilder = FFI()
ffibuilder.cdef(\'\'\'
    struct mast_record { uint8_t channel;
        uint32_t second; };\'\'\'%s)


def make():
    record = ffibuilder.new("struct mast_record *")
    return record
"""
LAID_OUT = {"pack": ", pack=2", "packed": ",\n    packed=False", "no-option": ""}


@pytest.mark.parametrize("option", LAID_OUT.values(), ids=LAID_OUT)
def test_room_in_a_packed_struct_is_told_at_the_option_and_never_where_the_struct_is_used(option):
    asked = case("header", BUILD, texts={BUILD: OWN % option})
    said = "struct mast_record.second lies at byte 2 in the cdef, but at byte 1 in C."
    found = better(Diagnosis("cdef-mismatch", said), asked).location
    at = option.strip(", \n") or "uint32_t second;"
    assert found == Location(BUILD, line_with(asked, BUILD, at))


ALL_IN_ONE = """from cffi import FFI

ffi = FFI()
ffi.cdef(
    '''
    struct mast_flags { unsigned int checked : 1, battery : 4; signed int drift : 3; };
    struct mast_driver { const char *name; void *read; };
    ''',
    packed=True,
)
ffi.cdef("struct mast_record { uint8_t channel; };", packed=True)
"""
TOO_MUCH = {
    "its size": "The struct mast_flags has 1 byte in the cdef, but 4 in C.",
    "several": "The struct mast_driver has 12 bytes in the cdef, but 16 in C.",
    "a place": "struct mast_driver.read lies at byte 8 in the cdef, but at byte 16 in C.",
}


@pytest.mark.parametrize("said", TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_struct_that_is_packed_by_the_way_is_told_at_the_option(said):
    asked = case("header", ABI, texts={ABI: ALL_IN_ONE})
    found = better(Diagnosis("cdef-mismatch", said), asked).location
    assert found == Location(ABI, line_with(asked, ABI, "    packed=True"))
    asked = case("header", ABI, texts={ABI: ALL_IN_ONE.replace("    packed=True,\n", "")})
    found = better(Diagnosis("cdef-mismatch", said), asked).location
    assert "struct" in ALL_IN_ONE.split("\n")[found.line - 1]


NAMES = """from cffi import FFI

ffi = FFI()
ffi.cdef(\'\'\'
    typedef %s who;
    typedef unsigned int gid_t;
    struct passwd { char *pw_name; who pw_uid; };
    struct passwd *getpwuid(who);
    struct passwd *getpwnam(const char *);
\'\'\')
"""


@pytest.mark.parametrize("kind", ["int", "unsigned long"])
def test_a_type_that_a_typedef_stands_for_is_told_at_the_typedef(kind):
    name = "passwd_abi.py"
    asked = case("passwd", name, texts={name: NAMES % kind})
    said = f"Parameter 1 of getpwuid() is {kind} in the cdef, but uid_t in pwd.h."
    found = better(Diagnosis("cdef-mismatch", said), asked).location
    assert found == Location(name, line_with(asked, name, f"typedef {kind} who"))


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ('    extern "Python" void f(int n,\n                    void *data)\n    extern "Python" void g(void);\n', True),
        ('    extern "Python" void f(void *data);\n    extern "Python" void g(void);\n', False),
        ('    extern "Python" {\n    void f(void *data);\n    }\n    extern "Python" void g(void);\n', False),
    ],
    ids=["no semicolon", "each with its own", "a block"],
)  # fmt: skip
def test_a_declaration_for_python_that_goes_on_to_the_next_one_lacks_its_semicolon(text, is_told):
    build = "events_build.py"
    script = f'ffibuilder = FFI()\nffibuilder.cdef("""\n{text}""")\n'
    changed = case("events", build, texts={build: script})
    said = "cffi cannot read the cdef: parse error."
    finding = Diagnosis(
        "cdef-error", said, Location(build, 2), "parse error\n?: Invalid declaration"
    )
    found = better(finding, changed)
    assert ("a semicolon is missing; expected one behind" in found.message) is is_told
    if is_told:
        assert found.location == Location(build, line_with(changed, build, "void *data)"))
