/* archive.c: writing an archive. Reading one is in archive_read.c.
 *
 * The order keeps the copy consistent while others write: the end of the signed checkpoints is
 * noted first (they may only speak of what the copy holds), then the database is copied, then files
 * are read (bytes come before rows, and are never removed).
 */
#include "app/archive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/archive_in.h"
#include "base/conf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "core/core.sql.h"
#include "db/backup.h"
#include "format/tar.h"

struct packing {
    struct ctx *cx;
    struct tar_out tar;
    int fd;                                    /* of the archive */
    int sums;                                 /* of the growing SHA256SUMS, a file without a name */
    char *piece;
    int64_t signed_end;                        /* of keys/checkpoints.log */
    char lost[64];                             /* name of a file that a row refers to and is gone */
    struct archive_report *report;
    str *why;
};

static enum err stop(struct packing *p, enum err e, str sentence)
{
    log_error("archive.stop", "err=%s errno=%d", err_name(e).at, errno);
    if (p->why->len == 0)
        *p->why = sentence;
    return e;
}

static enum err disk_full(struct packing *p)
{
    return stop(p, ERR_IO, S("Không ghi được bản sao. Hãy kiểm tra ổ đĩa còn chỗ và quyền ghi."));
}

bool write_all(int fd, const char *at, ptrdiff_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, at, (size_t)n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        n -= done;
    }
    return true;
}

bool all_hex(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((s.at[i] < '0' || s.at[i] > '9') && (s.at[i] < 'a' || s.at[i] > 'f'))
            return false;
    return true;
}

static bool to_archive(void *with, const char *at, ptrdiff_t n)
{
    struct packing *p = with;
    p->report->bytes += n;
    return write_all(p->fd, at, n);
}

/* -- one member -------------------------------------------------------------------------------- */

static enum err put_sum(struct packing *p, str name, hash h)
{
    str line = join(p->cx->a, hash_hex(p->cx->a, h), S("  "), name, S("\n"));
    return write_all(p->sums, line.at, line.len) ? OK : disk_full(p);
}

static enum err put_text(struct packing *p, str name, str text)
{
    if (!tar_begin(&p->tar, name, text.len) || !tar_put(&p->tar, text.at, text.len))
        return disk_full(p);
    return put_sum(p, name, hash_of(text));
}

static enum err put_bytes(struct packing *p, str name, int fd, int64_t size, hash *out)
{
    struct hasher h;
    hasher_begin(&h);
    if (size > TAR_SIZE_MAX)
        return stop(p, ERR_LIMIT, join(p->cx->a, S("Tệp “"), name, S("” lớn quá 8 GB.")));
    if (!tar_begin(&p->tar, name, size))
        return disk_full(p);
    while (size > 0) {
        ssize_t n = read(fd, p->piece, (size_t)(size < PIECE ? size : PIECE));
        if (n <= 0)
            return stop(p, ERR_IO, join(p->cx->a, S("Không đọc hết được “"), name, S("”.")));
        hasher_add(&h, p->piece, n);
        if (!tar_put(&p->tar, p->piece, n))
            return disk_full(p);
        size -= n;
    }
    *out = hasher_end(&h);
    return OK;
}

/* At most `most` bytes of a file. */
static enum err put_file_fd(struct packing *p, str name, int fd, int64_t most, hash *out)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        return stop(p, ERR_IO, join(p->cx->a, S("“"), name, S("” không phải một tệp.")));
    return put_bytes(p, name, fd, st.st_size < most ? st.st_size : most, out);
}

static enum err put_file(struct packing *p, str name, str path, int64_t most)
{
    hash h = { { 0 } };
    int fd = open(cstr(p->cx->a, path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return stop(p, ERR_IO, join(p->cx->a, S("Không mở được “"), name, S("”.")));
    enum err e = put_file_fd(p, name, fd, most, &h);
    close(fd);
    TRY(e);
    TRY(put_sum(p, name, h));
    bool blob = str_starts(name, S("blob/"));
    p->report->files += blob;
    if (blob && !str_ends(name, hash_hex(p->cx->a, h)))
        return stop(p, ERR_STATE, join(p->cx->a, S("Tệp “"), name,
                                       S("” trong kho đã bị sửa. Hãy chạy saolang audit verify.")));
    return OK;
}

/* -- what goes in ------------------------------------------------------------------------------ */

typedef enum err entry_fn(struct packing *p, str name, str path);

/* The next entry, or NULL at the end; then errno is 0, or why the folder cannot be read on. */
static const struct dirent *next_entry(DIR *folder)
{
    errno = 0;
    return readdir(folder);
}

/* Calls fn for every entry of a folder, in any order; fn passes over what it does not know. */
static enum err each_entry(struct packing *p, str name, str path, entry_fn *fn)
{
    DIR *folder = opendir(cstr(p->cx->a, path));
    enum err e = OK;
    const struct dirent *d;
    if (!folder)
        return stop(p, ERR_IO, join(p->cx->a, S("Không mở được thư mục “"), path, S("”.")));
    while (e == OK && (d = next_entry(folder)) != NULL) {
        struct arena_mark mark = arena_mark(p->cx->a);
        str entry = str_of(d->d_name);
        e = fn(p, join(p->cx->a, name, S("/"), entry), join(p->cx->a, path, S("/"), entry));
        if (e == OK)
            arena_rewind(p->cx->a, mark);
    }
    if (e == OK && errno != 0)                 /* half a folder would be half a copy */
        e = stop(p, ERR_IO, join(p->cx->a, S("Không đọc hết được thư mục “"), path, S("”.")));
    closedir(folder);
    return e;
}

static bool hex_name(str name, ptrdiff_t digits)
{
    str last = str_after(name, str_find_last(name, '/') + 1);
    return last.len == digits && all_hex(last);
}

static enum err blob_entry(struct packing *p, str name, str path)
{
    return hex_name(name, 64) ? put_file(p, name, path, INT64_MAX) : OK;
}

static enum err blob_inner(struct packing *p, str name, str path)
{
    return hex_name(name, 2) ? each_entry(p, name, path, blob_entry) : OK;
}

static enum err blob_outer(struct packing *p, str name, str path)
{
    return hex_name(name, 2) ? each_entry(p, name, path, blob_inner) : OK;
}

/* A file being written beside its place ends in ".new" and a number. */
static enum err key_entry(struct packing *p, str name, str path)
{
    if (!tar_name_fine(name) || str_find_str(name, S(".new")) >= 0)
        return OK;
    bool log = str_ends(name, S("/checkpoints.log"));
    return put_file(p, name, path, log ? p->signed_end : INT64_MAX);
}

/* What it allocates is gone when it returns, so the name is kept in p. */
static enum err row_has_blob(void *with, const struct file *f)
{
    struct packing *p = with;
    if (file_exists(p->cx->a, blob_path(p->cx->a, f->sha256)))
        return OK;
    for (ptrdiff_t i = 0; i < f->sha256.len && i < COUNT_OF(p->lost); i++)
        p->lost[i] = f->sha256.at[i];
    return ERR_STATE;
}

static enum err rows_have_blobs(struct packing *p)
{
    enum err e = file_sha_each(p->cx, row_has_blob, p);
    if (e != ERR_STATE)
        return e;
    return stop(p, e, join(p->cx->a, S("Tệp "), (str){ p->lost, COUNT_OF(p->lost) },
                           S(" không còn trong kho tệp. Hãy lấy lại từ bản sao cũ, rồi chạy saolang "
                             "audit verify.")));
}

enum { LOG_BYTES_MAX = 1 << 30 };

/* Where the last whole signed piece of keys/checkpoints.log ends just now. */
static int64_t signed_end(struct arena *a)
{
    str log;
    int64_t at = 0, end = 0;
    if (file_read(a, join(a, house()->key_dir, S("/checkpoints.log")), LOG_BYTES_MAX, &log) != OK)
        return 0;
    while (log.len > 0) {
        bool whole = str_find(log, '\n') >= 0;
        str line = str_cut(&log, '\n');
        at += line.len + 1;
        if (whole && str_starts(line, S("sign\t")))
            end = at;
    }
    return end;
}

static str manifest(struct ctx *cx, int64_t schema)
{
    enum db_engine engine = db_engine_of(cx->db);
    struct json_out w = { .o = out_new(cx->a, .max_bytes = 8 << 10) };
    json_open(&w);
    json_pair_int(&w, "format", 1);
    json_pair_str(&w, "program", S(SAOLANG_VERSION));
    json_pair_int(&w, "schema", schema);
    json_pair_str(&w, "province_code", house()->province_code);
    json_pair_str(&w, "province_name", house()->province_name);
    json_pair_str(&w, "made_at", instant_iso(cx->a, cx->now));
    json_pair_str(&w, "engine", engine == DB_SQLITE ? S("sqlite") : S("postgresql"));
    json_pair_str(&w, "database", db_copy_name(engine));
    json_close(&w);
    put(w.o, S("\n"));
    return out_str(w.o);
}

static enum err put_sums(struct packing *p)
{
    hash unused;
    int64_t size = (int64_t)lseek(p->sums, 0, SEEK_END);
    if (size < 0 || lseek(p->sums, 0, SEEK_SET) != 0)
        return disk_full(p);
    TRY(put_bytes(p, S("SHA256SUMS"), p->sums, size, &unused));
    return tar_finish(&p->tar) ? OK : disk_full(p);
}

static enum err put_all(struct packing *p, str copy, int64_t schema)
{
    struct ctx *cx = p->cx;
    p->signed_end = signed_end(cx->a);
    TRY(db_copy(house()->db, cx->a, conf()->db, copy, p->why));
    TRY(put_text(p, S("manifest.json"), manifest(cx, schema)));
    TRY(put_file(p, db_copy_name(db_engine_of(cx->db)), copy, INT64_MAX));
    TRY(rows_have_blobs(p));
    TRY(each_entry(p, S("blob"), house()->blob_dir, blob_outer));
    TRY(each_entry(p, S("keys"), house()->key_dir, key_entry));
    return put_sums(p);
}

/* -- the file ---------------------------------------------------------------------------------- */

/* The archive must not lie in the folder it copies. */
static bool inside_data(struct arena *a, str file)
{
    ptrdiff_t slash = str_find_last(file, '/');
    str folder = slash > 0 ? str_sub(file, 0, slash) : slash == 0 ? S("/") : S(".");
    char to[PATH_MAX], data[PATH_MAX];
    bool found = realpath(cstr(a, folder), to) && realpath(cstr(a, house()->data_dir), data);
    return found && str_starts(join(a, str_of(to), S("/")), join(a, str_of(data), S("/")));
}

/* Does the path still lead to that file? A backup that ended between our opening and our lock has
 * given its file the archive's name: emptying it would destroy that archive. */
static bool still_there(struct arena *a, str path, int fd)
{
    struct stat at, ours;
    return fstat(fd, &ours) == 0 && lstat(cstr(a, path), &at) == 0 && at.st_dev == ours.st_dev
           && at.st_ino == ours.st_ino;
}

/* An own file that nobody else is writing. */
static int open_part(struct arena *a, str part)
{
    int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
    int fd = open(cstr(a, part), flags, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && still_there(a, part, fd)
        && fchmod(fd, 0600) == 0 && ftruncate(fd, 0) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static int open_nameless(struct arena *a, str path)
{
    int fd = open(cstr(a, path), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0)
        unlink(cstr(a, path));
    return fd;
}

enum err archive_make(struct ctx *cx, str file, int64_t schema, struct archive_report *out,
                      str *why)
{
    struct arena *a = cx->a;
    struct packing p = { .cx = cx, .fd = -1, .sums = -1, .report = out, .why = why };
    str part = join(a, file, S(".part"));
    str copy = join(a, file, S(".db"), random_hex(a, 4));
    *out = (struct archive_report){ 0 };
    *why = S("");
    if (inside_data(a, file))
        return stop(&p, ERR_INPUT,
                    S("Bản sao không được nằm trong thư mục dữ liệu. Hãy chọn chỗ khác, "
                      "tốt nhất là ổ đĩa khác."));
    p.fd = open_part(a, part);
    p.sums = open_nameless(a, join(a, copy, S(".sums")));
    p.tar = (struct tar_out){ .write = to_archive, .with = &p, .mtime_s = cx->now.us / 1000000 };
    p.piece = new(a, char, PIECE);
    enum err e = p.fd >= 0 && p.sums >= 0 ? put_all(&p, copy, schema) : disk_full(&p);
    unlink(cstr(a, copy));
    if (e == OK && file_move(a, part, file) != OK)
        e = disk_full(&p);
    if (e != OK && p.fd >= 0)
        unlink(cstr(a, part));
    if (p.sums >= 0)
        close(p.sums);
    if (p.fd >= 0)
        close(p.fd);
    if (e != OK && why->len == 0)
        *why = S("Không sao lưu được; xem nhật ký phía trên.");
    return e;
}

/* -- folders ----------------------------------------------------------------------------------- */

bool folder_vacant(struct arena *a, str path)
{
    DIR *folder = opendir(cstr(a, path));
    bool vacant = true;
    const struct dirent *d;
    if (!folder)
        return errno == ENOENT;
    while ((d = next_entry(folder)) != NULL)
        vacant = vacant && (str_is(str_of(d->d_name), ".") || str_is(str_of(d->d_name), ".."));
    vacant = vacant && errno == 0;
    closedir(folder);
    return vacant;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)kind;
    (void)where;
    return remove(path);
}

void folder_remove(struct arena *a, str path)
{
    if (nftw(cstr(a, path), remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0)
        log_warn("folder.remove", "errno=%d", errno);
}
