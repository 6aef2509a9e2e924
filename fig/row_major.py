"""A field of 3 rows and 5 columns in memory: where a point lies, what a wrong row stride hits."""

from drawing import WIDTH, arrow, box, figure, lines, rule, text

ROWS, COLUMNS = 3, 5  # nx and ny
CELL, TALL = 44, 34  # a point of the field
SLOT = 28.6  # a number in memory: 15 of them fill the width
LEFT, TOP = 110, 60  # the field
MEMORY = 252  # top of the memory
POINT = (1, 2)
LOOKS = ("python", "tool", "c")  # a row each


def number(row: int, column: int, stride: int) -> int:
    return row * stride + column


def draw() -> str:
    row, column = POINT
    right, wrong = number(row, column, COLUMNS), number(row, column, ROWS)
    return figure(
        "A field of 3 rows and 5 columns in memory",
        f"""
        Above, a field of nx = 3 rows and ny = 5 columns. Below, the same 15 numbers in memory, row
        0 first, then row 1, then row 2. The point [{row}, {column}] is number {row} * ny + {column}
        = {right}. With nx as the row stride, C would go to number {row} * nx + {column} = {wrong},
        which is the point [{wrong // COLUMNS}, {wrong % COLUMNS}]. A row stride of 5 leads from a
        point to the one below it.
        """,
        418,
        *field(),
        *memory(),
        *stride_below(right),
        *told(right, wrong),
    )


def field() -> list[str]:
    parts = [text(LEFT + CELL * COLUMNS / 2, 18, "`ny` = 5 columns, `j`", "middle")]
    parts += [
        text(LEFT + CELL * (j + 0.5), TOP - 12, str(j), "middle quiet") for j in range(COLUMNS)
    ]
    parts += [lines(1, TOP + 34, ["`nx` = 3", "rows, `i`"])]
    for i in range(ROWS):
        parts += [text(LEFT - 14, TOP + TALL * (i + 0.5) + 6, str(i), "end quiet")]
        for j in range(COLUMNS):
            parts += slot(LEFT + CELL * j, TOP + TALL * i, CELL, i, j)
    return parts


def slot(x: float, y: float, wide: float, i: int, j: int) -> list[str]:
    chosen = " strong" if (i, j) == POINT else ""
    return [
        box(x + 2, y + 2, wide - 4, TALL - 4, LOOKS[i]),
        text(x + wide / 2, y + TALL / 2 + 6, str(number(i, j, COLUMNS)), f"middle{chosen}"),
    ]


def memory() -> list[str]:
    parts = [text(1, MEMORY - 44, "In memory:")]
    for i in range(ROWS):
        for j in range(COLUMNS):
            parts += slot(1 + SLOT * number(i, j, COLUMNS), MEMORY, SLOT, i, j)
    return parts


def centre(place: int) -> float:
    return 1 + SLOT * (place + 0.5)


def stride_below(place: int) -> list[str]:
    """Return the arrow from a point to the one below it."""
    start, end, y = centre(place), centre(place + COLUMNS), MEMORY - 18
    return [
        arrow([(start, MEMORY), (start, y), (end, y), (end, MEMORY)]),
        text((start + end) / 2, y - 10, "row stride: ny", "middle"),
    ]


def told(right: int, wrong: int) -> list[str]:
    y = MEMORY + TALL
    row, column = POINT
    return [
        rule([(centre(right), y), (centre(right), y + 34), (WIDTH / 2 + 30, y + 34)]),
        text(WIDTH / 2 + 36, y + 40, f"`i*ny+j` = {row}*5+{column} = {right}"),
        rule([(centre(wrong), y), (centre(wrong), y + 74)], "dashed bad"),
        text(1, y + 96, f"`i*nx+j` = {row}*3+{column} = {wrong}", "bad"),
        text(1, y + 118, f"is another point, [{wrong // 5}, {wrong % 5}]", "bad"),
    ]
