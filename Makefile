# Every command works on a fresh clone with nothing but Python 3.11 or newer (with venv) and make.
# Rule: what is installed comes from a hashed lock, into .venv and nowhere else.

VENV  := .venv
PY    := $(VENV)/bin/python
TREE  := frontdoor web sms bot hub reception flows tests
PORT  ?= 8000
ARGS  ?=
PIP   := $(PY) -m pip --quiet --disable-pip-version-check --no-input install --require-hashes --no-deps --only-binary=:all:
SAY   := printf '\n-- %s\n'
LOCK  := $(PY) -m uv --quiet pip compile --universal --python-version 3.11 --generate-hashes \
         --no-emit-index-url --no-annotate --no-header pyproject.toml
# It says nothing while all is well, so that what is wrong is said here.
NPM    = npm --prefix $(1) ci --silent --no-audit --no-fund --ignore-scripts || { echo \
         'The packages of $(1) cannot be had. They need nodejs (20 or later), npm and a package registry.' >&2; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help run test prove coverage browsers leaving pictures check format bench lock
.SUFFIXES:

help: ## what there is to run
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.runtime ## start everything on this machine, for trying it out (PORT=8000, ARGS=...)
	@exec $(PY) -m frontdoor demo --port $(PORT) $(ARGS)

test: check ## all that Python alone can prove, in ten minutes or less
	@$(SAY) 'tests, on a real Valkey'
	@$(PY) -m pytest -q -n 2 -m 'not prove'
	@$(SAY) 'LEFT OUT here, and run by "make prove":'
	@$(PY) -m pytest --collect-only -q -m prove 2>/dev/null | sed -n '/::/{s/\[.*//;s/^/   /;p;}' | uniq -c || true

prove: $(VENV)/.prove ## what takes long: real browsers, the whole chaos runs, a fresh clone
	@sh .ci/browser
	@$(call NPM,tests/leaving)
	@$(call NPM,docs/openers)
	@$(SAY) 'tests marked "prove", half an hour'
	@$(PY) -m pytest -q -m prove
	@$(MAKE) --no-print-directory coverage

coverage: $(VENV)/.dev ## of these, which lines "make test" never reaches; 95 in 100 is the least
	@$(SAY) 'the tests of "make test" once more, line by line'
	@$(PY) -m pytest -q -n 2 -m 'not prove' --cov --cov-report=term

browsers: $(VENV)/.prove ## of these, the tests in real browsers alone: Chromium and Firefox
	@sh .ci/browser
	@$(call NPM,tests/leaving)
	@$(SAY) 'tests in real browsers'
	@$(PY) -m pytest -q -m prove tests/leaving tests/rivals

leaving: $(VENV)/.prove ## measure ways to leave side by side, and write docs/leaving.md
	@sh .ci/browser
	@$(call NPM,tests/leaving)
	@$(PY) -m tests.rivals

pictures: $(VENV)/.prove ## take the README's pictures anew
	@sh .ci/browser
	@$(PY) -m tests.pictures

check: $(VENV)/.dev ## formatting, lint, types, layers, words
	@$(SAY) 'formatting (make format mends it)'
	@$(PY) -m ruff format --check --output-format concise .
	@$(SAY) 'lint'
	@$(PY) -m ruff check --quiet .
	@$(SAY) 'types'
	@$(PY) -m mypy --no-error-summary $(TREE)
	@$(SAY) 'layers'
	@said=$$($(VENV)/bin/lint-imports 2>&1) || { printf '%s\n' "$$said"; exit 1; }; printf '%s\n' "$$said" | grep Contracts:
	@$(SAY) 'words and journeys'
	@$(PY) -m frontdoor flows check

format: $(VENV)/.dev ## put the code in its one form
	@$(PY) -m ruff format --quiet .
	@$(PY) -m ruff check --fix --quiet . || true

bench: $(VENV)/.dev ## measure, and write docs/benchmarks.md
	@$(PY) -m frontdoor bench $(ARGS)

lock: $(VENV)/.dev ## renew both locks from pyproject.toml
	@$(LOCK) --output-file requirements.lock $(ARGS)
	@$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock $(ARGS)
	@$(LOCK) --extra dev --extra prove --constraint requirements-dev.lock --output-file requirements-prove.lock $(ARGS)

# The stamps: a second `make run` finds them and goes straight on.
$(VENV)/.runtime: requirements.lock .ci/venv
	@sh .ci/venv $(VENV)
	@$(PIP) --requirement requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(PIP) --requirement requirements-dev.lock
	@touch $@

$(VENV)/.prove: requirements-prove.lock $(VENV)/.dev
	@$(PIP) --requirement requirements-prove.lock
	@touch $@
