# make demo: a branch's month on the sample data.  make test: the whole test suite.  Both set up .venv first.
PYTHON ?= python3
BIN := .venv/bin
OUT := out/demo
AS_OF := 2016-05-31
GRIDCREDIT := $(BIN)/gridcredit
# Ruff reads no setup.cfg, so its settings stand here.
RUFF_FORMAT := $(BIN)/ruff format --line-length 120
RUFF_CHECK := $(BIN)/ruff check --line-length 120 --select E,F,W,I,B,UP,SIM,C4,PIE,RUF,PTH,RET,ARG \
	--ignore RUF001,RUF002,RUF003,B905,E501 --per-file-ignores 'tests/**:ARG'
SOURCES := gridcredit tests benchmarks tools sample_data

.PHONY: demo test fuzz mutants crash simulate lint format docs bench clean

demo: .venv/installed
	@rm -rf $(OUT) && mkdir -p $(OUT)
	$(GRIDCREDIT) ledger id-key $(OUT)/id.key
	@# Exit code 3 means: done, with the rows that were refused listed. The samples hold a clerk's honest mistakes.
	$(GRIDCREDIT) assess sample_data/villages -o $(OUT) --ledger $(OUT)/gridcredit.db --id-key $(OUT)/id.key --as-of $(AS_OF) || [ $$? -eq 3 ]
	$(GRIDCREDIT) record sample_data/outcomes --ledger $(OUT)/gridcredit.db || [ $$? -eq 3 ]
	$(GRIDCREDIT) record sample_data/loans --ledger $(OUT)/gridcredit.db --id-key $(OUT)/id.key --profile sample_data/profiles/核心系统.toml
	$(GRIDCREDIT) inspections -o $(OUT) --ledger $(OUT)/gridcredit.db --as-of $(AS_OF) --until 2016-07-31
	$(GRIDCREDIT) visits -q -o $(OUT) --ledger $(OUT)/gridcredit.db --as-of $(AS_OF) --until +7d
	$(GRIDCREDIT) coverage -o $(OUT) --ledger $(OUT)/gridcredit.db --as-of $(AS_OF) --targets sample_data/目标.xlsx --format xlsx --format html
	@echo && ls -1 $(OUT)/*

test: .venv/developing
	$(BIN)/pytest

fuzz: .venv/developing
	$(BIN)/python tools/fuzz.py $(MUTANTS)

mutants: .venv/developing
	$(BIN)/python tools/mutants.py $(ONLY)

crash: .venv/developing
	$(BIN)/python tools/crash.py $(POINTS)

simulate: .venv/developing
	$(BIN)/python tools/simulate.py $(ARGUMENTS)

lint: .venv/developing
	$(RUFF_FORMAT) --check $(SOURCES)
	$(RUFF_CHECK) $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports --config setup.cfg

format: .venv/developing
	$(RUFF_FORMAT) $(SOURCES)
	$(RUFF_CHECK) --fix $(SOURCES)

docs: .venv/developing
	$(BIN)/python tools/catalogue.py
	$(BIN)/cog -r README.md README.zh-CN.md docs/rules.md docs/profiles.md

bench: .venv/developing
	$(BIN)/python benchmarks/compare.py

clean:
	rm -rf .venv out build mutants *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "gridcredit needs Python 3.11 or newer; name it with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/python setup.cfg
	$(BIN)/pip install --quiet --editable .
	@touch $@

.venv/developing: .venv/python setup.cfg
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch .venv/installed $@
