# One-word commands. Everything is set up by itself: uv in .boot/ (unless it is on the PATH), Python packages in .venv/.

UV_VERSION := 0.13.9
UV := $(shell command -v uv 2>/dev/null || echo .boot/bin/uv)
RUN := $(UV) run --frozen --quiet
# What the tests need beyond Python: a real IMAP server, a real PostgreSQL, fonts with Vietnamese letters.
PACKAGES := dovecot-imapd openssl postgresql fonts-dejavu-core fonts-liberation2

.PHONY: setup fmt check test drill demo run bench docs packages
.DEFAULT_GOAL := setup

setup: .venv/.ready ## install the locked Python packages

.boot/bin/uv:
	python3 -m venv .boot
	.boot/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.ready: pyproject.toml uv.lock | $(filter .boot/bin/uv,$(UV))
	$(UV) sync --frozen --quiet
	@touch $@

fmt: setup ## put the code in its form
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

check: setup ## lint, types, layers
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(RUN) lint-imports

packages: ## install the system packages that the tests need, where they are missing
	@sh .ci/packages $(PACKAGES)

test: setup packages ## check, then all tests
	$(MAKE) --no-print-directory check
	$(RUN) pytest -n auto --dist loadgroup

drill: setup packages ## 200 kills of the daemon at random moments, then an hour's soak (about two hours in all)
	$(RUN) python -m tests.drill

demo: | $(filter .boot/bin/uv,$(UV)) ## the whole program on a sample mailbox and a sample Drive; no account, no network
	$(UV) run --frozen --quiet --no-dev tiepnhan demo --out demo-out

run: setup ## the daemon, as tiepnhan.toml says
	$(RUN) tiepnhan run

docs: setup ## the manual of the rules, from their docstrings
	$(RUN) python -c "from validators.manual import manual; print(manual(), end='')" > docs/rules.md

bench: setup packages ## the measurements of docs/benchmarks.md
	$(RUN) python -m benchmarks
