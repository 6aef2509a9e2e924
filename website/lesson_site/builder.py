"""Where the pages come to lie: side by side, whatever folder their text is in.

So links work from a sub-path, from a disk, and between any two pages alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from lesson_site.highlight import once

__all__ = ["address", "dealt", "setup"]


def address(docname: str) -> str:
    """Return the file that a page becomes; that of an exercise is named after its folder."""
    folder, _, name = docname.rpartition("/")
    if name == "README":
        return f"exercise-{folder.rpartition('/')[2]}.html"
    return f"{name}.html"


FEW = 12
"""Pages; an edit of an episode writes six."""
HANDS = 4
"""Into so many parts Sphinx divides some sixty pages for two processors."""


def dealt(docnames: Iterable[str]) -> list[str]:
    """Return pages in an order in which each part of the list has as much to do.

    Episodes, exercises and other pages are dealt out evenly. The error catalogue comes first: it
    takes as long as ten pages.
    """
    names = sorted(docnames, key=lambda name: (not name.endswith("/errors"), name))
    return [name for hand in range(HANDS) for name in names[hand::HANDS]]


class LessonBuilder(StandaloneHTMLBuilder):
    """Builds HTML without the folders of the sources, and without Sphinx's search.

    That search needs a server.
    """

    search = False

    def init_highlighter(self) -> None:
        """Colour the same code once: that of an episode stands on other pages, too."""
        super().init_highlighter()
        bridge: Any = self.highlighter
        bridge.highlight_block = once(bridge.highlight_block)

    def write_documents(self, docnames: set[str]) -> None:
        """Write a few pages in this process: others would have to learn anew what it knows.

        Sphinx leaves one processor to this process, which then waits most of the time.
        """
        self.parallel_ok = self.parallel_ok and len(docnames) > FEW
        if self.parallel_ok:
            self._write_parallel(dealt(docnames), nproc=self.app.parallel)
        else:
            super().write_documents(docnames)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return address(docname)

    def get_output_path(self, page_name: str, /) -> Path:
        return Path(self.outdir, address(page_name))


def setup(app: Sphinx) -> None:
    app.add_builder(LessonBuilder, override=True)
