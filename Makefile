# Everything a person types here. Each target sets up what it needs and no more.
PYTHON ?= python3
Q ?= when is the 2024 vote?
PORT ?= 8000
TASKS ?= bundled
BIN := .venv/bin

.PHONY: ask serve test check eval bench sidebyside format clean

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

data/index/CURRENT: | .venv/installed
	$(BIN)/tanya add --bundled

ask: .venv/installed data/index/CURRENT
	@$(BIN)/tanya ask "$(Q)"

serve: .venv/installed data/index/CURRENT
	$(BIN)/tanya serve --port $(PORT)

# Everything but the slow tier (kills, load, memory over many questions, browsers), which `make check` runs as well.
test: .venv/installed-dev
	$(BIN)/pytest -m "not slow"

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

format: .venv/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: .venv/installed-dev
	$(BIN)/tanya eval run --save bundled
	$(BIN)/tanya eval report --out data/eval/report.html

bench: .venv/installed
	$(BIN)/tanya bench

# torch first: what comes after it would otherwise choose a build with GPU libraries.
.venv-sidebyside/installed: eval/sidebyside/requirements.txt
	$(PYTHON) -m venv .venv-sidebyside
	.venv-sidebyside/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	.venv-sidebyside/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

sidebyside: .venv/installed .venv-sidebyside/installed
	$(BIN)/python -m eval.sidebyside $(TASKS)

clean:
	rm -rf .venv .venv-sidebyside build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
