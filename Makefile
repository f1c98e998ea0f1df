# Everything a newcomer types. `make` alone says what there is; each target sets up what it needs first.
SHELL := /bin/sh
.DEFAULT_GOAL := help
python := .venv/bin/python
run := .venv/bin/maillage
# Hundreds of processes start in the tests, a few in a demonstration: each would compile all the code again.
unexport PYTHONDONTWRITEBYTECODE

##@ Découvrir
.PHONY: help
help: ## Cette aide
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n\033[1m%s\033[0m\n", substr($$0, 5)} \
	  /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: setup ## Rejoue Romans, 2018-2024 (profil embarqué : ni serveur, ni root) et publie ses bulletins
	@$(run) demo

.PHONY: demo-real
demo-real: setup ## La même saison sur RabbitMQ et PostgreSQL, nœuds privés
	@$(run) demo --real

.PHONY: attacker
attacker: demo ## Ce que trouve des patients de la démonstration quelqu'un qui lit tout le bus, enveloppes comprises
	@PYTHONPATH=tests $(python) -m support.attacker out/demo/state

##@ Vérifier
.PHONY: test
test: setup ## Tout : mise en forme, types, règles d'import, tests (apporte ses propres serveurs)
	@$(MAKE) --no-print-directory -j 3 lint test-in-order

# Types of a tree that mypy has not read yet take it a minute, of one processor: the tests are not kept waiting.
.PHONY: test-in-order
test-in-order: setup
	@$(MAKE) --no-print-directory test-unit
	@$(MAKE) --no-print-directory test-integration

.PHONY: lint
lint: setup ## Mise en forme, lint, types, règles d'import
	@.venv/bin/ruff format --check --quiet . || { echo "À taper : make fmt"; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --config pyproject.toml | tail -n 4

.PHONY: test-unit
test-unit: setup ## Tests unitaires, toutes les règles : moins de 15 s, aucune socket
	@$(python) -m pytest --quiet -n 2 --disable-socket --allow-unix-socket $(UNIT)

.PHONY: test-integration
test-integration: test-served test-green ## Tests sur de vrais RabbitMQ et PostgreSQL, nœuds privés, et dans un vrai Chromium

# Twice as many workers as the reference machine has processors: tests wait for processes that they have started.
.PHONY: test-served
test-served: setup servers browser
	@$(python) -m pytest --quiet -n 4 --dist loadfile --no-loadscope-reorder --hypothesis-profile thorough $(INTEGRATION)

# They wait, a patched process at a time, and leave both processors to the others.
# hypothesis would import trio, which selenium brings, and trio cannot be imported into a patched process.
.PHONY: test-green
test-green: setup servers
	@PYTHONPATH=tests $(python) -m pytest --quiet -p green.patched -p no:hypothesispytest tests/green

# How long a poisoned event delays the others is promised of a machine that does nothing else.
ALONE := tests/faults/test_poison.py

.PHONY: test-faults
test-faults: setup servers ## Coupures, pannes et kill -9 : rien de perdu, rien en double (9 minutes)
	@rm -rf out/faults.d out/faults-control.d
	@MAILLAGE_FAULTS=short $(python) -m pytest --quiet -n 1 $(ALONE)
	@MAILLAGE_FAULTS=short $(python) -m pytest --quiet -n 4 --dist loadfile tests/faults $(addprefix --ignore=,$(ALONE))
	@PYTHONPATH=tests $(python) -m faults.report

.PHONY: test-faults-long
test-faults-long: setup servers ## Les mêmes, au budget long (200 pannes du broker, 300 kill, 100 de la base)
	@rm -rf out/faults.d out/faults-control.d
	@MAILLAGE_FAULTS=long $(python) -m pytest --quiet -n 1 $(ALONE)
	@MAILLAGE_FAULTS=long $(python) -m pytest --quiet -n 4 --dist loadfile tests/faults $(addprefix --ignore=,$(ALONE))
	@MAILLAGE_FAULTS=long PYTHONPATH=tests $(python) -m faults.report

.PHONY: test-trixie
test-trixie: setup ## L'intégration sur Debian 13 (RabbitMQ 4.0, PostgreSQL 17, Python 3.13), dans une racine privée ; demande root
	@bin/trixie $(TESTS)

.PHONY: servers
servers: setup # Brings RabbitMQ and PostgreSQL binaries once, before tests start in parallel
	@$(python) -m local_servers --check --fetch >/dev/null

.PHONY: browser
browser: setup # Brings Chromium once, where the machine has none, for the tests that play somebody at the desk
	@PYTHONPATH=tests $(python) -m support.chromium

# What needs no server but takes its time (every odd value of every field, whole seasons of pages) runs with the others.
UNIT := $(wildcard tests/architecture/test_*.py tests/contracts/test_*.py) $(wildcard tests/*/unit)
# The longest files come first, so that none is left alone at the end; xdist would begin with those of the most tests.
LONGEST := tests/system/test_demo.py tests/adding/integration tests/housing/integration/test_races.py
LONGEST += tests/permanence/integration/test_races.py tests/system/test_upgrade.py tests/browser tests/system/test_bench.py
LONGEST += $(addprefix tests/chassis/integration/test_,restarts.py waiting.py probes.py waiting_facts.py races.py)
LONGEST += $(addprefix tests/maillage/integration/test_,foreseen_troubles.py key_command.py)
LONGEST += tests/local_servers/integration/test_local_servers.py
# What holds for any values is tried with few of them in unit tests, and again here with many.
PROPERTIES := $(shell grep -ls '^from hypothesis' $(wildcard tests/*/unit/test_*.py))
INTEGRATION := $(LONGEST) $(PROPERTIES) tests/system tests/browser $(wildcard tests/*/integration) $(wildcard tests/*/thorough)

##@ Mesurer
.PHONY: bench
bench: setup servers ## Débits, délais et mémoire à côté de nameko, de FastStream et du plancher (dix minutes, machine calme)
	@$(python) -m bench

.PHONY: profile
profile: setup servers ## Où passe une microseconde, par événement
	@$(python) -m bench.profiling

.PHONY: trace
trace: setup ## Les fichiers de son service que traverse un enregistrement
	@PYTHONPATH=tests $(python) -W ignore -m support.traced

##@ Travailler
.PHONY: setup
setup: ## L'environnement .venv, depuis les versions figées
	@bin/bootstrap

.PHONY: fmt
fmt: setup ## Met en forme le code
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --quiet --fix .

.PHONY: docs
docs: setup ## Régénère docs/events.md, docs/asyncapi.yaml, docs/security.md, docs/patients.md et les schémas JSON
	@$(run) docs write

.PHONY: service
service: setup ## Écrit un service d'après adding/template : make service name=referrals (docs/adding.md dit la suite)
	@$(python) -m adding.service $(name)
	@$(MAKE) --no-print-directory docs

.PHONY: lists
lists: setup ## Réécrit les listes de pyproject.toml (mypy, import-linter) d'après services/*/pyproject.toml
	@$(python) -m adding.lists

.PHONY: lock
lock: ## Refige les environnements, le nôtre et ceux des pairs mesurés, depuis les .in (demande uv)
	@cd requirements && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate dev.in -o dev.lock
	@cd requirements && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate run.in -c dev.lock -o run.lock
	@for peer in nameko faststream; do (cd bench/peers/$$peer && uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.in -c ../../../requirements/dev.lock -o requirements.lock) || exit 1; done
