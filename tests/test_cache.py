"""The build cache forgets what is old, never what is asked for, and never lies."""

import os

import pytest

from cffi_workshop import cache as module
from cffi_workshop.cache import Cache

pytestmark = pytest.mark.quick


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def test_an_entry_comes_back(cache):
    cache.put("k", {"status": 0})
    assert cache.get("k") == {"status": 0}
    assert cache.get("other") is None


@pytest.mark.parametrize("content", [b"", b'{"status": ', b"[1, 2]", b"\xff\xfe"])
def test_a_broken_entry_counts_as_absent(cache, content):
    (cache.folder / "k").write_bytes(content)
    assert cache.get("k") is None


def test_a_kill_midway_leaves_no_half_entry(cache, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(module.json, "dumps", killed)
    with pytest.raises(KeyboardInterrupt):
        cache.put("k", {"status": 0})
    assert cache.get("k") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        ((["a"], "b"), (["a", "b"],)),
        (({"f.c": b"x"},), ({"f.c": b"y"},)),
        (({"f.c": b"x"},), ({"g.c": b"x"},)),
        ((b"1",), (1,)),
    ],
)
def test_keys_differ_where_contents_do(one, other):
    assert Cache.key(*one) != Cache.key(*other)


def test_pruning_keeps_what_was_of_use_last(cache, monkeypatch):
    monkeypatch.setattr(module, "MOST_ENTRIES", 2)
    for age, key in enumerate(("new", "old", "oldest")):
        cache.put(key, {})
        os.utime(cache.folder / key, (1000 - age, 1000 - age))
    cache.get("oldest")  # reading makes it young again
    cache.prune()
    assert sorted(path.name for path in cache.folder.iterdir()) == ["new", "oldest"]


def test_storing_prunes_at_some_keys(cache, monkeypatch):
    monkeypatch.setattr(module, "MOST_ENTRIES", 2)
    for key in ("ab", "cd", "ef"):
        cache.put(key, {})
    assert len(list(cache.folder.iterdir())) == 3
    cache.put("00", {})
    assert len(list(cache.folder.iterdir())) == 2


def test_pruning_bounds_the_size(cache, monkeypatch):
    monkeypatch.setattr(module, "LARGEST_TOTAL", 1000)
    cache.put("large", {"content": "x" * 2000})
    cache.prune()
    assert list(cache.folder.iterdir()) == []
