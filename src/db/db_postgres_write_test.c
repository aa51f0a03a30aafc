/* db_postgres_write_test.c: writes to PostgreSQL: refusals, jumps, meetings, lost connections. */
#include "db/db_postgres_test.h"

STATEMENT(thing_put, "UPDATE thing SET n = $2 WHERE id = $1", 2, 0, NULL);
STATEMENT(thing_grow, "UPDATE thing SET n = n + 1 WHERE id = $1 RETURNING n", 1, 1, NAMES("n"));
STATEMENT(thing_sum, "SELECT coalesce(sum(n), 0) AS n FROM thing", 0, 1, NAMES("n"));
STATEMENT(part_add, "INSERT INTO part (thing) VALUES ($1)", 1, 0, NULL);

PG_TEST(a_write_stays_and_a_refusal_rolls_back)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a, .answer = ERR_STATE };
    EXPECT_ERR(ERR_STATE, write_with(h, &k, add_two));
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
    k.answer = OK;
    EXPECT_OK(write_with(h, &k, add_two));
    EXPECT_INT(2, ask(h, t->a, &thing_count, 0));
    EXPECT_INT(2, k.calls);
    struct db_counts counts = h->driver->counts(h->home);
    EXPECT_INT(2, counts.writes);              /* the schema is one */
    EXPECT_INT(2, counts.batches);
    EXPECT_INT(0, counts.refused);
}

static enum err put_and_count(void *arg, struct db *c)
{
    struct task *k = arg;
    struct db_value args[] = { int_value(k->id), int_value(9) };
    struct db_rows rows;
    TRY(run(c, k->a, &thing_put, args, &rows));
    k->turns = (int)rows.changed;
    EXPECT_INT(0, rows.count);
    TRY(run(c, k->a, &thing_grow, args, &rows));
    EXPECT_INT(k->turns, rows.changed);
    EXPECT_INT(k->turns, rows.count);
    return OK;
}

PG_TEST(changed_rows_are_counted)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a, .id = 2 };
    EXPECT_OK(write_with(h, &k, add_two));
    EXPECT_OK(write_with(h, &k, put_and_count));
    EXPECT_INT(1, k.turns);
    EXPECT_INT(10, ask(h, t->a, &thing_get, 2));
    k.id = 3;
    EXPECT_OK(write_with(h, &k, put_and_count));
    EXPECT_INT(0, k.turns);
}

static enum err break_rule(void *arg, struct db *c)
{
    struct task *k = arg;
    struct db_value part[] = { int_value(77) };
    struct db_value null[] = { { .kind = DB_NULL } };
    struct db_rows rows;
    switch (k->turns) {
    case 0:
        return add_thing(c, k->a, 3, "chè", 1);            /* UNIQUE */
    case 1:
        return add_thing(c, k->a, 4, "mắm", -1);           /* CHECK */
    case 2:
        return run(c, k->a, &part_add, part, &rows);       /* REFERENCES */
    case 3:
        return run(c, k->a, &part_add, null, &rows);       /* NOT NULL */
    default:
        return ERR_NOT_FOUND;
    }
}

PG_TEST(a_broken_rule_is_a_conflict)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, add_two));
    for (; k.turns < 4; k.turns++)
        EXPECT_ERR(ERR_CONFLICT, write_with(h, &k, break_rule));
    EXPECT_INT(2, ask(h, t->a, &thing_count, 0));
}

static enum err hide_conflict(void *arg, struct db *c)
{
    struct task *k = arg;
    TRY(add_thing(c, k->a, 5, "tương", 1));
    EXPECT_ERR(ERR_CONFLICT, add_thing(c, k->a, 6, "chè", 1));
    EXPECT_ERR(ERR_CONFLICT, add_thing(c, k->a, 7, "gạo", 1));
    return k->answer;
}

PG_TEST(a_refusal_passed_over_is_returned_all_the_same)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, add_two));
    EXPECT_ERR(ERR_CONFLICT, write_with(h, &k, hide_conflict));
    k.answer = ERR_STATE;                      /* the room's own word stands */
    EXPECT_ERR(ERR_STATE, write_with(h, &k, hide_conflict));
    EXPECT_INT(2, ask(h, t->a, &thing_count, 0));
}

static enum err take_everything(void *arg, struct db *c)
{
    struct task *k = arg;
    k->calls++;
    TRY(add_thing(c, k->a, 1, "chè", 1));
    for (;;)
        *new(k->a, char, 1 << 20) = 1;
}

static void forget(void *arg)
{
    struct task *k = arg;
    k->agains++;
}

PG_TEST(a_jump_out_of_a_write_leaves_nothing)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    struct db_write w = { .a = t->a, .fn = take_everything, .again = forget, .arg = &k };
    ptrdiff_t before = arena_used(t->a);
    for (int i = 1; i < 5; i++) {              /* more often than there are connections */
        EXPECT_ERR(ERR_LIMIT, h->driver->write(h->home, &w));
        EXPECT_INT(i, k.calls);
        EXPECT_INT(i, k.agains);
    }
    EXPECT_INT(before, arena_used(t->a));
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
    EXPECT_OK(write_with(h, &k, add_two));
}

static enum err stream_and_take(void *arg, struct db *c)
{
    struct task *k = arg;
    struct stream s = { .a = k->a };
    TRY(add_thing(c, k->a, 1, "chè", 1));
    return c->driver->each(c, k->a, &many, NULL, jump_out, &s);
}

PG_TEST(a_jump_out_of_a_stream_in_a_write_leaves_nothing)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_ERR(ERR_LIMIT, write_with(h, &k, stream_and_take));
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
    EXPECT_OK(write_with(h, &k, add_two));
}

static enum err leave_stream(void *arg, struct db *c)
{
    struct task *k = arg;
    struct stream s = { .a = k->a, .stop_at = 3 };
    EXPECT_ERR(ERR_NOT_FOUND, c->driver->each(c, k->a, &many, NULL, see_row, &s));
    return add_thing(c, k->a, 1, "chè", 1);
}

PG_TEST(a_write_goes_on_after_a_stream_it_left)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, leave_stream));
    EXPECT_INT(1, ask(h, t->a, &thing_count, 0));
}

/* -- writes that meet ------------------------------------------------------------------------ */

static enum err grow_by_hand(void *arg, struct db *c)
{
    struct task *k = arg;
    struct db_value id[] = { int_value(k->id), int_value(0) };
    struct db_rows rows;
    k->calls++;
    TRY(run(c, k->a, &thing_get, id, &rows));
    id[1].n = rows.cells[0].n + 1;
    return run(c, k->a, &thing_put, id, &rows);
}

static void grow_often(void *arg)
{
    struct task *k = arg;
    for (int i = 0; i < k->turns && k->answer == OK; i++) {
        struct arena_mark mark = arena_mark(k->a);
        k->answer = write_with(k->home, k, grow_by_hand);
        arena_rewind(k->a, mark);
    }
}

enum { CROWD = 12 };

static void grow_together(struct test *t, struct db_home *h, int threads, int turns)
{
    struct task first = { .a = t->a };
    EXPECT_OK(write_with(h, &first, add_two));
    struct task k[CROWD];
    struct thread *running[CROWD];
    for (int i = 0; i < threads; i++) {
        k[i] = (struct task){ .a = arena_new(1 << 20), .home = h, .id = 1, .turns = turns };
        running[i] = thread_start(t->a, "grow", grow_often, &k[i]);
        EXPECT(running[i] != NULL);
    }
    for (int i = 0; i < threads; i++) {
        thread_join(running[i]);
        arena_free(k[i].a);
    }
    for (int i = 0; i < threads; i++)
        EXPECT_OK(k[i].answer);
    EXPECT_INT(1 + threads * turns, ask(h, t->a, &thing_get, 1));
}

PG_TEST(two_threads_that_grow_one_row_both_arrive)
{
    grow_together(t, open_fresh(t), 2, 200);
}

PG_TEST(a_crowd_that_grows_one_row_arrives_whole)
{
    struct db_conf conf = { .readers = 1, .writers = CROWD, .wait_ms = 20000, .read_ms = 2000 };
    struct db_home *h = open_with(t->a, conf);
    arena_undo(t->a, close_home, h);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, make_schema));
    grow_together(t, h, CROWD, 20);
}

/* Reads, lets another write change what was read, writes: the other has the first word. */
static enum err meet_another(void *arg, struct db *c)
{
    struct task *k = arg;
    struct db_rows rows;
    *new(k->a, char, 4096) = 1;
    TRY(run(c, k->a, &thing_sum, NULL, &rows));
    if (k->calls++ < k->turns) {
        struct task other = { .a = arena_new(1 << 20), .id = 1 };
        enum err e = write_with(k->home, &other, grow_by_hand);
        arena_free(other.a);
        TRY(e);
    }
    struct db_value args[] = { int_value(1), int_value(100 + rows.cells[0].n) };
    (void)run(c, k->a, &thing_put, args, &rows);
    return k->answer;
}

PG_TEST(a_write_that_met_another_starts_over)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a, .home = h, .turns = 2 };
    EXPECT_OK(write_with(h, &k, add_two));
    k.calls = 0;
    struct db_write w = { .a = t->a, .fn = meet_another, .again = forget, .arg = &k };
    ptrdiff_t before = arena_used(t->a);
    EXPECT_OK(h->driver->write(h->home, &w));
    EXPECT_INT(3, k.calls);
    EXPECT_INT(2, k.agains);
    EXPECT(arena_used(t->a) - before < 2 * 4096);          /* only the last try's */
    EXPECT_INT(105, ask(h, t->a, &thing_get, 1));          /* 1 + 2 grew by two, and 100 */
}

PG_TEST(a_write_that_meets_another_node_each_time_is_busy)
{
    struct db_home *h = open_fresh(t);
    struct db_conf conf = { .readers = 1, .writers = 1, .wait_ms = 2000, .read_ms = 2000 };
    struct db_home *node = open_with(t->a, conf);
    arena_undo(t->a, close_home, node);
    struct task k = { .a = t->a, .home = node };
    EXPECT_OK(write_with(h, &k, add_two));
    struct db_write w = { .a = t->a, .fn = meet_another, .again = forget, .arg = &k };
    k.calls = 0;
    k.turns = 5;                               /* the sixth try is the last */
    EXPECT_OK(h->driver->write(h->home, &w));
    EXPECT_INT(6, k.calls);
    EXPECT_INT(5, k.agains);
    EXPECT_INT(108, ask(h, t->a, &thing_get, 1));          /* 1 + 2 grew by five, and 100 */
    k.calls = 0;
    k.turns = 6;
    EXPECT_ERR(ERR_BUSY, h->driver->write(h->home, &w));
    EXPECT_INT(6, k.calls);
    EXPECT_INT(11, k.agains);
    EXPECT_INT(114, ask(h, t->a, &thing_get, 1));
    EXPECT_INT(1, h->driver->counts(h->home).refused);
}

PG_TEST(a_refusal_after_meeting_another_starts_over_too)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a, .home = h, .turns = 1 };
    EXPECT_OK(write_with(h, &k, add_two));
    k.calls = 0;
    k.answer = ERR_CONFLICT;
    EXPECT_ERR(ERR_CONFLICT, write_with(h, &k, meet_another));
    EXPECT_INT(2, k.calls);
    EXPECT_INT(2, ask(h, t->a, &thing_get, 1));
}

/* Each adds a row when the sum is below 5, with a sum of 3: one of two may. Nobody writes what
 * the other reads, so only SERIALIZABLE sees it. */
static enum err add_within(void *arg, struct db *c)
{
    struct task *k = arg;
    struct db_rows rows;
    TRY(run(c, k->a, &thing_sum, NULL, &rows));
    if (rows.cells[0].n >= 5)
        return ERR_LIMIT;
    if (k->home && k->calls++ == 0) {
        struct task other = { .a = arena_new(1 << 20), .id = 8 };
        enum err e = write_with(k->home, &other, add_within);
        arena_free(other.a);
        TRY(e);
    }
    return add_thing(c, k->a, k->id, k->home ? "một" : "hai", 2);
}

PG_TEST(two_writes_never_pass_each_other)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, add_two));
    struct task both = { .a = t->a, .home = h, .id = 9 };
    EXPECT_ERR(ERR_LIMIT, write_with(h, &both, add_within));
    EXPECT_INT(5, ask(h, t->a, &thing_sum, 0));
}

/* -- writes whose connection breaks ---------------------------------------------------------- */

static enum err end_myself(void *arg, struct db *c)
{
    struct task *k = arg;
    TRY(add_thing(c, k->a, 1, "chè", 1));
    struct db_value args[] = { int_value(pid_of(c, k->a)) };
    (void)ask(k->home, k->a, &pid_end, args[0].n);
    return k->turns > 0 ? OK : add_thing(c, k->a, 2, "miến", 2);
}

PG_TEST(a_write_that_loses_its_connection_is_trouble)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a, .home = h };
    EXPECT_ERR(ERR_DB, write_with(h, &k, end_myself));
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
    EXPECT_OK(write_with(h, &k, add_two));
}

PG_TEST(a_connection_lost_at_the_commit_is_trouble)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a, .home = h, .turns = 1 };
    EXPECT_ERR(ERR_DB, write_with(h, &k, end_myself));
    EXPECT_INT(0, ask(h, t->a, &thing_count, 0));
    EXPECT_OK(write_with(h, &k, add_two));
}

static enum err tell_pid(void *arg, struct db *c)
{
    struct task *k = arg;
    k->id = pid_of(c, k->a);
    return OK;
}

PG_TEST(a_writing_connection_ended_while_idle_heals)
{
    struct db_home *h = open_fresh(t);
    struct task k = { .a = t->a };
    EXPECT_OK(write_with(h, &k, tell_pid));
    EXPECT_INT(1, ask(h, t->a, &pid_end, k.id));
    EXPECT_OK(write_with(h, &k, add_two));
    EXPECT_INT(2, ask(h, t->a, &thing_count, 0));
}
