# `make verify` does the main job on a machine that has nothing but Python; `make test` tests it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: verify prove test test-full test-lowest check bench docs clean

verify: $(VENV)/installed
	$(BIN)/coherence-exact verify

prove: $(VENV)/installed
	$(BIN)/coherence-exact prove

test: $(VENV)/installed-test
	$(BIN)/pytest -n auto -m "not full"

test-full: $(VENV)/installed-test
	$(BIN)/pytest -n auto

# What calls libraries directly, and what commands print.
test-lowest: $(VENV)-lowest/installed
	$(VENV)-lowest/bin/pytest -n auto -m "not full" tests/exact tests/mdp tests/evaluation tests/interchange \
		tests/cli tests/report/html tests/report/latex \
		--ignore tests/cli/test_faults.py --ignore tests/cli/test_cluster.py --ignore tests/cli/test_long_runs.py

check: $(VENV)/installed-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/installed-test
	$(BIN)/python tests/benchmarks/retraining.py
	$(BIN)/python tests/benchmarks/single_models.py
	$(BIN)/python tests/benchmarks/batches.py
	$(BIN)/python tests/benchmarks/storm.py

docs: $(VENV)/installed-docs
	$(BIN)/python -m sphinx -W --keep-going --quiet coherence_exact/documentation build/documentation
	@echo "The documentation is in build/documentation/index.html."

$(VENV)/pip:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/pip pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-test: $(VENV)/pip pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test,browser,dask]"
	touch $@

$(VENV)/installed-check: $(VENV)/pip pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test,check,browser,dask]"
	touch $@

$(VENV)/installed-docs: $(VENV)/pip pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[docs]"
	touch $@

$(VENV)-lowest/installed: pyproject.toml tests/lowest_versions.py
	$(PYTHON) -m venv --clear $(VENV)-lowest
	$(PYTHON) tests/lowest_versions.py > $(VENV)-lowest/constraints.txt
	$(VENV)-lowest/bin/pip install --quiet --disable-pip-version-check \
		--constraint $(VENV)-lowest/constraints.txt --editable ".[test]"
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-lowest build dist .mypy_cache .pytest_cache .ruff_cache
