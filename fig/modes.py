"""The modes of cffi, with the files that you write and those that each makes."""

from drawing import box, figure, text

WRITTEN, MADE = "python", "c"
COLUMNS = (1, 223)
WIDE, FILE, STEP = 208, 32, 40  # a column; the height of a file; from one file to the next
ABI_TOP, API_TOP = 98, 344


def draw() -> str:
    return figure(
        "The modes of cffi and the files of each",
        """
        Two rows and two columns. ABI mode, in-line: you write name.py, and no file is made. ABI
        mode, out-of-line: you write name_build.py and name.py, and _name.py is made. API mode,
        in-line, is deprecated: you write name.py, and a module is made in __pycache__ at the first
        start. API mode, out-of-line: you write name_build.py and name.py; _name.c, _name.o and the
        extension module _name.*.so are made.
        """,
        600,
        *heading(COLUMNS[0], "in-line", "cdef read at each start"),
        *heading(COLUMNS[1], "out-of-line", "cdef read in a build"),
        text(1, ABI_TOP - 12, "ABI mode: libffi makes the call", "strong"),
        *cell(COLUMNS[0], ABI_TOP, 200, ["name.py"], [], "no file"),
        *cell(COLUMNS[1], ABI_TOP, 200, BUILT, ["_name.py"], ""),
        text(1, API_TOP - 12, "API mode: a compiled wrapper makes it", "strong"),
        *cell(COLUMNS[0], API_TOP, 240, ["name.py"], ["__pycache__/*.so"], "deprecated"),
        *cell(COLUMNS[1], API_TOP, 240, BUILT, ["_name.c, _name.o", "_name.*.so"], ""),
    )


BUILT = ["name_build.py", "name.py"]


def heading(x: float, name: str, says: str) -> list[str]:
    middle = x + WIDE / 2
    return [text(middle, 18, name, "middle strong"), text(middle, 40, says, "middle quiet")]


def cell(
    x: float, y: float, tall: float, written: list[str], made: list[str], note: str
) -> list[str]:
    """Return a mode: the files that you write above those that are made, and a note below them."""
    return [
        box(x, y, WIDE, tall, "quiet dashed" if note == "deprecated" else "quiet"),
        text(x + 12, y + 26, "you write", "quiet"),
        *files(x + 12, y + 36, written, WRITTEN),
        text(x + 12, y + 138, "it makes", "quiet"),
        *files(x + 12, y + 148, made, MADE),
        text(x + WIDE / 2, y + 170 + STEP * len(made), note, "middle"),
    ]


def files(x: float, y: float, names: list[str], look: str) -> list[str]:
    parts = []
    for number, name in enumerate(names):
        top = y + number * STEP
        parts += [
            box(x, top, WIDE - 24, FILE, look),
            text(x + WIDE / 2 - 12, top + 21, name, "middle code"),
        ]
    return parts
