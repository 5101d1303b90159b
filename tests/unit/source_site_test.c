/*
 * Sites on the disk: root, configuration, defaults, data, includes,
 * addresses, listings, and nothing from outside.
 */
#include "source_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct file_row {
	const char *path, *bytes; /* NULL: a folder */
};

/* Folders first, then what is in them. */
static const struct file_row files[] = {
	{"site", NULL},
	{"site/_includes", NULL},
	{"site/_data", NULL},
	{"site/_data/deep", NULL},
	{"site/_posts", NULL},
	{"site/_units", NULL},
	{"site/docs", NULL},
	{"site/docs/empty", NULL},
	{"site/docs/_posts", NULL},
	{"site/vendor", NULL},
	{"plain", NULL},
	{"site/_config.yml",
		"title: S\nurl: https://ex.org\nbaseurl: /b\n"
		"collections: {units: {permalink: /u/:path/}}\n"
		"defaults:\n"
		"- {scope: {path: ''}, values: {lang: en, layout: base}}\n"
		"- {scope: {path: docs}, values: {layout: doc}}\n"
		"- {scope: {path: '', type: units}, values: {layout: unit}}\n"
		"- {scope: {path: 'docs/*.md'}, values: {globbed: yes}}\n"},
	{"site/_includes/fig.html",
		"<img src=\"{{ include.src }}\" alt=\"{{ include.alt }}\">\n"},
	{"site/_includes/loop.html", "{% include loop.html %}"},
	{"site/_includes/bad.html", "ok\n{{ 1 | nope }}"},
	{"site/_includes/set.html", "{% assign made = include.v %}"},
	{"site/_includes/x_nav.html", "NAV"},
	{"site/_data/people.yml", "- name: Bo\n- name: Al\n"},
	{"site/_data/rows.csv", "id,label\n1,\"a, \"\"b\"\"\"\n2,\n"},
	{"site/_data/conf.json", "{\"k\": [1, true], \"s\": \"\\u00e9\"}"},
	{"site/_data/deep/in.yml", "v: 7\n"},
	{"site/_data/bad.yml", "a: b: c\n"},
	{"site/docs/page.md", "---\ntitle: P\n---\nbody\n"},
	{"site/docs/side.md", "---\n---\nside {{ include.n }}"},
	{"site/docs/bare.md", "no front matter\n"},
	{"site/docs/front.html", "---\n---\n<p>\n"},
	{"site/docs/bare.html", "<p>\n"},
	{"site/docs/notes.txt", "x\n"},
	{"site/_posts/2020-02-03-my-post.md", "---\n---\n"},
	{"site/docs/_posts/2021-1-5-A b.md", "---\nslug: Own\n---\n"},
	{"site/docs/one \xC3\xA9.md", "---\npermalink: /moved/\n---\n"},
	{"site/_units/one.md", "---\n---\n"},
	{"site/index.md", "---\n---\n"},
	{"site/vendor/v.md", "---\n---\n"},
	{"plain/b.md", "b\n"},
	{"plain/a.markdown", "a\n"},
	{"plain/c.html", "c\n"},
	{"secret.md", "---\n---\nsecret\n"},
};

static char top[] = "/tmp/handout-site-XXXXXX";
static char where[256];

static const char *
at(const char *path)
{
	snprintf(where, sizeof where, "%s/%s", top, path);
	return where;
}

static int
set_up(void **state)
{
	(void)state;
	if (!mkdtemp(top))
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		if (!files[i].bytes) {
			if (mkdir(at(files[i].path), 0700) != 0)
				return -1;
			continue;
		}
		FILE *f = fopen(at(files[i].path), "wb");
		if (!f || fputs(files[i].bytes, f) < 0 || fclose(f) != 0)
			return -1;
	}
	if (symlink("../../secret.md", at("site/docs/out.md")) != 0 ||
		symlink("page.md", at("site/docs/alias.md")) != 0 ||
		symlink("..", at("site/docs/up")) != 0 ||
		symlink("../../secret.md", at("site/_includes/out.md")) != 0)
		return -1;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unlink(at("site/docs/out.md"));
	unlink(at("site/docs/alias.md"));
	unlink(at("site/docs/up"));
	unlink(at("site/_includes/out.md"));
	for (size_t i = ARRAY_LEN(files); i-- > 0;)
		if (files[i].bytes)
			unlink(at(files[i].path));
	for (size_t i = ARRAY_LEN(files); i-- > 0;)
		if (!files[i].bytes)
			rmdir(at(files[i].path));
	return rmdir(top);
}

struct opened {
	struct arena *a;
	struct diag *dg;
	struct source_site *site;
	struct source_page page;
	bool read;
};

static struct opened
open_page(const char *path)
{
	struct opened o = {.a = arena_new()};
	assert_non_null(o.a);
	if (setjmp(*arena_jump(o.a)))
		abort();
	o.dg = diag_new(o.a);
	o.site = source_site_open(o.a, at(path), NULL, o.dg);
	o.read = source_page_read(o.site, at(path), NULL, &o.page, o.dg);
	return o;
}

static void
write_page(const char *path, const char *bytes)
{
	FILE *f = fopen(at(path), "wb");
	assert_non_null(f);
	fputs(bytes, f);
	fclose(f);
}

static void
test_root_and_defaults(void **state)
{
	(void)state;
	struct opened o = open_page("site/docs/page.md");
	assert_true(o.read);
	assert_true(str_ends(o.site->root, "/site"));
	assert_true(str_is(o.page.rel, "docs/page.md"));
	assert_true(str_is(o.page.body.bytes, "body\n"));
	assert_true(str_is(value_str(o.page.front, "lang"), "en"));
	assert_true(str_is(value_str(o.page.front, "layout"), "doc"));
	assert_true(value_bool(o.page.front, "globbed", false));
	assert_true(str_is(value_str(o.page.front, "title"), "P"));
	assert_int_equal(diag_count(o.dg, DIAG_STYLE), 0);
	arena_free(o.a);
	o = open_page("site/_units/one.md");
	assert_true(str_is(value_str(o.page.front, "layout"), "unit"));
	arena_free(o.a);
	o = open_page("plain/b.md");
	assert_true(str_ends(o.site->root, "/plain"));
	assert_int_equal(o.site->config->count, 0);
	arena_free(o.a);
}

static void
test_refused(void **state)
{
	(void)state;
	static const struct {
		const char *path, *slug;
	} rows[] = {
		{"site/none.md", "file-missing"},
		{"site/docs", "file-type"},
		{"site/docs/notes.txt", "file-type"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct opened o = open_page(rows[i].path);
		assert_false(o.read);
		assert_true(source_has_message(o.dg, rows[i].slug, 0));
		arena_free(o.a);
	}
	struct arena *a = arena_new();
	if (setjmp(*arena_jump(a)))
		abort();
	struct diag *dg = diag_new(a);
	struct source_page page;
	char root[256];
	snprintf(root, sizeof root, "%s", at("site"));
	struct source_site *site = source_site_open(a, root, root, dg);
	assert_false(source_page_read(site, at("secret.md"), NULL, &page, dg));
	assert_false(source_page_read(
		site, at("site/docs/out.md"), NULL, &page, dg));
	assert_true(source_page_read(
		site, at("site/docs/alias.md"), NULL, &page, dg));
	arena_free(a);
}

struct page_case {
	const char *body, *printed, *slug;
};

static const struct page_case bodies[] = {
	{"{{ site.title }}{{ page.path }} {{ page.url }} {{ page.name }}",
		"Sdocs/t.md /docs/t.html t.md", NULL},
	{"{% include fig.html src=\"a.png\" alt='x \"y\" \\'z' %}",
		"<img src=\"a.png\" alt=\"x \"y\" 'z\">\n", NULL},
	{"{% include fig.html src=page.name alt=page.none %}",
		"<img src=\"t.md\" alt=\"\">\n", NULL},
	{"{% assign n = \"x\" %}{% include {{n}}_nav.html %}", "NAV", NULL},
	{"{% include \"x_nav.html\" %}{% include_cached x_nav.html %}",
		"NAVNAV", NULL},
	{"{% include set.html v=3 %}{{ made }}{{ include.v }}", "3", NULL},
	{"{% include_relative side.md n=2 %}", "---\n---\nside 2", NULL},
	{"{% include out.md %}{% include ../../secret.md %}", "",
		"liquid-include"},
	{"{% include_relative ../../secret.md %}", "", "liquid-include"},
	{"{% include loop.html %}", "", "liquid-limit"},
	{"{% include bad.html %}", "ok\n1", "liquid-filter"},
	{"{{ site.data.people[1].name }}{{ site.data.people | size }}", "Al2",
		NULL},
	{"{{ site.data.rows[0].label }}|{{ site.data.rows[1].label }}",
		"a, \"b\"|", NULL},
	{"{{ site.data.conf.k[1] }}{{ site.data[\"conf\"].s }}", "true\xC3\xA9",
		NULL},
	{"{{ site.data.deep.in.v }}{{ site.data.none.x }}", "7", NULL},
	{"{{ site.data.bad.a }}", "", "yaml-syntax"},
	{"{% for d in site.data %}{{ d[0] }} {% endfor %}",
		"bad conf deep people rows ", "yaml-syntax"},
	{"{% link docs/page.md %} {% link _units/one.md %} {% link a.pdf %}",
		"/b/docs/page.html /b/u/one/ /b/a.pdf", NULL},
	{"{% post_url 2020-02-03-my-post %}", "/b/2020/02/03/my-post.html",
		NULL},
	{"{% link docs/one \xC3\xA9.md %} {% link docs/none.md %}",
		"/b/moved/ /b/docs/none.html", NULL},
	{"{% assign d = 'docs' %}{% link {{ d }}/one \xC3\xA9.md %}",
		"/b/moved/", NULL},
	{"{% post_url 2021-01-05-A b %} {% post_url /docs/2021-1-5-A b %}",
		"/b/docs/2021/01/05/Own.html /b/docs/2021/01/05/Own.html",
		NULL},
	{"{% post_url 2001-01-01-none %}", "/b/2001/01/01/none.html", NULL},
	{"{{ site.pages | size }}{{ site.posts | size }} "
	 "{{ site.posts.first.title }} {{ site.units.first.url }}",
		"62 A b /u/one/", NULL},
};

static void
test_pages(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		write_page("site/docs/t.md", bodies[i].body);
		struct opened o = open_page("site/docs/t.md");
		bool told = bodies[i].slug ? source_has_message(
						     o.dg, bodies[i].slug, 0)
		                           : !diag_count(o.dg, DIAG_STYLE);
		if (!told || !str_is(o.page.body.bytes, bodies[i].printed)) {
			print_error("%s\nprinted: %.*s\n", bodies[i].body,
				STR_ARG(o.page.body.bytes));
			diag_print(o.dg, stderr, false);
		}
		assert_true(o.read && told);
		assert_true(str_is(o.page.body.bytes, bodies[i].printed));
		arena_free(o.a);
		unlink(at("site/docs/t.md"));
	}
}

static void
test_include_has_its_own_places(void **state)
{
	(void)state;
	write_page(
		"site/docs/t.md", "---\na: b\n---\nx\n{% include bad.html %}");
	struct opened o = open_page("site/docs/t.md");
	int line, col, n;
	struct span s = text_span(&o.page.body, 0);
	diag_place(o.dg, s, &line, &col);
	assert_int_equal(line, 4);
	s = text_span(&o.page.body, 2);
	assert_true(str_ends(
		diag_file_name(o.dg, s.file), "site/_includes/bad.html"));
	diag_place(o.dg, diag_sorted(o.dg, &n)->span, &line, &col);
	assert_int_equal(n, 1);
	assert_int_equal(line, 2);
	arena_free(o.a);
	unlink(at("site/docs/t.md"));
}

static void
test_liquid_can_be_off(void **state)
{
	(void)state;
	write_page("site/docs/t.md",
		"---\nrender_with_liquid: false\n---\n{{ x }}");
	struct opened o = open_page("site/docs/t.md");
	assert_true(str_is(o.page.body.bytes, "{{ x }}"));
	arena_free(o.a);
	unlink(at("site/docs/t.md"));
}

struct url_case {
	const char *config, *rel, *front, *url;
};

static const struct url_case urls[] = {
	{"a: 1", "a/b.md", "a: 1", "/a/b.html"},
	{"a: 1", "index.md", "a: 1", "/"},
	{"a: 1", "a/index.html", "a: 1", "/a/"},
	{"permalink: pretty", "a/b.md", "a: 1", "/a/b/"},
	{"a: 1", "a/b.md", "permalink: /x/y/", "/x/y/"},
	{"a: 1", "a/b.md", "permalink: x", "/x"},
	{"a: 1", "_posts/2020-01-02-t-x.md", "a: 1", "/2020/01/02/t-x.html"},
	{"permalink: none", "_posts/2020-01-02-t.md", "categories: [A b, c]",
		"/a-b/c/t.html"},
	{"permalink: /:year/:title/", "_posts/2020-01-02-t.md", "slug: My Slug",
		"/2020/My-Slug/"},
	{"permalink: '/:slug/'", "_posts/2020-01-02-t.md", "slug: My Slug",
		"/my-slug/"},
	{"a: 1", "_posts/2021-02-03-Big Title, 2.md", "a: 1",
		"/2021/02/03/Big-Title,-2.html"},
	{"a: 1", "_posts/2020-1-5-one.md", "a: 1", "/2020/01/05/one.html"},
	{"permalink: '/:short_year/:i_month/:i_day/:short_month/:long_day/'",
		"_posts/2020-03-05-t.md", "a: 1", "/20/3/5/Mar/Thursday/"},
	{"permalink: ordinal", "_posts/2020-02-01-t.md", "a: 1",
		"/2020/032/t.html"},
	{"permalink: weekdate", "_posts/2020-02-01-t.md", "a: 1",
		"/2020/W05/Sat/t.html"},
	{"permalink: /:categories/:title", "a/b.md", "a: 1", "/a/b"},
	{"permalink: '/:title:output_ext'", "a/b.md", "a: 1", "/a/b.html"},
	{"{permalink: pretty, collections: {eps: {output: true}}}", "_eps/x.md",
		"a: 1", "/eps/x/"},
	{"permalink: none", "_posts/2020-01-02-t.md",
		"{category: A, categories: b}", "/b/a/t.html"},
	{"a: 1", "m/_posts/2020-01-02-t.md", "date: 2021-05-06",
		"/m/2021/05/06/t.html"},
	{"a: 1", "_eps/sub/x.md", "a: 1", "/eps/sub/x.html"},
	{"collections: {eps: {permalink: '/:collection/:name/'}}",
		"_eps/X y.md", "a: 1", "/eps/x-y/"},
};

static void
test_urls(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	if (setjmp(*arena_jump(a)))
		abort();
	struct diag *dg = diag_new(a);
	for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
		struct str c = str_c(urls[i].config), f = str_c(urls[i].front);
		struct source_site site = {.a = a, .work = a};
		site.config = source_yaml(a, 0, c, 0, c.n, dg);
		struct str url = page_url(&site, str_c(urls[i].rel),
			source_yaml(a, 0, f, 0, f.n, dg));
		if (!str_is(url, urls[i].url))
			print_error("%s: %.*s\n", urls[i].rel, STR_ARG(url));
		assert_true(str_is(url, urls[i].url));
	}
	arena_free(a);
}

/* Pages in order, then what is left out with the number of the reason. */
static void
check_listing(const char *folder, const char *expected)
{
	struct arena *a = arena_new();
	if (setjmp(*arena_jump(a)))
		abort();
	struct diag *dg = diag_new(a);
	struct source_site *site = source_site_open(a, at(folder), NULL, dg);
	struct source_listing l = source_list(site, at(folder), dg);
	struct buf b = buf_new(a);
	for (int i = 0; i < l.n; i++)
		buf_fmt(&b, "%.*s %.*s\n", STR_ARG(l.pages[i].rel),
			STR_ARG(l.pages[i].name));
	for (int i = 0; i < l.nskipped; i++)
		buf_fmt(&b, "%.*s: %d\n", STR_ARG(l.skipped[i].rel),
			(int)l.skipped[i].skip);
	assert_string_equal(buf_done(&b).p, expected);
	assert_int_equal(source_has_message(dg, "folder-empty", 0), l.n == 0);
	arena_free(a);
}

static void
test_listings(void **state)
{
	(void)state;
	check_listing("site",
		"index.md index\n"
		"_posts/2020-02-03-my-post.md "
		"2020-02-03-my-post\n"
		"_units/one.md u-one\n"
		"docs/alias.md docs-alias\n"
		"docs/front.html docs-front\n"
		"docs/one \xC3\xA9.md moved\n"
		"docs/page.md docs-page\ndocs/side.md docs-side\n"
		"docs/_posts/2021-1-5-A b.md docs-2021-01-05-Own\n");
	check_listing("plain/", "a.markdown a\nb.md b\n");
	check_listing("site/docs/empty", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_root_and_defaults),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_include_has_its_own_places),
		cmocka_unit_test(test_liquid_can_be_off),
		cmocka_unit_test(test_urls),
		cmocka_unit_test(test_listings),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
