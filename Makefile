# make run   set up and run Duban with a demonstration group
# make test  set up and run all tests and checks
# make bench measure; writes bench/out/*.json

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := .venv/bin/
# A server, its worker and every process of a test would each compile all of it anew where somebody set this.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test faults bench assets check translations docs clean
setup: .venv/ready duban/ui/static/vendor/ready translations
	@$(RUN)python -m compileall -q duban

.uv/bin/uv:
	$(PYTHON) -m venv .uv && .uv/bin/pip install --quiet uv

.venv/ready: pyproject.toml uv.lock | $(if $(findstring .uv,$(UV)),.uv/bin/uv)
	$(UV) sync --quiet --frozen --compile-bytecode $(EXTRAS) --python $(PYTHON)
	@touch $@

duban/ui/static/vendor/ready: package-lock.json duban/ui/assets.py | .venv/ready
	npm ci --silent --no-audit --no-fund
	$(RUN)python -m duban.ui.assets
	@touch $@

assets: duban/ui/static/vendor/ready

translations: .venv/ready
	$(RUN)python -m duban.config.translations compile

run: setup
	DUBAN_DATA=$${DUBAN_DATA:-var/demo} $(RUN)duban demo --serve

test: setup
	$(RUN)python -m tests.run

# The kill test of the suite, a hundred kills on each database it finds.
faults: setup
	DUBAN_TEST_KILLS=100 $(RUN)python -m tests.run faults

bench: setup
	$(RUN)python -m bench.run

docs: setup
	$(RUN)mkdocs build --strict --quiet
