"""A function that gets a value, and one that gets an address: both are in demo/pointers."""

from drawing import WIDTH, arrow, box, figure, lines, text

LEFT, RIGHT, WIDE = 1, 223, 208  # the two functions
SLOT = 44  # height of a variable


def draw() -> str:
    return figure(
        "A value and an address as arguments",
        """
        Above, the caller's variable celsius, which holds 21.5. Below it two functions.
        warm_copy(celsius) has a variable of its own, a copy: it becomes 22.5, and the caller's
        stays 21.5. warm(&celsius) has a variable that holds the address of the caller's, with an
        arrow back to it: through the arrow the caller's variable becomes 22.5.
        """,
        340,
        *caller(),
        *with_a_copy(),
        *with_an_address(),
    )


def caller() -> list[str]:
    return [
        text(1, 18, "The caller's variable"),
        *variable(96, 32, "celsius", "21.5", "python"),
    ]


def variable(x: float, y: float, name: str, value: str, look: str) -> list[str]:
    """Return a box with a value in it, and its name to the left."""
    return [
        text(x - 12, y + 28, name, "end code"),
        box(x, y, 96, SLOT, look),
        text(x + 48, y + 28, value, "middle code"),
    ]


def with_a_copy() -> list[str]:
    middle = LEFT + WIDE / 2
    return [
        arrow([(middle, 32 + SLOT), (middle, 166)], "dashed quiet"),
        text(middle - 12, 126, "the value", "end quiet"),
        box(LEFT, 168, WIDE, 104, "tool"),
        text(middle, 194, "warm_copy(celsius)", "middle code"),
        box(middle - 48, 210, 96, SLOT, "c"),
        text(middle, 238, "22.5", "middle code"),
        lines(middle, 304, ["A copy changes;", "the caller's stays 21.5."], "middle"),
    ]


def with_an_address() -> list[str]:
    middle = RIGHT + WIDE / 2
    return [
        box(RIGHT, 168, WIDE, 104, "tool"),
        text(middle, 194, "warm(&celsius)", "middle code"),
        box(middle - 48, 210, 96, SLOT, "c"),
        text(middle, 238, "address", "middle"),
        arrow([(middle + 48, 232), (WIDTH - 12, 232), (WIDTH - 12, 54), (194, 54)], "c"),
        text(WIDTH - 24, 126, "the address", "end quiet"),
        lines(middle, 304, ["`*celsius += 1.0` makes", "the caller's 22.5."], "middle"),
    ]
