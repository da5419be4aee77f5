# `make` alone says what there is.
#
# Every target works in an environment of its own, .venv-<version of Python>, made when first
# needed and filled again only when pyproject.toml or constraints.txt changes. After that no
# network is needed.
#
# Names are relative and quoted: the folder's own path may hold spaces.

PYTHON ?= python3
# what is passed on, as in: make run ARGS="plan_2017 --seed 7"
ARGS ?=
# how many tests run at a time
WORKERS ?= 2
# where the ensemble that is shipped lies
ENSEMBLE := acs_abm/explore/ensembles/calibrated_2018
# the version of uv that writes constraints.txt
UV := uv==0.13.9

PYTHON_VERSION := $(shell "$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
VENV := .venv-$(PYTHON_VERSION)
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed-from.txt

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run app test full concepts calibration figures check lint types format docs hooks lock python clean distclean

help: ## say what there is
	@echo "make run        run England with the defaults (ARGS=\"SCENARIO --seed 7\" to say more)"
	@echo "make app        open the page on this computer"
	@echo "make test       the tests that take seconds"
	@echo "make full       all tests, those that take minutes too"
	@echo "make concepts   the table of concepts on all of England, and its page (hours)"
	@echo "make calibration  what the calibration targets rule out, its ensemble and page (an hour)"
	@echo "make figures    every figure of studies and comparisons, and whether its bytes come again (an hour)"
	@echo "make check      what CI checks: format, lint, types, imports, tests"
	@echo "make format     format the code and mend what can be mended"
	@echo "make docs       write the documentation as a site to site/"
	@echo "make hooks      run the quick checks before every commit"
	@echo "make lock       write constraints.txt again (ARGS=--upgrade for newer versions)"
	@echo "make clean      remove caches and builds (distclean: the environments too)"
	@echo
	@echo "PYTHON=python3.13 chooses the interpreter; 3.11 or later."

run: $(INSTALLED)
	"$(BIN)/acs-abm" run $(ARGS)

app: $(INSTALLED)
	"$(BIN)/acs-abm" app $(ARGS)

test: $(INSTALLED)
	"$(BIN)/python" -m pytest -n $(WORKERS) --dist loadscope $(ARGS)

full: $(INSTALLED)
	ACS_ABM_KILL_LOG=results/benchmarks/kills.csv \
		"$(BIN)/python" -m pytest -n $(WORKERS) --dist loadscope -m "" $(ARGS)

concepts: $(INSTALLED)
	"$(BIN)/python" experiments/concepts/run.py $(ARGS)
	"$(BIN)/python" docs/generate.py

calibration: $(INSTALLED)
	"$(BIN)/acs-abm" calibrate experiments/calibration/calibration.yaml -o results/calibration $(ARGS)
	rm -rf "$(ENSEMBLE)"
	mkdir -p "$(dir $(ENSEMBLE))"
	cp -R results/calibration/ensemble "$(ENSEMBLE)"
	"$(BIN)/python" docs/generate.py

figures: $(INSTALLED)
	"$(BIN)/python" experiments/figures.py $(ARGS)

check: lint types test

lint: $(INSTALLED)
	"$(BIN)/python" -m ruff format --check .
	"$(BIN)/python" -m ruff check .
	"$(BIN)/lint-imports" --no-logo
	PYTHONPATH=tests/reference "$(BIN)/lint-imports" --no-logo --config tests/reference/imports.toml

types: $(INSTALLED)
	"$(BIN)/python" -m mypy

format: $(INSTALLED)
	"$(BIN)/python" -m ruff check --fix-only .
	"$(BIN)/python" -m ruff format .

docs: $(INSTALLED)
	"$(BIN)/python" docs/generate.py
	"$(BIN)/python" -m mkdocs build --quiet $(ARGS)
	@echo "Open site/index.html"

hooks: $(INSTALLED)
	"$(BIN)/python" -m pre_commit install

# Touched files whose text is the same (a branch changed and changed back) install nothing.
$(INSTALLED): pyproject.toml constraints.txt | python
	@if [ -x "$(BIN)/python" ] && cat pyproject.toml constraints.txt | cmp -s - "$@"; then \
		touch "$@"; \
	else \
		rm -f "$@" && \
		echo "Setting up $(VENV) (once; a minute or two, and a network)" && \
		"$(PYTHON)" -m venv "$(VENV)" && \
		"$(BIN)/python" -m pip install --quiet --disable-pip-version-check \
			--constraint constraints.txt --editable ".[dev]" && \
		cat pyproject.toml constraints.txt > "$@"; \
	fi

# Says what is wrong with the interpreter before anything is made with it.
python:
	@"$(PYTHON)" -c "" 2>/dev/null || { \
		echo "There is no working '$(PYTHON)'. Install Python 3.11 or later, or name one:" >&2; \
		echo "    make run PYTHON=python3.12" >&2; \
		exit 1; }
	@"$(PYTHON)" -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
		echo "'$(PYTHON)' is $$("$(PYTHON)" --version 2>&1); 3.11 or later is needed. Name a newer one:" >&2; \
		echo "    make run PYTHON=python3.12" >&2; \
		exit 1; }
	@"$(PYTHON)" -c "import ensurepip, venv" 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu:" >&2; \
		echo "    sudo apt-get install python3-venv    (or python$(PYTHON_VERSION)-venv)" >&2; \
		exit 1; }

# One file for every Python and system: markers, no addresses. Versions already in it are kept.
lock: python
	"$(PYTHON)" -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check "$(UV)"
	.venv-lock/bin/uv pip compile --no-config --universal --python-version 3.11 \
		--no-header --no-annotate \
		--extra dev --output-file constraints.txt --quiet $(ARGS) pyproject.toml

clean:
	rm -rf build dist site ./*.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache .import_linter_cache
	find . -name "__pycache__" -type d -not -path "./.venv*" -prune -exec rm -rf {} +

distclean: clean
	rm -rf ./.venv-*
