# Every target is a line you could type yourself. `make demo` and `make test` need python3 (3.11 to 3.13) and nothing else.
PYTHON ?= python3
RUN := .venv/bin/python
LONGEST := tests/notebooks tests/grader
# A third of the lessons runs in `make test`, all of them in CI (tests/notebooks/test_runs.py).
THIRD := $(wildcard notebooks/0[369]_* notebooks/1[258]_*)
export PATH := $(CURDIR)/.venv/bin:$(PATH)

.PHONY: help setup demo test lab teach book notebooks results bench lint lock

help:       ## list the targets
	@grep -E '^[a-z]+: .*##|^[a-z]+:  *##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{printf "  make %-11s %s\n", $$1, $$2}'

setup:      ## make the environment in .venv (a second call does nothing)
	@command -v $(PYTHON) >/dev/null || { echo "There is no '$(PYTHON)' on this machine: install Python 3.11 to 3.13 and run make again." >&2; exit 1; }
	@$(PYTHON) tools/setup_environment.py

demo: setup ## grade a small class of sample submissions and show the pages
	$(RUN) -m grader demo

test: setup ## run the tests
	@# What takes longest begins first, so that no process waits for the other in the end.
	$(RUN) -m pytest -p no:nbval -m "not ci" -n 3 --dist loadfile --no-loadscope-reorder $(LONGEST) $(filter-out $(LONGEST),$(wildcard tests/*))
	COURSE_PROFILE=fast $(RUN) -m pytest -n 3 --dist loadfile --nbval-lax --nbval-current-env --nbval-sanitize-with tests/notebooks/nbval.cfg $(THIRD)

lab: setup  ## open JupyterLab to study: contents, the first lesson, every check
	$(RUN) tools/open_lab.py

teach: setup ## open JupyterLab on the course with formgrader (COURSE=folder for another course)
	$(RUN) tools/open_lab.py --teach $(if $(COURSE),--course $(COURSE))

book: setup ## build the site: lessons, results, the grader's handbook (runs no notebook)
	$(RUN) -m tools.book

notebooks: setup ## execute, normalise and save the solution notebooks (ONLY=03_dense_ae for one)
	$(RUN) tools/notebooks.py $(ONLY)

results: setup ## measure the reference results that the lessons quote (can be stopped and continued)
	$(RUN) -m benchmarks.reference_results

bench: setup ## time and memory of every lesson, as a table
	$(RUN) -m benchmarks.lessons

lint: setup ## check the style of Python and notebooks
	$(RUN) -m ruff check . && $(RUN) -m ruff format --check .

lock: setup ## renew requirements.lock and constraints.txt from pyproject.toml
	$(RUN) tools/lock.py
