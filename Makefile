# make run    set up, load the sample town at the first start, serve on http://127.0.0.1:8000
# make test   set up and run all tests (SQLite, PostgreSQL, browser)
# make check  format, lint, types, import contracts, migrations, catalogues
# make bench  benchmarks, each beside its limit
# make faults   processes killed and disks that fail in the midst of imports, exports, upgrades, backups
# make load   a hundred users at once for two minutes, beside the limits
# make thorough  random layouts around known people, many more than in the tests
#
# SAMPLE=0    start empty instead of with the sample town
# PYTHON=…    which interpreter makes the virtual environment (3.11 or later)
# PORT=…      where the server listens

PYTHON ?= python3
SAMPLE ?= 1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi

.PHONY: run test check bench load faults thorough setup setup-dev format catalogue clean

run: $(VENV)/.run
	@$(FLASK) db upgrade
ifeq ($(SAMPLE),0)
	@$(FLASK) first-administrator
else
	@$(FLASK) demo --if-empty
endif
	@$(FLASK) serve --port $(PORT)

test: $(VENV)/.dev
	$(BIN)/pytest -n 2 $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.checks.migrations
	$(BIN)/python -m tests.checks.catalogues

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults $(ARGS)

load: $(VENV)/.dev
	$(BIN)/python -m benchmarks load

thorough: $(VENV)/.dev
	LAYOUT_EXAMPLES=8000 $(BIN)/pytest tests/unit/intake/test_layouts_property.py tests/data/intake/test_layouts_property.py $(ARGS)

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Collect the texts of the interface and compile the catalogues.
catalogue: $(VENV)/.dev
	$(BIN)/python -m tests.checks.catalogues --update

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本"; exit 1; }
	@echo "正在建立虚拟环境…"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	@echo "正在安装运行所需的软件包(首次约一分钟)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@echo "正在安装开发和测试所需的软件包…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build
