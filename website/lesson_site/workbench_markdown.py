"""Turns Markdown of this lesson into Markdown of the Carpentries Workbench.

Directives and roles become pandoc's divs and links.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from markdown_it import MarkdownIt

from cffi_workshop.jupyter.page_magics import language
from cffi_workshop.notebooks.code_in_markdown import with_code_in_headings
from cffi_workshop.notebooks.markdown_parts import LABELS, Fence, fences, hrefs, outline
from lesson_site.markdown import pictures

__all__ = ["PAGES", "TERM", "Carrier", "begun_at_level_2", "nested"]

DIVS = {
    "callout": "callout",
    "caution": "caution",
    "challenge": "challenge",
    "checklist": "checklist",
    "discussion": "discussion",
    "hint": "hint",
    "instructor": "instructor",
    "prereq": "prereq",
    "solution": "solution",
    "solution-start": "solution",
    "spoiler": "spoiler",
}
"""The div of sandpaper for each box of ours."""

DRAWN = re.compile(r"<(?:title|desc)>([^<]+)</")
"""What a drawing says of itself."""
OUTER = "::::::"
PAGES = {
    "setup": "learners/setup.md",
    "glossary": "learners/reference.md",
    "profiles": "profiles/learner-profiles.md",
}
"""Where the pages beside the episodes are in the Workbench."""
TERM = re.compile(r"\{term\}`([^`<]*?)(?:\s*<([^`>]*)>)?`")
ROLE = re.compile(r"\{(\w+)\}`[^`]*`")
LABEL = re.compile(r"^\(([\w-]+)\)=$")


class Carrier:
    """Carries one page over; `lost` has what sandpaper knows no form for."""

    def __init__(self, path: Path, figures: Path) -> None:
        self.path, self.figures = path, figures
        self.lost: list[str] = []

    def text(self, markdown: str) -> str:
        """Return Markdown of the Workbench: divs instead of directives, links between its pages."""
        markdown = self.with_links(markdown)  # before divs hide what stands in them
        lines = markdown.split("\n")
        for fence in reversed(list(fences(markdown))):
            if fence.kind:
                lines[fence.first : fence.last] = self.directive(fence).split("\n")
        return with_code_in_headings(self.with_roles("\n".join(lines)))

    def directive(self, fence: Fence) -> str:
        if fence.kind == "solution-end":
            return ":::"
        if fence.kind == "tab":
            return f"### {fence.title}\n\n{self.text(fence.content).strip()}\n"
        if fence.kind == "tabs":
            return f"::: group-tab\n\n{self.text(fence.content).strip()}\n\n:::"
        if fence.kind not in DIVS:
            self.lost.append(f"the directive {{{fence.kind}}} {fence.title}".rstrip())
            return self.text(fence.content) if fence.mark.startswith(":") else ""
        colons = OUTER if fence.kind == "challenge" else ":::"
        opening = f"{colons} {DIVS[fence.kind]}\n\n{self.heading(fence)}"
        if fence.kind == "solution-start":
            return opening
        return f"{opening}{self.text(fence.content).strip()}\n\n{colons}"

    def heading(self, fence: Fence) -> str:
        """Return the title of a div, which sandpaper takes from a heading."""
        title = fence.title or LABELS[fence.kind.removesuffix("-start")]
        return f"### {title}\n\n"

    def with_roles(self, markdown: str) -> str:
        """Lead terms to the reference page; other roles leave their text."""

        def term(found: re.Match) -> str:
            shown, name = found[1], found[2] or found[1]
            return f"[{shown}](../learners/reference.md#{name.lower().replace(' ', '-')})"

        marked = TERM.sub(term, markdown)
        for other in ROLE.finditer(marked):
            self.lost.append(f"the role {other[0]}")
        return "\n".join(line for line in marked.split("\n") if not LABEL.match(line))

    def with_links(self, markdown: str) -> str:
        for href in hrefs(markdown):
            name = href.partition("#")[0]
            beside = self.path.parent.name == "pages" and "/" not in name
            if name.endswith(".md") and (beside or name.startswith("../website/pages/")):
                markdown = markdown.replace(f"]({href})", f"]({self.page(Path(name).stem)})")
        for address, alt in pictures(markdown).items():
            name = Path(address).name
            written = rf"!\[(?:[^\[\]]|\[[^\[\]]*\])*\]\({re.escape(address)}\)"
            carried = f"![](fig/{name}){{alt='{quoted(alt)}'}}"  # in brackets it is a caption
            markdown = re.sub(written, lambda _, carried=carried: carried, markdown)
        return markdown

    def page(self, name: str) -> str:
        """Return where a page is in the Workbench, or the first page if it is not there."""
        if name in PAGES:
            return f"../{PAGES[name]}"
        self.lost.append(f"a link to the page {name}")
        return "../index.md"

    def code(self, cell: nbformat.NotebookNode, number: int) -> Iterator[str]:
        """Yield a cell as code, and what it showed as output."""
        tags = set(cell.metadata.get("tags", []))
        if not tags & {"remove-cell", "remove-input"}:
            yield fenced(language_of(cell.source), cell.source)
        for place, output in enumerate(cell.get("outputs", [])):
            if not tags & {"remove-cell", "remove-output"}:
                says = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
                yield from self.output(output, f"{self.path.stem}-{number}-{place}", says)

    def output(self, output: nbformat.NotebookNode, name: str, says: str) -> Iterator[str]:
        data = output.get("data", {})
        if "text/markdown" in data:
            yield data["text/markdown"] + "\n"
        elif picture := self.picture(data, name):
            alt = says or ". ".join(DRAWN.findall(data.get("image/svg+xml", "")))
            yield f"![]({picture}){{alt='{quoted(alt)}'}}\n"
        elif output.output_type == "error":
            yield fenced("error", output.get("evalue", "") and f"{output.ename}: {output.evalue}")
        elif text := output.get("text") or data.get("text/plain", ""):
            yield fenced("error" if output.get("name") == "stderr" else "output", text)

    def picture(self, data: dict, name: str) -> str:
        """Write what a cell drew; return its address from the episode, or nothing."""
        for kind, ending in (("image/svg+xml", "svg"), ("image/png", "png")):
            if kind in data:
                content = data[kind].encode() if ending == "svg" else base64.b64decode(data[kind])
                (self.figures / f"{name}.{ending}").write_bytes(content)
                return f"fig/{name}.{ending}"
        return ""


def language_of(code: str) -> str:
    """Return the language of a cell: that of the file that it writes, or Python."""
    written = re.match(r"%%writefile (?:-a )?(\S+)", code)
    return language(written[1]) if written else "python"


def quoted(text: str) -> str:
    return text.replace("'", "&#39;")


def fenced(kind: str, text: str) -> str:
    fence = "````" if "```" in text else "```"
    return f"{fence}{kind}\n{text.rstrip()}\n{fence}\n"


def begun_at_level_2(markdown: str) -> str:
    """Return the text with its first heading at level 2, also where that is the title of a box."""
    line, level, _ = next(outline(markdown), (0, 2, ""))
    if level == 2:
        return markdown
    lines = markdown.split("\n")
    lines[line - 1] = "## " + lines[line - 1].lstrip("# ")
    return "\n".join(lines)


def nested(markdown: str) -> str:
    """Put each solution that follows a challenge into it, as the Workbench wants it."""
    lines = markdown.split("\n")
    code = {line for fence in code_in(markdown) for line in range(*fence)}
    place = 0
    while place < len(lines):
        if lines[place] == OUTER and place not in code:
            after = next((n for n in range(place + 1, len(lines)) if lines[n].strip()), None)
            if after and lines[after] == "::: solution":
                end = next(
                    n for n in range(after, len(lines)) if lines[n] == ":::" and n not in code
                )
                lines[place], lines[end] = "", f":::\n\n{OUTER}"
        place += 1
    return "\n".join(lines)


def code_in(markdown: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of each piece of code: first, and the one behind the last."""
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "fence" and token.map:
            yield token.map[0], token.map[1]
