/* save_bench.c: durable ballots by many members at once: the room's own function, the same through
 * the running server, and as the measure a bare UPDATE and INSERT of the same sizes in one write.
 *
 * Every client has a ballot of its own. By turns, each TURN_MS long; latencies of all turns
 * together.
 */
#include <stdatomic.h>
#include <stdio.h>

#include "base/thread.h"
#include "bench/bench.h"
#include "council/council.sql.h"
#include "tests/crash/http.h"
#include "tests/crash/scoring.h"

enum { CLIENTS_MAX = 64, TURN_MS = 1500, SAMPLES_MAX = 400000, HTTP_ARENA = 16 << 20 };

struct saver {
    struct saving *all;
    struct arena *a;
    int number;
    struct actor actor;
    struct ballot ballot;
    struct agenda row;
    uint32_t seed;
    struct http http;
    str key;
    double *us; /* of each save */
    int count;
    int64_t refused;
};

struct saving {
    struct arena *a;
    int clients;
    int64_t until_us;
    enum err (*save)(struct saver *s);
    const struct set *set;
    struct meeting m;
    atomic_bool over;
    struct saver savers[CLIENTS_MAX];
};

/* -- three ways to save -------------------------------------------------------------------------
 */

static enum err save_ballot(struct saver *s)
{
    struct ctx *cx;
    TRY(ctx_begin(s->a, &s->actor, &cx));
    struct rank_ballot b = scoring_ballot(s->a, s->all->set, s->seed);
    struct ballot_post in = { .id = s->ballot.id,
                              .set = s->all->set,
                              .ballot = &b,
                              .note = S(""),
                              .seen = s->ballot.version };
    enum err e = ballot_draft_tx(cx, &in);
    s->ballot.version = in.version;
    ctx_end(cx);
    return e;
}

#define STATEMENT(n, sql, n_args)                                                                  \
    static int slot_##n;                                                                           \
    static const struct db_statement n = {                                                         \
        .name = #n, .sqlite = (sql), .args = (n_args), .slot = &slot_##n                           \
    }
STATEMENT(bare_put, "UPDATE bench_ballot SET sheet = ?2, version = version + 1 WHERE id = ?1", 2);
STATEMENT(bare_add,
          "INSERT INTO bench_trail (stream, seq, at, actor, what, tbl, tbl_row, row_hash, detail,"
          " prev_hash, hash) VALUES (?1, ?2, ?3, ?4, 'ballot.draft', 'ballot', ?4, ?5, '', ?5, ?5)",
          5);

static const char bare_schema[] =
    "CREATE TABLE IF NOT EXISTS bench_ballot (id INTEGER PRIMARY KEY, sheet TEXT NOT NULL,"
    " version INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS bench_trail (id INTEGER PRIMARY KEY, stream TEXT NOT NULL,"
    " seq INTEGER NOT NULL, at INTEGER NOT NULL, actor INTEGER NOT NULL, what TEXT NOT NULL,"
    " tbl TEXT NOT NULL, tbl_row INTEGER NOT NULL, row_hash BLOB NOT NULL, detail TEXT NOT NULL,"
    " prev_hash BLOB NOT NULL, hash BLOB NOT NULL) STRICT;";

static enum err make_bare(void *arg, struct db *c)
{
    struct saving *all = arg;
    TRY(db_script(c, all->a, str_of(bare_schema)));
    for (int i = 0; i < all->clients; i++)
        TRY(db_script(c, all->a,
                      join(all->a, S("INSERT OR IGNORE INTO bench_ballot VALUES ("),
                           show(all->a, (int32_t)i), S(", '', 1);"))));
    return OK;
}

static enum err bare_write(void *arg, struct db *c)
{
    struct saver *s = arg;
    struct db_rows rows;
    static const uint8_t hash_like[32] = { 7 };
    struct rank_ballot b = scoring_ballot(s->a, s->all->set, s->seed);
    str sheet = sheet_write(s->a, s->all->set, &b);
    struct db_value put[] = { db_give_int(s->number), db_give_str(sheet) };
    struct db_value add[] = { db_give_str(S("ballot/17")), db_give_int(s->seed), db_give_int(1),
                              db_give_int(s->number), db_give_bytes((bytes){ hash_like, 32 }) };
    TRY(db_run(c, s->a, &bare_put, put, &rows));
    return db_run(c, s->a, &bare_add, add, &rows);
}

static enum err save_bare(struct saver *s)
{
    struct db_write w = { .a = s->a, .fn = bare_write, .arg = s };
    return db_write(house()->db, &w);
}

static str page_at(struct saver *s, str tail)
{
    return join(s->a, ballot_path(s->a, s->all->m.code, s->row.dossier_code).text, tail);
}

static enum err save_http(struct saver *s)
{
    struct rank_ballot b = scoring_ballot(s->a, s->all->set, s->seed);
    str form = join(s->a, S("_khoa="), s->key, S("&seen="), show(s->a, s->ballot.version), S("&"),
                    scoring_fields(s->a, s->all->set, &b));
    struct http_reply r = http_ask(s->a, &s->http, page_at(s, S("/nhap")), &form);
    if (r.status != 200
        || !int_read(between(r.body, S("\"version\":"), S(",")), &s->ballot.version))
        return ERR_BUSY;
    return OK;
}

/* -- a turn
 * ---------------------------------------------------------------------------------------- */

static void save_on(void *saver)
{
    struct saver *s = saver;
    while (!atomic_load(&s->all->over)) {
        struct arena_mark mark = arena_mark(s->a);
        s->seed = s->seed * 1664525U + 1013904223U;
        int64_t from = thread_clock_us();
        if (s->all->save(s) != OK)
            s->refused++;
        else if (s->count < SAMPLES_MAX)
            s->us[s->count++] = (double)(thread_clock_us() - from);
        arena_rewind(s->a, mark);
    }
}

/* Saves a second. */
static double turn(struct saving *all, enum err (*save)(struct saver *s))
{
    struct thread *threads[CLIENTS_MAX];
    struct arena *a = arena_new(1 << 20);
    int before = 0, after = 0;
    all->save = save;
    atomic_store(&all->over, false);
    for (int i = 0; i < all->clients; i++)
        before += all->savers[i].count;
    int64_t from = thread_clock_us();
    for (int i = 0; i < all->clients; i++)
        threads[i] = thread_start(a, "saver", save_on, &all->savers[i]);
    thread_sleep_ms(TURN_MS);
    atomic_store(&all->over, true);
    for (int i = 0; i < all->clients; i++)
        thread_join(threads[i]);
    int64_t took = thread_clock_us() - from;
    for (int i = 0; i < all->clients; i++)
        after += all->savers[i].count;
    arena_free(a);
    return (double)(after - before) * 1e6 / (double)took;
}

static void halves(double *at, int64_t from, int64_t to)
{
    while (from < to) {
        double middle = at[(from + to) / 2];
        int64_t i = from - 1, k = to + 1;
        for (;;) {
            do
                i++;
            while (at[i] < middle);
            do
                k--;
            while (at[k] > middle);
            if (i >= k)
                break;
            double x = at[i];
            at[i] = at[k];
            at[k] = x;
        }
        halves(at, from, k);
        from = k + 1;
    }
}

/* Median and 99th of a hundred of every save since the last call. */
static void print_latency(struct saving *all, const char *name)
{
    struct arena *a = arena_new((ptrdiff_t)1 << 30);
    int64_t count = 0, refused = 0;
    for (int i = 0; i < all->clients; i++)
        count += all->savers[i].count;
    double *us = new (a, double, count + 1);
    count = 0;
    for (int i = 0; i < all->clients; i++) {
        struct saver *s = &all->savers[i];
        for (int k = 0; k < s->count; k++)
            us[count++] = s->us[k];
        refused += s->refused;
        s->count = 0;
        s->refused = 0;
    }
    if (count > 0)
        halves(us, 0, count - 1);
    printf("{\"bench\":\"%s.ms\",\"p50\":%.2f,\"p99\":%.2f,\"most\":%.2f,\"saves\":%lld,"
           "\"refused\":%lld}\n",
           name, us[count / 2] / 1000, us[count * 99 / 100] / 1000,
           us[count > 0 ? count - 1 : 0] / 1000, (long long)count, (long long)refused);
    arena_free(a);
}

/* -- who saves
 * -------------------------------------------------------------------------------------- */

static bool saver_new(struct saving *all, struct ctx *cx, const struct agenda_rows *agenda, int i)
{
    struct saver *s = &all->savers[i];
    struct worn *worn = new (all->a, struct worn, 1);
    struct account who;
    *worn = (struct worn){ .role = ROLE_COUNCIL, .place_path = S("91/") };
    if (account_named(cx, join(cx->a, S("ghe"), show(cx->a, (int32_t)i + 1)), &who) != OK)
        return false;
    *s = (struct saver){ .all = all,
                         .number = i,
                         .a = arena_new(ARENA_REQUEST_BYTES),
                         .seed = (uint32_t)i * 7919,
                         .row = agenda->at[0],
                         .us = new (all->a, double, SAMPLES_MAX),
                         .http = { .fd = -1 } };
    s->actor = (struct actor){ .account = who.id, .name = who.name, .worn = { worn, 1 } };
    cx->actor = &s->actor;
    return ballot_own(cx, &all->m, &s->row, &s->ballot) == OK;
}

static bool ready(struct arena *a, const char *dir, struct saving *all)
{
    static struct worn province = { ROLE_PROVINCE, { "91/", 3 }, { 0 } };
    static const struct actor office = { .name = { "bench", 5 }, .worn = { &province, 1 } };
    struct house_conf hc = { .data_dir = dir, .readers = all->clients + 2 };
    struct meeting_rows meetings;
    struct agenda_rows agenda;
    struct ctx *cx;
    str why = S("");
    all->a = a;
    if (house_open(a, &hc, &why) != OK || packs_load(a, &why) != OK
        || ctx_begin(a, &office, &cx) != OK)
        return false;
    if (meeting_find(cx, (meeting_id){ 0 }, &meetings) != OK || meetings.count == 0)
        return false;
    all->m = meetings.at[0]; /* the newest */
    bool good = meeting_agenda(cx, all->m.id, &agenda) == OK && agenda.count > 0
                && agenda_set(cx, &agenda.at[0], &all->set) == OK;
    for (int i = 0; i < all->clients && good; i++)
        good = saver_new(all, cx, &agenda, i);
    ctx_end(cx);
    return good;
}

int bench_save(struct arena *a, int argc, char **argv)
{
    struct saving *all = new (a, struct saving, 1);
    double saves[TURNS], bares[TURNS], ratio[TURNS];
    all->clients = bench_number(argv[1]);
    (void)argc;
    if (all->clients > CLIENTS_MAX || !ready(a, argv[0], all))
        return 1;
    struct db_write make = { .a = a, .fn = make_bare, .arg = all };
    if (db_write(house()->db, &make) != OK)
        return 1;
    for (int i = 0; i < TURNS; i++)
        saves[i] = turn(all, save_ballot);
    print_latency(all, "save.ballot");
    for (int i = 0; i < TURNS; i++)
        bares[i] = turn(all, save_bare);
    print_latency(all, "save.bare");
    for (int i = 0; i < TURNS; i++) {
        saves[i] = turn(all, save_ballot);
        bares[i] = turn(all, save_bare);
        ratio[i] = saves[i] / bares[i];
    }
    bench_print("save.ballot", "1/s", saves, TURNS);
    bench_print("save.bare", "1/s", bares, TURNS);
    bench_print("save.ratio", "ratio", ratio, TURNS);
    house_close();
    return 0;
}

static bool signed_in(struct saver *s, int port)
{
    s->http.port = port;
    str login = join(s->all->a, S("ghe"), show(s->all->a, (int32_t)s->number + 1));
    if (!http_sign_in(s->all->a, &s->http, login, S(SCORING_PASSWORD)))
        return false;
    struct http_reply r = http_ask(s->all->a, &s->http, page_at(s, S("")), NULL);
    str form = between(r.body, S("data-sheet"), S("class=\"sums\""));
    s->key = between(form, S("name=\"_khoa\" value=\""), S("\""));
    return s->key.len > 0;
}

int bench_http_save(struct arena *a, int argc, char **argv)
{
    struct saving *all = new (a, struct saving, 1);
    double saves[TURNS];
    all->clients = bench_number(argv[2]);
    (void)argc;
    if (all->clients > CLIENTS_MAX || !ready(a, argv[0], all))
        return 1;
    for (int i = 0; i < all->clients; i++)
        if (!signed_in(&all->savers[i], bench_number(argv[1])))
            return 1;
    for (int i = 0; i < TURNS; i++)
        saves[i] = turn(all, save_http);
    bench_print("save.http", "1/s", saves, TURNS);
    print_latency(all, "save.http");
    house_close();
    return 0;
}
