"""The bytes of a text in C: it ends at the first NUL, whatever comes behind."""

from drawing import arrow, box, figure, rule, text

CELL, TOP, TALL = 35, 62, 40
BYTES = ("5a", "c3", "bc", "72", "69", "63", "68", "00", "47", "65", "6e", "66")
LETTERS = ((0, 1, "Z"), (1, 2, "ü"), (3, 1, "r"), (4, 1, "i"), (5, 1, "c"), (6, 1, "h"))
LETTERS += ((7, 1, "\\0"), (8, 1, "G"), (9, 1, "e"), (10, 1, "n"), (11, 1, "f"))
NUL = 7


def draw() -> str:
    return figure(
        "Where a text ends in C",
        """
        Twelve bytes in a row, with the letters that they stand for: Z, two bytes for ü, r, i, c, h,
        then a NUL, and G, e, n, f. An arrow marks where the pointer leads, to the first byte.
        strlen counts the seven bytes before the NUL; what stands behind it, no function of C looks
        at.
        """,
        200,
        text(1, 18, "the pointer leads here"),
        arrow([(CELL / 2, 26), (CELL / 2, TOP - 4)]),
        *(part for place, byte in enumerate(BYTES) for part in cell(place, byte)),
        *(
            text(middle(first, count), TOP + TALL + 24, letter, "middle")
            for first, count, letter in LETTERS
        ),
        rule(
            [
                (2, TOP + TALL + 38),
                (2, TOP + TALL + 46),
                (NUL * CELL - 2, TOP + TALL + 46),
                (NUL * CELL - 2, TOP + TALL + 38),
            ],
            "c",
        ),
        text(middle(0, NUL), TOP + TALL + 68, "strlen: 7 bytes", "middle"),
        text(middle(NUL + 1, 4), TOP + TALL + 68, "not looked at", "middle quiet"),
    )


def middle(first: int, count: int) -> float:
    return (first + count / 2) * CELL + 5


def cell(place: int, byte: str) -> list[str]:
    look = "bad" if place == NUL else "c" if place < NUL else "quiet"
    return [
        box(place * CELL + 5, TOP, CELL, TALL, look, 0),
        text(middle(place, 1), TOP + 26, byte, "middle code"),
    ]
