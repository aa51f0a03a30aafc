/* archive_read.c: unpacking an archive, believing nothing in it before its sum has been compared.
 *
 * Members come in the order archive.h tells; each name is of a known kind, each file is new. The
 * sums are written down as they are found and compared at the end with those of the archive.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/archive.h"
#include "app/archive_in.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "db/backup.h"
#include "format/tar.h"

enum { MANIFEST_BYTES_MAX = 64 << 10, LINE_MAX_BYTES = 256 };

struct unpacking {
    struct arena *a;
    const struct archive_target *t;
    struct archive_manifest *manifest;
    struct tar_in tar;
    int fd;                                    /* of the archive */
    int sums;                                  /* SHA256SUMS as found */
    char *piece;
    int members;
    bool has_database;
    bool closed;                               /* SHA256SUMS has come */
    str *why;
};

static enum err refuse(struct unpacking *u, enum err e, str sentence)
{
    if (u->why->len == 0)
        *u->why = sentence;
    return e;
}

static enum err damaged(struct unpacking *u)
{
    return refuse(u, ERR_INPUT, S("Tệp này không phải bản sao của Sao Làng, đã bị hỏng hoặc bị cắt "
                                  "ngắn. Hãy dùng bản sao khác."));
}

static enum err disk_full(struct unpacking *u)
{
    return refuse(u, ERR_IO, S("Không ghi được dữ liệu khôi phục. Hãy kiểm tra ổ đĩa còn chỗ và "
                               "quyền ghi."));
}

static ptrdiff_t from_file(void *with, char *to, ptrdiff_t n)
{
    struct unpacking *u = with;
    ssize_t got;
    do
        got = read(u->fd, to, (size_t)n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* -- names ------------------------------------------------------------------------------------- */

/* "blob/ab/cd/" and 64 digits that begin with abcd. */
static bool blob_name(str name)
{
    str sha = str_after(name, 11);
    return str_starts(name, S("blob/")) && sha.len == 64 && all_hex(sha) && name.at[7] == '/'
           && name.at[10] == '/' && str_equal(str_sub(name, 5, 7), str_sub(sha, 0, 2))
           && str_equal(str_sub(name, 8, 10), str_sub(sha, 2, 4));
}

static bool key_name(str name)
{
    str file = str_after(name, 5);
    return str_starts(name, S("keys/")) && file.len > 0 && str_find(file, '/') < 0;
}

/* -- one member -------------------------------------------------------------------------------- */

static enum err take_bytes(struct unpacking *u, int to, hash *out)
{
    struct hasher h;
    ptrdiff_t n;
    hasher_begin(&h);
    while ((n = tar_take(&u->tar, u->piece, PIECE)) > 0) {
        hasher_add(&h, u->piece, n);
        if (!write_all(to, u->piece, n))
            return disk_full(u);
    }
    *out = hasher_end(&h);
    return n == 0 ? OK : damaged(u);
}

/* A name that came before cannot be made again. */
static enum err take_file(struct unpacking *u, str name, hash *out)
{
    str path = join(u->a, u->t->dir, S("/"), name);
    TRY(folder_make(u->a, str_sub(path, 0, str_find_last(path, '/')), 0700));
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = open(cstr(u->a, path), flags, 0600);
    if (fd < 0)
        return errno == EEXIST ? damaged(u) : disk_full(u);
    enum err e = take_bytes(u, fd, out);
    return close(fd) == 0 || e != OK ? e : disk_full(u);
}

static enum err note_sum(struct unpacking *u, str name, hash h)
{
    str line = join(u->a, hash_hex(u->a, h), S("  "), name, S("\n"));
    return write_all(u->sums, line.at, line.len) ? OK : disk_full(u);
}

/* -- the manifest ------------------------------------------------------------------------------ */

static enum err read_manifest(struct unpacking *u, str text)
{
    struct archive_manifest *m = u->manifest;
    struct json_fault why;
    const json_t *root = json_read(u->a, text, MANIFEST_BYTES_MAX, &why);
    if (!json_is_object(root) || json_member_int(root, "format", 0) != 1)
        return damaged(u);
    m->schema = json_member_int(root, "schema", 0);
    m->program = json_member_str(root, "program");
    m->province = json_member_str(root, "province_name");
    m->made_at = json_member_str(root, "made_at");
    bool lite = str_is(json_member_str(root, "engine"), "sqlite");
    m->engine = lite ? DB_SQLITE : DB_POSTGRES;
    if (m->schema > u->t->schema_most)
        return refuse(u, ERR_STATE, S("Bản sao do chương trình mới hơn tạo ra. Hãy dùng bản chương "
                                      "trình mới hơn để khôi phục."));
    if (lite && u->t->db_url[0])
        return refuse(u, ERR_STATE, S("Bản sao này dùng SQLite. Hãy bỏ --db rồi chạy lại."));
    if (!lite && !u->t->db_url[0])
        return refuse(u, ERR_STATE,
                      S("Bản sao này dùng PostgreSQL. Hãy thêm --db postgresql://… chỉ "
                        "tới một cơ sở dữ liệu mới, trống."));
    return OK;
}

static enum err take_manifest(struct unpacking *u, const struct tar_member *m)
{
    if (!str_is(str_of(m->name), "manifest.json") || m->size > MANIFEST_BYTES_MAX)
        return damaged(u);
    char *text = new(u->a, char, m->size + 1);
    ptrdiff_t used = 0, n;
    while ((n = tar_take(&u->tar, text + used, m->size - used)) > 0)
        used += n;
    if (n != 0)
        return damaged(u);
    TRY(read_manifest(u, (str){ text, used }));
    return note_sum(u, S("manifest.json"), hash_of((str){ text, used }));
}

/* -- the sums ---------------------------------------------------------------------------------- */

/* Compares line by line; names the first member whose sum differs. */
static enum err compare_sums(struct unpacking *u, FILE *said, FILE *found)
{
    char x[LINE_MAX_BYTES], y[LINE_MAX_BYTES];
    rewind(found);
    for (;;) {
        char *left = fgets(x, sizeof x, said), *right = fgets(y, sizeof y, found);
        if (!left && !right)
            return OK;
        if (left && right && str_equal(str_of(x), str_of(y)))
            continue;
        str name = right ? str_trim(str_after(str_of(y), 64)) : S("SHA256SUMS");
        return refuse(u, ERR_INPUT, join(u->a, S("“"), name, S("” trong bản sao không khớp mã kiểm "
                                         "tra. Hãy dùng bản sao khác.")));
    }
}

static enum err take_sums(struct unpacking *u)
{
    hash unused;
    u->closed = true;
    TRY(take_file(u, S("SHA256SUMS"), &unused));
    str path = join(u->a, u->t->dir, S("/SHA256SUMS"));
    FILE *said = fopen(cstr(u->a, path), "re");
    FILE *found = fdopen(dup(u->sums), "r");
    enum err e = said && found ? compare_sums(u, said, found) : disk_full(u);
    if (said)
        fclose(said);
    if (found)
        fclose(found);
    unlink(cstr(u->a, path));
    return e;
}

/* -- the whole --------------------------------------------------------------------------------- */

static enum err take_member(struct unpacking *u, const struct tar_member *m)
{
    str name = str_of(m->name);
    bool database = str_equal(name, db_copy_name(u->manifest->engine));
    hash h = { { 0 } };
    if (str_is(name, "SHA256SUMS"))
        return take_sums(u);
    if (database ? u->members != 2 : !blob_name(name) && !key_name(name))
        return refuse(u, ERR_INPUT, join(u->a, S("Bản sao chứa “"), name, S("”, không thuộc Sao "
                                         "Làng. Hãy dùng bản sao khác.")));
    u->has_database = u->has_database || database;
    TRY(take_file(u, name, &h));
    if (blob_name(name) && !str_ends(name, hash_hex(u->a, h)))
        return damaged(u);
    return note_sum(u, name, h);
}

static enum err take_members(struct unpacking *u)
{
    struct tar_member m;
    enum tar_answer k;
    while ((k = tar_next(&u->tar, &m)) == TAR_MEMBER) {
        if (u->closed)
            return damaged(u);
        u->members++;
        if (u->members == 1) {
            TRY(take_manifest(u, &m));
            continue;
        }
        struct arena_mark mark = arena_mark(u->a);
        TRY(take_member(u, &m));
        arena_rewind(u->a, mark);
    }
    return k == TAR_END && u->closed && u->has_database ? OK : damaged(u);
}

static enum err keys_there(struct unpacking *u)
{
    static const char *const names[] = { "audit.key", "form.key", "sign.key", "sign.pub" };
    for (ptrdiff_t i = 0; i < COUNT_OF(names); i++)
        if (!file_exists(u->a, join(u->a, u->t->dir, S("/keys/"), str_of(names[i]))))
            return damaged(u);
    return OK;
}

static enum err put_database(struct unpacking *u)
{
    enum db_engine engine = u->manifest->engine;
    str path = join(u->a, u->t->dir, S("/"), db_copy_name(engine));
    TRY(db_copy_check(u->a, engine, path, u->why));
    if (engine == DB_SQLITE)
        return OK;
    TRY(db_refill(u->a, u->t->db_url, path, u->why));
    unlink(cstr(u->a, path));
    return OK;
}

/* Everything unpacked reaches the disk before the folder gets its name. */
static enum err flush(struct unpacking *u)
{
    int fd = open(cstr(u->a, u->t->dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && syncfs(fd) == 0;
    if (fd >= 0)
        close(fd);
    return done ? OK : disk_full(u);
}

static enum err unpack(struct unpacking *u)
{
    u->tar = (struct tar_in){ .read = from_file, .with = u };
    u->piece = new(u->a, char, PIECE);
    TRY(take_members(u));
    TRY(keys_there(u));
    TRY(put_database(u));
    return flush(u);
}

enum err archive_read(struct arena *a, const struct archive_target *t, struct archive_manifest *out,
                      str *why)
{
    struct unpacking u = { .a = a, .t = t, .manifest = out, .why = why, .sums = -1 };
    *why = S("");
    u.fd = open(cstr(a, t->file), O_RDONLY | O_CLOEXEC);
    if (u.fd < 0)
        return refuse(&u, ERR_NOT_FOUND, join(a, S("Không mở được bản sao “"), t->file, S("”.")));
    if (mkdir(cstr(a, t->dir), 0700) != 0) {
        close(u.fd);
        return refuse(&u, ERR_STATE, join(a, S("Không tạo được thư mục “"), t->dir,
                                          S("”; có thể còn lại từ lần trước. Hãy xóa rồi chạy lại.")));
    }
    str sums = join(a, t->dir, S("/sums"));
    u.sums = open(cstr(a, sums), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    unlink(cstr(a, sums));
    enum err e = u.sums >= 0 ? unpack(&u) : disk_full(&u);
    if (u.sums >= 0)
        close(u.sums);
    close(u.fd);
    if (e != OK)
        folder_remove(a, t->dir);
    if (e != OK && why->len == 0)
        *why = S("Không khôi phục được; xem nhật ký phía trên.");
    return e;
}
