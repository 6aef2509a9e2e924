"""Where the pages come to lie: side by side, whatever folder their text is in.

So links work from a sub-path, from a disk, and between any two pages alike.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

__all__ = ["address", "setup"]


def address(docname: str) -> str:
    """Return the file that a page becomes; that of an exercise is named after its folder."""
    folder, _, name = docname.rpartition("/")
    if name == "README":
        return f"exercise-{folder.rpartition('/')[2]}.html"
    return f"{name}.html"


FEW = 12
"""Pages; an edit of an episode writes six."""


class LessonBuilder(StandaloneHTMLBuilder):
    """HTML, without the folders of the sources, and without
    Sphinx's own search, which needs a server.
    """

    search = False

    def write_documents(self, docnames: set[str]) -> None:
        """Write a few pages in this process: others would have to learn anew what it knows."""
        self.parallel_ok = self.parallel_ok and len(docnames) > FEW
        super().write_documents(docnames)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return address(docname)

    def get_output_path(self, page_name: str, /) -> Path:
        return Path(self.outdir, address(page_name))


def setup(app: Sphinx) -> None:
    app.add_builder(LessonBuilder, override=True)
