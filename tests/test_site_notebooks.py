"""Every episode in a real JupyterLab: it opens as a notebook, is saved as it was, and runs to its end."""

import json
import shutil

import jupytext
import pytest
import yaml

from .built_site import EPISODES
from .surroundings import REPOSITORY
from .test_lab import NOT_COPIED, PATIENCE_MS

# What a person does with a mouse: open a page, wait for its kernel, run all cells or none, save, close it.
OPEN_RUN_AND_SAVE = """async ([path, runs]) => {
    const until = async condition => {
        for (let waited = 0; !condition(); waited += 50) {
            if (waited > 60_000) throw Error(`never came: ${condition}`);
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


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Copy the checkout, so that what is saved leaves the repository as it is."""
    copy = tmp_path_factory.mktemp("lab") / "workshop"
    shutil.copytree(REPOSITORY, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
    settings = copy / "src" / "cffi_workshop" / "jupyter" / "config" / "jupyter_lab_config.json"
    settings.write_text(json.dumps({"LabApp": {"expose_app_in_browser": True}}))
    return copy


@pytest.fixture(scope="module")
def lab(browser, server):
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(server[1] + "&reset")
    page.wait_for_function("window.jupyterapp?.restored.then(() => true)")
    yield page
    page.close()


@pytest.mark.parametrize("slug", EPISODES)
def test_an_episode_opens_in_jupyterlab_and_is_saved_as_it_was(lab, checkout, slug):
    open_and_save(lab, checkout, slug, runs=False)


# All run as notebooks under the newest Python (test_newest_python.py); here one of each kind does: numbers,
# files of a demo, crashes and messages, a package.
@pytest.mark.parametrize("slug", [EPISODES[1], EPISODES[2], EPISODES[8], EPISODES[13]])
def test_an_episode_runs_to_its_end_in_jupyterlab_and_is_saved_as_it_was(lab, checkout, slug):
    cells = open_and_save(lab, checkout, slug, runs=True)
    assert [cell["source"] for cell in cells if failed(cell)] == []
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["source"] for cell in code if not cell["execution_count"]] == []


def open_and_save(lab, checkout, slug, runs):
    """Open an episode, run it or not, save it, hold the file against what it was; return its cells."""
    file = checkout / "episodes" / f"{slug}.md"
    before = file.read_text(encoding="utf-8")
    cells = lab.evaluate(OPEN_RUN_AND_SAVE, [f"episodes/{slug}.md", runs])
    after = file.read_text(encoding="utf-8")
    assert front_matter(after) == front_matter(before)
    assert sources(after) == sources(before)
    return cells


def failed(cell):
    """Say whether a cell ended with an error that the page does not announce."""
    raised = any(output["output_type"] == "error" for output in cell.get("outputs", ()))
    return raised and "raises-exception" not in cell["metadata"].get("tags", ())


def front_matter(text):
    values = yaml.safe_load(text.split("---\n")[1])
    values["kernelspec"] = values["kernelspec"]["name"]  # JupyterLab names it more fully
    return values


def sources(text):
    cells = jupytext.reads(text, fmt="md:myst").cells
    return [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in cells]
