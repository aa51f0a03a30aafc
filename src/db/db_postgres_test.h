/* db_postgres_test: what the tests of the PostgreSQL engine share. They speak to a real server
 * through the driver alone.
 *
 * tests/pg_throwaway names the server in SAOLANG_TEST_DB; without it these tests are not
 * registered, so they count neither as passed nor as failed. Each makes its tables anew.
 */
#ifndef DB_DB_POSTGRES_TEST_H
#define DB_DB_POSTGRES_TEST_H

#include <stdlib.h>

#include "base/test.h"
#include "base/thread.h"
#include "db/db_in.h"

/* As TEST, for those that need the server. */
#define PG_TEST(sentence)                                                                    \
    static void test_##sentence(struct test *t);                                             \
    static struct test_row row_##sentence = { "db_postgres", #sentence, test_##sentence,     \
                                              NULL };                                        \
    __attribute__((constructor)) static void add_##sentence(void)                            \
    {                                                                                        \
        if (getenv("SAOLANG_TEST_DB"))                                                       \
            test_register(&row_##sentence);                                                  \
    }                                                                                        \
    static void test_##sentence(UNUSED struct test *t)

#define NAMES(...) (const char *const[]){ __VA_ARGS__ }
#define STATEMENT(n, sql, n_args, n_columns, names)                                          \
    static int slot_##n;                                                                     \
    static const struct db_statement n = { .name = #n, .postgres = (sql), .args = (n_args),  \
                                           .columns = (n_columns), .column_names = (names),  \
                                           .slot = &slot_##n }

STATEMENT(pid_get, "SELECT pg_backend_pid() AS pid", 0, 1, NAMES("pid"));
STATEMENT(pid_end, "SELECT pg_terminate_backend($1::int, 5000) AS done", 1, 1, NAMES("done"));
STATEMENT(setting_get, "SELECT current_setting($1::text) AS value", 1, 1, NAMES("value"));
STATEMENT(many, "SELECT generate_series(1, 100000) AS n, repeat('đ', 100) AS s", 0, 2,
          NAMES("n", "s"));
STATEMENT(thing_add, "INSERT INTO thing (id, name, n) VALUES ($1, $2, $3)", 3, 0, NULL);
STATEMENT(thing_count, "SELECT count(*) AS n FROM thing", 0, 1, NAMES("n"));
STATEMENT(thing_get, "SELECT n FROM thing WHERE id = $1", 1, 1, NAMES("n"));

static const char schema[] =
    "DROP TABLE IF EXISTS part; DROP TABLE IF EXISTS thing;"
    "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " n BIGINT NOT NULL CHECK (n >= 0));"
    "CREATE TABLE part (thing BIGINT NOT NULL REFERENCES thing (id));";

static inline struct db_home *open_with(struct arena *a, struct db_conf conf)
{
    str why = S("");
    conf.url = getenv("SAOLANG_TEST_DB");
    struct db_home *h = postgres_open(a, &conf, &why);
    if (!h)
        test_fail(__FILE__, __LINE__, "%.*s", (int)why.len, why.at);
    return h;
}

static inline void close_home(void *home)
{
    struct db_home *h = home;
    h->driver->close(h->home);
}

/* What a write of these tests works on. */
struct task {
    struct arena *a;
    struct db_home *home;
    int64_t id;                                /* of the thing */
    int turns;                                 /* how often, as each test means it */
    int calls;                                 /* of the function */
    int agains;                                /* of `again` */
    enum err answer;                           /* what the function says in the end */
};

static inline enum err write_with(struct db_home *h, struct task *k,
                                  enum err (*fn)(void *arg, struct db *c))
{
    struct db_write w = { .a = k->a, .fn = fn, .arg = k };
    return h->driver->write(h->home, &w);
}

static inline enum err make_schema(void *arg, struct db *c)
{
    struct task *k = arg;
    return c->driver->script(c, k->a, str_of(schema));
}

static inline struct db_home *open_fresh(struct test *t)
{
    struct db_conf conf = { .readers = 3, .writers = 3, .wait_ms = 2000, .read_ms = 2000 };
    struct db_home *h = open_with(t->a, conf);
    arena_undo(t->a, close_home, h);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, make_schema));
    return h;
}

static inline enum err run(struct db *c, struct arena *a, const struct db_statement *st,
                           const struct db_value *args, struct db_rows *rows)
{
    return c->driver->run(c, a, st, args, rows);
}

static inline struct db_value int_value(int64_t n)
{
    return (struct db_value){ .kind = DB_INT, .n = n };
}

static inline struct db_value text_value(str s)
{
    return (struct db_value){ .kind = DB_TEXT, .s = s };
}

static inline enum err add_thing(struct db *c, struct arena *a, int64_t id,
                                 const char *name, int64_t n)
{
    struct db_value args[] = { int_value(id), text_value(str_of(name)), int_value(n) };
    struct db_rows rows;
    return run(c, a, &thing_add, args, &rows);
}

/* The only cell of the only row, read on a connection of its own. */
static inline int64_t ask(struct db_home *h, struct arena *a, const struct db_statement *st,
                          int64_t arg)
{
    struct db *c;
    struct db_value args[] = { int_value(arg) };
    struct db_rows rows;
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT_OK(run(c, a, st, args, &rows));
    h->driver->release(h->home, c);
    EXPECT_INT(1, rows.count);
    return rows.cells[0].n;
}

static inline void expect_setting(struct db *c, struct arena *a, const char *name,
                                  const char *value)
{
    struct db_value args[] = { text_value(str_of(name)) };
    struct db_rows rows;
    EXPECT_OK(run(c, a, &setting_get, args, &rows));
    EXPECT_STR(value, rows.cells[0].s);
}

static inline int64_t pid_of(struct db *c, struct arena *a)
{
    struct db_rows rows;
    EXPECT_OK(run(c, a, &pid_get, NULL, &rows));
    return rows.cells[0].n;
}

struct stream {
    struct arena *a;
    struct db *c;
    int64_t rows;
    int64_t stop_at;                           /* 0 = never */
    ptrdiff_t most_used;
};

static inline enum err see_row(void *with, const struct db_value *cells)
{
    struct stream *s = with;
    s->rows++;
    if (cells[0].n != s->rows)
        return ERR_STATE;
    struct arena_mark mark = arena_mark(s->a);
    char *copy = cstr(s->a, cells[0].s);       /* what an export makes of a row */
    copy[0] = 0;
    if (arena_used(s->a) > s->most_used)
        s->most_used = arena_used(s->a);
    arena_rewind(s->a, mark);
    return s->rows == s->stop_at ? ERR_NOT_FOUND : OK;
}

static inline enum err jump_out(void *with, UNUSED const struct db_value *cells)
{
    struct stream *s = with;
    arena_give_up(s->a);
}

static inline enum err add_two(void *arg, struct db *c)
{
    struct task *k = arg;
    k->calls++;
    TRY(add_thing(c, k->a, 1, "chè", 1));
    TRY(add_thing(c, k->a, 2, "miến", 2));
    return k->answer;
}

#endif
