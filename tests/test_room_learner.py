"""A room from the learner's side: what is sent, what is not, and what a check pays for it."""

import json
import stat
import sys
import threading
import time
from types import SimpleNamespace

import pytest

from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.hints import digest_of, read_hints
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.verdict import CheckResult, Location, Verdict
from cffi_workshop.learner import JOINED
from cffi_workshop.learner.joined import outbox, reports, sender, telling
from cffi_workshop.learner.joined.membership import Membership, membership, needed, remember
from cffi_workshop.learner.joined.wire import Answer, Unreachable, post
from cffi_workshop.watch.session import Session

from .rooms import AN_INT, PRINTS, Learner, closed_port, open_room, slow_wire
from .surroundings import REPOSITORY, replace_in, run_apart, until

LIBM = load_exercise(REPOSITORY, "libm")
SECRET = "what_only_this_learner_wrote"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with open_room(tmp_path_factory.mktemp("room")) as room:
        yield room


@pytest.fixture(scope="module")
def learner(tmp_path_factory):
    return Learner(tmp_path_factory.mktemp("learner") / "anna")


@pytest.fixture
def joined(tmp_path, room):
    """Return a folder that has joined, and its membership."""
    name = tmp_path.name[-30:]
    token = room.join(name)["authorization"].removeprefix("Bearer ")
    remember(tmp_path, Membership(room.address, token, name))
    return tmp_path, membership(tmp_path)


def verdict(message=SECRET, cause="wrong-type"):
    checks = (
        CheckResult("abi-imports", SECRET, "passed", 1, 1),
        CheckResult(
            "abi-cubes", SECRET, "failed", 0, 1, cause, message, Location("libm_abi.py", 3)
        ),
        CheckResult("api-cubes", SECRET, "not-run", 0, 1),
    )
    return Verdict("libm", SECRET, "limits", 0.1, checks, sources={"libm_abi.py": SECRET})


# What is sent


def test_a_check_tells_ids_and_causes_and_nothing_that_somebody_wrote(tmp_path):
    event = reports.of_verdict(verdict(), LIBM)
    assert SECRET not in json.dumps(event)
    assert set(event) == {"kind", "id", "at", "exercise", "checks", "misconception"}
    assert event["checks"][1] == {"id": "abi-cubes", "status": "failed", "cause": "wrong-type"}


def test_a_misconception_is_named_by_a_digest_of_our_own_text(learner, room):
    """Told by a real check, and found again by the room."""
    learner.write(*PRINTS)
    learner.join(room, "Prints")
    assert learner.check().returncode == 1
    [group] = [one for one in room.board()["groups"] if "Prints" in one["names"]]
    says = [" ".join(one.says.split()) for one in read_hints(LIBM).misconceptions]
    assert group["says"] in says
    assert group["check"]
    assert group["advice"]
    assert group["episode"].startswith('episode 2, "Calling')
    assert digest_of(group["says"]) == digest_of(f" {group['says']}\n")


def test_who_has_not_joined_imports_nothing_of_it_and_keeps_nothing(tmp_path):
    code = (
        "import sys\nfrom cffi_workshop.cli.check import tell_room\n"
        "from cffi_workshop.exercises.metadata import load_exercise\n"
        "from pathlib import Path\nfrom types import SimpleNamespace\n"
        "tell_room(SimpleNamespace(exit_status=1), SimpleNamespace(root=Path('.')))\n"
        "print([name for name in sys.modules if 'joined' in name or name == 'http.client'])"
    )
    done = run_apart([sys.executable, "-c", code], tmp_path)
    assert done.stdout == "[]\n", done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_check_waits_for_the_room_no_longer_because_something_is_imported(tmp_path):
    code = (
        "import sys, cffi_workshop.learner.joined.telling\n"
        "print([name for name in ('http.client', 'ssl') if name in sys.modules])"
    )
    assert run_apart([sys.executable, "-c", code], tmp_path).stdout == "[]\n"


def test_who_has_not_joined_is_told_how_to(tmp_path):
    with pytest.raises(WorkshopError, match="workshop join"):
        needed(tmp_path)


def test_nobody_else_can_read_the_token(joined):
    root, _ = joined
    assert stat.S_IMODE((root / JOINED).stat().st_mode) == 0o600
    assert stat.S_IMODE((root / JOINED).parent.stat().st_mode) == 0o700


def test_joining_and_leaving_say_what_is_sent_and_what_is_deleted(learner, room):
    said = learner.join(room, "Comes and goes")
    for words in ("Comes and goes", "No code is sent", "workshop leave"):
        assert words in said
    assert "Comes and goes" in [one["name"] for one in room.board()["people"]]
    said = learner.workshop("leave").stdout
    assert "nothing more is sent" in said
    assert "is deleted" in said
    assert "Comes and goes" not in [one["name"] for one in room.board()["people"]]
    assert not (learner.folder / JOINED).exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("http://127.0.0.1:1", "ABCD", "--name", "A"), "does not answer"),
        (("ftp://x", "ABCD", "--name", "A"), "is no address of a room"),
        (("http://127.0.0.1:99999", "ABCD", "--name", "A"), "is no address of a room"),
        (("http://127.0.0.1:1", "ABCD"), "--name NAME"),
        ((None, "WRNG", "--name", "A"), "not the code of this room"),
    ],
    ids=["nobody-there", "no-http", "no-port", "no-name", "wrong-code"],
)
def test_who_cannot_join_is_told_why_in_a_sentence(learner, room, words, says):
    done = learner.workshop("join", words[0] or room.address, *words[1:])
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


# Code, when a learner says so


def test_lines_are_shared_without_comments_only_when_asked_and_taken_back(learner, room):
    learner.write(PRINTS[0], f"{PRINTS[1]}  # {SECRET}")
    learner.join(room, "Shares")

    def examples():
        groups = [one for one in room.board()["groups"] if "Shares" in one["names"]]
        return [number for one in groups for number in one["examples"]]

    learner.check()
    assert examples() == []
    shown = learner.workshop("share", "libm")
    assert "print(lib.cbrt(x))" in shown.stdout, shown.stderr
    [number] = examples()
    status, example, _ = room.ask("GET", f"/api/shared/{number}", **room.inside)
    assert status == 200
    assert "print(lib.cbrt(x))" in example["code"]
    assert SECRET not in json.dumps(example)
    assert "Shares" not in json.dumps(example)
    assert "deleted" in learner.workshop("share", "--take-back").stdout
    assert examples() == []
    assert room.ask("GET", f"/api/shared/{number}", **room.inside)[0] == 404


# A room that cannot be reached


def test_a_room_that_cannot_be_reached_is_said_once_and_everything_is_sent_later(tmp_path, room):
    token = room.join("Offline")["authorization"].removeprefix("Bearer ")
    remember(tmp_path, Membership(f"http://127.0.0.1:{closed_port()}", token, "Offline"))
    said = [telling.tell_check(tmp_path, verdict(), LIBM) for _ in range(3)]
    assert "did not answer" in said[0]
    assert said[1:] == ["", ""]
    assert len(outbox.waiting(tmp_path)) == 3
    replace_in(tmp_path / JOINED, f'"{membership(tmp_path).address}"', f'"{room.address}"')
    until(lambda: not outbox.waiting(tmp_path))  # the process that the first one left behind
    assert "Offline" in [one["name"] for one in room.board()["people"] if one["state"] == "working"]


def test_a_slow_wire_does_not_hold_a_check_up_and_brings_everything(joined, room):
    root, here = joined
    with slow_wire(room.port, delay=0.4) as port:
        remember(root, Membership(f"http://127.0.0.1:{port}", here.token, here.name))
        assert "did not answer" in telling.tell_check(root, verdict(), LIBM)
        assert telling.tell_check(root, verdict(), LIBM) == ""
        until(lambda: not outbox.waiting(root))
    assert (root / sender.SLOW).exists()  # it is slow still: the next check does not wait for it


def test_what_arrives_twice_counts_once(joined, room):
    root, here = joined
    event = reports.of_help("libm")
    for _ in range(2):
        outbox.put(root, event)
        assert outbox.send(root, here)["help"] >= 1
    assert [one["name"] for one in room.board()["help"]].count(here.name) == 1


def test_an_event_that_no_room_takes_does_not_keep_the_others_back(joined, room):
    root, here = joined
    outbox.put(root, {"kind": "from the future", "id": "0" * 32, "at": 0.0})
    outbox.put(root, reports.of_help("libm"))
    outbox.send(root, here)
    assert outbox.waiting(root) == []
    assert here.name in [one["name"] for one in room.board()["help"]]


def test_who_was_taken_out_is_told_and_sends_no_more(joined, room):
    root, here = joined
    [number] = [one["id"] for one in room.board()["people"] if one["name"] == here.name]
    room.ask("POST", f"/api/learners/{number}/removal", {}, **room.inside)
    # Also where the last try was too slow: what sends later finds it out, and the next check says it.
    (root / sender.SLOW).touch()
    assert telling.tell_check(root, verdict(), LIBM) == ""
    until(lambda: not (root / sender.SLOW).exists())
    # On a busy machine the room may be slow again.
    until(lambda: "does not know you any more" in telling.tell_check(root, verdict(), LIBM))
    assert membership(root) is None


def test_one_process_at_a_time_sends(joined, monkeypatch):
    root, _ = joined
    started = []
    monkeypatch.setattr(sender.os, "posix_spawn", lambda *command, **_: started.append(command))
    with sender.held(root):
        sender.in_process(root)
    assert started == []
    sender.in_process(root)
    assert len(started) == 1


def test_a_room_without_an_answer_for_days_is_over(tmp_path):
    remember(tmp_path, Membership(f"http://127.0.0.1:{closed_port()}", "x", "A"))
    folder = tmp_path / outbox.OUTBOX
    folder.mkdir()
    long_ago = time.time_ns() - int(4 * 24 * 3600e9)
    (folder / f"{long_ago:020d}-x.json").write_text("{}")
    (tmp_path / sender.SLOW).touch()
    assert "has not answered for three days" in telling.tell_check(tmp_path, verdict(), LIBM)
    assert membership(tmp_path) is None


def test_a_name_that_no_server_knows_holds_a_check_up_no_longer_than_a_slow_room(
    monkeypatch, joined
):
    """Such a lookup takes seconds, and no time limit of a socket ends it."""
    looked_up = threading.Event()

    def hang(*_: object) -> Answer:
        looked_up.wait(30)
        raise Unreachable

    monkeypatch.setattr(outbox, "post", hang)
    root, here = joined
    try:
        outbox.put(root, reports.of_help(None))
        assert telling.tried(root, here) == "late"
    finally:
        looked_up.set()


def test_an_answer_that_is_no_rooms_is_an_unreachable_room(room):
    with pytest.raises(Unreachable):
        post("http://127.0.0.1:1", "/", {})
    assert post(room.address, "/", {}).status == 405


def test_two_mistakes_are_two_groups(learner, room):
    learner.write(*AN_INT)
    learner.join(room, "Int")
    learner.check()
    groups = {tuple(one["names"]): one["cause"] for one in room.board()["groups"]}
    assert groups[("Int",)] == "cdef-mismatch"


# In a notebook, and in `workshop watch`

NOTEBOOK = """
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets import Button, Label
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "cffi_workshop")
shell.run_line_magic("check", "libm --sandbox limits")
from ipywidgets.widgets.widget import _instances
[button] = [one for one in _instances.values() if isinstance(one, Button)]
[label] = [one for one in _instances.values() if isinstance(one, Label)]
button.click()
print("SAID", button.description, "|", label.value)
"""


def test_a_button_below_the_verdict_asks_for_help(learner, room):
    pytest.importorskip("ipywidgets", reason="no ipywidgets: python -m pip install -e '.[lab]'")
    learner.write(*PRINTS)
    learner.join(room, "In Jupyter")
    run = run_apart([sys.executable, "-c", NOTEBOOK], learner.folder)
    said = [line for line in run.stdout.splitlines() if line.startswith("SAID")]
    assert said, run.stdout + run.stderr
    assert "Ask for help | You asked for help" in said[0]
    assert "In Jupyter" in [one["name"] for one in room.board()["help"]]
    assert "In Jupyter" in [
        one["name"] for one in room.board()["people"] if one["state"] == "working"
    ]


def test_a_watch_sends_what_its_check_could_not(joined, room):
    """The process that a check leaves behind is ended by the watch, which sends by itself."""
    root, here = joined
    outbox.put(root, reports.of_help("libm"))
    Session.tell_room(SimpleNamespace(exercise=SimpleNamespace(root=root)))
    until(lambda: not outbox.waiting(root))
    assert here.name in [one["name"] for one in room.board()["help"]]
