# Two commands do everything: `make run` and `make test`. Needed: Python 3.11 to 3.14, pip, make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

# Nothing that is installed here reports to anybody, and Prefect keeps its files in this folder.
export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS = 120
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check format clean

## compose an issue from the sample dump and send it to the embedded outbox
run: $(VENV)/.installed
	$(BIN)/newsletter run --dump examples/dump --subscribers subscribers/example.csv

## formatting, types and tests
test: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) .newsletter .prefect outbox issues dist
