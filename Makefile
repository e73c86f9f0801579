# make run    installs into .venv, fetches the starter models, opens the window (or, without a display, does the sample headless)
# make test   installs the same and the checkers, then runs every check and every test
# `make help` lists the rest. pip uses whatever index, proxy and cache you have configured.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEST_HOME ?= $(CURDIR)/.cache/home
TRANSLATIONS := $(patsubst %.ts,%.qm,$(wildcard resources/translations/*.ts))
SHOTS ?= shots

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test install install-dev starters translations test-starters qt-libraries lint types contracts format tests shots bench torture endurance report subspace lock clean

help:
	@echo "make run           install, fetch the starter models, open the window (without a display: the sample, headless)"
	@echo "make test          everything that must hold: lint, types, import contracts, translations, all tests"
	@echo "make tests ARGS=…  only pytest, for example: make tests ARGS='tests/engine -k options'"
	@echo "make lint | types | contracts | format | translations"
	@echo "make shots         pictures of every place of the window, into $(SHOTS)/"
	@echo "make bench         our speed and memory beside PEFT's, on this machine; ARGS='--work prompt_tuning' for a part"
	@echo "make torture N=…   kill a small training N times at random moments (100, half an hour) and compare its end"
	@echo "make endurance     200,000 tiny steps: memory must not grow"
	@echo "make report DATA=… every task and method beside its baselines on real data, as one table"
	@echo "make subspace DATA=… what few numbers reach: prompts, subspaces and their report (docs/subspaces.md)"
	@echo "make lock          resolve requirements*.lock anew"
	@echo "make clean         remove all that make built, .venv and .cache too"

# ---- install: a stamp per lock file, so a second run installs nothing ------------------------------------------------

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Softprompt Studio needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo not there)." \
	         "Try: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "'$(PYTHON)' cannot make a virtual environment. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/run.stamp: $(VENV)/made requirements.lock pyproject.toml
	@echo "Installing into $(VENV) (the first time takes a few minutes) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	@echo "Installing the test tools ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

install: $(VENV)/run.stamp
install-dev: $(VENV)/dev.stamp

# ---- run -------------------------------------------------------------------------------------------------------------

resources/translations/%.qm: resources/translations/%.ts | $(VENV)/run.stamp
	@$(BIN)/pyside6-lrelease -silent $< -qm $@

translations: $(TRANSLATIONS)

starters: install
	@$(BIN)/softprompt backbones get starter || \
	  echo "The starter models are not here yet; the program offers to fetch them again." >&2

# A machine without Qt's libraries still does the headless work, so translations may fail here (and only here).
run: install
	@[ -z "$$DISPLAY" ] || sh .ci/qt-libraries "$(VENV)" window || true
	@$(MAKE) --no-print-directory translations || echo "Going on in English." >&2
	@$(MAKE) --no-print-directory starters
	@$(BIN)/softprompt

# ---- test ------------------------------------------------------------------------------------------------------------

# All of it runs even when an early part fails, so that one run tells everything.
test: install-dev qt-libraries
	@checks=passed; $(MAKE) --no-print-directory -k lint types contracts translations test-starters || checks=failed; \
	$(MAKE) --no-print-directory tests && [ $$checks = passed ] || \
	  { [ $$checks = passed ] || echo "A check before the tests failed: see above." >&2; exit 1; }

qt-libraries: install-dev
	@sh .ci/qt-libraries "$(VENV)" install

lint: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: install-dev
	$(BIN)/mypy

contracts: install-dev
	$(BIN)/lint-imports

# Tests train on the real starter models. Only a missing network excuses their absence: tests/starters.py decides.
test-starters: install-dev
	@SOFTPROMPT_HOME="$(TEST_HOME)" $(BIN)/python -m tests.starters

# All of them run side by side, a worker for each processor (a worker takes some 1.5 GB); some of them, named in ARGS, in one process.
SIDE_BY_SIDE := --numprocesses logical --maxprocesses 4 --dist worksteal
tests: install-dev
	QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 SOFTPROMPT_TEST_HOME="$(TEST_HOME)" \
	  $(BIN)/python -m pytest $(if $(ARGS),$(ARGS),$(SIDE_BY_SIDE))

shots: install-dev translations test-starters
	QT_QPA_PLATFORM=offscreen SOFTPROMPT_TEST_HOME="$(TEST_HOME)" $(BIN)/python -m tests.shots $(SHOTS)

# A random model and made-up rows, so nothing is fetched; see docs/benchmarks.md for others.
bench: install-dev
	$(BIN)/softprompt bench $(ARGS)

N ?= 100
torture: install-dev
	$(BIN)/python -m tests.torture --kills $(N)

endurance: install-dev
	$(BIN)/python -m tests.endurance

# DATA: a folder with a folder for each set of engine/report/plan.py; models of its own beside it, in models/. Cells that
# are finished are not run again; ARGS="--only sst2 rte" runs some of the sets.
REPORT ?= .cache/report
report: install-dev test-starters
	@[ -n "$(DATA)" ] || { echo "Say where the sets are: make report DATA=<folder with sst2/, ag_news/, ...>" >&2; exit 2; }
	SOFTPROMPT_HOME="$(TEST_HOME)" $(BIN)/python -m engine.report --data "$(DATA)" --out "$(REPORT)" $(ARGS)

# DATA: a folder of tasks, or one that has them in multitask/ beside the sets named here. The same command goes on where it
# was left; ARGS="--dims 1,2,3,5,10,25,50,100 --split classification" changes the grid (softprompt subspace study --help).
SUBSPACE ?= .cache/subspace
SUBSPACE_MODEL ?= starter:smollm2-135m
subspace: SETS = $(or $(wildcard $(addprefix $(DATA)/,multitask sst2 ag_news rte cb boolq)),$(DATA))
subspace: install-dev test-starters
	@[ -n "$(DATA)" ] || { echo "Say where the tasks are: make subspace DATA=<folder with multitask/, sst2/, ...>" >&2; exit 2; }
	SOFTPROMPT_HOME="$(TEST_HOME)" $(BIN)/softprompt subspace study $(SETS) --backbone "$(SUBSPACE_MODEL)" \
	  --set training.batch_size=8 --set training.scored_rows=50 --out "$(SUBSPACE)" $(ARGS)

# ---- keep house ------------------------------------------------------------------------------------------------------

# Two environments, one without and one with the test tools; what the second has more is the second file.
# torch and Qt stay at the versions named in the lock file of today: see CONTRIBUTING.md.
FREEZE := -m pip freeze --all --exclude pip --exclude softprompt-studio
NO_GPU := sed -E -e 's/\+[a-z0-9.]+$$//' -e '/^(nvidia|cuda|triton)/d'
lock:
	@mkdir -p .cache && rm -rf .cache/lock && $(PYTHON) -m venv .cache/lock
	@grep -E '^(torch|PySide6_Essentials)==' requirements.lock > .cache/held.txt
	.cache/lock/bin/python -m pip install --quiet --upgrade -c .cache/held.txt setuptools .
	@.cache/lock/bin/python $(FREEZE) | $(NO_GPU) > .cache/run.txt
	.cache/lock/bin/python -m pip install --quiet -c .cache/held.txt '.[dev]'
	@.cache/lock/bin/python $(FREEZE) | $(NO_GPU) | grep -vxFf .cache/run.txt > .cache/dev.txt
	@{ grep '^#' requirements.lock; cat .cache/run.txt; } > .cache/new.txt && mv .cache/new.txt requirements.lock
	@{ grep '^#' requirements-dev.lock; echo "-r requirements.lock"; cat .cache/dev.txt; } > .cache/new.txt && mv .cache/new.txt requirements-dev.lock
	@rm -rf .cache/lock

clean:
	rm -rf $(VENV) .cache build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis shots
	rm -f resources/translations/*.qm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
