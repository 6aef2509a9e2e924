"""One number written behind a block of memory, over what the allocator keeps there."""

from drawing import arrow, box, figure, lines, text

SIDE, TALL = 86, 62
LEFT, TOP = 1, 40


def draw() -> str:
    return figure(
        "A block of memory and the number behind it",
        """
        Five boxes in a row, each of one number. The first three are a block: copy[0], copy[1] and
        copy[2]. The fourth belongs to the allocator of C: the size of the next block. The fifth is
        where the next block begins. copy[3] is written over the fourth box. Nothing complains,
        until malloc or free reads the size, and ends the program.
        """,
        TOP + TALL + 156,
        text(LEFT, 22, "the block of three levels", "strong"),
        text(LEFT + 3 * SIDE + 12, 22, "not yours", "strong"),
        *boxes(),
        *what_happens(),
    )


def boxes() -> list[str]:
    says = [["`copy[0]`"], ["`copy[1]`"], ["`copy[2]`"], ["size of", "the next"], ["next", "block"]]
    looks = ["c", "c", "c", "bad", "tool"]
    return [
        part
        for k, (words, look) in enumerate(zip(says, looks, strict=True))
        for part in (
            box(LEFT + k * SIDE, TOP, SIDE, TALL, look, 0),
            lines(LEFT + (k + 0.5) * SIDE, TOP + 47 - 11 * len(words), words, "middle"),
        )
    ]


def what_happens() -> list[str]:
    bottom = TOP + TALL
    wrong, later = LEFT + 3.3 * SIDE, LEFT + 3.7 * SIDE
    return [
        arrow([(wrong - 70, bottom + 50), (wrong, bottom + 3)], "bad"),
        lines(LEFT, bottom + 54, ["1. `copy[3] = ...` is", "written. It is silent."]),
        arrow([(later, bottom + 108), (later, bottom + 3)], "dashed"),
        lines(
            LEFT,
            bottom + 120,
            ["2. Later, `malloc` or `free` reads the", "size, and ends the program."],
        ),
    ]
