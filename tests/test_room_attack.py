"""A room as an attacker meets it: nobody gets in, speaks for another, breaks it, or learns of it."""

import http.client
import os
import re
import socket
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import checks

from cffi_workshop.room.names import key_of, plain_name
from cffi_workshop.room.rates import Rates

from .rooms import open_room
from .surroundings import REPOSITORY

FIRST = {"kind": "check", "exercise": "libm", "misconception": None}
FAILS = [{"id": "abi-cubes", "status": "failed", "cause": "wrong-value"}]
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
HOST = "room.attacker.example"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with open_room(tmp_path_factory.mktemp("room")) as room:
        yield room


def event(**parts):
    return FIRST | {"checks": FAILS, "id": uuid.uuid4().hex, "at": time.time()} | parts


def report(room, who, *events):
    return room.ask("POST", "/api/events", {"sent": time.time(), "events": list(events)}, **who)


def person(room, name):
    return next((one for one in room.board()["people"] if one["name"] == name), None)


# Who gets in


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("GET", "/api/board", None),
        ("GET", "/api/board/stream", None),
        ("GET", "/api/shared/1", None),
        ("POST", "/api/room", {"locked": True}),
        ("POST", "/api/learners/1/removal", {}),
        ("POST", "/api/help/1", {"state": "taken"}),
        ("POST", "/api/session/end", {}),
    ],
)
@pytest.mark.parametrize("as_learner", [False, True], ids=["nobody", "a-learner"])
def test_the_board_is_the_instructors_alone(room, method, path, form, as_learner):
    who = {"cookie": "workshop_room=" + "A" * 32}
    if as_learner:
        token = room.join("Mallory")["authorization"]
        who = {"authorization": token, "cookie": f"workshop_room={token.partition(' ')[2]}"}
    status, said, _ = room.ask(method, path, form, **who)
    assert status == 401
    assert set(said) == {"error"}


def test_a_cookie_is_of_this_address_alone_and_no_script_reads_it(room):
    _, _, headers = room.ask("POST", "/api/session", {"token": room.token})
    parts = {part.strip().lower() for part in headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)


def test_an_open_board_ends_when_its_browser_logs_out(room):
    cookie = room.log_in()
    stream = http.client.HTTPConnection("127.0.0.1", room.port, timeout=10)
    stream.request("GET", "/api/board/stream", headers=cookie)
    answer = stream.getresponse()
    assert answer.readline().startswith(b"data: {")
    assert room.ask("POST", "/api/session/end", {}, **cookie)[0] == 204
    answer.read()  # to the end, or the time is up
    stream.close()


def test_wrong_tokens_are_refused_and_soon_not_even_looked_at(tmp_path):
    with open_room(tmp_path) as room:
        wrong = [room.ask("POST", "/api/session", {"token": f"no-{n}"})[0] for n in range(7)]
        assert wrong == [403] * 5 + [429] * 2
        assert room.ask("POST", "/api/session", {"token": room.token})[0] == 429
        codes = [
            room.ask("POST", "/api/join", {"code": f"X{n}", "name": "M"})[0] for n in range(12)
        ]
        assert codes == [403] * 10 + [429] * 2
        # A restart has the state again; what was counted against an address is forgotten.
        room.kill()
        room.open()
        room.join("Anna")


def test_a_learner_sends_only_so_often(room):
    who = room.join("Sends too often")
    with ThreadPoolExecutor(8) as pool:  # one after the other is seldom enough on a busy machine
        statuses = set(pool.map(lambda _: report(room, who, event())[0], range(120)))
    assert statuses == {200, 429}


def test_a_bucket_fills_again_and_forgets_the_oldest_of_very_many():
    now = [0.0]
    rates = Rates(burst=2, a_second=0.5, clock=lambda: now[0])
    assert [rates.take("a") for _ in range(3)] == [True, True, False]
    now[0] = 2.0
    assert [rates.take("a") for _ in range(2)] == [True, False]
    for number in range(20_000):
        rates.take(number)
    assert len(rates.buckets) <= 10_000


def test_a_locked_room_lets_nobody_in_and_those_inside_go_on(room):
    who = room.join("Inside")
    room.board()
    try:
        assert room.ask("POST", "/api/room", {"locked": True}, **room.inside)[0] == 204
        status, said, _ = room.ask("POST", "/api/join", {"code": room.code, "name": "Late"})
        assert (status, "locked" in said["error"]) == (403, True)
        assert report(room, who, event())[0] == 200
    finally:
        room.ask("POST", "/api/room", {"locked": False}, **room.inside)


# Who speaks for whom


def test_nobody_speaks_for_another(room):
    anna, mallory = room.join("Ann"), room.join("Mal")
    own = event()
    assert report(room, anna, own)[0] == 200
    passed = [{"id": "abi-cubes", "status": "passed", "cause": None}]
    assert report(room, mallory, own | {"checks": passed})[0] == 200  # the same id, by another
    assert person(room, "Ann")["state"] == "working"
    assert person(room, "Mal")["state"] == "done"
    assert report(room, mallory, event() | {"learner": 1})[0] == 422
    assert room.ask("POST", "/api/leave", {}, authorization="Bearer x")[0] == 401
    assert person(room, "Ann")


@pytest.mark.parametrize(
    "name", ["Bea", " bea ", "BEA", "B\u00e9a", "\uff22\uff25\uff21", "B\u200bea", "\u202eBea"]
)
def test_a_name_that_looks_the_same_gets_a_number(room, name):
    if not person(room, "Bea"):
        room.join("Bea")
    before = {one["name"] for one in room.board()["people"]}
    room.join(name)
    [new] = {one["name"] for one in room.board()["people"]} - before
    assert re.fullmatch(r"B\S?ea \(\d+\)|\w{3} \(\d+\)", new)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("An\x00na\x1b[31m\r\n", "Anna[31m"),
        ("a" * 100, "a" * 40),
        ("e" + "\u0301" * 30, "\u00e9\u0301\u0301\u0301"),
        ("\u200b\u200b", None),
        ("...", None),
        ("\U0001f600", None),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(sent, shown):
    assert plain_name(sent) == shown


def test_names_are_compared_by_their_letters():
    assert key_of("Anna (2)") == key_of("ÁNNA2")
    assert key_of("Anna") != key_of("Hanna")


# What is sent


def test_what_is_sent_is_text_and_shown_as_text_is(room):
    """The board puts it into the page by textContent alone; no answer is HTML that was sent."""
    room.join("<script>alert(1)</script>")
    assert person(room, "<script>alert(1)</script>")
    scripts = (REPOSITORY / "src/cffi_workshop/room/static").glob("*.js")
    for script in scripts:
        text = script.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


BODIES = {
    "no-json": (b"{", 422),
    "a-list": (b"[]", 422),
    "deep": (b"[" * 50_000, 422),
    "no-number": (b'{"sent": NaN, "events": []}', 422),
    "half-a-letter": (b'{"code": "\\ud800", "name": "A"}', 422),
    "not-utf-8": (b'{"code": "\xff"}', 422),
    "large": (b" " * 70_000, 413),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["/api/join", "/api/events"])
def test_a_body_that_is_none_of_ours_is_refused_in_a_sentence(room, name, path):
    body, wanted = BODIES[name]
    who = room.join("Odd")
    status, said, _ = room.ask("POST", path, content=body, **who)
    assert status in (wanted, 400)
    assert set(said) == {"error"}
    assert len(said["error"]) < 200
    assert "Traceback" not in said["error"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_a_form_of_another_page_can_send_is_no_json(room, kind):
    body = b'{"code": "%s", "name": "A"}' % room.code.encode()
    assert room.ask("POST", "/api/join", content=body, content_type=kind)[0] == 415


def test_ten_megabytes_are_not_even_read(room):
    """What says how large it is, is refused at once; what does not, at the bound."""
    with socket.create_connection(("127.0.0.1", room.port), timeout=10) as wire:
        wire.sendall(post_head("Content-Length: 10000000"))
        assert b" 413 " in wire.recv(4096)
    with socket.create_connection(("127.0.0.1", room.port), timeout=10) as wire:
        wire.sendall(post_head("Transfer-Encoding: chunked"))
        try:
            for _ in range(200):
                wire.sendall(b"c350\r\n" + b" " * 50_000 + b"\r\n")
        except OSError:
            pass  # the room has hung up
        else:
            assert b" 413 " in wire.recv(4096)
    assert room.board()


def test_who_connects_and_asks_nothing_is_hung_up_on(room):
    """Otherwise a few hundred such connections keep everybody out."""
    with (
        socket.create_connection(("127.0.0.1", room.port), timeout=20) as silent,
        socket.create_connection(("127.0.0.1", room.port), timeout=20) as slow,
    ):
        slow.sendall(b"POST /api/join HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        assert silent.recv(10) == b""
        assert slow.recv(10) == b""


def test_a_body_that_never_ends_is_not_waited_for(room):
    with socket.create_connection(("127.0.0.1", room.port), timeout=20) as wire:
        wire.sendall(post_head("Content-Length: 100"))
        assert b" 408 " in wire.recv(4096)


def post_head(line):
    return (
        "POST /api/join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"{line}\r\n\r\n"
    ).encode()


@pytest.mark.parametrize(
    "form",
    [
        {"exercise": "../../etc/passwd"},
        {"exercise": "libm\x00"},
        {"checks": []},
        {"checks": FAILS * 201},
        {"checks": [FAILS[0] | {"cause": "<b>"}]},
        {"checks": [FAILS[0] | {"status": "best"}]},
        {"at": -1},
        {"at": 1e300},
        {"at": "0"},
        {"kind": "settings"},
        {"misconception": "everybody is wrong"},
        {"more": 1},
    ],
)
def test_an_event_that_is_not_of_the_form_is_refused(room, form):
    who = room.join("Forges")
    assert report(room, who, event(**form))[0] == 422


def test_ids_of_nothing_of_ours_stay_words_and_open_nothing(room):
    who = room.join("From elsewhere")
    assert report(room, who, event(exercise="passwd", misconception="0" * 12))[0] == 200
    seen = person(room, "From elsewhere")
    assert (seen["exercise"], seen["check"]) == ("passwd", "abi-cubes")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/../../etc/passwd",
        "/docs",
        "/.git/config",
    ],
)
def test_there_are_only_the_files_of_the_board(room, path):
    assert room.ask("GET", path)[0] == 404


# Pages of other addresses


def test_a_page_of_another_address_reaches_nothing(room):
    inside = room.log_in()
    for headers in ({"origin": "http://attacker.example"}, {"origin": "null"}):
        status, _, answered = room.ask("POST", "/api/room", {"locked": True}, **inside, **headers)
        assert status == 403
        assert not [name for name in answered if name.lower().startswith("access-control")]
    assert room.ask("GET", "/api/board", **inside, host=HOST)[0] == 421
    assert room.board()["room"]["locked"] is False


@pytest.mark.parametrize("path", ["/", "/board", "/static/board.js", "/api/board", "/nothing"])
def test_every_answer_says_what_a_browser_may_do_with_it(room, path):
    _, _, headers = room.ask("GET", path)
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers


def test_no_page_has_a_script_or_a_style_in_it():
    for page in (REPOSITORY / "src/cffi_workshop/room/static").glob("*.html"):
        text = page.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|style=|javascript:", text)


# What is printed


def test_the_token_is_printed_and_stands_in_no_address(room):
    assert room.token in room.printed
    assert [word for word in room.printed.split() if "://" in word and room.token in word] == []
    assert "Only this computer can reach it" in room.printed


def test_a_room_for_a_network_says_who_can_reach_it(tmp_path):
    with open_room(tmp_path, "--host", "0.0.0.0") as room:
        assert "Everybody who can reach" in room.printed
        assert "not encrypted" in room.printed


# Any request at all


def test_no_request_that_a_fuzzer_makes_of_the_description_breaks_the_room(tmp_path):
    """Schemathesis draws requests from the OpenAPI description; each answer has to be of its form.

    WORKSHOP_FUZZ=500 has it draw so many of each kind.
    """
    most = int(os.environ.get("WORKSHOP_FUZZ", "8"))
    with open_room(tmp_path) as room:
        schema = schemathesis.openapi.from_url(f"{room.address}/openapi.json")
        # Who guesses tokens is not looked at for a while, so that the login comes first.
        turns = cycle([{}, room.join("Fuzzer"), room.log_in()])
        operations = [one.ok() for one in schema.get_all_operations()]
        asked = Counter()
        for operation in sorted(operations, key=lambda one: one.path == "/api/session/end"):
            asked += fuzz(operation, room, turns, most)
        assert asked.total() >= 4 * len(operations)
        assert {200, 204, 401, 404, 422} <= set(asked)
        assert room.process.poll() is None
        print(dict(asked))


def fuzz(operation, room, turns, most):
    """Return the status of each answer; nobody, a learner and the instructor take turns."""
    asked = Counter()

    @settings(
        max_examples=most,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case):
        kind = {} if case.media_type else {"content-type": "application/json"}
        answer = case.call(base_url=room.address, headers=next(turns) | kind, timeout=10)
        asked[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    ask()
    return asked
