"""Of tests that are many and alike, those that are drawn."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from . import drawn

pytestmark = pytest.mark.quick


class Item:
    def __init__(self, nodeid, *marks):
        self.nodeid, self.marks = nodeid, marks

    def get_closest_marker(self, name):
        return SimpleNamespace(name=name) if name in self.marks else None


@pytest.fixture
def at_commit(monkeypatch):
    return lambda name: monkeypatch.setattr(drawn, "commit", lambda: name)


def items(name, count, *marks):
    return [Item(f"tests/test_x.py::{name}[{number}]", *marks) for number in range(count)]


def test_a_third_of_each_test_stays_and_one_at_least():
    many, few = items("test_many", 30, "alike"), items("test_few", 2, "alike")
    out = drawn.left_out([*many, *few], Fraction(1, 3))
    assert [sum(one in out for one in each) for each in (many, few)] == [20, 1]


def test_what_is_quick_or_not_alike_stays():
    others = [*items("test_a", 9), *items("test_b", 9, "alike", "quick")]
    assert drawn.left_out(others, Fraction(1, 3)) == []


def test_all_are_run_where_no_share_is_named():
    assert drawn.left_out(items("test_many", 30, "alike"), Fraction(1)) == []


def test_a_commit_draws_the_same_each_time_and_commits_together_draw_all(at_commit):
    things = range(30)

    def at(name):
        at_commit(name)
        return drawn.drawn(things, "kind", Fraction(1, 3))

    assert at("a") == at("a") != at("b")
    assert {one for name in range(40) for one in at(f"commit {name}")} == set(things)
