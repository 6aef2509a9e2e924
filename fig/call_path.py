"""What happens on a call, in ABI mode and in API mode."""

from drawing import LINE, arrow, box, figure, lines, text

LEFT, RIGHT, WIDE = 1, 223, 208  # the two columns
PYTHON, BETWEEN, C = 34, 142, 292  # tops of the three boxes


def draw() -> str:
    return figure(
        "What happens on a call, in ABI mode and in API mode",
        """
        Two columns, each from Python at the top to C at the bottom. ABI mode: lib.add(pa, pb, n) in
        Python; libffi puts each argument where the cdef says; add() in the shared library
        libadd.so. A wrong cdef gives wrong numbers, and no error. API mode: the same call in
        Python; a wrapper in C, which cffi wrote and the compiler compiled, makes the call; add() in
        the extension module. A wrong cdef is converted, or refused by the compiler.
        """,
        478,
        *column(LEFT, "ABI mode", ABI),
        *column(RIGHT, "API mode", API),
    )


ABI = {
    "between": ["libffi", "puts each argument", "where the cdef says,", "and nobody checks it"],
    "home": ["in `libadd.so`,", "a shared library"],
    "wrong": ["wrong numbers,", "and no error"],
    "look": "bad",
}
API = {
    "between": ["wrapper", "C that cffi wrote, and", "the compiler checked", "against the header"],
    "home": ["in the same", "extension module"],
    "wrong": ["converted as in C, or", "the build fails"],
    "look": "",
}


def column(x: float, name: str, says: dict) -> list[str]:
    middle = x + WIDE / 2
    return [
        text(middle, 18, name, "middle strong"),
        box(x, PYTHON, WIDE, 66, "python"),
        text(middle, PYTHON + 27, "Python", "middle"),
        text(middle, PYTHON + 27 + LINE, "lib.add(pa, pb, n)", "middle code"),
        arrow([(middle, PYTHON + 66), (middle, BETWEEN - 2)]),
        box(x, BETWEEN, WIDE, 108, "tool"),
        lines(middle, BETWEEN + 26, says["between"], "middle"),
        arrow([(middle, BETWEEN + 108), (middle, C - 2)]),
        box(x, C, WIDE, 88, "c"),
        text(middle, C + 26, "add(a, b, n)", "middle code"),
        lines(middle, C + 26 + LINE, says["home"], "middle"),
        text(middle, C + 120, "If the cdef is wrong:", "middle"),
        lines(middle, C + 120 + LINE, says["wrong"], f"middle {says['look']}"),
    ]
