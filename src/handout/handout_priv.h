/*
 * What the files of handout share, and what only tests need of a handle.
 * Prefixes: call_ (call.c), render_, dump_ (handout.c), site_ (files.c),
 * wishes_, and messages_, inputs_ (data.c).
 */
#ifndef HANDOUT_PRIV_H
#define HANDOUT_PRIV_H

#include "handout.h"

#include <locale.h>

#include "base/base.h"
#include "source/source.h"
#include "theme/theme.h"

/* Make the n-th allocation of each render fail; 0 for none. */
void handout_fail_after(struct handout *h, size_t n);
/*
 * One call of the library: its arena, and the C locale for its thread while
 * it lasts, for numbers are read and printed.  `o` may be NULL.  False if
 * there is no memory; else to be ended, which leaves the arena.
 */
struct call {
	struct arena *a;
	locale_t caller; /* the locale to go back to */
};

bool call_begin(
	struct call *c, struct handout *h, const struct handout_options *o);
void call_end(struct call *c);
/* What a call that was left by the arena's jump has come to. */
enum handout_status call_status(const struct call *c);
/* Tell the caller of each message. */
void messages_tell(const struct handout_options *o,
	const struct handout_message *list, int n);

const struct handout_message *messages_as_data(
	struct arena *a, struct diag *dg, int *n);
const struct handout_input *inputs_as_data(
	struct arena *a, const struct diag *dg, int *n);

/* Turn off the messages that `ignore:` names; report unknown ones. */
void wishes_ignore(const struct source_site *site, struct diag *dg);
/*
 * What a page's front matter turns off is off in its own file or, for 0, in
 * all that it includes, too; keys of its `handout:` that are none are told.
 */
void wishes_page(const struct value *front, int file, struct diag *dg);
/* The theme file given, or the site's, or NULL. */
const char *wishes_theme(
	struct arena *a, const struct source_site *site, const char *given);
/* Paper given or the site's; false if the one given is unknown. */
bool wishes_set_paper(const struct source_site *site, struct theme *theme,
	const char *given, struct diag *dg);
/* The licence line that the site wants, or empty. */
struct str wishes_licence(const struct source_site *site);

#endif
