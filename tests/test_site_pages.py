"""The pages of the lesson as they are built: links, images, sizes, times, spelling."""

import gzip
import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from cffi_workshop.explain import catalogue
from cffi_workshop.explain.matching import FOLDER as CATALOGUE
from cffi_workshop.notebooks.code_in_markdown import with_code
from cffi_workshop.notebooks.code_in_text import CODE

from .built_site import EPISODES, PAGES, build, indexed, parsed
from .surroundings import EXERCISES, REPOSITORY

MOST_BYTES = 25_000  # compressed, an episode with its style sheets and scripts
MOST_BYTES_WITH_FIGURES = 60_000
HTML = """html head meta title base link script noscript style body header main footer nav article
section aside h1 h2 h3 h4 h5 h6 p a span div ul ol li dl dt dd pre code kbd em strong b i s sub sup
mark br hr img figure figcaption svg blockquote q cite abbr time table thead tbody tfoot tr th td
caption colgroup col form label input button select option textarea progress details summary"""
FORMULAS = """math mi mn mo mrow msub msup msubsup mfrac msqrt mtext mspace mover munder munderover
mtable mtr mtd mstyle"""
EMPTY_WORDS = {
    "",
    "here",
    "click here",
    "this",
    "link",
    "this link",
    "this page",
    "page",
    "more",
    "read more",
}


@pytest.fixture(scope="module")
def anchors(pages):
    """The names on each page that links can lead to."""
    return {name: {one["id"] for one in page.find_all(id=True)} for name, page in pages.items()}


def test_the_site_is_built_without_a_warning(site):
    assert (site.parent / "complaints").read_text() == ""


def test_there_is_a_page_for_each_text(pages):
    assert set(PAGES) == set(pages)


@pytest.mark.parametrize("name", PAGES)
def test_links_and_images_lead_somewhere_within_the_site(site, pages, anchors, name):
    broken = []
    for tag, key in (
        ("a", "href"),
        ("link", "href"),
        ("img", "src"),
        ("script", "src"),
        ("form", "action"),
    ):
        for element in pages[name].find_all(tag, attrs={key: True}):
            problem = leads_nowhere(site, anchors, name, element[key])
            if problem:
                broken.append(f"{tag} {element[key]}: {problem}")
    assert broken == []


def leads_nowhere(site, anchors, name, target):
    """Say what is wrong with a target; other sites are only linked, never loaded."""
    parts = urlsplit(target)
    if parts.scheme:
        return "" if parts.scheme in ("https", "mailto", "data") else "unknown scheme"
    file = site / unquote(parts.path) if parts.path else site / f"{name}.html"
    if target.startswith("/") or not file.is_file():
        return "no such file"
    anchor = unquote(parts.fragment)
    if anchor and anchor not in anchors[file.stem]:
        return "no such anchor"
    return ""


@pytest.mark.parametrize(
    "script", sorted((REPOSITORY / "website/theme/static").glob("*.js")), ids=lambda path: path.stem
)
def test_no_script_has_a_template_in_a_template(script):
    """What shortens scripts takes the inner one for code, and the spaces out of it."""
    if script.stem != "minisearch":  # it is short already
        assert re.findall(r"\$\{[^{}`]*`[^\n]*", script.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_from_elsewhere(pages, name):
    loaded = pages[name].select(
        "script[src], img[src], iframe[src], link[rel=stylesheet], link[rel=icon]"
    )
    addresses = [element.get("src") or element.get("href") for element in loaded]
    assert [address for address in addresses if re.match(r"(https?:)?//", address)] == []


@pytest.mark.parametrize("name", PAGES)
def test_images_say_what_they_show_and_links_where_they_go(pages, name):
    images = pages[name].find_all("img")
    assert [image["src"] for image in images if len(image.get("alt", "").split()) < 3] == []
    links = pages[name].find_all("a", href=True)
    named = [(link.get("aria-label") or link.get_text(" ", strip=True)).lower() for link in links]
    assert EMPTY_WORDS.isdisjoint(named)


@pytest.mark.parametrize("name", PAGES)
def test_headings_skip_no_level_and_ids_are_unique(pages, name):
    levels = [int(heading.name[1]) for heading in pages[name].find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    ids = [element["id"] for element in pages[name].find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


def test_what_has_a_title_is_called_by_it_and_not_by_the_link_to_it_too(pages):
    """What somebody hears is `Challenge: Predict`, without `Link to this: Predict`."""
    for name, page in pages.items():
        by_id = {element["id"]: element for element in page.find_all(id=True)}
        assert page.select(":is(h2, h3, h4):has(.headerlink):not([aria-labelledby])") == []
        for called in page.select("article :is([role=group], h2, h3, h4)[aria-labelledby]"):
            parts = [by_id[one] for one in called["aria-labelledby"].split()]
            title = called.select_one(".box-title") or called
            link = title.select_one(".headerlink")
            said = title.get_text().removesuffix(link.get_text() if link else "")
            assert " ".join(one.get_text() for one in parts).split() == said.split(), name


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_is_small(site, pages, name):
    page = pages[name]
    loaded = [f"{name}.html"]
    loaded += [element["href"] for element in page.select("link[rel=stylesheet]")]
    loaded += [element["src"] for element in page.select("script[src]")]
    assert compressed(site, loaded) <= MOST_BYTES
    images = [image["src"] for image in page.select("img[src]")]
    drawn = [
        image for image in images if not image.startswith("data:")
    ]  # the others are within the page
    assert compressed(site, loaded + drawn) <= MOST_BYTES_WITH_FIGURES


def compressed(site, files):
    return sum(len(gzip.compress((site / unquote(file)).read_bytes())) for file in files)


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_has_its_parts_and_shows_what_its_cells_show(pages, name):
    page = pages[name]
    for part in (
        ".overview .questions li",
        ".overview .objectives li",
        ".keypoints li",
        ".challenge",
    ):
        assert page.select(part), part
    assert page.select(".cell_output")
    assert page.select_one(".overview .box-name").get_text().endswith("minutes of exercises")
    assert page.select("section section .keypoints") == [], "key points belong to the page"


def test_what_stands_in_angles_in_a_text_for_a_terminal_is_shown():
    from lesson_site.markdown import as_html

    says = with_code(
        'Press <tab>; "<cdef source string>:2" is in `<stdio.h>`. See <https://cffi.org>.'
    )
    shown = BeautifulSoup(as_html(says), "html.parser")
    assert shown.get_text() == (
        'Press <tab>; "<cdef source string>:2" is in <stdio.h>. See https://cffi.org.'
    )


CALL_AND_POINTERS = ["fibo_step(3, 5)", "int64_t *", "long int *"]


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("The file is libm.so.6 on Linux, libm.dylib elsewhere.", ["libm.so.6", "libm.dylib"]),
        ("Import _libm. A TypeError comes of a double[], or", ["_libm", "TypeError", "double[]"]),
        ("fibo_step(3, 5) left it; have int64_t * and long int *.", CALL_AND_POINTERS),
        ("ffi.new and np.float64, os and lib. Errors and _so_", ["ffi.new", "np.float64"]),
    ],
)
def test_names_in_a_sentence_are_code_and_words_are_none(says, code):
    assert re.findall(r"`([^`]*)`", with_code(says)) == code


SAID_IN_A_LINE = (
    "h1, h2, h3, h4, .box-title, .toc a, .contents a, .overview li, .keypoints li, "
    ".exercise p, .drawing p, td, th"
)


@pytest.mark.parametrize("name", PAGES)
def test_what_is_code_is_marked_in_titles_lists_tables_and_boxes(pages, name):
    """Wherever the words come from: a page, its front matter, the metadata of an exercise."""
    parts = pages[name].select(SAID_IN_A_LINE)
    words = [one for part in parts for one in part.find_all(string=True)]
    plain = [one for one in words if not one.find_parent(["code", "pre"])]
    assert {found[0] for one in plain for found in CODE.finditer(one)} == set()
    assert [one for one in plain if "`" in one] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_element_that_html_does_not_know(pages, name):
    """A word in angles that was taken for an element is lost to whoever reads the page."""
    known = set(f"{HTML} {FORMULAS}".split())
    assert {one.name for one in pages[name].find_all(True)} - known == set()


@pytest.mark.parametrize("name", PAGES)
def test_no_output_is_an_empty_box(pages, name):
    outputs = pages[name].select(".cell_output pre")
    assert [
        one.find_parent(class_="cell").get_text() for one in outputs if not one.text.strip()
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "TypeError: initializer for ctype 'char *' must be a bytes or list or tuple, not str",
        "_a.c:5:2: error: passing argument 2 of 'modff' from incompatible pointer type [-Werror]",
        "ready: _a.so\nOSError: cannot load library 'm': m: no such file.  Also, it is not there.",
        "ImportError: .../_tide.cpython-311-x86_64-linux-gnu.so: undefined symbol: tide_height",
    ],
)
def test_what_is_said_in_sentences_may_wrap(text):
    from lesson_site.messages import is_message

    assert is_message(text)


@pytest.mark.parametrize(
    "text",
    [
        "12 of 12 points",
        "cc -std=c11 -Wall -Wextra -Wshadow -Wconversion -Werror -fPIC -shared -o libadd.so add.c",
        "_a.c:5:2: warning: unused variable in this function of yours\n    5 |   int a;\n      |   ^",
        "what was given    what is said of the thing that was given\none row too few    ValueError: no",
        "def f():\n    raise ValueError('a text that is long and has many words for a line of code')",
        "[10064, 10071, 10078, 10085, 10092, 10099, 10106, 10113, 10120, 10127, 10134, 10141]",
    ],
)
def test_code_tables_and_marks_keep_their_lines(text):
    from lesson_site.messages import is_message

    assert not is_message(text)


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_can_be_downloaded_with_its_outputs(site, pages, name):
    [link] = pages[name].select("a[download]")
    book = nbformat.read(site / link["href"], as_version=4)
    nbformat.validate(book)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert any(cell.outputs for cell in cells)
    text = "\n\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert re.findall(r"^:::|^```\{", text, re.MULTILINE) == []
    read = BeautifulSoup(MarkdownIt().render(text), "html.parser")
    drawn = [
        image["alt"] for image in pages[name].select("article img[src$='.svg']:not(.cell_output *)")
    ]
    assert [image["alt"] for image in read.find_all("img")] == drawn
    assert all(
        image["src"].startswith("data:image/svg+xml;base64,") for image in read.find_all("img")
    )
    links = [urlsplit(link["href"]) for link in read.find_all("a")]
    assert [
        link for link in links if not link.scheme and not (site / "files" / link.path).is_file()
    ] == []


def test_the_schedule_adds_up(site, pages):
    """The times on the page, against the minutes on the pages of the episodes."""
    halves = [
        read_half(section) for section in pages["index"].select("section:has(> .table-place)")
    ]
    assert len(halves) == len(yaml.safe_load((REPOSITORY / "_config.yml").read_text())["half_days"])
    seen = []
    for half in halves:
        for (time, link, break_minutes), (after, *_) in pairwise(half):
            minutes = minutes_on(pages[link]) if link else break_minutes
            assert in_minutes(after) - in_minutes(time) == minutes
            seen += [link] if link else []
        assert half[-1][1] is None
        assert in_minutes(half[-1][0]) - in_minutes(half[0][0]) <= 4 * 60
    assert seen == EPISODES


def read_half(section):
    """Return time, page and minutes of the break of each row."""
    lines = [row.find_all("td") for row in section.select("tbody tr")]
    return [
        (
            line[0].get_text(strip=True),
            line[2].a and line[2].a["href"].removesuffix(".html"),
            int(line[1].get_text(strip=True) or 0),
        )
        for line in lines
    ]


def minutes_on(page):
    return sum(
        int(number)
        for number in re.findall(r"\d+", page.select_one(".overview .box-name").get_text())
    )


def in_minutes(time):
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def test_pages_that_are_made_of_others_hold_all_of_them(pages):
    challenges = sum(len(pages[name].select(".challenge, .discussion")) for name in EPISODES)
    assert len(pages["exercises"].select(".challenge, .discussion")) == challenges
    assert len(pages["aio"].select(".challenge, .discussion")) == challenges
    points = [len(pages[name].select(".keypoints li")) for name in EPISODES]
    assert len(pages["key-points"].select("article section section li")) == sum(points)
    notes = sum(len(pages[name].select(".instructor.box")) for name in EPISODES)
    assert len(pages["instructor-notes"].select(".instructor.box")) == notes
    drawn = sum(
        len(pages[name].select("article img[src$='.svg']:not(.cell_output *)")) for name in EPISODES
    )
    assert len(pages["figures"].select("article img")) == drawn


def test_every_confusion_is_in_the_catalogue_and_can_be_searched_for(site, pages):
    text = " ".join(pages["errors"].select_one("article").get_text().split())
    index = indexed((site / "search-index.js").read_text(encoding="utf-8"))
    found = " ".join(entry["text"] for entry in index)
    for entry in catalogue():
        assert entry.title.replace("`", "") in text
        assert " ".join(entry.message.split()) in text
        assert " ".join(entry.message.split()) in found


def test_every_graded_exercise_can_be_searched_for(site):
    index = indexed((site / "search-index.js").read_text(encoding="utf-8"))
    found = [entry["text"] for entry in index if entry["page"] == "All exercises"]
    for exercise in EXERCISES:
        assert any(f"workshop check {exercise.slug}" in text for text in found)


def test_the_glossary_has_forty_terms_and_each_leads_to_itself(pages):
    assert len(pages["glossary"].select("dl.glossary dt[id^=term-]")) >= 40


def test_a_page_that_is_not_found_works_at_any_depth(site):
    """Published, its links start at the address of the site."""
    page = parsed(site / "404.html")
    assert page.base is None
    template = (REPOSITORY / "website" / "theme" / "page.html").read_text()
    assert '<base href="{{ base|e }}">' in template


def test_no_path_of_this_machine_is_on_a_page(site):
    places = [f"{REPOSITORY}/", f"{Path.home()}/", f"{sys.prefix}/", "/lesson-"]
    texts = {".html", ".ipynb", ".js", ".css", ".svg", ".json", ".xml"}
    for path in (one for one in site.rglob("*") if one.suffix in texts):
        text = path.read_text(encoding="utf-8")
        assert [place for place in places if place in text] == [], path.name


def test_nothing_is_written_again_when_nothing_has_changed(site):
    before = {path: path.stat().st_mtime_ns for path in site.glob("*.html")}
    done = build(site.parent)
    assert done.returncode == 0, done.stderr[:2000]
    assert {path: path.stat().st_mtime_ns for path in site.glob("*.html")} == before


@pytest.mark.parametrize("name", ["errors", "glossary", "exercises", "aio", "handout"])
def test_a_long_page_has_contents_that_lead_to_its_parts_and_a_filter(pages, anchors, name):
    """A handout is for paper."""
    assert (name == "handout") is not bool(pages[name].select(".filter input"))
    links = [link["href"].partition("#")[2] for link in pages[name].select(".toc a")]
    assert len(links) >= 8
    assert set(links) <= anchors[name]


def test_no_line_ends_between_a_number_and_its_unit(pages):
    said = pages["11-measuring-the-call"].article.text
    assert [said.count(time) for time in ("0.50\xa0s in ABI", "10.2\xa0s in")] == [1, 1]


def test_words_are_spelled_right():
    texts = [*(REPOSITORY / "episodes").glob("*.md"), *(REPOSITORY / "website").rglob("*.md")]
    texts += [*CATALOGUE.glob("*.toml"), *REPOSITORY.glob("*.md")]
    # Halves of words in patterns of the error catalogue, and a typo that one of its messages tells.
    left_out = [r"--ignore-regex=\{[^{}]{1,120}\}\w*", "--ignore-words-list=eror,modul,ccompiler"]
    command = [sys.executable, "-m", "codespell_lib", *left_out, *map(str, texts)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stdout + done.stderr == ""


# What a page tells machines of itself


@pytest.mark.parametrize("name", PAGES)
def test_a_page_describes_itself_without_a_public_address_too(pages, name):
    page = pages[name]
    assert len(page.select_one("meta[name=description]")["content"].split()) >= 3
    data = json.loads(page.select_one("script[type='application/ld+json']").string)
    assert data["@type"] == "LearningResource"
    assert data["license"].startswith("https://")
    assert page.select("meta[property='og:title'], meta[property='og:description']")
    assert "url" not in data
    assert (
        page.select("link[rel=canonical], meta[property='og:url'], meta[property='og:image']") == []
    )
    assert "`" not in page.title.string


@pytest.mark.parametrize("name", PAGES)
def test_the_foot_of_a_page_leads_to_licence_conduct_and_citation(pages, name):
    links = {link.get_text(): link["href"] for link in pages[name].select(".bottom a")}
    assert links.keys() >= {"Licence", "Code of conduct", "How to cite"}
    assert not {"Source", "Edit this page", "Contact"} & links.keys(), "no address is known"


def test_a_published_site_knows_its_addresses(tmp_path):
    from lesson_site.head import linked_data, open_graph, sitemap
    from lesson_site.lesson import read_lesson

    lesson = read_lesson(REPOSITORY)
    here = "https://example.org/lesson/01.html"
    assert open_graph(lesson, "One", "About.", "https://example.org/lesson/", here)["url"] == here
    assert linked_data(lesson, "One", "About.", lesson.episodes[0], here)["url"] == here
    assert f"<loc>{here}</loc>" in sitemap([here])


def test_a_repository_that_is_known_is_linked_to(tmp_path):
    from dataclasses import replace

    from lesson_site.lesson import read_lesson
    from lesson_site.repository_links import footer_links, launch_links

    lesson = replace(
        read_lesson(REPOSITORY), source="https://github.com/some/where", contact="a@example.org"
    )
    links = {name: address for address, name in footer_links(lesson, "episodes/01-why-call-c.md")}
    assert (
        links["Edit this page"]
        == "https://github.com/some/where/edit/main/episodes/01-why-call-c.md"
    )
    assert "episodes%2F01-why-call-c.md" in links["Report a mistake on this page"]
    assert links["Contact"] == "mailto:a@example.org"
    assert [urlsplit(address).netloc for address, _ in launch_links(lesson)] == [
        "codespaces.new",
        "mybinder.org",
    ]
    assert launch_links(replace(lesson, source="https://example.org/git")) == []


# Predictions


@pytest.mark.parametrize("name", EPISODES)
def test_each_option_of_a_prediction_has_its_reason(pages, name):
    predictions = [box for box in pages[name].select(".challenge") if box.select("[data-option]")]
    for box in predictions:
        solution = box.select_one("details.solution")
        letters = {one["data-option"] for one in box.select("[data-option]")}
        told = {
            letter for one in solution.select("[data-for]") for letter in one["data-for"].split()
        }
        assert letters - told <= {solution["data-right"]}, box["id"]


def test_most_challenges_are_predictions_that_can_be_answered(pages):
    asked = [
        box for name in EPISODES for box in pages[name].select(".challenge:has([data-option])")
    ]
    predict = [
        box
        for name in EPISODES
        for box in pages[name].select(".challenge")
        if "Predict" in box.get_text()
    ]
    assert len(asked) >= len(predict) > 20


@pytest.mark.parametrize("name", EPISODES)
def test_each_episode_has_a_figure(pages, name):
    assert pages[name].select("article img")


@pytest.mark.parametrize("name", ["aio", "handout"])
def test_links_between_episodes_stay_on_the_page_that_holds_them_all(pages, anchors, name):
    """Printed, that page is all there is."""
    links = [link["href"] for link in pages[name].select("article a[href]")]
    assert [one for one in links if one.partition(".html")[0] in EPISODES] == []
    within = [one[1:] for one in links if one.startswith("#")]
    assert len(within) > 100
    assert [one for one in within if one not in anchors[name]] == []
    assert set(EPISODES) <= anchors[name]
