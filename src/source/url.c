/*
 * Addresses as Jekyll makes them: a template of `:names`, from the page's
 * `permalink:`, its collection's, or the site's, filled in with the parts
 * of the page's path and date.
 */
#include "source_priv.h"

struct url_parts {
	struct source_site *site;
	const struct value *front;
	struct str type;  /* page_type */
	struct str inner; /* path within the collection, no extension */
	struct str dir;   /* folder of a page, with its slash, or empty */
	struct str above; /* folders above `_posts`, or empty */
	struct str stem;  /* name without extension, and without a date */
	struct str date;  /* of the post, or empty */
};

struct str
page_name(struct str rel)
{
	size_t from = rel.n;
	while (from > 0 && rel.p[from - 1] != '/')
		from--;
	return str_sub(rel, from, rel.n);
}

struct str
page_stem(struct str name)
{
	size_t dot = name.n;
	while (dot > 0 && name.p[dot - 1] != '.' && name.p[dot - 1] != '/')
		dot--;
	if (dot <= 1 || name.p[dot - 1] != '.')
		return name;
	return str_sub(name, 0, dot - 1);
}

/* The part of the path that names a collection: `_episodes/`; or empty. */
static struct str
page_collection(struct str rel)
{
	size_t from = 0;
	for (size_t i = 0; i < rel.n; i++) {
		if (rel.p[i] != '/')
			continue;
		if (i > from && rel.p[from] == '_')
			return str_sub(rel, from, i + 1);
		from = i + 1;
	}
	return STR0;
}

struct str
page_type(struct str rel)
{
	struct str c = page_collection(rel);
	return c.n ? str_sub(c, 1, c.n - 1) : STR("pages");
}

/* Folders that only sort a site's files and say nothing to a reader. */
bool
page_is_silent_part(struct str part)
{
	return !part.n || part.p[0] == '_' || part.p[0] == '.' ||
	       str_is(part, "modules") || str_is(part, "pages");
}

struct str
page_group(struct str rel)
{
	size_t from = 0;
	for (size_t i = 0; i < rel.n; i++) {
		if (rel.p[i] != '/')
			continue;
		if (!page_is_silent_part(str_sub(rel, from, i)))
			return str_sub(rel, from, i);
		from = i + 1;
	}
	struct str type = page_type(rel);
	return str_is(type, "pages") || str_is(type, "posts") ? STR0 : type;
}

struct str
page_baseurl(const struct source_site *site)
{
	struct str b = value_str(site->config, "baseurl");
	while (b.n && b.p[b.n - 1] == '/')
		b.n--;
	return b;
}

/* A number of `least` to `most` digits, and the hyphen behind it. */
static bool
url_take_number(struct str *s, size_t least, size_t most, int *v)
{
	size_t n = 0;
	while (n < s->n && ch_digit((unsigned char)s->p[n]))
		n++;
	if (n < least || n > most || n >= s->n || s->p[n] != '-')
		return false;
	bool ok = str_int(str_sub(*s, 0, n), v);
	*s = str_sub(*s, n + 1, s->n);
	return ok;
}

struct str
page_dated(struct arena *a, struct str stem, struct str *title)
{
	int year, month, day;
	struct str rest = stem;
	if (!url_take_number(&rest, 2, 4, &year) ||
		!url_take_number(&rest, 1, 2, &month) ||
		!url_take_number(&rest, 1, 2, &day) || !rest.n || month < 1 ||
		month > 12 || day < 1 || day > 31)
		return STR0;
	*title = rest;
	return str_fmt(a, "%04d-%02d-%02d", year < 100 ? year + 2000 : year,
		month, day);
}

static struct url_parts
url_split(struct source_site *site, struct str rel, const struct value *front)
{
	struct url_parts u = {.site = site, .front = front};
	struct str c = page_collection(rel), name = page_name(rel);
	u.type = page_type(rel);
	u.dir = str_sub(rel, 0, rel.n - name.n);
	u.stem = page_stem(name);
	u.inner = page_stem(rel);
	if (str_is(u.type, "posts"))
		u.above = str_sub(rel, 0, (size_t)(c.p - rel.p));
	if (c.n)
		u.inner = str_sub(
			u.inner, (size_t)(c.p - rel.p) + c.n, u.inner.n);
	if (c.n)
		u.date = page_dated(site->a, u.stem, &u.stem);
	struct str own = value_str(front, "date");
	if (date_print(site->a, own, STR("%Y")).n)
		u.date = own;
	return u;
}

/* The site's styles by name; others are templates themselves. */
static struct str
url_post_style(struct str style)
{
	static const char *const styles[][2] = {
		{"date", "/:categories/:year/:month/:day/:title:output_ext"},
		{"pretty", "/:categories/:year/:month/:day/:title/"},
		{"ordinal", "/:categories/:year/:y_day/:title:output_ext"},
		{"weekdate", "/:categories/:year/W:week/:short_day/"
			     ":title:output_ext"},
		{"none", "/:categories/:title:output_ext"},
	};
	for (size_t i = 0; i < ARRAY_LEN(styles); i++)
		if (str_is(style, styles[i][0]))
			return str_c(styles[i][1]);
	return style.n ? style : str_c(styles[0][1]);
}

/*
 * What the site's style puts behind the address of a page, or of a
 * collection's that has no permalink of its own.
 */
static const char *
url_suffix(struct str style)
{
	static const char *const files[] = {
		"date", "ordinal", "weekdate", "none"};
	if (str_is(style, "pretty") || str_ends(style, "/"))
		return "/";
	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		if (str_is(style, files[i]))
			return ":output_ext";
	return !style.n || str_ends(style, ":output_ext") ? ":output_ext" : "";
}

static struct str
url_page_style(const struct url_parts *u, struct str style)
{
	if (str_is(u->stem, "index"))
		return STR("/:dir");
	return str_fmt(u->site->a, "/:dir:basename%s", url_suffix(style));
}

static struct str
url_template(const struct url_parts *u)
{
	struct str own = value_str(u->front, "permalink");
	struct str style = value_str(u->site->config, "permalink");
	if (own.n && !str_is(own, "pretty"))
		return own;
	if (str_is(own, "pretty"))
		style = own;
	if (str_is(u->type, "pages"))
		return url_page_style(u, style);
	if (str_is(u->type, "posts") || str_is(u->type, "drafts"))
		return url_post_style(style);
	const struct value *all = value_find(u->site->config, "collections");
	struct str t = value_str(value_find_str(all, u->type), "permalink");
	return t.n ? t
	           : str_fmt(u->site->a, "/:collection/:path%s",
			     url_suffix(style));
}

/* Lower case, everything but letters and digits a single hyphen. */
static void
url_put_slug(struct buf *b, struct str s)
{
	size_t start = b->n;
	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];
		if (ch_alnum(c) || c >= 0x80)
			buf_ch(b, (char)ch_lower(c));
		else if (b->n > start && b->p[b->n - 1] != '-')
			buf_ch(b, '-');
	}
	while (b->n > start && b->p[b->n - 1] == '-')
		b->n--;
}

static void
url_put_dir(struct buf *b, const struct url_parts *u)
{
	buf_str(b, u->dir);
}

static void
url_put_path(struct buf *b, const struct url_parts *u)
{
	struct str dir = u->dir;
	if (dir.n)
		dir.n--;
	buf_str(b, str_is(u->type, "pages") ? dir : u->inner);
}

static void
url_put_basename(struct buf *b, const struct url_parts *u)
{
	buf_str(b, u->stem);
}

/* As Jekyll's "pretty": what an address can hold stays as it is. */
static void
url_put_pretty(struct buf *b, struct str s)
{
	size_t start = b->n;
	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];
		if (ch_alnum(c) || c >= 0x80 ||
			(c && strchr("._~!$&'()+,;=@", c)))
			buf_ch(b, (char)c);
		else if (b->n > start && b->p[b->n - 1] != '-')
			buf_ch(b, '-');
	}
	while (b->n > start && b->p[b->n - 1] == '-')
		b->n--;
}

static void
url_put_title(struct buf *b, const struct url_parts *u)
{
	struct str slug = value_str(u->front, "slug");
	url_put_pretty(b, slug.n ? slug : u->stem);
}

static void
url_put_slug_or_name(struct buf *b, const struct url_parts *u)
{
	struct str slug = value_str(u->front, "slug");
	url_put_slug(b, slug.n ? slug : u->stem);
}

static void
url_put_name(struct buf *b, const struct url_parts *u)
{
	url_put_slug(b, u->stem);
}

static void
url_put_collection(struct buf *b, const struct url_parts *u)
{
	buf_str(b, u->type);
}

static void
url_put_ext(struct buf *b, const struct url_parts *u)
{
	(void)u;
	buf_c(b, ".html");
}

/* A category once, in the order of their first naming. */
static void
url_put_category(struct buf *b, size_t start, struct str s)
{
	size_t from = b->n;
	url_put_slug(b, s);
	buf_ch(b, '/');
	struct str all = {b->p + start, from - start};
	struct str one =
		str_dup(b->a, str_sub((struct str){b->p, b->n}, from, b->n));
	ptrdiff_t at = str_find(all, one.p, 0);
	if (one.n == 1 || at == 0 || (at > 0 && all.p[at - 1] == '/'))
		b->n = from;
}

/* The folders above `_posts`, then what the front matter names. */
static void
url_put_categories(struct buf *b, const struct url_parts *u)
{
	size_t start = b->n;
	struct str dirs = u->above, dir;
	while (str_next(&dirs, "/", &dir))
		url_put_category(b, start, dir);
	const struct value *v = value_find(u->front, "categories");
	struct str all = v && v->type == VALUE_STR ? v->s : STR0, word;
	if (v && v->type == VALUE_LIST)
		for (const struct value *c = v->first; c; c = c->next)
			url_put_category(b, start, c->s);
	while (str_next(&all, " ", &word))
		url_put_category(b, start, word);
	url_put_category(b, start, value_str(u->front, "category"));
}

/* What the date says, as strftime has it. */
static const char *const url_dates[][2] = {
	{"year", "%Y"},
	{"short_year", "%y"},
	{"month", "%m"},
	{"i_month", "%-m"},
	{"short_month", "%b"},
	{"long_month", "%B"},
	{"day", "%d"},
	{"i_day", "%-d"},
	{"y_day", "%j"},
	{"w_year", "%G"},
	{"week", "%V"},
	{"w_day", "%u"},
	{"short_day", "%a"},
	{"long_day", "%A"},
	{"hour", "%H"},
	{"minute", "%M"},
	{"second", "%S"},
};

static const struct url_name {
	const char *name;
	void (*put)(struct buf *b, const struct url_parts *u);
} url_names[] = {
	{"dir", url_put_dir},
	{"path", url_put_path},
	{"basename", url_put_basename},
	{"title", url_put_title},
	{"slug", url_put_slug_or_name},
	{"name", url_put_name},
	{"collection", url_put_collection},
	{"output_ext", url_put_ext},
	{"categories", url_put_categories},
	{"slugified_categories", url_put_categories},
};

static void
url_put_placeholder(struct buf *b, const struct url_parts *u, struct str name)
{
	for (size_t i = 0; i < ARRAY_LEN(url_names); i++)
		if (str_is(name, url_names[i].name))
			url_names[i].put(b, u);
	for (size_t i = 0; i < ARRAY_LEN(url_dates); i++)
		if (str_is(name, url_dates[i][0]))
			buf_str(b, date_print(b->a, u->date,
					   str_c(url_dates[i][1])));
}

/* One slash at the start, and none doubled. */
static struct str
url_clean(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	buf_ch(&b, '/');
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '/' || b.p[b.n - 1] != '/')
			buf_ch(&b, s.p[i]);
	return buf_done(&b);
}

struct str
page_url(struct source_site *site, struct str rel, const struct value *front)
{
	struct url_parts u = url_split(site, rel, front);
	struct str t = url_template(&u);
	struct buf b = buf_new(site->a);
	for (size_t i = 0; i < t.n;) {
		size_t to = i + 1;
		if (t.p[i] != ':') {
			buf_ch(&b, t.p[i++]);
			continue;
		}
		while (to < t.n &&
			(ch_alpha((unsigned char)t.p[to]) || t.p[to] == '_'))
			to++;
		url_put_placeholder(&b, &u, str_sub(t, i + 1, to));
		i = to;
	}
	return url_clean(site->a, buf_done(&b));
}
