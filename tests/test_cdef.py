"""A cdef is held against the header: each difference is found, graded, placed and told once."""

import json
import os
import re
import subprocess

import cffi
import pytest

from cffi_workshop.cdef import differences
from cffi_workshop.cdef.check import HeaderOptions
from cffi_workshop.cdef.comparing.compare import compared, sides_listed
from cffi_workshop.cdef.header.holders import declared_in
from cffi_workshop.cdef.header.read import read_header
from cffi_workshop.cdef.source.read import cdef_of
from cffi_workshop.errors import WorkshopError

from .surroundings import COMMAND

pytestmark = pytest.mark.quick

HEADER = """
#ifndef GAUGE_H
#define GAUGE_H
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>

#define GAUGE_MAX 16
#define GAUGE_LIMIT (GAUGE_MAX * 2 + sizeof(int))
#define gauge_square(x) ((x) * (x))
#define GAUGE_NAME "north jetée"

typedef unsigned char byte_t;
typedef struct _gauge gauge_t;
typedef int (*gauge_watch)(void *context, double level);
typedef enum { GAUGE_LOW = -1, GAUGE_NORMAL, GAUGE_HIGH = 1 << 3 } gauge_state;
enum colour { RED, GREEN, BLUE };

struct point { double x, y; };
struct reading {
    uint32_t time_s;
    byte_t quality;
    int16_t level_mm;
    struct point where;
    char name[GAUGE_MAX];
    const char *note;
};
struct flags { unsigned ready : 1; unsigned mode : 3; unsigned : 4; unsigned rest : 8; };
struct __attribute__((packed)) frame { uint8_t kind; uint32_t length; };
union value { int32_t whole; double fraction; };
struct outer { int kind; union { int as_int; double as_double; }; struct { short a, b; } inner; };
typedef struct { struct reading last; int count; } history_t;

gauge_t *gauge_open(const char *name, int flags) __attribute__((nonnull(1)));
void gauge_close(gauge_t *gauge);
long gauge_read(gauge_t *gauge, struct reading *out, size_t n);
double gauge_mean(const double *levels, size_t n);
uint8_t gauge_quality(void);
bool gauge_is_wet(void);
int gauge_is_dry(void);
int gauge_log(const char *format, ...);
void gauge_on_change(gauge_t *gauge, gauge_watch watch, void *context);
gauge_state gauge_state_of(gauge_t *gauge);
struct point gauge_where(void);
void gauge_bytes(const uint8_t *bytes, size_t n);
int gauge_copy(int *to, const char *from);
static inline int gauge_twice(int x) { return ({ int y = 2 * x; y; }); }
extern int gauge_count;
extern const double gauge_table[GAUGE_MAX + 1];
extern int gauge_copies[2][3];
void gauge_turn(double rows[3][3]);
typedef int gauge_order(const void *one, const void *other);
void gauge_sort(gauge_order *order);
extern int gauge_renamed(int x) __asm__("gauge_renamed_v2");
#define gauge_alias gauge_renamed
#endif
"""

# All of it as a cdef; what differs in a case stands in for a part of it.
CLEAN = """
#define GAUGE_MAX 16
typedef unsigned char byte_t;
typedef struct _gauge gauge_t;
typedef int (*gauge_watch)(void *context, double level);
typedef enum { GAUGE_LOW = -1, GAUGE_NORMAL, GAUGE_HIGH = 8 } gauge_state;
enum colour { RED, GREEN, BLUE };
struct point { double x, y; };
struct reading {
    uint32_t time_s;
    byte_t quality;
    int16_t level_mm;
    struct point where;
    char name[16];
    const char *note;
};
struct flags { unsigned ready : 1; unsigned mode : 3; unsigned : 4; unsigned rest : 8; };
union value { int32_t whole; double fraction; };
struct outer { int kind; union { int as_int; double as_double; }; struct { short a, b; } inner; };
typedef struct { struct reading last; int count; } history_t;
gauge_t *gauge_open(const char *name, int flags);
void gauge_close(gauge_t *gauge);
long gauge_read(gauge_t *gauge, struct reading *out, size_t n);
double gauge_mean(const double *levels, size_t n);
uint8_t gauge_quality(void);
bool gauge_is_wet(void);
int gauge_is_dry(void);
int gauge_log(const char *format, ...);
void gauge_on_change(gauge_t *gauge, gauge_watch watch, void *context);
gauge_state gauge_state_of(gauge_t *gauge);
struct point gauge_where(void);
void gauge_bytes(const uint8_t *bytes, size_t n);
extern int gauge_count;
extern const double gauge_table[17];
extern int gauge_copies[2][3];
void gauge_turn(double rows[3][3]);
typedef int gauge_order(const void *one, const void *other);
void gauge_sort(gauge_order *order);
int gauge_alias(int x);
"""

BREAKS = {
    "a narrower result": (
        "long gauge_read",
        "int gauge_read",
        "the result of gauge_read()",
        "size",
    ),
    "a narrower parameter": (
        "levels, size_t n",
        "levels, int n",
        "parameter 2 of gauge_mean()",
        "size",
    ),
    "the sign of a result": (
        "uint8_t gauge_q",
        "int8_t gauge_q",
        "the result of gauge_quality()",
        "sign",
    ),
    "an integer for a double": (
        "double gauge_mean",
        "long gauge_mean",
        "result of gauge_mean()",
        "kind",
    ),
    "float for double": ("double gauge_mean", "float gauge_mean", "result of gauge_mean()", "size"),
    "bool for int": (
        "int gauge_is_dry",
        "bool gauge_is_dry",
        "the result of gauge_is_dry()",
        "size",
    ),
    "a parameter less": ("name, int flags", "name", "gauge_open()", "count"),
    "a parameter more": ("quality(void)", "quality(int n)", "gauge_quality()", "count"),
    "without ...": ("format, ...", "format", "gauge_log()", "variadic"),
    "a result that is void": (
        "void gauge_close",
        "int gauge_close",
        "result of gauge_close()",
        "void",
    ),
    "a struct that is thrown away": (
        "struct point gauge_w",
        "void gauge_w",
        "gauge_where()",
        "void",
    ),
    "another struct": ("read(gauge_t *", "read(struct point *", "1 of gauge_read()", "record"),
    "room for a smaller number": (
        "const double *levels",
        "const float *levels",
        "1 of gauge_mean",
        "size",
    ),
    "the sign behind a pointer": ("uint8_t *bytes", "int8_t *bytes", "1 of gauge_bytes()", "sign"),
    "a number for a pointer": (
        "(gauge_t *gauge);",
        "(int gauge);",
        "parameter 1 of gauge",
        "pointer",
    ),
    "a pointer too many": (
        "open(const char *",
        "open(const char **",
        "1 of gauge_open()",
        "pointer",
    ),
    "a callback's parameter": ("double level", "float level", "typedef gauge_watch", "size"),
    "a callback's count": ("context, double level", "context", "typedef gauge_watch", "count"),
    "a wider member": ("int16_t level_mm", "int level_mm", "struct reading.level_mm", "size"),
    "members in another order": (
        "byte_t quality;\n    int16_t level_mm;",
        "int16_t level_mm;\n    byte_t quality;",
        "struct reading",
        "order",
    ),
    "a member less in the middle": (
        "    byte_t quality;\n",
        "",
        "struct reading",
        "missing member",
    ),
    "a member more": ("int count; }", "int count; int more; }", "history_t.more", "member"),
    "a shorter array": ("char name[16]", "char name[8]", "struct reading.name", "length"),
    "a wider bit field": ("mode : 3", "mode : 4", "struct flags.mode", "bits"),
    "bits without a name left out": (" unsigned : 4;", "", "struct flags", "bits"),
    "a member of an unnamed union": (
        "double as_double",
        "float as_double",
        "outer.as_double",
        "size",
    ),
    "a member of an inner struct": ("short a, b", "int a, b", "struct outer.inner", "record"),
    "an inner struct cut short": ("{ short a, b; }", "{ short b; }", "struct outer", "packing"),
    "the value of an enumerator": ("GAUGE_HIGH = 8", "GAUGE_HIGH = 2", "GAUGE_HIGH", "value"),
    "an enum without its negative value": ("GAUGE_LOW = -1,", "", "gauge_state", "enum sign"),
    "the value of a macro": ("GAUGE_MAX 16", "GAUGE_MAX 17", "GAUGE_MAX", "value"),
    "a global's type": ("int gauge_count", "long gauge_count", "gauge_count", "size"),
    "a global's length": ("gauge_table[17]", "gauge_table[16]", "gauge_table", "length"),
    "a function for a global": (
        "extern int gauge_count",
        "int gauge_count(void)",
        "gauge_count()",
        "other kind",
    ),
    "the length of a row": ("copies[2][3]", "copies[3][2]", "gauge_copies", "row"),
    "the result of a callback": (
        "typedef int (*gauge_watch)",
        "typedef short (*gauge_watch)",
        "typedef gauge_watch",
        "size",
    ),
    "a typedef": ("unsigned char byte_t", "unsigned short byte_t", "typedef byte_t", "size"),
    "behind the alias of a macro": (
        "gauge_alias(int x)",
        "gauge_alias(short x)",
        "gauge_alias",
        "size",
    ),
}

CALLBACK = CLEAN[CLEAN.index("typedef int gauge_order") : CLEAN.index("int gauge_alias")]
HARMLESS = {
    "void * for T *": ("close(gauge_t *", "close(void *", "void pointer"),
    "void for what only pointers lead to": (
        "struct _gauge gauge_t",
        "void gauge_t",
        "void pointer",
    ),
    "an int for what only pointers lead to": ("struct _gauge gauge_t", "int gauge_t", "opaque"),
    "a number for a row of them": ("turn(double rows[3][3])", "turn(double *rows)", "rows"),
    "a name of pointers to functions for one of functions": (
        CALLBACK,
        CALLBACK.replace("gauge_order(", "(*gauge_order)(", 1).replace("*order)", "order)"),
        None,
    ),
    "const": ("levels, size_t", "levels, const size_t", None),
    "const behind a pointer": ("open(const char *", "open(char *", "const"),
    "char for unsigned char": ("const uint8_t *bytes", "const char *bytes", "character"),
    "int for an enum": ("gauge_state gauge_s", "int gauge_s", "enum"),
    "another name of a number": ("levels, size_t", "levels, unsigned long", "name"),
    "a member's other name": ("int32_t whole", "int32_t entire", "member name"),
    "a typedef of one's own": (
        "unsigned char byte_t;",
        "unsigned char byte_t; typedef int own;",
        None,
    ),
    "struct for its typedef": ("close(gauge_t *", "close(struct _gauge *", None),
    "a struct named otherwise": ("struct point gauge_w", "gauge_place gauge_w", None),
}

UNKNOWN = {
    "a function": ("void gauge_bytes", "void gauge_byts"),
    "an enumerator": ("BLUE }", "BLUE, PURPLE }"),
    "a function that is a macro": ("void gauge_bytes", "int gauge_square(int x); void gauge_bytes"),
    "a global": ("extern int gauge_count", "extern int gauge_counts"),
}


@pytest.fixture(scope="module")
def header(tmp_path_factory):
    path = tmp_path_factory.mktemp("include") / "gauge.h"
    path.write_text(HEADER, encoding="latin-1")
    (path.parent / "latin.cdef").write_bytes(b"int gauge_is_dry(void); // s\xe8che\n")
    (path.parent / "lines.cdef").write_text("#include <stdio.h>\nint gauge_is_dry(void);\n")
    (path.parent / "fine.cdef").write_text("int gauge_is_dry(void);")
    return path


@pytest.fixture(scope="module")
def read(header):
    """The header, read once for all cases."""
    names = cdef_of(made(CLEAN)).names
    return read_header(HeaderOptions((str(header),)).compiler(), names)


def made(text, **more):
    ffi = cffi.FFI()
    ffi.cdef(text, **more)
    return ffi


@pytest.fixture
def found(read):
    """Return found(old, new): the differences of the clean cdef with one part replaced."""

    def differences_of(old="", new=""):
        assert old in CLEAN
        extra = "typedef struct { double x, y; } gauge_place;\n" if "gauge_place" in new else ""
        return compared(cdef_of(made(extra + CLEAN.replace(old, new, 1))), read)

    return differences_of


def test_the_same_declarations_do_not_differ(found):
    assert list(map(str, found())) == []


@pytest.mark.parametrize(("old", "new", "name", "what"), BREAKS.values(), ids=BREAKS)
def test_what_breaks_is_told_once_with_both_sides(found, old, new, name, what):
    breaking = [one for one in found(old, new) if one.grade == "breaks"]
    assert [one.what for one in breaking] == [what]
    assert name in breaking[0].name
    assert breaking[0].said != breaking[0].wanted
    assert breaking[0].consequence
    assert CLEAN.replace(old, new, 1).splitlines()[breaking[0].place.line - 1].strip()


ONE_LINE = [
    name
    for name, (_old, _new, _name, what) in BREAKS.items()
    if what
    in ("size", "sign", "kind", "count", "variadic", "void", "pointer", "length", "record", "value")
]


@pytest.mark.parametrize("case", ONE_LINE)
def test_the_declaration_to_write_does_not_break(found, read, case):
    old, new, _name, _what = BREAKS[case]
    (told,) = [one for one in found(old, new) if one.grade == "breaks"]
    lines = CLEAN.replace(old, new, 1).splitlines()
    if "{" in lines[told.place.line - 1]:  # it shares its line with others
        return
    lines[told.place.line - 1] = told.correction
    left = compared(cdef_of(made("\n".join(lines))), read)
    assert [str(one) for one in left if one.grade == "breaks"] == []


@pytest.mark.parametrize(("old", "new", "what"), HARMLESS.values(), ids=HARMLESS)
def test_what_is_harmless_here_breaks_nothing(found, old, new, what):
    told = found(old, new)
    assert {one.grade for one in told} <= {"harmless"}
    assert what is None or what in {one.what for one in told}


@pytest.mark.parametrize(("old", "new"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_the_header_lacks_cannot_be_told(found, old, new):
    assert [one.grade for one in found(old, new)] == ["unknown"]


def test_a_name_that_is_nearly_the_headers_is_told_with_it(found):
    assert (
        "the header has gauge_bytes" in found("void gauge_bytes", "void gauge_byts")[0].consequence
    )


def test_a_typedef_is_told_once_and_not_for_each_that_uses_it(found):
    told = found("unsigned char byte_t", "double byte_t")
    assert [one.name for one in told if one.grade == "breaks"] == ["typedef byte_t"]


def test_a_struct_is_told_once_and_not_for_each_that_holds_it(found):
    told = found("double x, y;", "float x, y;")
    assert [one.name for one in told] == ["struct point: x, y"]
    assert "8 bytes in the cdef, 16 in C" in told[0].consequence


def test_fewer_members_are_harmless_where_only_c_makes_the_struct(header):
    short = "struct reading { uint32_t time_s; unsigned char quality; };"
    behind = made(short + "long gauge_read(void *gauge, struct reading *out, size_t n);")
    told = {one.what: one.grade for one in differences(behind, header=header)}
    assert told["missing member"] == "harmless"
    by_value = made(short + "struct mine { struct reading last; };")
    told = {one.name: one.grade for one in differences(by_value, header=header)}
    assert told == {"struct reading": "breaks", "struct mine": "unknown"}


def test_parameters_that_changed_places_are_told_together(header):
    ffi = made("""
        typedef int (*gauge_watch)(void *context, double level);
        void gauge_on_change(void *gauge, void *context, gauge_watch watch);
        int gauge_copy(char *to, const int *from);
    """)
    told = [one for one in differences(ffi, header=header) if one.grade == "breaks"]
    assert [one.name for one in told] == [
        "parameters 2 and 3 of gauge_on_change()",
        "parameters 1 and 2 of gauge_copy()",
    ]


def test_what_differs_beside_parameters_that_changed_places_is_told_too(tmp_path):
    (tmp_path / "fill.h").write_text("int fill(char *path, int size, double *out);\n")
    told = differences(
        made("void fill(int size, char *path, float *out);"), header=tmp_path / "fill.h"
    )
    assert [one.name for one in told if one.grade == "breaks"] == [
        "parameters 1 and 2 of fill()",
        "parameter 3 of fill()",
    ]


def test_a_struct_without_a_tag_is_told_once_too(tmp_path):
    header = tmp_path / "tagless.h"
    header.write_text(
        "typedef struct { char a; } inner; typedef struct { inner one; char b; } outer;"
    )
    ffi = made("typedef struct { int a; } inner; typedef struct { inner one; char b; } outer;")
    assert [one.name for one in differences(ffi, header=header)] == ["inner.a"]


def test_a_struct_with_two_names_of_typedefs_is_one(tmp_path):
    uses = "int use(over_p one);"
    (tmp_path / "over.h").write_text(f"typedef struct over {{ int n; }} over_t, *over_p; {uses}\n")
    ffi = made(f"typedef struct {{ long n; }} over_t, *over_p; {uses}")
    told = differences(ffi, header=tmp_path / "over.h")
    assert [(one.name, one.what) for one in told] == [("over_t.n", "size")]


@pytest.mark.parametrize("name", ["enum wind", "wind"])
def test_an_enum_that_is_no_int_to_c_is_told_and_not_what_holds_it(tmp_path, name):
    body = "{ NORTH, EAST }"
    packed, plain = (
        f"enum {words}wind {body};" if " " in name else f"typedef enum {words}{body} wind;"
        for words in ("__attribute__((packed)) ", "")
    )
    rest = f"struct gust {{ {name} from; char force; }}; {name} turn({name} by, struct gust *one);"
    (tmp_path / "wind.h").write_text(packed + rest)
    (told,) = differences(made(plain + rest), header=tmp_path / "wind.h")
    assert (told.grade, told.name, told.said, told.wanted) == (
        *("breaks", name, "4 bytes", "1 byte"),
    )
    assert "declare uint8_t in its place" in told.consequence
    assert (
        differences(made(plain.replace("EAST", "EAST, ...") + rest), header=tmp_path / "wind.h")
        == []
    )


def test_a_constant_that_is_a_variable_of_the_header_cannot_be_told(tmp_path):
    (tmp_path / "limit.h").write_text("static const int limit = 40;\n")
    (told,) = differences(made("static const int limit = 41;"), header=tmp_path / "limit.h")
    assert (told.grade, told.wanted) == ("unknown", "a variable, whose value no header has")


def test_what_comes_of_it_is_told_of_the_place_that_is_wrong(found):
    told = {
        ("long gauge_read", "int gauge_read"): "a number that needs more than 4 bytes is cut",
        (
            "levels, size_t n",
            "levels, int n",
        ): "Python refuses a number that needs more than 4 bytes",
        ("double gauge_mean", "float gauge_mean"): "float and double have different bytes",
        ("int gauge_is_dry", "bool gauge_is_dry"): "bool is one byte, and the number has 4",
        ("uint8_t gauge_q", "int8_t gauge_q"): "numbers of C above 127 are negative in Python",
        (
            "const double *levels",
            "const float *levels",
        ): "C works on 8 bytes where Python makes room for 4: it reads past the end",
        ("int gauge_is_dry", "long gauge_is_dry"): "C sets 4 of the 8 bytes",
        ("int gauge_count", "long gauge_count"): "Python reads and writes 8 bytes where C has 4",
        ("int (*gauge_watch)", "short (*gauge_watch)"): "the callback and C do not agree: a number",
        ("double fraction; ", ""): "the union is too short",
    }
    for change, consequence in told.items():
        (one,) = [one for one in found(*change) if one.grade == "breaks"]
        assert one.consequence.startswith(consequence)


def test_a_member_that_is_lacking_ahead_of_bit_fields_breaks(tmp_path):
    """The size is the same, and C tells no offset of a bit field."""
    header = tmp_path / "flags.h"
    header.write_text("struct flags { long id; short kind; unsigned low : 4, high : 12; };")
    ffi = made("struct flags { long id; unsigned low : 4, high : 12; };")
    assert [(one.grade, one.what) for one in differences(ffi, header=header)] == [
        ("breaks", "missing member")
    ]


def test_a_header_that_does_not_compile_is_no_clean_header(tmp_path):
    header = tmp_path / "half.h"
    header.write_text("struct half { int n; };\nint other(unknown_t n);\n")
    with pytest.raises(WorkshopError, match=r"cannot read the header: .*unknown type name"):
        differences(made("struct half { int n; };"), header=header)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("int other(int n", "The header ends within a declaration"),
        ("class A { int n; };", r"it is C\+\+, and cffi reads C"),
        ("#include <vector>", r"vector: No such file or directory; it is C\+\+"),
        ("namespace rain { int n; }", r"it is C\+\+"),
        ("int f(int n) { return std::max(n, 1); }", "cannot read the header"),
        ("#include <rain.h>", "rain.h: No such file or directory; say where its files are"),
    ],
)
def test_a_header_that_c_cannot_read_is_told_where_no_number_is_asked_for(tmp_path, text, says):
    (tmp_path / "other.h").write_text(text + "\n")
    with pytest.raises(WorkshopError, match=f"cannot read the header: .*{says}|{says}"):
        differences(made("int other(int n);"), header=tmp_path / "other.h")


def test_packing_is_found_by_the_size_alone(header):
    ffi = made("struct frame { uint8_t kind; uint32_t length; };")
    assert [one.what for one in differences(ffi, header=header)] == ["packing"]
    ffi = made("struct frame { uint8_t kind; uint32_t length; };", packed=True)
    assert differences(ffi, header=header) == []


LAYOUTS = {
    "a struct for a union": (
        "typedef union { int n; float f; } s_t; struct s { s_t v; };",
        "typedef struct { int n; float f; } s_t; struct s { s_t v; };",
        ("kind", "typedef union {\n    int n;\n    float f;\n} s_t;"),
    ),
    "a struct whose typedef stands at its end": (
        "typedef struct s { int n; long v; } s;",
        "typedef struct s {\n    long v;\n    int n;\n} s;",
        ("order", "typedef struct s {\n    int n;\n    long v;\n} s;"),
    ),
    "bit fields, told together": (
        "struct s { unsigned a : 3, b : 5, c; };",
        "struct s { unsigned a : 4, b : 4, c; };",
        ("bits", "unsigned int a : 3;\nunsigned int b : 5;"),
    ),
    "an array without a length": (
        "struct s { unsigned n; double v[]; };",
        "struct s { unsigned n; double v[1]; };",
        ("length", "double v[];"),
    ),
    "a length that the header says": (
        "struct s { int n; char t[1]; };",
        "struct s { int n; char t[]; };",
        ("length", "char t[1];"),
    ),
    "packing that moves a member": (
        "struct __attribute__((packed)) s { char t; int v; };",
        "struct s { char t; int v; };",
        ("packing", "packed=True"),
    ),
    "an alignment that moves a member": (
        "struct s { char t; int v __attribute__((aligned(16))); };",
        "struct s { char t; int v; };",
        ("packing", "`...;` in API mode"),
    ),
}


@pytest.mark.parametrize(("real", "cdef", "wanted"), LAYOUTS.values(), ids=LAYOUTS)
def test_another_layout_is_told_with_its_cure(tmp_path, real, cdef, wanted):
    (tmp_path / "laid.h").write_text(f"{real}\nint use(struct s *s);\n")
    (told,) = differences(made(f"{cdef}\nint use(struct s *s);"), header=tmp_path / "laid.h")
    assert (told.grade, told.what) == ("breaks", wanted[0])
    assert wanted[1] in told.consequence + told.correction


def test_a_name_inside_another_declaration_is_no_declaration(tmp_path):
    """A member, a parameter and a local name are not what a cdef may declare."""
    (tmp_path / "beside.h").write_text(
        '#ifdef __cplusplus\nextern "C" {\n#endif\n#define NUMBER(n) \\\n    macro_word;\n'
        "typedef struct outer {\n#define FLAG 1\n  double member; union { int deep; }; "
        "enum { LEAF, FORK = 2 } kind; } type;\nint taking(int parameter, int (*call)(int in));\n"
        "static inline int code(void) { int local = 3; if (local) { local = 2; } return local; }\n"
        "extern int count, more[3];\nvoid (*hook)(int);\nint (*chosen(int which))(double);\n}\n"
    )
    declared = {"NUMBER", "FLAG", "LEAF", "FORK", "type", "taking", "code", "count", "more"}
    assert declared_in(tmp_path / "beside.h") == declared | {"hook", "chosen"}


def test_a_struct_that_the_header_lacks_is_told_where_no_function_uses_it(tmp_path):
    (tmp_path / "few.h").write_text("struct here { int x; };\nint use(struct here *h);\n")
    text = "struct here { int x; };\nint use(struct here *h);\n"
    more = "struct q { int x; };\ntypedef struct { int lost; } gone;"
    found = differences(made(text + more), header=tmp_path / "few.h")
    assert [one.name for one in found] == ["struct q", "gone"]
    assert {one.grade for one in found} == {"unknown"}


def test_a_correction_is_in_words_that_the_cdef_knows(header):
    ffi = made("short gauge_state_of(void *gauge, int n);")
    (told,) = differences(ffi, header=header)
    assert told.correction == "int gauge_state_of(struct _gauge *gauge);"
    cffi.FFI().cdef(told.correction)


def test_code_that_only_the_header_has_is_in_no_library(header):
    ffi = made("int gauge_twice(int x);")
    assert [one.what for one in differences(ffi, header=header)] == ["inline"]


def test_a_number_that_the_compiler_computes_is_compared(header):
    ffi = made("#define GAUGE_LIMIT 37")
    (told,) = differences(ffi, header=header)
    assert told.correction == "#define GAUGE_LIMIT 36"


@pytest.mark.parametrize(
    ("macro", "form"),
    [
        ('"gauge" "s"', "a text"),
        ("2.5", "a number with a point"),
        ("(1 / 4.0f)", "a number with a point"),
        ("((void (*)(void *))-1)", "an address"),
        ("((char *)0)", "an address"),
        ("3", ""),
        ("(1u << 1 | 1)", ""),
        ("((char)3)", ""),
        ("(sizeof(short) + 1)", ""),
    ],
)
@pytest.mark.parametrize("value", ["3", "..."])
def test_a_macro_that_is_no_whole_number_in_the_header_breaks(tmp_path, macro, form, value):
    header = tmp_path / "rate.h"
    header.write_text(f"#define RATE {macro}\n")
    told = differences(made(f"#define RATE {value}"), header=header)
    assert [one.grade for one in told] == ["breaks"] * bool(form)
    assert not form or told[0].wanted == f"{form}: {macro}"


def test_a_macro_with_parameters_is_no_number(tmp_path):
    header = tmp_path / "rate.h"
    header.write_text("#define RATE(x) ((x) + 1)\n")
    (told,) = differences(made("#define RATE ..."), header=header)
    assert (told.grade, told.wanted) == ("breaks", "a macro with parameters")


@pytest.mark.parametrize(
    ("cdef", "what"),
    [
        ("int send(const unsigned char *key, const char **words);", []),
        ("int send(const unsigned char key[4], const char *words[]);", []),
        ("int send(const unsigned char key[], const char *words[2]);", []),
        ("int send(unsigned char *key, const char **words);", ["const"]),
        ("int send(unsigned char key[4], const char **words);", ["const"]),
    ],
)
def test_an_array_that_a_function_only_reads_is_a_pointer_to_const(tmp_path, cdef, what):
    """It was told as one that the function writes, the other way round."""
    header = tmp_path / "send.h"
    header.write_text(
        "typedef unsigned char u8;\nint send(const u8 key[4], const char *words[2]);\n"
    )
    assert [one.what for one in differences(made(cdef), header=header)] == what


def test_parameters_of_a_callback_that_changed_places_break(tmp_path):
    """Each alone is harmless: an address for another one."""
    header = tmp_path / "watch.h"
    header.write_text("typedef int (*watch)(void *context, const char *name, int level);\n")
    swapped = made("typedef int (*watch)(const char *name, void *context, int level);")
    (told,) = differences(swapped, header=header)
    assert (told.grade, told.what) == ("breaks", "order")
    loose = made("typedef int (*watch)(void *context, void *name, int level);")
    assert [one.grade for one in differences(loose, header=header)] == ["harmless"]


@pytest.mark.parametrize(
    ("header", "cdef", "grade"),
    [
        ("typedef void (*done)(int);", "typedef int (*done)(int);", "harmless"),
        ("typedef int (*done)(int);", "typedef void (*done)(int);", "breaks"),
        ("void use(void (*done)(int));", "void use(int (*done)(int));", "harmless"),
        ("void use(int (*done)(int));", "void use(void (*done)(int));", "breaks"),
        ("void use(void (*f)(int (*back)(int)));", "void use(void (*f)(void (*back)(int)));", "harmless"),
        ("int use(int);", "void use(int);", "harmless"),
        ("void use(int);", "int use(int);", "breaks"),
        ("struct table { int (*open)(int); };", "struct table { void (*open)(int); };", "harmless"),
    ],
    ids=[
        *("name-gives-more", "name-gives-none", "callback-gives-more", "callback-gives-none"),
        *("called-by-python-again", "not-taken", "not-given", "member"),
    ],
)  # fmt: skip
def test_who_calls_a_function_may_leave_its_result(tmp_path, header, cdef, grade):
    (tmp_path / "use.h").write_text(header)
    (told,) = differences(made(cdef), header=tmp_path / "use.h")
    assert told.grade == grade


@pytest.mark.parametrize(
    ("real", "grades"),
    [
        ("struct place { long id; double fine; int spare[5]; int end; };", ["harmless"]),
        ("struct place { long id; double fine; int spare[4]; int end; };", ["breaks", "breaks"]),
        ("struct place { long id; int spare[6]; int more; int end; };", ["breaks"]),
    ],
    ids=["named", "shorter", "cut-behind"],
)
def test_a_newer_header_may_name_a_part_of_the_room_that_was_kept(tmp_path, real, grades):
    (tmp_path / "place.h").write_text(f"{real}\nvoid take(struct place p);\n")
    kept = made("struct place { long id; int spare[7]; int end; };\nvoid take(struct place p);")
    told = differences(kept, header=tmp_path / "place.h")
    assert [one.grade for one in told if one.grade == "breaks" or grades == ["harmless"]] == grades


@pytest.mark.parametrize(
    ("members", "grades"),
    [
        ("unsigned char bytes[4]; int kind; int seconds, parts;", []),
        ("unsigned char bytes[8]; int kind; int seconds, parts;", ["breaks"]),
        ("int kind; unsigned char bytes[4]; int seconds, parts;", ["breaks"]),
        ("unsigned char bytes[4]; int kind; int seconds, other;", ["breaks"]),
    ],
    ids=["same", "longer", "moved", "nothing"],
)
def test_a_member_that_the_header_names_by_a_macro_is_a_member(tmp_path, members, grades):
    """As `s6_addr` and `st_mtime` are in the headers of C itself."""
    (tmp_path / "place.h").write_text("""
        struct place { union { unsigned char b[4]; int whole; } in; int kind;
                       struct { int s, p; } when; };
        #define bytes in.b
        #define seconds when.s
        #define parts when . p
        #define other there.s
        void take(struct place *p);
    """)
    kept = made(f"struct place {{ {members} }}; void take(struct place *p);")
    told = differences(kept, header=tmp_path / "place.h")
    assert [one.grade for one in told if one.grade == "breaks"] == grades
    assert grades or not told


def test_what_is_left_to_the_compiler_does_not_differ(header):
    ffi = made("""
        typedef int... byte_t;
        struct reading { int16_t level_mm; ...; };
        enum colour { GREEN, ... };
        #define GAUGE_MAX ...
        extern const double gauge_table[...];
        typedef ... gauge_t;
        gauge_t *gauge_open(const char *name, int flags);
    """)
    assert list(map(str, differences(ffi, header=header))) == []


def test_the_place_is_a_line_of_the_script(header, tmp_path):
    script = tmp_path / "gauge_ffi.py"
    text = (
        'from cffi import FFI\n\nffi = FFI()\nffi.cdef("""\n    long gauge_quality(void);\n""")\n'
    )
    script.write_text(text)
    (told,) = differences(script, header=header)
    assert (told.place.file, told.place.line) == (str(script), 5)
    assert (told.header_place.file, told.header_place.line) == (
        str(header),
        HEADER.splitlines().index("uint8_t gauge_quality(void);") + 1,
    )


def test_the_name_that_a_library_lacks_breaks(header, tmp_path):
    library = tmp_path / "libgauge.so"
    source = "int gauge_is_dry(void) { return 1; }"
    command = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", str(library)]
    subprocess.run(command, input=source, text=True, check=True)
    ffi = made("int gauge_is_dry(void); bool gauge_is_wet(void);")
    told = differences(ffi, header=header, library=library)
    assert [(one.name, one.what) for one in told] == [("gauge_is_wet", "not exported")]
    assert differences(made("double cos(double x);"), header="math.h", library="m") == []
    with pytest.raises(WorkshopError, match="cannot be loaded"):
        differences(ffi, header=header, library=tmp_path / "none.so")


@pytest.fixture
def workshop(header):
    """Return workshop(*arguments): the command over the header, as a process."""

    def run(*arguments, stdout=subprocess.PIPE):
        command = [*COMMAND, "cdef", *map(str, arguments), "--header", str(header)]
        return subprocess.run(
            command, stdout=stdout, stderr=subprocess.PIPE, text=True, cwd=header.parent
        )

    return run


def test_the_exit_status_tells_a_build_whether_something_breaks(workshop, tmp_path):
    cdef = tmp_path / "gauge.cdef"
    cdef.write_text("uint8_t gauge_quality(void);")
    clean = workshop(cdef)
    assert (clean.returncode, clean.stderr) == (0, "")
    assert clean.stdout == "Compared 1 function: no difference.\n"
    cdef.write_text("int gauge_quality(void);")
    broken = workshop(cdef)
    assert (broken.returncode, broken.stderr) == (1, "")
    assert "    write   uint8_t gauge_quality(void);" in broken.stdout


def test_the_status_is_that_of_what_was_found_where_nobody_reads_on(workshop, header):
    """As in `workshop cdef ... | head -1`, where a pipe has no reader."""
    (header.parent / "broken.cdef").write_text("int gauge_quality(void);")
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w") as nobody:  # noqa: PTH123
        assert workshop("broken.cdef", stdout=nobody).returncode == 1


def test_json_holds_what_a_program_needs(workshop, tmp_path):
    cdef = tmp_path / "gauge.cdef"
    cdef.write_text("\nint gauge_quality(void);")
    whole = json.loads(workshop(cdef, "--json").stdout)
    assert whole["schema"] == 1
    assert whole["counts"] == {"breaks": 1, "harmless": 0, "unknown": 0}
    (told,) = whole["differences"]
    assert told["place"] == {"file": str(cdef), "line": 2}
    assert told["header_place"]["file"].endswith("gauge.h")
    assert told["correction"] == "uint8_t gauge_quality(void);"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "No cdef was named"),
        (["none.py"], "There is no file none.py"),
        (["."], ". is a folder; name the file in it that has the cdef"),
        (
            ["no_such_module"],
            "gives no cdef: ModuleNotFoundError: No module named 'no_such_module'",
        ),
        (["sys", "--pkg-config", "no-such-package"], "sys makes no FFI with a cdef"),
        (["lines.cdef"], "lines.cdef gives no cdef: CDefError"),
        (["lines.cdef"], "`workshop explain include-in-cdef` says what to do"),
        (["none.cdef"], "There is no file none.cdef"),
        (["latin.cdef"], "latin.cdef gives no cdef: line 1 is not in UTF-8"),
        (["sys", "--timeout", "-1"], "-1.0 is not in the range"),
        (["sys", "--header", ""], "The name of a header is empty"),
        ([""], "No cdef was named"),
        (["fine.cdef", "--library", "gauge.h"], "cannot be loaded: it is no shared library"),
        (["--write"], "No name was given"),
        (["sys", "-I", "no-such-folder"], "no folder no-such-folder; -I names one"),
        (["sys", "--header", "."], ". is a folder; name a header in it"),
        (["--write", "gauge_opens"], "declares no gauge_opens; did you mean gauge_open?"),
        (["--write", "gauge_twice"], "the header only"),
    ],
)
def test_a_wrong_request_is_told_in_a_sentence(workshop, arguments, says):
    done = workshop(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_cdef_that_declares_nothing_is_no_success(workshop, tmp_path):
    (tmp_path / "empty.cdef").write_text("/* to be written */\n")
    done = workshop(tmp_path / "empty.cdef")
    assert (done.returncode, "empty.cdef declares nothing" in done.stderr) == (2, True)


@pytest.mark.parametrize("mode", ["abi", "api"])
def test_a_written_cdef_is_clean_and_cffi_takes_it(workshop, header, mode):
    names = [name for name in re.findall(r"\b(gauge_\w+)\(", CLEAN) if name != "gauge_alias"]
    names += ["GAUGE_MAX", "GAUGE_HIGH", "history_t", "flags", "value", "outer"]
    done = workshop("--write", *names, f"--{mode}")
    assert done.stderr == ""
    ffi = made(done.stdout)
    assert list(map(str, differences(ffi, header=header))) == []
    assert ("...;" in done.stdout) == (mode == "api")


def test_a_written_cdef_has_the_layout_that_the_compiler_has(workshop):
    ffi = made(workshop("--write", "gauge_read").stdout)
    assert ffi.sizeof("struct reading") == 48
    assert ffi.offsetof("struct reading", "where") == 8


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (["the result"], "the result"),
        (["parameter 2"], "parameter 2"),
        (["the result", "parameter 1"], "the result and parameter 1"),
        (["parameter 1", "parameter 3"], "parameters 1 and 3"),
        (["the result", "parameter 1", "parameter 2"], "the result and parameters 1 and 2"),
    ],
    ids=str,
)
def test_where_one_type_stands_several_times_is_said_in_words(where, said):
    assert sides_listed(where) == said


def test_what_is_eight_bytes_on_every_machine_is_one_type(tmp_path):
    header = tmp_path / "big.h"
    header.write_text("long long total(unsigned long long most);\n")
    ffi = cffi.FFI()
    ffi.cdef("int64_t total(uint64_t most);")
    assert list(map(str, differences(ffi, header=header))) == []


def test_a_narrow_parameter_refuses_numbers_in_api_mode_too(tmp_path):
    header = tmp_path / "preset.h"
    header.write_text("void begin(unsigned int preset);\n")
    ffi = cffi.FFI()
    ffi.cdef("void begin(uint8_t preset);")
    ffi.set_source("_preset", '#include "preset.h"')
    (found,) = differences(ffi, header=header)
    assert found.grade == "harmless"
    assert "Python refuses a number" in found.consequence
