"""Progress: the four states of an exercise, what is remembered, and a file that is broken."""

import json
import shutil
import subprocess
import sys
import textwrap

import pytest

from cffi_workshop.authoring.stubs import generate
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.grading.verdict import CheckResult, Observation, Verdict
from cffi_workshop.learner import progress

from .surroundings import replace_in

pytestmark = pytest.mark.quick


@pytest.fixture
def root(root):
    generate(root)
    return root


def verdict(*statuses):
    """Return a verdict with one check of one point for each status."""
    checks = [
        CheckResult(
            id=f"c-{number}",
            title="",
            status=status,
            points=int(status == "passed"),
            max_points=1,
            cause="wrong-value" if status == "failed" else None,
            message=f"message {number}" if status == "failed" else "",
        )
        for number, status in enumerate(statuses, 1)
    ]
    return Verdict("tiny", "exercises/tiny", "limits", 0.1, tuple(checks))


PASSED = verdict("passed", "passed", "passed")
FAILED = verdict("passed", "failed", "not-run")


def solve(exercise):
    for name in exercise.editable:
        (exercise.folder / name).write_text(solution_text(exercise, name))


def edit(exercise, name="tiny.c"):
    with (exercise.folder / name).open("a") as file:
        file.write("\n")


def stored(root):
    return root / ".workshop" / "progress.json"


def test_a_stub_is_untouched(tiny):
    assert progress.state(tiny) == "untouched"
    assert progress.points(tiny) == 0


def test_an_edited_stub_is_started(tiny):
    edit(tiny)
    assert progress.state(tiny) == "started"


def test_a_stub_without_one_of_its_files_is_started(tiny):
    (tiny.folder / "tiny.c").unlink()
    assert progress.state(tiny) == "started"


def test_a_checked_stub_is_started(tiny):
    progress.record(FAILED, tiny)
    assert progress.state(tiny) == "started"


def test_what_passed_is_done(tiny):
    solve(tiny)
    progress.record(PASSED, tiny)
    assert progress.state(tiny) == "done"
    assert progress.points(tiny) == 3


@pytest.mark.parametrize("name", ["tiny.c", "Makefile", "tiny_abi.py"])
def test_what_passed_and_was_edited_is_stale(tiny, name):
    progress.record(PASSED, tiny)
    edit(tiny, name)
    assert progress.state(tiny) == "stale"


def test_an_edit_that_is_undone_is_done_again(tiny):
    before = (tiny.folder / "tiny.c").read_bytes()
    progress.record(PASSED, tiny)
    edit(tiny)
    (tiny.folder / "tiny.c").write_bytes(before)
    assert progress.state(tiny) == "done"


def test_what_passed_once_and_failed_since_is_started(tiny):
    progress.record(PASSED, tiny)
    edit(tiny)
    progress.record(FAILED, tiny)
    assert progress.state(tiny) == "started"
    assert progress.points(tiny) == 1


def test_an_edit_during_the_check_makes_the_verdict_stale(tiny):
    before = progress.fingerprint(tiny)
    edit(tiny)
    progress.record(PASSED, tiny, before)
    assert progress.state(tiny) == "stale"


def test_text_may_not_move_from_one_file_to_the_next_unnoticed(tiny):
    for name, text in (("Makefile", "ab"), ("tiny.c", "c")):
        (tiny.folder / name).write_text(text)
    before = progress.fingerprint(tiny)
    for name, text in (("Makefile", "a"), ("tiny.c", "bc")):
        (tiny.folder / name).write_text(text)
    assert progress.fingerprint(tiny) != before


def test_windows_line_ends_are_no_edit(tiny):
    for name in tiny.editable:
        path = tiny.folder / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert progress.state(tiny) == "untouched"


def test_a_failure_of_the_checker_is_not_kept(tiny):
    progress.record(PASSED, tiny)
    progress.record(verdict("passed", "grader-error"), tiny)
    assert progress.state(tiny) == "done"
    assert progress.points(tiny) == 3


def test_the_first_failure_is_remembered(tiny):
    progress.record(FAILED, tiny)
    assert progress.last_failure(tiny) == progress.Failure("c-2", "wrong-value", "message 2")


def test_a_pass_clears_the_failure(tiny):
    progress.record(FAILED, tiny)
    progress.record(PASSED, tiny)
    assert progress.last_failure(tiny) is None


def failure(cause, check="c-2", kind=""):
    return progress.Failure(check, cause, "The message.", kind)


def test_hint_levels_are_kept_by_failure(tiny):
    progress.remember_hint(tiny, failure("wrong-value"), 2)
    progress.remember_hint(tiny, failure("timeout"), 1)
    assert progress.hint_level(tiny, failure("wrong-value")) == 2
    assert progress.hint_level(tiny, failure("timeout")) == 1
    assert progress.hint_level(tiny, failure("wrong-value", "c-1")) == 0
    assert progress.hint_level(tiny, failure("wrong-value", kind="TypeError")) == 0


@pytest.mark.parametrize(
    ("message", "found", "kind"),
    [
        ("f(1) raised TypeError: no", "TypeError: no", "TypeError"),
        ("f(2) raised TypeError: never", "TypeError: never", "TypeError"),
        ("Importing x.py failed, because the file is not valid Python: x.", None, "syntax"),
        ("f(1) returned 2; expected 3.", None, ""),
    ],
)
def test_what_is_drawn_anew_makes_no_new_failure(message, found, kind):
    observed = found and Observation("f(1)", "raised", found, "1")
    check = CheckResult("c-2", "", "failed", 0, 1, "exception", message, observed=observed)
    assert progress.failure_of(check).kind == kind


def test_hint_levels_outlive_a_check(tiny):
    progress.remember_hint(tiny, failure("wrong-value"), 2)
    progress.record(FAILED, tiny)
    assert progress.hint_level(tiny, failure("wrong-value")) == 2


def test_a_hint_level_ends_at_the_last(tiny):
    progress.remember_hint(tiny, failure("wrong-value"), 9)
    assert progress.hint_level(tiny, failure("wrong-value")) == 4


def test_forgetting_leaves_nothing_of_an_exercise(tiny):
    progress.record(FAILED, tiny)
    progress.remember_hint(tiny, failure("wrong-value"), 2)
    progress.forget(tiny)
    assert progress.state(tiny) == "untouched"
    assert progress.last_failure(tiny) is None
    assert progress.hint_level(tiny, failure("wrong-value")) == 0


def test_next_is_the_first_in_order_that_is_not_done(root, tiny):
    shutil.copytree(root / "solutions" / "tiny", root / "solutions" / "able")
    (root / "solutions" / "able" / "test_able.py").touch()
    replace_in(root / "solutions" / "able" / "exercise.toml", "order = 10", "order = 20")
    generate(root)
    assert progress.next_exercise(root).slug == "tiny"
    progress.record(PASSED, tiny)
    assert progress.next_exercise(root).slug == "able"
    edit(tiny)
    assert progress.next_exercise(root).slug == "tiny"


def test_when_all_is_done_nothing_is_next(root, tiny):
    progress.record(PASSED, tiny)
    assert progress.next_exercise(root) is None


BROKEN = {
    "half a file": '{"tiny": {"passed": tr',
    "no text": b"\xff\xfe",
    "empty": "",
    "a list": "[]",
    "a list of entries": '{"tiny": []}',
    "an unknown field": '{"tiny": {"colour": "red"}}',
    "a text for a number": '{"tiny": {"points": "3"}}',
    "a text for a truth": '{"tiny": {"passed": "false"}}',
    "a number for a text": '{"tiny": {"files": 3}}',
    "a list of hints": '{"tiny": {"hints": []}}',
    "a failure without a cause": '{"tiny": {"failure": {"id": "c-1"}}}',
    "a failure that is a text": '{"tiny": {"failure": "c-1"}}',
    "a text for a hint level": '{"tiny": {"hints": {"c-1": "2"}}}',
    "nested without end": "[" * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_set_aside_with_a_sentence(root, tiny, capsys, content):
    stored(root).parent.mkdir(exist_ok=True)
    content = content if isinstance(content, bytes) else content.encode()
    stored(root).write_bytes(content)
    assert progress.state(tiny) == "untouched"
    sentence = capsys.readouterr().err
    assert ".workshop/progress.json could not be read" in sentence
    assert ".workshop/progress.broken.json" in sentence
    assert stored(root).with_name("progress.broken.json").read_bytes() == content
    progress.record(PASSED, tiny)
    assert progress.state(tiny) == "done"
    assert capsys.readouterr().err == ""


def test_a_place_that_cannot_be_written_costs_a_sentence_not_the_verdict(root, tiny, capsys):
    shutil.rmtree(root / ".workshop", ignore_errors=True)
    (root / ".workshop").write_text("in the way")
    progress.record(PASSED, tiny)
    assert "Cannot keep your progress" in capsys.readouterr().err
    assert progress.state(tiny) == "untouched"


def test_the_file_is_plain_json_and_nothing_lies_beside_it(root, tiny):
    (root / ".workshop" / "generated.json").unlink()
    progress.record(FAILED, tiny)
    assert json.loads(stored(root).read_text())["tiny"]["points"] == 1
    assert sorted(path.name for path in (root / ".workshop").iterdir()) == [
        "progress.json",
        "progress.lock",
    ]


def test_two_commands_at_a_time_lose_nothing(root, tiny):
    count = 40
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from cffi_workshop.learner import progress
        from cffi_workshop.exercises.metadata import load_exercise

        tiny = load_exercise(Path(sys.argv[1]), "tiny")
        for number in range(int(sys.argv[3])):
            failure = progress.Failure(f"{sys.argv[2]}-{number}", "timeout", "")
            progress.remember_hint(tiny, failure, 1)
    """)
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(root), name, str(count)])
        for name in ("a", "b")
    ]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    failures = [
        progress.Failure(f"{name}-{n}", "timeout", "") for name in "ab" for n in range(count)
    ]
    levels = [progress.hint_level(tiny, failure) for failure in failures]
    assert levels == [1] * 2 * count


def test_a_write_that_fails_leaves_the_old_file(root, tiny, capsys):
    progress.record(PASSED, tiny)
    (root / ".workshop" / "progress.json.part").mkdir()
    progress.record(FAILED, tiny)
    assert "Cannot keep your progress" in capsys.readouterr().err
    assert progress.points(tiny) == 3
