/* power_test.c: the power goes off while several threads write. What was acknowledged must be there
 * afterwards, whole, in a sound database; what was not may be there whole or not at all.
 *
 * Each asker keeps a row of its own with the number of its last entry, changed in the same write as
 * the entry is added; so entries 1 .. last must exist, and nothing else. The file layer is
 * test_vfs.h; the last test shows that a disk which lies is found out.
 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/test.h"
#include "base/thread.h"
#include "db/db.h"
#include "db/test_vfs.h"

enum {
    ASKERS = 4,
    ENTRIES_MAX = 400, /* of one asker, if no cut comes */
    BODY_MOST = 9000,  /* so that an entry takes up to three pages */
    RUNS = 25,
    STEPS_MOST = 900, /* writes and syncs before the cut */
};

#define NAMES(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define STATEMENT(n, sql, n_args, n_columns, names)                                                \
    static int slot_##n;                                                                           \
    static const struct db_statement n = { .name = #n,                                             \
                                           .sqlite = (sql),                                        \
                                           .args = (n_args),                                       \
                                           .columns = (n_columns),                                 \
                                           .column_names = (names),                                \
                                           .slot = &slot_##n }

STATEMENT(entry_add, "INSERT INTO entry (asker, n, body) VALUES (?1, ?2, ?3)", 3, 0, NULL);
STATEMENT(last_put, "UPDATE asker SET last = ?2 WHERE id = ?1", 2, 0, NULL);
STATEMENT(entry_all, "SELECT asker, n, body FROM entry ORDER BY asker, n", 0, 3,
          NAMES("asker", "n", "body"));
STATEMENT(asker_all, "SELECT id, last FROM asker ORDER BY id", 0, 2, NAMES("id", "last"));
STATEMENT(integrity, "PRAGMA integrity_check", 0, 1, NAMES("integrity_check"));

static const char schema[] =
    "CREATE TABLE entry (asker INTEGER NOT NULL, n INTEGER NOT NULL, body BLOB NOT NULL,"
    " PRIMARY KEY (asker, n)) STRICT;"
    "CREATE TABLE asker (id INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;"
    "INSERT INTO asker VALUES (0, 0), (1, 0), (2, 0), (3, 0);"
    "PRAGMA wal_autocheckpoint=25;"; /* so that a run meets several checkpoints */

/* -- one run ------------------------------------------------------------------------------------
 */

struct asker {
    struct run *run;
    struct arena *a;
    int id;
    int64_t n;     /* being written */
    int64_t acked; /* last one answered OK */
};

struct run {
    struct test *t;
    struct arena *home_arena;
    struct arena *disk_arena;
    struct db_home *home;
    struct test_vfs *disk;
    char *folder;
    uint32_t seed;
    struct asker askers[ASKERS];
};

/* The bytes of an entry follow from its number. */
static bytes body_of(struct arena *a, int asker, int64_t n)
{
    uint32_t x = (uint32_t)(asker * 7919 + n) * 2654435761U;
    ptrdiff_t len = 1 + (ptrdiff_t)((x >> 7) % BODY_MOST);
    uint8_t *at = new (a, uint8_t, len);
    for (ptrdiff_t i = 0; i < len; i++) {
        x = x * 1664525U + 1013904223U;
        at[i] = (uint8_t)(x >> 24);
    }
    return (bytes){ at, len };
}

static enum err add_entry(void *arg, struct db *c)
{
    struct asker *k = arg;
    struct db_rows rows;
    struct db_value entry[] = { db_give_int(k->id), db_give_int(k->n),
                                db_give_bytes(body_of(k->a, k->id, k->n)) };
    TRY(db_run(c, k->a, &entry_add, entry, &rows));
    return db_run(c, k->a, &last_put, entry, &rows);
}

static void ask_on(void *asker)
{
    struct asker *k = asker;
    enum err e = OK;
    for (k->n = 1; k->n <= ENTRIES_MAX && e == OK; k->n++) {
        struct arena_mark mark = arena_mark(k->a);
        struct db_write w = { .a = k->a, .fn = add_entry, .arg = k };
        e = db_write(k->run->home, &w);
        if (e == OK)
            k->acked = k->n;
        arena_rewind(k->a, mark);
    }
}

static enum err make_schema(void *arg, struct db *c)
{
    return db_script(c, arg, str_of(schema));
}

static void folder_empty(const char *folder)
{
    DIR *d = opendir(folder);
    struct arena *a = arena_new(1 << 20);
    for (struct dirent *e; d && (e = readdir(d)) != NULL;)
        unlink(cstr(a, join(a, str_of(folder), S("/"), str_of(e->d_name))));
    if (d)
        closedir(d);
    arena_free(a);
}

static void folder_remove(void *folder)
{
    folder_empty(folder);
    rmdir(folder);
}

static char *folder_new(struct arena *a)
{
    char *folder = cstr(a, S("/tmp/saolang-power-XXXXXX"));
    EXPECT(mkdtemp(folder) != NULL);
    arena_undo(a, folder_remove, folder);
    return folder;
}

static void run_end(void *run)
{
    struct run *r = run;
    db_close(r->home);
    if (r->disk)
        test_vfs_end(r->disk);
    for (int i = 0; i < ASKERS; i++)
        arena_free(r->askers[i].a);
    arena_free(r->home_arena);
    arena_free(r->disk_arena);
}

static struct db_home *open_at(struct arena *a, const char *folder, const char *vfs)
{
    str why = S("");
    struct db_conf conf = { .url = cstr(a, join(a, str_of(folder), S("/power.db"))),
                            .readers = 2,
                            .wait_ms = 5000,
                            .read_ms = 5000,
                            .vfs = vfs };
    return db_open(a, &conf, &why);
}

/* A database on a disk that can lose its power, with its tables. */
static struct run *run_new(struct test *t, uint32_t seed)
{
    struct run *r = new (t->a, struct run, 1);
    r->t = t;
    r->seed = seed;
    r->folder = folder_new(t->a);
    r->home_arena = arena_new(16 << 20);
    r->disk_arena = arena_new((ptrdiff_t)1 << 30);
    for (int i = 0; i < ASKERS; i++)
        r->askers[i] = (struct asker){ .run = r, .id = i, .a = arena_new(16 << 20) };
    arena_undo(t->a, run_end, r);
    r->disk = test_vfs_start(r->disk_arena, "power");
    EXPECT(r->disk != NULL);
    r->home = open_at(r->home_arena, r->folder, "power");
    EXPECT(r->home != NULL);
    struct db_write w = { .a = r->askers[0].a, .fn = make_schema, .arg = r->askers[0].a };
    EXPECT_OK(db_write(r->home, &w));
    return r;
}

static void ask_all(struct run *r)
{
    struct thread *threads[ASKERS];
    for (int i = 0; i < ASKERS; i++)
        threads[i] = thread_start(r->home_arena, "asker", ask_on, &r->askers[i]);
    for (int i = 0; i < ASKERS; i++)
        thread_join(threads[i]);
    db_close(r->home);
    r->home = NULL;
}

/* -- looking --------------------------------------------------------------------------------------
 */

struct finding {
    int lost; /* acknowledged and not there */
    int torn; /* half a write, or a broken database */
    int64_t last[ASKERS];
};

struct looking {
    struct run *run;
    struct arena *a;
    struct finding *found;
    int64_t count[ASKERS];
};

static enum err entry_row(void *with, const struct db_value *cells)
{
    struct looking *l = with;
    int64_t who = cells[0].n;
    if (who < 0 || who >= ASKERS)
        return ERR_STATE;
    bytes want = body_of(l->a, (int)who, cells[1].n);
    bytes have = { (const uint8_t *)cells[2].s.at, cells[2].s.len };
    l->count[who]++;
    l->found->torn += cells[1].n != l->count[who] || !bytes_equal(want, have);
    return OK;
}

static void look_at(struct looking *l, struct db *c)
{
    struct db_rows rows;
    struct finding *f = l->found;
    if (db_run(c, l->a, &integrity, NULL, &rows) != OK || !str_is(rows.cells[0].s, "ok"))
        f->torn++;
    if (db_run(c, l->a, &asker_all, NULL, &rows) != OK || rows.count != ASKERS) {
        f->lost++;
        return;
    }
    for (int i = 0; i < ASKERS; i++)
        f->last[i] = rows.cells[i * 2 + 1].n;
    if (db_each(c, l->a, &entry_all, NULL, entry_row, l) != OK)
        f->torn++;
    for (int i = 0; i < ASKERS; i++) {
        f->torn += l->count[i] != f->last[i];
        f->lost += f->last[i] < l->run->askers[i].acked;
    }
}

/* Opens what survived on an ordinary disk and looks. */
static struct finding look(struct run *r, enum cut how, uint32_t seed)
{
    struct finding f = { 0 };
    struct arena *a = arena_new(64 << 20);
    struct looking l = { .run = r, .a = a, .found = &f };
    struct db *c;
    folder_empty(r->folder);
    EXPECT_OK(test_vfs_survivors(r->disk, how, seed, str_of(r->folder)));
    struct db_home *h = open_at(a, r->folder, NULL);
    if (!h) {
        f.torn++;
    } else if (db_lease(h, &c) == OK) {
        look_at(&l, c);
        db_release(h, c);
    }
    db_close(h);
    arena_free(a);
    return f;
}

static struct run *run_cut(struct test *t, uint32_t seed)
{
    struct run *r = run_new(t, seed);
    test_vfs_cut_after(r->disk, 1 + seed * 2654435761U % STEPS_MOST);
    ask_all(r);
    EXPECT(test_vfs_is_cut(r->disk));
    return r;
}

static void expect_whole(struct run *r, enum cut how, uint32_t seed)
{
    struct finding f = look(r, how, seed);
    if (f.lost || f.torn)
        test_fail(__FILE__, __LINE__, "run %u, way %d: %d lost, %d torn", r->seed, (int)how, f.lost,
                  f.torn);
}

/* -- the tests
 * --------------------------------------------------------------------------------------- */

TEST(db_power, what_was_acknowledged_survives_a_power_cut)
{
    int64_t acked = 0;
    for (uint32_t seed = 1; seed <= RUNS; seed++) {
        struct arena_mark mark = arena_mark(t->a);
        struct run *r = run_cut(t, seed);
        expect_whole(r, CUT_CLEAN, seed);
        for (uint32_t again = 0; again < 2; again++) {
            expect_whole(r, CUT_SOME, seed * 10 + again);
            expect_whole(r, CUT_TORN, seed * 10 + again);
        }
        for (int i = 0; i < ASKERS; i++)
            acked += r->askers[i].acked;
        arena_rewind(t->a, mark);
    }
    EXPECT(acked > RUNS); /* the cuts did not all come before the first write */
}

TEST(db_power, a_cut_while_the_database_is_made_leaves_a_file_that_opens)
{
    for (uint32_t n = 1; n <= 40; n++) {
        struct arena_mark mark = arena_mark(t->a);
        struct run r = { .t = t,
                         .folder = folder_new(t->a),
                         .home_arena = arena_new(16 << 20),
                         .disk_arena = arena_new(256 << 20) };
        r.disk = test_vfs_start(r.disk_arena, "power");
        test_vfs_cut_after(r.disk, n);
        r.home = open_at(r.home_arena, r.folder, "power");
        struct db_write w = { .a = t->a, .fn = make_schema, .arg = t->a };
        bool made = r.home && db_write(r.home, &w) == OK;
        db_close(r.home);
        r.home = NULL;
        for (uint32_t how = 0; how < CUT_COUNT; how++) {
            struct finding f = look(&r, (enum cut)how, n);
            EXPECT_INT(0, f.torn);
            EXPECT(!made || f.lost == 0);
        }
        run_end(&r);
        arena_rewind(t->a, mark);
    }
}

static enum err add_counted(void *arg, struct db *c)
{
    struct asker *k = arg;
    k->acked++; /* here: calls */
    return add_entry(arg, c);
}

TEST(db_power, a_flush_that_fails_is_tried_again_and_then_acknowledged)
{
    struct run *r = run_new(t, 1);
    struct asker *k = &r->askers[0];
    k->n = 1;
    struct db_write w = { .a = k->a, .fn = add_counted, .arg = k };
    test_vfs_fail_sync(r->disk, 1);
    EXPECT_OK(db_write(r->home, &w));
    EXPECT_INT(2, k->acked);
    k->acked = 1;
    test_vfs_cut_after(r->disk, 1);
    ask_all(r);
    expect_whole(r, CUT_CLEAN, 1);
}

TEST(db_power, a_disk_that_lies_about_its_flush_is_found_out)
{
    int found = 0;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        struct arena_mark mark = arena_mark(t->a);
        struct run *r = run_new(t, seed);
        test_vfs_lie(r->disk);
        test_vfs_cut_after(r->disk, STEPS_MOST);
        ask_all(r);
        found += look(r, CUT_CLEAN, seed).lost > 0;
        arena_rewind(t->a, mark);
    }
    EXPECT_INT(5, found);
}
