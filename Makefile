# Everything a developer or a user runs. `make help` lists it; `make check` is what CI runs.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
SHELL := /bin/bash

.DEFAULT_GOAL := help

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { names[++n] = $$1; texts[n] = $$2; if (length($$1) > width) width = length($$1) } \
		END { for (i = 1; i <= n; i++) printf "  %-" width "s  %s\n", names[i], texts[i] }' $(MAKEFILE_LIST)

# npm's own marker file shows whether the installed tree is older than the lock.
node_modules/.package-lock.json: package.json package-lock.json
	@echo 'Installing npm packages, which takes about half a minute.'
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: install
install: node_modules/.package-lock.json
	@node scripts/check-node.mjs

.PHONY: format
format: install ## Rewrite all files in the project's format
	@prettier --log-level warn --write .

.PHONY: lint
lint: install ## Format, lint and types, without changing anything
	@prettier --log-level warn --check .
	@oxlint --type-aware --deny-warnings
	@tsc

.PHONY: generate
generate: install ## Make types, schema and tables from the CRD
	@npm run --silent generate

.PHONY: generated
generated: install ## Fail when a generated file differs from its source
	@npm run --silent generate -- --check

.PHONY: build
build: install ## Bundle the operator into dist/operator.mjs
	@npm run --silent build

.PHONY: image
image: build ## Make an OCI archive of the operator without Docker: dist/operator-image.tar (IMAGE=... names it)
	@node scripts/image.ts dist/operator-image.tar $(IMAGE)

.PHONY: cluster-binaries
cluster-binaries: install ## Obtain etcd, kube-apiserver, kube-controller-manager and kubectl
	@node e2e/cluster/obtain.ts

.PHONY: cluster-deps
cluster-deps: ## Install the Debian packages that real nodes need (as root)
	@if command -v dpkg-query >/dev/null; then e2e/cluster/nodes/deps.sh; \
		else echo 'Cannot install packages: this is no Debian; nodes need conntrack, iproute2, libseccomp, nftables, util-linux' >&2; exit 1; fi

.PHONY: cluster-node-binaries
cluster-node-binaries: install ## Obtain these and kubelet, containerd, runc and what else real nodes need
	@node e2e/cluster/obtain.ts --nodes

.PHONY: cluster-up
cluster-up: cluster-node-binaries ## Start a Kubernetes with real nodes that keeps running (NODES=2)
	@node e2e/cluster/nodes/up.ts --nodes=$(or $(NODES),2)

.PHONY: cluster-down
cluster-down: install ## Stop it
	@node e2e/cluster/nodes/down.ts

# Packages are installed only in CI, where no other user is affected.
.PHONY: test
test: build cluster-binaries ## Set everything up and run all tests
	@if [ "$$CI" = true ] && [ "$$(id -u)" = 0 ]; then \
		$(MAKE) --no-print-directory cluster-deps || echo 'Without these packages the suites on real nodes are left out.' >&2; fi
	@if node e2e/cluster/nodes/available.ts; then node e2e/cluster/obtain.ts --nodes && npm run --silent test; \
		else npm run --silent test -- --selectProjects unit e2e; fi

.PHONY: test-nodes
test-nodes: build cluster-node-binaries ## Run the tests that need real nodes
	@npm run --silent test -- --selectProjects e2e-nodes

.PHONY: test-unit
test-unit: install ## Run the tests that need no cluster
	@npm run --silent test -- --selectProjects unit

# The five that take longest, together more than half of the time of all unit tests.
LONG_SUITES := \
	test/walk/walk.test.ts \
	test/controller/reconcile/histories.test.ts \
	test/kube/protobuf/fuzz.test.ts \
	test/election/rollouts.test.ts \
	test/election/histories.test.ts

.PHONY: test-quick
test-quick: install ## Run the unit tests but the five longest suites (50 seconds)
	@npm run --silent test -- --selectProjects unit --maxWorkers=100% --testPathIgnorePatterns $(LONG_SUITES)

.PHONY: check
check: lint generated test ## Everything CI runs

.PHONY: nightly
nightly: walk properties fuzz seeded-bugs ## What takes too long for each change: every check in its long form

.PHONY: walk
walk: install ## Walk through more than a million states of the election
	@node scripts/walk.ts

# Without workers the seeds are printed unchanged.
.PHONY: properties
properties: install ## Try each property of the election with 100,000 cases (PROPERTY_RUNS=..., PROPERTY_SEED=...)
	@PROPERTY_RUNS=$(or $(PROPERTY_RUNS),100000) npm run --silent test -- --selectProjects unit \
		--testTimeout 3600000 --testPathPatterns 'test/election/(properties|histories|missingData)'

.PHONY: fuzz
fuzz: install ## Decode 100,000 damaged messages of each kind (PROPERTY_RUNS=..., PROPERTY_SEED=...)
	@PROPERTY_RUNS=$(or $(PROPERTY_RUNS),100000) npm run --silent test -- --selectProjects unit \
		--testTimeout 3600000 --testPathPatterns 'test/kube/protobuf/fuzz'

.PHONY: seeded-bugs
seeded-bugs: install ## Plant bugs in a copy of the election, and see each of them caught
	@node scripts/seeded-bugs.ts

# A part of bench-peers.
.PHONY: bench
bench: build cluster-binaries ## Measure failovers among 20 and 1,000 ActiveStandbyServices beside a bare loop (3 minutes)
	@npm run --silent bench:peers -- --only bare --only bare-twin --only ours --only ours-many --storms 0 --starts 0 --takeovers 0

.PHONY: bench-scale
bench-scale: build cluster-binaries ## Measure memory, start, pauses and failovers among 10,000 (14 minutes, 22 GB)
	@npm run --silent bench:scale

.PHONY: bench-memory
bench-memory: build cluster-binaries ## Measure what each memory setting of the image earns (25 minutes, 14 GB)
	@npm run --silent bench:memory

.PHONY: bench-node-failure
bench-node-failure: build cluster-binaries ## Measure what becomes of 200 actives when their node dies (2 minutes)
	@npm run --silent bench:node-failure

# Then `make generate` renews docs/performance.md and the README.
.PHONY: bench-peers
bench-peers: build cluster-binaries ## Measure failovers and storms beside a bare loop and Kubernetes' own (15 minutes)
	@npm run --silent bench:peers -- --out bench/results/peers.json $(foreach bundle,$(BUNDLE),--bundle $(bundle))

.PHONY: bench-neighbours
bench-neighbours: build cluster-binaries ## Measure what a noisy namespace costs the others (7 minutes)
	@npm run --silent bench:neighbours

.PHONY: bench-leader
bench-leader: build cluster-binaries ## Measure how soon another replica leads and acts when the leader is killed (4 minutes)
	@npm run --silent bench:leader

.PHONY: soak-leader
soak-leader: build cluster-binaries ## Show that a leader survives frozen API servers and a busy machine (MINUTES=30)
	@npm run --silent soak:leader -- --minutes $(or $(MINUTES),30)

.PHONY: demo
demo: build $(if $(NODES),cluster-node-binaries,cluster-binaries) ## Show a failover on a real Kubernetes (KEEP=1 leaves it running, NODES=2 adds nodes)
	@node e2e/demo/demo.ts $(if $(KEEP),--keep) $(if $(NODES),--nodes=$(NODES))

.PHONY: demo-down
demo-down: install ## Stop a demo that was left running
	@node e2e/demo/down.ts

INSTALL_YAML ?= dist/install.yaml

# The image's name is set before anything is applied: a Deployment that changes twice would roll out twice.
.PHONY: manifests
manifests: ## Write crds/ and config/ into dist/install.yaml (IMAGE=... names the image, CONFIG=... another folder)
	@command -v kubectl >/dev/null || \
		{ echo 'Cannot make the manifests: there is no kubectl; get it from https://kubernetes.io/docs/tasks/tools' >&2; exit 1; }
	@mkdir -p $(dir $(INSTALL_YAML))
	@set -o pipefail; { cat crds/*.yaml; echo '---'; kubectl kustomize $(or $(CONFIG),config/); } | \
		sed 's|image: activestandby-operator:.*|$(if $(IMAGE),image: $(IMAGE),&)|' > $(INSTALL_YAML)

.PHONY: deploy
deploy: manifests ## Apply dist/install.yaml to the cluster of $KUBECONFIG (IMAGE=... and CONFIG=... as for manifests)
	@kubectl get --raw=/readyz >/dev/null || \
		{ echo 'Cannot deploy: no cluster answers; set KUBECONFIG to the kubeconfig file of yours' >&2; exit 1; }
	@kubectl apply -f $(INSTALL_YAML)
	@echo 'To wait until it runs: kubectl -n activestandby-system rollout status deployment/activestandby-operator'

.PHONY: clean
clean: ## Remove what was built (not the cache of Kubernetes binaries)
	@rm -rf dist coverage node_modules
