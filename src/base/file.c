/*
 * Files, read whole and written whole.
 *
 * Writing goes to a new name beside the target, is flushed to the disk, and
 * only then takes the target's name: whoever looks sees the old file or the
 * new one, never a part.
 */
#include "base.h"

#include <errno.h>
#include <fcntl.h>
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

bool
file_read(struct arena *a, const char *path, size_t max, struct str *out)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return false;
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		return false;
	}
	if ((uint64_t)st.st_size > max) {
		errno = EFBIG;
		return false;
	}
	/* The arena may jump, so nothing is open while it is asked. */
	size_t n = (size_t)st.st_size;
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

bool
file_write(struct arena *a, const char *path, struct str bytes)
{
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
