"""A call through cffi, in one line: the first picture of the lesson."""

from drawing import arrow, figure, station

TOP, TALL = 1, 66


def draw() -> str:
    return figure(
        "From Python through cffi to a C library",
        """
        Three boxes side by side, with arrows from left to right: your Python, which calls
        libm.sqrtf(2.0); cffi, in the middle; and the C library, in which the function sqrtf was
        compiled long ago. Below them an arrow leads back: the result is a Python float.
        """,
        118,
        *station(1, TOP, 168, TALL, ["your Python", "`libm.sqrtf(2.0)`"], "python"),
        arrow([(169, 22), (191, 22)]),
        *station(193, TOP, 76, TALL, ["cffi"], "tool"),
        arrow([(269, 22), (291, 22)]),
        *station(293, TOP, 138, TALL, ["a C library", "`float sqrtf`"], "c"),
        arrow([(362, TOP + TALL), (362, 96), (85, 96), (85, TOP + TALL + 2)]),
        *back(),
    )


def back() -> list[str]:
    from drawing import box, text

    return [box(146, 82, 156, 28, "paper"), text(224, 101, "`1.4142135…`", "middle")]
