"""What the checker tries: each part of an answer beside parts that are right, then all together."""

from drawing import LINE, box, figure, lines, text

TOP, TALL, STEP = 40, 58, 112
C, BINDING, WIDE = 1, 222, 209
TRIALS = (
    ("1", "your C", "a binding that is right", (True, False), "A failure is in the C."),
    ("2", "C that is right", "your ABI script", (False, True), "A failure is in that script."),
    ("3", "C that is right", "your API build", (False, True), "A failure is in build or script."),
    (
        "4",
        "your C",
        "your scripts",
        (True, True),
        "A failure is in what they agree on: names, make.",
    ),
)


def draw() -> str:
    return figure(
        "How the checker tries each part of an answer",
        """
        Four rows of two boxes, the C and what calls it; blue boxes are yours, grey ones are known
        to be right. First your C with a binding that is right: a failure is in the C. Then your ABI
        script with C that is right, and your API build with C that is right: a failure is in those.
        Last all of your parts together: a failure is in what they agree on, names and the Makefile.
        """,
        TOP + STEP * len(TRIALS) - 8,
        text(C + WIDE / 2, 22, "the C", "middle strong"),
        text(BINDING + WIDE / 2, 22, "what calls it", "middle strong"),
        *(part for number, trial in enumerate(TRIALS) for part in row(TOP + number * STEP, *trial)),
    )


def row(
    y: float, number: str, c: str, binding: str, yours: tuple[bool, bool], says: str
) -> list[str]:
    parts = []
    for x, name, is_yours in ((C, c, yours[0]), (BINDING, binding, yours[1])):
        parts += [
            box(x, y, WIDE, TALL, "python" if is_yours else "tool"),
            lines(
                x + WIDE / 2,
                y + TALL / 2 - 4,
                [name, "(yours)" if is_yours else "(ours)"],
                "middle",
            ),
        ]
    return [*parts, text(C, y + TALL + LINE + 2, f"{number}. {says}")]
