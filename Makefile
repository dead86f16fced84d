# `make demo` and `make test` need Python 3.11 or newer and a package index; everything else they install themselves.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV ?= .venv
# Further arguments of `rasd demo`, for instance: make demo ARGS="--no-ui --store /tmp/store"; also of `make bench`.
ARGS ?=

BIN := $(VENV)/bin
# Installs into $(VENV) with a uv that is thrown away afterwards: it alone is larger than most of what it installs.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@set -e; boot=$$(mktemp -d); trap 'rm -rf "$$boot"' EXIT; \
	$(PYTHON) -m venv "$$boot"; \
	"$$boot/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt uv; \
	[ -x $(BIN)/python ] || "$$boot/bin/uv" venv --quiet --python $(PYTHON) $(VENV); \
	"$$boot/bin/uv" pip install --quiet --python $(BIN)/python -c constraints.txt -e '$(1)'
	@touch $@
endef

# Processes of the tests. Those of a file stay together, for they share stores, servers and browsers.
JOBS ?= 2

# Runs of the fault harness, and where its figures go.
RUNS ?= 100
REPORT ?= build/faults.json
# Minutes of the fuzzing harness for each of its entry points, of which there are 22, and of the endurance harness in all.
MINUTES ?= 1
# The articles of the endurance harness, read again and again as other ones; and the result of the benchmarks.
ARTICLES ?= examples/articles.jsonl
BENCH ?= build/bench.json

.PHONY: help demo test check docs faults fuzz bench endurance audit licences nightly wheel offline constraints components clean distclean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

# The stamps record what has been installed; a change of the requirements installs again.
$(VENV)/.installed: pyproject.toml constraints.txt
	$(call install,.)

$(VENV)/.installed-test: pyproject.toml constraints.txt
	$(call install,.[test])
	@touch $(VENV)/.installed

demo: $(VENV)/.installed ## build the example articles into ./demo-store and open the interface
	$(BIN)/rasd demo $(ARGS)

check: $(VENV)/.installed-test ## style and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The tests come last so that their summary closes the output.
test: check ## style, types, the wheel on its own, all tests
	scripts/system_packages.sh
	scripts/check_wheel.sh $(BIN)
	$(BIN)/pytest -n $(JOBS) --dist loadfile

docs: $(VENV)/.installed-test ## the documentation site in build/site, without the network
	$(BIN)/python -m sphinx -q -W --keep-going -b html -d build/site.trees docs build/site

faults: $(VENV)/.installed-test ## kills builds at RUNS random points, and feeds long hostile input (some ten minutes)
	@mkdir -p $(dir $(REPORT))
	RASD_FAULT_RUNS=$(RUNS) RASD_FAULT_REPORT=$(abspath $(REPORT)) RASD_LONG=1 $(BIN)/pytest tests/faults
	@cat $(REPORT)

fuzz: $(VENV)/.installed-test ## feeds each entry point with made input for MINUTES minutes; what it finds goes to tests/fuzz/found
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

bench: $(VENV)/.installed-test ## speed and memory of all parts beside the released figures (half an hour; ARGS=--quick: some minutes)
	@mkdir -p $(dir $(BENCH))
	$(BIN)/python benchmarks/suite.py --out $(BENCH) $(ARGS)

endurance: $(VENV)/.installed-test ## endpoint, interface, clients, a browser and builds at once for MINUTES minutes
	$(BIN)/python benchmarks/endurance.py $(ARTICLES) --minutes $(MINUTES)

audit: $(VENV)/.installed-test ## known vulnerabilities of the pinned packages (asks the network; docs/security.md)
	$(BIN)/uv tool run pip-audit --strict --requirement constraints.txt --no-deps --disable-pip

licences: $(VENV)/.installed-test ## licences of all installed packages, and docs/licences.md anew
	$(BIN)/python scripts/check_licences.py

nightly: test faults fuzz offline ## what is too long for each change

wheel: $(VENV)/.installed-test ## dist/rasd-VERSION-py3-none-any.whl
	$(BIN)/hatchling build --target wheel

offline: $(VENV)/.installed-test ## build/wheels: all that an installation without a network needs, tried out
	scripts/collect_wheels.sh $(BIN) build/wheels
	scripts/check_offline.sh $(BIN) build/wheels

constraints: $(VENV)/.installed-test ## newest allowed versions into constraints.txt (run the tests afterwards)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --upgrade -e '.[test]'
	@{ echo '# Names and versions that the tests were run with; made by `make constraints`. No hashes, no addresses.'; \
	  $(BIN)/uv pip freeze --python $(BIN)/python --exclude-editable | grep -vE '^(pip|setuptools|wheel)=='; } > constraints.new
	@mv constraints.new constraints.txt

components: ## the interface's browser parts from ui/components (needs Node.js with npm; the result is committed)
	cd ui/components && npm ci && npm run build

clean: ## what builds, tests and the demo leave behind
	rm -rf build dist demo-store .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find builder ui tests scripts -type d -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## also the environment
	rm -rf $(VENV)
