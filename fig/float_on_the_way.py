"""What becomes of 2.0 on its way through sqrtf(): where digits are lost, and never come back."""

from drawing import LINE, arrow, box, figure, lines, text

LEFT, WIDE, TALL, STEP = 1, 216, 62, 104
SAYS = LEFT + WIDE + 14
STATIONS = (
    ("in Python, a double", "`2.0`", "python", ["53 bits,", "about 16 digits"]),
    ("on its way, a float", "`2.0f`", "tool", ["cffi rounds it to 24 bits,", "as the cdef says"]),
    (
        "in C, a float",
        "`sqrtf: 1.4142135f`",
        "c",
        ["24 bits, about 7 digits:", "here the others are lost"],
    ),
    (
        "in Python, a double",
        "`1.41421353816986`",
        "python",
        ["room for 53 bits,", "and 24 of them tell"],
    ),
)


def draw() -> str:
    return figure(
        "What becomes of a number on its way through sqrtf",
        """
        Four boxes, one below the other. In Python, 2.0 is a double of 53 bits, about 16 digits. On
        its way cffi rounds it to a float of 24 bits, as the cdef says. In C, sqrtf gives the float
        1.4142135, about 7 digits; here the others are lost. Back in Python it is a double again,
        1.41421353816986: there is room for 53 bits, and 24 of them tell something.
        """,
        TALL + STEP * (len(STATIONS) - 1) + 2,
        *(part for number, station in enumerate(STATIONS) for part in shown(number, *station)),
    )


def shown(number: int, where: str, value: str, look: str, says: list[str]) -> list[str]:
    y, middle = 1 + number * STEP, LEFT + WIDE / 2
    parts = [
        box(LEFT, y, WIDE, TALL, look),
        text(middle, y + 26, where, "middle"),
        text(middle, y + 26 + LINE, value, "middle"),
        lines(SAYS, y + 26, says, "quiet"),
    ]
    if number < len(STATIONS) - 1:
        parts.append(arrow([(middle, y + TALL), (middle, y + STEP - 2)]))
    return parts
