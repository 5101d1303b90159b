/*
 * What the tests of text share: an arena, the fonts of fonts.yml, and
 * paragraphs from plain strings.  Fonts that are not installed skip a test.
 */
#ifndef TEXT_FIXTURE_H
#define TEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "source/source.h"
#include "text/text_priv.h"

extern const char fonts_manifest_yml[];
extern const unsigned long fonts_manifest_yml_size;

struct fixture {
	struct arena *a;
	struct diag *dg;
	struct font_cache *fc;
};

static inline struct value *
fixture_manifest(struct fixture *f, struct str yaml)
{
	int file = diag_add_file(f->dg, STR("fonts.yml"), yaml);
	return source_yaml(f->a, file, yaml, 0, yaml.n, f->dg);
}

static inline int
fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->a = arena_new();
	f->dg = diag_new(f->a);
	struct str yaml = {fonts_manifest_yml, fonts_manifest_yml_size};
	f->fc = font_cache_open(fixture_manifest(f, yaml), NULL);
	*state = f;
	return 0;
}

static inline int
fixture_teardown(void **state)
{
	struct fixture *f = *state;
	font_cache_close(f->fc);
	arena_free(f->a);
	free(f);
	return 0;
}

/* A font that must be there, or the test is skipped. */
static inline const struct font *
fixture_font(struct fixture *f, const char *family, bool bold, bool italic)
{
	const struct font *font =
		font_find(f->fc, str_c(family), bold, italic, f->dg);
	if (!font || !str_is(str_c(family), font->family))
		skip();
	return font;
}

static inline struct text_piece
fixture_piece(struct fixture *f, const char *family, const char *s)
{
	return (struct text_piece){.kind = TEXT_CHARS,
		.s = str_c(s),
		.font = fixture_font(f, family, false, false),
		.size = PT(10),
		.lang = STR("en"),
		.span = SPAN_NONE};
}

static inline struct para *
fixture_para(struct fixture *f, const char *family, const char *s)
{
	struct text_piece p = fixture_piece(f, family, s);
	return text_shape(f->a, f->fc, &p, 1, f->dg);
}

/* The lines at this width, joined by "|". */
static inline const char *
fixture_lines(struct fixture *f, struct para *p, const struct break_options *o)
{
	struct buf b = buf_new(f->a);
	int n;
	struct text_line *l = text_break(p, o, &n);
	struct str t = text_para_text(p);
	for (int i = 0; i < n; i++) {
		if (i)
			buf_ch(&b, '|');
		buf_str(&b, str_trim(str_sub(
				    t, (size_t)l[i].first, (size_t)l[i].last)));
	}
	return buf_done(&b).p;
}

/* The text with "|" wherever a line may end without need. */
static inline const char *
fixture_cands(struct fixture *f, struct para *p)
{
	struct buf b = buf_new(f->a);
	const struct cands *cs = text_cands(p);
	struct str t = text_para_text(p);
	size_t from = 0;
	for (int i = 1; i < cs->n; i++) {
		if (cs->v[i].kind == CAND_CUT)
			continue;
		buf_str(&b, str_sub(t, from, (size_t)cs->v[i].at));
		from = (size_t)cs->v[i].at;
		if (i + 1 < cs->n)
			buf_ch(&b, '|');
	}
	return buf_done(&b).p;
}

/* The characters of a line's frags from left to right, by cluster. */
static inline const char *
fixture_visual(struct fixture *f, struct para *p, const struct text_line *l,
	const struct break_options *o)
{
	struct buf b = buf_new(f->a);
	int n;
	struct text_frag *v = text_line_frags(p, l, o, &n);
	for (int i = 0; i < n; i++)
		for (int k = 0; k < v[i].nglyphs; k++) {
			const struct text_glyph *g = &v[i].glyphs[k];
			buf_str(&b, str_sub(v[i].text, g->at, g->at + g->len));
		}
	return buf_done(&b).p;
}

#endif
