"""One struct twice, byte by byte: packed, and with room for alignment."""

from drawing import box, figure, lines, rule, text

BYTE, TALL = 34, 40  # a byte, wide and high
LEFT = 12
MEMBERS = (("port", 1, "python"), ("minute", 4, "c"), ("level", 4, "tool"))
TOPS = (46, 170)  # of the two rows
SAID = ("`p` is `port`. The numbers below are those", "of the first bytes of the members.")


def draw() -> str:
    packed, packed_size = row(TOPS[0], 1)
    loose, loose_size = row(TOPS[1], 4)
    return figure(
        "A struct of three members, packed and not packed",
        f"""
        Above, the packed struct has {packed_size} bytes: port is byte 0, minute begins at byte 1,
        and level at byte 5. Below, without packing it has {loose_size} bytes: port is byte 0, three
        bytes of room follow, minute begins at byte 4, and level at byte 8.
        """,
        300,
        text(LEFT, TOPS[0] - 20, f"packed: {packed_size} bytes", "strong"),
        *packed,
        text(LEFT, TOPS[1] - 20, f"not packed: {loose_size} bytes", "strong"),
        *loose,
        lines(LEFT, TOPS[1] + 96, SAID, "quiet"),
    )


def row(top: float, most_aligned: int) -> tuple[list[str], int]:
    """Return the members in their places, and the size, where each is aligned to at most that."""
    parts, at = [], 0
    for name, size, look in MEMBERS:
        aligned = -(-at // min(size, most_aligned)) * min(size, most_aligned)
        parts += room(top, at, aligned)
        parts += member(top, aligned, name, size, look)
        at = aligned + size
    return parts, at


def member(top: float, at: int, name: str, size: int, look: str) -> list[str]:
    x, wide = LEFT + at * BYTE, size * BYTE
    return [
        box(x + 1, top, wide - 2, TALL, look),
        text(x + BYTE / 2, top + TALL + 20, str(at), "middle quiet"),
        text(x + wide / 2, top + TALL / 2 + 6, name if size > 1 else "p", "middle code"),
    ]


def room(top: float, begin: int, end: int) -> list[str]:
    """Return the bytes between two members, which hold nothing."""
    if begin == end:
        return []
    x, wide = LEFT + begin * BYTE, (end - begin) * BYTE
    middle = top + TALL / 2
    return [
        rule([(x + 6, middle), (x + wide - 6, middle)], "dashed quiet"),
        text(x + wide / 2, top + TALL + 20, "room", "middle quiet"),
    ]
