/*
 * Files, read whole and written whole.
 *
 * Writing goes to a new name beside the target, is flushed to the disk, and
 * only then takes the target's name: whoever looks sees the old file or the
 * new one, never a part.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "base.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
file_read_all(int fd, char *p, size_t n)
{
	for (size_t got = 0; got < n;) {
		ssize_t r = read(fd, p + got, n - got);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0) {
			if (r == 0)
				errno = EIO;
			return false;
		}
		got += (size_t)r;
	}
	return true;
}

static struct stamp
stamp_of(const struct stat *st)
{
	return (struct stamp){.size = (uint64_t)st->st_size,
		.inode = (uint64_t)st->st_ino,
		.mtime = (int64_t)st->st_mtim.tv_sec * 1000000000 +
	                 st->st_mtim.tv_nsec};
}

bool
file_stamp(const char *path, struct stamp *out)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return false;
	*out = stamp_of(&st);
	return true;
}

bool
file_is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Is it a file that may be read? Else errno. */
static bool
file_check(const char *path, size_t max, struct stat *st)
{
	if (stat(path, st) != 0)
		return false;
	if (!S_ISREG(st->st_mode)) {
		errno = S_ISDIR(st->st_mode) ? EISDIR : EINVAL;
		return false;
	}
	if ((uint64_t)st->st_size > max) {
		errno = EFBIG;
		return false;
	}
	return true;
}

static bool
file_fetch(struct arena *a, const char *path, const struct stat *st,
	struct str *out)
{
	/* The arena may jump, so nothing is open while it is asked. */
	size_t n = (size_t)st->st_size;
	char *p = arena_alloc(a, n + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	bool ok = file_read_all(fd, p, n);
	int err = errno;
	close(fd);
	errno = err;
	*out = (struct str){p, n};
	return ok;
}

bool
file_read(struct arena *a, const char *path, size_t max, struct diag *dg,
	struct str *out)
{
	struct stat st;
	bool ok = file_check(path, max, &st) && file_fetch(a, path, &st, out);
	if (!dg)
		return ok;
	int err = errno;
	if (ok)
		diag_add_input(dg, &(struct input){.kind = INPUT_FILE,
					   .path = str_c(path),
					   .stamp = stamp_of(&st),
					   .hash = hash_of(*out)});
	else
		diag_add_absent(dg, str_c(path));
	errno = err;
	return ok;
}

/* ---- folders ---------------------------------------------------------- */

static void
file_close_folder(void *p)
{
	DIR **dir = p;
	if (*dir)
		closedir(*dir);
	*dir = NULL;
}

static int
file_compare(const void *pa, const void *pb)
{
	return str_cmp(*(const struct str *)pa, *(const struct str *)pb);
}

struct str *
file_names(struct arena *a, const char *path, int *n)
{
	struct str *names = NULL;
	int cap = 0;
	*n = 0;
	DIR **dir = ARENA_NEW(a, DIR *);
	arena_defer(a, file_close_folder, dir);
	*dir = opendir(path);
	if (!*dir)
		return NULL;
	for (struct dirent *d; (d = readdir(*dir));) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		ARENA_PUSH(a, names, *n, cap);
		names[(*n)++] = str_dup(a, str_c(d->d_name));
	}
	file_close_folder(dir);
	if (*n)
		qsort(names, (size_t)*n, sizeof *names, file_compare);
	return names;
}

bool
file_hash(struct arena *a, enum input_kind kind, const char *path,
	struct hash *out)
{
	struct diag *dg = diag_new(a);
	struct str bytes;
	int n;
	if (kind == INPUT_FILE) {
		if (!file_read(a, path, SIZE_MAX, NULL, &bytes))
			return false;
		*out = hash_of(bytes);
		return true;
	}
	const struct str *names = file_names(a, path, &n);
	diag_add_folder(dg, str_c(path), names, n);
	*out = diag_inputs(dg, &n)->hash;
	return true;
}

/* ---- writing ---------------------------------------------------------- */

static bool
file_write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t w = write(fd, bytes.p, bytes.n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return false;
		bytes.p += w;
		bytes.n -= (size_t)w;
	}
	return true;
}

/* Write, flush and name; on failure the new file is gone again. */
static bool
file_finish(int fd, const char *temp, const char *path, struct str bytes)
{
	mode_t mask = umask(0);
	umask(mask);
	bool ok = file_write_all(fd, bytes) && fsync(fd) == 0 &&
	          fchmod(fd, 0666 & ~mask) == 0;
	int err = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		err = errno;
	}
	if (ok && rename(temp, path) != 0) {
		ok = false;
		err = errno;
	}
	if (!ok)
		unlink(temp);
	errno = err;
	return ok;
}

/* A pipe or a device is written to where it is. */
static bool
file_write_there(const char *path, struct str bytes)
{
	int fd = open(path, O_WRONLY);
	if (fd < 0)
		return false;
	bool ok = file_write_all(fd, bytes);
	int err = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		err = errno;
	}
	errno = err;
	return ok;
}

bool
file_write(struct arena *a, const char *path, struct str bytes)
{
	struct stat st;
	char real[PATH_MAX];
	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) &&
		stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
		realpath(path, real))
		path = real; /* the link stays */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
		!S_ISDIR(st.st_mode))
		return file_write_there(path, bytes);
	struct str base = str_c(path);
	size_t dir = base.n;
	while (dir && path[dir - 1] != '/')
		dir--;
	struct str temp =
		str_fmt(a, "%.*s.%s.XXXXXX", (int)dir, path, path + dir);
	char *name = str_cdup(a, temp);
	int fd = mkstemp(name);
	if (fd < 0)
		return false;
	return file_finish(fd, name, path, bytes);
}
