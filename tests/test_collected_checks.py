"""Checks that were collected ahead of time are those that a check would have found by itself."""

import pytest

from cffi_workshop.grading.collected_checks import CollectedChecks
from cffi_workshop.grading.servers.check_server import CheckServer

from .surroundings import REPOSITORY, replace_in

ONE = "from cffi_workshop.checks import check\n\n\n@check(points=1)\ndef test_{name}():\n    pass\n"


@pytest.mark.parametrize("option", [None, "until_first_failure", "only_changed"])
def test_the_second_verdict_is_the_first_one_again(copy_of_solution, option):
    """The first collects its checks by itself, the second finds them collected."""
    folder = copy_of_solution("libm")
    replace_in(folder / "libm_abi.py", "lib.cbrt(x)", "2.0")
    options = {option: True} if option else {}
    with CheckServer() as server:
        first, second = (
            told(server.check("libm", folder, root=REPOSITORY, seed=3, **options)) for _ in range(2)
        )
    assert first == second
    assert any(status == "failed" for _, status, _, _ in first)


def told(verdict):
    members = ("id", "status", "cause", "message")
    return [tuple(check[member] for member in members) for check in verdict["checks"]]


def test_a_file_is_collected_once_and_again_when_it_has_changed(tmp_path):
    collected, file = CollectedChecks(), tmp_path / "test_tiny.py"
    file.write_text(ONE.format(name="first"))
    assert collected.prepare(file)
    assert not collected.prepare(file)
    assert names(collected, file) == ["test_first"]
    file.write_text(ONE.format(name="another_one"))
    assert collected.find(file) is None
    assert collected.prepare(file)
    assert names(collected, file) == ["test_another_one"]


def test_a_file_that_cannot_be_collected_is_left_to_the_check(tmp_path):
    collected, file = CollectedChecks(), tmp_path / "test_tiny.py"
    file.write_text("this is no Python")
    assert not collected.prepare(file)
    assert collected.find(file) is None
    assert not collected.prepare(tmp_path / "test_nowhere.py")


def names(collected, file):
    return [item.name for item in collected.find(file).items]
