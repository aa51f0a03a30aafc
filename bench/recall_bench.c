/* recall_bench.c: does the public's search find what is meant, and does it stand first?
 *
 * Names and queries come from outside: FOLDER/names.csv (id, kind, name) and FOLDER/queries.jsonl
 * (query, variation, exact_ids, contains_ids). Every name becomes a recognised product of a house
 * of its own; every query is asked as the catalogue asks it. What counts as right is the names
 * equal to the query, or those that hold it where none is equal.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "base/vi.h"
#include "bench/bench.h"
#include "format/csv.h"
#include "format/json.h"
#include "portal/portal_in.h"
#include "product/product.sql.h"
#include "tests/crash/scoring.h"

enum { NAMES_MAX = 5000, QUERIES_MAX = 5000, VARIATIONS_MAX = 24, BEST = 10, FILE_BYTES = 8 << 20 };

struct names {
    struct product like; /* an existing one: producer, area, set */
    str name[NAMES_MAX]; /* by the id of the file */
    int64_t product[NAMES_MAX];
};

/* What was asked of one variation, and how it went. */
struct tally {
    str variation;
    int asked;
    double found; /* sum over the queries: right ones among the ten best, of those there can be */
    double rank;  /* sum of one over the place of the first right one */
};

static str read_text(struct arena *a, const char *folder, const char *name)
{
    str text = S("");
    str at = join(a, str_of(folder), S("/"), str_of(name));
    if (file_read(a, at, FILE_BYTES, &text) != OK) {
        fprintf(stderr, "bench recall: %s cannot be read\n", cstr(a, at));
        exit(1);
    }
    return text;
}

static void read_names(struct arena *a, const char *folder, struct names *n)
{
    struct csv c = csv_begin(read_text(a, folder, "names.csv"));
    struct csv_row row;
    int64_t id;
    while (csv_next(a, &c, &row) == CSV_ROW)
        if (row.count == 3 && int_read(row.cells[0], &id) && id > 0 && id < NAMES_MAX)
            n->name[id] = row.cells[2];
}

static enum err add_names(struct ctx *cx, const void *in)
{
    struct names *n = *(struct names *const *)in;
    for (int i = 1; i < NAMES_MAX; i++) {
        struct product p = n->like;
        product_id id;
        if (n->name[i].len == 0)
            continue;
        p.name = n->name[i];
        p.code = code_make(cx->a);
        p.search_folded = vi_fold(cx->a, join(cx->a, p.name, S(" "), p.producer_name, S(" "),
                                              p.place_name, S(" "), product_set_name(p.set_slug)));
        p.name_key = vi_key(cx->a, p.name);
        TRY(product_insert(cx, &p, &id));
        n->product[i] = id.id;
    }
    return OK;
}

static bool wanted(const json_t *ids, const struct names *n, int64_t product)
{
    for (size_t i = 0; i < json_array_size(ids); i++) {
        int64_t id = json_integer_value(json_array_get(ids, i));
        if (id > 0 && id < NAMES_MAX && n->product[id] == product)
            return true;
    }
    return false;
}

/* One query; a line on stderr for each that is not answered as it should be. */
static enum err ask(struct ctx *cx, const struct names *n, const json_t *q, struct tally *t)
{
    str typed = S("");
    struct listing_rows rows;
    const json_t *right = json_object_get(q, "exact_ids");
    if (json_array_size(right) == 0)
        right = json_object_get(q, "contains_ids");
    if (json_array_size(right) == 0)
        return OK;
    if (!text_clean(cx->a, json_member_str(q, "query"), false, &typed))
        return ERR_INPUT;
    TRY(portal_find(cx, &(struct portal_query){ .typed = typed }, &rows));
    int found = 0, first = 0;
    int most = json_array_size(right) < BEST ? (int)json_array_size(right) : BEST;
    for (int i = 0; i < rows.count && i < BEST; i++)
        if (wanted(right, n, rows.at[i].id.id) && ++found == 1)
            first = i + 1;
    t->asked++;
    t->found += (double)found / most;
    t->rank += first > 0 ? 1.0 / first : 0;
    if (found < most || first != 1)
        fprintf(stderr, "bench recall: “%s” %d of %d, first at %d\n", cstr(cx->a, typed), found,
                most, first);
    return OK;
}

static struct tally *tally_of(struct tally *all, str variation)
{
    int i = 0;
    while (i < VARIATIONS_MAX - 1 && all[i].asked > 0 && !str_equal(all[i].variation, variation))
        i++;
    all[i].variation = variation;
    return &all[i];
}

static void print(struct arena *a, const struct tally *t)
{
    double found = t->asked > 0 ? t->found / t->asked : 0;
    double rank = t->asked > 0 ? t->rank / t->asked : 0;
    bench_print(cstr(a, join(a, S("recall."), t->variation, S(".at_10"))), "ratio", &found, 1);
    bench_print(cstr(a, join(a, S("recall."), t->variation, S(".mrr"))), "ratio", &rank, 1);
}

static enum err ask_all(struct ctx *cx, const char *folder, const struct names *n)
{
    struct tally all[VARIATIONS_MAX] = { 0 };
    struct tally sum = { .variation = S("all") };
    str lines = read_text(cx->a, folder, "queries.jsonl");
    while (lines.len > 0) {
        str line = str_cut(&lines, '\n');
        struct json_fault why;
        const json_t *q = json_read(cx->a, line, 64 << 10, &why);
        if (q)
            TRY(ask(cx, n, q, tally_of(all, json_member_str(q, "variation"))));
    }
    for (int i = 0; i < VARIATIONS_MAX && all[i].asked > 0; i++) {
        print(cx->a, &all[i]);
        sum.asked += all[i].asked;
        sum.found += all[i].found;
        sum.rank += all[i].rank;
    }
    print(cx->a, &sum);
    return OK;
}

int bench_recall(struct arena *a, int argc, char **argv)
{
    struct scoring s = { 0 };
    struct scoring_wish w = { .data_dir = argv[0], .seats = 3, .cases = 1, .recognised = true };
    struct names *n = new(a, struct names, 1);
    struct ctx *cx;
    (void)argc;
    read_names(a, argv[1], n);
    if (!scoring_make(a, &w, &s) || ctx_begin(a, &ANYONE, &cx) != OK)
        return 1;
    enum err e = product_get_public(cx, (product_id){ 1 }, &n->like);
    n->like.created_at = cx->now;
    if (e == OK)
        e = tx_run(cx, add_names, &n);
    if (e == OK)
        e = bench_stars(cx);
    if (e == OK)
        e = ask_all(cx, argv[1], n);
    if (e != OK)
        fprintf(stderr, "bench recall: %s\n", err_name(e).at);
    ctx_end(cx);
    house_close();
    return e == OK ? 0 : 1;
}
