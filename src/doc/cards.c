/*
 * Words for media that paper can't play: what it is, how long it takes, and
 * the address at which people, not frames, see it.
 */
#include "doc.h"

struct player {
	const char *prefix, *page; /* of the frame and of the page for people */
};

static const struct player players[] = {
	{"www.youtube.com/embed/", "https://www.youtube.com/watch?v="},
	{"youtube.com/embed/", "https://www.youtube.com/watch?v="},
	{"www.youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="},
	{"player.vimeo.com/video/", "https://vimeo.com/"},
};

static struct str
without_scheme(struct str s)
{
	if (str_istarts(s, "https:"))
		s = str_sub(s, 6, s.n);
	else if (str_istarts(s, "http:"))
		s = str_sub(s, 5, s.n);
	return str_starts(s, "//") ? str_sub(s, 2, s.n) : s;
}

/* Where a browser shows what the frame plays; empty if nowhere. */
static struct str
card_address(struct arena *a, struct str src)
{
	src = str_trim(src);
	struct str rest = without_scheme(src);
	for (size_t i = 0; i < ARRAY_LEN(players); i++) {
		if (!str_istarts(rest, players[i].prefix))
			continue;
		struct str id =
			str_sub(rest, strlen(players[i].prefix), rest.n);
		size_t n = 0;
		while (n < id.n && !strchr("?&#/", id.p[n]))
			n++;
		if (n && !str_istarts(id, "videoseries"))
			return str_fmt(
				a, "%s%.*s", players[i].page, (int)n, id.p);
	}
	if (str_starts(src, "//"))
		return str_fmt(a, "https:%.*s", STR_ARG(src));
	return src;
}

/* Parts of addresses and ends of names by which a frame's kind is known. */
static const struct {
	enum media_kind kind;
	const char *part;
} kinds[] = {
	{MEDIA_VIDEO, "youtube"},
	{MEDIA_VIDEO, "youtu.be"},
	{MEDIA_VIDEO, "vimeo.com"},
	{MEDIA_VIDEO, "dailymotion.com"},
	{MEDIA_VIDEO, "kaltura"},
	{MEDIA_VIDEO, "panopto"},
	{MEDIA_VIDEO, "mediaspace"},
	{MEDIA_VIDEO, "wistia"},
	{MEDIA_VIDEO, "loom.com"},
	{MEDIA_VIDEO, "/video"},
	{MEDIA_VIDEO, ".mp4"},
	{MEDIA_VIDEO, ".webm"},
	{MEDIA_VIDEO, ".m4v"},
	{MEDIA_VIDEO, ".mov"},
	{MEDIA_VIDEO, ".ogv"},
	{MEDIA_AUDIO, "soundcloud.com"},
	{MEDIA_AUDIO, "spotify.com"},
	{MEDIA_AUDIO, "podcast"},
	{MEDIA_AUDIO, "/audio"},
	{MEDIA_AUDIO, ".mp3"},
	{MEDIA_AUDIO, ".m4a"},
	{MEDIA_AUDIO, ".wav"},
	{MEDIA_AUDIO, ".ogg"},
};

static enum media_kind
card_kind(struct arena *a, const struct node *card)
{
	if (card->media.kind != MEDIA_FRAME)
		return card->media.kind;
	struct str src = str_lower(a, card->media.src);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_find(src, kinds[i].part, 0) >= 0)
			return kinds[i].kind;
	return MEDIA_FRAME;
}

static struct node *
add_line(struct arena *a, struct node *card, struct node *inlines)
{
	struct node *line = doc_node(a, NODE_PLAIN, card->span);
	doc_append(line, inlines);
	doc_append(card, line);
	return line;
}

static struct node *
new_text(struct arena *a, struct str s, struct span span)
{
	struct node *t = doc_node(a, NODE_TEXT, span);
	t->text = s;
	return t;
}

static void
set_card(struct arena *a, struct node *card, const struct card_words *words)
{
	const char *minutes = words->minutes;
	struct str address = card_address(a, card->media.src);
	struct node *strong = doc_node(a, NODE_STRONG, card->span);
	struct str title = card->media.title;
	if (!title.n)
		title = str_c(words->titles[card_kind(a, card)]);
	doc_append(strong, new_text(a, title, card->span));
	add_line(a, card, strong);
	if (card->media.minutes.n) {
		struct buf b = buf_new(a);
		ptrdiff_t at = str_find(str_c(minutes), "%s", 0);
		size_t cut = at < 0 ? 0 : (size_t)at;
		buf_put(&b, minutes, cut);
		buf_str(&b, card->media.minutes);
		buf_c(&b, minutes + cut + (at < 0 ? 0 : 2));
		add_line(a, card, new_text(a, buf_done(&b), card->span));
	}
	if (!address.n)
		return;
	struct node *link = doc_node(a, NODE_LINK, card->span);
	link->link.href = address;
	doc_append(link, new_text(a, address, card->span));
	add_line(a, card, link);
}

void
doc_set_cards(struct document *doc, const struct card_words *words)
{
	for (struct node *n = doc->root; n; n = doc_next(n, doc->root))
		if (n->kind == NODE_MEDIA && !n->first)
			set_card(doc->a, n, words);
}
