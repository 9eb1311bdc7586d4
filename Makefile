# Fealty. `make help` prints every target; `make run` is all that is needed to try it.

GO          ?= go
LINT_VERSION = 2.15.0
VULN_VERSION = 1.1.4
GREMLINS     = github.com/go-gremlins/gremlins/cmd/gremlins@v0.5.0
TOOLS        = $(CURDIR)/var/bin
LINT         = $(TOOLS)/golangci-lint
VERSION     := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
BESIDE_PG    = $(GO) run ./config/localpg/testserver --

.DEFAULT_GOAL := help
.PHONY: help run build check test torture mutants bench load look lint tools vuln clean deps-run deps-test

help: ## print every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: deps-run build ## build and serve the demo shop on http://localhost:3000
	bin/fealty serve

build: ## make bin/fealty
	$(GO) build -trimpath -buildvcs=false -ldflags "-X main.version=$(VERSION)" -o bin/fealty .

check: lint ## gofmt, go vet, golangci-lint and the house test
	@files=$$(gofmt -l *.go config handlers migrations models public views); \
	  if [ -n "$$files" ]; then echo "run gofmt -w on:"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	$(BESIDE_PG) $(GO) test -count=1 -run '^TestHouse' .

lint: tools
	$(LINT) run ./...

test: deps-test ## every test with the race detector, on a PostgreSQL of its own
	@start=$$(date +%s); $(BESIDE_PG) $(GO) test -race -timeout 20m ./...; code=$$?; \
	  echo "make test: $$(( $$(date +%s) - start )) seconds"; exit $$code

torture: deps-test ## the full figures of the long tests, up to 40 minutes
	FEALTY_TORTURE=full $(BESIDE_PG) $(GO) test -count=1 -timeout 60m ./...

mutants: ## change the committed code of ledger, earning, tiers and money and see that tests notice
	@# In a copy of what is committed: gremlins copies the whole folder for each worker, and var/ holds a running PostgreSQL.
	@copy=$$(mktemp -d) && trap 'rm -rf "$$copy"' EXIT && git archive HEAD | tar -x -C "$$copy" && \
	  for p in ledger earning tiers money; do \
	    $(BESIDE_PG) sh -c "cd $$copy && exec $(GO) run $(GREMLINS) unleash --threshold-efficacy 85 ./models/$$p" || exit 1; done

bench: deps-run ## purchases through HTTP beside pgbench, on one durable PostgreSQL: about three minutes
	$(GO) run ./handlers/bench $(BENCH)

load: deps-run ## a crowd of a million members and ten million entries in var/bench, some minutes: BENCH="-members 100000 -verify" for another
	$(GO) run ./handlers/bench -what load $(or $(BENCH),-members 1000000)

look: deps-run ## every page and the common acts in a small crowd and a large one, both loaded before: BENCH="-small 10000 -members 1000000"
	$(GO) run ./handlers/bench -what look $(or $(BENCH),-members 1000000)

tools: ## install golangci-lint into var/bin, unless it is there
	@$(LINT) version 2>/dev/null | grep -q "version v\?$(LINT_VERSION) " || { \
	  echo "installing golangci-lint v$(LINT_VERSION): a few minutes, once"; \
	  GOFLAGS= GOBIN=$(TOOLS) $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(LINT_VERSION); }

vuln: ## known vulnerabilities: make vuln DB=/path/to/vulndb
	@test -n "$(DB)" || { echo "say where the database of vulnerabilities is: make vuln DB=/path/to/vulndb"; exit 2; }
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v$(VULN_VERSION) -db file://$(abspath $(DB)) ./...

clean: ## remove what was built; data in var/ stays
	rm -rf bin

deps-run:
	@.ci/deps run

deps-test:
	@.ci/deps test
