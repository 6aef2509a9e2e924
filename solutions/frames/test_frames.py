"""What is checked in the frames exercise. Each docstring is the sentence the learner reads."""

import re
from itertools import product

from cffi_workshop.checks import check

GIVEN_BACK = 0xDEAD  # what checker/probe.c writes into a frame that is given back
ROOM = {"real": 8, "probe": 3}  # pixels behind each row
KEPT = {
    "the array": "While an array is kept",
    "a row": "While a row of an array is kept, and the array is not",
    "a column": "While a column of an array is kept, and the array is not",
    "part of a part": "While part of a part of an array is kept, and the array is not",
    "turned": "While a transposed array is kept, and the array is not",
}
CLOSINGS = (
    *("closed", "closed twice", "left", "left by Ctrl-C"),
    *("closed after refusal", "closed after a frame too many"),
    *("let go", "array let go last", "let go in a cycle"),
)
RAISED = ["LookupError", "OSError", "BufferError", "ValueError", "StopIteration"]
RAISED += ["KeyboardInterrupt", "SystemExit", "GeneratorExit"]
GONE = {
    "let go": "When the array is gone",
    "parts let go": "When the array and two parts of it are gone",
    "raised": "When a loop over an array was left by an exception",
    "in a cycle": "When an array in a cycle of references is gone",
    "one of two": "When one of two arrays is gone",
}


def picture(first, step, height, width, room):
    """Return the rows of a picture; behind each row are pixels that belong to none."""
    return [
        [(first + step * (row * (width + room) + column)) % 2**16 for column in range(width)]
        for row in range(height)
    ]


def real(number, height, width):
    """Return the rows of the real camera's picture of that number, from 1."""
    return picture(9973 * number, 7, height, width, ROOM["real"])


def invented(drawn, height, width, number=1):
    """Return the rows of a picture of checker/probe.c, of that number from 1."""
    return picture(drawn[0] + number, drawn[1] | 1, height, width, ROOM["probe"])


def shapes(rng):
    return (3, 5), (5, 3), (1, 1), (1, 9), (rng.randint(20, 40), rng.randint(41, 60))


@check(points=1)
def test_imports(binding):
    """{script} can be imported, and its cdef says what camera.h says"""
    binding.imports()
    binding.declares()


@check(points=1, needs="imports")
def test_pictures(binding, rng):
    """frame() in {script} gives the pixels of a picture, row by row, as uint16"""
    for size in binding.sizes(2**17):
        for height, width in ((size, 1), (1, size)):
            shown = f"The size and the last pixel of a picture of {height} by {width} pixels are"
            last = picture(9973, 7, 1, 1, 0)[0][0] + 7 * ((height - 1) * (width + 8) + width - 1)
            told = binding.play("last_pixel", height, width, shown=shown)
            told.equals([height, width, last % 2**16])
    for height, width in shapes(rng):
        shown = f"Two pictures of a camera of {height} by {width} pixels are"
        wanted = [["uint16", [height, width], real(number, height, width)] for number in (1, 2)]
        told = binding.play("pictures", height, width, shown=shown)
        told.equals(wanted, cause=cause_of(told))
    for size, error in (
        ((0, 5), ValueError),
        ((5, -1), ValueError),
        ((-rng.randint(1, 99), 5), ValueError),
        ((2**40, 2**40), MemoryError),
    ):
        binding.play("pictures", *size, shown=f"Camera{size} gave").raises(error)


def cause_of(told):
    """Return the cause of pictures that are others: their numbers are of another type, or not."""
    kinds = {one[0] for one in told.value if type(one) is list} if told.has_value else set()
    return "wrong-type" if kinds - {"uint16"} else "wrong-value"


def why_not_seen(answer, drawn, height, width, pixel):
    """Return the cause: the frame was given back, its pixels are a copy, or they are none of C's.

    Where what C wrote is seen in a part of the array, the others are C's too, and misplaced.
    """
    if answer.gives([[GIVEN_BACK] * width] * height):
        return "dangling-pointer"
    is_of_c = answer.gives(invented(drawn, height, width)) or re.search(
        rf"\b{pixel}\b", str(answer.value)
    )
    return "wrong-value" if is_of_c else "did-not-call-c"


@check(points=1, needs="pictures")
def test_no_copy(binding, rng):
    """The array in {script} looks at C's memory, and cannot write there"""
    own = [(size, 1) for size in binding.sizes(2**13)]
    for height, width in ((2, 3), (1, 1), (1, 4), (3, 1), *own):
        pixel = rng.randint(1, 60_000)
        shown = f"When C writes {pixel} into a frame that is lent, its array has"
        answer = binding.play("seen", height, width, pixel, over="probe", shown=shown)
        cause = why_not_seen(answer, binding.drawn, height, width, pixel)
        answer.equals([[pixel] * width] * height, cause=cause)
    sizes = [shape for size in binding.sizes(2**17) for shape in ((1, size), (size, 1))]
    for height, width in ((rng.randint(200, 300), rng.randint(200, 300)), *sizes):
        pixel = rng.randint(1, 60_000)
        shown = (
            f"When C writes {pixel} into a lent frame of {height} by {width} pixels, the values in "
            "its array are"
        )
        binding.play("values_seen", height, width, pixel, over="probe", shown=shown).equals([pixel])
    shown = "Writing into an array gave"
    binding.play("write", over="probe", shown=shown).raises(ValueError)


@check(points=1, needs="no-copy")
def test_lends(binding):
    """A frame in {script} stays lent as long as an array, or a part of one, looks at it"""
    drawn = binding.drawn
    for what, when in KEPT.items():
        shown = f"{when}, the number of frames lent is"
        binding.count("lent_while", what, shown=shown).equals(1, cause="dangling-pointer")
        shown = f"{when}, and other pictures are taken, the array has"
        rows = invented(drawn, 3, 5)
        wanted = {
            "the array": rows,
            "a row": rows[1],
            "a column": [row[2] for row in rows],
            "part of a part": [rows[1][1], rows[1][3]],
            "turned": [list(column) for column in zip(*rows, strict=True)],
        }
        answer = binding.play("still", what, over="probe", shown=shown)
        answer.equals(wanted[what], cause="dangling-pointer")


@check(points=1, needs="lends")
def test_asks_c(binding, rng):
    """The pixels in {script} are those that C takes ({mode})"""
    for height, width in shapes(rng):
        shown = f"Over a library that takes other pictures, two pictures of {height} by {width} pixels are"
        rows = [invented(binding.drawn, height, width, number) for number in (1, 2)]
        wanted = [["uint16", [height, width], row] for row in rows]
        taken = [["uint16", [height, width], real(number, height, width)] for number in (1, 2)]
        answer = binding.play("pictures", height, width, over="probe", shown=shown)
        answer.equals(wanted, cause="did-not-call-c", real=taken)


@check(points=1, needs="asks-c")
def test_gives_back(binding):
    """A frame in {script} goes back to C once, when the last array is gone"""
    for ending, when in GONE.items():
        left = int(ending == "one of two")
        shown = f"{when}, the number of frames lent is"
        binding.count("lent_after", ending, shown=shown).equals(left, cause="leak")
    shown = "How often a camera was closed while a frame of it was lent:"
    binding.count("closed_under", [], shown=shown).equals(0, cause="dangling-pointer")
    shown = "How often C got back a frame that was not lent:"
    binding.count("misused", [], shown=shown).equals(0, cause="use-after-free")


@check(points=1, needs="gives-back")
def test_all_lent(binding):
    """frame() in {script} raises BlockingIOError where all frames are lent"""
    shown = "Four frames of a camera are lent. The fifth frame, asked for twice, is"
    binding.play("fifth", over="probe", shown=shown).raises(BlockingIOError)
    shown = "Four frames of a camera were lent, and one of them is gone. The next frame is"
    binding.play("fifth_after_one", over="probe", shown=shown).equals("an array")
    shown = "Four frames of another camera are lent. The first frame of this camera is"
    binding.play("beside_another", over="probe", shown=shown).equals("an array")
    shown = "Taking and dropping 40 pictures gave"
    binding.play("many", 40, shown=shown).equals("fine")


@check(points=1, needs="gives-back")
def test_close(binding):
    """close() in {script} refuses while a frame is lent; then it closes once"""
    shown = "close() was called, and once more where it was refused, while a frame is lent. It gave"
    binding.play("close_under_array", over="probe", shown=shown).raises(BufferError)
    shown = "After close() was refused, the array has"
    answer = binding.play("array_after_refusal", over="probe", shown=shown)
    answer.equals(invented(binding.drawn, 3, 5), cause="use-after-free")
    shown = "After close() was refused, the camera's next frame is"
    binding.play("after_refusal", over="probe", shown=shown).equals("an array")
    shown = "close(), while a frame of another camera is lent, gave"
    binding.play("closed_beside_another", over="probe", shown=shown).equals("fine")
    shown = "frame() of a closed camera gave"
    binding.play("frame_when_closed", over="probe", shown=shown).raises(ValueError)
    cases = [(raised, "at once") for raised in RAISED]
    cases += product(("LookupError", "KeyboardInterrupt"), ("after a picture", "after close()"))
    for raised, when in cases:
        at = "" if when == "at once" else f", {when}"
        shown = f"{raised} was raised in a with block{at}. What came out of the block is"
        told = binding.play("after_error", raised, when, over="probe", shown=shown)
        told.equals(raised)
    for ending in CLOSINGS[:6]:
        shown = f"When a camera was {ending}, the number of open cameras is"
        binding.count("open_after", ending, shown=shown).equals(0, cause="leak")


@check(points=1, needs="close")
def test_outlives(binding):
    """In {script}, C's camera lives until its last array is gone, whoever is let go first"""
    shown = "When a camera is gone and its array is not, the array has"
    answer = binding.play("orphan", over="probe", shown=shown)
    answer.equals(invented(binding.drawn, 3, 5), cause="dangling-pointer")
    shown = "When a camera is gone and its array is not, the number of open cameras is"
    binding.count("open_with_orphan", shown=shown).equals(1, cause="dangling-pointer")
    for ending in CLOSINGS[6:]:
        shown = f"When a camera was {ending}, the number of open cameras is"
        binding.count("open_after", ending, shown=shown).equals(0, cause="leak")
    shown = "How often a camera was closed while a frame of it was lent:"
    binding.count("closed_under", [*CLOSINGS], shown=shown).equals(0, cause="dangling-pointer")
    shown = "How often C got a closed camera, or a frame that was not lent:"
    binding.count("misused", [*CLOSINGS], shown=shown).equals(0, cause="use-after-free")
