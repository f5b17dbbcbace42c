# From a fresh clone, with Python 3.11+ and make alone.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help install demo test bench load fix golden pictures lock clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.stamp-run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Hangup needs Python 3.11 or newer; $(PYTHON) is older. Name another: make demo PYTHON=python3.12"; exit 1; }
	@echo "1/3  making .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "2/3  installing what Hangup needs (a minute on a first run)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --require-hashes -r requirements.txt
	@echo "3/3  installing Hangup itself"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.stamp-dev: requirements-dev.txt .venv/.stamp-run
	@echo "     installing what the tests need (the vendor's SDK is large)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on --require-hashes -r requirements-dev.txt
	@touch $@

install: .venv/.stamp-run ## what Hangup needs, into .venv: then `. .venv/bin/activate` and `hangup --help`

demo: .venv/.stamp-run ## the pretend Slack, the pretend platforms and the real bot, on this machine alone
	@$(BIN)/hangup demo

test: .venv/.stamp-dev ## lint, types, contracts, all tests
	@echo "lint";      $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "contracts"; $(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@echo "types";     $(BIN)/mypy
	@echo "tests";     rm -f .coverage .coverage.*; $(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report

bench: .venv/.stamp-dev ## what Hangup costs beside a bare Bolt app; writes the table into README.md and docs/bench.md
	@$(BIN)/python -m bench

load: .venv/.stamp-dev ## a minute of a hundred leads, two processes on one PostgreSQL and faults everywhere; SEED=7 repeats a choice
	@$(BIN)/python -m tests.load $(if $(SEED),--seed $(SEED))

fix: .venv/.stamp-dev ## format, and mend what can be mended
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

golden: .venv/.stamp-dev ## write the golden files again; read the difference before you commit it
	@HANGUP_GOLDEN=write $(BIN)/python -m pytest -q tests -k golden

pictures: .venv/.stamp-dev ## a picture of every story, at 1280 and 390 pixels
	@HANGUP_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/playground/stories

lock: ## resolve the requirements again
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## remove what was made
	@rm -rf .venv .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
