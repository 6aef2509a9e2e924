"""C calls Python back: qsort() of the C library, and a compare function whose body is Python."""

from drawing import LINE, arrow, figure, lines, station, text

LEFT, RIGHT, WIDE = 1, 267, 164  # Python's side and C's
ABOVE, BELOW, TALL = 30, 240, 96  # the two rows
BETWEEN = (LEFT + WIDE + RIGHT) / 2
MIDDLE = RIGHT + WIDE / 2


def draw() -> str:
    return figure(
        "C calls Python back",
        """
        Python on the left, C on the right. 1: your program calls qsort in C, and gives it the
        address of by_size. 2: qsort calls by_size through that address; by_size is a C function
        that cffi generated. 3: it calls the body in Python. The result goes back the same way, to
        by_size and to qsort, which goes on to the next pair, until it returns to your program.
        """,
        BELOW + TALL + 4,
        text(LEFT + WIDE / 2, 18, "Python", "middle strong"),
        text(MIDDLE, 18, "C", "middle strong"),
        *station(
            LEFT,
            ABOVE,
            WIDE,
            TALL,
            ["your program", "`lib.qsort(...,`", "`lib.by_size)`"],
            "python",
        ),
        *station(RIGHT, ABOVE, WIDE, TALL, ["`qsort`", "has the address", "of `by_size`"], "c"),
        *station(
            RIGHT, BELOW, WIDE, TALL, ["`by_size`", "a C function that", "cffi generated"], "tool"
        ),
        *station(
            LEFT, BELOW, WIDE, TALL, ["the body", "`by_size(a, b)`", "that you wrote"], "python"
        ),
        *across(),
        *down(),
    )


def across() -> list[str]:
    """Return the calls between the two sides, and below each its way back."""
    left, right = LEFT + WIDE + 2, RIGHT - 2
    return [
        text(BETWEEN, ABOVE + 26, "1. calls", "middle"),
        arrow([(left, ABOVE + 38), (right, ABOVE + 38)]),
        arrow([(right, ABOVE + 62), (left, ABOVE + 62)], "quiet dashed"),
        text(BETWEEN, ABOVE + 84, "returns", "middle quiet"),
        text(BETWEEN, BELOW + 26, "3. calls", "middle"),
        arrow([(right, BELOW + 38), (left, BELOW + 38)]),
        arrow([(left, BELOW + 62), (right, BELOW + 62)], "quiet dashed"),
        text(BETWEEN, BELOW + 84, "result", "middle quiet"),
    ]


def down() -> list[str]:
    top, bottom = ABOVE + TALL + 2, BELOW - 2
    return [
        lines(MIDDLE - 26, (top + bottom) / 2 - 4, ["2. calls, through", "the address"], "end"),
        arrow([(MIDDLE - 14, top), (MIDDLE - 14, bottom)]),
        arrow([(MIDDLE + 14, bottom), (MIDDLE + 14, top)], "quiet dashed"),
        text(MIDDLE + 24, (top + bottom) / 2 - 4 + LINE / 2, "result", "quiet"),
    ]
