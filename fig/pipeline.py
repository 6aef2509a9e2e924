"""The way from a cdef to `pip install`: what each step makes, and which needs a compiler."""

from drawing import LINE, arrow, box, figure, lines, text

LEFT, WIDE = 1, 262  # the files
MIDDLE = LEFT + WIDE / 2
SAYS = LEFT + WIDE + 14  # what is said beside them
TALL, STEP = 62, 108  # a file; from one to the next

# What is shown, how, and who makes the next one of it.
STATIONS = (
    ("cdef, C, pyproject.toml", "`fibo_build.py`, `c/fibo.c`", "python", "packed"),
    ("sdist", "`fibo-1.0.tar.gz`", "tool", "unpacked; cffi writes C"),
    ("C", "`_fibo.c`", "c", "the C compiler"),
    ("extension module", "`_fibo.abi3.so`", "c", "packed"),
    ("wheel", "`fibo-1.0-cp311-...whl`", "tool", "pip install"),
    ("on a user's machine", "`import fibo`", "python", ""),
)
WHERE = (
    (0, ["You write this."]),
    (1, ["For those who", "build it"]),
    (2, ["Here the build", "needs a compiler."]),
    (4, ["For one kind", "of machine"]),
    (5, ["No compiler is", "needed here."]),
)


def draw() -> str:
    return figure(
        "From a cdef to pip install",
        """
        Six steps, one below the other. What you write, the cdef in fibo_build.py, the C in c/fibo.c
        and pyproject.toml, is packed into the sdist fibo-1.0.tar.gz. To build a wheel, the sdist is
        unpacked, and cffi writes the C file _fibo.c. The C compiler makes the extension module
        _fibo.abi3.so of it; this step needs a compiler. The module is packed into the wheel, which
        fits one kind of machine. pip install puts it on a user's machine, where import fibo works
        and no compiler is needed.
        """,
        TALL + STEP * (len(STATIONS) - 1) + 2,
        *(part for number, station in enumerate(STATIONS) for part in shown(number, *station)),
        *(lines(SAYS, middle(number, len(says)), says, "quiet") for number, says in WHERE),
    )


def middle(number: int, count: int) -> float:
    """Return the baseline of the first of `count` lines that stand beside a file."""
    return 1 + number * STEP + TALL / 2 + 6 - (count - 1) * LINE / 2


def shown(number: int, name: str, file: str, look: str, then: str) -> list[str]:
    y = 1 + number * STEP
    parts = [
        box(LEFT, y, WIDE, TALL, look),
        lines(MIDDLE, y + 26, [name, file], "middle"),
    ]
    if then:
        parts += [
            arrow([(MIDDLE, y + TALL), (MIDDLE, y + STEP - 2)]),
            text(MIDDLE + 14, y + TALL + 28, then),
        ]
    return parts
