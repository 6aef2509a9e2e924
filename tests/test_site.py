"""How the site of a small lesson is built: what is refused and computed, when cells run again."""

import json
import os
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import nbformat
import pygments
import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from pygments.lexers import get_lexer_by_name

from cffi_workshop.cache import Cache
from cffi_workshop.exercises.checkout import find_root
from cffi_workshop.explain.matching import FOLDER as CATALOGUE
from cffi_workshop.notebooks.lesson import plain

CHECKOUT = find_root(Path(__file__))
WEBSITE = CHECKOUT / "website"
pytest.importorskip("myst_nb", reason="no myst-nb: python -m pip install -e '.[site]'")
sys.path.insert(0, str(WEBSITE))

from lesson_site.cell_outputs import complaints, complaints_about  # noqa: E402
from lesson_site.code_language import language_of  # noqa: E402
from lesson_site.download import as_notebook  # noqa: E402
from lesson_site.execution import (  # noqa: E402
    Store,
    depends_on,
    files_of,
    key_of,
    run_cells,
    text_of,
)
from lesson_site.highlight import LessonFormatter, SessionLexer, style_sheet  # noqa: E402
from lesson_site.html import WORD, unbroken  # noqa: E402
from lesson_site.lesson import read_lesson  # noqa: E402
from lesson_site.notebook import page_notebook, plain_notebook  # noqa: E402
from lesson_site.schedule import rows  # noqa: E402
from lesson_site.source_errors import LessonError  # noqa: E402

CONFIG = {
    "title": "Small things",
    "half_days": {"01-one": "09:00", "02-two": "13:30"},
    "break_minutes": 15,
    "breaks_after": ["02-two"],
    "episodes": ["01-one", "02-two", "03-three"],
}
FRONT = {
    "title": "One thing",
    "teaching": 20,
    "exercises": 15,
    "questions": ["What is `one`?"],
    "objectives": ["Count."],
    "keypoints": ["One is one."],
    "jupytext": {"text_representation": {"extension": ".md", "format_name": "myst"}},
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
}
BODY = """\
## One is counted

:::{challenge} Predict: what is one and one?
- A. 1
- B. 2
:::

```{solution-start} It is B
```

```{code-cell} ipython3
1 + 1
```

```{solution-end}
```
"""


def page(body=BODY, **changes):
    front = {key: value for key, value in (FRONT | changes).items() if value is not None}
    return f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n\n{body}"


@pytest.fixture
def lesson(tmp_path):
    """Write a lesson of three episodes; give its folder."""
    (tmp_path / "episodes").mkdir()
    write_config(tmp_path)
    for slug in CONFIG["episodes"]:
        (tmp_path / "episodes" / f"{slug}.md").write_text(page(title=slug))
    return tmp_path


def write_config(root, **changes):
    values = {key: value for key, value in (CONFIG | changes).items() if value is not None}
    (root / "_config.yml").write_text(yaml.safe_dump(values, sort_keys=False))


def refusal(root):
    with pytest.raises(LessonError) as error:
        read_lesson(root)
    return str(error.value).removeprefix("The lesson cannot be built:\n")


# What fails the build, each time with file and line


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"epsiodes": ["x"]}, "_config.yml:12: unknown key epsiodes; did you mean 'episodes'?"),
        ({"title": None}, "_config.yml:1: title is missing; it is a text"),
        (
            {"break_minutes": "15 min"},
            "_config.yml:5: break_minutes is '15 min'; expected a whole number",
        ),
        (
            {"half_days": {"01-one": "9 o'clock"}},
            '_config.yml:3: 01-one starts at "9 o\'clock"; expected a time such as',
        ),
        (
            {"half_days": {"01-one": "09:00", "02-tow": "13:30"}},
            "_config.yml:4: half_days names 02-tow, which is no episode; did you",
        ),
        (
            {"half_days": {"02-two": "13:30"}},
            "_config.yml:2: half_days does not name 01-one, which opens the first one",
        ),
        ({"breaks_after": ["07-x"]}, "_config.yml:7: breaks_after names 07-x, which is no episode"),
        (
            {"episodes": [*CONFIG["episodes"], "04-four"]},
            "_config.yml:12: there is no episodes/04-four.md",
        ),
        (
            {"episodes": CONFIG["episodes"][:2]},
            "_config.yml:8: episodes/03-three.md is not in this list",
        ),
        (
            {"episodes": [*CONFIG["episodes"], "01-one"]},
            "_config.yml:9: 01-one is named more than once",
        ),
    ],
    ids=[
        *("unknown", "missing", "number", "time", "half", "opens", "break"),
        *("no file", "stray file", "twice"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_line(lesson, changes, sentence):
    write_config(lesson, **changes)
    assert sentence in refusal(lesson)


def test_an_episode_is_found_in_a_list_of_one_line(lesson):
    write_config(lesson, episodes=None)
    with (lesson / "_config.yml").open("a") as config:
        config.write("episodes: [01-one, 02-two, 03-three, 04-four]\n")
    assert refusal(lesson).startswith("_config.yml:8: there is no episodes/04-four.md")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# One\n", "1: the page does not start with front matter"),
        (page(keypoints=None), "2: keypoints is missing; it is a list of texts"),
        (page(teaching="long"), "3: teaching is 'long'; expected minutes, a whole number"),
        (page(questions=[]), "5: questions is []; expected a list of texts"),
        (page(minutes=3), "unknown key minutes"),
        ("---\ntitle: [\n---\n", "3: this is not YAML"),
        (
            page("## Two\n\n#### Four\n"),
            "23: this heading skips a level: 4 # below 2; expected at most 3",
        ),
        (page("# One\n"), "21: the title stands in the front matter; start this with ##"),
        (page("  # One\n"), "21: the title stands in the front matter; start this with ##"),
    ],
    ids=[
        "none",
        "missing",
        "number",
        "list",
        "unknown",
        "yaml",
        "skipped level",
        "title",
        "indented",
    ],
)
def test_a_mistake_in_an_episode_is_told_with_its_line(lesson, text, sentence):
    (lesson / "episodes" / "02-two.md").write_text(text)
    told = refusal(lesson)
    assert told.startswith("episodes/02-two.md:")
    assert sentence in told


def test_all_mistakes_are_told_at_once(lesson):
    for slug in CONFIG["episodes"]:
        (lesson / "episodes" / f"{slug}.md").write_text(page(title=None))
    assert refusal(lesson).count("title is missing") == 3


@pytest.mark.parametrize("comment", ["<!-- one\n# two\n-->", "<!--\n```\n-->", "<!-- # one -->"])
def test_a_heading_inside_of_a_comment_is_none_and_one_behind_it_is(lesson, comment):
    (lesson / "episodes" / "02-two.md").write_text(page(f"## Two\n\n{comment}\n\n### Three\n"))
    assert len(read_lesson(lesson).episodes) == 3
    (lesson / "episodes" / "02-two.md").write_text(page(f"## Two\n\n{comment}\n\n#### Four\n"))
    assert "this heading skips a level" in refusal(lesson)


def test_a_comment_inside_of_code_is_code(lesson):
    text = page("## Two\n\n```html\n<!--\n```\n\n#### Four\n")
    (lesson / "episodes" / "02-two.md").write_text(text)
    assert "this heading skips a level" in refusal(lesson)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("_config.yml", None, "_config.yml:1: this file cannot be read: No such file or directory"),
        (
            "_config.yml",
            b"title: |\n  \xe9\n",
            "_config.yml:2: this is not UTF-8; save the file in",
        ),
        ("_config.yml", b"title: [\n", "_config.yml:2: this is not YAML"),
        ("episodes/02-two.md", b"---\n\xe9", "episodes/02-two.md:2: this is not UTF-8"),
        ("episodes/02-two.md", b"---\ntitle: [\n---\n", "episodes/02-two.md:3: this is not YAML"),
    ],
    ids=["none", "not text", "no yaml", "an episode", "front matter"],
)
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(lesson, name, content, sentence):
    (lesson / name).unlink()
    if content is not None:
        (lesson / name).write_bytes(content)
    [told] = refusal(lesson).splitlines()
    assert told.startswith(sentence)


def test_sphinx_says_what_is_wrong_with_the_configuration_and_nothing_else(lesson):
    (lesson / "_config.yml").unlink()
    done = build(lesson)
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert told == [
        "The lesson cannot be built:",
        "_config.yml:1: this file cannot be read: " + os.strerror(2),
    ]


def test_a_heading_inside_of_code_is_none(lesson):
    (lesson / "episodes" / "02-two.md").write_text(
        page("## Two\n\n```{code-cell}\n#### a comment\n```\n")
    )
    assert len(read_lesson(lesson).episodes) == 3


# The schedule


def test_the_times_of_the_schedule_are_the_sum_of_what_comes_before(lesson):
    (_, first), (start, second) = read_lesson(lesson).days()
    shown = [
        (row.time, getattr(row.what, "slug", row.what))
        for row in rows(start, second, ("02-two", "03-three"), 15)
    ]
    assert [episode.slug for episode in first] == ["01-one"]
    assert shown == [
        ("13:30", "02-two"),
        ("14:05", "Break"),
        ("14:20", "03-three"),
        ("14:55", "Finish"),
    ]


# Cells


def test_a_page_that_goes_wrong_writes_nothing_into_the_checkout(lesson):
    """Its cells run in a fresh folder, also where the %lesson that should lead elsewhere fails."""
    path = read_lesson(lesson).episodes[0].path
    cells = "!mkdir -p ../course; touch here ../course/there"
    path.write_text(page(f"```{{code-cell}} ipython3\n{cells}\n```\n"))
    before = set(lesson.rglob("*"))
    Store(lesson, lesson / "kept").run({path: plain_notebook(path.read_text())})
    made = {one.relative_to(lesson).parts[0] for one in set(lesson.rglob("*")) - before}
    assert made <= {"_build", "kept"}
    assert list((lesson / "_build").iterdir()) == []


def run(body, folder):
    return run_cells(plain_notebook(page(body)), folder)


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("1 / 0", (23, "this cell fails: ZeroDivisionError: division by zero")),
        (
            "%show nothing.c",
            (23, "this cell fails: UsageError: Line magic function `%show` not found"),
        ),
        (
            ":tags: [raises-exception]\n\n1",
            (23, "this cell is tagged raises-exception, and raises none"),
        ),
        (
            "'/tmp/lesson-ab12/add'",
            (23, "this cell shows /tmp/lesson-ab12, a path of this machine"),
        ),
        (":tags: [raises-exception]\n\n1 / 0", None),
        (":tags: [remove-stderr]\n\nimport sys; print(sys.prefix, file=sys.stderr)", None),
    ],
    ids=["an error", "a magic", "no error", "a path", "as announced", "hidden"],
)
def test_a_cell_that_does_not_do_what_the_page_says_is_told(tmp_path, cell, complaint):
    ran = run(f"## Text\n\n```{{code-cell}} ipython3\n{cell}\n```\n", tmp_path)
    found = list(complaints(ran))
    if complaint is None:
        assert found == []
    else:
        [(line, sentence)] = found
        assert (line, sentence[: len(complaint[1])]) == complaint


def test_cells_are_run_again_when_what_they_reach_changes(tmp_path):
    (tmp_path / "demo" / "add").mkdir(parents=True)
    source = tmp_path / "demo" / "add" / "add.c"
    source.write_text("int add(void);")
    cells = text_of(plain_notebook(page("```{code-cell} ipython3\n%lesson demo/add\n```\n")))
    before = key_of(tmp_path, cells)
    assert key_of(tmp_path, cells) == before
    source.write_text("int add(int);")
    assert key_of(tmp_path, cells) != before


def test_cells_that_explain_a_message_depend_on_the_catalogue(tmp_path):
    cells = text_of(plain_notebook(page("```{code-cell} ipython3\n!workshop explain\n```\n")))
    files = {file for one in depends_on(tmp_path, cells) for file in files_of(one)}
    assert set(CATALOGUE.glob("*.toml")) <= files


def test_cells_are_not_run_again_when_a_sentence_changes(tmp_path):
    keys = {
        key_of(tmp_path, text_of(plain_notebook(page(BODY + more))))
        for more in ("", "A sentence.\n")
    }
    assert len(keys) == 1


def test_what_cells_show_is_kept_and_put_on_the_page_and_into_the_notebook(lesson):
    episodes = read_lesson(lesson).episodes
    path = episodes[0].path
    store = Store(lesson, lesson / "kept")
    store.run({path: plain_notebook(path.read_text())})
    [kept] = (lesson / "kept").iterdir()
    assert json.loads(kept.read_text())["outputs"][0][0]["data"]["text/plain"] == "2"
    for book in (page_notebook(path.read_text(), store), as_notebook(episodes[0], store)):
        [cell] = [cell for cell in book.cells if cell.cell_type == "code"]
        assert cell.outputs[0].data["text/plain"] == "2"


def test_outputs_that_were_half_written_are_made_again(lesson):
    path = read_lesson(lesson).episodes[0].path
    key = key_of(lesson, text_of(plain_notebook(path.read_text())))
    (lesson / "kept").mkdir()
    (lesson / "kept" / key).write_text('{"outputs": [[{"data"')
    Store(lesson, lesson / "kept").run({path: plain_notebook(path.read_text())})
    assert Cache(lesson / "kept").get(key)["outputs"][0][0]["data"]["text/plain"] == "2"


def test_a_page_that_fails_leaves_what_others_showed(lesson):
    """They run side by side, so that each must be blamed for its own cells alone."""
    good, bad = (episode.path for episode in read_lesson(lesson).episodes[:2])
    # The one that fails is done first: the other waits until it has been told of.
    good.write_text(page("```{code-cell} ipython3\nimport time; time.sleep(2)\n```\n"))
    bad.write_text(page("```{code-cell} ipython3\n1 / 0\n```\n"))
    books = {path: plain_notebook(path.read_text()) for path in (good, bad)}
    with pytest.raises(LessonError, match=r"02-two\.md:21: this cell fails") as error:
        Store(lesson, lesson / "kept").run(books)
    assert str(error.value).count("\n") == 1
    cache = Cache(lesson / "kept")
    assert cache.get(key_of(lesson, text_of(books[good]))) == {"outputs": [[]]}
    assert cache.get(key_of(lesson, text_of(books[bad]))) is None


def test_pages_of_a_machine_whose_home_is_the_root_may_link(monkeypatch):
    monkeypatch.setenv("HOME", "/")
    [cell] = [cell for cell in plain_notebook(page()).cells if cell.cell_type == "code"]
    cell.outputs = [nbformat.v4.new_output("stream", text="https://cffi.readthedocs.io/ in /usr/")]
    assert list(complaints_about(cell)) == []
    cell.outputs[0].text = f"{CHECKOUT}/demo"
    assert [sentence[:15] for sentence in complaints_about(cell)] == ["this cell shows"]


# Notebooks to download


def downloaded(lesson, site=""):
    """Return the notebook of the first episode, after its cells were run."""
    episode = read_lesson(lesson).episodes[0]
    store = Store(lesson, lesson / "kept")
    store.run({episode.path: plain_notebook(episode.path.read_text())})
    return as_notebook(episode, store, site)


def test_a_downloaded_notebook_is_valid_and_has_no_marks_of_the_site(lesson):
    book = downloaded(lesson)
    nbformat.validate(book)
    text = "\n".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert text.startswith("# 1. 01-one\n\n<div style=")
    assert "- What is `one`?" in text
    assert "### Challenge: Predict: what is one and one?" in text
    assert ":::" not in text
    assert "```" not in text


def test_the_solution_of_a_challenge_is_folded_and_nothing_behind_it(lesson):
    """JupyterLab folds what stands below a heading, up to the next heading of its level."""
    (lesson / "episodes" / "01-one.md").write_text(page(BODY + "\nBehind it.\n"))
    cells = downloaded(lesson).cells
    [start] = [
        place for place, cell in enumerate(cells) if "jp-MarkdownHeadingCollapsed" in cell.metadata
    ]
    assert cells[start].source == "#### Solution: It is B"
    [end] = [place for place, cell in enumerate(cells) if cell.source == "#### After the challenge"]
    assert any(cell.cell_type == "code" for cell in cells[start:end])
    assert cells[end + 1].source == "Behind it."


LINKS = """\
See [the
second](02-two.md#two-is-counted), [errors](../website/pages/errors.md#error-one),
[C](https://example.org/c.md) and

![One thing](../fig/one.svg)

at the end.
"""


@pytest.mark.parametrize(
    ("site", "episode", "errors"),
    [
        ("", "02-two.ipynb", "../errors.html#error-one"),
        (
            "https://here/",
            "https://here/02-two.html#two-is-counted",
            "https://here/errors.html#error-one",
        ),
    ],
    ids=["not published", "published"],
)
def test_a_downloaded_notebook_links_to_what_is_there_and_holds_its_figures(
    lesson, site, episode, errors
):
    (lesson / "fig").mkdir()
    (lesson / "fig" / "one.svg").write_text("<svg/>")
    (lesson / "episodes" / "01-one.md").write_text(page(LINKS))
    [_, before, figure, after, _] = downloaded(lesson, site).cells
    found = BeautifulSoup(MarkdownIt().render(before.source + figure.source), "html.parser")
    assert [link["href"] for link in found.find_all("a")] == [
        episode,
        errors,
        "https://example.org/c.md",
    ]
    [image] = found.find_all("img")
    assert image["alt"] == "One thing"
    assert image["src"] == f"data:image/svg+xml;base64,{b64encode(b'<svg/>').decode()}"
    assert after.source == "at the end."


def test_roles_are_taken_out_of_a_downloaded_notebook_and_code_stays():
    assert plain("The {term}`row stride` and {term}`cdefs <cdef>`.") == "The row stride and cdefs."
    assert plain("A {term}`row\nstride` is\n") == "A row\nstride is"
    assert plain("```c\nint x; // {term}`x`\n```") == "```c\nint x; // {term}`x`\n```"


# The whole of it, once, with all kinds of boxes


BOXES = """\
## Boxes

::::{callout} A title with `code`
Text and $x^2$.
::::

:::{prereq}
- C
:::

:::{instructor} Ask first
Wait for answers.
:::

::::{challenge} Predict
Which?

:::{hint} Think
Of one.
:::
::::

:::{solution} The first
Because.
:::

```{solution-end}
```
"""


# What the pages beside the episodes show of the checkout.
SHOWN = (
    *("CITATION.cff", "CODE_OF_CONDUCT.md", "LICENSE.md"),
    *("demo/sqrtf/sqrtf_abi.py", "fig/first-call.svg", "src/cffi_workshop/room/schema.sql"),
)


def build(root, *options):
    for name in ("exercises", "solutions"):
        (root / name).mkdir(exist_ok=True)
    graded = shutil.ignore_patterns("grading.md")  # its cells grade answers to an exercise
    shutil.copytree(
        WEBSITE / "pages", root / "website" / "pages", ignore=graded, dirs_exist_ok=True
    )
    for name in SHOWN:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CHECKOUT / name, root / name)
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        "-c",
        str(WEBSITE),
        *options,
    ]
    command += ["-d", str(root / "out" / "doctrees"), str(root), str(root / "out" / "html")]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_small_lesson_is_built_and_its_mistakes_are_told(lesson):
    """One build for all, because each takes seconds."""
    (lesson / "episodes" / "02-two.md").write_text(page(BOXES))
    done = build(lesson)
    assert done.returncode == 1
    warnings = [
        line for line in done.stderr.splitlines() if "WARNING" in line and "episodes/" in line
    ]
    assert len(warnings) == 1, done.stderr
    assert "02-two.md" in warnings[0]
    assert "this solution-end has no solution-start before it" in warnings[0]

    shown = (lesson / "out" / "html" / "02-two.html").read_text()
    assert "A title with <code" in shown
    assert "<math" in shown
    challenge = shown.index('class="box challenge"')
    assert challenge < shown.index('class="box hint"') < shown.index('class="box solution"')
    assert shown.count('<details class="box') == 2
    one = (lesson / "out" / "html" / "01-one.html").read_text()
    assert (
        one.index('class="box solution"')
        < one.index('class="cell_output')
        < one.index("</details>")
    )


def test_the_colours_of_code_are_named_for_light_and_dark():
    assert ".highlight .k { color: light-dark(#" in style_sheet()


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("$ make\ncc add.c\n", "console"),
        ("libadd.so: add.c\n<tab>$(CC) -o $@ add.c\n", "make"),
        ("[tool.setuptools]\npackages = []\n", "toml"),
        ("#!/bin/bash\nsrun pi\n", "bash"),
        ("function mean(values) result(m) bind(c)\n", "fortran"),
        ("return lib.cbrt(x)\n", "python"),
        ("        ffi.release(book)\n", "python"),
        ('ffi.cdef("""\n    int add(int a, int b);\n""")\n', "python"),
        ("@ffi.def_extern()\n", "python"),
        ("const int sum = *a + *b;\n", "c"),
        ("count += 1;\n", "c"),
        ("int add(int a, int b)\n{\n    ...\n}\n", "c"),
        ("for (size_t i = 0; i < n; i++)\n    ... a[i] ...\n", "c"),
        ("TypeError: must be real number, not str\n", None),
        ("workshop check fibonacci\n", None),
        ("include c/fibo.h fibo_build.py\n", None),
    ],
)
def test_the_language_of_code_is_told_by_the_code(code, language):
    assert language_of(code) == language


def test_a_command_of_a_session_goes_on_where_a_quotation_is_open():
    session = "$ python -c 'one\n> two' | cat\n> printed\n"
    shown = pygments.highlight(session, SessionLexer(), LessonFormatter())
    first, second, printed = shown.split("\n")[:3]
    assert second.startswith("&gt; <span")
    assert first.count("<span") == 2  # one that Pygments puts ahead of all
    assert "<span" not in printed


def test_code_that_looks_the_same_is_marked_once_and_plain_text_not_at_all():
    shown = pygments.highlight(
        "lib = ffi.dlopen(None)", get_lexer_by_name("python"), LessonFormatter()
    )
    assert "lib " in re.sub(r"<span[^>]*></span>", "", shown)
    assert 'class="n"' not in shown
    assert set(re.findall(r'<span class="(\w+)"', shown)) <= set(
        re.findall(r"\.(\w+) \{", style_sheet())
    )


@pytest.mark.parametrize(
    ("option", "is_kept"),
    [("--sandbox", True), ("-DCMAKE_MSVC_RUNTIME_LIBRARY=MultiThreadedDLL", False)],
)
def test_an_option_is_kept_on_one_line_where_a_phone_has_room_for_it(option, is_kept):
    word = f'<span class="pre">{option}</span>'
    assert (unbroken(WORD.match(word)) != option) is is_kept
