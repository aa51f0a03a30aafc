/* report.c: counting, and shares with their fractions. */
#include "report/report.h"

#include "base/out.h"
#include "report/report.sql.h"
#include "report/report_in.h"

static str scope_of(struct ctx *cx)
{
    return actor_scope(cx->a, cx->actor, MAY(READ_PRODUCT)).like;
}

/* Communes in force on the day below a province: today's, or before a merger those it grew from. */
static enum err count_communes(struct ctx *cx, date day, int64_t *out)
{
    struct place province;
    struct place_rows former;
    str scope = scope_of(cx);
    date today = instant_date(cx->now);
    TRY(report_communes(cx, day, scope, out));
    TRY(place_in_force(cx, LEVEL_PROVINCE, house()->province_code, today, &province));
    if (!str_equal(scope, join(cx->a, province.path, S("%")))
        || !date_known(province.valid_from) || day.days >= province.valid_from.days)
        return OK;
    TRY(place_former(cx, province.id, &former));
    for (ptrdiff_t i = 0; i < former.count; i++) {
        int64_t more = 0;
        if (!str_equal(former.at[i].path, province.path))
            TRY(report_communes(cx, day, join(cx->a, former.at[i].path, S("%")), &more));
        *out += more;
    }
    return OK;
}

enum err report_units(struct ctx *cx, date day, struct report_unit_rows *out)
{
    return report_unit_rows(cx, day, scope_of(cx), out);
}

enum err report_make(struct ctx *cx, date day, struct report *out)
{
    struct star_cell_rows stars;
    struct type_cell_rows types;
    struct report_unit_rows units;
    *out = (struct report){ .day = day };
    TRY(report_stars(cx, day, scope_of(cx), &stars));
    TRY(report_types(cx, day, scope_of(cx), &types));
    TRY(report_units(cx, day, &units));
    TRY(count_communes(cx, day, &out->communes_all));
    for (ptrdiff_t i = 0; i < stars.count; i++) {
        const struct star_cell *c = &stars.at[i];
        out->products += c->count;
        if (c->potential)
            out->potential += c->count;
        else if (c->star >= 0 && c->star <= 5)
            out->stars[c->star] += c->count;
    }
    for (ptrdiff_t i = 0; i < types.count; i++) {
        out->producers += types.at[i].count;
        if (types.at[i].legal_type >= 0 && types.at[i].legal_type < REPORT_TYPES)
            out->types[types.at[i].legal_type] = types.at[i].count;
    }
    for (ptrdiff_t i = 0; i < units.count; i++)
        if (units.at[i].code.len > 0)
            out->communes++;
        else
            out->without_commune += units.at[i].products;
    return OK;
}

enum err report_revocations(struct ctx *cx, date from, date until, struct report_revoked *out)
{
    struct revoked_cell_rows cells;
    *out = (struct report_revoked){ 0 };
    TRY(report_revoked(cx, from, until, scope_of(cx), &cells));
    TRY(report_revoked_producers(cx, from, until, scope_of(cx), &out->producers));
    for (ptrdiff_t i = 0; i < cells.count; i++) {
        const struct revoked_cell *c = &cells.at[i];
        out->products += c->products;
        if (c->star >= 0 && c->star <= 5)
            out->stars[c->star] += c->products;
        if (c->ground >= 0 && c->ground <= REVOKED_NOT_REFILED)
            out->grounds[c->ground] += c->products;
    }
    return OK;
}

str report_share(struct arena *a, int64_t part, int64_t whole)
{
    if (whole == 0)
        return S("0 %");
    int64_t tenths = (part * 2000 + whole) / (2 * whole);
    return join(a, show(a, tenths / 10), S(","), show(a, tenths % 10), S(" %"));
}

static const char *const type_words[REPORT_TYPES] = {
    "unknown", "cooperative", "coop_group", "enterprise", "farm", "producing_household",
    "household_business", "association",
};

str report_json(struct arena *a, const struct report *r)
{
    struct json_out w = { .o = out_new(a, .max_bytes = 64 << 10) };
    json_open(&w);
    json_pair_str(&w, "on", date_iso(a, r->day));
    json_pair_int(&w, "products", r->products);
    json_pair_int(&w, "stars3", r->stars[3]);
    json_pair_int(&w, "stars4", r->stars[4]);
    json_pair_int(&w, "stars5", r->stars[5]);
    json_pair_int(&w, "potential5", r->potential);
    json_pair_int(&w, "producers", r->producers);
    json_name(&w, "producers_by_type");
    json_open(&w);
    for (int i = 0; i < REPORT_TYPES; i++)
        json_pair_int(&w, type_words[i], r->types[i]);
    json_close(&w);
    json_pair_int(&w, "communes_with_product", r->communes);
    json_pair_int(&w, "communes", r->communes_all);
    json_pair_int(&w, "products_without_commune", r->without_commune);
    json_close(&w);
    return out_str(w.o);
}
