"""A verdict finds a mistake by trial: what trials share, and what one leaves to another."""

import contextlib
import subprocess
from collections import Counter

import pytest
from cffi import FFI

from cffi_workshop.exercises.languages import LANGUAGES
from cffi_workshop.exercises.metadata import load_exercise
from cffi_workshop.grading import grader
from cffi_workshop.grading.building.builds import Builder
from cffi_workshop.grading.diagnose import CheckFailed
from cffi_workshop.grading.pytest_plugin import by_trial
from cffi_workshop.grading.trials import search
from cffi_workshop.grading.trials.runs.fortran import may_be_fortran
from cffi_workshop.grading.trials.runs.one_unit import unit_of, with_errors
from cffi_workshop.grading.trials.runs.plans import plan_of
from cffi_workshop.grading.trials.runs.together import batch_of
from cffi_workshop.grading.trials.runs.trial import Trial, part_of

from .cases import case, line_with
from .own_style import CHECKED, DRAWS, PAIR, TABLES
from .surroundings import REPOSITORY

quick = pytest.mark.quick


# Nothing tells these by itself: the line before it and the one after it are as likely.
BY_TRIAL = {
    "C": ("pi", "pi.c", DRAWS, {"target[1] = p.y;": "target[0] = p.y;"}, "target[0] = p.y",
          "in `target[0] = p.y`."),
    "Python": (
        "fibonacci", "fibonacci_api.py", PAIR, {"if left > 1:": "if left > 2:"}, "if left > 2",
        "with `>=` in place of `>` in `if left > 2:`.",
    ),
    "the solution's, but for a line": (
        "libm", "libm_abi.py", "", {"lib.hypot(width, height)": "lib.hypot(width, width)"}, "hypot(width",
        "with `height` in place of `width` in `return lib.hypot(width, width)`.",
    ),
    "the solution's, but for two lines, of which one is as good": (
        "crash", "logbook.c", "",
        {
            "if (book->count < book->room) {": "if (book->room && book->count < book->room) {",
            "k > 0; k--)": "k > 1; k--)",
        },
        "k > 1; k--)", "a number that is 1 smaller in place of `1` in `for (size_t k = book->count; k > 1; k--)`.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_TRIAL)
def test_a_verdict_names_the_line_that_mends_its_check_and_says_how(name, copy_of_solution, check):
    slug, file, text, changes, line, says = BY_TRIAL[name]
    folder = copy_of_solution(slug)
    text = text or (folder / file).read_text()
    for old, new in changes.items():
        text = text.replace(old, new)
    (folder / file).write_text(text)
    verdict = check(slug, folder, until_first_failure=True)
    failure = next(each for each in verdict["checks"] if each["status"] == "failed")
    wrong = case(slug, file, texts={file: text})
    assert failure["location"] == {"file": file, "line": line_with(wrong, file, line)}
    assert failure["mended_by"].startswith("The check passes with ")
    assert failure["mended_by"].endswith(says)


def counted_in(monkeypatch, *names):
    """Return how often these are called from now on."""
    counted = Counter()

    def count(owner, name):
        original = getattr(owner, name)
        monkeypatch.setattr(
            owner, name, lambda *given, **more: counted.update([name]) or original(*given, **more)
        )

    for owner, name in names:
        count(owner, name)
    return counted


def test_trials_share_runs(copy_of_solution, monkeypatch):
    folder = copy_of_solution("fibonacci")
    wrong = PAIR.replace("for left in range(count, 0, -1)", "for left in range(count - 2, 0, -1)")
    (folder / "fibonacci_api.py").write_text(wrong)
    counted = counted_in(monkeypatch, (search.Search, "_failure"), (Trial, "start"))
    exercise = load_exercise(REPOSITORY, "fibonacci")
    grader.check(exercise, folder, seed=1, until_first_failure=True)
    assert counted["_failure"] > 8
    assert counted["start"] < counted["_failure"]


def test_texts_of_c_that_share_a_run_are_compiled_once(copy_of_solution, monkeypatch):
    folder = copy_of_solution("pi")
    (folder / "pi.c").write_text(DRAWS.replace("target[1] = p.y;", "target[0] = p.y;"))
    compiling = ("library", "tried_library", "tried_libraries")
    names = ((search.Search, "_failure"), *((Builder, each) for each in compiling))
    counted = counted_in(monkeypatch, *names)
    exercise = load_exercise(REPOSITORY, "pi")
    grader.check(exercise, folder, seed=1, until_first_failure=True)
    assert counted["_failure"] > 40
    assert sum(counted[each] for each in compiling) < counted["_failure"] / 2


SEVERAL = """
#include <stdint.h>
#define TWICE(a) (2 * (a))
enum kind { FEW, MANY };
typedef struct pair { int a, b; } pair;
static int kept[3] = {1, 2, 3};
static int sum(pair p) { return p.a + TWICE(p.b) + kept[MANY]; }

int64_t
shown(int n)
{
    pair p = {n, FEW};
    return sum(p);
}
"""


SEVERAL_IN_CPP = """
#include <functional>
extern "C" {
#include <stdint.h>
}
#define TWICE(a) (2 * (a))
using sum_of = std::function<int(int)>;
namespace { class Pair { public: int a, b; int sum() const { return a + TWICE(b) + 2; } }; }
int64_t shown(int n)
{
    sum_of sum = [](int a) { return Pair{a, 0}.sum(); };
    return sum(n);
}
"""


SEVERAL_IN_FORTRAN = """
module adding
    use, intrinsic :: iso_c_binding
contains
    integer(c_int) function twice(a)
        integer(c_int), intent(in) :: a
        twice = a + 2
    end function
end module

function shown(n) result(s) bind(c, name="shown")
    use adding
    integer(c_int), value :: n
    integer(c_int64_t) :: s
    s = twice(n)
end function shown
"""


UNITS = {
    "c": (SEVERAL, ("sum(p);", "sum(p) + kind;"), ["cc", "-std=c11"]),
    "cpp": (SEVERAL_IN_CPP, ("return a + ", "return c + "), ["c++"]),
    "fortran": (SEVERAL_IN_FORTRAN, ("a + 2", "a + + 2)"), ["gfortran", "-w"]),
}


@pytest.mark.parametrize("language", UNITS)
def test_several_texts_are_one_unit_without_those_that_are_no_code(language, tmp_path):
    text, slip, compiler = UNITS[language]
    unit = f"all{LANGUAGES[language].suffix}"

    def build(texts):
        (tmp_path / unit).write_text(unit_of(texts, language, "int64_t shown(int n);"))
        command = [*compiler, "-shared", "-fPIC", "-o", "all.so", unit]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    texts = {
        "one": text,
        "wrong": text.replace(*slip),
        "two": text.replace("+", "-"),
    }
    assert with_errors(build(texts).stderr) == {"wrong"}
    del texts["wrong"]
    assert build(texts).returncode == 0
    ffi = FFI()
    ffi.cdef("int64_t one_shown(int n); int64_t two_shown(int n);")
    lib = ffi.dlopen(str(tmp_path / "all.so"))
    assert (lib.one_shown(5), lib.two_shown(5)) == (7, 3)


@quick
def test_an_error_that_a_sandbox_tells_in_one_line_has_its_text():
    said = "some_7:12:22: Error: Rank mismatch in argument\nf951: Error: Unexpected end of file\n"
    assert with_errors(said) == {"some_7"}


@quick
@pytest.mark.parametrize(
    ("before", "after", "is_code"),
    [
        ("    x = a(1)", "    x = a(2)", True),
        ("    if (n < 1) hit = 1", "    if (n <= 1) hit = 1", True),
        ("    x = a(1)", "    x - 1 = a(1)", False),
        ("    call draw(seed)", "    if (is_inside(p)) call draw(seed)", True),
        ("    end do", "    if (is_inside(p)) end do", False),
        ("    use generator", "    use seed", False),
        ("    real(c_double) :: xy(n, 2)", "    real(c_double) :: xy(2, n)", True),
        ("    integer(c_int), value :: n, m", "    integer(c_int), value :: n + 1, m", False),
        ("    integer(c_int), value :: n", "    integer(c_int), m :: n", False),
    ],
)
def test_what_cannot_be_fortran_is_not_tried(before, after, is_code):
    assert may_be_fortran(f"a\n{before}\nb", f"a\n{after}\nb") == is_code


def test_what_breaks_a_check_that_passed_is_no_mend(copy_of_solution, monkeypatch):
    folder, file, tried = copy_of_solution("fibonacci"), "fibonacci_api.py", {}
    wrong = PAIR.replace("if left > 1:", "if left > 0:")  # one step too many: it overflows
    (folder / file).write_text(wrong)

    def placed(finding, part, stage, case, again, shown):
        for name, old, new in (
            ("right", "if left > 0:", "if left > 1:"),
            # Where both addresses are one nothing overflows; and all numbers are wrong.
            ("breaks another", "(pair, pair + 1)", "(pair, pair)"),
        ):
            trial = Trial.of(part.run, file, wrong.replace(old, new))
            mended = part_of(trial, stage, part, sanitized=False)
            with contextlib.suppress(CheckFailed):
                again(mended)
                tried[name] = True
            trial.end()
            mended.give_up()
        return finding

    monkeypatch.setattr(by_trial, "placed", placed)
    grader.check(load_exercise(REPOSITORY, "fibonacci"), folder, seed=1, until_first_failure=True)
    assert tried == {"right": True}


@pytest.mark.parametrize("slug", ["strings", "memory"])
def test_right_answers_in_a_style_of_ones_own_pass(slug, copy_of_solution, check):
    folder = copy_of_solution(slug)
    file, text = {"strings": ("strings_abi.py", CHECKED), "memory": ("memory_api.py", TABLES)}[slug]
    (folder / file).write_text(text)
    assert check(slug, folder)["passed"]


WITH_SCRIPTS = sorted(path.parent.name for path in REPOSITORY.glob("solutions/*/*_abi.py"))


@pytest.mark.alike
@pytest.mark.parametrize(
    ("slug", "file", "old", "new"),
    [
        *((slug, f"{slug}_abi.py", "", "raise RuntimeError\n") for slug in WITH_SCRIPTS),
        ("pi", "pi_cpp.cpp", "inside += ", "inside += 1 + "),  # whose check looks for leaks as well
        ("pi", "pi_fortran.f90", "inside = 0", "inside = 1"),
        ("fibonacci", "fibonacci.c", "*next = ", "*next = 1 + "),
    ],
)
def test_what_one_trial_leaves_in_a_run_fails_no_other(
    slug, file, old, new, copy_of_solution, monkeypatch
):
    folder, failing = copy_of_solution(slug), []
    solved = (folder / file).read_text()
    (folder / file).write_text(solved.replace(old, new) if old else f"{solved}\n{new}")

    def placed(finding, part, stage, case, again, shown):
        batch = batch_of(part.run, stage, file, [solved] * 2, plan_of(finding.cause, stage))
        for name in batch.names:
            trial = Trial.of(part.run, file, solved)
            tried = batch.part(trial, name)
            again(tried, "failed")
            failing.append(again(tried, "after"))
            trial.end()
        batch.end()
        return finding

    monkeypatch.setattr(by_trial, "placed", placed)
    grader.check(load_exercise(REPOSITORY, slug), folder, seed=1, until_first_failure=True)
    assert failing == [{}, {}]
