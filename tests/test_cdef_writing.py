"""A cdef that is made from a header of the system says what the header says, and cffi takes it."""

import re
from functools import cache
from importlib import import_module

import cffi
import pytest

from cffi_workshop.cdef.check import HeaderOptions
from cffi_workshop.cdef.comparing.compare import compared
from cffi_workshop.cdef.header.chunks import cut
from cffi_workshop.cdef.header.read import read_header
from cffi_workshop.cdef.source.read import cdef_of
from cffi_workshop.cdef.writing import NotAllWritten, written
from cffi_workshop.errors import WorkshopError

from .test_cdef_packages import of_package

HEADERS = ["stdio.h", "stdlib.h", "time.h", "sys/stat.h", "netdb.h", "unistd.h", "wchar.h"]


@cache
def functions_of(compiler, ending):
    """Return what a header itself declares as functions that a library has."""
    chunks = cut(compiler.preprocess()).chunks
    own = [
        one for one in chunks if one.file.endswith(ending) and not one.is_type and not one.is_inline
    ]
    own = [one for one in own if not {"va_list", "__gnuc_va_list"} & set(one.tokens)]
    names = {name for one in own if "(" in one.tokens for name in one.defines}
    return sorted(names & set(read_header(compiler, names).declarations.functions))


def assert_clean(compiler, names, api):
    text = written(compiler, names, api)
    ffi = cffi.FFI()
    ffi.cdef(text)
    header = read_header(compiler, cdef_of(ffi).names)
    assert [str(one) for one in compared(cdef_of(ffi), header)] == []
    assert {key.split()[1] for key in ffi._parser._declarations if key[:9] == "function "} == set(
        names
    )


@pytest.mark.parametrize("header", HEADERS)
def test_all_functions_of_a_header_can_be_written(header):
    compiler = HeaderOptions((header,)).compiler()
    names = functions_of(compiler, header)
    assert names
    assert_clean(compiler, names, api=False)


@pytest.mark.parametrize("mode", ["abi", "api"])
def test_all_functions_of_cairo_can_be_written(mode):
    _target, options = of_package("cairocffi")
    compiler = options.compiler()
    assert_clean(compiler, functions_of(compiler, "cairo.h"), api=mode == "api")


def test_what_is_written_loads_in_both_modes(tmp_path, monkeypatch):
    compiler = HeaderOptions(("dirent.h",)).compiler()
    names = ("opendir", "readdir", "telldir", "seekdir", "closedir")
    abi = cffi.FFI()
    abi.cdef(written(compiler, names))
    library = abi.dlopen(None)
    built = cffi.FFI()
    built.cdef(written(compiler, names, True))
    built.set_source("_dirent_written", "#include <dirent.h>")
    built.compile(tmpdir=str(tmp_path))
    monkeypatch.syspath_prepend(tmp_path)
    module = import_module("_dirent_written")
    for ffi, lib in ((abi, library), (module.ffi, module.lib)):
        assert all(hasattr(lib, name) for name in names)
        directory = lib.opendir(str(tmp_path).encode())
        assert ffi.string(lib.readdir(directory).d_name)
        assert lib.closedir(directory) == 0


ODD = """
#include <stddef.h>
#define ODD_LIMIT (1u << 3 | 0x40)
#define ODD_NAME "odd"
#define odd_abs(x) _Generic((x), int: odd_absi, double: odd_absd)(x)
_Static_assert(sizeof(int) == 4, "int");
int odd_absi(int);
double odd_absd(double);
#define odd_absolute odd_absi
int odd_print(const char *format, __builtin_va_list arguments);
typedef struct odd_node {
    struct odd_node *next;
    union { struct { int x, y; }; double d; };
    enum { ODD_LEAF, ODD_FORK = 9 } kind;
    size_t n;
    double values[];
} odd_node;
odd_node *odd_find(odd_node **where);
struct __attribute__((packed)) odd_packed { char tag; int value; };
enum odd_level { ODD_LOW = -3, ODD_HIGH = 0x7fffffff };
enum odd_wide { ODD_WIDE = 0x100000000LL };
int odd_matrix(int n, double m[n][n], int row[n]);
typedef unsigned char odd_byte;
int odd_read(int n, const odd_byte key[4], odd_byte to[], const char name[static 3], const int row[n]);
int odd_words(const char *words[], char *const fixed[2], const odd_byte grid[2][3]);
extern const odd_byte odd_table[2][3];
typedef double odd_triple[3];
typedef odd_triple odd_square[3];
typedef const char *odd_words_of[2];
struct odd_body { const odd_triple at; odd_triple then; const odd_square turned; const odd_triple two[2]; };
typedef void (*odd_told)(const odd_triple at, const struct odd_body *body);
void odd_each(odd_told told, const odd_words_of words, odd_triple out);
int (*odd_choose(const char *name))(int, void *);
long double odd_exact(long double x, _Bool flag, enum odd_level level, enum odd_wide wide);
typedef struct odd_end { int x, y; } odd_end;
struct odd_flags { struct odd_end end; unsigned on : 1; };
void odd_line(struct odd_held { union { odd_end ends[2]; double d; } u; struct odd_flags f; } *);
void odd_wider(__float128 *x);
__int128 odd_widest(void);
struct odd_shifted { int before[1 << 3], behind[sizeof(((odd_node *)0)->next) >> 1 == 4 && 1 ? 2 : 3]; };
int odd_shift(struct odd_shifted *where);
typedef struct __attribute__((packed)) { char tag; int value; } odd_tagless;
int odd_send(const odd_tagless *what);
typedef struct __attribute__((packed, aligned(8))) { char tag; int value; } odd_moved;
int odd_move(odd_moved *what);
typedef enum __attribute__((packed)) { ODD_NEAR, ODD_FAR } odd_small;
odd_small odd_step(odd_small how);
typedef struct { int x; } odd_one, *odd_one_p;
struct odd_timer { void (*ring)(void *self, struct odd_end after); int (*each)(odd_one); };
int odd_start(struct odd_timer *timer, odd_one_p first);
struct odd_self { void (*copy)(struct odd_self); };
int odd_copy(struct odd_self *self);
typedef __typeof__(sizeof 0) odd_size;
typedef struct { odd_size n; } odd_sized;
int odd_by_value(odd_size n);
int odd_behind(odd_size *n);
#ifdef ODD_ALL
int odd_hidden(int);
#endif
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    path = tmp_path_factory.mktemp("odd") / "odd.h"
    path.write_text(ODD)
    path.with_name("odd_more.h").write_text("int odd_findings(int);\n")
    return HeaderOptions((str(path),))


@pytest.mark.parametrize("api", [False, True], ids=["abi", "api"])
@pytest.mark.parametrize(
    "name",
    [
        *("odd_find", "odd_choose", "odd_line", "odd_exact", "struct odd_node", "ODD_LIMIT"),
        *("ODD_LOW", "odd_shift", "odd_start", "odd_behind"),
    ],
)
def test_what_is_written_of_an_odd_header_is_clean(odd, name, api):
    compiler = odd.compiler(api=api)
    ffi = cffi.FFI()
    ffi.cdef(written(compiler, [name], api))
    cdef = cdef_of(ffi)
    assert [str(one) for one in compared(cdef, read_header(compiler, cdef.names))] == []


def test_a_struct_with_an_enum_inside_can_be_made_in_abi_mode(odd):
    ffi = cffi.FFI()
    ffi.cdef(written(odd.compiler(), ["odd_find"]))
    assert ffi.new("odd_node *", {"kind": 9, "values": 2}).kind == 9


def test_a_length_is_computed_with_all_of_cs_operators(odd):
    text = written(odd.compiler(), ["odd_shift"])
    assert "    int before[8];\n    int behind[2];\n" in text


def test_what_the_parser_does_not_know_is_opaque_behind_a_pointer(odd):
    text = written(odd.compiler(), ["odd_behind"])
    assert text == "typedef ... odd_size;\nint odd_behind(odd_size *n);\n"


def test_an_attribute_of_c23_is_no_part_of_a_declaration():
    words = "[[nodiscard]] int f(void); struct [[gnu::packed]] s { char c; }; int a[2];"
    assert [one.defines for one in cut(words).chunks] == [{"f"}, {"s"}, {"a"}]


def test_an_array_that_another_parameter_measures_is_an_address(odd):
    text = written(odd.compiler(), ["odd_matrix"])
    assert text == "int odd_matrix(int n, void *m, int *row);\n"


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        (
            "odd_read",
            "int odd_read(int n, const odd_byte key[4], odd_byte to[], const char name[3],"
            " const int *row);",
        ),
        (
            "odd_words",
            "int odd_words(const char *words[], char *const fixed[2], const odd_byte grid[2][3]);",
        ),
        ("odd_table", "extern const odd_byte odd_table[2][3];"),
        ("odd_each", "void odd_each(odd_told told, const odd_words_of words, odd_triple out);"),
    ],
)
def test_what_may_only_be_read_stays_so_in_an_array(odd, name, declared):
    assert written(odd.compiler(), [name]).splitlines()[-1] == declared


def test_an_array_with_a_name_keeps_its_const_in_a_struct_and_a_callback(odd):
    text = written(odd.compiler(), ["odd_each"])
    assert "(*odd_told)(const odd_triple at, const struct odd_body *body);" in text
    members = ["const odd_triple at", "odd_triple then", "const odd_square turned"]
    assert all(f"\n    {one};" in text for one in [*members, "const odd_triple two[2]"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("odd_packed", "struct odd_packed has 5 bytes in C, and 8 by its members"),
        ("ODD_NAME", "ODD_NAME is a macro, and no whole number"),
        ("odd_abs", "odd_abs is a macro with parameters"),
        ("odd_print", "odd_print takes a va_list, which Python cannot make"),
        ("odd_wider", "odd_wider cannot be read: __float128 is a type of the compiler's own"),
        ("odd_widest", "__int128 is no type that the header declares, nor one of cffi's"),
        ("odd_send", "odd_tagless has 5 bytes in C, and 8 by its members"),
        ("odd_move", "odd_moved has value at byte 1 in C, and at 4 by its members"),
        ("odd_step", "odd_small has 1 byte in C, and 4 as an enum of cffi"),
        ("odd_copy", "cffi does not take what the header has here: recursive struct"),
        ("odd_by_value", "The header's odd_size cannot be read: "),
        ("odd_sized", "The header's odd_size cannot be read: "),
        ("odd_find_it", "The header declares no odd_find_it; did you mean odd_find?"),
        ("odd_hidden", "The header declares no odd_hidden; odd.h has it behind an #if"),
        ("odd_findings", "The header declares no odd_findings; odd_more.h has it."),
    ],
)
def test_what_cannot_be_written_is_a_sentence(odd, name, sentence):
    with pytest.raises(WorkshopError, match=re.escape(sentence)):
        written(odd.compiler(), [name])


def test_a_name_that_cannot_be_written_does_not_lose_the_others(odd):
    with pytest.raises(NotAllWritten, match=r"ODD_NAME is(.|\n)*odd_print takes") as told:
        written(odd.compiler(), ["ODD_NAME", "odd_absi", "odd_print", "odd_absd"])
    assert told.value.text == "int odd_absi(int);\ndouble odd_absd(double);\n"


def test_what_is_asked_for_by_two_names_is_written_once(odd):
    assert written(odd.compiler(), ["odd_absi", "odd_absolute"]) == "int odd_absi(int);\n"


def test_what_several_names_lack_is_said_once(odd):
    with pytest.raises(NotAllWritten) as told:
        written(odd.compiler(), ["odd_by_value", "odd_sized"])
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize(("api", "name"), [(False, "odd_absi"), (True, "odd_absolute")])
def test_a_macro_for_the_name_of_a_function_is_that_function(odd, api, name):
    assert written(odd.compiler(api=api), ["odd_absolute"], api) == f"int {name}(int);\n"


def test_a_header_is_read_as_behind_python_h_in_api_mode():
    """glibc calls the members of regex_t differently there."""
    compiler = HeaderOptions(("regex.h",)).compiler(api=True)
    assert "__buffer" not in written(compiler, ["regcomp", "regexec", "regfree"], True)


@pytest.mark.parametrize("api", [False, True], ids=["abi", "api"])
def test_a_union_that_gnu_calls_transparent_is_what_callers_pass(api):
    """Behind Python.h glibc takes any pointer to an address, by way of such a union."""
    text = written(HeaderOptions(("sys/socket.h",)).compiler(), ["bind", "accept"], api)
    assert "union" not in text
    assert re.search(r"int bind\(int \w+, const struct sockaddr \*\w+, socklen_t \w+\);", text)
    assert re.search(r"int accept\(int \w+, struct sockaddr \*\w+, socklen_t \*\w+\);", text)
