"""A room for a benchmark: its server as a process, and a reader that keeps the board open."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cffi_workshop.learner.joined.wire import post

__all__ = ["Server", "board", "joined", "server", "welcome_of"]


@dataclass(frozen=True)
class Server:
    """A room that answers."""

    process: subprocess.Popen
    address: str
    code: str
    token: str
    data: Path


def welcome_of(process: subprocess.Popen) -> tuple[str, str, str, str]:
    """Return what a room prints when it opens, and of that its address, code and token."""
    said = ""
    for line in process.stdout or ():
        said += line
        if line.startswith("Ctrl-C"):
            break
    found = re.search(r"join (\S+) (\w+)\n.*\n *Token: +(\S+)", said)
    if found is None:
        raise RuntimeError(f"workshop room did not open: {said}")
    return said, found[1], found[2], found[3]


@contextmanager
def server(root: Path, data: Path) -> Iterator[Server]:
    command = [sys.executable, "-um", "cffi_workshop", "room", "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(data)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    try:
        _, address, code, token = welcome_of(process)
        yield Server(process, address, code, token, data)
    finally:
        process.terminate()
        process.communicate()


def joined(room: Server, name: str) -> str:
    answer = post(room.address, "/api/join", {"code": room.code, "name": name})
    return str(answer.body["token"])


@contextmanager
def board(room: Server) -> Iterator[dict[str, float]]:
    """Keep the board open; give when each check of the probe was seen there first."""
    host = room.address.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=60)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/api/session", json.dumps({"token": room.token}), headers)
    answer = connection.getresponse()
    answer.read()
    cookie = str(answer.headers["set-cookie"]).partition(";")[0]
    connection.request("GET", "/api/board/stream", headers={"Cookie": cookie})
    stream = connection.getresponse()
    seen: dict[str, float] = {}
    threading.Thread(target=read, args=(stream, seen), daemon=True).start()
    yield seen


def read(stream: http.client.HTTPResponse, seen: dict[str, float]) -> None:
    for line in stream:
        if line.startswith(b"data: "):
            now = time.perf_counter()
            for person in json.loads(line[6:])["people"]:
                if person["exercise"].startswith("probe-"):
                    seen.setdefault(person["exercise"], now)
