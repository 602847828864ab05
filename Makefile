# Each of `run` and `test` does all of its own set-up. See README.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PORT
# Tests that have rows: the others would say the same on any database.
WITH_ROWS := tests/integration tests/journeys tests/faults tests/house/test_migrations.py
DEMO := HEADROOM_DEMO=1 ORGANISATION_NAME="Glan Hafren University Health Board" \
	HELP_NAME="Ffion Rees, R&D office" HELP_PHONE="01632 960 321"

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# --- set-up, each step done once and again only when its inputs change ---
.PHONY: help run test quick testsqlite testpostgres search lint types storm bench reset people shots translations assets

$(VENV)/run.done: requirements.lock
	@.ci/setup run
	@touch $@

$(VENV)/dev.done: requirements-dev.lock $(VENV)/run.done
	@.ci/setup dev
	@touch $@

$(VENV)/assets.done: package-lock.json portal/web/assets.py $(VENV)/run.done
	@.ci/setup assets
	@touch $@

$(VENV)/words.done: $(VENV)/run.done $(wildcard portal/translations/*/LC_MESSAGES/messages.po)
	@$(PY) -m babel.messages.frontend -q compile -d portal/translations
	@touch $@

# --- the two commands ---
run: $(VENV)/run.done $(VENV)/assets.done $(VENV)/words.done ## Serve the portal with demo data on http://127.0.0.1:8000 (PORT=... overrides)
	@$(DEMO) $(PY) -m portal.cli run

test: lint testsqlite testpostgres ## Lint, then all tests on SQLite and again on PostgreSQL
	@.ci/setup said

testsqlite: $(VENV)/dev.done $(VENV)/assets.done $(VENV)/words.done ## All tests on SQLite
	@$(PY) -m pytest -n auto

testpostgres: $(VENV)/dev.done $(VENV)/assets.done $(VENV)/words.done ## All tests on a temporary PostgreSQL
	@.ci/postgres $(PY) -m pytest -n auto $(WITH_ROWS)

# --- the rest ---
quick: $(VENV)/dev.done $(VENV)/assets.done $(VENV)/words.done ## The tests of the rules and of the house alone, while you work; no database server, no browser
	@$(PY) -m pytest -n auto tests/unit tests/house

search: $(VENV)/dev.done $(VENV)/words.done ## Property tests with a thousand fresh examples each
	@HYPOTHESIS_PROFILE=search $(PY) -m pytest -n auto $$(grep -rl hypothesis tests --include='test_*.py')

lint: $(VENV)/dev.done ## Style, types, import order of the features, templates
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy portal \
	&& $(VENV)/bin/lint-imports --no-cache && $(VENV)/bin/djlint --profile jinja --lint --quiet templates

storm: $(VENV)/dev.done $(VENV)/assets.done ## 20,000 submissions while the server is killed 200 times (SQLite; `.ci/postgres make storm` for PostgreSQL)
	@$(PY) -m tests.faults.storm

bench: $(VENV)/dev.done $(VENV)/assets.done ## Cost of each page over 1,000 applications, beside a bare Flask page
	@$(PY) -m tests.benchmarks.pages

shots: $(VENV)/dev.done $(VENV)/assets.done $(VENV)/words.done ## Pictures of every page type at 360 and 1280 px, in var/shots
	@$(DEMO) $(PY) -m tests.browser.shots

people: $(VENV)/run.done ## The demo people as JSON
	@$(DEMO) $(PY) -m portal.cli people

reset: ## Forget the demo's data; the next `make run` loads it again
	@rm -rf var

translations: $(VENV)/dev.done ## Bring the Welsh catalogue up to date with the code's words
	@$(VENV)/bin/pybabel -q extract -F .babel.cfg -k _ -k lazy -k _n:1,2 -k _l --no-location --sort-output -o /tmp/headroom.pot . \
	&& $(VENV)/bin/pybabel -q update --no-fuzzy-matching --ignore-obsolete -i /tmp/headroom.pot -d portal/translations -l cy
