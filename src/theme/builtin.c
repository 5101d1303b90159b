/*
 * The themes that the program carries inside, made ready when it was built.
 */
#include "theme.h"

#define BUILTIN(symbol)                                                        \
	extern const char symbol##_yml[];                                      \
	extern const unsigned long symbol##_yml_size;                          \
	extern const struct value_packed symbol##_packed;

BUILTIN(theme_default)
BUILTIN(theme_large_print)
BUILTIN(theme_ink_save)
BUILTIN(theme_booklet)

#define SOURCE(name, symbol)                                                   \
	{                                                                      \
		name, symbol##_yml, &symbol##_yml_size, &symbol##_packed       \
	}

const struct theme_source theme_builtins[THEMES] = {
	[THEME_DEFAULT] = SOURCE("default", theme_default),
	[THEME_LARGE_PRINT] = SOURCE("large-print", theme_large_print),
	[THEME_INK_SAVE] = SOURCE("ink-save", theme_ink_save),
	[THEME_BOOKLET] = SOURCE("booklet", theme_booklet),
};
