"""How a room bears a large class: events lost, delay until the board has them, memory.

Learners check every two seconds, each over the wire that `workshop check` uses, while one reader
has the board open. Then an hour of that is sent as fast as the room takes it, to see whether memory
grows with what was sent.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from cffi_workshop.learner.joined.wire import Unreachable, post
from cffi_workshop.worker.usage import resident_bytes

from .results import BenchmarkResult, Table
from .room_server import Server, board, joined, server

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["NORMAL", "QUICK", "Size", "measure", "steps"]

EXERCISE = "fibonacci"
CHECKS = ("c-compiles", "c-advances-the-pair", "c-any-pair", "abi-imports", "abi-declares")
EVERY = 2.0  # seconds between two checks of one learner
AN_HOUR = int(3600 / EVERY)  # checks
AT_ONCE = 20  # events of one report, which is what a room takes
AT_WORK = 48  # threads that send
MB = 1 << 20


@dataclass(frozen=True)
class Size:
    """How many learners, for how many seconds, and how many checks of each come after that."""

    learners: int
    seconds: float
    then: int


QUICK = Size(12, 4.0, 40)
NORMAL = Size(300, 60.0, AN_HOUR)


def steps(size: Size) -> int:
    return 3


@dataclass
class Load:
    """What was measured. `delays` are seconds from before a check is sent until it is shown."""

    sent: int = 0
    acknowledged: int = 0
    kept: int = 0
    delays: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    memory: list[tuple[int, int]] = field(default_factory=list)  # events sent, bytes
    hour: float = 0.0


def measure(root: Path, size: Size, advance: Callable[[], None]) -> BenchmarkResult:
    """Open a room, and send it what a class sends."""
    load = Load()
    with (
        tempfile.TemporaryDirectory(prefix="workshop-bench-") as name,
        server(root, Path(name) / "room.sqlite") as room,
        board(room) as seen,
    ):
        tokens = [joined(room, f"Learner {number}") for number in range(size.learners)]
        advance()
        live(room, tokens, size.seconds, seen, load)
        advance()
        send_the_rest(room, tokens, size.then, load)
        advance()
        load.kept = count(room.data)
    return findings(size, load)


def event(number: int, exercise: str = EXERCISE) -> dict:
    """Return a check that fails at one place or another, or passes."""
    fails = CHECKS[number % len(CHECKS)] if number % 7 else None
    checks = [
        {"id": name, "status": "failed", "cause": "wrong-value"}
        if name == fails
        else {"id": name, "status": "passed", "cause": None}
        for name in CHECKS
    ]
    return {
        "kind": "check",
        "id": uuid.uuid4().hex,
        "at": time.time(),
        "exercise": exercise,
        "checks": checks,
        "misconception": None,
    }


def report(room: Server, token: str, events: list[dict], load: Load) -> None:
    """Send until it is acknowledged, as a learner's outbox does."""
    load.sent += len(events)
    began = time.perf_counter()
    while True:
        try:
            form = {"sent": time.time(), "events": events}
            status = post(room.address, "/api/events", form, token, timeout=10).status
        except Unreachable:
            status = 0
        if status == 200:
            break
        time.sleep(0.5)
    load.acknowledged += len(events)
    load.answers.append(time.perf_counter() - began)


def live(
    room: Server, tokens: list[str], seconds: float, seen: dict[str, float], load: Load
) -> None:
    """Send as a class does: each learner every two seconds, spread over them."""
    probe, sent = joined(room, "Probe"), {}
    begin = time.perf_counter()
    with ThreadPoolExecutor(AT_WORK) as pool:
        for number in range(int(seconds / EVERY * len(tokens))):
            due = begin + number * EVERY / len(tokens)
            time.sleep(max(0.0, due - time.perf_counter()))
            pool.submit(report, room, tokens[number % len(tokens)], [event(number)], load)
            if number % len(tokens) == 0:
                name = f"probe-{number}"
                sent[name] = time.perf_counter()
                pool.submit(report, room, probe, [event(1, name)], load)
                load.memory.append((load.sent, resident_bytes([room.process.pid])))
    time.sleep(1.5)  # until the last one is seen, too
    load.delays = [seen[name] - sent[name] for name in sent if name in seen]


def send_the_rest(room: Server, tokens: list[str], checks: int, load: Load) -> None:
    """Send what would take an hour, as fast as it is taken."""
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_WORK) as pool:
        for number in range(checks // AT_ONCE):
            done = [
                pool.submit(report, room, one, [event(number) for _ in range(AT_ONCE)], load)
                for one in tokens
            ]
            for one in done:
                one.result()
            load.memory.append((load.sent, resident_bytes([room.process.pid])))
    load.hour = time.perf_counter() - began


def count(data: Path) -> int:
    with sqlite3.connect(f"{data.as_uri()}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT count(*) FROM event").fetchone()[0]


def findings(size: Size, load: Load) -> BenchmarkResult:
    late = quantiles(load.delays, n=20, method="inclusive") if len(load.delays) > 1 else [0.0] * 19
    slow = quantiles(load.answers, n=100, method="inclusive")
    early, most = load.memory[len(load.memory) // 10][1], max(one for _, one in load.memory)
    rows = (
        ("events sent", f"{load.sent:,}"),
        ("events acknowledged, and in the file", f"{load.acknowledged:,}, {load.kept:,}"),
        ("lost", f"{load.acknowledged - load.kept:,}"),
        (
            "seconds to the board: half, 19 of 20, all",
            f"{late[9]:.2f}, {late[18]:.2f}, {max(load.delays, default=0):.2f}",
        ),
        (
            "milliseconds to an answer: half, 99 of 100",
            f"{1e3 * slow[49]:.0f}, {1e3 * slow[98]:.0f}",
        ),
        ("MB of the server: after a tenth, at most", f"{early / MB:.0f}, {most / MB:.0f}"),
    )
    return BenchmarkResult(
        name="room",
        title="A room under load",
        unit="seconds",
        reference="",
        series=[],
        tables=[Table(f"{size.learners} learners, a check every {EVERY:g} s", ("", ""), rows)],
        notes=[
            f"{size.seconds:g} s as a class sends; then {size.then} checks of each, in reports of "
            f"{AT_ONCE}, which took {load.hour:.0f} s. The learners and a reader of the board ran "
            "on the same machine."
        ],
        draw=lambda figure: draw(figure, load),
        more={"load": vars(load)},
    )


def draw(figure: Figure, load: Load) -> None:
    """Draw memory over events: level where nothing is held on to."""
    axes = figure.subplots()
    axes.plot([sent for sent, _ in load.memory], [size / MB for _, size in load.memory], "o-")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("events sent")
    axes.set_ylabel("MB of the server")
