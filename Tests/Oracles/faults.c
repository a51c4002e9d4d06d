/* Makes the N-th call that writes fail, as a full, broken or read-only disk does. Preloaded into the program under test:
   FAULT_AT counts calls from 1 on, FAULT_ERROR is the error number, FAULT_STICKS says that all later calls fail as well.
   Only paths below FAULT_BELOW count. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long calls;

static int fails(void) {
    static long at = -1, error, sticks;
    if (at < 0) {
        at = atol(getenv("FAULT_AT") ? getenv("FAULT_AT") : "0");
        error = atol(getenv("FAULT_ERROR") ? getenv("FAULT_ERROR") : "28");
        sticks = getenv("FAULT_STICKS") != NULL;
    }
    long call = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    if (at == 0 || (sticks ? call < at : call != at)) return 0;
    errno = (int)error;
    return 1;
}

static int below(const char *path) {
    const char *root = getenv("FAULT_BELOW");
    return root != NULL && strncmp(path, root, strlen(root)) == 0;
}

static int watched(int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return below(path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int d, const void *b, size_t n) { return watched(d) && fails() ? -1 : NEXT(write)(d, b, n); }
ssize_t pwrite(int d, const void *b, size_t n, off_t o) { return watched(d) && fails() ? -1 : NEXT(pwrite)(d, b, n, o); }
ssize_t pwrite64(int d, const void *b, size_t n, off64_t o) { return watched(d) && fails() ? -1 : NEXT(pwrite64)(d, b, n, o); }
int fsync(int d) { return watched(d) && fails() ? -1 : NEXT(fsync)(d); }
int fdatasync(int d) { return watched(d) && fails() ? -1 : NEXT(fdatasync)(d); }
int ftruncate(int d, off_t n) { return watched(d) && fails() ? -1 : NEXT(ftruncate)(d, n); }
int ftruncate64(int d, off64_t n) { return watched(d) && fails() ? -1 : NEXT(ftruncate64)(d, n); }
int rename(const char *a, const char *b) { return below(b) && fails() ? -1 : NEXT(rename)(a, b); }
int mkdir(const char *p, mode_t m) { return below(p) && fails() ? -1 : NEXT(mkdir)(p, m); }
int symlink(const char *a, const char *b) { return below(b) && fails() ? -1 : NEXT(symlink)(a, b); }
int unlink(const char *p) { return below(p) && fails() ? -1 : NEXT(unlink)(p); }

static int creates(const char *path, int flags) {
    return (flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0 && below(path);
}

int open(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return creates(path, flags) && fails() ? -1 : NEXT(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list more;
    va_start(more, flags);
    mode_t mode = va_arg(more, mode_t);
    va_end(more);
    return creates(path, flags) && fails() ? -1 : NEXT(open64)(path, flags, mode);
}

__attribute__((destructor)) static void tell(void) {
    const char *file = getenv("FAULT_COUNT");
    if (file == NULL) return;
    FILE *out = fopen(file, "w");
    if (out == NULL) return;
    fprintf(out, "%ld", calls);
    fclose(out);
}
