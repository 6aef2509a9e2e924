"""What a change that mends says of the hand-in: true, in the learner's own words, or nothing."""

import re

import pytest

from cffi_workshop.authoring.answer_files import texts
from cffi_workshop.authoring.answers import read_answers
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading.blame import Source
from cffi_workshop.grading.trials.text.step import Step
from cffi_workshop.grading.trials.told import agreed, in_words
from cffi_workshop.grading.trials.told.agreed import Told, of_smallest
from cffi_workshop.grading.trials.told.quoted import COMMON

from .surroundings import EXERCISES, REPOSITORY

pytestmark = pytest.mark.quick

C = """\
int f(size_t n, size_t m)
{
    int sign = n < m ? 1 : -1;
    for (int k = 0; k <= n; k++)
        s += a[k] * b[m];
    free(b);
    total = b[0];
    return total - 1;
}
"""
PYTHON = """\
class A:
    def g(self, name, celsius):
        size = ffi.new("size_t *")
        answer = lib.greeting_new(encode(name), size)
        if not answer:
            raise MemoryError
        text = ffi.buffer(answer, size[0])[:].decode("latin-1")
        lib.greeting_free(answer)
        for x in celsius:
            self.add(x, text)
        return text

    def h(self, x):
        self.sort(text, size("int"), x)
        total = x // 8
        self.name = x
        self.x = None
        return {
            "a": entry.of_b,
            "b": entry.of_a,
        }
"""
FREES = "        lib.greeting_free(answer)\n"
LOOP = "        for x in celsius:\n            self.add(x, text)\n"
TEXT = '        text = ffi.buffer(answer, size[0])[:].decode("latin-1")\n'
KEEP = "import builtins as _b; _keep = lambda it: it\n"
# What goes, what comes, and what is said of it.
IN_C = {
    "another operator": ("k <= n", "k < n", "with `<` in place of `<=` in `for"),
    "a wider type": ("int k", "size_t k", "with a wider type in place of `int`"),
    "another name": ("b[m]", "b[n]", "with `n` in place of `m` in `s += a[k] * b[m]`"),
    "less": (" - 1", "", "without `- 1` in `return total - 1`"),
    "more": ("a[k]", "a[k + 1]", "with `+ 1` behind `k`"),
    "more behind one of several": ("k <= n", "k + 1 <= n", "with `+ 1` behind `k` of `k <= n` in"),
    "one more": ("- 1", "- 2", "with a number that is 1 larger in place of `1`"),
    "another number": ("- 1", "- 77", "with another number in place of `1`"),
    "turned round": ("a[k] * b[m]", "b[m] * a[k]", "when `a[k]` and `b[m]` change places"),
    "turned round, with a sign": ("? 1 : -1", "? -1 : 1", "when `1` and `-1` change places"),
    "a member": ("= b[0]", "= a->b[0]", "with `a->b` in place of `b` in `total = b[0]`"),
    "another order": (
        "    free(b);\n    total = b[0];",
        "    total = b[0];\n    free(b);",
        "when `total = b[0]` comes before `free(b)`",
    ),
    "a statement too many": ("    free(b);\n", "    ;\n", "without `free(b)`"),
    "a guard": (
        "    return",
        "    if (total < 0)\n        return 0;\n    return",
        "with one condition more about `total` ahead of `return total - 1`, which leaves",
    ),
    "a call": ("    return", "    free(a);\n    return", "when `free()` is called for `a`"),
    "a call in a block": (
        "return total - 1;",
        "{ free(a); return total - 1; }",
        "when `free()` is called for `a` ahead of `return total - 1`",
    ),
    "a step": ("    return", "    total++;\n    return", "when `total` is counted ahead of"),
    "a value set": ("    return", "    total = n;\n    return", "when `total` is set ahead of"),
    "a cast": ("= b[0]", "= (long)b[0]", "with `(long)` ahead of `b`"),
    "something else": ("a[k] * b[m]", "c->x", "with something else in place of `a[k] * b[m]`"),
    "a formula": ("k <= n", "k < m && k < n", "with another formula in `for (int k"),
    "one condition more": ("k <= n", "k <= n && k <= m - 1", "with `&& k <= m - 1` behind `n` in"),
}
IN_PYTHON = {
    "another text": ('"latin-1"', '"utf-16"', 'with another text in place of `"latin-1"`'),
    "a text that was handed out": ('"latin-1"', '"utf-8"', 'with `"utf-8"` in place of `"latin'),
    "a function that was handed out": (
        "ffi.buffer(answer, size[0])[:]",
        "ffi.unpack(answer, size[0])",
        "with `ffi.unpack(answer, size[0])` in place of `ffi.buffer(answer, size[0])[:]` in",
    ),
    "one argument more": ("(x, text)", "(x, text, celsius)", "with `celsius` behind `text`"),
    "other arguments": (
        "(x, text)",
        "(celsius[0], text)",
        "with `celsius[0]` in place of `x` in `self.add(x, text)`",
    ),
    "one of two factors": (
        "total = x // 8",
        "total = 8",
        "with `8` in place of `x // 8` in `total",
    ),
    "another condition": ("not answer", "odd(answer)", "with another condition than `not answer`."),
    "refused": (
        "        if not",
        "        if 'q' in name:\n            raise ValueError(name)\n        if not",
        "with one condition more about `name` ahead of `if not answer:`, which raises ValueError",
    ),
    "kept": (
        PYTHON,
        KEEP + PYTHON.replace('ffi.new("size_t *")', '_keep(ffi.new("size_t *"))'),
        'when what `ffi.new("size_t *")` makes lives on. Here nothing keeps it',
    ),
    "arguments": ("self.add(x, text)", "self.add(text, x)", "when `x` and `text` change places"),
    "not done": (FREES, "", "without `lib.greeting_free(answer)`"),
    "done later": (FREES + LOOP, LOOP + FREES, "when `lib.greeting_free(answer)` comes after"),
    "in the block": (
        "        return text",
        "            return text",
        "when `return text` stands in the block above it",
    ),
    "in any case": (
        TEXT + FREES,
        f"        try:\n    {TEXT}        finally:\n    {FREES}",
        "when `lib.greeting_free(answer)` is done in a `finally`",
    ),
    "through a call": ("encode(name)", "encode(str(name))", "when `name` goes through `str()`"),
    "through a call among brackets": (
        "self.add(x, text)",
        "self.add(x, str(text))",
        "when `text` goes through `str()` first in `self.add(x, text)`",
    ),
    "through a call that it has not": ("encode(name)", "encode(odd(name))", "through a call"),
    "a copy": ("[:].decode", "[:].copy().decode", "with `.copy()` behind `ffi.buffer"),
    "another value": ("size[0]", "len(name)", "with `len(name)` in place of `size[0]`"),
    "through a call with more": (
        "encode(name)",
        "encode(odd(name, 1))",
        "when `name` goes through a call first",
    ),
    "a comment is no name": (
        "        return text",
        "        self.rest(size)  # name and text wait\n        return text",
        "when one thing more is done with `size` behind",
    ),
    "returned before": (
        "        return text",
        "        return name\n        return text",
        "with `name` in place of `text` in `return text`",
    ),
    "another call": (
        "ffi.buffer(answer, size[0])[:]",
        "ffi.unpack(answer, 7)",
        "with something else in place of `ffi.buffer(answer, size[0])[:]` in",
    ),
    "a call with something round it": (
        "lib.greeting_new(encode(name), size)",
        "lib.greeting_new[odd](7)",
        "with something else in place of `lib.greeting_new(encode(name), size)` in",
    ),
    "arguments with a text among them": (
        'self.sort(text, size("int"), x)',
        "self.sort(text, x, size('int'))",
        'when `size("int")` and `x` change places in',
    ),
    "a sign and brackets": ("name = x", "name = -(x)", "with `-(x)` in place of `x` in"),
    "a sign and a call": ("name = x", "name = -int(x)", "with `-int(x)` in place of `x` in"),
    "nothing of several": (
        "self.x = None",
        "self.x = None\n        self.text = self.size = None",
        "when `self.text` is set to nothing ahead of `return`",
    ),
    "four times": ("name = x", "name = 8 * x", "with `8 * x` in place of `x` in `self.name = x`"),
    "divided": ("total = x // 8", "total = x / 8", "of `//` in `total = x // 8`"),
    "set as well": (
        "self.x = None",
        "self.name = self.x = None",
        "when `self.name` is set as well",
    ),
    "signs at both ends": (
        '"a": entry.of_b,\n            "b": entry.of_a,',
        '"a": entry.of_a,\n            "b": entry.of_b,',
        "when `entry.of_b` and `entry.of_a` change places in",
    ),
    "let go of": ("        return", "        del size\n        return", "when `size` is let go of"),
}


def test_of_arguments_that_are_alike_the_two_that_change_places_are_told():
    said = in_words(of_c("    f(by, none, none);"), "    f(none, by, none);")
    assert said == "The check passes when `by` and `none` change places in `f(by, none, none)`."


WORDS = re.compile(r"[A-Za-z_]\w{2,}")


def of_c(text, name="greeting.c"):
    return Source(name, text, load_exercise(REPOSITORY, "strings"))


@pytest.mark.parametrize("name", IN_C)
def test_a_change_of_c_is_told_by_its_kind(name):
    old, new, says = IN_C[name]
    said = in_words(of_c(C), C.replace(old, new, 1))
    assert said.startswith(f"The check passes {says}"), said


@pytest.mark.parametrize("name", IN_PYTHON)
def test_a_change_of_a_script_is_told_by_its_kind(name):
    old, new, says = IN_PYTHON[name]
    assert old in PYTHON
    said = in_words(of_c(PYTHON, "strings_abi.py"), PYTHON.replace(old, new, 1))
    assert says in said, said


def test_a_change_all_over_a_file_is_told_by_nothing():
    assert in_words(of_c(C), C.replace("b[", "c->d[").replace("int", "char")) == ""


def changed(*pairs, cost=1.0):
    return [Step(cost, 4, C.replace(old, new, 1)) for old, new in pairs]


@pytest.mark.parametrize(
    ("others", "says"),
    [
        (changed(), "with `<` in place of `<=`"),
        (changed(("k <= n", "k != n")), "with something else in place of `<=`"),
        (changed(("total - 1", "total")), ""),  # another place
        (changed(("total - 1", "total"), cost=3.0), "with `<` in place of `<=`"),  # unlikely
    ],
)
def test_less_is_said_where_changes_that_mend_do_not_agree(others, says):
    best = Step(1.0, 3, C.replace("k <= n", "k < n"))
    said = agreed(of_c(C), best, [best, *others])
    assert says in said
    assert bool(said) == bool(says)


GROWS = """\
int has_room(struct book *book)
{
    if (book->count == book->room) {
        size_t more = book->room + 16;

        book->entries = realloc(book->entries, more);
    }
    return 1;
}
"""


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (GROWS, False),
        (GROWS.replace("realloc(", "look_at("), True),
        (GROWS.replace(") {", ")\n        return 1;\n    {"), True),  # it guards the return alone
    ],
)
def test_a_condition_is_no_mistake_where_room_is_made_each_time(text, is_told):
    steps = [
        Step(cost, 3, text.replace("book->count == book->room", new))
        for cost, new in ((0.1, "book->count <= book->room"), (0.2, "1"))
    ]
    assert bool(agreed(of_c(text), steps[0], steps)) is is_told


def test_of_what_may_be_exchanged_in_two_places_one_line_is_told():
    text = PYTHON.replace(
        "size =", "a = f(x)\n        b = f(text)\n        self.add(a, b)\n        size ="
    )
    ahead = Step(
        0.1, 3, text.replace("f(x)", "f(?)").replace("f(text)", "f(x)").replace("?", "text")
    )
    call = Step(0.5, 5, text.replace("add(a, b)", "add(b, a)"))
    other = Step(0.5, 5, text.replace("add(a, b)", "add(a, a)"))
    source = of_c(text, "strings_abi.py")
    says = "The check passes when `a` and `b` change places in `self.add(a, b)`."
    assert agreed(source, ahead, [ahead, call]) == says
    assert agreed(source, ahead, [ahead, call, other]) == ""


def test_where_two_names_may_change_places_in_several_lines_the_line_is_not_told():
    text = "def step(u):\n    ny, nx = u.shape\n    return lib.step(u, nx, ny)\n"
    ahead = Step(0.1, 2, text.replace("ny, nx", "nx, ny"))
    call = Step(0.2, 3, text.replace("(u, nx, ny)", "(u, ny, nx)"))
    first = Step(0.2, 3, text.replace("(u, nx, ny)", "(nx, u, ny)"))
    source = of_c(text, "evolve_abi.py")
    said = agreed(source, ahead, [ahead, call])
    assert said == "The check passes when `ny` and `nx` change places."
    assert agreed(source, ahead, [ahead, first]) == ""


def test_where_a_line_mends_wherever_it_stands_its_place_is_not_told():
    places = [C.replace(line, f"    free(a);\n{line}") for line in ("    total", "    return")]
    best, other = (Step(1.0, 6, text) for text in places)
    assert (
        agreed(of_c(C), best, [best, other]) == "The check passes when `free()` is called for `a`."
    )


def test_where_the_best_change_is_too_much_for_words_a_smaller_one_of_its_lines_is_told():
    text = PYTHON.replace("total = x // 8", "n = x\n        total = size(text, n, n * 8)")
    whole, less, away = (
        text.replace(
            "n = x\n        total = size(text, n, n * 8)", "total = sized(text, x, odd(x))"
        ),
        text.replace("n * 8", "8"),
        text.replace("self.name = x", "self.name = text"),
    )
    steps = [Step(at, 16, each) for at, each in enumerate((whole, less, away))]
    said = agreed(of_c(text, "strings_abi.py"), steps[0], steps)
    assert (
        said == "The check passes with `8` in place of `n * 8` in `total = size(text, n, n * 8)`."
    )


@pytest.mark.alike
@pytest.mark.parametrize("slug", [each.slug for each in EXERCISES])
def test_no_word_of_the_solution_is_told_that_is_not_in_the_hand_in_or_handed_out(slug):
    exercise, told = load_exercise(REPOSITORY, slug), 0
    for answer in read_answers(exercise, "wrong"):
        for name, text in texts(answer).items():
            source = Source(name, text, exercise)
            if not name.endswith((".c", ".py", ".cpp", ".f90")) or text == source.solution:
                continue
            said = in_words(source, source.solution)
            told += bool(said)
            quoted = " ".join(re.findall(r"`([^`]*)`", said))
            new = {*WORDS.findall(quoted)} - {*WORDS.findall(text + source.handed_out)}
            assert new <= COMMON, (answer.name, said)
    assert told or slug in ("packaging", "shipping")


@pytest.mark.parametrize("said", [[], [""], ["", ""]])
def test_where_no_change_of_the_place_has_words_nothing_is_said(said):
    """Of changes elsewhere one may have words; it was an end of the checker itself."""
    changes = [Told(each, range(1, 2), 29 + k, None) for k, each in enumerate(said)]
    assert of_smallest(of_c("int a;\nint b;\n"), changes) == ""
