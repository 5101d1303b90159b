# handout: course pages into print-ready, tagged PDF.  `make help` lists
# the targets.  Everything that is made goes to build/; a build of kind
# BUILD=release|debug|asan|cov has its folder there.

BUILD   ?= release
PREFIX  ?= /usr/local
DESTDIR ?=
NAME    ?= *
V       ?= 0
VERSION := 1.0

B  := build/$(BUILD)

# One short line a step; V=1 shows the commands.
say = @printf '  %-4s %s\n' $(1) $(2); $(if $(filter 0,$(V)),,set -x;)

# ---- flags ------------------------------------------------------------------

PKGS := yaml-0.1 libcmark gumbo harfbuzz harfbuzz-subset icu-uc \
	libpng libjpeg libdeflate libqrencode
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla

CFLAGS_release  := -O2 -DNDEBUG -D_FORTIFY_SOURCE=2 -fstack-protector-strong
CFLAGS_debug    := -O0 -g
CFLAGS_asan     := -O1 -g -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_cov      := -O0 -g --coverage
LDFLAGS_release := -pie -Wl,-z,relro
LDFLAGS_asan    := -fsanitize=address,undefined
LDFLAGS_cov     := --coverage

CPPFLAGS_ALL = -D_POSIX_C_SOURCE=200809L -Isrc $(PKG_CFLAGS) \
	-DHANDOUT_VERSION='"$(VERSION)"' \
	-DHANDOUT_DATADIR='"$(PREFIX)/share/handout"' $(CPPFLAGS)
CFLAGS_ALL  = -std=c17 $(WARN) -fPIE -fvisibility=hidden \
	$(CFLAGS_$(BUILD)) $(CFLAGS)
LDFLAGS_ALL = -Wl,--as-needed -Wl,-O1 $(LDFLAGS_$(BUILD)) $(LDFLAGS)
LIBS        = $(PKG_LIBS) -lhyphen -lhpdf -lm

# ---- the program ------------------------------------------------------------

SRC := $(wildcard src/*/*.c)
YML := $(wildcard src/theme/default.yml fonts/fonts.yml)
GEN := $(YML:%.yml=$(B)/gen/%.o)
OBJ := $(SRC:src/%.c=$(B)/%.o)
LIB := $(B)/libhandout-all.a

.PHONY: all
all: $(B)/handout

$(B)/handout: $(filter $(B)/cli/%,$(OBJ)) $(LIB)
	$(call say,link,$@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

# The chain without the command line: what the unit tests link.
$(LIB): $(filter-out $(B)/cli/%,$(OBJ)) $(GEN)
	@rm -f $@
	$(call say,ar,$@)$(AR) rcs $@ $^

$(B)/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# YAML files that the program carries inside become C strings.
NAME_src/theme/default := theme_default_yml
NAME_fonts/fonts       := fonts_manifest_yml
$(B)/gen/%.o: %.yml $(B)/flags Makefile
	@mkdir -p $(@D)
	@{ echo '#include <stddef.h>'; \
	echo 'extern const char $(NAME_$*)[];'; \
	echo 'extern const size_t $(NAME_$*)_size;'; \
	echo 'const char $(NAME_$*)[] ='; \
	sed 's/[\\"?]/\\&/g; s/^/	"/; s/$$/\\n"/' $<; echo ';'; \
	echo 'const size_t $(NAME_$*)_size = sizeof $(NAME_$*) - 1;'; \
	} >$(@:.o=.c)
	$(call say,gen,$<)$(CC) $(CFLAGS_ALL) -c -o $@ $(@:.o=.c)

# Changes when the flags do, and with it everything is compiled again.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(subst ','\'',$(CPPFLAGS_ALL)) $(CFLAGS_ALL)' | \
	cmp -s - $@ || \
	echo '$(CC) $(subst ','\'',$(CPPFLAGS_ALL)) $(CFLAGS_ALL)' >$@
.PHONY: FORCE
FORCE:

# ---- unit tests -------------------------------------------------------------

UNIT_SRC := $(wildcard tests/unit/*_test.c)
UNIT     := $(UNIT_SRC:tests/%_test.c=$(B)/tests/%_test)
UNIT_AUX := $(filter-out $(UNIT_SRC),$(wildcard tests/unit/*.c))
UNIT_AUX := $(UNIT_AUX:tests/%.c=$(B)/tests/%.o)

$(B)/tests/%.o: tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,cc,$<)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(UNIT): %: %.o $(UNIT_AUX) $(LIB)
	$(call say,link,$@)$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS) -lcmocka

.PHONY: check-unit unit-tests
unit-tests: $(UNIT)
check-unit: unit-tests
	@for t in $(UNIT); do case $$t in */$(NAME)_test|*/$(NAME)) \
	$$t || exit 1;; esac; done

.PHONY: clean
clean:
	rm -rf build

-include $(OBJ:.o=.d) $(UNIT:=.d) $(UNIT_AUX:.o=.d)
.SECONDARY:
