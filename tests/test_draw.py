"""`cffi_workshop.draw` draws what cffi and NumPy say of memory, so that everybody can read it."""

import json
import random
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from html.parser import HTMLParser

import cffi
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from cffi_workshop import draw
from cffi_workshop.cli.draw import draw as draw_command
from cffi_workshop.draw.array import SHOWN
from cffi_workshop.errors import WorkshopError

pytestmark = pytest.mark.quick

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = ["char", "short", "int", "float", "double", "int8_t", "uint64_t", "void *", "long double"]


def ffi_of(declaration, **options):
    ffi = cffi.FFI()
    ffi.cdef(declaration, **options)
    return ffi


def boxes(svg):
    """Return (start, size, is padding) of each thing drawn, and the cells that its boxes cover."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        start, size = int(group.get("data-start")), int(group.get("data-size"))
        gap = "stroke-dasharray" in group.find(f"{SVG}rect").attrib
        found[start, size, gap] = found.get((start, size, gap), 0) + int(group.get("data-width"))
    return found


def said(call, *arguments):
    with pytest.raises(WorkshopError) as caught:
        call(*arguments)
    return str(caught.value)


members = st.lists(st.tuples(st.sampled_from(NUMBERS), st.integers(0, 3)), min_size=1, max_size=12)


@given(members, st.sampled_from([None, 1, 2]))
def test_members_lie_where_cffi_puts_them_and_padding_fills_the_rest(members, pack):
    text = " ".join(
        f"{kind} m{n}{f'[{length}]' if length else ''};" for n, (kind, length) in enumerate(members)
    )
    ffi = ffi_of(f"struct drawn {{ {text} }};", **({"pack": pack} if pack else {}))
    drawn = boxes(draw.struct(ffi, "struct drawn").svg())

    fields = ffi.typeof("struct drawn").fields
    wanted = {(field.offset, ffi.sizeof(field.type)) for _, field in fields}
    assert {(start, size) for start, size, gap in drawn if not gap} == wanted
    assert sum(size for _, size, _ in drawn) == ffi.sizeof("struct drawn")
    assert all(
        covered == size for (_, size, _), covered in drawn.items() if size < 40
    )  # none left out
    at = 0
    for start, size, _ in sorted(drawn):
        assert start == at
        at += size


@given(members)
def test_the_text_lists_offset_and_size_of_each_member(members):
    text = " ".join(f"{kind} m{n}[{length + 1}];" for n, (kind, length) in enumerate(members))
    ffi = ffi_of(f"struct drawn {{ {text} }};")
    drawn = str(draw.struct(ffi, "struct drawn"))
    for name, field in ffi.typeof("struct drawn").fields:
        line = rf"^ *{ffi.offsetof('struct drawn', name)} +{ffi.sizeof(field.type)}  .* {name}\["
        assert re.search(line, drawn, re.MULTILINE)
    assert drawn.isascii()
    assert f"{ffi.sizeof('struct drawn')} bytes" in drawn.splitlines()[0] or "1 byte," in drawn


def test_the_picture_in_the_terminal():
    ffi = ffi_of("struct point { char tag; double x; };")
    assert (
        str(draw.struct(ffi, "struct point"))
        == """\
struct point: 16 bytes, alignment 8, 7 of padding

       +------+------------------------------------------------+
     0 | tag  |////////////////////////////////////////////////|
       +------+------------------------------------------------+
     8 |                           x                           |
       +-------------------------------------------------------+

offset    size  member
     0       1  char tag
     8       8  double x"""
    )


def test_members_of_a_union_each_have_the_same_bytes():
    ffi = ffi_of("union number { int whole; double real; char text[12]; };")
    drawn = boxes(draw.struct(ffi, "union number").svg())
    assert {key for key in drawn if not key[2]} == {(0, 4, False), (0, 8, False), (0, 12, False)}
    assert "members share them" in str(draw.struct(ffi, "union number"))


def test_bit_fields_that_share_a_byte_share_a_box():
    ffi = ffi_of("struct flags { unsigned a : 3; unsigned b : 7; unsigned char c; };")
    drawing = draw.struct(ffi, "struct flags")
    assert (0, 2, False) in boxes(drawing.svg())
    assert "unsigned int b:7" in str(drawing)
    assert "7 bits from bit 3 on" in drawing.description


def test_members_of_an_unnamed_struct_are_the_outer_ones():
    ffi = ffi_of("struct outer { char a; struct { int x; char y; }; };")
    names = [line.split()[-1] for line in draw.struct(ffi, "struct outer").notes[1:]]
    assert names == ["a", "x", "y"]


def test_a_struct_without_a_name_is_not_shown_by_the_number_that_cffi_gives_it():
    ffi = ffi_of("struct station { struct { double north, east; } place; };")
    drawing = draw.struct(ffi, "struct station")
    assert "struct {...}" in drawing.svg()
    assert "$" not in drawing.svg()


def test_a_long_member_is_shortened_and_its_end_is_still_there():
    ffi = ffi_of("struct record { char name[1000000]; int id; };")
    drawing = draw.struct(ffi, "struct record")
    assert len(drawing.rows) < 6
    assert (1000000, 4, False) in boxes(drawing.svg())
    assert "..." in str(drawing)


def test_an_array_without_a_length_takes_no_room():
    drawing = draw.struct(ffi_of("struct tail { int n; double rest[]; };"), "struct tail")
    assert "     8       0  double rest[]" in drawing.notes


def test_a_typedef_and_a_ctype_name_the_struct_as_well():
    ffi = ffi_of("typedef struct { int a; } pair;")
    assert str(draw.struct(ffi, "pair")) == str(draw.struct(ffi, ffi.typeof("pair")))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("struct nowhere", "The layout of 'struct nowhere' is not known"),
        ("nowhere", "cffi knows no type 'nowhere'"),
        ("int", "'int' is of kind primitive"),
        ("struct hidden", "The layout of 'struct hidden' is not known"),
        ("struct partial", "The layout of 'struct partial' is not known"),
        (3, "cffi knows no type 3"),
    ],
)
def test_what_is_no_struct_is_refused_in_a_sentence(name, words):
    ffi = ffi_of("struct hidden; struct partial { int a; ...; };")
    assert said(draw.struct, ffi, name).startswith(words)


# Arrays


def random_view(seed):
    """Return a view such as slices, steps and transposes make, and the bytes it lies in."""
    dice = random.Random(seed)
    shape = [dice.randint(1, 4) for _ in range(dice.randint(1, 3))]
    whole = np.arange(np.prod(shape), dtype=dice.choice(["i2", "f4", "f8"])).reshape(shape)
    cut = whole[tuple(slice(None, None, dice.choice([1, 1, 2, -1, -2])) for _ in shape)]
    return cut.transpose(dice.sample(range(cut.ndim), cut.ndim))


@given(st.integers(0, 10**9))
def test_elements_lie_where_numpy_puts_them(seed):
    values = random_view(seed)
    assume(0 < values.size <= SHOWN)
    address = {
        index: values[tuple(slice(i, i + 1) for i in index)].ctypes.data
        for index in np.ndindex(values.shape)
    }
    lowest = min(address.values())
    text = str(draw.array(values))
    drawn = re.findall(r"\[(-?\d+(?:,\d+)*)\]", text)
    in_order = sorted(address, key=address.get)
    assert drawn == [",".join(map(str, index)) for index in in_order]
    unit = np.gcd.reduce([values.itemsize, *map(abs, values.strides)])
    starts = {start * unit for start, _, gap in boxes(draw.array(values).svg()) if not gap}
    assert starts == {place - lowest for place in address.values()}


@given(st.integers(0, 10**9))
def test_what_is_said_of_from_buffer_is_what_it_does(seed):
    values = random_view(seed)
    try:
        cffi.FFI().from_buffer(values)
        taken = True
    except ValueError:
        taken = False
    assert ("refuses" in str(draw.array(values))) != taken


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(np.zeros((0, 4)), id="empty"),
        pytest.param(np.array(3.0), id="no axis"),
        pytest.param(np.zeros((2000, 1000)), id="large"),
        pytest.param(np.broadcast_to(np.arange(3.0), (2, 3)), id="stride 0"),
        pytest.param(np.zeros(3, dtype="i1,f8")["f1"], id="stride 9"),
        pytest.param(np.zeros((3, 200000))[:, ::90000], id="far apart"),
        pytest.param(np.zeros(3, dtype="i1,f8"), id="records"),
        pytest.param(np.array(["a", "<&>"]), id="text"),
        pytest.param(np.lib.stride_tricks.as_strided(np.arange(9.0), (4, 3), (8, 8)), id="windows"),
        pytest.param(np.lib.stride_tricks.as_strided(np.zeros(9), (4,), (4,)), id="overlap"),
        pytest.param(np.zeros(3, dtype="V0"), id="no bytes"),
    ],
)
def test_any_array_can_be_drawn(values):
    drawing = draw.array(values)
    assert str(values.shape) in str(drawing)
    assert len(drawing.svg()) < 100_000
    readable(drawing.svg())


def test_a_list_is_no_array():
    assert said(draw.array, [1, 2]) == "Found list, expected a NumPy array; np.asarray() makes one."


# What everybody can read


def readable(svg):
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root.find(f"{SVG}title").text.strip()
    assert root.find(f"{SVG}desc").text.strip()
    return root


@pytest.fixture
def point():
    return draw.struct(ffi_of("struct point { char tag; double x; };"), "struct point")


def test_the_picture_says_in_words_what_it_shows(point):
    root = readable(point.svg())
    assert root.find(f"{SVG}title").text == "struct point: 16 bytes, alignment 8, 7 of padding"
    assert root.find(f"{SVG}desc").text == (
        "char tag: 1 byte at offset 0; double x: 8 bytes at offset 8; padding: 7 bytes at offset 1."
    )


def test_in_a_notebook_it_is_the_same_picture_as_an_image_with_alt_text(point):
    (image,) = Tags(point._repr_html_())["img"]
    kind, _, data = image["src"].partition(";base64,")
    assert (kind, b64decode(data).decode()) == ("data:image/svg+xml", point.svg())
    assert image["alt"].startswith(
        "struct point: 16 bytes, alignment 8, 7 of padding. char tag: 1 byte at"
    )


def test_the_picture_has_a_background_for_each_colour_scheme(point):
    dark = re.search(
        r"prefers-color-scheme: dark\) \{ \.([\w-]+) \{ color: #\w+; background", point.svg()
    )
    assert ET.fromstring(point.svg()).get("class") == dark[1]
    assert {one.get("fill") for one in ET.fromstring(point.svg()).iter(f"{SVG}text")} == {None}
    assert point._repr_svg_() == point.svg()


def test_the_same_is_drawn_alike_each_time(point):
    again = draw.struct(ffi_of("struct point { char tag; double x; };"), "struct point")
    assert again == point
    assert again._repr_html_() == point._repr_html_()


# A field over time


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def __getitem__(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def cooling():
    fields = [np.full((4, 6), 20.0) for _ in range(3)]
    for number, field in enumerate(fields):
        field[1:3, 2:4] = 90.0 - 20 * number
    labels = [f"{number} s" for number in range(3)]
    return draw.frames(fields, labels, title="Heat <on> copper", unit="degrees")


def test_the_slider_carries_each_picture_with_label_and_alt_text(cooling):
    (slider,) = Tags(cooling._repr_html_())["input"]
    assert (slider["type"], slider["min"], slider["max"], slider["value"]) == (
        "range",
        "0",
        "2",
        "0",
    )
    kept = json.loads(slider["data-frames"])
    assert [one["label"] for one in kept] == ["0 s", "1 s", "2 s"]
    assert kept[2]["alt"] == "Heat <on> copper, 2 s: from 20 degrees to 50 degrees"
    assert len({one["src"] for one in kept}) == 3


def test_pictures_are_pngs_on_one_scale(cooling):
    from matplotlib.image import imread

    kept = json.loads(Tags(cooling._repr_html_())["input"][0]["data-frames"])
    first, last = (imread_uri(imread, kept[number]["src"]) for number in (0, 2))
    assert first.shape[:2] == (4, 6)
    assert (first[0, 0] == last[0, 0]).all()  # 20 degrees both times
    assert (first[1, 2] != last[1, 2]).any()


def imread_uri(imread, uri):
    from io import BytesIO

    kind, _, data = uri.partition(";base64,")
    assert kind == "data:image/png"
    return imread(BytesIO(b64decode(data)), format="png")


def test_without_scripts_there_is_one_picture_with_alt_text(cooling):
    tags = Tags(cooling._repr_html_())
    assert tags["script"] == []
    picture, scale = tags["img"]
    assert picture["alt"] == "Heat <on> copper, 0 s: from 20 degrees to 90 degrees"
    assert scale["alt"] == "Colours from 20 degrees to 90 degrees"
    assert cooling._repr_png_().startswith(b"\x89PNG")


def test_nothing_comes_from_a_network(cooling, tmp_path):
    cooling.save(tmp_path / "heat.html")
    page = (tmp_path / "heat.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|src=\"(?!data:)", page)
    assert '<html lang="en">' in page


def test_many_and_large_fields_are_thinned_out():
    some = draw.frames([np.eye(620) * n for n in range(1, 131)])
    assert len(some.pictures) == 100
    assert (some.labels[0], some.labels[-1]) == ("0", "129")
    assert len(some._repr_html_()) < 3_000_000


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param([], "Found no field", id="none"),
        pytest.param([np.zeros(3)], "Field 0 has shape (3,)", id="one axis"),
        pytest.param([np.eye(2), np.zeros((0, 3))], "Field 1 has shape (0, 3)", id="empty"),
        pytest.param([np.array([["a"]])], "Field 0 has shape (1, 1) and dtype <U1", id="text"),
        pytest.param([np.array([[np.nan]])], "Field 0 has values that are no finite", id="nan"),
    ],
)
def test_what_is_no_field_is_refused_in_a_sentence(fields, words):
    assert said(draw.frames, fields).startswith(words)


def test_a_flat_field_and_a_single_one_can_be_shown():
    assert Tags(draw.frames([np.ones((2, 2))])._repr_html_())["input"] == []


def test_a_label_too_few_is_said():
    assert said(draw.frames, [np.eye(2)] * 2, ["a"]).startswith("Found 1 labels for 2 fields")


# The command


def run(*arguments):
    return CliRunner().invoke(draw_command, arguments)


def test_the_command_prints_text_or_writes_svg(tmp_path):
    shown = run("struct", "struct point { char tag; double x; };")
    assert "     8       8  double x" in shown.output
    assert shown.exit_code == 0
    file = tmp_path / "point.svg"
    assert (
        run("struct", "struct point { char tag; };", "--out", str(file)).output == f"wrote {file}\n"
    )
    readable(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("order", "strides", "says"),
    [
        ("C", (16, 4), "C-contiguous"),
        ("F", (4, 12), "Fortran-contiguous"),
        ("strided", (32, 8), "not contiguous"),
    ],
)
def test_the_command_draws_each_order(order, strides, says):
    shown = run("array", "3x4", "--dtype", "int32", "--order", order).output
    assert f"int32 array, shape (3, 4), strides {strides}" in shown
    assert says in shown


@pytest.mark.parametrize(
    ("declaration", "drawn"),
    [
        ("struct a { int x; }; struct b { struct a y; };", "struct b"),
        ("typedef struct { struct { int i; } in; } point;", "point"),
        ("typedef struct tag { int i; } point;", "point"),
        ("struct outer { struct inner { int i; } in; };", "struct outer"),
        ("struct a { int x; /* } struct b { */ };  // struct c { int z; };", "struct a"),
        ("struct a { int x; } a_global;", "struct a"),
    ],
)
def test_of_several_types_the_last_is_drawn(declaration, drawn):
    assert run("struct", declaration).output.startswith(f"{drawn}: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("struct", "struct point { char tag; double x; }"),
        ("struct", "struct point"),
        ("struct", "struct point { nothing x; };"),
        ("struct", "int add(int, int);"),
        ("struct", "struct p { int a; ...; };"),
        ("struct", "struct p { char a[99999999999999999999]; };"),
        ("struct", "\0"),
        ("struct", ""),
        ("array", "3,4"),
        ("array", ""),
        ("array", "x".join("9" * 9)),
        ("array", "999999x999999"),
        ("array", "3", "--dtype", "nothing"),
        ("array", "3", "--dtype", "O"),
        ("array", "3", "--dtype", "i4,(("),
        ("array", "3", "--out", "/no/such/folder/a.svg"),
    ],
)
def test_a_request_that_cannot_be_met_gets_one_sentence(arguments):
    error = run(*arguments).exception
    assert isinstance(error, WorkshopError)
    assert str(error).endswith(".")
    assert "\n" not in str(error)


@given(st.text(alphabet="struct int{};[]*:.#/ \n\"'3x"))
def test_no_declaration_ends_in_a_stack_trace(text):
    done = run("struct", f"struct p {{ {text} }};")
    assert done.exit_code == 0 or isinstance(done.exception, WorkshopError)
