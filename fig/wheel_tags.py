"""The three tags in the name of a wheel, and for whom each makes it fit."""

from drawing import figure, lines, station

LEFT, WIDE, TALL, STEP = 1, 200, 58, 84
TAGS = (
    (("`cp311`", "the oldest Python"), "python", ("this Python,", "and each later one")),
    (("`abi3`", "the limited API"), "tool", ("the same module", "for all of them")),
    (("`manylinux_2_34`", "the machine"), "c", ("a Linux with", "glibc 2.34 or newer")),
)


def draw() -> str:
    return figure(
        "The tags in the name of a wheel",
        """
        Three boxes below each other. cp311 is the oldest Python: the wheel fits this one and each
        later one. abi3 is the limited API: the same module is for all of them. manylinux_2_34 is
        the machine: a Linux with glibc 2.34 or newer.
        """,
        14 + STEP * len(TAGS) - (STEP - TALL),
        *(part for number, tag in enumerate(TAGS) for part in shown(number, *tag)),
    )


def shown(number: int, says: tuple, look: str, does: tuple) -> list[str]:
    y = 6 + number * STEP
    return [
        *station(LEFT, y, WIDE, TALL, says, look),
        lines(LEFT + WIDE + 20, y + 24, does),
    ]
