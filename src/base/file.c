/* file.c: POSIX files behind slices; every write is flushed before it is believed. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/out.h"

static enum err trouble(const char *what)
{
    int number = errno;
    if (number == ENOENT)
        return ERR_NOT_FOUND;
    log_error("file.trouble", "what=%s errno=%d", what, number);
    return ERR_IO;
}

enum err file_read(struct arena *a, str path, ptrdiff_t max, str *out)
{
    int fd = open(cstr(a, path), O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) {
        enum err e = trouble("open");
        if (fd >= 0)
            close(fd);
        return e;
    }
    if (st.st_size > max) {
        close(fd);
        return ERR_LIMIT;
    }
    char *at = new(a, char, st.st_size + 1);
    ptrdiff_t used = 0;
    ssize_t n;
    while (used < st.st_size && (n = read(fd, at + used, (size_t)(st.st_size - used))) > 0)
        used += n;
    close(fd);
    *out = (str){ at, used };
    return used == st.st_size ? OK : ERR_IO;
}

enum err file_tail(struct arena *a, str path, ptrdiff_t most, str *out)
{
    int fd = open(cstr(a, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return trouble("open");
    off_t size = lseek(fd, 0, SEEK_END);
    off_t from = size > most ? size - most : 0;
    char *at = new(a, char, most + 1);
    ssize_t n = pread(fd, at, (size_t)most, from);
    close(fd);
    *out = (str){ at, n > 0 ? n : 0 };
    return n >= 0 ? OK : ERR_IO;
}

static bool write_all(int fd, str content)
{
    while (content.len > 0) {
        ssize_t n = write(fd, content.at, (size_t)content.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        content = str_after(content, n);
    }
    return fsync(fd) == 0;
}

static enum err flush_folder_of(struct arena *a, str path)
{
    ptrdiff_t slash = str_find_last(path, '/');
    str folder = slash > 0 ? str_sub(path, 0, slash) : S(".");
    int fd = open(cstr(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return trouble("folder");
    int bad = fsync(fd);
    close(fd);
    return bad ? trouble("folder-flush") : OK;
}

enum err file_write(struct arena *a, str path, str content, int mode)
{
    str beside = join(a, path, S(".new"), show(a, (int64_t)getpid()));
    int fd = open(cstr(a, beside), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0)
        return trouble("create");
    bool good = write_all(fd, content);
    close(fd);
    if (!good || rename(cstr(a, beside), cstr(a, path)) != 0) {
        enum err e = trouble("write");
        unlink(cstr(a, beside));
        return e == OK ? ERR_IO : e;
    }
    return flush_folder_of(a, path);
}

enum err file_append(struct arena *a, str path, str content, int mode)
{
    int fd = open(cstr(a, path), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode);
    if (fd < 0)
        return trouble("append");
    struct stat before;
    bool made = fstat(fd, &before) == 0 && before.st_size == 0;
    bool good = write_all(fd, content);
    close(fd);
    if (!good)
        return trouble("append");
    return made ? flush_folder_of(a, path) : OK;
}

enum err file_move(struct arena *a, str from, str to)
{
    int fd = open(cstr(a, from), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return trouble("move");
    int bad = fsync(fd);
    close(fd);
    if (bad || rename(cstr(a, from), cstr(a, to)) != 0)
        return trouble("move");
    return flush_folder_of(a, to);
}

bool file_exists(struct arena *a, str path)
{
    return file_size(a, path) >= 0;
}

int64_t file_size(struct arena *a, str path)
{
    struct stat st;
    return stat(cstr(a, path), &st) == 0 ? (int64_t)st.st_size : -1;
}

enum err folder_make(struct arena *a, str path, int mode)
{
    for (ptrdiff_t i = 1; i <= path.len; i++) {
        if (i < path.len && path.at[i] != '/')
            continue;
        if (mkdir(cstr(a, str_sub(path, 0, i)), (mode_t)mode) != 0 && errno != EEXIST)
            return trouble("folder");
    }
    return OK;
}

enum err file_sha256(struct arena *a, str path, str *out)
{
    int fd = open(cstr(a, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return trouble("open");
    struct arena_mark mark = arena_mark(a);
    char *piece = new(a, char, 64 << 10);
    struct hasher h;
    hasher_begin(&h);
    ssize_t n;
    while ((n = read(fd, piece, 64 << 10)) > 0)
        hasher_add(&h, piece, n);
    close(fd);
    arena_rewind(a, mark);
    *out = hash_hex(a, hasher_end(&h));
    return n == 0 ? OK : ERR_IO;
}
