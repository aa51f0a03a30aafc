/* db_test.c: the SQLite engine: its one writer, its reading connections, its copies. */
#include <ftw.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/test.h"
#include "base/thread.h"
#include "db/backup.h"
#include "db/db.h"

#define LITE(n, sql, n_args, n_columns)                                                            \
    static int slot_##n;                                                                           \
    static const struct db_statement n = { .name = #n,                                             \
                                           .sqlite = (sql),                                        \
                                           .args = (n_args),                                       \
                                           .columns = (n_columns),                                 \
                                           .column_names = name_n,                                 \
                                           .slot = &slot_##n }
static const char *const name_n[] = { "n" };
LITE(lite_add, "INSERT INTO thing (id, n) VALUES (?1, ?2)", 2, 0);
LITE(lite_count, "SELECT COUNT(*) AS n FROM thing", 0, 1);
LITE(lite_get, "SELECT n FROM thing WHERE id = ?1", 1, 1);
LITE(lite_odd, "SELECT n AS m FROM thing WHERE id = ?1", 1, 1);

struct lite {
    struct test *t;
    struct db_home *home;
    char dir[64];
};

static int remove_one(const char *path, UNUSED const struct stat *st, UNUSED int kind,
                      UNUSED struct FTW *at)
{
    return remove(path);
}

static void end(void *thing)
{
    struct lite *l = thing;
    db_close(l->home);
    nftw(l->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

struct task {
    struct arena *a;
    struct lock *gate; /* a write that waits for it, or NULL */
    bool *open;
    bool *begun;
    int64_t id;
    const char *script;
    enum err answer;
    enum err got;
    int agains;
    struct db_home *home;
};

static enum err add_one(void *arg, struct db *c)
{
    struct task *k = arg;
    struct db_value args[] = { db_give_int(k->id), db_give_int(1) };
    struct db_rows rows;
    if (k->gate) {
        lock_take(k->gate);
        *k->begun = true;
        lock_wake(k->gate);
        while (!*k->open)
            lock_wait(k->gate);
        lock_give(k->gate);
    }
    TRY(db_run(c, k->a, &lite_add, args, &rows));
    if (k->script)
        TRY(db_script(c, k->a, str_of(k->script)));
    return k->answer;
}

static void count_again(void *arg)
{
    struct task *k = arg;
    k->agains++;
}

static enum err write_task(struct db_home *h, struct task *k)
{
    return db_write(h,
                    &(struct db_write){ .a = k->a, .fn = add_one, .again = count_again, .arg = k });
}

static enum err make_table(void *arg, struct db *c)
{
    return db_script(
        c, arg,
        S("CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 0)) STRICT"));
}

static struct lite *lite_new(struct test *t, int64_t wait_ms, int readers)
{
    struct lite *l = new (t->a, struct lite, 1);
    *l = (struct lite){ .t = t, .dir = "/tmp/saolang-db.XXXXXX" };
    EXPECT(mkdtemp(l->dir) != NULL);
    char *path = cstr(t->a, join(t->a, str_of(l->dir), S("/thing.db")));
    struct db_conf conf = { .url = path, .readers = readers, .wait_ms = wait_ms, .read_ms = 2000 };
    str why = S("");
    l->home = db_open(t->a, &conf, &why);
    EXPECT(l->home != NULL);
    arena_undo(t->a, end, l);
    EXPECT_OK(db_write(l->home, &(struct db_write){ .a = t->a, .fn = make_table, .arg = t->a }));
    return l;
}

static int64_t ask(struct lite *l, const struct db_statement *st, int64_t id)
{
    struct db *c;
    struct db_rows rows;
    struct db_value arg = db_give_int(id);
    EXPECT_OK(db_lease(l->home, &c));
    EXPECT_OK(db_run(c, l->t->a, st, &arg, &rows));
    db_release(l->home, c);
    return rows.count == 1 ? rows.cells[0].n : -1;
}

TEST(db, a_refusal_undoes_its_own_changes_alone)
{
    struct lite *l = lite_new(t, 2000, 2);
    struct task fine = { .a = t->a, .id = 1 },
                refused = { .a = t->a, .id = 2, .answer = ERR_STATE };
    EXPECT_OK(write_task(l->home, &fine));
    EXPECT_ERR(ERR_STATE, write_task(l->home, &refused));
    EXPECT_INT(1, ask(l, &lite_get, 1));
    EXPECT_INT(-1, ask(l, &lite_get, 2));
    refused.answer = OK;
    EXPECT_OK(write_task(l->home, &refused));
    EXPECT_INT(2, ask(l, &lite_count, 0));
}

TEST(db, a_broken_rule_of_a_table_is_a_conflict)
{
    struct lite *l = lite_new(t, 2000, 2);
    struct task k = { .a = t->a, .id = 1 };
    EXPECT_OK(write_task(l->home, &k));
    EXPECT_ERR(ERR_CONFLICT, write_task(l->home, &k));
    EXPECT_INT(1, ask(l, &lite_count, 0));
}

TEST(db, a_reading_connection_cannot_write)
{
    struct lite *l = lite_new(t, 2000, 2);
    struct db *c;
    struct db_rows rows;
    struct db_value args[] = { db_give_int(1), db_give_int(1) };
    EXPECT_OK(db_lease(l->home, &c));
    EXPECT_ERR(ERR_DB, db_run(c, t->a, &lite_add, args, &rows));
    EXPECT_ERR(ERR_DB, db_script(c, t->a, S("DROP TABLE thing")));
    db_release(l->home, c);
    EXPECT_INT(0, ask(l, &lite_count, 0));
}

TEST(db, a_statement_fits_or_says_why)
{
    struct lite *l = lite_new(t, 2000, 2);
    struct db *c;
    str why = S("");
    EXPECT_OK(db_lease(l->home, &c));
    EXPECT(db_statement_fits(c, t->a, &lite_get, &why));
    EXPECT(!db_statement_fits(c, t->a, &lite_odd, &why));
    EXPECT_STR("lite_odd: column n", why);
    db_release(l->home, c);
}

/* -- many at once ----------------------------------------------------------------------------- */

enum { THREADS = 32, WRITES = 50 };

static void write_many(void *arg)
{
    struct task *k = arg;
    int64_t first = k->id * WRITES;
    for (int i = 0; i < WRITES && k->got == OK; i++) {
        k->id = first + i + 1;
        k->got = write_task(k->home, k);
    }
}

TEST(db, thirty_two_threads_write_and_every_write_arrives)
{
    struct lite *l = lite_new(t, 60000, 2);
    struct thread *threads[THREADS];
    struct task tasks[THREADS];
    for (int i = 0; i < THREADS; i++) {
        tasks[i] = (struct task){ .a = arena_new(1 << 20), .id = i, .home = l->home };
        threads[i] = thread_start(t->a, "asker", write_many, &tasks[i]);
        EXPECT(threads[i] != NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        thread_join(threads[i]);
        arena_free(tasks[i].a);
    }
    for (int i = 0; i < THREADS; i++)
        EXPECT_OK(tasks[i].got);
    EXPECT_INT(THREADS * WRITES, ask(l, &lite_count, 0));
    struct db_counts counts = db_counts(l->home);
    EXPECT_INT(THREADS * WRITES + 1, counts.writes);
    EXPECT(counts.batches <= counts.writes);
    EXPECT_INT(0, counts.queue);
}

struct held {
    struct task task;
    struct thread *thread;
    bool open;
    bool begun;
};

static void write_one(void *arg)
{
    struct task *k = arg;
    k->got = write_task(k->home, k);
}

/* A write that stands in the writer until the gate opens. */
static void hold_writer(struct lite *l, struct held *h)
{
    *h = (struct held){ 0 };
    h->task = (struct task){ .a = arena_new(1 << 20),
                             .gate = lock_new(l->t->a),
                             .open = &h->open,
                             .begun = &h->begun,
                             .id = 1,
                             .home = l->home };
    h->thread = thread_start(l->t->a, "holder", write_one, &h->task);
    lock_take(h->task.gate);
    while (!h->begun)
        lock_wait(h->task.gate);
    lock_give(h->task.gate);
}

static void let_writer_go(struct held *h)
{
    lock_take(h->task.gate);
    h->open = true;
    lock_wake(h->task.gate);
    lock_give(h->task.gate);
    thread_join(h->thread);
    arena_free(h->task.a);
}

TEST(db, a_write_that_waited_too_long_is_busy_and_leaves_nothing)
{
    struct lite *l = lite_new(t, 100, 2);
    struct held h;
    hold_writer(l, &h);
    struct task k = { .a = t->a, .id = 2 };
    int64_t before = thread_clock_ms();
    enum err e = write_task(l->home, &k);
    int64_t waited = thread_clock_ms() - before;
    let_writer_go(&h);
    EXPECT_ERR(ERR_BUSY, e);
    EXPECT(waited >= 99);
    EXPECT_OK(h.task.got);
    EXPECT_INT(1, db_counts(l->home).refused);
    EXPECT_INT(1, ask(l, &lite_count, 0));
}

static void queue_up(struct lite *l, struct task *tasks, struct thread **threads, int count)
{
    for (int i = 0; i < count; i++) {
        threads[i] = thread_start(l->t->a, "asker", write_one, &tasks[i]);
        while (db_counts(l->home).queue < i + 1)
            continue;
    }
}

TEST(db, a_write_that_breaks_its_batch_fails_alone)
{
    struct lite *l = lite_new(t, 60000, 2);
    struct thread *threads[3];
    struct task tasks[3];
    struct held h;
    hold_writer(l, &h);
    for (int i = 0; i < 3; i++)
        tasks[i] = (struct task){ .a = arena_new(1 << 20),
                                  .id = i + 2,
                                  .home = l->home,
                                  .script = i == 1 ? "ROLLBACK" : NULL };
    queue_up(l, tasks, threads, 3);
    let_writer_go(&h);
    for (int i = 0; i < 3; i++) {
        thread_join(threads[i]);
        arena_free(tasks[i].a);
    }
    EXPECT_OK(tasks[0].got);
    EXPECT_ERR(ERR_DB, tasks[1].got);
    EXPECT_OK(tasks[2].got);
    EXPECT_INT(1, tasks[0].agains);
    EXPECT_INT(3, ask(l, &lite_count, 0));
    EXPECT_INT(-1, ask(l, &lite_get, 3));
}

static enum err take_too_much(void *arg, struct db *c)
{
    struct task *k = arg;
    struct db_value args[] = { db_give_int(k->id), db_give_int(1) };
    struct db_rows rows;
    TRY(db_run(c, k->a, &lite_add, args, &rows));
    while (arena_take(k->a, 1 << 16, 8, 1))
        continue;
    return OK;
}

TEST(db, a_write_whose_memory_ends_is_refused_and_undone)
{
    struct lite *l = lite_new(t, 2000, 2);
    struct task k = { .a = arena_new(1 << 20), .id = 1 };
    enum err e = db_write(l->home, &(struct db_write){ .a = k.a, .fn = take_too_much, .arg = &k });
    arena_free(k.a);
    EXPECT_ERR(ERR_LIMIT, e);
    EXPECT_INT(0, ask(l, &lite_count, 0));
    k = (struct task){ .a = t->a, .id = 1 };
    EXPECT_OK(write_task(l->home, &k));
}

TEST(db, connections_are_lent_up_to_their_number)
{
    struct lite *l = lite_new(t, 100, 2);
    struct db *c[3];
    EXPECT_OK(db_lease(l->home, &c[0]));
    EXPECT_OK(db_lease(l->home, &c[1]));
    EXPECT_ERR(ERR_BUSY, db_lease(l->home, &c[2]));
    EXPECT(c[2] == NULL);
    db_release(l->home, c[0]);
    EXPECT_OK(db_lease(l->home, &c[2]));
    db_release(l->home, c[1]);
    db_release(l->home, c[2]);
}

TEST(db, a_copy_is_whole_and_holds_what_was_there)
{
    struct lite *l = lite_new(t, 2000, 2);
    struct task k = { .a = t->a, .id = 1 };
    str why = S("");
    char *from = cstr(t->a, join(t->a, str_of(l->dir), S("/thing.db")));
    str to = join(t->a, str_of(l->dir), S("/copy.db"));
    EXPECT_OK(write_task(l->home, &k));
    EXPECT_OK(db_copy(l->home, t->a, from, to, &why));
    EXPECT_OK(db_copy_check(t->a, DB_SQLITE, to, &why));
    struct db_conf conf = { .url = cstr(t->a, to), .readers = 1, .wait_ms = 100, .read_ms = 100 };
    struct lite copy = { .t = t, .home = db_open(t->a, &conf, &why) };
    EXPECT(copy.home != NULL);
    int64_t count = ask(&copy, &lite_count, 0);
    db_close(copy.home);
    EXPECT_INT(1, count);
    EXPECT_OK(file_write(t->a, to, S("không phải cơ sở dữ liệu"), 0600));
    EXPECT(db_copy_check(t->a, DB_SQLITE, to, &why) != OK);
    EXPECT(why.len > 0);
}
