"""Two runtimes and the call between them: what goes through, and what does not."""

from drawing import arrow, box, cross, figure, lines, rule, text

LEFT, RIGHT, WIDE = 1, 281, 150
ROW = 64
DIFFERENCES = (
    ("types", ["each object", "has its type"], ["bytes, pointers", "and names"]),
    ("memory", ["freed after", "its last use"], ["freed by", "`free()`"]),
    ("safety", ["a wrong index", "raises"], ["a wrong index", "reads on"]),
    ("data", ["lists, dicts,", "texts that grow"], ["numbers, arrays,", "structs"]),
)
# What somebody hands over, whether it goes through, and what becomes of it.
PASSENGERS = (
    ("a number", True, "a copy of it"),
    ("an array", True, "its address"),
    ("an object", False, "C holds a handle"),
    ("a destructor", False, "say who frees it"),
    ("start-up code", False, "runs at the loading"),
    ("shut-down code", False, "runs at the exit"),
)


def draw() -> str:
    border = 40 + ROW * len(DIFFERENCES)
    high = border + 62 + 34 * len(PASSENGERS)
    return figure(
        "Two runtimes, and what a call carries between them",
        """
        Python, which interprets, on the left and a compiled library on the right, in four rows.
        Types: each object has its type; the library has bytes, pointers and names. Memory: freed
        after its last use; freed by free(). Safety: a wrong index raises; a wrong index reads on.
        Data: lists, dicts and texts that grow; numbers, arrays and structs. Below, arrows show
        what a call carries: a number goes through as a copy, an array as its address. Crosses
        stop an object, for which C holds a handle, a destructor, and start-up and shut-down code.
        """,
        high,
        text(LEFT, 20, "Python, interpreted", "strong"),
        text(RIGHT + WIDE, 20, "C, compiled", "end strong"),
        *(part for n, row in enumerate(DIFFERENCES) for part in difference(34 + ROW * n, *row)),
        text(216, border + 26, "What does a call carry?", "middle strong"),
        *(
            part
            for n, one in enumerate(PASSENGERS)
            for part in passenger(border + 58 + 34 * n, *one)
        ),
    )


def difference(y: float, name: str, python: list[str], c: list[str]) -> list[str]:
    return [
        box(LEFT, y, WIDE, ROW - 10, "python"),
        lines(LEFT + WIDE / 2, y + 22, python, "middle"),
        text(216, y + 33, name, "middle quiet"),
        box(RIGHT, y, WIDE, ROW - 10, "c"),
        lines(RIGHT + WIDE / 2, y + 22, c, "middle"),
    ]


def passenger(y: float, name: str, goes: bool, becomes: str) -> list[str]:
    middle = y - 5
    way = (
        [arrow([(136, middle), (254, middle)])]
        if goes
        else [rule([(136, middle), (180, middle)], "bad dashed"), cross(195, middle)]
    )
    return [text(LEFT, y, name), *way, text(270, y, becomes)]
