"""What `make workbench` writes keeps the rules of the Carpentries Workbench.

Each rule is tested by its name.
"""

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
import yaml
from markdown_it import MarkdownIt

from .built_site import EPISODES
from .surroundings import REPOSITORY

pytest.importorskip("myst_nb", reason="no myst-nb: python -m pip install -e '.[site]'")

from lesson_site.notebook import plain_notebook
from lesson_site.workbench import README, write_workbench

from cffi_workshop.notebooks.markdown_parts import hrefs, outline

KNOWN_DIVS = {
    *(
        "callout",
        "caution",
        "challenge",
        "checklist",
        "discussion",
        "group-tab",
        "hint",
        "instructor",
    ),
    *("keypoints", "objectives", "prereq", "questions", "solution", "spoiler"),
}
GENERIC = {"", "here", "link", "this", "click here", "this link", "page", "more"}


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """Write the lesson, with what its cells showed when the site was built."""
    folder = tmp_path_factory.mktemp("workbench")
    write_workbench(REPOSITORY, folder, executed=site.parent / "executed")
    return folder


@pytest.fixture(scope="module")
def pages(folder):
    return {
        path.relative_to(folder).as_posix(): body(path)
        for path in folder.glob("**/*.md")
        if path.name != README
    }


def body(path):
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def without_code(text):
    tokens = MarkdownIt("commonmark").parse(text)
    code = {line for one in tokens if one.type == "fence" for line in range(*one.map)}
    return [line for number, line in enumerate(text.split("\n")) if number not in code]


def test_the_folders_are_those_of_sandpaper_and_config_names_each_episode(folder):
    config = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))
    assert config["episodes"] == [f"{slug}.md" for slug in EPISODES]
    for kind in ("episodes", "learners", "instructors", "profiles"):
        assert all((folder / kind / name).is_file() for name in config[kind]), kind
    assert {
        "carpentry",
        "title",
        "license",
        "source",
        "branch",
        "contact",
        "life_cycle",
    } <= config.keys()
    assert [name for name, value in config.items() if not value] == []
    # sandpaper makes the address of the site of the fourth and fifth part.
    assert len([part for part in config["source"].split("/") if part]) >= 4


def test_what_sandpaper_looks_for_beside_the_pages_is_there(folder):
    """By check_lesson(); the foot of a page leads to licence, conduct and citation."""
    for name in ("README.md", "LICENSE.md", "CODE_OF_CONDUCT.md", "CITATION.cff"):
        assert (folder / name).stat().st_size > 100, name
    assert {"site/*", "*_cache/", "docs/"} <= set((folder / ".gitignore").read_text().split())


def test_each_markdown_file_at_the_top_is_a_page_with_front_matter(folder):
    """sandpaper makes a page of each, but for README.md."""
    for path in folder.glob("*.md"):
        assert path.name == README or path.read_text(encoding="utf-8").startswith("---\n"), path


@pytest.mark.parametrize("slug", EPISODES)
def test_an_episode_has_the_code_of_each_cell_that_a_reader_sees(folder, slug):
    """Whatever the cell begins with: %%writefile holds all the C of an episode."""
    text = (folder / "episodes" / f"{slug}.md").read_text(encoding="utf-8")
    source = (REPOSITORY / "episodes" / f"{slug}.md").read_text(encoding="utf-8")
    hidden = {"remove-cell", "remove-input"}
    seen = [
        cell.source
        for cell in plain_notebook(source).cells
        if cell.cell_type == "code" and not hidden & set(cell.metadata.get("tags", ()))
    ]
    assert seen
    assert [code for code in seen if code not in text] == []


def test_a_file_that_a_cell_writes_is_in_its_own_language(folder):
    text = (folder / "episodes" / f"{EPISODES[14]}.md").read_text(encoding="utf-8")
    assert "```c\n%%writefile gauge.h\n" in text


@pytest.mark.parametrize("slug", EPISODES)
def test_an_episode_begins_with_questions_and_objectives_and_ends_with_keypoints(folder, slug):
    text = (folder / "episodes" / f"{slug}.md").read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front.keys() == {"title", "teaching", "exercises"}
    divs = re.findall(r"^:{3,} (\S+)$", text, re.MULTILINE)
    assert divs[:2] == ["questions", "objectives"]
    assert divs[-1] == "keypoints"


def test_fenced_divs_have_a_known_class_and_are_closed_inside_out(pages):
    for name, text in pages.items():
        opened = []
        for line in without_code(text):
            if match := re.fullmatch(r"(:{3,}) (\S+)", line):
                assert match[2] in KNOWN_DIVS, f"{name}: {line}"
                opened.append(match[1])
            elif re.fullmatch(r":{3,}", line):
                assert opened, f"{name}: {line} closes nothing"
                assert opened.pop() == line, name
        assert opened == [], name


def test_solutions_stand_in_their_challenges(pages):
    for name, text in pages.items():
        opened = []
        for line in without_code(text):
            if match := re.fullmatch(r":{3,} (\S+)", line):
                if match[1] == "solution":
                    assert opened[-1:] == ["challenge"], name
                opened.append(match[1])
            elif re.fullmatch(r":{3,}", line):
                opened.pop()


def test_headings_begin_at_level_2_and_skip_none(pages):
    """pegboard's rules for headings, those of boxes included: the first one is of level 2."""
    for name, text in pages.items():
        levels = [level for _, level, _ in outline(text)]
        assert min(levels, default=2) >= 2, name
        assert levels[:1] in ([], [2]), name
        assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == [], name


def test_headings_have_names_that_differ_below_the_same_heading(pages):
    for name, text in pages.items():
        above, seen = {}, []
        for _, level, heading in outline(text):
            above = {one: title for one, title in above.items() if one < level} | {level: heading}
            seen.append(tuple(sorted(above.items())))
            assert heading.strip(), name
        assert sorted({one for one in seen if seen.count(one) > 1}) == [], name


def test_images_have_alt_text_and_are_there(folder, pages):
    for name, text in pages.items():
        text = "\n".join(without_code(text))
        found = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)(\{alt='([^']*)'\})?", text)
        for caption, address, _, alt in found:
            assert len(alt.split()) >= 6, f"{name}: {address}"
            assert not caption, "sandpaper shows it, and it says what the alt text says"
            assert (folder / name).parent.joinpath(address).is_file(), f"{name}: {address}"


def test_links_are_secure_descriptive_and_lead_to_a_page(folder, pages):
    for name, text in pages.items():
        for address in hrefs(text):
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("https", "mailto"), f"{name}: {address}"
            elif parts.path:
                assert (folder / name).parent.joinpath(parts.path).is_file(), f"{name}: {address}"
        assert not GENERIC & set(link_texts(text)), name


def link_texts(text):
    for token in MarkdownIt("commonmark").parse(text):
        shown = None
        for child in token.children or ():
            if child.type == "link_open":
                shown = ""
            elif child.type == "link_close":
                yield shown.lower()
                shown = None
            elif shown is not None:
                shown += child.content


def test_nothing_of_ours_is_left_in_the_text(pages):
    for name, text in pages.items():
        left = [
            line
            for line in without_code(text)
            if re.match(r"\s*(:{3,}|`{3,})\{|\([\w-]+\)=$", line)
        ]
        assert left == [], name
        assert re.findall(r"\{\w+\}`", "\n".join(without_code(text))) == [], name


def test_what_could_not_be_carried_is_told(folder):
    assert "checker" in (folder / README).read_text(encoding="utf-8")
