"""What passes through C on its way to a callback and back: a handle does, an exception does not."""

from drawing import WIDTH, arrow, figure, station, text

THIRD, SIDE, TALL = 124, 164, 74  # width of a box, three or two in a row; height of all
LEFT, RIGHT = 1, WIDTH - 1 - SIDE
FIRST = 30  # top of the handle's row
CALLER, CATCH, BODY = 202, 342, 482  # tops of the rows of the exception


def draw() -> str:
    return figure(
        "What passes through C: a handle does, an exception does not",
        """
        Above: ffi.new_handle makes a void pointer of the list alarms; C hands that address on, and
        ffi.from_handle gives the same list back. Below: the body of a callback raises a ValueError.
        by_size, the C function that cffi generated, catches it. It gives the exception to onerror,
        which keeps it, and returns 0, or what error= says, to qsort. qsort goes on and returns to
        your program, which then raises what was kept.
        """,
        BODY + TALL + 2,
        text(LEFT, 18, "A handle passes through C", "strong"),
        *handle(),
        text(LEFT, CALLER - 14, "An exception does not", "strong"),
        *exception(),
    )


def handle() -> list[str]:
    middle, right = (WIDTH - THIRD) / 2, WIDTH - 1 - THIRD
    y = FIRST + TALL / 2
    return [
        *station(LEFT, FIRST, THIRD, TALL, ["`alarms`", "a list"], "python"),
        *station(middle, FIRST, THIRD, TALL, ["`void *data`", "an address"], "c"),
        *station(right, FIRST, THIRD, TALL, ["`alarms`", "the same list"], "python"),
        arrow([(LEFT + THIRD, y), (middle - 2, y)]),
        arrow([(middle + THIRD, y), (right - 2, y)]),
        text((LEFT + THIRD + middle) / 2, FIRST + TALL + 24, "ffi.new_handle", "middle code"),
        text((middle + THIRD + right) / 2, FIRST + TALL + 24, "ffi.from_handle", "middle code"),
    ]


def exception() -> list[str]:
    return [
        *station(LEFT, CALLER, SIDE, TALL, ["your program", "raises it, late"], "python"),
        *station(RIGHT, CALLER, SIDE, TALL, ["`qsort`", "goes on"], "c"),
        *station(LEFT, CATCH, SIDE, TALL, ["`onerror`", "keeps it"], "python"),
        *station(RIGHT, CATCH, SIDE, TALL, ["`by_size`", "catches it"], "tool"),
        *station(LEFT, BODY, SIDE, TALL, ["the body raises", "`ValueError`"], "bad"),
        *ways_of_the_exception(),
        *way_of_the_result(),
    ]


def ways_of_the_exception() -> list[str]:
    up, inward = LEFT + SIDE / 2, RIGHT + SIDE / 2
    return [
        arrow(
            [(LEFT + SIDE, BODY + TALL / 2), (inward, BODY + TALL / 2), (inward, CATCH + TALL + 2)],
            "bad",
        ),
        text(LEFT + SIDE + 12, BODY + TALL / 2 - 10, "the exception", "bad"),
        arrow([(RIGHT, CATCH + TALL / 2), (LEFT + SIDE + 2, CATCH + TALL / 2)], "bad"),
        arrow([(up, CATCH), (up, CALLER + TALL + 2)], "bad"),
    ]


def way_of_the_result() -> list[str]:
    up = RIGHT + SIDE / 2
    y = CALLER + TALL / 2
    return [
        arrow([(up, CATCH), (up, CALLER + TALL + 2)], "dashed"),
        text(up - 12, (CATCH + CALLER + TALL) / 2 + 6, "0, or `error=`", "end"),
        arrow([(RIGHT, y), (LEFT + SIDE + 2, y)], "dashed"),
        text((LEFT + SIDE + RIGHT) / 2, y - 10, "returns", "middle"),
    ]
