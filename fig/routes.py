"""The routes from Python to C, sorted by who says the types and who checks them."""

from drawing import LINE, box, figure, lines, text

GROUPS = (
    (
        "You write the types, and nobody checks them",
        "bad",
        ("ctypes", "cffi, ABI mode"),
        "libffi makes the call",
    ),
    (
        "You write the types; the compiler checks them",
        "python",
        ("cffi, API mode", "C extension", "Cython"),
        "compiled C makes the call",
    ),
    (
        "The header says the types",
        "c",
        ("SWIG", "pybind11", "nanobind"),
        "compiled C or C++ makes the call",
    ),
)
STEP, GAP = 132, 10


def draw() -> str:
    return figure(
        "Two questions sort the routes from Python to C",
        """
        Three groups, one below the other. You write the types and nobody checks them: ctypes and
        cffi in ABI mode; libffi makes the call. You write the types and the C compiler checks them:
        cffi in API mode, C extensions and Cython; compiled C makes the call. The header says the
        types: SWIG, pybind11 and nanobind; compiled C or C++ makes the call.
        """,
        STEP * len(GROUPS) - 16,
        *(part for number, group in enumerate(GROUPS) for part in shown(number * STEP, *group)),
    )


def shown(y: float, title: str, look: str, names: tuple[str, ...], call: str) -> list[str]:
    wide = (430 - GAP * (len(names) - 1)) / len(names)
    parts = [text(1, y + 18, title, "strong")]
    for number, name in enumerate(names):
        x = 1 + number * (wide + GAP)
        parts += [box(x, y + 30, wide, 44, look), text(x + wide / 2, y + 57, name, "middle")]
    return [*parts, lines(1, y + 74 + LINE, [call], "quiet")]
