.PHONY: run test check bench soak lock

PYTHON ?= python3
RUN := .venv/.run-ready
DEV := .venv/.dev-ready

run: $(RUN)
	@.venv/bin/python bot.py

test: $(DEV)
	@.venv/bin/python -m pytest

check: $(DEV)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/deptry .

bench: $(DEV)
	@.venv/bin/python -m benchmarks

soak: $(DEV)
	@.venv/bin/python -m tests.soak $(MINUTES)

lock: $(DEV)
	@tools/lock.sh

$(RUN): requirements.txt
	@PYTHON="$(PYTHON)" tools/setup.sh requirements.txt $@

$(DEV): requirements-dev.txt
	@PYTHON="$(PYTHON)" tools/setup.sh requirements-dev.txt $@
