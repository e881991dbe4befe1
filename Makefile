# The words of the README. Everything installs into .venv/ from the locked requirements.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PUBLIC := public

.PHONY: site test check lint types fast bench screenshots lock audit clean

site: $(VENV)/run ## build the default publication into public/
	$(BIN)/ld-export build declarations --frozen --out $(PUBLIC)

test: $(VENV)/dev ## everything: lint, types, import contracts, all tests, audit of dependencies
	BIN=$(BIN) ./tools/test.sh

check: $(VENV)/dev lint types fast ## what every commit must pass, in under a minute

lint:
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/lint-imports

types:
	$(BIN)/mypy

fast:
	$(BIN)/python -m pytest -q -n auto -m "not slow and not external" --hypothesis-profile=quick

bench: $(VENV)/dev ## measure; rewrites docs/benchmarks.md
	$(BIN)/python benchmarks/run.py --write

screenshots: $(VENV)/dev ## pictures of one page of each kind, into docs/images/
	$(BIN)/python tools/screenshots.py

audit: $(VENV)/dev ## known vulnerabilities and licences of what is installed
	$(BIN)/python tools/sbom.py --check

lock: $(VENV)/dev ## resolve the dependencies anew
	$(BIN)/python tools/lock.py
	$(BIN)/python tools/sbom.py

clean:
	rm -rf $(VENV) $(PUBLIC) .$(PUBLIC) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/run: $(VENV)/made requirements/run.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@
