"""A mistake that shows far from where it stands: constants, defaults, macros, callbacks, order."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from cffi_workshop.grading.blame.ranking.rank import likely_lines
from cffi_workshop.grading.blame.ranking.reach import lines_beside
from cffi_workshop.grading.diagnose import CheckFailed, Diagnosis
from cffi_workshop.grading.trials import placed, search
from cffi_workshop.grading.trials.chosen import most_agreed
from cffi_workshop.grading.trials.elsewhere.from_elsewhere import with_functions_of_c
from cffi_workshop.grading.trials.kept_traces import with_traces_kept
from cffi_workshop.grading.trials.said_once import said_once
from cffi_workshop.grading.trials.steps import steps_of
from cffi_workshop.grading.trials.text.step import Step
from cffi_workshop.grading.verdict import Location, Observation

from .cases import case, line_with

pytestmark = pytest.mark.quick


def source_of(file, text):
    slug = file.partition("_")[0].partition(".")[0]
    return case({"logbook": "crash"}.get(slug, slug), file, texts={file: text}).source(file)


def tried(file, text, cause="wrong-value", **more):
    source = source_of(file, text)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    return steps_of(source, likely, replace(Diagnosis(cause, ""), **more))


# --- what is said once ---

# A file, a line where a change mends, and the line that has what is wrong: as it is mended.
SAID_ONCE = {
    "in a table": (
        "fibonacci_api.py",
        'LIMITS = {"least": 0, "most": 93}\n\n\ndef check(n):\n    return n > LIMITS["most"]\n',
        "    return n >",
        'LIMITS = {"least": 0, "most": 92}',
    ),
    "the first that is too many": (
        "fibonacci_api.py",
        "BEYOND = 94\n\n\ndef check(n):\n    return n >= BEYOND\n",
        "    return n >=",
        "BEYOND = 93",
    ),
    "in a helper": (
        "fibonacci_api.py",
        "MOST = 93\n\n\ndef check(n):\n    return n > MOST\n\n\ndef f(n):\n    return check(n)\n",
        "    return check",
        "MOST = 92",
    ),
    "in several names": (
        "bughunt_abi.py",
        "SCALE, ZERO = 1.8, 32.5\n\n\ndef warm(celsius):\n    return celsius * SCALE + ZERO\n",
        "    return celsius",
        "SCALE, ZERO = 1.8, 32.0",
    ),
    "by a variable": (
        "bughunt_abi.py",
        "SCALE, ZERO = 1.8, 32.5\n\n\ndef warm(celsius):\n    warm = celsius * SCALE + ZERO\n"
        "    return lib.f(warm)\n",
        "    return lib",
        "SCALE, ZERO = 1.8, 32.0",
    ),
    "of a class, that a call hands on": (
        "capstone_abi.py",
        'class Archive:\n    NAME = "short_lex"\n\n    def __init__(self):\n'
        "        self.register(self.NAME)\n\n    def register(self, name):\n"
        "        return name.encode()\n",
        "        return name",
        "    NAME = 'shortlex'",
    ),
    "of a class, that a call hands on by name": (
        "capstone_abi.py",
        'class Archive:\n    NAME = "short_lex"\n\n    def __init__(self):\n'
        "        self.register(name=self.NAME)\n\n    def register(self, name):\n"
        "        return name.encode()\n",
        "        return name",
        "    NAME = 'shortlex'",
    ),
    "made of another": (
        "fibonacci_api.py",
        "FIRST = 93\nMOST = FIRST + 0\n\n\ndef check(n):\n    return n > MOST\n",
        "    return n >",
        "FIRST = 92",
    ),
    "an encoding": (
        "strings_api.py",
        'CODE = "latin-1"\n\n\ndef encode(text):\n    return text.encode(CODE)\n',
        "    return text",
        "CODE = 'utf-8'",
    ),
    "a macro of C": (
        "evolve.c",
        "#define FEWEST 4\nint f(int n)\n{\n    return n < FEWEST;\n}\n",
        "    return n <",
        "#define FEWEST 3",
    ),
    "a constant of C": (
        "evolve.c",
        "static const int few = 4;\nint f(int n)\n{\n    return n < few;\n}\n",
        "    return n <",
        "static const int few = 3;",
    ),
}


@pytest.mark.parametrize("name", SAID_ONCE)
def test_a_value_that_is_said_once_is_tried_where_it_is_said(name):
    file, text, changed, mended = SAID_ONCE[name]
    source = source_of(file, text)
    line = next(at for at, said in enumerate(source.lines, start=1) if said.startswith(changed))
    found = {step.text.split("\n")[step.line - 1] for step in said_once(source, Step(0, line, ""))}
    assert mended in found


def test_a_value_that_the_solution_has_is_left_as_it_is():
    text = "MOST = 92\nOTHER = 7\n\n\ndef check(n):\n    return n > MOST\n"
    assert said_once(source_of("fibonacci_api.py", text), Step(0, 6, "")) == []


def told(monkeypatch, passes):
    text = "MOST = 93\n\n\ndef fibonacci(n):\n    if n > MOST:\n        raise OverflowError(n)\n"
    source = source_of("fibonacci_api.py", text)
    monkeypatch.setattr(search.Search, "failing_after", lambda _, text: passes(text))
    monkeypatch.setattr(search.Search, "_failing_now", lambda _: {})
    monkeypatch.setattr(search.Search, "fails_as_it_is", lambda _: True)
    monkeypatch.setattr(
        search.Search,
        "_nearly",
        lambda _, chunk, texts: (at for at in chunk if passes(texts[at]) is not None),
    )
    part = SimpleNamespace(
        run=SimpleNamespace(end_within=lambda _: SimpleNamespace(moment=1e12, left=1))
    )
    finding = Diagnosis.of(
        "missing-exception", Observation("f(93)", "returned", "[]", "OverflowError")
    )
    likely = {5: 3.0, 1: 0.0}
    return search.line_that_mends(finding, part, "api", source, likely, None).place.line


@pytest.mark.parametrize(("mends", "line"), [(("n > 92", "MOST = 92"), 1), (("n > 92",), 5)])
def test_a_constant_is_told_where_its_line_mends_as_well(monkeypatch, mends, line):
    assert told(monkeypatch, lambda text: {} if any(map(text.count, mends)) else None) == line


# --- what is kept from call to call ---

KEPT = {
    "a default": ("    out.append", "def fibonacci(n, out=[]):\n    out.append(n)\n    return out\n", 1, "    out = []"),
    "a default by keyword": (
        "def f", "def fibonacci(n, *, out=dict()):\n    return out\n", 1, "    out = dict()",
    ),
    "an answer": ("def f", "@lru_cache(maxsize=2)\ndef fibonacci(n):\n    return [n]\n", 1, "def fibonacci(n):"),
    "an answer of a method": (
        "x", "class A:\n    @functools.cache\n    def f(self):\n        return [1]\n", 2, "    def f(self):",
    ),
    "a variable of the file": ("x", "LARGEST_N = 5\n\n\ndef fibonacci(n):\n    return LARGEST_N\n", 1, "LARGEST_N = 92"),
}  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_what_is_kept_from_call_to_call_is_made_anew(name):
    _, text, line, new = KEPT[name]
    before = text.split("\n")
    steps = [step for step in tried("fibonacci_api.py", text) if step.line == line]
    assert any(
        new in after and after.count(new) > before.count(new) - ("@" in text)
        for after in (s.text.split("\n") for s in steps)
    )


@pytest.mark.parametrize("default", ["None", "0", '"text"', "MOST"])
def test_a_default_that_nobody_can_change_is_no_mistake(default):
    text = f"MOST = 3\n\n\ndef fibonacci(n, out={default}):\n    return out\n"
    assert not [
        step for step in tried("fibonacci_api.py", text) if f"    out = {default}" in step.text
    ]


# --- what comes too late ---

LATE = {
    "raised": "def f(self):\n    self.close()\n    raise self._error()\n\n\ndef _error(self):\n    return OSError(ffi.errno)\n",
    "returned": "def f(self):\n    lib.greeting_free(self)\n    return ffi.string(self)\n",
}


@pytest.mark.parametrize("name", LATE)
def test_what_is_made_too_late_is_made_ahead_of_the_statements_before(name):
    head, before, last = LATE[name].split("\n")[:3]
    word, _, value = last.strip().partition(" ")
    new = f"{head}\n    _got = {value}\n{before}\n    {word} _got\n"
    found = [step for step in tried("strings_api.py", LATE[name]) if step.text.startswith(new)]
    assert [step.line for step in found] == [3]


# --- callbacks ---

HANDLERS = {
    "a function": (
        "def keep(kind, error, traceback):\n    RAISED.append(error)\n\n\n"
        '@ffi.callback("int(int)", onerror=keep)\ndef f(a):\n    return 1\n',
        "    RAISED.append(error.with_traceback(traceback))",
    ),
    "a method": (
        "class A:\n    def keep(self, kind, e, tb):\n        self.error = e\n\n    def g(self):\n"
        "        ffi.def_extern(onerror=self.keep)(f)\n",
        "        self.error = e.with_traceback(tb)",
    ),
    "a lambda": (
        "@ffi.def_extern(onerror=lambda kind, error, trace: RAISED.append(error))\ndef f(a):\n"
        "    return 1\n",
        "@ffi.def_extern(onerror=lambda kind, error, trace: RAISED.append(error.with_traceback(trace)))",
    ),
}


@pytest.mark.parametrize("name", HANDLERS)
def test_an_exception_of_a_callback_keeps_its_traceback_on_the_same_line(name):
    text, line = HANDLERS[name]
    after = with_traces_kept(source_of("callbacks_api.py", text))
    assert line in after.split("\n")
    assert after.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "handler",
    ["def keep(kind, error, traceback):\n    pass\n", "def keep(*all):\n    RAISED.append(all)\n"],
)
def test_nothing_is_changed_where_no_exception_is_kept(handler):
    text = f"{handler}\n\n@ffi.def_extern(onerror=keep)\ndef f(a):\n    return 1\n"
    assert with_traces_kept(source_of("callbacks_api.py", text)) is None


def test_the_line_of_a_callback_is_told_where_nothing_mends(monkeypatch):
    text = (
        HANDLERS["a function"][0]
        + "\n\nclass Ranking:\n    def add(self, entry):\n        raise RAISED.pop()\n"
    )
    there = case("callbacks", "callbacks_abi.py", texts={"callbacks_abi.py": text})
    module = __import__("sys").modules[placed.__module__]
    raised, shown = Location("callbacks_abi.py", 7), Location("callbacks_abi.py", 12)
    part = SimpleNamespace(run=SimpleNamespace(end_within=lambda _: SimpleNamespace(moment=0.0)))
    failure = CheckFailed(Diagnosis("exception", "", raised))
    monkeypatch.setattr(module.Search, "failure_over", lambda *_: failure)
    monkeypatch.setattr(module, "line_that_mends", lambda *_: None)
    seen = Observation("rank()", "raised", "AttributeError: 'A' object has no attribute 'b'", "[]")
    finding = replace(Diagnosis.of("exception", seen), location=shown)
    assert placed(finding, part, "abi", there, None, shown).location == raised


# --- guards and macros ---


@pytest.mark.parametrize(("shown", "line"), [(5, 5), (8, 7)])
def test_a_guard_is_told_ahead_of_what_was_raised_in_its_place(shown, line):
    text = (
        "import numpy as np\n\n\ndef evolve(u, u_previous, a, dt, dx2, dy2):\n    u.setflags(write=True)\n"
        "    if u.ndim != 2:\n        raise ValueError(u)\n    lib.evolve(u.f())\n"
    )
    seen = Observation("evolve(a list)", "raised", "AttributeError", "TypeError")
    finding = replace(Diagnosis.of("exception", seen), location=Location("evolve_api.py", shown))
    source = source_of("evolve_api.py", text)
    steps = steps_of(source, dict.fromkeys(range(1, 9), 0.0), finding)
    guard = "\n    if not isinstance(u, np.ndarray) or u.dtype != np.float64: raise TypeError\n    u.set"
    assert {step.line for step in steps if guard in step.text} == {line}


def test_what_is_done_with_the_first_is_tried_with_the_last():
    head = "void evolve(double *to, const double *from, const double *end)\n{\n"
    first, loop = "    *to++ = *from++;\n", "    while (from < end)\n        *to++ = f(from++);\n"
    steps = tried("evolve.c", f"{head}{first}{loop}}}\n")
    assert [each.line for each in steps if each.text == f"{head}{first}{loop}{first}}}\n"] == [5]


@pytest.mark.parametrize(("wrong", "right"), [("[n, 1]", "(n, 1)"), ("(n, 1)", "[n, 1]")])
def test_a_list_may_be_a_tuple_and_a_tuple_a_list(wrong, right):
    text = f"def on_strike(n):\n    hand_over(n, {wrong})\n"
    new = f"def on_strike(n):\n    hand_over(n, {right})\n"
    assert [each.line for each in tried("events_api.py", text, "wrong-type") if each.text == new]


REFUSES = {
    "by if": "def _refuse(n):\n    if n > 92:\n        raise OverflowError(n)\n    if n != n:\n        raise TypeError(n)\n",
    "by match": (
        "def _refuse(n):\n    match n:\n        case int() if n > 92:\n            raise OverflowError(n)\n"
        "        case str():\n            raise TypeError(n)\n"
    ),
    "with a docstring": (
        'def _refuse(n):\n    """Refuse n."""\n    if n > 92:\n        raise OverflowError(n)\n'
        "    if n != n:\n        raise TypeError(n)\n    return n\n"
    ),
}  # fmt: skip
CALLS_C = (
    "def _refuse(n):\n    if lib.fibo_step(n, n):\n        raise OverflowError(n)\n    if n != n:\n"
    "        raise TypeError(n)\n"
)


@pytest.mark.parametrize("text", [*REFUSES.values(), CALLS_C], ids=[*REFUSES, "no: it calls C"])
def test_a_guard_belongs_into_the_function_that_only_refuses(text):
    seen = Observation("fibonacci(-1)", "returned", "[]", "ValueError")
    text += "\n\ndef fibonacci(n):\n    _refuse(n)\n    return [n]\n"
    source = source_of("fibonacci_api.py", text)
    likely = dict.fromkeys(range(1, len(source.lines) + 1), 0.0)
    steps = steps_of(source, likely, Diagnosis.of("missing-exception", seen))
    guard = "    if n < 0: raise ValueError"
    inside = text.index("def fibonacci")
    places = {
        step.text.index(guard) < inside: step.cost for step in reversed(steps) if guard in step.text
    }
    assert (places[True] < places[False]) == (text.find("lib.") < 0)


def test_a_macro_is_as_suspect_as_the_line_that_uses_it():
    text = (
        "#define AT(f, r, c) ((f)[(r) * nx + (c)])\n#define MORE(n) ((n) + 1)\n"
        "void evolve(double *u, const double *p, size_t nx, size_t ny)\n{\n"
        "    size_t k = MORE(nx);\n    AT(u, k, ny) = AT(p, k, ny);\n}\n"
    )
    there = case("evolve", "evolve.c", texts={"evolve.c": text})
    place = Location("evolve.c", line_with(there, "evolve.c", "AT(u, k"))
    finding = replace(Diagnosis("out-of-bounds", ""), location=place)
    likely = likely_lines(there.source("evolve.c"), finding, there, place, ["evolve"])
    assert likely[1] > likely[2] + 0.5


@pytest.mark.parametrize(
    "text",
    [
        "LEAST, MOST = 0, 93\n\n\ndef fibonacci(n):\n    return n > MOST\n",
        "class A:\n    MOST = 93\n\n    def fibonacci(self, n):\n        return n > self.MOST\n",
    ],
)
def test_a_constant_is_looked_at_with_the_function_that_names_it(text):
    source = source_of("fibonacci_api.py", text)
    line = next(at for at, said in enumerate(source.lines, start=1) if "MOST" in said)
    assert line in lines_beside(source, source.functions_named("fibonacci"))


OTHER_FUNCTIONS = {
    "asked for 0": ("if (strstr(a->name, name))", "if ((strcmp(a->name, name) == 0))"),
    "without a length": ("if (!strncmp(a, b, 4))", "if (!strcmp(a, b))"),
    "with as much": ("    strncpy(a, b, n);", "    memcpy(a, b, n);"),
}


@pytest.mark.parametrize("name", OTHER_FUNCTIONS)
def test_another_function_of_c_is_tried_that_the_solution_calls(name):
    wrong, right = OTHER_FUNCTIONS[name]
    assert right in {new for _, new in with_functions_of_c(wrong, ["strcmp", "memcpy", "malloc"])}


def test_a_function_that_the_solution_calls_is_left():
    assert not [*with_functions_of_c("    memcpy(a, b, n);", ["memcpy", "malloc"])]


# --- which change is told ---


def test_a_change_counts_once_in_whatever_order_it_is_written():
    orders = [Step(0.3, 7, said) for said in ("a < 1 or b < 1", "b < 1 or a < 1")]
    assert most_agreed([Step(0.1, 20, "a < 1"), *orders]).line == 20


CHANGED = {
    "the values of a table": ("    self.all = list(parts.keys())", "    self.all = list(parts.values())", "f_api.py"),
    "a part in parentheses, twice": ("#define SQ(l, m) ((l) - (m))", "#define SQ(l, m) ((l) - (2 * m))", "evolve.c"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGED)
def test_a_line_is_mended(name):
    wrong, right, file = CHANGED[name]
    text = (
        f"def fibonacci(n):\n{wrong}\n"
        if file == "f_api.py"
        else f"{wrong}\nint f(int n)\n{{\n    return SQ(n, n);\n}}\n"
    )
    file = "fibonacci_api.py" if file == "f_api.py" else file
    assert any(right in step.text.split("\n") for step in tried(file, text))


def test_one_name_for_another_in_both_places_is_less_likely_than_in_one():
    text = "def estimate(samples, seed, threads):\n    return zip(f(seed, threads), g(samples, threads))\n"
    costs = {step.text.split("\n")[1].strip(): step.cost for step in tried("pi_api.py", text)}
    once = costs["return zip(f(seed, samples), g(samples, threads))"]
    assert costs["return zip(f(seed, samples), g(samples, samples))"] > once
