"""A cdef that says something else than the header is found, with both types in the sentence."""

import subprocess

import pytest
from cffi import FFI

from cffi_workshop.grading.building.cdef_comparison import compare
from cffi_workshop.grading.building.cdef_facts import facts_source, read_facts
from cffi_workshop.worker.cdef_model import describe

pytestmark = pytest.mark.quick

REFERENCE = """
    struct point { char name[4]; int64_t x; double y; };
    double mean(const double *values, size_t count);
    int64_t advance(int64_t *current, uint32_t steps);
    void place(struct point *where, bool fixed);
    void each(void (*visit)(int, void *), void *context);
    int report(const char *format, ...);
"""
HEADER = f"#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n{REFERENCE}"


def described(cdef):
    ffi = FFI()
    ffi.cdef(cdef)
    return describe(ffi)


@pytest.fixture
def comparison(tmp_path):
    def hold(cdef, header=HEADER, reference=REFERENCE):
        learner, wanted = described(cdef), described(reference)
        (tmp_path / "thing.h").write_text(header)
        (tmp_path / "facts.c").write_text(facts_source('#include "thing.h"', wanted, learner))
        command = ["cc", "-std=gnu11", "-w", "-S", "facts.c", "-o", "facts.s"]
        subprocess.run(command, cwd=tmp_path, check=True)
        return compare(
            learner, wanted, read_facts((tmp_path / "facts.s").read_text()), lambda _name: "thing.h"
        )

    return hold


def changed(old, new):
    assert REFERENCE.count(old) >= 1
    return REFERENCE.replace(old, new)


def test_the_same_declarations_agree(comparison):
    assert comparison(REFERENCE) == comparison(REFERENCE.replace("const ", ""))
    assert comparison(REFERENCE).mismatches == comparison(REFERENCE).remarks == ()


def test_a_struct_is_the_same_by_a_name_of_the_learners_own(comparison):
    alias = changed("void place(struct point *", "typedef struct point spot;\nvoid place(spot *")
    assert comparison(alias).mismatches == comparison(alias).remarks == ()
    unseen = {"header": "struct folder; void shut(struct folder *f);"}
    unseen["reference"] = "void shut(struct folder *f);"
    own = "typedef struct folder folder; void shut(folder *f);"
    assert comparison(own, **unseen).mismatches == ()
    other = comparison(own.replace("struct folder", "struct file"), **unseen)
    assert other.mismatches == (
        "Parameter 1 of shut() is folder * in the cdef, but struct folder * in thing.h.",
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("size_t count", "int count", "Parameter 2 of mean() is int in the cdef, but size_t in thing.h."),
        ("size_t count", "long count", "Parameter 2 of mean() is long in the cdef, but size_t in thing.h."),
        ("uint32_t", "int32_t", "Parameter 2 of advance() is int32_t in the cdef, but uint32_t in thing.h."),
        ("const double *", "float *", "Parameter 1 of mean() is float * in the cdef, but double const * in thing.h."),
        ("double mean", "int mean", "The result of mean() is int in the cdef, but double in thing.h."),
        ("void place", "int place", "The result of place() is int in the cdef, but void in thing.h."),
        ("bool fixed", "unsigned char fixed", "Parameter 2 of place() is unsigned char in the cdef, but _Bool in thing.h."),
        ("int64_t *current", "int64_t current", "Parameter 1 of advance() is int64_t in the cdef, but int64_t * in thing.h."),
        ("char *format", "signed char *format", "Parameter 1 of report() is signed char const * in the cdef"),
        (", size_t count", "", "The cdef gives mean() 1 parameter, but thing.h gives it 2 parameters."),
        (", ...", "", 'The cdef gives report() 1 parameter, but thing.h gives it 1 parameter and "...".'),
        ("mean(", "means(", "The cdef does not declare mean(), which thing.h has; it declares means() in its place."),
        ("(int, void *)", "(long, void *)", "Parameter 1 of each() is void(*)(long, void *) in the cdef"),
        ("int64_t x; double y;", "double y; int64_t x;", "struct point.y lies at byte 8 in the cdef, but at byte 16 in C."),
        (" double y;", "", "The struct point has 16 bytes in the cdef, but 24 in C."),
        ("int64_t x;", "int32_t x;", "Struct point.x is int32_t in the cdef, but int64_t in thing.h."),
    ],
)  # fmt: skip
def test_a_difference_is_told_with_both_sides(comparison, old, new, sentence):
    assert sentence.removeprefix("Struct") in "\n".join(comparison(changed(old, new)).mismatches)


@pytest.mark.parametrize(
    ("old", "new"), [("size_t count", "unsigned long count"), ("int64_t *current", "long *current")]
)
def test_another_name_of_the_same_size_and_sign_is_a_remark(comparison, old, new):
    found = comparison(changed(old, new))
    assert found.mismatches == ()
    assert "the same size and sign on this machine" in found.remarks[0]


def test_a_partial_struct_leaves_the_layout_to_the_compiler(comparison):
    partial = "struct point { double y; ...; };" + REFERENCE.split(";", 4)[4]
    assert comparison(partial).mismatches == ()


@pytest.mark.parametrize(
    ("union", "member", "told"),
    [
        ("struct v { int a; };", "union v value;", "union v in the cdef, which says nowhere what"),
        ("union v { int a; };", "int value;", "int in the cdef, but has members of its own in"),
        ("union v { int a; };", "union v value;", ""),
    ],
    ids=["of another keyword", "a number", "as in the header"],
)
def test_a_member_that_has_members_itself_is_not_said_to_be_missing(
    comparison, union, member, told
):
    wanted = "union v { int a; }; struct r { char c; union v value; };"
    found = comparison(f"{union} struct r {{ char c; {member} }};", wanted, wanted).mismatches
    assert (f"The struct r.value is {told}" in found[0]) if told else not found


INSIDE = """
    #include <sys/types.h>
    struct volume { uid_t owner; struct { int64_t used, limit; } disk; double history[4]; };
    void watch(struct volume *one);
"""


@pytest.mark.parametrize(
    ("members", "mismatches"),
    [
        ("unsigned int owner; struct { int64_t used, limit; } disk; double history[4];", []),
        ("uid_t owner; struct space { int64_t used, limit; } disk; ...;", []),
        (
            "uid_t owner; struct { int64_t used, limit; } disk; double history[3]; ...;",
            ["The struct volume.history is double[3] in the cdef, but double[4] in thing.h."],
        ),
        (
            "unsigned int owner; struct { int64_t limit, used; } disk; double history[4];",
            [
                "struct volume.disk.limit lies at byte 8 in the cdef, but at byte 16 in C.",
                "struct volume.disk.used lies at byte 16 in the cdef, but at byte 8 in C.",
            ],
        ),
        (
            "uid_t owner; struct { int64_t used; int32_t limit; } disk; ...;",
            ["The struct volume.disk.limit is int32_t in the cdef, but int64_t in thing.h."],
        ),
    ],
    ids=["without a name", "with a name", "a shorter array", "in another order", "of another type"],
)
def test_a_struct_inside_a_struct_is_compared_member_by_member(comparison, members, mismatches):
    watch = "void watch(struct volume *one);"
    reference = (
        "struct volume { unsigned int owner; struct { int64_t used, limit; } disk; "
        "double history[4]; ...; };" + watch
    )
    cdef = "typedef int... uid_t; struct volume {" + members + "};" + watch
    assert list(comparison(cdef, INSIDE, reference).mismatches) == mismatches


NAMED = """
    #define CHANNELS 5
    enum kind { NOTHING = -1, COUNT, REAL = 4, RAW };
    struct flags { unsigned int checked : 1, battery : 4; int drift : 3; };
    extern unsigned int reads;
    enum kind kind_of(const struct flags *flags);
"""


@pytest.mark.parametrize(
    ("old", "new", "mismatches"),
    [
        ("CHANNELS 5", "CHANNELS 6", ["CHANNELS is 6 in the cdef, but 5 in C."]),
        ("CHANNELS 5", "CHANNELS ...", []),
        ("#define CHANNELS 5", "", ["The cdef does not declare CHANNELS, which thing.h has."]),
        ("REAL = 4", "REAL", ["REAL is 1 in the cdef, but 4 in C.", "RAW is 2 in the cdef, but 5 in C."]),
        ("RAW };", "RAW, ... };", []),
        ("battery : 4", "battery : 3", ["struct flags.battery has 3 bits in the cdef, but 4 bits in thing.h."]),
        ("checked : 1, battery : 4", "battery : 4, checked : 1", ["The struct flags.battery is the bit field in the place of checked in the cdef; in thing.h they come in the order checked, battery, drift."]),
        (" : 3;", ";", ["struct flags.drift has all its bits in the cdef, but 3 bits in thing.h.", "The struct flags has 8 bytes in the cdef, but 4 in C."]),
        ("int reads", "short reads", ["The global reads is unsigned short in the cdef, but unsigned int in thing.h."]),
        ("extern unsigned int reads;", "", ["The cdef does not declare reads, which thing.h has."]),
    ],
)  # fmt: skip
def test_constants_bits_and_globals_are_held_against_the_header(comparison, old, new, mismatches):
    found = comparison(NAMED.replace(old, new), header=NAMED, reference=NAMED)
    assert list(found.mismatches) == mismatches
