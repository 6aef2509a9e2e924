"""A room as its people have it: a server process, learners with a checkout of their own, a slow wire."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager, suppress

from cffi_workshop.bench.room_server import welcome_of
from cffi_workshop.exercises.markers import solution_of
from cffi_workshop.learner.joined.sender import SLOW

from .scratch import share_cache
from .surroundings import COMMAND, REPOSITORY, need_module, run_apart

LINKED = ("solutions", "episodes", "_config.yml", "pyproject.toml")
SOLVED = {
    name: solution_of((REPOSITORY / "solutions/libm" / name).read_text())
    for name in ("libm_abi.py", "libm_build.py", "libm_api.py")
}
# Two mistakes in libm, each with the misconception that hints.toml knows.
PRINTS = ("    return lib.cbrt(x)", "    print(lib.cbrt(x))")
AN_INT = ("double cbrt", "int cbrt")


class Room:
    """A `workshop room` as a process, which can be ended and opened again at the same address."""

    def __init__(self, folder, *options, port=0):
        self.data, self.options, self.port = folder / "room.sqlite", options, port
        self.process = None

    def open(self):
        command = [*COMMAND, "room", "--no-browser", "--data", str(self.data)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *self.options],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed, self.address, self.code, self.token = welcome_of(self.process)
        self.port = int(self.address.rpartition(":")[2])
        return self

    def kill(self):
        self.end(signal.SIGKILL)

    def end(self, number=signal.SIGINT):
        self.process.send_signal(number)
        self.process.wait(10)
        self.process.stdout.close()

    def ask(self, method, path, form=None, content=None, **headers):
        """Return status, JSON and headers of a request as a program makes it."""
        if form is not None:
            content = json.dumps(form).encode()
        if content is not None and "content_type" not in headers:
            headers["content_type"] = "application/json"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, content, named)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        kind = answer.headers.get_content_type()
        return (
            answer.status,
            json.loads(text) if kind == "application/json" and text else text,
            answer.headers,
        )

    def join(self, name="Anna"):
        status, joined, _ = self.ask("POST", "/api/join", {"code": self.code, "name": name})
        assert status == 201, joined
        return {"authorization": f"Bearer {joined['token']}"}

    def log_in(self):
        status, _, headers = self.ask("POST", "/api/session", {"token": self.token})
        assert status == 204
        return {"cookie": headers["set-cookie"].partition(";")[0]}

    def board(self):
        self.inside = getattr(self, "inside", None) or self.log_in()
        return self.ask("GET", "/api/board", **self.inside)[1]


@contextmanager
def open_room(folder, *options):
    for name in ("fastapi", "uvicorn"):
        need_module(name, "room")
    folder.mkdir(exist_ok=True)
    room = Room(folder, *options).open()
    try:
        yield room
    finally:
        if room.process.poll() is None:
            room.end()


class Learner:
    """Somebody with a checkout of the workshop, in which libm is what is edited."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        for name in LINKED:
            (folder / name).symlink_to(REPOSITORY / name)
        share_cache(folder)
        shutil.copytree(REPOSITORY / "exercises", folder / "exercises")
        self.write()

    def write(self, before="", after=""):
        for name, text in SOLVED.items():
            path = self.folder / "exercises/libm" / name
            path.write_text(text.replace(before, after) if before else text)

    def workshop(self, *words):
        return run_apart([*COMMAND, *words], self.folder)

    def join(self, room, name, address=None):
        done = self.workshop("join", address or room.address, room.code, "--name", name)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def check(self):
        return self.workshop("check", "libm", "--sandbox", "limits")

    def hold_room_quick(self):
        """Have the next check wait for the room, which may have been slow on a busy machine."""
        (self.folder / SLOW).unlink(missing_ok=True)

    @property
    def outbox(self):
        return sorted((self.folder / ".workshop/room/outbox").glob("*.json"))


@contextmanager
def slow_wire(port, delay):
    """Give the port of a wire to `port` on which each piece takes `delay` seconds."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=accept, args=(door, port, delay), daemon=True).start()
        yield door.getsockname()[1]


def accept(door, port, delay):
    while True:
        try:
            near, _ = door.accept()
        except OSError:
            return
        threading.Thread(target=join_ends, args=(near, port, delay), daemon=True).start()


def join_ends(near, port, delay):
    with near, socket.create_connection(("127.0.0.1", port)) as far:
        back = threading.Thread(target=carry, args=(far, near, delay), daemon=True)
        back.start()
        carry(near, far, delay)
        back.join()


def carry(one, other, delay):
    with suppress(OSError):
        while piece := one.recv(65536):
            time.sleep(delay)
            other.sendall(piece)
    with suppress(OSError):
        other.shutdown(socket.SHUT_WR)


def closed_port():
    """Return a port at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


__all__ = ["AN_INT", "PRINTS", "Learner", "closed_port", "open_room", "slow_wire"]
