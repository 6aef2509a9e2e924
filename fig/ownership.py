"""Who owns what when: lifetimes as bars."""

from drawing import WIDTH, arrow, box, cross, figure, rule, text

FROM, LONG, SHORT = 128, 318, 196  # where bars begin; where what is held ends, and what is not
BAR, STEP, GAP = 22, 28, 34  # height of a bar; from one to the next; between two blocks
TOP = 52

PYTHON, C = "python", "c"
# A line of code each, and below it bars: whose lifetime, until when, on which side.
BLOCKS = (
    ("p = ffi.new(...)", ("p", LONG, PYTHON), ("memory", LONG, C)),
    (
        'p = ffi.from_buffer("double[]", a)',
        ("a", SHORT, PYTHON),
        ("p", LONG, PYTHON),
        ("array", LONG, C),
    ),
    ("s.values = ffi.new(...)", ("struct s", LONG, PYTHON), ("memory", SHORT, C)),
    ("q = p.start, or ffi.cast(..., p)", ("q", LONG, PYTHON), ("memory of p", SHORT, C)),
    (
        "ffi.gc(lib.field_new(n), lib.field_free)",
        ("its cdata", LONG, PYTHON),
        ("C's memory", LONG, C),
    ),
)


def draw() -> str:
    blocks, y = [], TOP
    for code, *bars in BLOCKS:
        blocks += block(y, code, bars)
        y += 12 + STEP * len(bars) + GAP
    return figure(
        "Who owns what, and until when",
        """
        Time runs from left to right; bars are lifetimes. p = ffi.new(...): the memory lives as long
        as p. p = ffi.from_buffer("double[]", a): the array lives as long as p, even after the name
        a is gone. s.values = ffi.new(...): the struct lives on, and the memory ends at once, so
        that the pointer in the struct leads to memory that is gone. q = p.start, a member, or a
        cast: q lives on after the memory of p is gone. ffi.gc(lib.field_new(n), lib.field_free):
        C's memory lives until the destructor field_free runs, when the cdata goes.
        """,
        y - GAP + 4,
        text(FROM, 18, "time", "quiet"),
        arrow([(FROM + 44, 13), (WIDTH - 4, 13)], "quiet"),
        *blocks,
        text(LONG + 10, y - GAP - STEP + 17, "field_free", "code"),
    )


def block(y: float, code: str, bars: list[tuple]) -> list[str]:
    parts = [text(1, y, code, "code")]
    for number, (name, end, side) in enumerate(bars):
        top = y + 12 + number * STEP
        parts += [text(FROM - 12, top + 17, name, "end"), box(FROM, top, end - FROM, BAR, side)]
        parts += gone(top + BAR / 2) if side == C and end == SHORT else []
    return parts


def gone(y: float) -> list[str]:
    """Return what is left where memory has ended, while an address still leads there."""
    return [
        cross(SHORT + 16, y),
        rule([(SHORT + 32, y), (LONG, y)], "dashed bad"),
        text(LONG + 10, y + 6, "gone", "bad"),
    ]
