# make chat   the page, from nothing; make test   all tests; make bench   what things cost; make attack   attacks on the page
PYTHON ?= python3
BIN := .venv/bin

.PHONY: chat test check bench attack audit lock train wheel clean

chat: .venv/installed
	@$(BIN)/bothways chat

test: .venv/installed-dev
	$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed-dev
	@$(BIN)/python tests/bench/run.py

attack: .venv/installed-dev
	@PYTHONPATH=. $(BIN)/python tests/attack/run.py

train: .venv/installed
	$(BIN)/python -m app.train

wheel: .venv/installed-dev
	$(BIN)/python -m build --wheel

clean:
	rm -rf .venv dist

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
