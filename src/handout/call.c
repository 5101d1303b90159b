/*
 * What each call of the library has around it: an arena that runs out or is
 * told to stop, and the C locale.
 */
#include "render_priv.h"

bool
call_begin(struct call *c, struct handout *h, const struct handout_options *o)
{
	c->a = arena_new();
	if (!c->a)
		return false;
	if (h->fail_after)
		arena_fail_after(c->a, h->fail_after);
	else if (o)
		arena_watch(c->a, o->cancelled, o->user);
	c->caller = uselocale(h->locale);
	return true;
}

void
call_end(struct call *c)
{
	uselocale(c->caller);
}

enum handout_status
call_status(const struct call *c)
{
	return arena_stopped(c->a) ? HANDOUT_CANCELLED : HANDOUT_MACHINE;
}

void
messages_tell(const struct handout_options *o,
	const struct handout_message *list, int n)
{
	for (int i = 0; o->message && i < n; i++)
		o->message(o->user, &list[i]);
}
