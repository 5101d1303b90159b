/*
 * Liquid's tags, conditions, variables; where each byte came from; limits.
 */
#include "source_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

static const struct source_case cases[] = {
	{"plain", "plain"},
	{"{{ page.title }}|{{ page[\"title\"] }}|{{page.title}}", "T|T|T"},
	{"{{ page.list[1] }}{{ page.list[-1] }}{{ page.list.first }}{{ "
	 "page.list.size }}",
		"bca3"},
	{"{{ page[key] }}{{ page.none.x }}", "T"},
	{"{{ map }}", "{\"k\"=>1, \"l\"=>[true, nil, 1.5]}"},
	{"{{ page.list }}", "abc"},
	{"{{ 1.0 }} {{ 1.50 }} {{ 100000000000000000.5 }} {{ 0.00001 }}",
		"1.0 1.5 1.0e+17 1.0e-05"},
	{"{{ nil }}{{ true }}{{ \"q\" }}{{ 'p' }}{{ -3 }}", "trueqp-3"},
	{"{{ (1..3) | join: \"\" }}", "123"},
	{"{% assign x = \"a\" | append: \"b\" %}{{ x }}", "ab"},
	{"{% assign x = page.list %}{{ x[0] }}", "a"},
	{"{% assign x = nil %}[{{ x }}]", "[]"},
	{"{% capture c %}<{{ page.title }}>{% endcapture %}{{ c }}{{ c | size "
	 "}}",
		"<T>3"},
	{"{% capture \"c\" %}y{% endcapture %}{{ c }}", "y"},
	{"{% if page.title == \"T\" %}y{% else %}n{% endif %}", "y"},
	{"{% if page.title==\"T\" %}y{% endif %}", "y"},
	{"{% if missing %}a{% elsif page.title %}b{% else %}c{% endif %}", "b"},
	{"{% if a or b and c %}y{% else %}n{% endif %}", "n"},
	{"{% if true or false and false %}y{% else %}n{% endif %}", "y"},
	{"{% if false and true or true %}y{% else %}n{% endif %}", "n"},
	{"{% if 1 < 2 and 2.0 >= 2 and 3 != 4 and 3 <> 4 %}y{% endif %}", "y"},
	{"{% if \"abc\" contains \"b\" and page.list contains \"c\" and map "
	 "contains \"k\" %}y{% endif %}",
		"y"},
	{"{% if page.list contains \"z\" %}y{% else %}n{% endif %}", "n"},
	{"{% if \"1\" == 1 %}y{% else %}n{% endif %}", "n"},
	{"{% if 1 == 1.0 %}y{% endif %}", "y"},
	{"{% if page.list == tags3 %}y{% endif %}", "y"},
	{"{% if \"\" == empty %}y{% endif %}{% if page.list != empty %}z{% "
	 "endif %}",
		"yz"},
	{"{% if sp == blank %}y{% endif %}{% if missing == blank %}z{% endif "
	 "%}",
		"yz"},
	{"{% if missing == nil %}y{% endif %}{% if page.title != null %}z{% "
	 "endif %}",
		"yz"},
	{"{% if \"b\" > \"a\" %}y{% endif %}{% if \"b\" > 1 %}z{% endif %}",
		"y"},
	{"{% if \"\" %}y{% endif %}{% if 0 %}z{% endif %}", "yz"},
	{"{% unless false %}y{% endunless %}{% unless true %}n{% elsif true "
	 "%}z{% endunless %}",
		"yz"},
	{"{% case page.title %}{% when \"A\", \"T\" %}y{% else %}n{% endcase "
	 "%}",
		"y"},
	{"{% case 3 %}{% when 1 or 2 %}a{% when 3 %}b{% else %}c{% endcase %}",
		"b"},
	{"{% case 9 %} x {% when 1 %}a{% else %}c{% endcase %}", "c"},
	{"{% for i in page.list %}{{ i }}{{ forloop.index }}{% endfor %}",
		"a1b2c3"},
	{"{% for i in (1..3) %}{{ i }}{% endfor %}", "123"},
	{"{% for i in (1..n) reversed %}{{ i }}{% endfor %}", "4321"},
	{"{% for i in (1..9) limit:2 offset:3 %}{{ i }}{% endfor %}", "45"},
	{"{% for i in (1..9) limit: 2 %}{{ i }}{% endfor %}{% for i in (1..9) "
	 "limit: 2 offset: continue %}{{ i }}{% endfor %}",
		"1234"},
	{"{% for i in none %}x{% else %}e{% endfor %}", "e"},
	{"{% for i in (1..5) %}{% if i == 2 %}{% continue %}{% endif %}{% if i "
	 "== 4 %}{% break %}{% endif %}{{ i }}{% endfor %}",
		"13"},
	{"{% for kv in map2 %}{{ kv[0] }}={{ kv[1] }};{% endfor %}",
		"a=1;b=2;"},
	{"{% for i in \"str\" %}{{ i }}{% endfor %}", "str"},
	{"{% for i in page.list %}{{ forloop.index0 }}{{ forloop.rindex }}{{ "
	 "forloop.rindex0 }}{{ forloop.first }}{{ forloop.last }}{{ "
	 "forloop.length }} {% endfor %}",
		"032truefalse3 121falsefalse3 210falsetrue3 "},
	{"{% for i in (1..2) %}{% for j in (1..2) %}{{ "
	 "forloop.parentloop.index }}{{ forloop.index }} {% endfor %}{% endfor "
	 "%}",
		"11 12 21 22 "},
	{"{% for i in (3..1) %}x{% else %}none{% endfor %}", "none"},
	{"{% tablerow i in (1..3) cols:2 %}{{ i }}{% endtablerow %}",
		"<tr class=\"row1\">\n<td class=\"col1\">1</td><td "
		"class=\"col2\">2</td></tr>\n<tr class=\"row2\"><td "
		"class=\"col1\">3</td></tr>\n"},
	{"{% for i in (1..3) %}{% cycle \"a\", \"b\" %}{% endfor %}", "aba"},
	{"{% cycle \"g\": 1, 2 %}{% cycle \"h\": 1, 2 %}{% cycle \"g\": 1, 2 "
	 "%}",
		"112"},
	{"{% increment v %}{% increment v %}{{ v }}{% decrement w %}", "012-1"},
	{"{% comment %} {{ x {% if %} {% endcomment %}z", "z"},
	{"{% comment %}a{% comment %}b{% endcomment %}c{% endcomment %}z", "z"},
	{"{% raw %}{{ x }}{% y %}{% endraw %}", "{{ x }}{% y %}"},
	{"{%- raw -%} {{ x }} {%- endraw -%} z", " {{ x }} z"},
	{"{% # note %}z", "z"},
	{"{% echo \"a\" | upcase %}", "A"},
	{"{% for i in list2 %}{% ifchanged %}{{ i }}{% endifchanged %}{% "
	 "endfor %}",
		"aba"},
	{"a {%- if true -%} b {%- endif -%} c", "abc"},
	{"a {{- 1 -}} b", "a1b"},
	{"{% if true %} {% assign x = 1 %} {% endif %}z", "z"},
	{"{% for i in (1..2) %} {% assign x = i %}\n{% endfor %}z", "z"},
	{"{% highlight ruby %}\nputs 1\n{% endhighlight %}",
		"\n```ruby\nputs 1\n```\n"},
	{"{% highlight md linenos %}```\n{% endhighlight %}",
		"\n````md\n```\n````\n"},
	{"{% highlight html %}{% raw %}{{ x }}{% endraw %}{% endhighlight %}",
		"\n```html\n{{ x }}\n```\n"},
};

static void
test_tags(void **state)
{
	(void)state;
	source_check_cases(cases, ARRAY_LEN(cases));
}

static void
test_text_without_liquid_is_the_same_text(void **state)
{
	(void)state;
	struct source_run r = source_expand("no { braces } % here {");
	assert_ptr_equal(r.out.bytes.p, r.in.bytes.p);
	assert_ptr_equal(r.out.runs, r.in.runs);
	arena_free(r.a);
}

static void
test_every_byte_has_its_place(void **state)
{
	(void)state;
	struct source_run r = source_expand(
		"ab{{ page.title }}cd\n{% if true %}x{{ n }}y{% endif %}z");
	static const unsigned places[] = {0, 1, 2, 18, 19, 20, 34, 35, 42, 54};
	assert_true(str_is(r.out.bytes, "abTcd\nx4yz"));
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		struct span s = text_span(&r.out, i);
		assert_int_equal(s.file, 2);
		assert_int_equal(s.off, places[i]);
	}
	arena_free(r.a);
}

struct message_case {
	const char *template, *printed, *slug;
	int line;
};

/* What can't be read is reported at its line, and the rest goes on. */
static const struct message_case messages[] = {
	{"a\n{% nope x %}b", "a\nb", "liquid-tag", 2},
	{"{% alert %}x{% endalert %}", "x", "liquid-tag", 1},
	{"a\nb {{ x", "a\nb {{ x", "liquid-syntax", 2},
	{"a {{ page.title }\nb", "a {{ page.title }\nb", "liquid-syntax", 1},
	{"{{ \"}\" }}", "}", NULL, 0},
	{"a {% if true", "a {% if true", "liquid-syntax", 1},
	{"\n\n{% if true %}x", "\n\nx", "liquid-syntax", 3},
	{"x{% endif %}y", "xy", "liquid-syntax", 1},
	{"{% else %}y", "y", "liquid-syntax", 1},
	{"{% for i in (1..2) %}{% if true %}x{% endfor %}", "xx",
		"liquid-syntax", 1},
	{"{% raw %}x {{ y }}", "x {{ y }}", "liquid-syntax", 1},
	{"{% for x %}y{% endfor %}", "", "liquid-syntax", 1},
	{"{% assign x %}y", "y", "liquid-syntax", 1},
	{"{% if page.title = \"T\" %}y{% endif %}", "y", "liquid-syntax", 1},
	{"{% if page.title && x %}y{% endif %}", "y", "liquid-syntax", 1},
	{"{{ page.title ! }}", "T", "liquid-syntax", 1},
	{"{% %}x", "x", "liquid-syntax", 1},
	{"\n{% include no.html a=1 %}x", "\nx", "liquid-include", 2},
	{"{% include ../../etc/passwd %}x", "x", "liquid-include", 1},
};

static void
test_messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(messages); i++) {
		const struct message_case *m = &messages[i];
		struct source_run r = source_expand(m->template);
		bool told = m->slug ? source_has_message(r.dg, m->slug, m->line)
		                    : !diag_count(r.dg, DIAG_STYLE);
		if (!told || !str_is(r.out.bytes, m->printed))
			print_error("template: %s\nprinted: %.*s\n",
				m->template, STR_ARG(r.out.bytes));
		assert_true(told);
		assert_true(str_is(r.out.bytes, m->printed));
		arena_free(r.a);
	}
}

/* Each of these would go on for ever, or nearly. */
static const char *const endless[] = {
	"{% for i in (1..1000000000) %}x{% endfor %}",
	"{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}"
	"{% endfor %}",
	"{% assign s = \"xxxxxxxxxxxxxxxx\" %}{% for i in (1..60) %}"
	"{% assign s = s | append: s %}{% endfor %}{{ s }}",
	"{% assign s = \"ab\" | split: \"\" %}{% for i in (1..60) %}"
	"{% assign s = s | push: s | push: s %}{% endfor %}{{ s }}",
	"{% assign s = \"ab\" | split: \"\" %}{% for i in (1..60) %}"
	"{% assign s = s | concat: s %}{% endfor %}{{ s | size }}",
	"{% assign s = \"a\" %}{% for i in (1..30) %}"
	"{% assign s = s | replace: \"a\", \"aaaa\" %}{% endfor %}",
	"{{ (1..1000000000) | join }}",
};

static void
test_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(endless); i++) {
		struct source_run r = source_expand(endless[i]);
		assert_true(source_has_message(r.dg, "liquid-limit", 1));
		assert_true(r.out.bytes.n <= (size_t)16 << 20);
		arena_free(r.a);
	}
}

static char *
repeat(const char *s, size_t times, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	char *p = malloc(n * times + m + 1);
	assert_non_null(p);
	for (size_t i = 0; i < times; i++)
		memcpy(p + i * n, s, n);
	memcpy(p + n * times, end, m + 1);
	return p;
}

/* Many of one thing must cost no more than each of them. */
static void
test_long_and_deep(void **state)
{
	(void)state;
	static const char *const pieces[] = {"{{", "{%", "{{ a", "{% if x %}",
		"{% raw %}", "{% comment %}", "{{ x[", "{% for i in (", "{{%}",
		"{{ 'x", "}}", "%}{%", "{{ a | ", "{% endif %}", "{% x %}"};
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		char *t = repeat(pieces[i], 40000, " end");
		struct source_run r = source_expand(t);
		arena_free(r.a);
		free(t);
	}
	char *t = repeat("{% if true %}", 101, "x");
	struct source_run r = source_expand(t);
	assert_true(source_has_message(r.dg, "liquid-limit", 1));
	arena_free(r.a);
	free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_text_without_liquid_is_the_same_text),
		cmocka_unit_test(test_every_byte_has_its_place),
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_long_and_deep),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
