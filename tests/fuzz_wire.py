"""A million malformed messages, changed at random or guided by coverage.

    python -m tests.fuzz_wire 1000000          random changes of answers that a worker could give
    python -m tests.fuzz_wire atheris 1000000  the same entrance, fed by atheris (pip install atheris)

Each message is read as the judge does, down to the value of a call. An exception other than those
that mean "no answer" ends the run with a trace.
"""

import copy
import json
import random
import sys

from cffi_workshop.sandbox.replies import RESULTS, NotAReply, read_reply, read_report
from cffi_workshop.worker import wire

__all__ = ["TICKET", "messages", "read_all"]

TICKET = "0123456789abcdef"
VALUES = (
    *(
        None,
        True,
        0,
        -1,
        1 << 70,
        10**500,
        0.5,
        float("nan"),
        float("inf"),
        "",
        "x",
        "\ud800",
        "\u202e",
    ),
    *(
        [],
        {},
        [[]],
        "<f8",
        "|O",
        "|V999999",
        "AAAA",
        "AAAAAAAAAAA=",
        "C",
        "strided",
        "cdata",
        "tuple",
    ),
)
ARRAY = {"tag": "ndarray", "dtype": "<f8", "shape": [2], "layout": "C", "writeable": True}
SCALAR = {"kind": "scalar", "name": "int"}
FUNCTION = {
    "result": SCALAR,
    "parameters": [{"kind": "pointer", "name": "int *", "to": SCALAR, "const": True}],
}
DECLARED = {
    "functions": {"f": {**FUNCTION, "variadic": False}},
    "records": {"struct s": {"fields": [{"name": "x", "type": SCALAR, "bits": -1, "offset": 0}]}},
    "variables": {},
    "constants": {},
    "text": "int f(int *);",
}
DECLARED["records"]["struct s"] |= {"partial": False, "size": 4}
BUILT = {
    "ffibuilder": True,
    "declared": DECLARED,
    "compiled_at_import": False,
    "by_hand": False,
    "set_source": {"module": "_x", "source": "int f(int *);", "extension": ".c"},
    "c": "int x;",
}
BUILT["set_source"] |= {
    "options": {"sources": ["x.c"], "define_macros": [["A", None]]},
    "odd_options": [],
}
CALLED = [
    {**ARRAY, "data": "AAAAAAAAAAAAAAAAAAAAAA=="},
    {"tag": "dict", "items": [["a", {"tag": "bytes", "data": "AAAA"}]]},
    {"tag": "tuple", "items": [1, {"tag": "complex", "parts": [1.0, 2.0]}]},
    {"tag": "foreign", "kind": "cdata", "type": "int *", "text": "<cdata>"},
    [1, 2.5, "three", None],
]
RAISED = {
    "type": "ValueError",
    "kinds": ["ValueError"],
    "message": "no",
    "lines": [{"file": "x.py", "line": 1}],
}
ANSWERS = [
    ("import", {"result": {"declared": [DECLARED]}}),
    ("build", {"result": BUILT}),
    ("open", {"result": None}),
    ("symbol", {"result": True}),
    ("leaks", {"result": "nothing"}),
    *(("call", {"result": {"value": value, "after": [value, None]}}) for value in CALLED),
    *((do, {"exception": RAISED}) for do in RESULTS),
]
REPORT = {"status": 1, "reason": None, "output": "no", "files": {"a.so": "AAAA"}, "starved": 0.5}


def messages(number, seed):
    """Yield requests and lines that answer them, or report how a run ended, nearly."""
    draw = random.Random(seed)
    texts = [(do, json.dumps({"id": TICKET, **answer})) for do, answer in ANSWERS]
    texts += [("open", json.dumps(REPORT))] * 2
    for _ in range(number):
        do, text = draw.choice(texts)
        form = json.loads(text)
        for _ in range(draw.choice((1, 1, 2, 4))):
            change(form, draw)
        line = json.dumps(form).encode()
        if draw.random() < 0.2:
            place = draw.randrange(len(line))
            line = (
                line[:place] + draw.randbytes(draw.randrange(4)) + line[place + draw.randrange(4) :]
            )
        yield do, line


def change(form, draw):
    """Put something odd somewhere into a form, or take something out."""
    inner = form
    while True:
        names = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        if not names:
            return
        name = draw.choice(names)
        if isinstance(inner[name], dict | list) and draw.random() < 0.7:
            inner = inner[name]
            continue
        break
    odd = draw.random()
    if odd < 0.15:
        del inner[name]
    elif odd < 0.25 and isinstance(inner, dict):
        inner[draw.choice(("tag", "items", "x", "data", "shape"))] = copy.deepcopy(
            draw.choice(VALUES)
        )
    elif odd < 0.35:
        inner[name] = [inner[name]] * draw.randrange(5)
    else:
        inner[name] = copy.deepcopy(draw.choice(VALUES))


def read_all(do, line):
    """Read a line as the judge does."""
    read_report(line)
    try:
        answer = read_reply(line, TICKET, do)
    except NotAReply:
        return
    if do in ("call", "play") and "result" in answer:
        for form in (answer["result"]["value"], *answer["result"]["after"]):
            try:
                wire.decode(form)
            except ValueError:
                continue


def with_atheris(number):
    import atheris

    def one(data):
        reader = atheris.FuzzedDataProvider(data)
        do = reader.PickValueInList(sorted(RESULTS))
        rest = reader.ConsumeBytes(4096)
        read_all(do, rest)
        read_all(do, b'{"id": "' + TICKET.encode() + b'", "result": ' + rest + b"}")

    atheris.instrument_func(read_all)
    atheris.Setup([sys.argv[0], f"-atheris_runs={number}"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1] == "atheris":
        with_atheris(int(sys.argv[2]))
    for message in messages(int(sys.argv[-1]), random.randrange(1 << 32)):
        read_all(*message)
    print(f"{sys.argv[-1]} messages, no exception")
