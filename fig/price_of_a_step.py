"""What a step costs: a loop in Python goes the long way at each, one call of C goes it once."""

from drawing import arrow, box, figure, text

STEPS = 7
WAY, WORK, GAP = 42, 12, 5  # widths: what Python does around a step, the step, the space behind it
LEFT, TALL = 1, 34
LOOP, CALL, KEY = 34, 118, 196  # tops of the rows


def draw() -> str:
    return figure(
        "What each step costs in a loop of Python, and in one call of C",
        """
        Two rows of boxes, time from left to right. A loop in Python: each of seven steps is a long
        box, what Python does around a step, and a narrow one, the step itself. One call of C: the
        long box comes once, for the way to C, then the seven narrow ones side by side. The second
        row takes a third of the time.
        """,
        KEY + 32,
        text(LEFT, 18, "a loop in Python: the way is gone at each step", "strong"),
        *(part for step in range(STEPS) for part in one_step(LEFT + step * (WAY + WORK + GAP))),
        text(LEFT, CALL - 16, "one call of C: the way is gone once", "strong"),
        box(LEFT, CALL, WAY, TALL, "python", 0),
        *(box(LEFT + WAY + step * WORK, CALL, WORK, TALL, "c", 0) for step in range(STEPS)),
        arrow([(LEFT + WAY + STEPS * WORK + 14, CALL + TALL / 2), (330, CALL + TALL / 2)], "quiet"),
        text(340, CALL + TALL / 2 + 6, "time saved", "quiet"),
        box(LEFT, KEY, 24, 22, "python", 0),
        text(LEFT + 32, KEY + 16, "the way there and back"),
        box(LEFT + 236, KEY, WORK, 22, "c", 0),
        text(LEFT + 256, KEY + 16, "the work of one step"),
    )


def one_step(x: float) -> list[str]:
    return [box(x, LOOP, WAY, TALL, "python", 0), box(x + WAY, LOOP, WORK, TALL, "c", 0)]
