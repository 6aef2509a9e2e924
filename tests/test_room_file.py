"""What a room makes of what it was sent: its file, who stands where, and what comes out of it."""

import csv
import sqlite3
import time
import uuid
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cffi_workshop.bench.room import AT_ONCE, EVERY, Load, count, live, send_the_rest
from cffi_workshop.bench.room_server import board as open_board
from cffi_workshop.bench.room_server import joined as joined_over_the_wire
from cffi_workshop.bench.room_server import server
from cffi_workshop.cli.room import room as room_command
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.hints import digest_of, read_hints
from cffi_workshop.room import forms
from cffi_workshop.room.board import board, sample
from cffi_workshop.room.export import write_class_page
from cffi_workshop.room.file import RoomFile, forget
from cffi_workshop.room.names import ANIMALS
from cffi_workshop.room.record import learner_of, let_in, make_anonymous, record, remove
from cffi_workshop.room.texts import Texts

from .surroundings import REPOSITORY

pytestmark = pytest.mark.quick
MINUTE = 60.0


@pytest.fixture(scope="module")
def texts():
    return Texts(REPOSITORY)


@pytest.fixture
def file(tmp_path):
    file = RoomFile(tmp_path / "room.sqlite")
    file.set("exercise", "libm")
    yield file
    file.close()


@pytest.fixture
def see(file, texts):
    return partial(board, file, texts, now=time.time())


def joined(file, name):
    return learner_of(file, let_in(file, name).token)


def check(ago=0.0, fails="abi-cubes", cause="wrong-value", misconception=None, exercise="libm"):
    checks = [forms.Outcome(id="abi-imports", status="passed")]
    status = "failed" if fails else "passed"
    checks.append(
        forms.Outcome(id=fails or "abi-cubes", status=status, cause=cause if fails else None)
    )
    at = time.time() - ago
    return forms.Check(
        kind="check",
        id=uuid.uuid4().hex,
        at=at,
        exercise=exercise,
        checks=checks,
        misconception=misconception,
    )


def tell(file, learner, *events, clock=0.0):
    """Report events; the learner's clock may go wrong by so many seconds."""
    moved = [event.model_copy(update={"at": event.at + clock}) for event in events]
    return record(file, learner, forms.Report(sent=time.time() + clock, events=moved))


def state_of(told, name):
    return next(one["state"] for one in told["people"] if one["name"] == name)


# Who stands where


def test_the_same_failure_for_some_minutes_is_stuck_and_another_failure_is_work(file, see):
    stuck, working = joined(file, "Stuck"), joined(file, "Working")
    tell(file, stuck, check(9 * MINUTE), check(1 * MINUTE))
    tell(file, working, check(9 * MINUTE), check(1 * MINUTE, cause="wrong-type"))
    assert (state_of(see(), "Stuck"), state_of(see(), "Working")) == ("stuck", "working")
    file.set("stuck_minutes", 10)
    assert state_of(see(), "Stuck") == "working"


@pytest.mark.parametrize("clock", [-1e6, 0.0, 1e6])
def test_a_learners_clock_may_be_wrong(file, see, clock):
    tell(file, joined(file, "Anna"), check(9 * MINUTE), check(0.0), clock=clock)
    [person] = see()["people"]
    assert person["state"] == "stuck"
    assert time.time() - person["since"] == pytest.approx(9 * MINUTE, abs=30)


def test_what_comes_late_does_not_replace_what_is_newer(file, see):
    anna = joined(file, "Anna")
    tell(file, anna, check(0.0, fails=None))
    tell(file, anna, check(5 * MINUTE))
    assert state_of(see(), "Anna") == "done"


def test_the_board_is_about_one_exercise_or_about_the_last_of_each(file, see):
    anna = joined(file, "Anna")
    tell(file, anna, check(2 * MINUTE, fails=None), check(1 * MINUTE, exercise="fibonacci"))
    assert see()["counts"] == {"done": 1, "working": 0, "stuck": 0, "waiting": 0}
    file.set("exercise", "")
    assert [one["exercise"] for one in see()["people"]] == ["fibonacci"]
    file.set("exercise", "strings")
    assert see()["counts"]["waiting"] == 1


def test_groups_are_counted_over_both_bindings_by_misconception_the_largest_first(file, see, texts):
    [first, second, *_] = {
        digest_of(one.says): one for one in read_hints(texts.exercises["libm"]).misconceptions
    }
    for name, fails, digest in (
        ("A", "abi-cubes", first),
        ("B", "abi-cubes", second),
        ("C", "api-cubes", second),
        ("D", "abi-cubes", "0" * 12),
    ):
        tell(file, joined(file, name), check(fails=fails, misconception=digest))
    groups = see()["groups"]
    assert groups[0]["names"] == ["B", "C"]
    assert len(groups) == 3
    assert [one["says"] for one in groups if one["names"] == ["D"]] == [""]


def test_help_is_in_the_order_in_which_it_was_asked_for(file, see):
    for name, ago in (("Second", 10.0), ("First", 20.0)):
        event = forms.Help(kind="help", id=uuid.uuid4().hex, at=time.time() - ago, exercise="libm")
        told = tell(file, joined(file, name), event)
    assert told.help == 1
    assert [one["name"] for one in see()["help"]] == ["First", "Second"]


def test_the_curve_has_a_step_a_minute(file, see):
    tell(file, joined(file, "Anna"), check())
    for minute in (0, 0.5, 1):
        sample(file, 600_000 + minute * MINUTE)
    assert see()["curve"] == [[10_000, 0, 1, 0, 0], [10_001, 0, 1, 0, 0]]


# What is kept, and what is not


def share():
    return forms.Share(
        kind="share",
        id="f" * 32,
        at=0.0,
        exercise="libm",
        failed="abi-cubes",
        cause="wrong-value",
        message="m",
        code="c",
    )


def test_who_leaves_takes_everything_along(file):
    anna = joined(file, "Anna")
    asks = forms.Help(kind="help", id="e" * 32, at=0.0, exercise=None)
    tell(file, anna, check(), share(), asks)
    remove(file, anna)
    tables = ("learner", "event", "standing", "help", "shared")
    assert [file.row(f"SELECT count(*) AS n FROM {table}")["n"] for table in tables] == [0] * 5


def test_a_check_that_passes_deletes_what_was_shared(file, see):
    anna = joined(file, "Anna")
    tell(file, anna, check(), share())
    assert len(see()["groups"][0]["examples"]) == 1
    tell(file, anna, check(fails=None))
    assert file.rows("SELECT * FROM shared") == []


def test_animals_stand_for_names_also_for_those_who_came_before(file, see):
    for name in ("Anna", "Ben"):
        joined(file, name)
    make_anonymous(file)
    joined(file, "Chiara")
    names = [one["name"] for one in see()["people"]]
    assert set(names) <= set(ANIMALS)
    assert len(set(names)) == 3
    file.empty_journal()
    kept = file.path.read_bytes() + file.path.with_name("room.sqlite-wal").read_bytes()
    assert [name for name in (b"Anna", b"Ben", b"Chiara") if name in kept] == []


def test_there_are_names_for_more_than_there_are_animals(file):
    file.set("anonymous", "yes")
    names = {let_in(file, "x").name for _ in range(2 * len(ANIMALS) + 1)}
    assert len(names) == 2 * len(ANIMALS) + 1


def test_the_file_is_the_instructors_alone_and_one_server_has_it(file):
    assert file.path.stat().st_mode & 0o077 == 0
    with pytest.raises(WorkshopError, match="Another `workshop room`"):
        RoomFile(file.path)
    with pytest.raises(WorkshopError, match="Another `workshop room`"):
        forget(file.path)


def test_forgetting_leaves_no_file(tmp_path):
    RoomFile(tmp_path / "room.sqlite").close()
    assert forget(tmp_path / "room.sqlite")
    assert list(tmp_path.iterdir()) == []
    assert not forget(tmp_path / "room.sqlite")


def test_a_file_of_another_version_is_told_and_left_alone(tmp_path):
    path = tmp_path / "room.sqlite"
    RoomFile(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE setting SET value = '0' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(WorkshopError, match="another version of the workshop"):
        RoomFile(path)


# The page of the class


def test_a_session_becomes_the_page_of_a_class_without_a_name(file, texts, tmp_path):
    misconception = read_hints(texts.exercises["libm"]).misconceptions[0]
    for name in ("Anna Berg", "Ben Celik"):
        tell(file, joined(file, name), check(misconception=digest_of(misconception.says)))
    sample(file, time.time())
    page = write_class_page(REPOSITORY, file.path, tmp_path / "out").read_text()
    assert "2 people" in page
    assert " ".join(misconception.says.split())[:30].replace("`", "") in page.replace(
        "<code>", ""
    ).replace("</code>", "")
    assert "Anna" not in page
    [head, line] = csv.reader((tmp_path / "out/curve.csv").read_text().splitlines())
    assert dict(zip(head, line, strict=True))["working"] == "2"


def test_without_a_room_there_is_no_page(tmp_path):
    with pytest.raises(WorkshopError, match="`workshop room` opens a room"):
        write_class_page(REPOSITORY, tmp_path / "none.sqlite", tmp_path)


def test_the_command_says_what_it_does():
    assert {"exercise", "host", "anonymous", "folder", "forget"} <= {
        one.name for one in room_command.params
    }


def test_the_benchmark_finds_every_event_again(texts):
    load = Load()
    with TemporaryDirectory() as name, server(REPOSITORY, Path(name) / "room.sqlite") as room:
        with open_board(room) as seen:
            tokens = [joined_over_the_wire(room, f"L{number}") for number in range(3)]
            live(room, tokens, EVERY, seen, load)
        send_the_rest(room, tokens, AT_ONCE, load)
        assert count(room.data) == load.acknowledged == load.sent == 3 + 1 + 3 * AT_ONCE
    assert len(load.delays) == 1
