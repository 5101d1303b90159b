/*
 * A line as it is drawn.
 *
 * The runs that a line touches are cut to it in logical order, trailing
 * spaces left off (UAX #9, L1, would move them to the end anyhow), and
 * turned into visual order by their levels (L2).  Glyphs are the para's
 * own wherever they can be; a run from right to left is copied, cluster by
 * cluster from its end; where the line's begin or end changes the shape
 * (a ligature or joined letters cut in two) the stretch is shaped anew.
 */
#include "text_priv.h"

/* The characters of a line that are drawn. */
struct extent {
	int from, to;
};

struct frags {
	struct para *p;
	struct text_frag *v;
	UBiDiLevel *levels;
	int n, cap;
	micro *widths;
};

static struct extent
line_extent(const struct para *p, const struct text_line *l)
{
	struct extent e = {text_char_at(p, (uint32_t)l->first),
		text_char_at(p, (uint32_t)l->last)};
	while (e.to > e.from && text_is_space(p->c[e.to - 1]))
		e.to--;
	return e;
}

/* ---- glyphs ----------------------------------------------------------- */

static micro
glyphs_width(const struct text_glyph *g, int n, mpt size)
{
	micro sum = 0;
	for (int i = 0; i < n; i++)
		sum += g[i].adv;
	return sum * size;
}

/* Glyph that begins at character ch of a run, or -1: inside a cluster. */
static int
glyph_at(const struct para *p, const struct run *r, int ch)
{
	if (ch >= r->to)
		return r[1].glyph;
	int k = text_cluster_at(p, p->at[ch]);
	return p->clusters[k].at == p->at[ch] ? p->clusters[k].glyph : -1;
}

/* May the run be cut before character ch without shaping anew? */
static bool
cuts_clean(const struct para *p, const struct run *r, int ch, int glyph)
{
	if (ch == r->from || ch == r->to)
		return true;
	return glyph >= 0 &&
	       (glyph == r[1].glyph || !(p->flags[glyph] & GLYPH_UNSAFE) ||
		       p->c[ch] == ' ');
}

/* The glyphs of [from, to) of a run, in logical order. */
static struct text_glyph *
run_glyphs(struct para *p, const struct run *r, int from, int to, int *n)
{
	int a = glyph_at(p, r, from), b = glyph_at(p, r, to);
	if (!cuts_clean(p, r, from, a) || !cuts_clean(p, r, to, b))
		return text_reshape(p, r, from, to, n);
	*n = b - a;
	return p->glyphs + a;
}

/* One past the last glyph of the cluster that begins with glyph i. */
static int
cluster_last(const struct text_glyph *g, int i, int n)
{
	int j = i + 1;
	while (j < n && g[j].at == g[i].at)
		j++;
	return j;
}

/* Clusters from the last to the first; inside them nothing changes. */
static const struct text_glyph *
turn_round(struct arena *a, const struct text_glyph *g, int n)
{
	struct text_glyph *out = ARENA_ARRAY(a, (size_t)n, struct text_glyph);
	int end = n;
	for (int i = 0, j; i < n; i = j) {
		j = cluster_last(g, i, n);
		end -= j - i;
		memcpy(out + end, g + i, (size_t)(j - i) * sizeof *g);
	}
	return out;
}

/* ---- frags ------------------------------------------------------------ */

static struct text_frag *
frag_push(struct frags *fs, uint8_t level, micro width)
{
	if (fs->n == fs->cap) {
		int cap = fs->cap ? fs->cap * 2 : 4;
		struct arena *a = fs->p->a;
		size_t n = (size_t)fs->n, c = (size_t)cap;
		fs->v = arena_regrow(a, fs->v, n, c, sizeof *fs->v);
		fs->levels =
			arena_regrow(a, fs->levels, n, c, sizeof *fs->levels);
		fs->widths =
			arena_regrow(a, fs->widths, n, c, sizeof *fs->widths);
		fs->cap = cap;
	}
	fs->levels[fs->n] = level;
	fs->widths[fs->n] = width;
	fs->v[fs->n] = (struct text_frag){.text = fs->p->text};
	return &fs->v[fs->n++];
}

static void
frag_look(struct text_frag *f, const struct para *p, const struct run *r)
{
	f->font = r->font;
	f->size = r->size;
	f->rise = r->rise;
	f->piece = r->piece;
	f->owner = p->pieces[r->piece].owner;
}

/* The part of a run that is within the line. */
static void
push_run(struct frags *fs, const struct run *r, struct extent e)
{
	struct para *p = fs->p;
	int from = r->from > e.from ? r->from : e.from;
	int to = r->to < e.to ? r->to : e.to;
	int n = 0;
	if (r->kind == TEXT_NEWLINE)
		return;
	if (r->kind == TEXT_OBJECT) {
		mpt w = p->pieces[r->piece].w;
		frag_look(frag_push(fs, r->level, (micro)w * 1000), p, r);
		return;
	}
	struct text_glyph *g = run_glyphs(p, r, from, to, &n);
	micro w = glyphs_width(g, n, r->size);
	struct text_frag *last = fs->n ? &fs->v[fs->n - 1] : NULL;
	if (last && last->piece == r->piece && last->font == r->font &&
		fs->levels[fs->n - 1] == r->level && !(r->level & 1) &&
		last->glyphs + last->nglyphs == g) {
		last->nglyphs += n;
		fs->widths[fs->n - 1] += w;
		return;
	}
	struct text_frag *f = frag_push(fs, r->level, w);
	frag_look(f, p, r);
	f->glyphs = r->level & 1 ? turn_round(p->a, g, n) : g;
	f->nglyphs = n;
}

/*
 * The hyphen after the last character, in that one's look.  Its text is
 * U+00AD: it comes and goes with the line (ISO 32000-1, 14.8.2.2.3).
 */
static void
push_hyphen(struct frags *fs, struct extent e)
{
	struct para *p = fs->p;
	const struct run *r = text_run_of(p, e.to > e.from ? e.to - 1 : e.from);
	unsigned gid = r->font ? text_hyphen_glyph(r->font) : 0;
	if (!gid)
		return;
	struct text_glyph *g = ARENA_NEW(p->a, struct text_glyph);
	g->gid = (uint16_t)gid;
	g->adv = (int16_t)font_advance(r->font, gid);
	g->len = 2;
	struct text_frag *f =
		frag_push(fs, r->level, glyphs_width(g, 1, r->size));
	frag_look(f, p, r);
	f->text = STR("\xC2\xAD");
	f->glyphs = g;
	f->nglyphs = 1;
	f->added = true;
}

/* The continuation mark's own frags, as part of the piece that goes on. */
static void
push_mark(struct frags *fs, const struct break_options *o, int ch)
{
	struct para *p = fs->p;
	struct para *mark = text_mark(p, o, ch);
	if (!mark)
		return;
	int piece = text_piece_of(p, ch);
	for (int i = 0; i < mark->nruns; i++) {
		const struct run *r = &mark->runs[i];
		int n;
		struct text_glyph *g = run_glyphs(mark, r, r->from, r->to, &n);
		struct text_frag *f =
			frag_push(fs, p->level, glyphs_width(g, n, r->size));
		frag_look(f, mark, r);
		f->text = mark->text;
		f->glyphs = g;
		f->nglyphs = n;
		f->piece = piece;
		f->owner = p->pieces[piece].owner;
		f->added = true;
	}
}

static struct frags
line_frags(struct para *p, const struct text_line *l,
	const struct break_options *o)
{
	struct frags fs = {.p = p};
	struct extent e = line_extent(p, l);
	if (l->marked)
		push_mark(&fs, o, e.from);
	if (e.from < e.to)
		for (const struct run *r = text_run_of(p, e.from);
			r < p->runs + p->nruns && r->from < e.to; r++)
			push_run(&fs, r, e);
	if (l->hyphen)
		push_hyphen(&fs, e);
	return fs;
}

/* All but the frags themselves. */
static void
frags_done(struct frags *fs)
{
	size_t cap = (size_t)fs->cap;
	arena_recycle(fs->p->a, fs->levels, cap * sizeof *fs->levels);
	arena_recycle(fs->p->a, fs->widths, cap * sizeof *fs->widths);
}

static micro
frags_width(const struct frags *fs)
{
	micro w = 0;
	for (int i = 0; i < fs->n; i++)
		w += fs->widths[i];
	return w;
}

/* ---- justified lines -------------------------------------------------- */

static mpt
line_measure(const struct text_line *l, const struct break_options *o)
{
	return l->first == 0 ? o->width - o->first_indent : o->width;
}

/* Glyphs of U+0020 and U+00A0, which are the ones that give. */
static int
count_spaces(const struct text_frag *f)
{
	int n = 0;
	for (int i = 0; i < f->nglyphs && !f->added; i++) {
		const struct text_glyph *g = &f->glyphs[i];
		struct str s = str_sub(f->text, g->at, g->at + g->len);
		n += str_is(s, " ") || str_is(s, "\xC2\xA0");
	}
	return n;
}

/*
 * Spread the line over the measure.  What the spaces can't take (there are
 * none, or not enough to shrink) is left as it is.
 */
static void
justify(struct frags *fs, const struct text_line *l,
	const struct break_options *o)
{
	int n = 0;
	mpt left = line_measure(l, o) - text_mpt(frags_width(fs));
	if (o->align != ALIGN_JUSTIFY || (l->hard && left >= 0))
		return;
	for (int i = 0; i < fs->n; i++)
		n += count_spaces(&fs->v[i]);
	for (int i = 0; i < fs->n && n > 0; i++) {
		struct text_frag *f = &fs->v[i];
		int k = count_spaces(f);
		/* rounded down: what is left over stays inside the measure */
		mpt give = (left < 0 ? left - (n - 1) : left) / n;
		if (k == 0)
			continue;
		if (give < 0)
			give = mpt_max(give, -f->size / 6);
		f->word_space = give;
		fs->widths[i] += (micro)give * k * 1000;
		left -= give * k;
		n -= k;
	}
}

/* ---- measures of a line ----------------------------------------------- */

static void
line_heights(const struct para *p, struct text_line *l)
{
	struct extent e = line_extent(p, l);
	for (const struct run *r = text_run_of(p, e.from);
		r < p->runs + p->nruns && (r->from < e.to || r->from == e.from);
		r++) {
		const struct text_piece *pc = &p->pieces[r->piece];
		if (r->kind == TEXT_OBJECT) {
			l->object_up = mpt_max(l->object_up, pc->up);
			l->object_down = mpt_max(l->object_down, pc->down);
		} else if (pc->font) {
			const struct font *f = pc->font;
			l->up = mpt_max(
				l->up, mpt_scale(r->size, f->ascent, 1000));
			l->down = mpt_max(
				l->down, mpt_scale(r->size, -f->descent, 1000));
			l->size = mpt_max(l->size, r->size);
		}
	}
	l->up = mpt_max(l->up, l->object_up);
	l->down = mpt_max(l->down, l->object_down);
}

void
text_measure_line(
	struct para *p, const struct break_options *o, struct text_line *l)
{
	mpt measure = line_measure(l, o);
	struct frags fs = line_frags(p, l, o);
	justify(&fs, l, o);
	l->width = text_mpt(frags_width(&fs));
	l->spare = measure - l->width;
	l->overfull = l->spare < 0;
	frags_done(&fs);
	arena_recycle(p->a, fs.v, (size_t)fs.cap * sizeof *fs.v);
	line_heights(p, l);
}

/* ---- the line in visual order ----------------------------------------- */

static void
frags_reorder(struct frags *fs)
{
	bool turned = false;
	for (int i = 0; i < fs->n; i++)
		turned |= fs->levels[i] != 0;
	if (!turned)
		return;
	struct arena *a = fs->p->a;
	int32_t *map = ARENA_ARRAY(a, (size_t)fs->n, int32_t);
	struct text_frag *v = ARENA_ARRAY(a, (size_t)fs->n, struct text_frag);
	micro *widths = ARENA_ARRAY(a, (size_t)fs->n, micro);
	ubidi_reorderVisual(fs->levels, fs->n, map);
	for (int i = 0; i < fs->n; i++) {
		v[i] = fs->v[map[i]];
		widths[i] = fs->widths[map[i]];
	}
	fs->v = v;
	fs->widths = widths;
	fs->cap = fs->n;
}

/*
 * From left to right.  Runs without glyphs (marks of direction) have
 * played their part in the order and go.
 */
static void
frags_place(struct frags *fs, micro x)
{
	int n = 0;
	for (int i = 0; i < fs->n; i++) {
		micro right = x + fs->widths[i];
		if (fs->v[i].font && fs->v[i].nglyphs == 0)
			continue;
		fs->v[n] = fs->v[i];
		fs->v[n].x = text_mpt(x);
		fs->v[n].width = text_mpt(right) - fs->v[n].x;
		x = right;
		n++;
	}
	fs->n = n;
}

struct text_frag *
text_line_frags(struct para *p, const struct text_line *l,
	const struct break_options *o, int *n)
{
	struct frags fs = line_frags(p, l, o);
	justify(&fs, l, o);
	frags_reorder(&fs);
	bool indent = l->first == 0 && !(p->level & 1);
	frags_place(&fs, indent ? (micro)o->first_indent * 1000 : 0);
	frags_done(&fs);
	arena_trim(p->a, fs.v, (size_t)fs.cap * sizeof *fs.v,
		(size_t)fs.n * sizeof *fs.v);
	*n = fs.n;
	return fs.v;
}

/* ---- the continuation mark -------------------------------------------- */

struct para *
text_mark(struct para *p, const struct break_options *o, int ch)
{
	if (o->mark.n == 0)
		return NULL;
	int piece = text_piece_of(p, ch);
	if (p->mark && p->mark_piece == piece)
		return p->mark;
	struct text_piece one = p->pieces[piece];
	if (one.kind != TEXT_CHARS || !one.font)
		return NULL;
	one.s = o->mark;
	one.span = SPAN_NONE;
	p->mark = text_shape(p->a, p->fc, &one, 1, p->dg);
	p->mark_piece = piece;
	return p->mark;
}
