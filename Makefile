# make run    installs, makes the database, loads the demonstration borough once, serves it, and runs the regular jobs
# make test   installs what tests need and runs the static checks and all quick tests, browser tests included
# make test-all   the same, then the slow tests
# All are safe to repeat. Everything they install goes into .venv, node_modules and static/dist; data goes into var.

PYTHON3 ?= python3
PYTHON := .venv/bin/python
FLASK := $(PYTHON) -m flask --app app
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: audit translations run serve test test-slow coverage test-all check assets lint-assets screenshots layout bench lock clean

run: .venv/installed assets
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) init
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) directory demo --once
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) accounts demo --if-demonstration
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) frontdoor demo --once
	@SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false} $(FLASK) directory reindex --if-needed
	@$(MAKE) --no-print-directory serve

# gunicorn takes the place of the shell, and so becomes the parent of the supervisor of the jobs runner. When gunicorn ends, however it
# does, both end too. When the runner ends, the supervisor starts another one.
serve: export SIGNPOST_WATCH_CONTENT ?= true
serve: export SIGNPOST_BASE_URL ?= http://$(HOST):$(PORT)
serve:
	@echo "Signpost is at http://$(HOST):$(PORT)/ (stop it with Ctrl-C)"
	@export SIGNPOST_COOKIE_SECURE=$${SIGNPOST_COOKIE_SECURE:-false}; $(PYTHON) -m scripts.run_jobs & \
		exec $(PYTHON) -m gunicorn --bind $(HOST):$(PORT) --workers 2 --threads 4 --log-level warning "app:create_app()"

# The quick tests in shares with time limits, then the time of each share and the ten slowest tests.
test: .venv/installed-for-tests assets
	@$(PYTHON) scripts/ensure_browser.py
	@$(PYTHON) -m scripts.run_tests

# What `make test` leaves out: long crawls, the measurements' own tests, concurrency, every width and colour scheme for axe.
test-slow: .venv/installed-for-tests assets
	@$(PYTHON) scripts/ensure_browser.py
	@$(PYTHON) -m scripts.run_tests --slow

# The branch coverage of the unit and integration tests, against the floor in pyproject.toml.
coverage: .venv/installed-for-tests assets
	@$(PYTHON) -m scripts.run_tests --coverage

test-all: test test-slow coverage

# The static checks alone.
check: .venv/installed-for-tests
	@$(PYTHON) -m scripts.run_tests --static

# Style sheets and scripts, into static/dist. Does nothing when they are up to date.
assets: .venv/installed
	@$(PYTHON) scripts/build_assets.py
	@$(PYTHON) scripts/make_translations.py --compile

# The catalogues in translations/, brought up to date with the sources. LANGUAGE=cy begins a language.
translations: .venv/installed
	@$(PYTHON) scripts/make_translations.py $(LANGUAGE)

# stylelint and eslint on the sources of style sheets and scripts. Installs both where they are missing.
lint-assets: .venv/installed
	@$(PYTHON) scripts/build_assets.py --lint

# The pictures in docs/images: pages of the demonstration borough, and the layout of the packages.
screenshots: .venv/installed-for-tests assets
	@$(PYTHON) scripts/ensure_browser.py
	@$(PYTHON) -m scripts.screenshots

layout:
	@$(PYTHON) -m scripts.structure --write

# Pins, hashes, licences, use, and known vulnerabilities of all packages. AUDIT=--offline leaves out what needs a network.
audit: .venv/installed-for-tests
	@$(PYTHON) -m scripts.audit $(AUDIT)

bench: .venv/installed-for-tests assets
	@$(PYTHON) -m bench.run $(BENCH)

# New versions of everything, pinned with hashes. Needs pip-tools. No option may write an index's address into the files.
COMPILE := .venv/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --strip-extras --allow-unsafe --no-header
UPGRADE ?= --upgrade
lock:
	@$(COMPILE) $(UPGRADE) --output-file requirements.txt pyproject.toml
	@$(COMPILE) $(UPGRADE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	@rm -rf .venv node_modules static/dist

.venv/created:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Signpost needs Python 3.11 or later: set PYTHON3, as in: make run PYTHON3=python3.12")'
	@$(PYTHON3) -m venv .venv
	@touch $@

.venv/installed: .venv/created requirements.txt requirements-vectors.txt
	@echo "Installing …"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
		-r requirements-vectors.txt || echo "No word vectors for this machine: long searches are compared by their words alone."
	@touch $@

.venv/installed-for-tests: .venv/installed requirements-dev.txt
	@echo "Installing what tests need …"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(PYTHON) scripts/build_assets.py --install
	@touch $@
