"""Whatever a learner's process says on the wire, the judge has an answer or says it has none."""

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cffi_workshop.sandbox.replies import RESULTS, NotAReply, read_reply, read_report
from cffi_workshop.worker import wire

from .fuzz_wire import TICKET, messages, read_all

# A small sample each time; WORKSHOP_MESSAGES=1000000 for the whole of it.
MESSAGES = int(os.environ.get("WORKSHOP_MESSAGES", "300"))

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(10**400), max_value=10**400)
    | st.floats()
    | st.text()
    | st.sampled_from(
        ["\ud800", "tuple", "ndarray", "C", "strided", "<f8", "|O", "|V999999", "AAAA"]
    )
)
tags = st.sampled_from(["tuple", "dict", "bytes", "complex", "ndarray", "foreign", "", "list"])
members = st.sampled_from([
    "tag", "items", "data", "parts", "dtype", "shape", "layout", "writeable", "kind", "type",
    "text", "value", "after", "declared", "functions", "result", "parameters", "name", "file",
    "line",
])  # fmt: skip
forms = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(members, inner, max_size=6)
        | st.fixed_dictionaries(
            {"tag": tags}, optional={"items": inner, "data": inner, "parts": inner}
        )
        | st.fixed_dictionaries(
            {
                "tag": st.just("ndarray"),
                "dtype": st.sampled_from(
                    ["<f8", "|b1", "<i4", "|S3", "<M8[ns]", "|V16", "|O", "f8,(2"]
                )
                | scalars,
                "shape": st.lists(st.integers(-2, 2**40) | st.integers(0, 3), max_size=4) | inner,
                "layout": st.sampled_from(["C", "F", "strided"]) | inner,
                "writeable": st.booleans() | inner,
                "data": st.sampled_from(["", "AAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAA==", "!"])
                | inner,
            }
        )
    ),
    max_leaves=12,
)
fuzzed = settings(
    max_examples=MESSAGES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def read(line, do):
    """Read a line as the judge does, down to the value of a call."""
    try:
        answer = read_reply(line, TICKET, do)
    except NotAReply:
        return
    for form in (
        [answer["result"]["value"], *answer["result"]["after"]] if "result" in answer else []
    ):
        try:
            wire.decode(form)
        except ValueError:
            continue


@fuzzed
@given(forms, forms, st.sampled_from(["call", "play"]))
def test_a_value_of_any_form_is_read_or_refused(value, after, do):
    answer = {"id": TICKET, "result": {"value": value, "after": [after]}}
    read(json.dumps(answer).encode(), do)


@fuzzed
@given(forms, st.sampled_from(sorted(RESULTS)), st.sampled_from(["result", "exception", "x"]))
def test_an_answer_of_any_form_is_read_or_refused(form, do, kind):
    line = json.dumps({"id": TICKET, kind: form}).encode()
    try:
        read_reply(line, TICKET, do)
    except NotAReply:
        return


@fuzzed
@given(st.binary() | forms.map(lambda form: json.dumps(form).encode()))
def test_a_report_of_any_form_is_read(line):
    assert read_report(line).reason in ("tampering", None)


GOOD = {
    "import": {
        "declared": [
            {
                "functions": {
                    "f": {
                        "result": {"kind": "pointer", "name": "int *", "const": True}
                        | {"to": {"kind": "scalar", "name": "int"}},
                        "parameters": [{"kind": "array", "name": "int[3]", "length": 3}
                        | {"item": {"kind": "scalar", "name": "int"}}],
                        "variadic": False,
                    }
                },
                "records": {"struct s": None},
                "variables": {},
                "constants": {},
                "text": "int *f(int[3]);",
            }
        ]
    },
    "build": {"ffibuilder": False},
    "open": None,
    "symbol": True,
    "call": {"value": {"tag": "bytes", "data": "AAAA"}, "after": [None]},
    "play": {"value": [1, 2.5], "after": []},
    "leaks": "",
    "kept": "",
}  # fmt: skip


def test_what_a_worker_answers_is_read():
    for do, result in GOOD.items():
        answer = {"id": TICKET, "result": result}
        assert read_reply(json.dumps(answer).encode(), TICKET, do) == {"result": result}


@fuzzed
@given(st.sampled_from(sorted(GOOD)), st.randoms(use_true_random=False), forms)
def test_an_answer_with_one_odd_member_is_read_or_refused(do, random, odd):
    answer = json.loads(json.dumps({"id": TICKET, "result": GOOD[do]}))
    place = random.choice([*places(answer)])
    change(answer, place, odd, random)
    read_line = json.dumps(answer).encode()
    if do in ("call", "play"):
        read(read_line, do)
    else:
        try:
            read_reply(read_line, TICKET, do)
        except NotAReply:
            return


def places(form, path=()):
    """Yield the way to each part of a form."""
    if path:
        yield path
    inner = (
        form.items()
        if isinstance(form, dict)
        else enumerate(form if isinstance(form, list) else ())
    )
    for name, part in inner:
        yield from places(part, (*path, name))


def change(form, path, odd, random):
    """Put something odd in the place of a part, or take the part out."""
    for name in path[:-1]:
        form = form[name]
    if random.random() < 0.3:
        del form[path[-1]]
    else:
        form[path[-1]] = odd


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"id": "' + TICKET.encode() + b'", "result": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"id": "' + TICKET.encode() + b'", "result": ' + b"9" * 5000 + b"}",
        b'{"id": "' + TICKET.encode() + b'", "result": {"value": NaN, "after": 1}}',
        b'{"id": ["' + TICKET.encode() + b'"], "result": null}',
        b'{"id": "' + TICKET.encode() + b'"}',
        b"\xff\xfe",
        b"null",
        b"",
    ],
    ids=["deep", "nested", "digits", "after", "id", "lacking", "encoding", "null", "empty"],
)
def test_a_malformed_line_is_no_answer(line):
    with pytest.raises(NotAReply):
        read_reply(line, TICKET, "call")


def test_a_few_thousand_malformed_answers_are_read_or_refused():
    for do, line in messages(3000, seed=MESSAGES):
        read_all(do, line)


HEARD = {
    "type": "TypeError",
    "kinds": ["TypeError"],
    "message": "no",
    "lines": [],
    "by_hand": False,
    "errno": None,
    "strerror": None,
    "filename": None,
}
BESIDE = {
    "as it is sent": ([HEARD | {"where": "callback f"}], True),
    "no place": ([HEARD], False),
    "no list": (HEARD | {"where": ""}, False),
    "too many": ([HEARD | {"where": ""}] * 9, False),
}


@pytest.mark.parametrize(("unheard", "fits"), BESIDE.values(), ids=BESIDE)
def test_exceptions_that_nobody_heard_of_stand_beside_an_answer(unheard, fits):
    form = {"id": TICKET, "result": {"value": 1, "after": []}, "unheard": unheard}
    if fits:
        assert read_reply(json.dumps(form).encode(), TICKET, "call")["unheard"] == unheard
    else:
        with pytest.raises(NotAReply):
            read_reply(json.dumps(form).encode(), TICKET, "call")
