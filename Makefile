# Every entry point of the workshop. `make help` lists them; what they do is in the package.

PYTHON ?= python3
VENV := .venv
RUN := "$(CURDIR)/$(VENV)/bin/python" -m
WORKSHOP := $(RUN) cffi_workshop
PIP := $(RUN) pip --disable-pip-version-check install --quiet --constraint constraints.txt
# It takes a fifth of pip's time, and is there where the tests are: a learner needs none.
UV := $(VENV)/bin/uv
SITE := --conf-dir website --doctree-dir _build/doctrees --jobs auto --nitpicky
NO_SOURCE := /(\.venv|\.git|\.workshop|_build|build|__pycache__|[^/]*_cache)/

.DEFAULT_GOAL := help
.PHONY: help start check watch lab demo routes site serve workbench pdf screenshots quick units test test-newest lint bench stubs \
        notebooks clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

start: $(VENV)/.learner ## Set everything up, run the first demos, check the first exercises, say what is next
	@$(WORKSHOP) start

check: $(VENV)/.learner ## Check the next exercise that is not done
	@$(WORKSHOP) check

watch: $(VENV)/.learner ## Check again each time a file is saved
	@$(WORKSHOP) watch

lab: $(VENV)/.lab ## Start JupyterLab at the page with all links
	@$(WORKSHOP) lab

demo: $(VENV)/.learner ## Build and run the demos
	@$(MAKE) --no-print-directory -C demo PYTHON="$(CURDIR)/$(VENV)/bin/python"

routes: $(VENV)/.routes ## Build fibonacci behind every route from Python to C
	@$(MAKE) --no-print-directory -C demo/routes PYTHON="$(CURDIR)/$(VENV)/bin/python"

site: $(VENV)/.site ## Build the website of the lesson into _build/html
	@echo "Running the cells of the lesson where something has changed, and building its pages ..."
	@$(RUN) sphinx $(SITE) --quiet -W --keep-going . _build/html || { rm -rf _build/doctrees; exit 1; }
	@echo "Built: open _build/html/index.html in a browser."

serve: $(VENV)/.site ## Show the website in a browser, built again at each save
	@$(RUN) sphinx_autobuild $(SITE) --port 0 --open-browser --re-ignore '$(NO_SOURCE)' . _build/html

workbench: $(VENV)/.site ## Write the lesson in the form of the Carpentries Workbench, into _build/workbench
	@echo "Running the cells of the lesson where something has changed ..."
	@PYTHONPATH=website $(RUN) lesson_site.workbench

pdf: site $(VENV)/.test ## Print the lesson, and a handout without solutions, into _build
	@$(CURDIR)/$(VENV)/bin/python website/print_pdf.py

screenshots: site $(VENV)/.test ## Take pictures of every page, wide and narrow, light and dark, and presented
	@$(CURDIR)/$(VENV)/bin/python website/screenshots.py

# Many tests wait, for a time limit or a browser, so that twice as many processes as two cores are no burden.
TOGETHER := --numprocesses 4 --dist worksteal

quick: $(VENV)/.test ## What to run at each edit: lint, types, units, a few verdicts
	@$(MAKE) --no-print-directory --jobs 2 lint units

# These compute all the time, and each process imports and collects them first: one a core. What is
# drawn in CI (tests/drawn.py) is drawn here as well.
units: $(VENV)/.test
	@WORKSHOP_DRAWN=$${WORKSHOP_DRAWN:-1/16} $(RUN) pytest -q -m quick --numprocesses logical --dist worksteal $$(grep -l mark.quick tests/test_*.py)

# A mark would do as well, but each test would have to be collected to be left out.
NEWEST := tests/test_newest_python.py

test: $(VENV)/.test ## Run the whole test suite, but for the newest Python
	@$(RUN) pytest --ignore $(NEWEST) $(TOGETHER)

test-newest: $(VENV)/.test ## Run notebooks, solutions and episodes on the newest Python there is
	@$(RUN) pytest $(NEWEST)

lint: $(VENV)/.test ## Check the style of the code, its types, and the layers of its packages
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy
	@$(VENV)/bin/lint-imports --no-logo > $(VENV)/.layers || { cat $(VENV)/.layers; exit 1; }

bench: $(VENV)/.test ## Measure a verdict, the heat step, and (at a small size) all the rest
	@$(RUN) cffi_workshop.bench.verdict
	@$(WORKSHOP) bench evolve
	@$(WORKSHOP) bench calls --quick
	@$(WORKSHOP) bench threads --quick
	@$(WORKSHOP) bench import --quick

stubs: $(VENV)/.learner ## For maintainers: generate exercises/ from solutions/
	@$(WORKSHOP) stubs

notebooks: $(VENV)/.test ## For maintainers: generate and run the notebooks
	@$(WORKSHOP) notebooks

clean: ## Remove what was built, and the environment; keep every file of yours
	@$(MAKE) --no-print-directory -C demo clean
	@$(MAKE) --no-print-directory -C demo/routes clean
	rm -rf $(VENV) build _build src/*.egg-info .pytest_cache .ruff_cache .workshop/cache
	find exercises solutions src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# uv reads no settings of pip's: where it finds no index, or none that answers within some ten
# seconds, pip installs, or says what is wrong.
SOON := UV_HTTP_CONNECT_TIMEOUT=3 UV_HTTP_TIMEOUT=5 UV_HTTP_RETRIES=1
packages = { test -x "$(UV)" && $(SOON) "$(UV)" pip install --quiet --python $(VENV) --constraint constraints.txt $(1) 2>$(VENV)/.uv; } || $(PIP) $(1)

# What runs in the sandbox alone, where nothing can be written, would be compiled at each start.
define install
@$(call packages,--editable $(1))
@$(RUN) compileall -q src/cffi_workshop/worker
endef

# One stamp a set of packages: installing again is for when the list has changed.
$(VENV)/.learner: pyproject.toml constraints.txt | $(VENV)
	@echo "Installing the packages that the exercises need ..."
	$(call install,.)
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(VENV)
	@echo "Installing the packages that the tests need ..."
	@$(PIP) uv
	@# What is imported of so many packages is compiled then, and that is a third.
	$(call install,".[test]" --no-compile)
	@touch $@ $(VENV)/.learner $(VENV)/.routes $(VENV)/.lab $(VENV)/.site

$(VENV)/.lab: pyproject.toml constraints.txt | $(VENV)
	@echo "Installing JupyterLab ..."
	$(call install,".[lab]")
	@touch $@ $(VENV)/.learner

$(VENV)/.site: pyproject.toml constraints.txt | $(VENV)
	@echo "Installing the packages that the website needs ..."
	$(call install,".[site]")
	@touch $@ $(VENV)/.learner $(VENV)/.routes $(VENV)/.lab

$(VENV)/.routes: pyproject.toml constraints.txt | $(VENV)
	@echo "Installing the tools that the routes need ..."
	$(call install,".[routes]")
	@touch $@ $(VENV)/.learner

# An environment knows where it lies: that of a folder which was moved or copied is made anew.
ifneq ($(shell test -f $(VENV)/.place && pwd -P | cmp - $(VENV)/.place),)
.PHONY: $(VENV) $(addprefix $(VENV)/.,learner test lab site routes)
else ifeq ($(origin PYTHON)$(wildcard $(VENV)/.place),command line$(VENV)/.place)
# It keeps its Python; who asks for another one has to know.
WHICH := -c 'import sys; print(sys.base_prefix)'
ifneq ($(shell $(PYTHON) $(WHICH) 2> /dev/null),$(shell $(VENV)/bin/python $(WHICH)))
$(info $(VENV) is there already, with $(shell $(VENV)/bin/python --version). For $(PYTHON): make clean, then this again)
endif
endif

$(VENV):
	@$(PYTHON) -c pass 2> /dev/null || { echo "$(PYTHON) cannot be started; Python 3.11 or later is needed. Try: make PYTHON=python3 start"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python %d.%d was found; 3.11 or later is needed. Try: make PYTHON=python3.12 start" % sys.version_info[:2])'
	@$(PYTHON) -m venv --clear $(VENV)
	@pwd -P > $(VENV)/.place
	@$(call packages,--upgrade pip) # that of an older Python takes twice as long to choose among versions
