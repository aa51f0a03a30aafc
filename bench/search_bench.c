/* search_bench.c: /san-pham?tim=… as the dispatcher answers it, against its statement alone on the
 * same connection, in this process, one thread. */
#include <stdio.h>

#include "app/wire.h"
#include "base/thread.h"
#include "bench/bench.h"
#include "criteria/criteria.h"
#include "portal/portal.sql.h"

enum { TURN_MS = 700, WORDS_MAX = 4 };

struct asking {
    struct arena *a;
    struct ctx *cx;
    const char *const *words;
    int64_t rows;
};

static void through_page(struct asking *k, const char *typed)
{
    struct req_pair pair = { S("tim"), str_of(typed) };
    struct req rq = { .method = GET,
                      .path = S("/san-pham"),
                      .target = S("/san-pham"),
                      .query = { &pair, 1 },
                      .client = S("127.0.0.1") };
    struct resp rs = { 0 };
    dispatch_answer(NULL, k->a, &rq, &rs);
    if (rs.status > 200 || rs.body.len < 1000)
        fprintf(stderr, "bench search: the page is wrong\n");
}

static void bare(struct asking *k, const char *typed)
{
    struct listing_rows rows;
    k->cx->a = k->a;
    struct listing_ask ask =
        listing_ask(k->cx, &(struct portal_query){ .typed = str_of(typed) });
    if (listing_search(k->cx, &ask, &rows) == OK)
        k->rows += rows.count;
}

/* Searches a second. */
static double turn(struct asking *k, void (*fn)(struct asking *k, const char *typed))
{
    int64_t from = thread_clock_us(), count = 0;
    while (thread_clock_us() - from < TURN_MS * 1000) {
        for (int i = 0; k->words[i]; i++, count++) {
            fn(k, k->words[i]);
            arena_reset(k->a);
        }
    }
    return (double)count * 1e6 / (double)(thread_clock_us() - from);
}

static void measure(struct asking *k, const char *name)
{
    double page[TURNS], statement[TURNS], ratio[TURNS];
    char line[64];
    for (int i = 0; i < TURNS; i++) {
        page[i] = turn(k, through_page);
        statement[i] = turn(k, bare);
        ratio[i] = page[i] / statement[i];
    }
    snprintf(line, sizeof line, "search.%s.page", name);
    bench_print(line, "1/s", page, TURNS);
    snprintf(line, sizeof line, "search.%s.statement", name);
    bench_print(line, "1/s", statement, TURNS);
    snprintf(line, sizeof line, "search.%s.ratio", name);
    bench_print(line, "ratio", ratio, TURNS);
}

int bench_search(struct arena *a, int argc, char **argv)
{
    static const char *const few[] = { "mat ong hoa nhan ba tam 1", "Nước mắm Phú Quốc cô Út",
                                       "tra sen 777", NULL };
    static const char *const many[] = { "gạo", "huu co", "khô cá", NULL };
    struct house_conf hc = { .data_dir = argv[0] };
    str why = S("");
    struct asking k = { .a = arena_new(ARENA_REQUEST_BYTES), .words = few };
    (void)argc;
    if (house_open(a, &hc, &why) != OK || packs_load(a, &why) != OK
        || ctx_begin(a, &ANYONE, &k.cx) != OK)
        return 1;
    wire_routes();
    measure(&k, "few");
    k.words = many;
    measure(&k, "many");
    k.cx->a = a;
    ctx_end(k.cx);
    arena_free(k.a);
    house_close();
    return 0;
}
