/* producer.c: rules about producers. */
#include "producer/producer.h"

#include "base/out.h"
#include "base/vi.h"
#include "core/event.h"
#include "producer/producer.sql.h"
#include "producer/producer_in.h"

#define MSG MSG_DEFINE
#include "producer/producer.msg"
#undef MSG

enum err producer_by_code(struct ctx *cx, str code, struct producer *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_PRODUCT));
    return producer_seen(cx, code, s.like, s.own, out);
}

enum err producer_find(struct ctx *cx, const struct producer_query *q, struct producer_rows *out)
{
    struct scope s = actor_scope(cx->a, cx->actor, MAY(READ_PRODUCT));
    bool lite = db_engine_of(cx->db) == DB_SQLITE;
    str match = lite ? vi_match_sqlite(cx->a, q->typed) : vi_match_postgres(cx->a, q->typed);
    if (match.len == 0)
        return producer_list(cx, s.like, s.own, q->without_commune, q->after_key, q->after, out);
    return producer_search(cx, match, s.like, s.own, q->without_commune, q->after_key,
                           q->after, out);
}

/* 10 or 13 digits, of which the tenth checks the first nine: (31 a1 + 29 a2 + … + 3 a9) mod 11 =
 * 10 - a10 (Circular 105/2020/TT-BTC names the structure; the weights are published practice). */
bool producer_tax_code_fine(str code)
{
    static const int weights[9] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };
    ptrdiff_t dash = str_find(code, '-');
    str ten = dash < 0 ? code : str_sub(code, 0, dash);
    bool length = code.len == 10 || (dash == 10 && code.len == 14) || (dash < 0 && code.len == 13);
    if (!length)
        return false;
    int sum = 0;
    for (ptrdiff_t i = 0; i < code.len; i++)
        if (i != dash && (code.at[i] < '0' || code.at[i] > '9'))
            return false;
    for (int i = 0; i < 9; i++)
        sum += weights[i] * (ten.at[i] - '0');
    return 10 - sum % 11 == ten.at[9] - '0';
}

/* The search column, found also by the names its commune had before, and the sort key. */
enum err producer_settle(struct ctx *cx, struct producer *p, const struct place *unit)
{
    struct place_rows former;
    struct out *o = out_new(cx->a, .max_bytes = 64 << 10);
    TRY(place_former(cx, unit->id, &former));
    put(o, join(cx->a, p->name, S(" "), p->representative, S(" "), unit->name));
    for (ptrdiff_t i = 0; unit->level == LEVEL_COMMUNE && i < former.count; i++)
        put(o, join(cx->a, S(" "), former.at[i].short_name));
    p->place = unit->id;
    p->place_path = unit->path;
    p->search_folded = vi_fold(cx->a, out_str(o));
    p->name_key = vi_key(cx->a, p->name);
    return OK;
}

/* What is worked out rather than typed: the unit, the search column, the sort key. */
static enum err complete(struct ctx *cx, struct producer *p)
{
    struct place unit;
    enum err e = place_in_force(cx, LEVEL_COMMUNE, p->place_code, instant_date(cx->now), &unit);
    if (e == ERR_NOT_FOUND
        || (e == OK && !actor_reaches(cx->actor, MAY(EDIT_PRODUCER), unit.path, p->id)))
        return fail(cx, ERR_INPUT, M_PRODUCER_PLACE_UNKNOWN, .field = S("xa"),
                    .args = { p->place_code });
    TRY(e);
    if (p->tax_code.len > 0 && !producer_tax_code_fine(p->tax_code))
        return fail(cx, ERR_INPUT, M_PRODUCER_TAX_CODE, .field = S("ma_so_thue"),
                    .args = { p->tax_code });
    return producer_settle(cx, p, &unit);
}

enum err producer_keep(struct ctx *cx, struct producer *p, producer_id *out)
{
    p->created_at = cx->now;
    TRY(producer_insert(cx, p, out));
    return audit_add(cx, audit_stream(cx->a, "producer", out->id), S("producer.added"),
                     &AUDITED_producer, out->id, S(""));
}

enum err producer_add(struct ctx *cx, const struct producer *in, producer_id *out)
{
    struct producer p = *in;
    TRY(complete(cx, &p));
    p.place_issued = (place_id){ 0 };
    return producer_keep(cx, &p, out);
}

static enum err producer_add_any(struct ctx *cx, const struct producer *in)
{
    producer_id id;
    return producer_add(cx, in, &id);
}
DB_TX_HERE(producer_add_any, struct producer)

enum err producer_add_tx(struct ctx *cx, const struct producer *in)
{
    return producer_add_any_tx(cx, in);
}

enum err producer_put(struct ctx *cx, const struct producer *p)
{
    enum err e = producer_update(cx, p);
    if (e == ERR_CONFLICT)
        return fail(cx, ERR_CONFLICT, M_PRODUCER_CHANGED, .args = { p->name });
    TRY(e);
    TRY(public_changed(cx));
    TRY(audit_add(cx, audit_stream(cx->a, "producer", p->id.id), S("producer.changed"),
                  &AUDITED_producer, p->id.id, S("")));
    return event_emit(cx, EVENT_PRODUCER_CHANGED, p->id.id);
}

static enum err producer_change(struct ctx *cx, const struct producer *in)
{
    struct producer p = *in, have;
    TRY(producer_get(cx, p.id, &have));
    if (!actor_reaches(cx->actor, MAY(EDIT_PRODUCER), have.place_path, have.id))
        return ERR_NOT_FOUND;
    p.place_issued = have.place_issued;
    TRY(complete(cx, &p));
    return producer_put(cx, &p);
}
DB_TX(producer_change, struct producer)

url producer_path(struct arena *a, str code)
{
    return url_join(a, S("/quan-ly/chu-the/"), code);
}
