/* test_vfs.c: see test_vfs.h. Only what SQLite 3.40 calls on a database, its journal and its log.
 */
#include "db/test_vfs.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/thread.h"

enum { FILES_MAX = 16, SECTOR = 512 };

/* One thing done to a file since its last sync. */
struct change {
    int64_t at; /* offset; of a truncation the new size */
    int64_t n;  /* bytes; -1 = truncation */
    const char *bytes;
    struct change *next;
};

struct image {
    char *bytes;
    int64_t size;
    int64_t room;
};

struct disk_file {
    const char *path;
    struct image held;    /* what the disk surely holds */
    struct change *first; /* what it may hold */
    struct change *last;
    bool made;  /* its name is in the folder */
    bool there; /* and will be after a cut */
    bool going; /* deleted, the folder not synced */
};

struct test_vfs {
    sqlite3_vfs vfs; /* first: SQLite hands this back */
    sqlite3_vfs *under;
    struct arena *a;
    struct lock *lock; /* guards everything below */
    struct disk_file files[FILES_MAX];
    int file_count;
    int64_t cut_in;  /* changes left; 0 = no cut is planned */
    int64_t fail_in; /* syncs left */
    bool cut;
    bool lies;
};

struct open_file {
    sqlite3_file file; /* first */
    struct test_vfs *v;
    struct disk_file *disk; /* NULL: a temporary file, not watched */
    bool syncs_folder;      /* at its first sync */
    sqlite3_file *under;
};

/* -- the disk
 * -------------------------------------------------------------------------------------- */

static struct disk_file *disk_file(struct test_vfs *v, const char *path)
{
    for (int i = 0; i < v->file_count; i++)
        if (str_is(str_of(path), v->files[i].path))
            return &v->files[i];
    if (v->file_count == FILES_MAX)
        return NULL;
    v->files[v->file_count] = (struct disk_file){ .path = cstr(v->a, str_of(path)) };
    return &v->files[v->file_count++];
}

static void grow(struct arena *a, struct image *m, int64_t size)
{
    if (size > m->room) {
        int64_t room = m->room > 0 ? m->room : 1 << 16;
        while (room < size)
            room *= 2;
        char *grown = new (a, char, room);
        for (int64_t i = 0; i < m->size; i++)
            grown[i] = m->bytes[i];
        m->bytes = grown;
        m->room = room;
    }
    for (int64_t i = m->size; i < size; i++)
        m->bytes[i] = 0;
    m->size = size > m->size ? size : m->size;
}

static void lay(struct arena *a, struct image *m, const struct change *c, int64_t from, int64_t n)
{
    grow(a, m, c->at + from + n);
    for (int64_t i = from; i < from + n; i++)
        m->bytes[c->at + i] = c->bytes[i];
}

static void lay_whole(struct arena *a, struct image *m, const struct change *c)
{
    if (c->n >= 0)
        lay(a, m, c, 0, c->n);
    else if (c->at < m->size)
        m->size = c->at;
}

static void note(struct test_vfs *v, struct disk_file *f, struct change in)
{
    struct change *c = new (v->a, struct change, 1);
    *c = in;
    if (in.n > 0)
        c->bytes = str_copy(v->a, (str){ in.bytes, (ptrdiff_t)in.n }).at;
    if (f->last)
        f->last->next = c;
    else
        f->first = c;
    f->last = c;
}

static void make_sure(struct test_vfs *v, struct disk_file *f)
{
    for (struct change *c = f->first; c; c = c->next)
        lay_whole(v->a, &f->held, c);
    f->first = f->last = NULL;
}

/* What SQLite's unix layer does at the first sync of a new journal or log. */
static void sync_folder(struct test_vfs *v)
{
    for (int i = 0; i < v->file_count; i++) {
        struct disk_file *f = &v->files[i];
        if (f->going)
            *f = (struct disk_file){ .path = f->path };
        f->there = f->made;
    }
}

/* One step towards the cut; false when there is no power. The lock is held. */
static bool step(struct test_vfs *v)
{
    if (v->cut_in > 0 && --v->cut_in == 0)
        v->cut = true;
    return !v->cut;
}

/* -- a file ---------------------------------------------------------------------------------------
 */

static struct open_file *of(sqlite3_file *file)
{
    return (struct open_file *)file;
}

static int file_close(sqlite3_file *file)
{
    return of(file)->under->pMethods->xClose(of(file)->under);
}

static int file_read(sqlite3_file *file, void *to, int n, sqlite3_int64 at)
{
    return of(file)->under->pMethods->xRead(of(file)->under, to, n, at);
}

static int file_change(sqlite3_file *file, struct change in)
{
    struct open_file *f = of(file);
    if (!f->disk)
        return SQLITE_OK;
    lock_take(f->v->lock);
    bool on = step(f->v);
    if (on)
        note(f->v, f->disk, in);
    lock_give(f->v->lock);
    return on ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

static int file_write(sqlite3_file *file, const void *from, int n, sqlite3_int64 at)
{
    int rc = file_change(file, (struct change){ .at = at, .n = n, .bytes = from });
    return rc ? rc : of(file)->under->pMethods->xWrite(of(file)->under, from, n, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int rc = file_change(file, (struct change){ .at = size, .n = -1 });
    return rc ? rc : of(file)->under->pMethods->xTruncate(of(file)->under, size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    struct open_file *f = of(file);
    struct test_vfs *v = f->v;
    (void)flags;
    if (!f->disk)
        return SQLITE_OK;
    lock_take(v->lock);
    bool on = step(v);
    bool fails = v->fail_in > 0 && --v->fail_in == 0;
    if (on && !fails && !v->lies) {
        make_sure(v, f->disk);
        if (!f->disk->there && f->syncs_folder)
            sync_folder(v);
    }
    lock_give(v->lock);
    return on && !fails ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return of(file)->under->pMethods->xFileSize(of(file)->under, size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return of(file)->under->pMethods->xLock(of(file)->under, level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return of(file)->under->pMethods->xUnlock(of(file)->under, level);
}

static int file_reserved(sqlite3_file *file, int *out)
{
    return of(file)->under->pMethods->xCheckReservedLock(of(file)->under, out);
}

static int file_control(sqlite3_file *file, int op, void *arg)
{
    return of(file)->under->pMethods->xFileControl(of(file)->under, op, arg);
}

static int file_sector(sqlite3_file *file)
{
    return of(file)->under->pMethods->xSectorSize(of(file)->under);
}

static int file_device(sqlite3_file *file)
{
    return of(file)->under->pMethods->xDeviceCharacteristics(of(file)->under);
}

static int shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
    return of(file)->under->pMethods->xShmMap(of(file)->under, page, size, extend, at);
}

static int shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    return of(file)->under->pMethods->xShmLock(of(file)->under, offset, n, flags);
}

static void shm_barrier(sqlite3_file *file)
{
    of(file)->under->pMethods->xShmBarrier(of(file)->under);
}

static int shm_unmap(sqlite3_file *file, int delete)
{
    return of(file)->under->pMethods->xShmUnmap(of(file)->under, delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2, /* without memory-mapped files */
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_device,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

/* -- the layer
 * -------------------------------------------------------------------------------------- */

static struct test_vfs *layer(sqlite3_vfs *vfs)
{
    return (struct test_vfs *)vfs;
}

static int layer_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out)
{
    struct test_vfs *v = layer(vfs);
    struct open_file *f = of(file);
    *f = (struct open_file){ .v = v, .under = (sqlite3_file *)(void *)(f + 1) };
    int rc = v->under->xOpen(v->under, path, f->under, flags, out);
    if (rc != SQLITE_OK)
        return rc;
    file->pMethods = &methods;
    if (!path)
        return SQLITE_OK;
    lock_take(v->lock);
    f->disk = disk_file(v, path);
    f->syncs_folder = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
    if (f->disk && f->disk->going) /* made anew: another file of the same name */
        *f->disk = (struct disk_file){ .path = f->disk->path };
    if (f->disk)
        f->disk->made = true;
    lock_give(v->lock);
    return f->disk ? SQLITE_OK : SQLITE_FULL;
}

static int layer_delete(sqlite3_vfs *vfs, const char *path, int synced)
{
    struct test_vfs *v = layer(vfs);
    lock_take(v->lock);
    bool on = step(v);
    struct disk_file *f = disk_file(v, path);
    if (on && f) {
        f->first = f->last = NULL;
        f->made = false;
        f->going = f->there && (!synced || v->lies);
        if (!f->going)
            *f = (struct disk_file){ .path = f->path };
    }
    lock_give(v->lock);
    return on ? v->under->xDelete(v->under, path, synced) : SQLITE_IOERR_DELETE;
}

static int layer_access(sqlite3_vfs *vfs, const char *path, int flags, int *out)
{
    return layer(vfs)->under->xAccess(layer(vfs)->under, path, flags, out);
}

static int layer_path(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
    return layer(vfs)->under->xFullPathname(layer(vfs)->under, name, n, out);
}

static int layer_random(sqlite3_vfs *vfs, int n, char *out)
{
    return layer(vfs)->under->xRandomness(layer(vfs)->under, n, out);
}

static int layer_sleep(sqlite3_vfs *vfs, int us)
{
    return layer(vfs)->under->xSleep(layer(vfs)->under, us);
}

static int layer_now(sqlite3_vfs *vfs, double *out)
{
    return layer(vfs)->under->xCurrentTime(layer(vfs)->under, out);
}

static int layer_error(sqlite3_vfs *vfs, int n, char *out)
{
    return layer(vfs)->under->xGetLastError(layer(vfs)->under, n, out);
}

struct test_vfs *test_vfs_start(struct arena *a, const char *name)
{
    struct test_vfs *v = new (a, struct test_vfs, 1);
    v->a = a;
    v->lock = lock_new(a);
    v->under = sqlite3_vfs_find(NULL);
    v->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(struct open_file) + v->under->szOsFile,
        .mxPathname = v->under->mxPathname,
        .zName = cstr(a, str_of(name)),
        .xOpen = layer_open,
        .xDelete = layer_delete,
        .xAccess = layer_access,
        .xFullPathname = layer_path,
        .xRandomness = layer_random,
        .xSleep = layer_sleep,
        .xCurrentTime = layer_now,
        .xGetLastError = layer_error,
    };
    return sqlite3_vfs_register(&v->vfs, 0) == SQLITE_OK ? v : NULL;
}

void test_vfs_end(struct test_vfs *v)
{
    sqlite3_vfs_unregister(&v->vfs);
}

void test_vfs_cut_after(struct test_vfs *v, int64_t n)
{
    lock_take(v->lock);
    v->cut_in = n;
    lock_give(v->lock);
}

bool test_vfs_is_cut(struct test_vfs *v)
{
    lock_take(v->lock);
    bool cut = v->cut;
    lock_give(v->lock);
    return cut;
}

void test_vfs_lie(struct test_vfs *v)
{
    lock_take(v->lock);
    v->lies = true;
    lock_give(v->lock);
}

void test_vfs_fail_sync(struct test_vfs *v, int64_t n)
{
    lock_take(v->lock);
    v->fail_in = n;
    lock_give(v->lock);
}

/* -- what survives
 * ------------------------------------------------------------------------------------ */

static uint32_t chance(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void lay_some(struct arena *a, struct image *m, const struct change *c, uint32_t *seed)
{
    if (c->n < 0) {
        if (chance(seed) % 2)
            lay_whole(a, m, c);
        return;
    }
    for (int64_t at = 0; at < c->n; at += SECTOR)
        if (chance(seed) % 2)
            lay(a, m, c, at, c->n - at < SECTOR ? c->n - at : SECTOR);
}

static void lay_torn(struct arena *a, struct image *m, const struct change *first, uint32_t *seed)
{
    int64_t count = 0;
    for (const struct change *c = first; c; c = c->next)
        count++;
    int64_t whole = count > 0 ? chance(seed) % (uint32_t)count : 0;
    const struct change *c = first;
    for (; c && whole > 0; c = c->next, whole--)
        lay_whole(a, m, c);
    if (c && c->n > 0)
        lay(a, m, c, 0, chance(seed) % (uint32_t)c->n);
}

static enum err image_write(struct arena *a, const struct image *m, str path)
{
    int fd = open(cstr(a, path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int64_t done = 0;
    if (fd < 0)
        return ERR_IO;
    while (done < m->size) {
        ssize_t n = write(fd, m->bytes + done, (size_t)(m->size - done));
        if (n <= 0)
            break;
        done += n;
    }
    close(fd);
    return done == m->size ? OK : ERR_IO;
}

static enum err file_survives(struct test_vfs *v, const struct disk_file *f, enum cut how,
                              uint32_t *seed, str folder)
{
    struct image m = { 0 };
    grow(v->a, &m, f->held.size);
    for (int64_t i = 0; i < f->held.size; i++)
        m.bytes[i] = f->held.bytes[i];
    for (const struct change *c = f->first; c && how == CUT_SOME; c = c->next)
        lay_some(v->a, &m, c, seed);
    if (how == CUT_TORN)
        lay_torn(v->a, &m, f->first, seed);
    str path = str_of(f->path);
    str name = str_after(path, str_find_last(path, '/'));
    return image_write(v->a, &m, join(v->a, folder, name));
}

enum err test_vfs_survivors(struct test_vfs *v, enum cut how, uint32_t seed, str folder)
{
    for (int i = 0; i < v->file_count; i++) {
        struct arena_mark mark = arena_mark(v->a);
        const struct disk_file *f = &v->files[i];
        bool gone = f->going && how != CUT_CLEAN && chance(&seed) % 2;
        bool born = f->made && !f->there && how != CUT_CLEAN && chance(&seed) % 2;
        if ((f->there && !gone) || born)
            TRY(file_survives(v, f, how, &seed, folder));
        arena_rewind(v->a, mark);
    }
    return OK;
}
