"""C++ and Fortran behind a C interface: only names that C would give come through."""

from drawing import LINE, arrow, box, cross, figure, lines, text

WIDE, TALL, STEP = 214, 62, 100
INTERFACE = 298
SOURCES = (
    ("C++", "`double weir_flow(…)`", "`_Z9weir_flowdd`", False),
    ("C++", '`extern "C"`', "`weir_flow`", True),
    ("Fortran", "`bind(c, name=…)`", "`weir_flow`", True),
)


def draw() -> str:
    high = 34 + STEP * len(SOURCES)
    return figure(
        "Which names come through the C interface",
        """
        Three sources on the left, a C interface on the right, in Python's cdef. C++ without more
        exports the name _Z9weir_flowdd, which does not come through: a cross marks it. C++ with
        extern "C", and Fortran with bind(c, name=...), export weir_flow, and both come through.
        """,
        high,
        text(1, 18, "the source"),
        text(INTERFACE + 66, 18, "one cdef", "middle"),
        *(
            part
            for number, source in enumerate(SOURCES)
            for part in shown(34 + number * STEP, *source)
        ),
        box(INTERFACE, 34, 132, high - 38 - STEP + TALL + 2, "python"),
        lines(INTERFACE + 66, high / 2 - 10, ["the cdef is C:", "`weir_flow`"], "middle"),
    )


def shown(y: float, language: str, says: str, name: str, comes_through: bool) -> list[str]:
    middle = y + TALL / 2
    end = INTERFACE - 4 if comes_through else INTERFACE - 30
    return [
        box(1, y, WIDE, TALL, "c" if comes_through else "bad"),
        lines(1 + WIDE / 2, y + 26, [language, says], "middle"),
        text(1, y + TALL + LINE - 4, f"exports {name}", "quiet"),
        arrow([(1 + WIDE, middle), (end, middle)])
        if comes_through
        else arrow([(1 + WIDE, middle), (end, middle)], "bad"),
        *([] if comes_through else [cross(INTERFACE - 16, middle)]),
    ]
