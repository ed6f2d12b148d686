# Every target works on a fresh machine with Python 3.11 or newer, make and git; the first run installs the rest.
# The distribution's own where it is of the right age and complete: a Python that is loaded as a shared library, as pyenv
# builds it, is a tenth slower (docs/benchmarks.md). `make PYTHON=python3.13 …` takes another one.
PYTHON ?= $(shell for each in /usr/bin/python3 python3; do $$each -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null && echo $$each && exit; done; echo python3)
# One more than there are processors: a test that waits for a page leaves one idle.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))
VENV := .venv
BIN := $(VENV)/bin
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
export PIP_NO_PYTHON_VERSION_WARNING := 1
# Where it is set, every command that a test starts compiles the sources anew: half a second each.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help

.PHONY: help
help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(VENV)/run ## Start a node with sample reports and print its address; Ctrl-C stops it
	@$(BIN)/spamatlas up --sample $(if $(DATA),--data $(DATA)) $(if $(PORT),--port $(PORT))

.PHONY: test
test: $(VENV)/test $(VENV)/train ## Run every test this machine can run, and name those left out
	@$(BIN)/pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder $(TESTS)

.PHONY: fuzz
fuzz: $(VENV)/test ## Look for bytes that are neither read nor rejected, new ones each time: make fuzz SECONDS=600
	@SPAMATLAS_FUZZ_SEED=new SPAMATLAS_FUZZ_SECONDS=$(or $(SECONDS),600) $(BIN)/pytest --numprocesses=auto -m fuzz tests

.PHONY: check
check: $(VENV)/test ## Style, strict types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run 'make format'"; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

.PHONY: format
format: $(VENV)/test ## Bring the code into the house style
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

.PHONY: words
words: $(VENV)/run ## Say which messages each language lacks; WRITE=1 brings the catalogues up to date
	@$(BIN)/python -m spamatlas.locale $(if $(WRITE),--write)

.PHONY: bench
bench: $(VENV)/train ## Measure against rspamd, SpamAssassin and bogofilter in one run (SPAMATLAS_CORPORA names the mails)
	@$(BIN)/python -m benchmarks

.PHONY: evaluation
evaluation: $(VENV)/train ## Make the tables of docs/evaluation.md again (SPAMATLAS_CORPORA; rspamd, SpamAssassin where installed)
	@OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.quality --write $(NAME)

.PHONY: train
train: $(VENV)/train ## Fit the shipped model again from the sets in training/sources.toml (SPAMATLAS_CORPORA)
	@$(BIN)/python training/fit.py

.PHONY: concepts
concepts: $(VENV)/run ## Make the table of concepts again from judge/concepts/*.toml
	@$(BIN)/python -m spamatlas.judge.lexicon

.PHONY: world
world: $(VENV)/run ## Make the maps' shapes again from Natural Earth (npm fetches them)
	@$(BIN)/python frontend/world.py

.PHONY: tour
tour: $(VENV)/test ## Make the pictures of docs/tour.md again (needs Chromium)
	@$(BIN)/python docs/images/make.py

.PHONY: follow
follow: $(VENV)/run ## Print one report through every stage, from the store: make follow ID=...
	@$(BIN)/spamatlas follow $(ID) $(if $(DATA),--data $(DATA))

.PHONY: audit
audit: $(VENV)/audit ## Write the bill of materials, and ask what is known against each part
	@$(BIN)/python requirements/audit.py

.PHONY: lock
lock: $(VENV)/lock ## Pin every requirement anew, by hash, naming no index; what all need is pinned once
	@$(COMPILE) pyproject.toml -o requirements/run.txt $(LOCK)
	@for extra in test browser postgresql train audit; do \
		$(COMPILE) --extra $$extra --constraint requirements/run.txt pyproject.toml -o requirements/$$extra.txt $(LOCK); done
	@printf "hatchling\neditables\n" | $(COMPILE) - -o requirements/build.txt $(LOCK)

.PHONY: clean
clean: ## Remove what the targets made
	rm -rf $(VENV) artefacts .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Spamatlas needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	@echo "Installing into $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@touch $@

$(VENV)/run: $(VENV)/python requirements/run.txt pyproject.toml
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test: $(VENV)/run requirements/test.txt requirements/browser.txt requirements/postgresql.txt
	@$(INSTALL) --require-hashes -r requirements/test.txt
	@$(INSTALL) --require-hashes -r requirements/browser.txt
	@$(INSTALL) --require-hashes -r requirements/postgresql.txt
	@touch $@

$(VENV)/train: $(VENV)/run requirements/train.txt
	@$(INSTALL) --require-hashes -r requirements/train.txt
	@touch $@

$(VENV)/audit: $(VENV)/run requirements/audit.txt
	@$(INSTALL) --require-hashes -r requirements/audit.txt
	@touch $@

$(VENV)/lock: $(VENV)/python
	@$(INSTALL) uv
	@touch $@
