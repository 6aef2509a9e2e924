"""Keep words in a tree of the C library, in the order of a dictionary: API mode, with callbacks.

Run `python tsearch_build.py` first.
"""

import functools
import unicodedata
from collections.abc import Callable
from contextvars import ContextVar
from types import TracebackType

from _tsearch import ffi, lib

__all__ = ["WordTree"]

PLACES = ["Oslo", "Évora", "Zürich", "Århus", "Metz", "Écija", "zürich", "Ávila", "Gent"]

# twalk() hands on no pointer of ours. What a walk needs waits here; each thread sees its own.
walking: ContextVar[tuple[Callable[[str, int], object], list[BaseException]]] = ContextVar(
    "walking"
)


def letters(word: str) -> str:
    """Return the word without capitals and accents, as a dictionary sorts it."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def text(word: ffi.CData) -> str:
    """Return the str of a word in C memory."""
    return ffi.string(ffi.cast("const char *", word)).decode()


@ffi.def_extern()
def words_compare(a: ffi.CData, b: ffi.CData) -> int:
    """Say which of two words comes first: the body of the C function of this name."""
    one, other = letters(text(a)), letters(text(b))
    return (one > other) - (one < other)


def keep_error(kind: type[BaseException], error: BaseException, traceback: TracebackType) -> None:
    """Keep what the callback raised. C knows no exceptions, so it cannot go through twalk()."""
    walking.get()[1].append(error)


@ffi.def_extern(onerror=keep_error)
def words_visit(node: ffi.CData, which: int, depth: int) -> None:
    """Hand the word of a node on to the function of this walk, until that has raised something."""
    function, raised = walking.get()
    # Of its three visits to a node with branches, twalk() makes the second in the order of the
    # words.
    if which in (lib.postorder, lib.leaf) and not raised:
        function(text(ffi.cast("const char **", node)[0]), depth)


class WordTree:
    """A tree in C memory. It frees its nodes at the end of a with statement, or by close()."""

    def __init__(self) -> None:
        self._root = ffi.new("void **")
        # The tree holds addresses. The words at these addresses live as long as this list.
        self._words: list[ffi.CData] = []

    def __enter__(self) -> "WordTree":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def add(self, word: str) -> bool:
        """Add a word, and return True if there was none that sorts the same.

        Raises ValueError for a word with a NUL in it, where C would see its end.
        """
        if "\0" in word:
            raise ValueError(
                f"found a NUL character in {word!r}; C text ends at the first one, so leave it out"
            )
        new = ffi.new("char[]", word.encode())
        kept = lib.words_add(self._root, new)
        if kept == ffi.NULL:
            raise MemoryError
        if kept == new:
            self._words.append(new)
        return kept == new

    def walk(self, function: Callable[[str, int], object]) -> None:
        """Call function(word, depth) for each word in order; what it raises ends the walk."""
        raised: list[BaseException] = []
        token = walking.set((function, raised))
        try:
            lib.twalk(self._root[0], lib.words_visit)
        finally:
            walking.reset(token)
        if raised:
            raise raised[0]

    def words(self) -> list[str]:
        """Return the words in order."""
        found: list[str] = []
        self.walk(lambda word, depth: found.append(word))
        return found

    def close(self) -> None:
        """Free the nodes, then let go of the words. The tree is empty then, and usable."""
        lib.words_clear(self._root)
        self._words.clear()


def main() -> None:
    """Sort places by a callback, in C and in Python."""
    with WordTree() as tree:
        refused = [place for place in PLACES if not tree.add(place)]
        print("the tree:       ", *tree.words())
        print("as bytes sort:  ", *sorted(tree.words(), key=str.encode))
        print("there already:  ", *refused)

        # Python calls the same C function, which calls Python.
        in_c = functools.cmp_to_key(lambda a, b: lib.words_compare(a.encode(), b.encode()))
        print("sorted() agrees:", sorted(tree.words(), key=in_c) == tree.words())


if __name__ == "__main__":
    main()
