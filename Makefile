# make chat   the page, from nothing; make test   all tests; make bench   what things cost; make attack   attacks on the page
# make load   what one process and two bear
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# PyTorch has a build for each kind of machine, and brings what is its own along.
NOT_LOCKED := torch cuda-bindings cuda-pathfinder cuda-toolkit nvidia-cublas nvidia-cuda-cupti \
  nvidia-cuda-nvrtc nvidia-cuda-runtime nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile \
  nvidia-curand nvidia-cusolver nvidia-cusparse nvidia-cusparselt-cu13 nvidia-nccl-cu13 \
  nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx triton

.PHONY: chat test check bench load attack audit lock docs picture train wheel clean

chat: .venv/installed
	@$(BIN)/bothways chat

# Two at once: each has a model of its own, which one thread serves best then.
test: .venv/installed-dev
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist worksteal

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed-dev
	@$(BIN)/python tests/bench/run.py
	@PYTHONPATH=. $(BIN)/python tests/bench/documents.py

load: .venv/installed-dev
	@PYTHONPATH=. $(BIN)/python tests/load/run.py

attack: .venv/installed-dev
	@PYTHONPATH=. $(BIN)/python tests/attack/run.py

# What is installed, as a bill of materials, and whether a hole is known in any of it.
audit: .venv/installed-dev
	@mkdir -p dist
	@$(BIN)/python -m cyclonedx_py environment $(BIN)/python --output-file dist/sbom.json \
	  --output-format JSON && echo "dist/sbom.json lists what is installed"
	@told="No hole is known in what is installed."; \
	$(BIN)/python -m pip_audit --progress-spinner off --skip-editable > dist/audit.txt 2>&1 \
	  || told="pip-audit found something: dist/audit.txt"; \
	if grep -q "not found on PyPI\|ConnectionError\|ServiceError" dist/audit.txt; then \
	  told="pip-audit was skipped: its service can't be reached, or lacks packages."; fi; \
	echo "$$told"

lock: .venv/installed-dev
	$(BIN)/python -m uv pip compile pyproject.toml -c constraints.txt --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  $(addprefix --no-emit-package ,$(NOT_LOCKED)) --quiet --output-file requirements.lock

# Pages that follow from the code are written first; a link that leads nowhere fails.
docs: .venv/installed-dev
	@PYTHONPATH=. $(BIN)/python docs/generate.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet && echo "dist/site/index.html is the documentation"

picture: .venv/installed-dev
	@PYTHONPATH=. $(BIN)/python docs/picture.py

train: .venv/installed
	$(BIN)/python -m app.train

wheel: .venv/installed-dev
	$(BIN)/python -m build --wheel

clean:
	rm -rf .venv dist

.venv/installed: pyproject.toml constraints.txt requirements.lock
	$(PYTHON) -m venv .venv
	@$(PIP) -c constraints.txt torch
	@$(PIP) --require-hashes --no-deps -r requirements.lock \
	  || echo "The locked files can't be had here; the tested versions are installed unlocked."
	@$(PIP) -c constraints.txt -e .
	@touch $@

.venv/installed-dev: .venv/installed
	@$(PIP) -c constraints.txt -e '.[dev]'
	@touch $@
