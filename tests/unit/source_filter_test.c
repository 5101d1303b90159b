/*
 * Each of Liquid's filters.  What they print is what Ruby's Liquid and
 * Jekyll print.
 */
#include "source_aux.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

static const struct source_case cases[] = {
	{"{{ \"<a href='x'>&\" | escape }}", "&lt;a href=&#39;x&#39;&gt;&amp;"},
	{"{{ \"a\" | append: \"b\" }}", "ab"},
	{"{{ \"hELLO wORLD\" | capitalize }}", "Hello world"},
	{"{{ \"élan\" | capitalize }}", "Élan"},
	{"{{ \"ÀÉ Ω ДЖ ẞ\" | downcase }}", "àé ω дж ß"},
	{"{{ \"straße žluť ώ жё ÿ\" | upcase }}", "STRASSE ŽLUŤ Ώ ЖЁ Ÿ"},
	{"[{{ \"  a \" | lstrip }}]", "[a ]"},
	{"[{{ \"  a \" | rstrip }}]", "[  a]"},
	{"[{{ \"  a \" | strip }}]", "[a]"},
	{"{{ nl | normalize_whitespace }}", "a b"},
	{"{{ \"one two  three\" | number_of_words }}", "3"},
	{"{{ \"你好 hello\" | number_of_words: \"cjk\" }}", "3"},
	{"{{ \"b\" | prepend: \"a\" }}", "ab"},
	{"{{ \"a-b-c\" | remove: \"-\" }}", "abc"},
	{"{{ \"a-b-c\" | remove_first: \"-\" }}", "ab-c"},
	{"{{ \"a-b-c\" | remove_last: \"-\" }}", "a-bc"},
	{"{{ \"a-b-c\" | replace: \"-\", \"+\" }}", "a+b+c"},
	{"{{ \"a-b-c\" | replace_first: \"-\", \"+\" }}", "a+b-c"},
	{"{{ \"a-b-c\" | replace_last: \"-\", \"+\" }}", "a-b+c"},
	{"{{ \"aaa\" | replace_last: \"aa\", \"b\" }}", "ab"},
	{"{{ \"a,b,,c,,\" | split: \",\" | join: \"|\" }}", "a|b||c"},
	{"{{ \" a  b \" | split: \" \" | size }}", "2"},
	{"{{ \"aéb\" | split: \"\" | join: \".\" }}", "a.é.b"},
	{"{{ \"\" | split: \",\" | size }}", "0"},
	{"{{ \"The quick brown fox\" | truncate: 10 }}", "The qui..."},
	{"{{ \"The quick\" | truncate: 10 }}", "The quick"},
	{"{{ \"éééééé\" | truncate: 4, \"\" }}", "éééé"},
	{"{{ \"abcdef\" | truncate: 2 }}", "..."},
	{"{{ \"one two three four\" | truncatewords: 2 }}", "one two..."},
	{"{{ \"one  two\" | truncatewords: 2 }}", "one  two"},
	{"{{ \"one two three\" | truncatewords: 1, \"!\" }}", "one!"},
	{"{{ '<b>\"x\"' | h }}", "&lt;b&gt;&quot;x&quot;"},
	{"{{ \"1 < 2 &amp; 3 & 4 &#39;\" | escape_once }}",
		"1 &lt; 2 &amp; 3 &amp; 4 &#39;"},
	{"{{ \"<it's>\" | xml_escape }}", "&lt;it's&gt;"},
	{"{{ nl | newline_to_br }}", "a<br />\nb"},
	{"{{ nl | strip_newlines }}", "ab"},
	{"{{ \"a<b>b</b><!-- c <i> --><script>x</script>d<style>e</style>\" | "
	 "strip_html }}",
		"abd"},
	{"{{ \"1 < 2\" | strip_html }}", "1 < 2"},
	{"{{ \"*x*\" | markdownify }}", "[*x*]"},
	{"{{ 'He said \"no\" -- so' | smartify }}", "He said “no” – so"},
	{"{{ \"a...b---c\" | smartify }}", "a…b—c"},
	{"{{ \"/x\" | absolute_url }}", "https://ex.org/base/x"},
	{"{{ \"http://a.b/c\" | absolute_url }}", "http://a.b/c"},
	{"{{ \"x y.png\" | relative_url }}", "/base/x%20y.png"},
	{"{{ \"/\" | relative_url }}", "/base/"},
	{"{{ \"mailto:x@y\" | relative_url }}", "mailto:x@y"},
	{"[{{ nil | relative_url }}]", "[]"},
	{"{{ \"one: two? é\" | base64_encode }}", "b25lOiB0d28/IMOp"},
	{"{{ \"b25lOiB0d28/IMOp\" | base64_decode }}", "one: two? é"},
	{"{{ \">>>???\" | base64_url_safe_encode }}", "Pj4-Pz8_"},
	{"{{ \"Pj4-Pz8_\" | base64_url_safe_decode }}", ">>>???"},
	{"{{ \"a b&c/é\" | cgi_escape }}", "a+b%26c%2F%C3%A9"},
	{"{{ \"a b&c/é\" | url_encode }}", "a+b%26c%2F%C3%A9"},
	{"{{ \"a+b%26c%C3%A9%\" | url_decode }}", "a b&cé%"},
	{"{{ \"http://x.y/a b?é=1\" | uri_escape }}",
		"http://x.y/a%20b?%C3%A9=1"},
	{"{{ \"The _Café_, é 2!\" | slugify }}", "the-café-é-2"},
	{"{{ \"The _cönfig.yml file\" | slugify: \"raw\" }}",
		"the-_cönfig.yml-file"},
	{"{{ \"The _cönfig.yml file\" | slugify: \"pretty\" }}",
		"the-_cönfig.yml-file"},
	{"{{ \"The _cönfig.yml file\" | slugify: \"ascii\" }}",
		"the-c-nfig-yml-file"},
	{"{{ \"The _cönfig.yml file\" | slugify: \"latin\" }}",
		"the-config-yml-file"},
	{"{{ \"The X\" | slugify: \"none\" }}", "the x"},
	{"{{ \"/a/index.html\" | strip_index }}", "/a/"},
	{"{{ -7 | abs }}", "7"},
	{"{{ \"-7.5\" | abs }}", "7.5"},
	{"{{ 3 | at_least: 5 }}", "5"},
	{"{{ 3 | at_most: 2.5 }}", "2.5"},
	{"{{ 1.2 | ceil }}", "2"},
	{"{{ -1.2 | floor }}", "-2"},
	{"{{ 7 | divided_by: 2 }}", "3"},
	{"{{ -7 | divided_by: 2 }}", "-4"},
	{"{{ 7 | divided_by: 2.0 }}", "3.5"},
	{"{{ 20 | divided_by: 7.0 }}", "2.857142857142857"},
	{"{{ 0.1 | plus: 0.2 }}", "0.3"},
	{"{{ \"3\" | plus: \"4x\" }}", "7"},
	{"{{ 5 | minus: 7 }}", "-2"},
	{"{{ 3 | times: 1.5 }}", "4.5"},
	{"{{ -7 | modulo: 3 }}", "2"},
	{"{{ 7.5 | modulo: 2 }}", "1.5"},
	{"{{ 2.5 | round }}", "3"},
	{"{{ -2.5 | round }}", "-3"},
	{"{{ 1.005 | round: 2 }}", "1.01"},
	{"{{ 183.357 | round: 2 }}", "183.36"},
	{"{{ 1234 | round: -2 }}", "1200"},
	{"{{ nums | sum }}", "6"},
	{"{{ people | sum: \"age\" }}", "60"},
	{"{{ \"12 apples\" | to_integer }}", "12"},
	{"{{ true | to_integer }}", "1"},
	{"{{ tags | array_to_sentence_string }}", "b, A, and c"},
	{"{{ pair | array_to_sentence_string: \"or\" }}", "x or y"},
	{"{{ holes | compact | size }}", "2"},
	{"{{ people | compact: \"age\" | size }}", "2"},
	{"{{ pair | concat: tags | join: \"\" }}", "xybAc"},
	{"{{ missing | default: \"d\" }}", "d"},
	{"{{ \"\" | default: \"d\" }}", "d"},
	{"{{ false | default: \"d\" }}", "d"},
	{"{{ false | default: \"d\", allow_false: true }}", "false"},
	{"{{ 0 | default: \"d\" }}", "0"},
	{"{{ tags | first }}{{ tags | last }}", "bc"},
	{"{{ map | inspect }}",
		"{&quot;k&quot;=&gt;1, &quot;l&quot;=&gt;[true, nil, 1.5]}"},
	{"{{ map | jsonify }}", "{\"k\":1,\"l\":[true,null,1.5]}"},
	{"{{ 'a\"b' | jsonify }}", "\"a\\\"b\""},
	{"{{ tags | join }}", "b A c"},
	{"{{ tags | join: \", \" }}", "b, A, c"},
	{"{{ people | map: \"name\" | join: \",\" }}", "Bo,Al,Cy"},
	{"{{ people | map: \"at.home\" | join: \",\" }}", ",x,"},
	{"{{ tags | pop | join: \"\" }}", "bA"},
	{"{{ tags | pop: 2 | join: \"\" }}", "b"},
	{"{{ tags | push: \"z\" | join: \"\" }}", "bAcz"},
	{"{{ tags | shift | join: \"\" }}", "Ac"},
	{"{{ tags | unshift: \"z\" | join: \"\" }}", "zbAc"},
	{"{{ tags | reverse | join: \"\" }}", "cAb"},
	{"{{ tags | sample }}", "b"},
	{"{{ tags | size }}{{ \"é1\" | size }}{{ 5 | size }}{{ map | size }}",
		"3202"},
	{"{{ \"héllo\" | slice: 1, 3 }}", "éll"},
	{"{{ \"héllo\" | slice: -2 }}", "l"},
	{"[{{ \"hi\" | slice: 5 }}]", "[]"},
	{"{{ tags | slice: 1, 2 | join: \"\" }}", "Ac"},
	{"{{ tags | sort | join: \"\" }}", "Abc"},
	{"{{ nums | sort | join: \"\" }}", "123"},
	{"{{ people | sort: \"age\" | map: \"name\" | join: \"\" }}", "CyBoAl"},
	{"{{ people | sort: \"age\", \"last\" | map: \"name\" | join: \"\" }}",
		"BoAlCy"},
	{"{{ tags | sort_natural | join: \"\" }}", "Abc"},
	{"{{ people | sort_natural: \"name\" | map: \"name\" | join: \"\" }}",
		"AlBoCy"},
	{"{{ \"a,b,a\" | split: \",\" | uniq | join: \"\" }}", "ab"},
	{"{{ people | uniq: \"team\" | map: \"name\" | join: \"\" }}", "BoCy"},
	{"{{ people | find: \"name\", \"Al\" | map: \"age\" | join }}", "40"},
	{"{% assign p = people | find_exp: \"p\", \"p.age > 30\" %}{{ p.name "
	 "}}",
		"Al"},
	{"{% assign g = people | group_by: \"team\" %}{% for x in g %}{{ "
	 "x.name }}{{ x.size }}{{ x.items.first.name }} {% endfor %}",
		"r2Bo q1Cy "},
	{"{% assign g = people | group_by_exp: \"p\", \"p.name | slice: 0\" "
	 "%}{{ g | map: \"name\" | join: \"\" }}",
		"BAC"},
	{"{{ people | where: \"team\", \"r\" | map: \"name\" | join: \"\" }}",
		"BoAl"},
	{"{{ people | where: \"age\", 20 | map: \"name\" | join: \"\" }}",
		"Bo"},
	{"{{ people | where: \"age\" | map: \"name\" | join: \"\" }}", "BoAl"},
	{"{{ people | where: \"likes\", \"tea\" | map: \"name\" | join: \"\" "
	 "}}",
		"Al"},
	{"{{ people | where_exp: \"p\", \"p.age >= 20 and p.name != 'Al'\" | "
	 "map: \"name\" | join: \"\" }}",
		"Bo"},
	{"{{ \"2008-11-07 13:07:54\" | date: \"%Y %y %m %-m %B %b %d %e %-d %j "
	 "%H %I %l %M %S %p %P %A %a %u %w %V %s %z %Z %%\" }}",
		"2008 08 11 11 November Nov 07  7 7 312 13 01  1 07 54 PM pm "
		"Friday Fri 5 5 45 1226063274 +0000 UTC %"},
	{"{{ \"2020-01-05T00:00:00+02:00\" | date: \"%F %T %:z %D %R %s\" }}",
		"2020-01-05 00:00:00 +02:00 01/05/20 00:00 1578175200"},
	{"{{ \"March 14, 2016\" | date: \"%b %d, %y\" }}", "Mar 14, 16"},
	{"{{ \"14 Mar 2016 3:05 pm\" | date: \"%F %H:%M\" }}",
		"2016-03-14 15:05"},
	{"{{ \"2016/3/4\" | date: \"%F\" }}", "2016-03-04"},
	{"{{ 0 | date: \"%F %A\" }}", "1970-01-01 Thursday"},
	{"{{ \"1152098955\" | date: \"%m/%d/%Y\" }}", "07/05/2006"},
	{"{{ \"soon\" | date: \"%Y\" }}", "soon"},
	{"{{ \"2016-02-30\" | date: \"%Y\" }}", "2016-02-30"},
	{"[{{ \"now\" | date: \"%Y\" }}]", "[]"},
	{"[{{ nil | date: \"%Y\" }}]", "[]"},
	{"{{ \"2008-11-07\" | date_to_string }}", "07 Nov 2008"},
	{"{{ \"2008-11-07\" | date_to_string: \"ordinal\" }}", "7th Nov 2008"},
	{"{{ \"2008-11-07\" | date_to_string: \"ordinal\", \"US\" }}",
		"Nov 7th, 2008"},
	{"{{ \"2008-11-22\" | date_to_long_string: \"ordinal\" }}",
		"22nd November 2008"},
	{"{{ \"2008-11-07\" | date_to_long_string }}", "07 November 2008"},
	{"{{ \"2008-11-07 13:07:54\" | date_to_rfc822 }}",
		"Fri, 07 Nov 2008 13:07:54 +0000"},
	{"{{ \"2008-11-07 13:07:54\" | date_to_xmlschema }}",
		"2008-11-07T13:07:54+00:00"},
};

static void
test_filters(void **state)
{
	(void)state;
	unsetenv("SOURCE_DATE_EPOCH");
	source_check_cases(cases, ARRAY_LEN(cases));
}

/* A filter that no case names has not been tested. */
static void
test_every_filter_has_a_case(void **state)
{
	(void)state;
	static const char *const names[] = {
#define FILTER(name, min, max, fn) name,
#include "source/liquid_filters.def"
#undef FILTER
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		bool named = false;
		char call[64];
		snprintf(call, sizeof call, "| %s", names[i]);
		for (size_t k = 0; k < ARRAY_LEN(cases) && !named; k++) {
			const char *p = strstr(cases[k].template, call);
			named = p && strchr(" :", p[strlen(call)]);
		}
		if (!named)
			print_error("no case for %s\n", names[i]);
		assert_true(named);
	}
}

static void
test_now_is_the_epoch_given(void **state)
{
	(void)state;
	static const struct source_case now[] = {
		{"{{ \"now\" | date: \"%F\" }}", "2001-09-09"},
		{"{{ \"today\" | date_to_string }}", "09 Sep 2001"},
	};
	setenv("SOURCE_DATE_EPOCH", "1000000000", 1);
	source_check_cases(now, ARRAY_LEN(now));
	unsetenv("SOURCE_DATE_EPOCH");
}

static void
test_unknown_filter_passes_its_input(void **state)
{
	(void)state;
	struct source_run r = source_expand("a\n{{ \"x\" | nope | upcase }}");
	assert_true(str_is(r.out.bytes, "a\nX"));
	assert_true(source_has_message(r.dg, "liquid-filter", 2));
	arena_free(r.a);
}

static void
test_missing_argument_and_zero(void **state)
{
	(void)state;
	struct source_run r = source_expand("{{ \"x\" | append }}");
	assert_true(str_is(r.out.bytes, "x"));
	assert_true(source_has_message(r.dg, "liquid-syntax", 1));
	arena_free(r.a);
	r = source_expand("[{{ 1 | divided_by: 0 }}{{ 1 | modulo: 0 }}]");
	assert_true(str_is(r.out.bytes, "[]"));
	assert_true(source_has_message(r.dg, "liquid-syntax", 1));
	arena_free(r.a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filters),
		cmocka_unit_test(test_every_filter_has_a_case),
		cmocka_unit_test(test_now_is_the_epoch_given),
		cmocka_unit_test(test_unknown_filter_passes_its_input),
		cmocka_unit_test(test_missing_argument_and_zero),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
