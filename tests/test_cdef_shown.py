"""What a person reads of a difference, and copies: C as it would be written by hand."""

import cffi
import pytest

from cffi_workshop.cdef import differences
from cffi_workshop.cdef.check import Examined, HeaderOptions
from cffi_workshop.cdef.render import as_text
from cffi_workshop.cdef.writing import written
from cffi_workshop.errors import WorkshopError

pytestmark = pytest.mark.quick

HEADER = """
#define RAIN_MASK 0x00FF
#define RAIN_TOP ((unsigned)0x80000000u)
#define RAIN_BIT (1 << 5)
#define RAIN_LEAST (-0x10)
#define RAIN_DAYS 365
enum rain { DRY = 0x1a, WET, SOAKED = 0X7F };
struct gauge { unsigned a : 3; unsigned : 0; unsigned b : 5; };
extern const char *const rain_names[3];
extern const char *rain_note;
extern char *const rain_place;
extern const int rain_version;
extern const double rain_table[4];
int rain_sort(void *readings, unsigned long n, int (*compare)(const void *, const void *));
enum rain rain_at(struct gauge *gauge);
"""


def found_in(folder, cdef):
    (folder / "rain.h").write_text(HEADER)
    (folder / "rain.txt").write_text(cdef)
    return differences(folder / "rain.txt", header=folder / "rain.h")


CORRECTIONS = {
    "#define RAIN_MASK 0x0F": "#define RAIN_MASK 0x00FF",
    "#define RAIN_TOP 1": "#define RAIN_TOP 0x80000000",
    "#define RAIN_BIT 16": "#define RAIN_BIT 32",
    "#define RAIN_BIT 0x10": "#define RAIN_BIT 0x20",
    "#define RAIN_LEAST 4": "#define RAIN_LEAST -16",
    "#define RAIN_DAYS 364": "#define RAIN_DAYS 365",
    "enum rain { DRY = 0x1a, WET, SOAKED = 0x7e };": "SOAKED = 0X7F",
    "extern long rain_names[3];": "extern const char *const rain_names[3];",
    "extern int rain_note;": "extern const char *rain_note;",
    "extern int rain_place;": "extern char *rain_place;",
    "extern long rain_version;": "extern const int rain_version;",
    "extern const float rain_table[4];": "extern const double rain_table[4];",
    "int rain_names(void);": "extern const char *const rain_names[3];",
}


@pytest.mark.parametrize("cdef", CORRECTIONS)
def test_a_correction_is_written_as_the_header_writes_it(tmp_path, cdef):
    assert [one.correction for one in found_in(tmp_path, cdef)] == [CORRECTIONS[cdef]]


def test_both_sides_are_in_the_numerals_of_their_own(tmp_path):
    (one,) = found_in(tmp_path, "#define RAIN_MASK 0x0F")
    assert (one.said, one.wanted) == ("RAIN_MASK = 0x0F", "RAIN_MASK = 0x00FF")


def test_bit_fields_without_a_name_are_told_in_words(tmp_path):
    (one,) = found_in(tmp_path, "struct gauge { unsigned a : 3; unsigned b : 5; };")
    assert (one.said, one.wanted) == ("no bits without a name", "bits without a name: 0")


def test_what_is_written_is_in_the_numerals_of_the_header(tmp_path):
    (tmp_path / "rain.h").write_text(HEADER)
    names = ("RAIN_MASK", "RAIN_BIT", "rain_at", "rain_names", "rain_note")
    text = written_of(tmp_path, names)
    assert "#define RAIN_MASK 0x00FF\n#define RAIN_BIT 32\n" in text
    assert "DRY = 0x1a,\n    WET = 27,\n    SOAKED = 0X7F\n" in text
    assert "extern const char *const rain_names[3];\nextern const char *rain_note;\n" in text


def written_of(folder, names):
    compiler = HeaderOptions((str(folder / "rain.h"),)).compiler(api=False)
    return written(compiler, names, False)


@pytest.mark.parametrize("width", [40, 60, 88])
def test_a_declaration_fits_the_terminal_and_stays_the_same_c(tmp_path, width, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long = "int rain_sort(void *readings, unsigned n, int (*compare)(const void *, const void *));"
    found = found_in(tmp_path, long)
    examined = Examined(tuple(found), {"functions": 1}, "OSError: no rain")
    text = as_text(examined, "rain.txt", lambda text, **_: text, width=width, folds=True)
    assert max(map(len, text.splitlines())) <= width
    shown = " ".join(text.split())
    assert shown == " ".join(as_text(examined, "rain.txt", lambda text, **_: text).split())
    assert found[0].correction in shown
    assert "unsigned\n" not in text


def test_a_line_of_a_macro_is_not_broken(tmp_path):
    name = "RAIN_" + "LONG_" * 8 + "NAME"
    (tmp_path / "rain.h").write_text(f"#define {name} 0x10\n")
    (tmp_path / "rain.txt").write_text(f"#define {name} 3\n")
    found = differences(tmp_path / "rain.txt", header=tmp_path / "rain.h")
    text = as_text(Examined(tuple(found), {}), "rain.txt", lambda text, **_: text, width=40)
    assert f"write   #define {name} 0x10\n" in text


def test_a_failing_test_shows_the_line(tmp_path):
    found = found_in(tmp_path, "#define RAIN_DAYS 364")
    assert (
        repr(found)
        == f"[<{tmp_path}/rain.txt:1: breaks: RAIN_DAYS: RAIN_DAYS = 364 | RAIN_DAYS = 365>]"
    )


def test_a_single_folder_macro_or_package_stands_for_itself(tmp_path):
    (tmp_path / "include").mkdir()
    (tmp_path / "include" / "rain.h").write_text("#ifdef WET\nint rain(void);\n#endif\n")
    ffi = cffi.FFI()
    ffi.cdef("long rain(void);")
    for folder in (tmp_path / "include", str(tmp_path / "include")):
        (found,) = differences(ffi, header="rain.h", include_dirs=folder, defines="WET")
        assert found.wanted == "int rain(void)"
    with pytest.raises(
        WorkshopError, match=r"pkg-config.* no-such-package|pkg-config was not found"
    ):
        differences(ffi, header="rain.h", pkg_config="no-such-package")


@pytest.mark.parametrize(
    ("cdef", "says"),
    [
        ("int rain(void);", "the text of a cdef"),
        ("int rain(\n  void", "the text of a cdef"),
        ("", "an empty text"),
        (None, "of type NoneType"),
        (b"rain.txt", "of type bytes"),
        ("rain.cdef", "There is no file rain.cdef"),
    ],
)
def test_what_is_no_cdef_is_refused_in_a_sentence(tmp_path, cdef, says):
    (tmp_path / "rain.h").write_text(HEADER)
    with pytest.raises(WorkshopError, match=says):
        differences(cdef, header=tmp_path / "rain.h")


@pytest.mark.parametrize(
    "cdef",
    [
        "enum rain { DRY = 0x1a, WET, SOAKED = 0x7f };\nenum rain rain_at(unsigned char *gauge);",
        "enum rain { DRY = 0x1a, WET, SOAKED = 0x7f };\nenum rain rain_at(double *gauge);",
    ],
)
def test_a_pointer_to_another_thing_is_told_by_what_lies_there(tmp_path, cdef):
    (one,) = found_in(tmp_path, cdef)
    assert one.grade == "breaks"
    assert one.consequence.startswith("the address arrives")
