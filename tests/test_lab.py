"""`workshop lab` in a real browser: from the landing notebook to full points, and nothing is lost.

It all happens in a copy of the checkout. Without chromium or Playwright these tests are skipped,
except in CI, where they fail.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from click.testing import CliRunner

from cffi_workshop.cli import lab
from cffi_workshop.errors import WorkshopError
from cffi_workshop.exercises.checkout import episode_slugs
from cffi_workshop.exercises.markers import solution_text
from cffi_workshop.exercises.metadata import all_exercises, load_exercise
from cffi_workshop.learner import LAB, progress
from cffi_workshop.learner.joined.membership import forget
from cffi_workshop.learner.lab_folder import prepare
from cffi_workshop.notebooks.code_in_markdown import with_code, with_code_in_headings
from cffi_workshop.notebooks.markdown_parts import hrefs
from cffi_workshop.notebooks.start_page import LANDING, landing_notebook

from .rooms import open_room
from .scratch import share_cache
from .surroundings import COMMAND, REPOSITORY, run_apart

BUILT = ("_build", "__pycache__", ".*_cache", "*.so")
NOT_COPIED = (".git", ".venv", ".workshop", ".hypothesis", *BUILT)
PATIENCE_MS = 90_000  # a cold start on a busy machine; what is waited for comes far sooner
NOTEBOOK = "exercises/fibonacci/fibonacci.ipynb"

EPISODES = episode_slugs(REPOSITORY)
LESSON = f"episodes/{EPISODES[2]}.ipynb"
# One of each kind is opened: numbers, files of a demo, crashes and messages, a package. One is run;
# all are run as notebooks under the newest Python (test_newest_python.py), and for the site.
OPENED = [EPISODES[1], EPISODES[2], EPISODES[8], EPISODES[13]]
RUN = EPISODES[8]

# What a person does with a mouse: open a page, wait for its kernel, run all cells or none, save,
# close it.
OPEN_RUN_AND_SAVE = """async ([path, runs]) => {
    const until = async condition => {
        for (let waited = 0; !condition(); waited += 50) {
            if (waited > 90_000) throw Error(`never came: ${condition}`);
            await new Promise(resolve => setTimeout(resolve, 50));
        }
    };
    const {commands, shell} = jupyterapp;
    const panel = await commands.execute('docmanager:open', {path, factory: 'Notebook'});
    await panel.context.ready;
    const isIdle = () => panel.sessionContext.session?.kernel?.status === 'idle';
    await until(isIdle);
    shell.activateById(panel.id);
    await until(() => shell.currentWidget === panel);
    const cells = () => panel.context.model.toJSON().cells;
    const isRun = cell => cell.cell_type !== 'code' || cell.execution_count;
    // Who only looks is not asked whether to save.
    if (!runs && panel.context.model.dirty) throw Error(`${path} is shown as changed`);
    // The command is over at the first error, announced or not, while the kernel goes on.
    if (runs) await commands.execute('notebook:run-all-cells');
    let polls = 0;
    if (runs) await until(() => {
        polls = isIdle() ? polls + 1 : 0;
        return polls > 100 || (polls > 2 && cells().every(isRun));
    });
    await panel.context.save();
    const shown = cells();
    await panel.sessionContext.shutdown();
    panel.close();
    return shown;
}"""


# What needs no browser


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Copy the checkout as git has it, so that git says what JupyterLab writes into it."""
    copy = tmp_path_factory.mktemp("lab") / "workshop"
    shutil.copytree(REPOSITORY, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    share_cache(copy)
    settings = copy / "src" / "cffi_workshop" / "jupyter" / "config" / "jupyter_lab_config.json"
    settings.write_text(json.dumps({"LabApp": {"expose_app_in_browser": True}}))
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "As it is handed out"]):
        subprocess.run(["git", *words], cwd=copy, check=True)
    return copy


def test_the_landing_notebook_is_current():
    """Its cells, that is: opened once in JupyterLab, its metadata names the kernel more fully."""
    stored = json.loads((REPOSITORY / LANDING).read_text(encoding="utf-8"))["cells"]
    wanted = json.loads(landing_notebook(REPOSITORY))["cells"]
    assert [cell["source"] for cell in stored] == [cell["source"] for cell in wanted], (
        "make notebooks"
    )


def test_every_link_of_the_landing_notebook_leads_somewhere():
    cells = json.loads((REPOSITORY / LANDING).read_text(encoding="utf-8"))["cells"]
    links = re.findall(r"\]\(([^)]+)\)", "".join(line for cell in cells for line in cell["source"]))
    assert NOTEBOOK in links
    assert [link for link in links if not (REPOSITORY / link).is_file()] == []


def test_without_jupyterlab_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(lab.importlib.util, "find_spec", lambda name: None)
    error = CliRunner().invoke(lab.lab, ["--no-browser"]).exception
    assert isinstance(error, WorkshopError)
    assert "run `make lab`" in str(error)


def test_our_settings_come_first_and_those_of_the_learner_stay(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/learner")
    ours, theirs = lab.environment()["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert json.loads(next(Path(ours).glob("*.json")).read_text())["LabApp"][
        "default_url"
    ].endswith(LANDING)
    assert theirs == "/learner"


# Codespaces and Binder, as far as can be told without a container


def test_a_codespace_opens_on_the_landing_notebook_once_it_is_set_up():
    settings = json.loads(
        (REPOSITORY / ".devcontainer/devcontainer.json").read_text(encoding="utf-8")
    )
    assert settings["customizations"]["codespaces"]["openFiles"] == [(LAB / LANDING).as_posix()]
    assert "/" not in settings["image"]  # an official image, by its plain name
    script = REPOSITORY / settings["postCreateCommand"].removeprefix("bash ")
    assert "lab --folder" in script.read_text()


@pytest.mark.parametrize(
    "name",
    [".devcontainer/post-create.sh", ".binder/postBuild", ".binder/start"],
    ids=lambda name: Path(name).name,
)
def test_scripts_for_containers_can_be_run(name):
    assert os.access(REPOSITORY / name, os.X_OK)
    subprocess.run(["bash", "-n", REPOSITORY / name], check=True)


def test_binder_starts_in_the_folder_and_with_the_settings_of_workshop_lab(checkout):
    program = (
        "import os; print(os.getcwd(), *(os.environ[f'JUPYTER_{name}'] for name in ('CONFIG_PATH', "
        "'PATH')))"
    )
    places = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(checkout / "src"),
    }
    printed = subprocess.run(
        [checkout / ".binder/start", "python", "-c", program],
        cwd=checkout,
        env={**os.environ, **places, "JUPYTER_CONFIG_PATH": "/image", "JUPYTER_PATH": "/data"},
        capture_output=True,
        text=True,
        check=True,
    )
    here, settings, data = printed.stdout.split()
    package = checkout / "src" / "cffi_workshop" / "jupyter"
    assert here == str(checkout / LAB)
    assert settings == f"{package / 'config'}:/image"
    assert data == f"{package / 'share'}:/data"


def test_debian_has_the_packages_that_are_installed_in_containers():
    if not any(Path("/var/lib/apt/lists").glob("*Packages*")):
        pytest.skip("no list of Debian's packages here: apt-get update")
    packages = (REPOSITORY / ".binder/apt.txt").read_text().split()
    shown = subprocess.run(
        ["apt-cache", "show", *packages], capture_output=True, text=True, check=True
    )
    assert set(packages) <= set(re.findall(r"^Package: (.*)$", shown.stdout, re.MULTILINE))


# What stands in the folder that JupyterLab works in


def changed(checkout):
    status = ["git", "status", "--porcelain"]
    return subprocess.run(status, cwd=checkout, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def books(checkout):
    """Return the cells of each notebook that JupyterLab has, by its path."""
    folder = prepare(checkout).folder
    paths = [folder / LANDING, *folder.glob("[des]*/**/*.ipynb")]
    return {path: nbformat.read(path, as_version=4).cells for path in paths}


def test_every_link_of_every_notebook_leads_somewhere(books):
    broken = []
    for path, cells in books.items():
        for href in hrefs(
            "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        ):
            if not urlsplit(href).scheme and not (path.parent / href).is_file():
                broken.append(f"{path.name}: {href}")
    assert broken == []
    assert len(books) > 40


@pytest.mark.parametrize("slug", EPISODES)
def test_an_episode_is_a_lesson_and_no_source_of_one(books, checkout, slug):
    """Its title, its boxes, its solutions folded; no mark of the site, and no plumbing."""
    cells = books[checkout / LAB / "episodes" / f"{slug}.ipynb"]
    text = [cell.source for cell in cells if cell.cell_type == "markdown"]
    page = (REPOSITORY / "episodes" / f"{slug}.md").read_text()
    assert text[0].startswith(f"# {int(slug[:2])}. ")
    assert "**Questions**" in text[0]
    assert [
        one for one in text if re.search(r"^:::|^```\{|\{term\}|\]\([^)]*\.md", one, re.MULTILINE)
    ] == []
    assert sum(one.startswith("### Challenge") for one in text) == page.count(":::{challenge}")
    folds = [cell for cell in cells if "jp-MarkdownHeadingCollapsed" in cell.metadata]
    assert len(folds) == page.count("```{solution-start}")
    code = [cell for cell in cells if cell.cell_type == "code"]
    hidden = [cell.source for cell in code if cell.metadata.get("jupyter")]
    shown = [cell.source for cell in code if not cell.metadata.get("jupyter")]
    assert [source for source in shown if "%load_ext" in source or "%lesson" in source] == []
    assert [source for source in hidden if not source.startswith(("# Run this cell", "%%"))] == []


@pytest.mark.parametrize("slug", EPISODES)
def test_what_is_code_is_marked_in_titles_lists_and_boxes_of_a_lesson(books, checkout, slug):
    text = [
        cell.source
        for cell in books[checkout / LAB / "episodes" / f"{slug}.ipynb"]
        if cell.cell_type == "markdown"
    ]
    of_metadata = [one for one in text if "**Exercise" in one or "**Key points**" in one]
    for one in (text[0], *of_metadata):
        assert with_code(one) == one
    assert [one for one in text if with_code_in_headings(one) != one] == []
    assert len(of_metadata) >= 1


def test_no_exercise_shows_a_solution_before_its_check(books, checkout):
    for exercise in all_exercises(checkout):
        book = checkout / LAB / "exercises" / exercise.slug / exercise.notebook
        cells = [cell.source for cell in books[book]]
        check = cells.index(f"%check {exercise.slug}")
        giving_away = [
            at for at, one in enumerate(cells) if re.search("Likely cause|All checks passed", one)
        ]
        assert all(at > check and "<details>" in cells[at] for at in giving_away), exercise.slug


# JupyterLab, and a browser


def test_only_this_machine_is_listened_to(server):
    """127.0.0.2 is the loopback interface as well; what listens on every address answers there."""
    _, address = server
    port = int(re.search(r":(\d+)/", address)[1])
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    with pytest.raises(OSError, match=r"."):  # refused on Linux, no such address on macOS
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_without_the_token_nothing_is_answered(server):
    _, address = server
    bare = address.partition("/lab")[0] + "/api/contents"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(bare)
    with urllib.request.urlopen(f"{bare}?token={address.partition('token=')[2]}") as answer:
        assert answer.status == 200


# Ends what is open without asking whether to save it. Nothing is returned: a notebook would be handed
# over with all that it refers to, which is all of JupyterLab and takes a minute.
ONLY_OPEN = """async path => {
    await jupyterapp.restored;
    for (const widget of [...jupyterapp.shell.widgets('main')]) widget.dispose();
    await jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'});
}"""


@pytest.fixture(scope="module")
def tab(browser, server):
    """Open the address that is printed, as the learner's browser does, once: loading takes longest.

    It is the landing notebook that is there.
    """
    with browser.new_context(viewport={"width": 1280, "height": 900}) as window:
        tab = window.new_page()
        tab.set_default_timeout(PATIENCE_MS)
        tab.goto(server[1])
        tab.get_by_role("heading", name="How far you are").wait_for()
        tab.locator("#jupyterlab-splash").wait_for(state="detached")
        yield tab


@pytest.fixture
def page(tab, checkout, tmp_path):
    """Show the landing notebook and nothing else; git sees nothing of what follows."""
    tab.wait_for_function("window.jupyterapp?.restored.then(() => true)")
    tab.evaluate(ONLY_OPEN, LANDING)
    tab.get_by_role("heading", name="How far you are").wait_for()
    yield tab
    tab.screenshot(path=tmp_path / "last.png")
    assert changed(checkout) == ""


def follow(page, link):
    """Click a link of the landing notebook; return the notebook that opens."""
    page.locator(f".jp-NotebookPanel a[href*='{link}']").first.click()
    opened = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").filter(
        has_not=page.get_by_role("heading", name="How far you are")
    )
    kernel_is_ready(page, opened)
    return opened


def kernel_is_ready(page, notebook):
    """Wait until the kernel is ready.

    The indicator alone does not tell: it is idle before there is a kernel, and drops what is run.
    """
    notebook.locator(".jp-Toolbar-kernelName").filter(has_text="Python 3").wait_for()
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    notebook.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()


def menu(page, *names):
    for name in names:
        page.get_by_role("menuitem", name=name, exact=True).click()


def run_all(page, notebook, says):
    """Run all cells; wait until the check has said what is expected, and the kernel is idle."""
    menu(page, "Run", "Run All Cells")
    notebook.locator(".jp-OutputArea-output").get_by_text(says).first.wait_for()
    notebook.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()


def save(page, notebook):
    notebook.locator(".jp-NotebookPanel-toolbar").get_by_role("button", name="Save").first.click()
    page.locator(".jp-mod-current.jp-mod-dirty[data-type=document-title]").wait_for(
        state="detached"
    )


@pytest.fixture
def room(checkout):
    """Give a room that the learner has joined in a terminal, in the checkout's own folder."""
    with open_room(checkout.parent / "room") as room:
        joined = run_apart([*COMMAND, "join", room.address, room.code, "--name", "Anna"], checkout)
        assert joined.returncode == 0, joined.stderr
        yield room
        forget(checkout)


def test_a_learner_gets_from_a_failing_verdict_to_full_points(page, checkout, axe, room):
    exercise = load_exercise(checkout / LAB, "fibonacci")
    file = checkout / LAB / NOTEBOOK
    before = json.loads(file.read_text(encoding="utf-8"))["cells"]
    solved = {
        name: f"%%writefile {name}\n{solution_text(exercise, name)}" for name in exercise.editable
    }

    notebook = follow(page, NOTEBOOK)
    run_all(page, notebook, re.compile(r"\b\d of 20 points"))
    ask_for_help(notebook, room)
    look_at_the_card(page, notebook, axe)
    for name, text in solved.items():
        replace_cell(page, notebook, f"%%writefile {name}", text.rstrip("\n"))
    run_all(page, notebook, "20 of 20 points")
    save(page, notebook)

    after = json.loads(file.read_text(encoding="utf-8"))["cells"]
    assert [cell["id"] for cell in after] == [cell["id"] for cell in before]
    for old, new in zip(before, after, strict=True):
        name = "".join(old["source"]).partition("\n")[0].removeprefix("%%writefile ")
        assert "".join(new["source"]) == solved.get(name, "".join(old["source"])).rstrip("\n")
    for name in exercise.editable:
        assert (exercise.folder / name).read_text(encoding="utf-8") == solution_text(exercise, name)
    assert progress.state(exercise) == "done"

    page.reload()
    page.locator(".jp-OutputArea-output").get_by_text("20 of 20 points").first.wait_for()


def ask_for_help(notebook, room):
    """Press the button below the verdict: the board of the instructor shows who asks."""
    notebook.get_by_role("button", name="Ask for help").first.click()
    notebook.get_by_text("you are number 1 in the line").first.wait_for()
    [asked] = room.board()["help"]
    assert (asked["name"], asked["exercise"]) == ("Anna", "fibonacci")


def look_at_the_card(page, notebook, axe):
    """Assert that one card is in view, with a link to the episode, and that all else is folded.

    Everybody can read it, light and dark.
    """
    report = notebook.locator("section.cffi-workshop:not([data-old])")
    cell = notebook.locator(".jp-CodeCell").filter(has_text="%check fibonacci").first
    report.evaluate("one => one.setAttribute('data-old', '')")
    cell.evaluate("one => one.scrollIntoView()")  # as far up as it goes
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    card = report.locator(".card")
    card.wait_for()
    notebook.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for()
    place = card.bounding_box()
    assert place["y"] >= 0
    assert place["y"] + place["height"] <= 900
    assert card.locator("strong").filter(has_text="fibo_step()").is_visible()
    assert "fibonacci.c:" in card.inner_text()
    code = card.locator("pre").last  # it scrolls, and no line of it is broken
    assert code.evaluate("one => getComputedStyle(one).whiteSpace") == "pre"
    assert re.fullmatch(
        r"\d+ passed, \d+ to do, \d+ wait", report.locator("summary").last.inner_text()
    )
    assert not report.locator("li").first.is_visible()
    page.evaluate(axe)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.evaluate(
            "theme => jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
        )
        page.locator(f"[data-jp-theme-name='{theme}']").wait_for(state="attached")
        run = (
            "axe.run('section.cffi-workshop', {resultTypes: ['violations']}).then(all => "
            "all.violations)"
        )
        assert page.evaluate(run) == [], theme
    card.get_by_role("link").click()
    page.get_by_role("heading", name="6. Fibonacci").wait_for()
    page.evaluate("jupyterapp.commands.execute('application:close').then(() => null)")
    notebook.wait_for()


def replace_cell(page, notebook, first_line, text):
    """Select all of a cell, and paste over it."""
    cell = notebook.locator(".jp-CodeCell").filter(has_text=first_line).first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_an_episode_opens_as_a_lesson(page):
    notebook = follow(page, LESSON)
    notebook.get_by_role("heading", name="3. Your own library: add over pointers").wait_for()
    questions = notebook.get_by_role("listitem")
    assert questions.filter(has_text="What is a pointer, and why does C take one?").is_visible()
    first = notebook.locator(".jp-CodeCell").first
    assert "Run this cell" in first.inner_text()
    figure = notebook.get_by_role("img", name=re.compile("A variable in the caller")).first
    assert figure.evaluate("one => one.decode().then(() => one.naturalWidth)") > 100
    solution = (
        notebook.locator(".jp-MarkdownCell").filter(has_text="Solution: Answer and why").first
    )
    solution.scroll_into_view_if_needed()
    hidden = solution.get_by_role("button", name=re.compile("cells? hidden"))
    answer = notebook.get_by_role("paragraph").filter(has_text="Answer D is right.")
    assert not answer.is_visible()
    hidden.click()
    answer.wait_for()
    notebook.get_by_role("link", name="Episode 2").first.click()
    page.get_by_role("heading", name="2. Calling a function that exists").wait_for()


def test_episodes_are_opened_and_saved_and_one_runs_to_its_end(page, checkout):
    for slug in OPENED:
        cells = page.evaluate(OPEN_RUN_AND_SAVE, [f"episodes/{slug}.ipynb", slug == RUN])
        assert [cell["source"] for cell in cells if failed(cell)] == [], slug
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        not_run = [cell["source"] for cell in code if not cell["execution_count"]]
        assert slug != RUN or not_run == []
        assert changed(checkout) == "", slug
    page.evaluate(OPEN_RUN_AND_SAVE, ["exercises/libm/libm.ipynb", False])


def failed(cell):
    """Say whether a cell ended with an error that the page does not announce."""
    raised = any(output["output_type"] == "error" for output in cell.get("outputs", ()))
    return raised and "raises-exception" not in cell["metadata"].get("tags", ())


def test_the_landing_notebook_tells_how_far_the_learner_is(page):
    notebook = page.locator(".jp-NotebookPanel")
    kernel_is_ready(page, notebook)
    run_all(page, notebook, re.compile(r"of \d+ exercises done"))
    save(page, notebook)


def test_the_arrow_keys_move_the_slider_under_a_field(page, checkout):
    """JupyterLab takes the arrow keys to move between cells, unless it is told not to."""
    cell = (
        "import numpy as np\nfrom cffi_workshop import draw\ndraw.frames([np.eye(4) * n for n in "
        "range(5)])"
    )
    kernel = {"name": "python3", "display_name": "Python 3"}
    cells = [nbformat.v4.new_code_cell(cell)]
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(book, checkout / LAB / "slider.ipynb")
    page.evaluate(ONLY_OPEN, "slider.ipynb")
    notebook = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)").filter(has_text="draw.frames")
    kernel_is_ready(page, notebook)
    run_all(page, notebook, "A field over time")
    slider = notebook.get_by_role("slider", name="Step")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "2"
    notebook.get_by_role("img", name="A field over time, 2: from 0 to 2").wait_for()
    page.keyboard.press("End")
    notebook.get_by_role("img", name="A field over time, 4: from 0 to 4").wait_for()
