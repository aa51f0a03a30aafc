/* db_postgres_test.c: the PostgreSQL engine: values, reading, streams, scripts, addresses. */
#include "db/db_postgres_test.h"

STATEMENT(echo_all, "SELECT $1::bigint AS n, $2::text AS s, $3::bytea AS b", 3, 3,
          NAMES("n", "s", "b"));
STATEMENT(every_type,
          "SELECT 1::int2, -2::int4, 3::int8, true, false, 12345678901::numeric, 'a'::varchar(9),"
          " 'b'::char(2), 'c'::name, ''::text, '\\x'::bytea, NULL::int8",
          0, 12, NULL);
STATEMENT(a_day, "SELECT DATE '2026-09-02' AS d", 0, 1, NAMES("d"));
STATEMENT(a_fraction, "SELECT 1.5::numeric AS n", 0, 1, NAMES("n"));
STATEMENT(too_great, "SELECT 9223372036854775808::numeric AS n", 0, 1, NAMES("n"));
STATEMENT(slow, "SELECT 1 AS n FROM pg_sleep(3)", 0, 1, NAMES("n"));
STATEMENT(slow_rows, "SELECT i AS n FROM generate_series(1, 5) i, pg_sleep(0.1 * i)", 0, 1,
          NAMES("n"));
STATEMENT(endless, "SELECT generate_series(1, 2000000000) AS n, repeat('đ', 100) AS s", 0, 2,
          NAMES("n", "s"));
STATEMENT(breaks_late, "SELECT i + 0 / (50 - i) AS n FROM generate_series(1, 100) i", 0, 1,
          NAMES("n"));

STATEMENT(wrong_count, "SELECT id, n FROM thing", 0, 1, NAMES("id"));
STATEMENT(wrong_name, "SELECT id, n FROM thing", 0, 2, NAMES("id", "m"));
STATEMENT(wrong_args, "SELECT n FROM thing WHERE id = $1", 2, 1, NAMES("n"));
STATEMENT(wrong_table, "SELECT n FROM nothing", 0, 1, NAMES("n"));

/* -- values ---------------------------------------------------------------------------------- */

static void expect_echo(struct db *c, struct arena *a, struct db_value args[3])
{
    struct db_rows rows;
    EXPECT_OK(run(c, a, &echo_all, args, &rows));
    EXPECT_INT(1, rows.count);
    EXPECT_INT(3, rows.columns);
    EXPECT_INT(0, rows.changed);
    for (int i = 0; i < 3; i++) {
        EXPECT_INT(args[i].kind, rows.cells[i].kind);
        EXPECT_INT(args[i].n, rows.cells[i].n);
        EXPECT(str_equal(args[i].s, rows.cells[i].s));
    }
}

PG_TEST(values_come_back_as_they_went)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    char every[256];
    for (int i = 0; i < 256; i++)
        every[i] = (char)i;
    struct db_value all = { .kind = DB_BYTES, .s = { every, 256 } };
    struct db_value none = { .kind = DB_BYTES };
    struct db_value null = { .kind = DB_NULL };
    str text = S("Chè Shan tuyết \\x41 'Suối Giàng' \"ngũ cốc\" đĐ ₫ 𠀋\n");
    expect_echo(c, t->a, (struct db_value[]){ int_value(INT64_MIN), text_value(text), all });
    expect_echo(c, t->a, (struct db_value[]){ int_value(INT64_MAX), text_value(S("")), none });
    expect_echo(c, t->a, (struct db_value[]){ null, null, null });
    expect_echo(c, t->a, (struct db_value[]){ int_value(0), text_value((str){ NULL, 0 }), all });
    h->driver->release(h->home, c);
}

PG_TEST(every_type_of_our_tables_is_read)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    struct db_rows rows;
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT_OK(run(c, t->a, &every_type, NULL, &rows));
    static const int64_t numbers[] = { 1, -2, 3, 1, 0, 12345678901 };
    for (int i = 0; i < 6; i++) {
        EXPECT_INT(DB_INT, rows.cells[i].kind);
        EXPECT_INT(numbers[i], rows.cells[i].n);
    }
    static const char *const texts[] = { "a", "b ", "c", "" };
    for (int i = 0; i < 4; i++) {
        EXPECT_INT(DB_TEXT, rows.cells[6 + i].kind);
        EXPECT_STR(texts[i], rows.cells[6 + i].s);
    }
    EXPECT_INT(DB_BYTES, rows.cells[10].kind);
    EXPECT_INT(0, rows.cells[10].s.len);
    EXPECT_INT(DB_NULL, rows.cells[11].kind);
    h->driver->release(h->home, c);
}

PG_TEST(a_type_that_rooms_do_not_use_is_trouble)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    struct db_rows rows;
    struct db_value zero[] = { text_value(S("a\0b")) };
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT_ERR(ERR_DB, run(c, t->a, &a_day, NULL, &rows));
    EXPECT_ERR(ERR_DB, run(c, t->a, &a_fraction, NULL, &rows));
    EXPECT_ERR(ERR_DB, run(c, t->a, &too_great, NULL, &rows));
    EXPECT_ERR(ERR_DB, run(c, t->a, &setting_get, zero, &rows));
    EXPECT_ERR(ERR_DB, run(c, t->a, &wrong_count, NULL, &rows));
    h->driver->release(h->home, c);
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
}

static enum err look_at_settings(void *arg, struct db *c)
{
    struct task *k = arg;
    expect_setting(c, k->a, "transaction_isolation", "serializable");
    expect_setting(c, k->a, "transaction_read_only", "off");
    expect_setting(c, k->a, "synchronous_commit", "on");
    expect_setting(c, k->a, "lock_timeout", "2s");
    expect_setting(c, k->a, "statement_timeout", "0");
    return OK;
}

PG_TEST(connections_are_set_up)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT(c->home == h);
    EXPECT(c->driver == h->driver);
    expect_setting(c, t->a, "transaction_read_only", "on");
    expect_setting(c, t->a, "statement_timeout", "2s");
    expect_setting(c, t->a, "client_encoding", "UTF8");
    expect_setting(c, t->a, "TimeZone", "UTC");
    h->driver->release(h->home, c);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, look_at_settings));
}

/* -- reading --------------------------------------------------------------------------------- */

PG_TEST(a_reading_connection_cannot_write)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT_ERR(ERR_DB, add_thing(c, t->a, 1, "mật ong", 1));
    EXPECT_ERR(ERR_DB, c->driver->script(c, t->a, S("DROP TABLE part; DROP TABLE thing")));
    h->driver->release(h->home, c);
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
}

PG_TEST(a_full_pool_says_busy_after_the_wait)
{
    struct db_conf conf = { .readers = 2, .writers = 1, .wait_ms = 150, .read_ms = 2000 };
    struct db_home *h = open_with(t->a, conf);
    struct db *c[3];
    EXPECT_OK(h->driver->lease(h->home, &c[0]));
    EXPECT_OK(h->driver->lease(h->home, &c[1]));
    int64_t before = thread_clock_ms();
    EXPECT_ERR(ERR_BUSY, h->driver->lease(h->home, &c[2]));
    int64_t waited = thread_clock_ms() - before;
    EXPECT(waited >= 149 && waited < 1500);
    EXPECT_INT(1, h->driver->counts(h->home).refused);
    EXPECT_INT(0, h->driver->counts(h->home).queue);
    h->driver->release(h->home, c[1]);
    EXPECT_OK(h->driver->lease(h->home, &c[2]));
    EXPECT(c[1] == c[2]);
    h->driver->release(h->home, c[2]);
    h->driver->release(h->home, c[0]);
    close_home(h);
}

PG_TEST(a_slow_statement_is_busy_and_the_connection_goes_on)
{
    struct db_conf conf = { .readers = 1, .writers = 1, .wait_ms = 100, .read_ms = 100 };
    struct db_home *h = open_with(t->a, conf);
    struct db *c;
    struct db_rows rows;
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT_ERR(ERR_BUSY, run(c, t->a, &slow, NULL, &rows));
    EXPECT_OK(run(c, t->a, &pid_get, NULL, &rows));
    h->driver->release(h->home, c);
    close_home(h);
}

PG_TEST(a_connection_ended_while_idle_is_whole_at_the_next_lease)
{
    struct db_home *h = open_fresh(t);
    struct db *c[2];
    EXPECT_OK(h->driver->lease(h->home, &c[0]));
    EXPECT_OK(h->driver->lease(h->home, &c[1]));
    struct db_value args[] = { int_value(pid_of(c[0], t->a)) };
    struct db_rows rows;
    h->driver->release(h->home, c[0]);
    EXPECT_OK(run(c[1], t->a, &pid_end, args, &rows));
    EXPECT_INT(1, rows.cells[0].n);
    struct db *again;
    EXPECT_OK(h->driver->lease(h->home, &again));
    EXPECT(again == c[0]);
    EXPECT(pid_of(again, t->a) != args[0].n);
    h->driver->release(h->home, again);
    h->driver->release(h->home, c[1]);
}

PG_TEST(a_connection_ended_in_use_fails_once_and_heals)
{
    struct db_home *h = open_fresh(t);
    struct db *c[2];
    struct db_rows rows;
    EXPECT_OK(h->driver->lease(h->home, &c[0]));
    EXPECT_OK(h->driver->lease(h->home, &c[1]));
    struct db_value args[] = { int_value(pid_of(c[0], t->a)) };
    EXPECT_OK(run(c[1], t->a, &pid_end, args, &rows));
    EXPECT_ERR(ERR_DB, run(c[0], t->a, &pid_get, NULL, &rows));
    EXPECT_ERR(ERR_DB, run(c[0], t->a, &pid_get, NULL, &rows));
    h->driver->release(h->home, c[0]);
    struct db *again;
    EXPECT_OK(h->driver->lease(h->home, &again));
    EXPECT(pid_of(again, t->a) != args[0].n);
    h->driver->release(h->home, again);
    h->driver->release(h->home, c[1]);
}

/* -- streams --------------------------------------------------------------------------------- */

static enum err stream_all(struct db *c, struct stream *s, const struct db_statement *st)
{
    return c->driver->each(c, s->a, st, NULL, see_row, s);
}

PG_TEST(a_stream_of_100000_rows_takes_no_memory)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    struct stream s = { .a = t->a };
    ptrdiff_t before = arena_used(t->a);
    EXPECT_OK(stream_all(c, &s, &many));
    EXPECT_INT(100000, s.rows);
    EXPECT(s.most_used - before < 1024);
    EXPECT(pid_of(c, t->a) > 0);
    h->driver->release(h->home, c);
}

PG_TEST(a_stream_can_be_left_at_any_row)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    struct stream s = { .a = t->a, .stop_at = 7 };
    int64_t before = thread_clock_ms();
    EXPECT_ERR(ERR_NOT_FOUND, stream_all(c, &s, &endless));
    EXPECT_INT(7, s.rows);
    EXPECT(thread_clock_ms() - before < 20000);            /* the rest is not read */
    EXPECT(pid_of(c, t->a) > 0);
    struct stream late = { .a = t->a };
    EXPECT_ERR(ERR_DB, stream_all(c, &late, &breaks_late));
    EXPECT_INT(49, late.rows);
    EXPECT(pid_of(c, t->a) > 0);
    h->driver->release(h->home, c);
}

PG_TEST(a_stream_is_not_limited_in_time)
{
    struct db_conf conf = { .readers = 1, .writers = 1, .wait_ms = 100, .read_ms = 200 };
    struct db_home *h = open_with(t->a, conf);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    struct stream s = { .a = t->a };
    EXPECT_OK(stream_all(c, &s, &slow_rows));
    EXPECT_INT(5, s.rows);
    expect_setting(c, t->a, "statement_timeout", "200ms");
    h->driver->release(h->home, c);
    close_home(h);
}

static enum err ask_inside(void *with, UNUSED const struct db_value *cells)
{
    struct stream *s = with;
    struct db_rows rows;
    return run(s->c, s->a, &pid_get, NULL, &rows);
}

PG_TEST(nothing_is_asked_inside_a_stream)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    struct stream s = { .a = t->a, .c = c };
    EXPECT_ERR(ERR_DB, c->driver->each(c, t->a, &many, NULL, ask_inside, &s));
    EXPECT(pid_of(c, t->a) > 0);
    h->driver->release(h->home, c);
}

static void stream_and_jump(void *arg)
{
    struct stream *s = arg;
    s->rows = s->c->driver->each(s->c, s->a, &endless, NULL, jump_out, s);
}

PG_TEST(a_jump_out_of_a_stream_leaves_the_connection_whole)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    EXPECT_OK(h->driver->lease(h->home, &c));
    struct stream s = { .a = t->a, .c = c };
    EXPECT(!land(t->a, stream_and_jump, &s));
    h->driver->release(h->home, c);
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT(pid_of(c, t->a) > 0);
    h->driver->release(h->home, c);
}

/* -- scripts, fits, addresses ---------------------------------------------------------------- */

static enum err half_a_script(void *arg, struct db *c)
{
    struct task *k = arg;
    return c->driver->script(c, k->a, S("INSERT INTO thing VALUES (1, 'a;b', 1);\n"
                                        "-- a remark; with a mark\n"
                                        "INSERT INTO thing VALUES (2, 'c', 1);\n"
                                        "INSERT INTO nothing VALUES (3);"));
}

static enum err a_whole_script(void *arg, struct db *c)
{
    struct task *k = arg;
    TRY(c->driver->script(c, k->a, S("-- nothing\n")));
    TRY(c->driver->script(c, k->a, S("INSERT INTO thing VALUES (1, 'a;b', 1);"
                                     "DO $$BEGIN RAISE NOTICE 'said aloud'; END$$;")));
    return add_thing(c, k->a, 2, "chè", 1);
}

PG_TEST(a_script_runs_whole_or_not)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_ERR(ERR_DB, write_with(h, &k, half_a_script));
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
    EXPECT_OK(write_with(h, &k, a_whole_script));
    EXPECT_INT(2, ask(h, t->a, &thing_count, 0));
}

static enum err copy_in(void *arg, struct db *c)
{
    struct task *k = arg;
    return c->driver->script(c, k->a, S("COPY thing FROM STDIN"));
}

PG_TEST(a_script_that_waits_for_data_is_trouble)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_ERR(ERR_DB, write_with(h, &k, copy_in));
    EXPECT_OK(write_with(h, &k, add_two));
}

PG_TEST(a_statement_fits_or_says_why)
{
    struct db_home *h = open_fresh(t);
    struct db *c;
    str why = S("");
    EXPECT_OK(h->driver->lease(h->home, &c));
    EXPECT(c->driver->fits(c, t->a, &thing_get, &why));
    EXPECT(c->driver->fits(c, t->a, &thing_get, &why));
    EXPECT(c->driver->fits(c, t->a, &thing_add, &why));
    EXPECT_STR("", why);
    EXPECT(!c->driver->fits(c, t->a, &wrong_count, &why));
    EXPECT_STR("wrong_count: 2 columns, 0 parameters", why);
    EXPECT(!c->driver->fits(c, t->a, &wrong_name, &why));
    EXPECT_STR("wrong_name: column m is called n", why);
    EXPECT(!c->driver->fits(c, t->a, &wrong_args, &why));
    EXPECT_STR("wrong_args: 1 columns, 1 parameters", why);
    EXPECT(!c->driver->fits(c, t->a, &a_day, &why));
    EXPECT_STR("a_day: column d has a type that is not read", why);
    EXPECT(!c->driver->fits(c, t->a, &wrong_table, &why));
    EXPECT(str_contains(why, S("'nothing' does not exist")));
    EXPECT(c->driver->fits(c, t->a, &thing_count, &why));
    h->driver->release(h->home, c);
}

PG_TEST(a_wrong_address_is_refused_without_telling_the_password)
{
    static const char *const wrong[] = {
        "postgresql://saolang:bi@mat@127.0.0.1:1/saolang",
        "postgresql://saolang:bi/mat@127.0.0.1/saolang",
        "postgresql://saolang:bi%mat@127.0.0.1:1/saolang",
        "postgresql://saolang:bimat@127.0.0.1:1/saolang",
        "postgresql://saolang:bimat@127.0.0.1:1/saolang?no_such=1",
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        struct db_conf conf = { .url = wrong[i], .readers = 1, .writers = 1 };
        str why = S("");
        EXPECT(!postgres_open(t->a, &conf, &why));
        EXPECT(why.len > 0);
        EXPECT(!str_contains(why, S("mat")));
    }
}
