"""The style sheets and scripts of the theme, without comments and blank space.

They are as long as it takes to read them; a reader's phone loads each of them once.
"""

from __future__ import annotations

from pathlib import Path

import rcssmin
import rjsmin
from sphinx.application import Sphinx

__all__ = ["setup"]

SHORTEN = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}
AS_IT_IS = ("minisearch.js",)  # short already; its licence stands beside it


def write(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        for source in (Path(app.confdir) / "theme" / "static").iterdir():
            if source.suffix in SHORTEN and source.name not in AS_IT_IS:
                shortened = SHORTEN[source.suffix](source.read_text(encoding="utf-8"))
                Path(app.outdir, "_static", source.name).write_text(shortened, encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("build-finished", write)
