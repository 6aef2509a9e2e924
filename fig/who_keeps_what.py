"""Who keeps what alive: from part of an array to the memory of C."""

from drawing import arrow, figure, lines, station, text

LEFT, WIDE, TALL, STEP = 12, 236, 50, 78
TOP = 12
CHAIN = (
    (("a part, such as", "`array[1]`"), "python"),
    (("the array",), "python"),
    (("the buffer",), "python"),
    (("the pointer that", "`ffi.gc` returned"), "python"),
    (("the function, which", "knows the owner"), "python"),
    (("C's memory",), "c"),
)
KEEPS = ("`.base`", "`.base`", "keeps", "at its end, calls", "gives back")


def draw() -> str:
    boxes = [
        part
        for number, (says, look) in enumerate(CHAIN)
        for part in station(LEFT, top(number), WIDE, TALL, says, look)
    ]
    return figure(
        "Who keeps what alive",
        """
        A chain from top to bottom. A part of an array keeps the array, and the array keeps the
        buffer, each as its base. The buffer keeps the pointer that ffi.gc returned. At its end, the
        pointer calls a function that knows the owner, and the function gives C's memory back. So
        the memory lives as long as the last array.
        """,
        top(len(CHAIN)) - STEP + TALL + 12,
        *boxes,
        *(step(number, says) for number, says in enumerate(KEEPS)),
        lines(
            LEFT + WIDE + 22, TOP + 20, ["When the last", "array goes,", "all of it goes."], "quiet"
        ),
    )


def top(number: int) -> float:
    return TOP + number * STEP


def step(number: int, says: str) -> str:
    """Return the arrow from a box to the next, and what it says."""
    x, y = LEFT + 40, top(number) + TALL
    return arrow([(x, y + 2), (x, y + STEP - TALL - 2)]) + text(x + 16, y + 20, says, "quiet")
