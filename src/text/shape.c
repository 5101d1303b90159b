/*
 * Runs to glyphs.
 *
 * Every run is shaped once, with the whole paragraph as its context, and
 * its glyphs are kept in logical order: a run from right to left has its
 * clusters turned round, the glyphs within one stay as they are.  HarfBuzz
 * keeps clusters at character indexes; they become byte ranges here.  A
 * line that begins or ends where the shape depends on what was cut off is
 * shaped again by text_reshape when the line is made.
 *
 * What leaves nothing on paper (controls, U+FEFF, bidi marks, soft
 * hyphens) is shaped, for joining, and then removed by HarfBuzz; the range
 * of the cluster before it is trimmed, so that copied text has none of it.
 */
#include "text_priv.h"

#include <hb-ot.h>

#define SHAPE_FEATURES 8
#define PLAN_TURN      256
#define TAB_COLUMNS    4
#define TAB_REACH      1000 /* characters looked at for the column */

mpt
text_mpt(micro m)
{
	micro r = m >= 0 ? (m + 500) / 1000 : -((-m + 500) / 1000);
	if (r > MPT_MAX)
		return MPT_MAX;
	return r < -MPT_MAX ? -MPT_MAX : (mpt)r;
}

/* ---- HarfBuzz --------------------------------------------------------- */

struct features {
	hb_feature_t v[SHAPE_FEATURES];
	unsigned n;
};

static void
feature_add(struct features *f, const char *tag, uint32_t value)
{
	f->v[f->n++] = (hb_feature_t){.tag = hb_tag_from_string(tag, 4),
		.value = value,
		.start = HB_FEATURE_GLOBAL_START,
		.end = HB_FEATURE_GLOBAL_END};
}

static const struct {
	enum text_feature bit;
	const char *tag;
} feature_tags[] = {
	{TEXT_SMALL_CAPS, "smcp"},
	{TEXT_OLD_STYLE, "onum"},
	{TEXT_TABULAR, "tnum"},
	{TEXT_SUPERIOR, "sups"},
};

/* Letter space and fixed pitch both rule out ligatures. */
static struct features
piece_features(const struct text_piece *pc, const struct font *f)
{
	struct features fs = {.n = 0};
	for (size_t i = 0; i < ARRAY_LEN(feature_tags); i++)
		if (pc->features & feature_tags[i].bit)
			feature_add(&fs, feature_tags[i].tag, 1);
	if (pc->letter_space || f->mono || pc->features & TEXT_NO_LIGATURES) {
		feature_add(&fs, "liga", 0);
		feature_add(&fs, "clig", 0);
	}
	return fs;
}

static bool
lang_is(struct str lang, const char *two)
{
	return str_istarts(lang, two) &&
	       (lang.n == 2 || lang.p[2] == '-' || lang.p[2] == '_');
}

/*
 * The forms of Han characters differ by language; where the author gave
 * none of theirs, kana or hangul in the paragraph tell it.
 */
static struct str
run_lang(const struct para *p, const struct run *r)
{
	struct str lang = p->pieces[r->piece].lang;
	bool cjk = r->script == HB_SCRIPT_HAN ||
	           r->script == HB_SCRIPT_HIRAGANA ||
	           r->script == HB_SCRIPT_KATAKANA;
	if (!cjk || lang_is(lang, "zh") || lang_is(lang, "ja") ||
		lang_is(lang, "ko"))
		return lang;
	if (p->kana)
		return STR("ja");
	return p->hangul ? STR("ko") : STR("zh-Hans");
}

/*
 * Fonts that go by words have nothing in ccmp but what marks need; without
 * it plain words take a fifth less.
 */
static bool
spares_ccmp(const struct para *p, const struct run *r, int from, int to)
{
	if (!r->font->priv->by_word)
		return false;
	for (int i = from; i < to; i++)
		if (p->c[i] >= 0x250 && (p->c[i] < 0x2010 || p->c[i] > 0x2027))
			return false;
	return true;
}

static bool
goes_by_word(const struct para *p, const struct run *r)
{
	return r->font->priv->by_word && !(r->level & 1) &&
	       !p->pieces[r->piece].letter_space &&
	       (r->script == HB_SCRIPT_LATIN || r->script == HB_SCRIPT_GREEK ||
		       r->script == HB_SCRIPT_CYRILLIC);
}

/*
 * A plan for words from left to right that have nothing but the features of
 * `fs`; NULL if there are too many.
 */
static hb_shape_plan_t *
find_plan(const struct para *p, const struct run *r, const struct features *fs,
	unsigned look)
{
	hb_segment_properties_t props = {.direction = HB_DIRECTION_LTR,
		.script = r->script,
		.language = r->lang};
	for (int i = 0; i < FONT_PLANS; i++) {
		struct font_plan *k = &p->fc->plans[i];
		if (!k->plan) {
			*k = (struct font_plan){
				r->font, r->script, r->lang, look, NULL};
			k->plan =
				hb_shape_plan_create_cached(r->font->priv->face,
					&props, fs->v, fs->n, NULL);
			return k->plan;
		}
		if (k->font == r->font && k->script == r->script &&
			k->lang == r->lang && k->look == look)
			return k->plan;
	}
	return NULL;
}

void
plans_close(struct font_cache *fc)
{
	for (int i = 0; i < FONT_PLANS; i++)
		hb_shape_plan_destroy(fc->plans[i].plan);
}

/*
 * hb_shape looks for a plan each time, which takes as long as shaping a
 * word.  It also limits the work that a buffer may make, and what is shaped
 * by a plan counts against what it left; so it has its turn now and then.
 */
static void
shape_buffer(const struct para *p, const struct run *r,
	const struct features *fs, bool ccmp)
{
	unsigned look = p->pieces[r->piece].features << 1 | ccmp;
	hb_shape_plan_t *plan = NULL;
	if (goes_by_word(p, r) && ++p->fc->planned % PLAN_TURN)
		plan = find_plan(p, r, fs, look);
	hb_font_t *font = r->font->priv->hb;
	if (plan)
		hb_shape_plan_execute(plan, font, p->fc->buf, fs->v, fs->n);
	else
		hb_shape(font, p->fc->buf, fs->v, fs->n);
}

/* Characters [from, to) of a run; `alone`: as if none stood beside them. */
static hb_buffer_t *
shape_range(
	const struct para *p, const struct run *r, int from, int to, bool alone)
{
	hb_buffer_t *b = p->fc->buf;
	struct features fs = piece_features(&p->pieces[r->piece], r->font);
	bool spared = spares_ccmp(p, r, from, to);
	if (spared)
		feature_add(&fs, "ccmp", 0);
	hb_buffer_clear_contents(b);
	hb_buffer_set_flags(
		b, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES |
			   HB_BUFFER_FLAG_DO_NOT_INSERT_DOTTED_CIRCLE);
	const uint32_t *c = p->shaped + (alone ? from : 0);
	int all = alone ? to - from : p->nchars;
	unsigned at = alone ? 0 : (unsigned)from;
	hb_buffer_add_codepoints(b, c, all, at, to - from);
	hb_buffer_set_direction(
		b, r->level & 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_script(b, r->script);
	hb_buffer_set_language(b, r->lang);
	shape_buffer(p, r, &fs, !spared);
	if (r->level & 1)
		hb_buffer_reverse_clusters(b);
	return b;
}

/* ---- glyphs ----------------------------------------------------------- */

static int16_t
clamp16(int64_t v)
{
	return (int16_t)(v > INT16_MAX   ? INT16_MAX
			 : v < INT16_MIN ? INT16_MIN
					 : v);
}

/* Letter space in thousandths of the size; joined scripts take none. */
static int
run_letter_space(const struct para *p, const struct run *r)
{
	mpt space = p->pieces[r->piece].letter_space;
	if (!space)
		return 0;
	bool joined = r->script == HB_SCRIPT_ARABIC ||
	              r->script == HB_SCRIPT_SYRIAC ||
	              r->script == HB_SCRIPT_MONGOLIAN ||
	              r->script == HB_SCRIPT_NKO;
	return r->size && !joined ? mpt_scale(space, 1000, r->size) : 0;
}

/* The end of the bytes that a cluster [from, to) of characters shows. */
static uint32_t
shown_end(const struct para *p, int from, int to)
{
	while (to > from && text_is_ignorable(p->c[to - 1]) &&
		p->c[to - 1] != '\t')
		to--;
	return p->at[to];
}

/* The first character of a cluster that shows. */
static int
shown_begin(const struct para *p, int from, int to)
{
	int i = from;
	while (i < to && text_is_ignorable(p->c[i]) && p->c[i] != '\t')
		i++;
	return i < to ? i : from;
}

/*
 * Give the cluster's bytes to its first glyph.  A byte counts 255 at most:
 * what is longer (a letter under a heap of marks) goes to the next ones.
 */
static void
give_bytes(const struct para *p, struct text_glyph *g, int n, int from, int to)
{
	if (n == 1 && to == from + 1) { /* as nearly all are */
		g->at = p->at[from];
		g->len = (uint8_t)(p->at[to] - g->at);
		return;
	}
	uint32_t end = shown_end(p, from, to);
	int ch = shown_begin(p, from, to);
	uint32_t begin = p->at[ch];
	for (int i = 0; i < n; i++) {
		g[i].at = p->at[ch] < end ? p->at[ch] : begin;
		while (ch < to && p->at[ch + 1] <= end &&
			p->at[ch + 1] - g[i].at <= UINT8_MAX)
			g[i].len = (uint8_t)(p->at[++ch] - g[i].at);
	}
}

/* A column of code is a character; a tab goes on to the next fourth. */
static int
tab_columns(const struct para *p, int ch)
{
	int i = ch, col = 0;
	while (i > 0 && ch - i < TAB_REACH && p->c[i - 1] != '\n')
		i--;
	for (; i < ch; i++)
		col += p->c[i] == '\t' ? TAB_COLUMNS - col % TAB_COLUMNS : 1;
	return TAB_COLUMNS - col % TAB_COLUMNS;
}

/*
 * The font has the characters but not, after all, the glyph that HarfBuzz
 * made of them (marks it could not put together).  .notdef is never shown:
 * a substitute is, or nothing for what would not be seen.
 */
static void
replace_missing(
	struct para *p, const struct run *r, int ch, struct text_glyph *g)
{
	static const uint32_t instead[] = {0xFFFD, 0x25A1, '?', ' '};
	bool unseen = text_is_ignorable(p->c[ch]) || text_is_space(p->c[ch]);
	for (size_t i = unseen ? 3 : 0; !g->gid && i < 4; i++)
		g->gid = (uint16_t)font_glyph(r->font, instead[i]);
	g->adv = unseen ? 0 : (int16_t)font_advance(r->font, g->gid);
	g->dx = g->dy = 0;
	if (!unseen)
		text_report_missing(p, ch);
	p->nreplaced++;
}

/* The glyphs of one cluster, characters [from, to), with letter space. */
static void
fill_cluster(struct para *p, const struct run *r, int space, int from, int to,
	const hb_glyph_info_t *info, const hb_glyph_position_t *pos,
	struct text_glyph *g, int n)
{
	int times = p->c[from] == '\t' ? tab_columns(p, from) : 1;
	for (int i = 0; i < n; i++) {
		int64_t adv = (int64_t)pos[i].x_advance * times;
		g[i] = (struct text_glyph){.gid = (uint16_t)info[i].codepoint,
			.adv = clamp16(adv + (i == n - 1 ? space : 0)),
			.dx = clamp16(pos[i].x_offset),
			.dy = clamp16(pos[i].y_offset)};
		if (!g[i].gid)
			replace_missing(p, r, from, &g[i]);
	}
	give_bytes(p, g, n, from, to);
}

/* Number of glyphs of the cluster that begins with glyph i. */
static unsigned
cluster_glyphs(const hb_glyph_info_t *info, unsigned i, unsigned n)
{
	unsigned j = i + 1;
	while (j < n && info[j].cluster == info[i].cluster)
		j++;
	return j - i;
}

/* ---- the para's arrays ------------------------------------------------ */

void
text_reserve(struct para *p, int n)
{
	int want = p->nglyphs + n;
	if (want <= p->glyphs_cap)
		return;
	int cap = mpt_max(want, p->glyphs_cap * 2);
	p->glyphs = arena_regrow(p->a, p->glyphs, (size_t)p->nglyphs,
		(size_t)cap, sizeof *p->glyphs);
	p->flags = arena_regrow(p->a, p->flags, (size_t)p->nglyphs, (size_t)cap,
		sizeof *p->flags);
	p->glyphs_cap = cap;
}

/* HarfBuzz's buffer as the glyphs of characters [from, to). */
static micro
take_glyphs(struct para *p, const struct run *r, int from, int to,
	hb_buffer_t *b, micro x)
{
	unsigned n;
	hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
	hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, NULL);
	int space = run_letter_space(p, r);
	text_reserve(p, (int)n);
	if (n == 0) /* nothing to see: one empty cluster */
		text_push_cluster(p, p->at[from], x);
	for (unsigned i = 0, k; i < n; i += k) {
		k = cluster_glyphs(info, i, n);
		/* what stood first may have been removed */
		int c0 = i ? (int)info[i].cluster : from;
		int c1 = i + k < n ? (int)info[i + k].cluster : to;
		struct text_glyph *g = p->glyphs + p->nglyphs;
		text_push_cluster(p, p->at[c0], x);
		fill_cluster(p, r, space, c0, c1, info + i, pos + i, g, (int)k);
		for (unsigned j = 0; j < k; j++) {
			bool unsafe = info[i + j].mask &
			              HB_GLYPH_FLAG_UNSAFE_TO_BREAK;
			p->flags[p->nglyphs++] = (unsafe ? GLYPH_UNSAFE : 0) |
			                         (j ? 0 : GLYPH_STARTS);
			x += (micro)g[j].adv * r->size;
		}
	}
	return x;
}

micro
text_shape_stretch(
	struct para *p, const struct run *r, int from, int to, micro x)
{
	hb_buffer_t *b = shape_range(p, r, from, to, false);
	return take_glyphs(p, r, from, to, b, x);
}

/* ---- word by word ----------------------------------------------------- */

static micro
shape_space(struct para *p, const struct run *r, int ch, micro x)
{
	const struct font_priv *f = r->font->priv;
	text_reserve(p, 1);
	text_push_cluster(p, p->at[ch], x);
	p->flags[p->nglyphs] = GLYPH_STARTS;
	p->glyphs[p->nglyphs++] = (struct text_glyph){.gid = f->ascii[' '],
		.adv = (int16_t)f->space,
		.at = p->at[ch],
		.len = 1};
	return x + (micro)f->space * r->size;
}

static micro
shape_words(struct para *p, const struct run *r, micro x)
{
	for (int i = r->from, j; i < r->to; i = j) {
		j = i + 1;
		if (p->c[i] == ' ') {
			x = shape_space(p, r, i, x);
			continue;
		}
		if (p->c[i] != '\t')
			while (j < r->to && p->c[j] != ' ' && p->c[j] != '\t')
				j++;
		x = text_shape_word(p, r, i, j, x);
	}
	return x;
}

/* ---- all runs --------------------------------------------------------- */

static micro
shape_object(struct para *p, const struct run *r, micro x)
{
	text_push_cluster(p, p->at[r->from], x);
	if (r->kind == TEXT_OBJECT)
		x += (micro)p->pieces[r->piece].w * 1000;
	return x;
}

/*
 * HarfBuzz never forgets a language and looks for it in a list, so only as
 * many as a page can mean are asked for.
 */
static hb_language_t
find_lang(struct font_cache *fc, struct str tag)
{
	for (int i = 0; i < FONT_LANGS && tag.n < sizeof fc->langs->tag; i++) {
		struct font_lang *l = &fc->langs[i];
		if (str_is(tag, l->tag) && l->lang)
			return l->lang;
		if (l->lang)
			continue;
		if (tag.n)
			memcpy(l->tag, tag.p, tag.n);
		l->lang = hb_language_from_string(tag.n ? l->tag : "und", -1);
		return l->lang;
	}
	return HB_LANGUAGE_INVALID;
}

/*
 * Runs without a script are shaped as Latin, which spares fonts a second
 * plan for what is punctuation and figures.
 */
static void
settle_run(const struct para *p, struct run *r)
{
	if (r->script == HB_SCRIPT_COMMON)
		r->script = HB_SCRIPT_LATIN;
	r->lang = find_lang(p->fc, run_lang(p, r));
}

static void
shape_runs(struct para *p)
{
	micro x = 0;
	text_reserve(p, p->nchars);
	p->clusters_cap = p->nchars + 1;
	p->clusters =
		ARENA_ARRAY(p->a, (size_t)p->clusters_cap, struct cluster);
	for (int i = 0; i < p->nruns; i++) {
		struct run *r = &p->runs[i];
		r->glyph = p->nglyphs;
		r->cluster = p->nclusters;
		if (r->kind != TEXT_CHARS) {
			x = shape_object(p, r, x);
			continue;
		}
		settle_run(p, r);
		if (goes_by_word(p, r))
			x = shape_words(p, r, x);
		else
			x = text_shape_stretch(p, r, r->from, r->to, x);
	}
	p->runs[p->nruns].glyph = p->nglyphs;
	p->runs[p->nruns].cluster = p->nclusters;
	text_push_cluster(p, (uint32_t)p->text.n, x);
	p->nclusters--;
}

struct para *
text_shape(struct arena *a, struct font_cache *fc,
	const struct text_piece *pieces, int n, struct diag *dg)
{
	struct para *p = ARENA_NEW(a, struct para);
	p->a = a;
	p->fc = fc;
	p->dg = dg;
	p->npieces = n;
	p->pieces = ARENA_ARRAY(a, (size_t)n + 1, struct text_piece);
	if (n > 0)
		memcpy(p->pieces, pieces, (size_t)n * sizeof *pieces);
	text_decode(p);
	text_itemize(p);
	shape_runs(p);
	return p;
}

/* The glyphs and the text are in use where the lines went, all else ends. */
void
text_done(struct para *p)
{
	struct arena *a = p->a;
	size_t chars = p->text.n + 1;
	text_forget_cands(p);
	if (p->mark)
		text_done(p->mark);
	if (p->shaped != p->c)
		arena_recycle(a, (void *)p->shaped, chars * sizeof *p->shaped);
	arena_recycle(a, p->c, chars * sizeof *p->c);
	arena_recycle(a, p->at, chars * sizeof *p->at);
	arena_recycle(a, p->levels, (size_t)p->nchars);
	arena_recycle(a, p->runs, (size_t)p->runs_cap * sizeof *p->runs);
	arena_recycle(a, p->flags, (size_t)p->glyphs_cap);
	arena_recycle(
		a, p->clusters, (size_t)p->clusters_cap * sizeof *p->clusters);
	arena_recycle(
		a, p->pieces, ((size_t)p->npieces + 1) * sizeof *p->pieces);
	arena_recycle(a, p, sizeof *p);
}

/* ---- shaping again ---------------------------------------------------- */

struct text_glyph *
text_reshape(struct para *p, const struct run *r, int from, int to, int *count)
{
	hb_buffer_t *b = shape_range(p, r, from, to, true);
	unsigned n;
	hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
	hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, NULL);
	struct text_glyph *g = ARENA_ARRAY(p->a, n + 1, struct text_glyph);
	int space = run_letter_space(p, r);
	for (unsigned i = 0, k; i < n; i += k) {
		k = cluster_glyphs(info, i, n);
		int at = i ? from + (int)info[i].cluster : from;
		int end = i + k < n ? from + (int)info[i + k].cluster : to;
		fill_cluster(
			p, r, space, at, end, info + i, pos + i, g + i, (int)k);
	}
	*count = (int)n;
	return g;
}

/* ---- looking up ------------------------------------------------------- */

struct str
text_para_text(const struct para *p)
{
	return p->text;
}

int
text_piece_begin(const struct para *p, int piece)
{
	return (int)p->at[piece ? p->piece_end[piece - 1] : 0];
}

bool
text_is_rtl(const struct para *p)
{
	return p->level & 1;
}

/*
 * A character and a cluster have a byte at least, so the one sought stands
 * at its byte's number or before; not far before, in most texts.
 */
int
text_char_at(const struct para *p, uint32_t at)
{
	int hi = at < (uint32_t)p->nchars ? (int)at : p->nchars, lo = hi;
	for (int step = 1; lo > 0 && p->at[lo] > at; step *= 2) {
		hi = lo - 1;
		lo = lo > step ? lo - step : 0;
	}
	while (lo < hi) {
		int mid = lo + (hi - lo + 1) / 2;
		if (p->at[mid] <= at)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

int
text_cluster_at(const struct para *p, uint32_t at)
{
	int hi = at < (uint32_t)p->nclusters ? (int)at : p->nclusters, lo = hi;
	for (int step = 1; lo > 0 && p->clusters[lo].at > at; step *= 2) {
		hi = lo - 1;
		lo = lo > step ? lo - step : 0;
	}
	while (lo < hi) {
		int mid = lo + (hi - lo + 1) / 2;
		if (p->clusters[mid].at <= at)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

/* Within a cluster (a ligature) the bytes that show share its width. */
micro
text_x(const struct para *p, uint32_t at)
{
	const struct cluster *c = &p->clusters[text_cluster_at(p, at)];
	if (c->at >= at || c == &p->clusters[p->nclusters])
		return c->x;
	if (c->glyph == c[1].glyph)
		return c[1].x;
	const struct text_glyph *g = &p->glyphs[c->glyph];
	if (at >= g->at + g->len)
		return c[1].x;
	return at <= g->at ? c->x
	                   : c->x + (c[1].x - c->x) * (at - g->at) / g->len;
}

int
text_piece_of(const struct para *p, int ch)
{
	int lo = 0, hi = p->npieces - 1;
	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (p->piece_end[mid] > ch)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo;
}

const struct run *
text_run_of(const struct para *p, int ch)
{
	int lo = 0, hi = p->nruns - 1;
	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;
		if (p->runs[mid].to > ch)
			hi = mid;
		else
			lo = mid + 1;
	}
	return &p->runs[lo];
}
