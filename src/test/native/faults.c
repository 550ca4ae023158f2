/*
 * A disk that fails and a clock that jumps, for one process: preloaded (LD_PRELOAD) into a server, it stands between the
 * program and libc. The test steers it, while the server runs, through a file that both map (io.fuota.testing.FaultyDisk).
 *
 * FUOTA_FAULTS          that file
 * FUOTA_FAULTS_FOLDER   only files below this folder fail
 *
 * What a process maps into memory (SQLite's -shm) can't be reached from here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

/* Kinds of calls, one bit each. */
enum { WRITES = 1, SYNCS = 2, NAMES = 4, OPENS = 8, READS = 16 };

/* Keep in step with FaultyDisk. Every field is 8 bytes, in the machine's order. */
struct control {
	int64_t kinds;         /* which calls count and may fail */
	int64_t calls;         /* how many have been counted */
	int64_t first;         /* the first call that fails, counted from 1; 0: none */
	int64_t last;          /* the last one */
	int64_t error;         /* errno that it fails with */
	int64_t failed_kinds;  /* what failed since the test cleared this */
	int64_t clock_seconds; /* added to the time of day */
};

static volatile struct control *control;
static char folder[4096];
static size_t folder_length;

__attribute__((constructor)) static void begin(void)
{
	const char *file = getenv("FUOTA_FAULTS");
	const char *below = getenv("FUOTA_FAULTS_FOLDER");
	if (file == NULL || below == NULL) {
		return;
	}
	int fd = (int) open(file, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		return;
	}
	void *mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (mapped == MAP_FAILED || realpath(below, folder) == NULL) {
		return;
	}
	folder_length = strlen(folder);
	control = mapped;
}

static int is_below(const char *path)
{
	return strncmp(path, folder, folder_length) == 0 && (path[folder_length] == '/' || path[folder_length] == 0);
}

static int counts(int kind)
{
	return control != NULL && (control->kinds & kind) != 0;
}

/*
 * Where single calls fail, they are counted in what the test does, and not in what the server does by itself meanwhile. HotSpot
 * gives a thread the beginning of its name in Java.
 */
static int is_spared(void)
{
	static const char *const background[] = { "housekeeping", "fleet", "certificates" };
	char name[16] = "";
	if (control->first == 1 && control->last == INT64_MAX) {
		return 0;
	}
	prctl(PR_GET_NAME, name);
	for (size_t i = 0; i < sizeof background / sizeof background[0]; i++) {
		if (strncmp(name, background[i], strlen(background[i])) == 0) {
			return 1;
		}
	}
	return 0;
}

/* Whether this call is to fail; sets errno then. */
static int fails(int kind)
{
	if (is_spared()) {
		return 0;
	}
	int64_t call = __atomic_add_fetch(&control->calls, 1, __ATOMIC_SEQ_CST);
	if (control->first == 0 || call < control->first || call > control->last) {
		return 0;
	}
	__atomic_or_fetch(&control->failed_kinds, kind, __ATOMIC_SEQ_CST);
	errno = (int) control->error;
	return 1;
}

static int path_fails(int kind, const char *path)
{
	return counts(kind) && path != NULL && is_below(path) && fails(kind);
}

static int fd_fails(int kind, int fd)
{
	char link[64];
	char path[4096];
	if (!counts(kind)) {
		return 0;
	}
	int before = errno;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t length = readlink(link, path, sizeof path - 1);
	errno = before;
	if (length <= 0) {
		return 0;
	}
	path[length] = 0;
	return is_below(path) && fails(kind);
}

static int open_fails(int flags, const char *path)
{
	return (flags & (O_WRONLY | O_RDWR | O_CREAT)) != 0 ? path_fails(OPENS, path) : path_fails(READS, path);
}

#define REAL(type, name, ...) \
	static type (*real)(__VA_ARGS__); \
	if (real == NULL) { \
		real = (type(*)(__VA_ARGS__)) dlsym(RTLD_NEXT, name); \
	}

#define FD_CALL(kind, type, name, parameters, arguments, ...) \
	type name parameters \
	{ \
		REAL(type, #name, __VA_ARGS__) \
		return fd_fails(kind, fd) ? -1 : real arguments; \
	}

FD_CALL(WRITES, ssize_t, write, (int fd, const void *bytes, size_t count), (fd, bytes, count), int, const void *, size_t)
FD_CALL(WRITES, ssize_t, pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at), int,
	const void *, size_t, off_t)
FD_CALL(WRITES, ssize_t, pwrite64, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at), int,
	const void *, size_t, off64_t)
FD_CALL(WRITES, int, ftruncate, (int fd, off_t size), (fd, size), int, off_t)
FD_CALL(WRITES, int, ftruncate64, (int fd, off64_t size), (fd, size), int, off64_t)
FD_CALL(SYNCS, int, fsync, (int fd), (fd), int)
FD_CALL(SYNCS, int, fdatasync, (int fd), (fd), int)
FD_CALL(READS, ssize_t, read, (int fd, void *bytes, size_t count), (fd, bytes, count), int, void *, size_t)
FD_CALL(READS, ssize_t, pread, (int fd, void *bytes, size_t count, off_t at), (fd, bytes, count, at), int, void *, size_t,
	off_t)
FD_CALL(READS, ssize_t, pread64, (int fd, void *bytes, size_t count, off64_t at), (fd, bytes, count, at), int, void *,
	size_t, off64_t)

#define PATH_CALL(name, path, parameters, arguments, ...) \
	int name parameters \
	{ \
		REAL(int, #name, __VA_ARGS__) \
		return path_fails(NAMES, path) ? -1 : real arguments; \
	}

PATH_CALL(rename, to, (const char *from, const char *to), (from, to), const char *, const char *)
PATH_CALL(unlink, path, (const char *path), (path), const char *)
PATH_CALL(unlinkat, path, (int at, const char *path, int flags), (at, path, flags), int, const char *, int)
PATH_CALL(rmdir, path, (const char *path), (path), const char *)
PATH_CALL(mkdir, path, (const char *path, mode_t mode), (path, mode), const char *, mode_t)

#define OPEN_CALL(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list more; \
		va_start(more, flags); \
		mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0; \
		va_end(more); \
		REAL(int, #name, const char *, int, ...) \
		return open_fails(flags, path) ? -1 : real(path, flags, mode); \
	}

OPEN_CALL(open)
OPEN_CALL(open64)

#define OPENAT_CALL(name) \
	int name(int at, const char *path, int flags, ...) \
	{ \
		va_list more; \
		va_start(more, flags); \
		mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0; \
		va_end(more); \
		REAL(int, #name, int, const char *, int, ...) \
		return open_fails(flags, path) ? -1 : real(at, path, flags, mode); \
	}

OPENAT_CALL(openat)
OPENAT_CALL(openat64)

int clock_gettime(clockid_t clock, struct timespec *now)
{
	REAL(int, "clock_gettime", clockid_t, struct timespec *)
	int result = real(clock, now);
	if (result == 0 && control != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
		now->tv_sec += control->clock_seconds;
	}
	return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	REAL(int, "gettimeofday", struct timeval *, void *)
	int result = real(now, zone);
	if (result == 0 && control != NULL) {
		now->tv_sec += control->clock_seconds;
	}
	return result;
}

time_t time(time_t *into)
{
	struct timespec now = { 0, 0 };
	clock_gettime(CLOCK_REALTIME, &now);
	if (into != NULL) {
		*into = now.tv_sec;
	}
	return now.tv_sec;
}
