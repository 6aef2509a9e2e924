"""Print one table, in Markdown, of what each route takes and gives.

    python table.py

A cell is read from the route's folder, or tried. What is tried runs in a
process of its own, because some of it crashes.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

from build import HERE, load, slugs
from elsewhere import try_route

__all__ = ["answer", "code_lines", "is_built", "row", "table", "took"]

# Nothing of ours stands before bare_fib(): what comes is the route's own answer.
TRIALS = {
    'fib("20")': "route.bare_fib('20')",
    "fib(1.5)": "route.bare_fib(1.5)",
    "fib(2**40)": "route.bare_fib(2**40)",
    "C reads NULL": "route.crash()",
}

# No core file: the crash is meant.
TRY = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
import route
try:
    value = {call}
except Exception as error:
    print(type(error).__name__)
else:
    print("silent: gives", value)
"""

ELSEWHERE = {"pypy": "PyPy", "free_threading": "free threading"}


def code_lines(path: Path) -> int:
    """Return how many lines of a file are neither blank nor nothing but a comment."""
    text = path.read_text()
    if path.suffix in {".c", ".h", ".cpp", ".i"}:
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.DOTALL)
    else:
        text = re.sub(r"^\s*#.*", "", text, flags=re.MULTILINE)
    return sum(1 for line in text.splitlines() if line.strip())


def python(slug: str, program: str) -> subprocess.CompletedProcess:
    """Run a program in the route's folder, where `import route` finds what was built."""
    command = [sys.executable, "-c", program]
    return subprocess.run(
        command, cwd=HERE / slug, capture_output=True, text=True, timeout=60, check=False
    )


def is_built(slug: str) -> bool:
    """Return whether the route can be imported and called."""
    return python(slug, "import route; route.fib(20)").returncode == 0


def answer(slug: str, call: str) -> str:
    """Return what came of a call.

    That is the name of an exception, a value that nothing complained of, a
    signal, or an exit status.
    """
    result = python(slug, TRY.format(call=call))
    if result.returncode < 0:
        return f"ended by {signal.Signals(-result.returncode).name}"
    return result.stdout.strip() or f"exit status {result.returncode}"


def names(found: list[Path]) -> str:
    return ", ".join(f"`{path.name}`" for path in found) or "none"


def written(slug: str) -> list[Path]:
    """Return what a person wrote for the functions that every route has."""
    return [HERE / slug / name for name in load(slug)["written"]]


def generated(slug: str) -> list[Path]:
    """Return what the tools wrote for them, as it is in the folder now."""
    found = [
        path for pattern in load(slug)["generated"] for path in sorted((HERE / slug).glob(pattern))
    ]
    return [path for path in found if re.match("_?(route|fib)", path.name)]


def commands(slug: str) -> str:
    """Return the commands that make them."""
    return (
        "<br>".join(f"`{line}`" for line in load(slug)["build"] if re.search("route|fib|pip", line))
        or "none"
    )


def took(slug: str) -> str:
    """Return what the route takes, as its README tells it."""
    route = load(slug)
    lines = sum(map(code_lines, written(slug)))
    patterns = [name for name in route["generated"] if re.match("_?(route|fib)", name)]
    needs = ["Python.h"] * route.get("headers", False) + [
        *route.get("programs", {}),
        *route.get("packages", {}),
    ]
    return "\n".join(
        [
            "| it takes | |",
            "| --- | --- |",
            f"| files written | {names(written(slug))}: {lines} lines |",
            f"| files generated | {', '.join(f'`{name}`' for name in patterns) or 'none'} |",
            f"| build command | {commands(slug)} |",
            f"| tools | {', '.join(needs)} |",
        ]
    )


def row(slug: str) -> tuple[dict[str, str], list[str]]:
    """Return the cells of one route, by column, and the notes below the table.

    The notes say what is known of other interpreters.
    """
    built = is_built(slug)
    cells = {
        "route": load(slug)["title"],
        "files written": names(written(slug)),
        "files generated": names(generated(slug)) if built else "not built",
        "lines": str(sum(map(code_lines, written(slug)))),
        "build command": commands(slug),
        **{name: answer(slug, call) if built else "not built" for name, call in TRIALS.items()},
    }
    notes = []
    for kind, name in ELSEWHERE.items():
        known = load(slug)[kind]
        outcome, told = try_route(slug, kind)
        how = {"works": f"{known['answer']} (tried)", "fails": "no (tried)"}
        cells[name] = how.get(outcome, f"{known['answer']} (documented)")
        notes.append(
            f"- {cells['route']}, {name}: {known['why']} ([source]({known['source']})); {told}"
        )
    return cells, notes


def table() -> str:
    """Return the table of all routes and the notes below it, in Markdown."""
    rows, notes = zip(*map(row, slugs()), strict=True)
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(cells.values()) for cells in rows)]
    drawn = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join([*drawn, "", *(note for of_route in notes for note in of_route)])


if __name__ == "__main__":
    print(table())
