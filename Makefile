# make run    installs, makes the database, loads the demonstration borough once, and serves it
# make test   installs what tests need and runs them all
# Both are safe to repeat. Everything they install goes into .venv, node_modules and static/dist; data goes into var.

PYTHON3 ?= python3
PYTHON := .venv/bin/python
FLASK := $(PYTHON) -m flask --app app
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: run serve test check assets lint-assets bench lock clean

run: .venv/installed assets
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) init
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) directory demo --once
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) directory reindex --if-needed
	@$(MAKE) --no-print-directory serve

serve:
	@echo "Signpost is at http://$(HOST):$(PORT)/ (stop it with Ctrl-C)"
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(PYTHON) -m gunicorn --bind $(HOST):$(PORT) --workers 2 --threads 4 --log-level warning "app:create_app()"

test: .venv/installed-for-tests assets check
	@$(PYTHON) scripts/ensure_browser.py
	@$(PYTHON) -m pytest -n auto --ignore=tests/e2e
	@$(PYTHON) -m pytest -n auto --dist loadfile tests/e2e

check: .venv/installed-for-tests
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

# Style sheets and scripts, into static/dist. Does nothing when they are up to date.
assets: .venv/installed
	@$(PYTHON) scripts/build_assets.py

# The sources of style sheets and scripts, held against stylelint and eslint. Installs those when they are not there.
lint-assets: .venv/installed
	@$(PYTHON) scripts/build_assets.py --lint

bench: .venv/installed-for-tests assets
	@$(PYTHON) -m bench.run $(BENCH)

# New versions of everything, pinned with hashes. Needs pip-tools.
lock:
	@.venv/bin/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe --no-header --output-file requirements.txt pyproject.toml
	@.venv/bin/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --allow-unsafe --no-header --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	@rm -rf .venv node_modules static/dist

.venv/created:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Signpost needs Python 3.11 or later: set PYTHON3, as in: make run PYTHON3=python3.12")'
	@$(PYTHON3) -m venv .venv
	@touch $@

.venv/installed: .venv/created requirements.txt
	@echo "Installing …"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-for-tests: .venv/installed requirements-dev.txt
	@echo "Installing what tests need …"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
