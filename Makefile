# Two commands matter: make explore, make test. Each creates the environment that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BROWSER := hatch_build.py $(wildcard graph/views/browser/*)

.PHONY: explore test test-all bench check audit lock clean

explore: $(VENV)/run.stamp
	$(BIN)/aseankg explore $(ARGS)

# ruff, mypy and lint-imports are among the tests (tests/layout), so that they run beside others.
test: $(VENV)/test.stamp
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

# Foreign servers, the W3C's suites (ASEANKG_W3C names a clone of w3c/rdf-tests), long fuzzing: what is missing is skipped
# with the reason.
test-all: $(VENV)/all.stamp
	$(BIN)/pytest -n 2 -m "long or not long" -rs $(ARGS)

# Ratios against peers: make bench ARGS="--sizes 1000 10000".
bench: $(VENV)/bench.stamp
	$(BIN)/python -m bench $(ARGS)

check: $(VENV)/run.stamp
	$(BIN)/aseankg check

# Known weaknesses of what is locked. Asks a service on the network, and fails where it gets no answer.
audit: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt

# New versions of what we stand on: hashes, and no addresses.
lock: $(VENV)/test.stamp
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --group build -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --group build --group test --group lock -o requirements/test.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --group build --group test --group all -o requirements/all.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --group build --group test --group bench -o requirements/bench.txt

clean:
	rm -rf $(VENV) build dist graph/views/bundle

$(VENV)/run.stamp: requirements/run.txt pyproject.toml $(BROWSER)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, found " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/test.stamp: requirements/test.txt pyproject.toml $(BROWSER)
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, found " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/all.stamp: requirements/all.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, found " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/all.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/bench.stamp: requirements/bench.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, found " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
