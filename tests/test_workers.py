"""The workers of pytest-xdist have each test once, and begin with those that take long."""

from types import SimpleNamespace

import pytest

from .surroundings import REPOSITORY
from .workers import LONG, queues

FILES = sorted((REPOSITORY / "tests").glob("test_*.py"))


@pytest.mark.quick
@pytest.mark.parametrize("workers", [1, 2, 4, 5])
@pytest.mark.parametrize("files", [FILES, FILES[:3], []], ids=["all", "three", "none"])
def test_no_test_is_lost(files, workers):
    items = [SimpleNamespace(path=path) for path in files for _ in range(10)]
    assert sorted(map(id, queues(items, workers))) == sorted(map(id, items))


@pytest.mark.quick
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_part_of_each_worker_begins_with_what_takes_long(workers):
    items = queues([SimpleNamespace(path=path) for path in FILES for _ in range(workers)], workers)
    part = len(FILES)
    for worker in range(workers):
        assert items[worker * part].path.name.startswith(tuple(LONG))


@pytest.mark.quick
@pytest.mark.parametrize("name", LONG)
def test_what_takes_long_is_there(name):
    assert [path for path in FILES if path.name.startswith(name)]
