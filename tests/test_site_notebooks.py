"""Every episode in a real JupyterLab: it opens as a notebook, runs to its end, and is saved as it was."""

import json
import shutil

import jupytext
import pytest
import yaml

from .built_site import EPISODES
from .test_lab import CHECKOUT, NOT_COPIED, PATIENCE_MS, browser, server

__all__ = ["browser", "server"]

# Commands of JupyterLab itself, by which a page is opened, run and saved without a mouse.
OPEN = """async path => {
    const panel = await jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'});
    await panel.context.ready;
    await panel.sessionContext.ready;
    await panel.sessionContext.session?.kernel?.info;
}"""
RUN = """async () => {
    await jupyterapp.commands.execute('notebook:run-all-cells');
    await jupyterapp.commands.execute('docmanager:save');
    const cells = jupyterapp.shell.currentWidget.context.model.toJSON().cells;
    await jupyterapp.commands.execute('notebook:shutdown-kernel');
    await jupyterapp.commands.execute('application:close');
    return cells;
}"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """Copy the checkout, so that what is saved leaves the repository as it is."""
    copy = tmp_path_factory.mktemp("lab") / "workshop"
    shutil.copytree(CHECKOUT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED, "_build"))
    settings = copy / "src" / "cffi_workshop" / "jupyter" / "jupyter_lab_config.json"
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
def test_an_episode_runs_in_jupyterlab_and_is_saved_as_it_was(lab, checkout, slug):
    file = checkout / "episodes" / f"{slug}.md"
    before = file.read_text(encoding="utf-8")
    lab.evaluate(OPEN, f"episodes/{slug}.md")
    cells = lab.evaluate(RUN)
    assert [cell["source"] for cell in cells if failed(cell)] == []
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in code if cell["source"].strip())
    after = file.read_text(encoding="utf-8")
    assert front_matter(after) == front_matter(before)
    assert sources(after) == sources(before)


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
