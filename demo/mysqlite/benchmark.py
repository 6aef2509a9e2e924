"""How long it takes to read a column of numbers: this package, and Python's own sqlite3."""

import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import mysqlite
import numpy as np

SQL = "SELECT height FROM waves"
ROUNDS = 3


def write(path: Path, count: int) -> None:
    """Write a table of so many heights."""
    heights = np.random.default_rng(1).normal(size=(count, 1)).tolist()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE waves (height REAL)")
        database.executemany("INSERT INTO waves VALUES (?)", heights)
    database.close()


def fastest(read: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    """Return the shortest time of a few in seconds, and what was read."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        result = read()
        times.append(perf_counter() - start)
    return min(times), result


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "waves.db")
        write(path, count)
        ours, theirs = mysqlite.Database(path), sqlite3.connect(path)
        ways = {
            "mysqlite, execute()": lambda: np.array(ours.execute(SQL))[:, 0],
            "sqlite3, fetchall()": lambda: np.array(theirs.execute(SQL).fetchall())[:, 0],
            "mysqlite, column()": lambda: ours.column(SQL),
        }
        found = {name: fastest(way) for name, way in ways.items()}
        ours.close()
        theirs.close()
    for name, (seconds, _) in found.items():
        print(f"{name:<20} {seconds * 1e3:8.1f} ms")
    one, other, third = (values for _, values in found.values())
    print("the same numbers:", np.array_equal(one, other) and np.array_equal(other, third))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
