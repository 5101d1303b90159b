# Minimal for now.
BUILD ?= release
O := build/$(BUILD)
SRC := $(wildcard src/*/*.c)
PKGS := yaml-0.1 libcmark harfbuzz harfbuzz-subset icu-uc icu-i18n libpng libjpeg libdeflate libqrencode
CFLAGS_release := -O2
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer
CFLAGS_debug := -O0 -g
ALL_CFLAGS = -std=c17 -D_POSIX_C_SOURCE=200809L -Isrc -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(CFLAGS_$(BUILD)) $(shell pkg-config --cflags $(PKGS))
LIBS = $(shell pkg-config --libs $(PKGS)) -lgumbo -lhyphen -lhpdf -lm
all: $(O)/handout
$(O)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(O)/handout: $(SRC:src/%.c=$(O)/%.o)
	$(CC) $(CFLAGS_$(BUILD)) -o $@ $^ $(LIBS)
-include $(SRC:src/%.c=$(O)/%.d)
