/* test_table.c: rows of invented producers, through the intake, and the program's own figures. */
#include "report/test_table.h"

#include "app/wire.h"
#include "base/file.h"
#include "core/route.h"
#include "intake/intake.h"

void bring_in(struct world *w, const struct out *table)
{
    bring_in_as(w, INTAKE_PRODUCTS, table);
}

str bring_in_as(struct world *w, int32_t kind, const struct out *table)
{
    struct ctx *cx = world_as(w, &w->province);
    struct intake it;
    struct intake_counts n;
    bool more = true;
    str path = blob_scratch(cx, S(".bang"));
    EXPECT_OK(file_write(w->a, path, out_str(table), 0600));
    struct intake_start in = { kind, path, S("bang.csv"), code_make(w->a) };
    EXPECT_OK(intake_begin(cx, &in));
    EXPECT_OK(intake_by_code(cx, in.code, &it));
    EXPECT_OK(intake_map_tx(cx, &(struct intake_map){ it.id, it.mapping, it.version }));
    while (more)
        EXPECT_OK(intake_step(world_as(w, &w->province), it.id, &more));
    EXPECT_OK(intake_by_code(cx, in.code, &it));
    EXPECT_OK(intake_count(cx, it.id, &n));
    EXPECT_INT(0, n.of[ROW_FAULTY]);
    EXPECT_OK(intake_apply_tx(world_as(w, &w->province), &(struct intake_go){ it.id, it.version }));
    for (more = true; more;)
        EXPECT_OK(intake_step(world_as(w, &w->province), it.id, &more));
    return it.code;
}

void take_back(struct world *w, str code)
{
    struct intake it;
    bool more = true;
    EXPECT_OK(intake_by_code(world_as(w, &w->province), code, &it));
    EXPECT_OK(intake_undo_tx(world_as(w, &w->province), &(struct intake_go){ it.id, it.version }));
    while (more)
        EXPECT_OK(intake_step(world_as(w, &w->province), it.id, &more));
}

struct out *bring_table(struct test *t)
{
    struct out *o = out_new(t->a, .max_bytes = 8 << 20);
    put(o, S("Tên sản phẩm,Chủ thể,Mã xã,Hạng sao,Số quyết định,Ngày cấp,Cơ quan cấp\n"));
    return o;
}

void bring_row(struct test *t, struct out *o, const struct row *r)
{
    put(o, join(t->a, S("Sản phẩm "), show(t->a, r->product), S(","), str_of(r->producer), S(" "),
                show(t->a, r->producer_number), S(",")));
    put(o, join(t->a, r->commune, S(","), str_of(r->stars), S(","),
                str_of(r->number ? r->number : "12/QĐ-UBND"), S(",")));
    put(o, join(t->a, str_of(r->signed_on), S(","), str_of(r->issuer ? r->issuer : ""), S("\n")));
}

static void add_run(struct test *t, struct out *o, const struct run *g)
{
    for (int32_t n = g->from; n < g->to; n++) {
        struct row r = { n, "HTX", g->first_producer + (n - g->from) % g->producers,
                         S(WORLD_COMMUNE), g->stars, g->signed_on, .number = "12/QĐ-UBND" };
        bring_row(t, o, &r);
    }
}

void bring_runs(struct world *w, const struct run *runs, int32_t count)
{
    struct out *o = bring_table(w->t);
    for (int32_t i = 0; i < count; i++)
        add_run(w->t, o, &runs[i]);
    bring_in(w, o);
}

struct report report_on(struct world *w, date day)
{
    struct report r;
    EXPECT_OK(report_make(world_as(w, &w->province), day, &r));
    return r;
}

str commune_code(struct world *w, int32_t n)
{
    struct place_rows rows;
    struct arena_mark mark = arena_mark(w->a);
    EXPECT_OK(place_communes(w->cx, S("91/"), date_of(2026, 8, 5), &rows));
    str code = rows.at[n % rows.count].code;
    char kept[16] = { 0 };
    for (ptrdiff_t i = 0; i < code.len && i < 15; i++)
        kept[i] = code.at[i];
    arena_rewind(w->a, mark);
    return str_copy(w->a, str_of(kept));
}

void office_of(struct world *w, str area)
{
    struct worn *worn = new(w->a, struct worn, 1);
    *worn = (struct worn){ ROLE_PROVINCE, area, { 0 } };
    w->province.worn = (struct worn_rows){ worn, 1 };
}

int64_t products_in(struct world *w, date day, const char *name)
{
    struct report_unit_rows rows;
    int64_t n = 0;
    EXPECT_OK(report_units(world_as(w, &w->province), day, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        if (str_is(rows.at[i].name, name))
            n += rows.at[i].products;
    return n;
}

str page_of(struct world *w, const struct actor *who, const char *target)
{
    static bool wired;
    if (!wired)
        wire_routes();
    wired = true;
    struct ctx *cx = world_as(w, who);
    struct req *rq = new(w->a, struct req, 1);
    struct resp rs = { 0 };
    str rest = str_of(target);
    *rq = (struct req){ .method = GET, .target = rest, .client = S("192.0.2.1") };
    rq->path = str_cut(&rest, '?');
    rq->query = pairs_decode(w->a, rest, 20);
    struct route_hit hit = route_find(GET, rq->path);
    cx->visit->rq = rq;
    cx->visit->route = hit.route;
    EXPECT(hit.route != NULL);
    EXPECT_OK(hit.route->run(cx, rq, &rs));
    return rs.body;
}
