/* report_web.c: the figures of a day, as a page and as JSON. */
#include "report/report_web.h"

#include "core/table.h"
#include "report/report_page.html.h"

static const char tab[] = "/so-lieu";

/* The day asked for, else today; *fault says when what was typed is no day. */
static date day_of(struct ctx *cx, const struct req *rq, str *fault)
{
    date day = instant_date(cx->now);
    str typed = str_trim(req_query(rq, "ngay"));
    if (typed.len == 0)
        typed = str_trim(req_query(rq, "on"));
    if (typed.len > 0 && !date_read(typed, &day)) {
        *fault = S("Hãy ghi ngày như 31/12/2026.");
        return instant_date(cx->now);
    }
    return day;
}

static void add_stars(struct ctx *cx, struct report_view *v)
{
    static const char *const labels[] = { "3 sao", "4 sao", "5 sao" };
    v->stars.at = new(cx->a, struct figure_line, 4);
    for (int32_t star = 3; star <= 5; star++)
        v->stars.at[v->stars.count++] = (struct figure_line){
            str_of(labels[star - 3]), v->it.stars[star],
            report_share(cx->a, v->it.stars[star], v->it.products),
            url_join(cx->a, S("/san-pham?sao="), show(cx->a, star)) };
    v->stars.at[v->stars.count++] = (struct figure_line){
        S("Tiềm năng 5 sao, chờ trung ương"), v->it.potential,
        report_share(cx->a, v->it.potential, v->it.products), url_of(S("/san-pham?sao=4")) };
}

static void add_types(struct ctx *cx, struct report_view *v)
{
    v->types.at = new(cx->a, struct figure_line, REPORT_TYPES);
    for (int32_t t = 0; t < REPORT_TYPES; t++)
        if (v->it.types[t] > 0)
            v->types.at[v->types.count++] = (struct figure_line){
                .label = t == LEGAL_TYPE_UNKNOWN ? S("Chưa rõ") : producer_type_label(t),
                .count = v->it.types[t],
                .share = report_share(cx->a, v->it.types[t], v->it.producers) };
}

static void add_revoked(struct ctx *cx, struct report_view *v)
{
    v->revoked.at = new(cx->a, struct figure_line, REVOKED_NOT_REFILED);
    for (int32_t g = REVOKED_FORGED; g <= REVOKED_NOT_REFILED; g++)
        if (v->gone.grounds[g] > 0)
            v->revoked.at[v->revoked.count++] = (struct figure_line){
                .label = revocation_ground_label(g), .count = v->gone.grounds[g],
                .share = report_share(cx->a, v->gone.grounds[g], v->gone.products) };
}

static enum err figures_page(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct report_view v = { 0 };
    date day = day_of(cx, rq, &v.fault);
    TRY(report_make(cx, day, &v.it));
    TRY(report_units(cx, day, &v.units));
    v.today = day.days == instant_date(cx->now).days;
    v.day = v.fault.len > 0 ? str_trim(req_query(rq, "ngay")) : show(cx->a, day);
    v.take = url_join(cx->a, S("/so-lieu/tai-ve?on="), date_iso(cx->a, day));
    v.communes_share = report_share(cx->a, v.it.communes, v.it.communes_all);
    add_stars(cx, &v);
    add_types(cx, &v);
    v.year_from = date_of(date_civil(day).year, 1, 1);
    TRY(report_revocations(cx, v.year_from, day, &v.gone));
    add_revoked(cx, &v);
    struct out *body = page_begin(cx);
    page_report_figures(body, &v);
    return page_send(cx, rs, &(struct frame){ .title = S("Số liệu"), .tab = tab }, body);
}

/* Communes of the day, as a file. */
static enum err units_file(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    static const struct table_column columns[] = { { "Mã", "text", 10 },
                                                   { "Xã, phường", "text", 28 },
                                                   { "Sản phẩm", "int", 12 },
                                                   { "Chủ thể", "int", 12 } };
    static const struct table_form form = { "Theo xã", "so-lieu-theo-xa", columns,
                                            COUNT_OF(columns) };
    struct report_unit_rows rows;
    str fault = S("");
    TRY(report_units(cx, day_of(cx, rq, &fault), &rows));
    struct table *t = table_new(cx, &form);
    for (ptrdiff_t i = 0; i < rows.count; i++)
        table_row(t, (const str[]){ rows.at[i].code,
                                    rows.at[i].name.len > 0 ? rows.at[i].name : S("Chưa rõ xã"),
                                    show(cx->a, rows.at[i].products),
                                    show(cx->a, rows.at[i].producers) });
    return table_send(cx, rq, rs, t);
}

static enum err figures_json(struct ctx *cx, const struct req *rq, struct resp *rs)
{
    struct report r;
    str fault = S("");
    TRY(report_make(cx, day_of(cx, rq, &fault), &r));
    rs->type = S("application/json");
    rs->body = report_json(cx->a, &r);
    return OK;
}

const struct route report_routes[] = {
    { GET, "/so-lieu", figures_page, .who = MAY(IMPORT), .slow = true },
    { GET, "/so-lieu/tai-ve", units_file, .who = MAY(IMPORT), .slow = true },
    { GET, "/api/v1/report", figures_json, .who = MAY(IMPORT), .slow = true },
    { 0 },
};
