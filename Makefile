# handout: course pages into print-ready, tagged PDF.  `make help` lists
# the targets.  Everything that is made goes to build/; a build of kind
# BUILD=release|debug|asan|tsan|cov has its folder there.

BUILD   ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
NAME    ?=
V       ?= 0
QUALITY ?=
JOBS    ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
VERSION := 1.0

B      := build/$(BUILD)
AR     ?= ar
OBJCOPY ?= objcopy
PYTHON ?= python3
SETUP  := src/setup/setup

# ---- flags ------------------------------------------------------------------

PKGS := yaml-0.1 libcmark gumbo harfbuzz harfbuzz-subset icu-uc \
	libpng libjpeg libdeflate libqrencode
# Loaded by `watch --serve` alone: not linked.
PKGS_LOADED := libmicrohttpd
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) $(PKGS_LOADED) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla

CFLAGS_release  := -O2 -DNDEBUG -D_FORTIFY_SOURCE=2 -fstack-protector-strong
CFLAGS_debug    := -O0 -g
CFLAGS_asan     := -O1 -g -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_cov      := -O0 -g --coverage
CFLAGS_tsan     := -O1 -g -fsanitize=thread
LDFLAGS_release := -pie -Wl,-z,relro
LDFLAGS_asan    := -fsanitize=address,undefined
LDFLAGS_cov     := --coverage
LDFLAGS_tsan    := -fsanitize=thread

CPPFLAGS_ALL = -D_POSIX_C_SOURCE=200809L -Isrc $(PKG_CFLAGS) \
	-DHANDOUT_VERSION='"$(VERSION)"' $(CPPFLAGS)
CFLAGS_ALL  = -std=c17 $(WARN) -fPIC -fvisibility=hidden \
	$(CFLAGS_$(BUILD)) $(CFLAGS)
LDFLAGS_ALL = -Wl,--as-needed -Wl,-O1 $(LDFLAGS_$(BUILD)) $(LDFLAGS)

# Small libraries are linked in where their archives are there: each shared
# one costs 0.1 ms at every start.  ICU with its C++ costs ten times that, so
# the program has it inside too; its data, 31 MB, are mapped and hardly read.
# STATIC= links all of them shared.
STATIC  := yaml cmark gumbo deflate hyphen jpeg
STATIC_ICU := $(if $(STATIC),$(if $(filter release,$(BUILD)),icuuc icudata stdc++))
archive  = $(filter /%,$(shell $(CC) -print-file-name=lib$(1:-l%=%).a))
archives = $(foreach l,$(1:%=-l%),$(if $(call archive,$(l)),$(l)))
linked   = $(foreach l,$(1),$(if $(filter $(l),$(2)),$(call archive,$(l)),$(l)))
ALL_LIBS := $(PKG_LIBS) -lhyphen -lhpdf
LIBS     := $(call linked,$(ALL_LIBS),$(call archives,$(STATIC))) -lm
LIBS_ICU := $(call archives,$(STATIC_ICU))
LIBS_PROGRAM := $(if $(filter 3,$(words $(LIBS_ICU))),\
	$(call linked,$(filter-out -licuuc -licudata,$(ALL_LIBS)) -licuuc \
	-licudata -lstdc++,$(call archives,$(STATIC)) $(LIBS_ICU)) \
	-static-libgcc -lm,$(LIBS))

# One short line a step; V=1 shows the commands.
say = @printf '  %-4s %s\n' $(1) $(2); $(if $(filter 0,$(V)),,set -x;)
# A build on all cores, unless a -j was given.
sub = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(JOBS))

# ---- the program ------------------------------------------------------------

SRC := $(filter-out src/setup/%,$(wildcard src/*/*.c))
HDR := $(wildcard src/*/*.h src/*/*.def)
YML := $(wildcard src/theme/*.yml fonts/fonts.yml)
WEB := $(wildcard src/watch/page.*)
GEN := $(YML:%.yml=$(B)/gen/%.o) $(WEB:%=$(B)/gen/%.o)
OBJ := $(SRC:src/%.c=$(B)/obj/%.o)
LIB := $(B)/libhandout-all.a

.PHONY: all
all: $(B)/handout
	@echo "Built $<.  'make handouts' prints content/, 'make check' tests," \
	"'make help' lists the rest."

$(B)/handout: $(filter $(B)/obj/cli/%,$(OBJ)) $(LIB)
	$(call say,link,$@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ \
	$(LIBS_PROGRAM)

# The chain without the command line: what the unit tests link.
$(LIB): $(filter-out $(B)/obj/cli/%,$(OBJ)) $(GEN)
	$(call say,ar,$@)rm -f $@ $@.new && $(AR) rcs $@.new $^ && mv $@.new $@

$(B)/obj/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Loops over the bytes of pictures: three times as fast in vectors.
$(B)/obj/pdf/predict.o: CFLAGS_release += -O3

# Only these two know where `make install` puts the fonts.
AT_HOME := $(filter $(B)/obj/cli/% $(B)/obj/handout/%,$(OBJ))
$(AT_HOME): private CPPFLAGS_ALL += -DHANDOUT_DATADIR='"$(PREFIX)/share/handout"'
$(AT_HOME): $(B)/prefix
# And only this one what the program was made from: what it printed stays
# good until that changes.
$(B)/obj/handout/handout.o: private CPPFLAGS_ALL += \
	-DHANDOUT_SOURCES='"$(shell cat $(B)/sources)"'
$(B)/obj/handout/handout.o: $(B)/sources

# ---- the library ------------------------------------------------------------

# One object in which all but the API is local; and the same, shared.
SONAME  := libhandout.so.$(firstword $(subst ., ,$(VERSION)))
LIB_OBJ := $(filter-out $(B)/obj/cli/% $(B)/obj/batch/% $(B)/obj/watch/%,\
	$(OBJ)) $(filter-out $(B)/gen/src/watch/%,$(GEN))

$(B)/libhandout.a: $(LIB_OBJ)
	$(call say,ar,$@)$(LD) -r -o $(B)/handout-api.o $^ && \
	$(OBJCOPY) --localize-hidden $(B)/handout-api.o && \
	rm -f $@ && $(AR) rcs $@ $(B)/handout-api.o
$(B)/$(SONAME): $(LIB_OBJ)
	$(call say,link,$@)$(CC) $(CFLAGS_ALL) -shared -Wl,-soname,$(SONAME) \
	$(filter-out -pie,$(LDFLAGS_ALL)) -o $@ $^ $(ALL_LIBS) -lm

# What links with the library: its own name, and what is behind it.
$(B)/handout.pc: src/handout/handout.pc.in $(B)/prefix
	@sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|; s|@PKGS@|$(PKGS)|' \
	$< >$@

# Completion for shells, as the program prints it.
COMPLETIONS := $(B)/complete/bash $(B)/complete/zsh $(B)/complete/fish
$(COMPLETIONS): $(B)/complete/%: $(B)/handout
	@mkdir -p $(@D)
	@$(B)/handout completion $* >$@

# Files that the program carries inside become C at build time: their text,
# and the values of YAML, so that nothing is parsed at start.
SYMBOL_src/theme/default     := theme_default
SYMBOL_src/theme/large-print := theme_large_print
SYMBOL_src/theme/ink-save    := theme_ink_save
SYMBOL_src/theme/booklet     := theme_booklet
SYMBOL_fonts/fonts           := fonts_manifest
SYMBOL_src/watch/page.html   := watch_page_html
SYMBOL_src/watch/page.css    := watch_page_css
SYMBOL_src/watch/page.js     := watch_page_js
PACK := $(B)/pack
$(PACK): src/setup/pack.c $(filter $(B)/obj/base/% \
	$(B)/obj/source/yaml.o $(B)/obj/source/scalar.o,$(OBJ))
	$(call say,link,$@)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL) \
	-o $@ $^ $(LIBS)
# The manual of messages, which stands in the source: `make manual' makes it
# anew from their tables, and a test compares.
$(B)/manual: src/setup/manual.c $(filter $(B)/obj/base/%,$(OBJ))
	$(call say,link,$@)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL) \
	-o $@ $^ -lm
.PHONY: manual
manual: $(B)/manual
	$(B)/manual >src/cli/handout-messages.7.new
	@mv src/cli/handout-messages.7.new src/cli/handout-messages.7
define gen
@mkdir -p $(@D)
@$(PACK) $< $(SYMBOL_$*) >$(@:.o=.c).new && mv $(@:.o=.c).new $(@:.o=.c)
$(call say,gen,$<)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $(@:.o=.c)
endef
$(B)/gen/%.o: %.yml $(PACK) $(B)/flags
	$(gen)
$(WEB:%=$(B)/gen/%.o): $(B)/gen/%.o: % $(PACK) $(B)/flags
	$(gen)

# Files that change when the flags or the prefix do, and with them what is
# compiled again.  The first time is the moment to miss a package.
quoted = $(subst ','\'',$(1))
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(call quoted,$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL))' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else \
	$(SETUP) -n build && mv $@.new $@; fi
$(B)/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$(call quoted,$(PREFIX))' | cmp -s - $@ || \
	echo '$(call quoted,$(PREFIX))' >$@
$(B)/sources: FORCE
	@mkdir -p $(@D)
	@{ cat $(SRC) $(HDR) $(YML) $(B)/flags; \
	pkg-config --modversion $(PKGS) 2>/dev/null; } | cksum >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
$(B)/sources: $(B)/flags
.PHONY: FORCE
FORCE:

-include $(OBJ:.o=.d)

# ---- what a newcomer runs ---------------------------------------------------

.PHONY: handouts handouts-built preview
handouts:
	@$(SETUP) build run
	+@$(sub) handouts-built
handouts-built: $(B)/handout
	@mkdir -p build/handouts
	$(B)/handout build -o build/handouts content
	@echo "The handouts are in build/handouts:" && ls build/handouts

preview: handouts
	@$(SETUP) test
	@mkdir -p build/preview && cd build/handouts && for f in *.pdf; do \
	pdftoppm -r 100 -png "$$f" "../preview/$${f%.pdf}"; done
	@echo "Pictures of every page are in build/preview."

# ---- tests ------------------------------------------------------------------

UNIT_SRC := $(wildcard tests/unit/*_test.c)
UNIT     := $(UNIT_SRC:tests/%.c=$(B)/tests/%)
UNIT_AUX := $(filter-out $(UNIT_SRC),$(wildcard tests/unit/*.c))
UNIT_AUX := $(UNIT_AUX:tests/%.c=$(B)/tests/%.o)

$(B)/tests/%.o: tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
$(UNIT): %: %.o $(UNIT_AUX) $(LIB)
	$(call say,link,$@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lcmocka
-include $(UNIT:=.d) $(UNIT_AUX:.o=.d)
.SECONDARY:

# Several threads, each with a handle: what ThreadSanitizer watches.
$(B)/threads: tests/thread/threads.c $(LIB)
	$(call say,link,$@)$(CC) $(CPPFLAGS_ALL) -D_DEFAULT_SOURCE \
	$(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lpthread

# `make check NAME=note*` runs some; check-unit, check-golden, ... one sort.
SUITES := unit golden command bad readback layout install tools site packet \
	messages plan readme watch
RUN     = $(PYTHON) tests/run --build $(BUILD) --folder $(B)

.PHONY: check update unit-tests $(SUITES:%=check-%)
check:
	@$(SETUP) build run test
	+@$(sub) $(B)/handout $(B)/manual unit-tests
	@$(RUN) '$(NAME)'
check-unit: unit-tests
	@$(RUN) --suite unit '$(NAME)'
$(filter-out check-unit,$(SUITES:%=check-%)): check-%: $(B)/handout $(B)/manual
	@$(RUN) --suite $* '$(NAME)'
unit-tests: $(UNIT)
# Shows how the goldens' expected files differ and takes the new ones over;
# STEPS="tree tags" makes those of a new case.
update: $(B)/handout
	@$(RUN) --update '$(STEPS)' '$(NAME)'

.PHONY: lint format cover conformance corpus stress bench
lint:
	@$(SETUP) build lint
	@tests/lint/layers && tests/lint/words
	@clang-format --dry-run -Werror $(SRC) $(HDR_H) $(UNIT_ALL)
	+@$(sub) $(SRC:src/%.c=build/lint/%.tidy) build/lint/cppcheck
	@echo "lint: clean"
HDR_H    := $(filter %.h,$(HDR))
UNIT_ALL := $(wildcard tests/unit/*.c tests/unit/*.h)
build/lint/%.tidy: src/%.c $(HDR) src/.clang-tidy
	@mkdir -p $(@D)
	$(call say,tidy,$<)clang-tidy --quiet $< -- -std=c17 $(CPPFLAGS_ALL) \
	-DHANDOUT_DATADIR='""' 2>$@.log >$@.out || { cat $@.out $@.log; exit 1; }
	@mv $@.out $@
build/lint/cppcheck: $(SRC) $(HDR)
	@mkdir -p $(@D)
	$(call say,lint,cppcheck)cppcheck --quiet --std=c11 -j $(JOBS) \
	--enable=warning,performance,portability --inline-suppr \
	--suppressions-list=tests/lint/cppcheck.txt --error-exitcode=1 \
	-Isrc -D_POSIX_C_SOURCE=200809L src
	@touch $@
format:
	clang-format -i $(SRC) $(HDR_H) $(UNIT_ALL)

cover:
	@$(SETUP) build run test cover
	-@$(MAKE) --no-print-directory BUILD=cov check
	@tests/tools/cover build/cov

conformance:
	@$(SETUP) build run test conformance
	+@$(sub) handouts-built
	@tests/conformance/run

# Each page of the material against an independent reading of its source.
corpus:
	@$(SETUP) build run test facts
	+@$(sub) handouts-built
	@$(PYTHON) tests/corpus/run

# Builds killed at a hundred moments, and what ten times the pages cost.
stress: $(B)/handout
	@$(SETUP) test bench
	@$(PYTHON) tests/stress/run

build/bench/peak: tests/bench/peak.c
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) -O2 -Wall -Wextra -o $@ $<
# QUALITY=1: how well documents are set, beside other programs.
bench: $(B)/handout build/bench/peak
	@$(SETUP) test bench
	@$(PYTHON) tests/bench/$(if $(QUALITY),quality build/bench/quality,run)

# ---- installation -----------------------------------------------------------

D := $(DESTDIR)$(PREFIX)

.PHONY: install uninstall dist clean help
# What is installed: what, under which name, with which rights.
INSTALLED = \
	$(B)/handout:bin/handout:755 \
	$(B)/libhandout.a:lib/libhandout.a:644 \
	$(B)/$(SONAME):lib/$(SONAME):755 \
	$(B)/handout.pc:lib/pkgconfig/handout.pc:644 \
	src/handout/handout.h:include/handout.h:644 \
	src/cli/handout.1:share/man/man1/handout.1:644 \
	src/cli/handout-messages.7:share/man/man7/handout-messages.7:644 \
	src/handout/handout.3:share/man/man3/handout.3:644 \
	$(B)/complete/bash:share/bash-completion/completions/handout:644 \
	$(B)/complete/zsh:share/zsh/site-functions/_handout:644 \
	$(B)/complete/fish:share/fish/vendor_completions.d/handout.fish:644 \
	src/handout/handout.yml.5:share/man/man5/handout.yml.5:644
install_field = $(word $(2),$(subst :, ,$(1)))
install_row   = install -D -m $(call install_field,$(1),3) \
	$(call install_field,$(1),1) $(D)/$(call install_field,$(1),2)
define newline


endef

install: $(foreach i,$(INSTALLED),$(call install_field,$(i),1))
	$(foreach i,$(INSTALLED),$(call install_row,$(i))$(newline)	)
	ln -sf $(SONAME) $(D)/lib/libhandout.so
	src/setup/install-fonts fonts/fonts.yml $(D)/share/handout/fonts
uninstall:
	rm -f $(foreach i,$(INSTALLED),$(D)/$(call install_field,$(i),2)) \
	$(D)/lib/libhandout.so
	rm -rf $(D)/share/handout

dist:
	@mkdir -p build
	git archive --prefix=handout-$(VERSION)/ HEAD | gzip -9n \
	>build/handout-$(VERSION).tar.gz
	@echo build/handout-$(VERSION).tar.gz

clean:
	rm -rf build

help:
	@cat src/setup/targets
