/*
 * The page's server: libmicrohttpd, on this machine only.
 *
 *     /                     the page, /page.css, /page.js
 *     /list.json            the desk; with ?seen=VERSION when it is another
 *     /pdf/NAME             a handout by its name in the list
 *
 * No path of a request ever becomes a path of the disk: handouts are found
 * by their names, all else stands in a table.  Requests for another host than
 * this one are turned away, so that no page from elsewhere can read this one
 * by a name of its own (DNS rebinding).  The daemon has no thread: the loop
 * calls it, and its requests wait while a page is printed.
 */
#include "watch_priv.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LIBRARY "libmicrohttpd.so.12"

#define WAIT_SECONDS 25 /* for news, until a request is answered without */
#define IDLE_SECONDS 60
#define CONNECTIONS  64

struct mhd {
#define MHD(type, name, parameters) type(*name) parameters;
#include "microhttpd.def"
#undef MHD
};

/* A request that waits for news. */
struct waiting {
	struct MHD_Connection *connection;
	struct waiting *next, **at; /* at: NULL when it waits no more */
	time_t until;
	struct server *server;
};

struct server {
	struct mhd mhd;
	struct MHD_Daemon *daemon;
	const struct desk *desk;
	struct waiting *waiting;
	int port;
};

/* Packed when the program is built. */
extern const char watch_page_html[], watch_page_css[], watch_page_js[];
extern const unsigned long watch_page_html_size, watch_page_css_size,
	watch_page_js_size;

#define POLICY                                                                 \
	"default-src 'none'; script-src 'self'; style-src 'self'; "            \
	"connect-src 'self'; frame-src 'self'; base-uri 'none'; "              \
	"form-action 'none'; frame-ancestors 'none'"
/* Of a PDF only the page itself may make a part. */
#define POLICY_PDF "frame-ancestors 'self'"

static time_t
clock_seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

/* ---- answers
 * -----------------------------------------------------------------
 */

static enum MHD_Result
answer(struct server *s, struct MHD_Connection *c, unsigned status,
	struct MHD_Response *r, const char *type, const char *policy)
{
	const char *const headers[][2] = {{"Content-Type", type},
		{"Content-Security-Policy", policy},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cache-Control", "no-store"}};
	if (!r)
		return MHD_NO;
	for (size_t i = 0; i < ARRAY_LEN(headers); i++)
		s->mhd.add_response_header(r, headers[i][0], headers[i][1]);
	enum MHD_Result result = s->mhd.queue_response(c, status, r);
	s->mhd.destroy_response(r);
	return result;
}

static enum MHD_Result
answer_text(struct server *s, struct MHD_Connection *c, unsigned status,
	struct str text, const char *type)
{
	return answer(s, c, status,
		s->mhd.create_response_from_buffer(
			text.n, (void *)text.p, MHD_RESPMEM_MUST_COPY),
		type, POLICY);
}

static enum MHD_Result
answer_plain(struct server *s, struct MHD_Connection *c, unsigned status,
	const char *text)
{
	return answer_text(s, c, status, str_c(text), "text/plain");
}

static enum MHD_Result
answer_list(struct server *s, struct MHD_Connection *c)
{
	struct str json = s->desk->json;
	if (!json.n)
		json = STR("{\"version\":\"\",\"title\":\"\","
			   "\"messages\":[],\"handouts\":[]}");
	return answer_text(s, c, MHD_HTTP_OK, json, "application/json");
}

static enum MHD_Result
answer_pdf(struct server *s, struct MHD_Connection *c, const char *name)
{
	struct stat st;
	const char *path =
		s->desk->a ? map_find(&s->desk->files, str_c(name)) : NULL;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return answer(s, c, MHD_HTTP_OK,
			s->mhd.create_response_from_fd((size_t)st.st_size, fd),
			"application/pdf", POLICY_PDF);
	if (fd >= 0)
		close(fd);
	return answer_plain(
		s, c, MHD_HTTP_NOT_FOUND, "There is no such handout.\n");
}

/* ---- waiting for news
 * ----------------------------------------------------------
 */

static void
wait_leave(struct waiting *w)
{
	if (!w->at)
		return;
	*w->at = w->next;
	if (w->next)
		w->next->at = w->at;
	w->at = NULL;
}

static enum MHD_Result
wait_begin(struct server *s, struct MHD_Connection *c, void **request)
{
	struct waiting *w = calloc(1, sizeof *w);
	if (!w)
		return MHD_NO;
	*w = (struct waiting){.connection = c,
		.next = s->waiting,
		.at = &s->waiting,
		.until = clock_seconds() + WAIT_SECONDS,
		.server = s};
	if (w->next)
		w->next->at = &w->next;
	s->waiting = w;
	*request = w;
	s->mhd.suspend_connection(c);
	return MHD_YES;
}

/* Answer all that wait, or those that have waited long enough. */
static void
wait_end(struct server *s, bool all)
{
	time_t now = clock_seconds();
	for (struct waiting *w = s->waiting, *next; w; w = next) {
		next = w->next;
		if (!all && w->until > now)
			continue;
		wait_leave(w);
		s->mhd.resume_connection(w->connection);
	}
}

static void
on_completed(void *ctx, struct MHD_Connection *c, void **request,
	enum MHD_RequestTerminationCode why)
{
	(void)ctx, (void)c, (void)why;
	struct waiting *w = *request;
	if (!w)
		return;
	wait_leave(w);
	free(w);
	*request = NULL;
}

/* ---- requests
 * --------------------------------------------------------------------
 */

static bool
is_our_host(const struct server *s, const char *host)
{
	static const char *const names[] = {"127.0.0.1", "localhost"};
	char with_port[32];
	for (size_t i = 0; host && i < ARRAY_LEN(names); i++) {
		snprintf(with_port, sizeof with_port, "%s:%d", names[i],
			s->port);
		if (str_iis(str_c(host), with_port) ||
			(s->port == 80 && str_iis(str_c(host), names[i])))
			return true;
	}
	return false;
}

static enum MHD_Result
request_list(struct server *s, struct MHD_Connection *c, void **request)
{
	const char *seen = s->mhd.lookup_connection_value(
		c, MHD_GET_ARGUMENT_KIND, "seen");
	if (!*request && seen && strcmp(seen, s->desk->version) == 0)
		return wait_begin(s, c, request);
	return answer_list(s, c);
}

static enum MHD_Result
request_file(struct server *s, struct MHD_Connection *c, const char *path)
{
	const struct {
		const char *path, *type;
		struct str text;
	} files[] = {{"/", "text/html; charset=utf-8",
			     {watch_page_html, watch_page_html_size}},
		{"/page.css", "text/css; charset=utf-8",
			{watch_page_css, watch_page_css_size}},
		{"/page.js", "text/javascript; charset=utf-8",
			{watch_page_js, watch_page_js_size}}};
	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		if (strcmp(path, files[i].path) == 0)
			return answer_text(s, c, MHD_HTTP_OK, files[i].text,
				files[i].type);
	return answer_plain(
		s, c, MHD_HTTP_NOT_FOUND, "There is no such page.\n");
}

static enum MHD_Result
on_request(void *ctx, struct MHD_Connection *c, const char *path,
	const char *method, const char *version, const char *upload,
	size_t *upload_size, void **request)
{
	(void)version, (void)upload;
	struct server *s = ctx;
	if (*upload_size) { /* nobody asked for it */
		*upload_size = 0;
		return MHD_YES;
	}
	if (!is_our_host(s,
		    s->mhd.lookup_connection_value(c, MHD_HEADER_KIND, "Host")))
		return answer_plain(s, c, MHD_HTTP_FORBIDDEN,
			"Only for pages of this machine.\n");
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return answer_plain(s, c, MHD_HTTP_METHOD_NOT_ALLOWED,
			"This page can only be read.\n");
	if (strcmp(path, "/list.json") == 0)
		return request_list(s, c, request);
	if (str_starts(str_c(path), "/pdf/"))
		return answer_pdf(s, c, path + 5);
	return request_file(s, c, path);
}

/* ---- the daemon
 * --------------------------------------------------------------------
 */

static bool
mhd_load(struct mhd *mhd)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool ok = library != NULL;
#define MHD(type, name, parameters)                                            \
	ok = ok && (*(void **)&mhd->name = dlsym(library, "MHD_" #name));
#include "microhttpd.def"
#undef MHD
	return ok;
}

static bool
daemon_start(struct server *s, int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	s->daemon = s->mhd.start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, (uint16_t)port, NULL,
		NULL, on_request, s, MHD_OPTION_SOCK_ADDR, &address,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
		MHD_OPTION_END);
	if (!s->daemon)
		return false;
	const union MHD_DaemonInfo *info =
		s->mhd.get_daemon_info(s->daemon, MHD_DAEMON_INFO_LISTEN_FD);
	socklen_t size = sizeof address;
	getsockname(info->listen_fd, (struct sockaddr *)&address, &size);
	s->port = ntohs(address.sin_port);
	return true;
}

struct server *
server_open(const struct desk *desk, int port, bool color)
{
	char detail[256];
	struct server *s = calloc(1, sizeof *s);
	if (!s)
		return NULL;
	s->desk = desk;
	const char *why = NULL;
	if (!mhd_load(&s->mhd))
		why = "there is no " LIBRARY;
	else if (!daemon_start(s, port))
		why = strerror(errno);
	if (!why)
		return s;
	snprintf(detail, sizeof detail, "port %d: %s", port, why);
	watch_say(color, DIAG_SERVE_FAILED, "", detail);
	free(s);
	return NULL;
}

void
server_close(struct server *s)
{
	if (!s)
		return;
	server_wake(s);
	s->mhd.stop_daemon(s->daemon);
	free(s);
}

int
server_port(const struct server *s)
{
	return s->port;
}

int
server_fd(const struct server *s)
{
	return s->mhd.get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)
	        ->epoll_fd;
}

int
server_timeout(const struct server *s)
{
	unsigned long long ms;
	if (s->mhd.get_timeout(s->daemon, &ms) == MHD_YES)
		return ms < 1000 ? (int)ms : 1000;
	return s->waiting ? 1000 : -1;
}

void
server_run(struct server *s)
{
	wait_end(s, false);
	s->mhd.run(s->daemon);
}

void
server_wake(struct server *s)
{
	wait_end(s, true);
	s->mhd.run(s->daemon);
	s->mhd.run(s->daemon); /* the first took them up */
}
