"""Three that wait for each other when a program leaves a thread of C in the wrong order."""

from drawing import WIDTH, arrow, cross, figure, lines, station, text

SIDE, TALL = 176, 74  # of each box
TOP, BOTTOM = 8, 214
LEFT, RIGHT = 1, WIDTH - 1 - SIDE
MIDDLE = WIDTH / 2


def draw() -> str:
    return figure(
        "A deadlock of the loop, the join and the thread of C",
        """
        Three boxes in a circle. The loop waits until gauge_join returns. gauge_join waits until the
        thread of C has ended. The thread of C is in on_level, and waits for room in the queue,
        which only the loop makes. Two of the three arrows can be taken away: join in another
        thread, so that the loop goes on, and make room, so that on_level returns.
        """,
        BOTTOM + TALL + 60,
        *station(MIDDLE - SIDE / 2, TOP, SIDE, TALL, ["the loop", "your program"], "python"),
        *station(RIGHT, BOTTOM, SIDE, TALL, ["`gauge_join`", "in C"], "c"),
        *station(LEFT, BOTTOM, SIDE, TALL, ["the thread of C", "in `on_level`"], "c"),
        *waits(),
    )


def waits() -> list[str]:
    low = BOTTOM + TALL / 2
    from_loop, to_loop = MIDDLE + 46, MIDDLE - 46
    return [
        arrow([(from_loop, TOP + TALL), (RIGHT + SIDE / 2, BOTTOM - 2)], "bad"),
        cross((from_loop + RIGHT + SIDE / 2) / 2, (TOP + TALL + BOTTOM) / 2),
        lines(RIGHT + SIDE / 2 - 2, TOP + TALL + 28, ["waits until", "it returns"]),
        arrow([(RIGHT, low), (LEFT + SIDE + 2, low)], "bad"),
        text(MIDDLE, BOTTOM + TALL + 24, "waits until it has ended", "middle"),
        arrow([(LEFT + SIDE / 2, BOTTOM), (to_loop, TOP + TALL + 2)], "bad"),
        cross((to_loop + LEFT + SIDE / 2) / 2, (TOP + TALL + BOTTOM) / 2),
        lines(LEFT, TOP + TALL + 28, ["waits for", "room"]),
        text(MIDDLE, BOTTOM + TALL + 50, "Crossed out: what you can take away.", "middle quiet"),
    ]
