/* certificate.c: entering decisions, deriving standing. */
#include "certificate/certificate.h"

#include "certificate/certificate.sql.h"

#define MSG MSG_DEFINE
#include "certificate/certificate.msg"
#undef MSG

static const struct field fields[] = {
    FIELD_TEXT(struct decision, number, "so", "Số và ký hiệu", .hint = "Ví dụ: 3981/QĐ-UBND", .least = 3,
               .most = 60),
    FIELD_DATE(struct decision, signed_on, "ngay_ky", "Ngày ký"),
    FIELD_TEXT(struct decision, issuer, "co_quan", "Cơ quan ban hành", .least = 3, .most = 120),
    FIELD_TEXT(struct decision, signer_title, "chuc_vu", "Chức vụ người ký", .least = 2, .most = 120),
    FIELD_TEXT(struct decision, signer, "nguoi_ky", "Người ký", .least = 2, .most = 120),
};
const struct form decision_form = FORM(fields);

url certificate_paper_path(struct arena *a, str code)
{
    return url_join(a, S("/chung-nhan/"), code, S("/giay.pdf"));
}

url recognition_path(struct arena *a, str code)
{
    return url_join(a, S("/c/"), code_show(a, code));
}

enum err decision_by_code(struct ctx *cx, str code, struct decision *out)
{
    return decision_seen(cx, code, actor_scope(cx->a, cx->actor, MAY(DECIDE)).like, out);
}

enum err decision_find(struct ctx *cx, const struct decision *last, struct decision_rows *out)
{
    return decision_list(cx, actor_scope(cx->a, cx->actor, MAY(DECIDE)).like,
                         last ? last->signed_on : NO_DATE, last ? last->id : (decision_id){ 0 },
                         out);
}

enum err decision_recognitions(struct ctx *cx, decision_id id, struct recognition_rows *out)
{
    return recognition_list(cx, id, out);
}

enum err recognition_by_code(struct ctx *cx, str code, struct recognition *out)
{
    return recognition_seen(cx, code, out);
}

enum err recognition_of_product(struct ctx *cx, product_id id, struct recognition *out, bool *found)
{
    return recognition_newest(cx, id, out, found);
}

enum err recognition_standing(struct ctx *cx, const struct recognition *r, date day,
                              enum standing *out)
{
    struct recognition newest;
    bool found;
    TRY(recognition_newest(cx, r->product, &newest, &found));
    if (date_known(r->revoked_on) && day.days >= r->revoked_on.days)
        *out = STANDING_REVOKED;
    else if (found && newest.id.id != r->id.id)
        *out = STANDING_SUPERSEDED;
    else if (day.days < r->issued_on.days)
        *out = STANDING_NOT_YET;
    else
        *out = day.days <= r->expires_on.days ? STANDING_IN_FORCE : STANDING_EXPIRED;
    return OK;
}

/* The law of the end says how long before it the window closes, that of the closing day how long
 * before it opened (law: QD26-2026/D7). */
enum err recognition_refiling(struct ctx *cx, const struct recognition *r, struct refiling *out,
                              bool *found)
{
    int64_t days;
    TRY(term_on(cx, S("refiling_closes_days"), r->expires_on, &days, found));
    if (!*found)
        return OK;
    out->closes = date_add_days(r->expires_on, (int32_t)-days);
    TRY(term_on(cx, S("refiling_opens_days"), out->closes, &days, found));
    if (*found)
        out->opens = date_add_days(r->expires_on, (int32_t)-days);
    return OK;
}

/* -- entering a decision ----------------------------------------------------------------------- */

struct granting {
    const struct decision *decision;
    struct dossier d;
    struct result result;
    const struct set *set;
    str address;
};

static enum err load_case(struct ctx *cx, dossier_id id, struct granting *g)
{
    bool found;
    struct product p;
    struct producer of;
    TRY(dossier_get(cx, id, &g->d));
    TRY(dossier_result(cx, id, &g->result, &found));
    bool reaches = actor_reaches(cx->actor, MAY(DECIDE), g->d.place_path, g->d.producer);
    if (!found || !reaches || g->d.state != DOSSIER_SCORED)
        return fail(cx, ERR_STATE, M_DECISION_NOT_WAITING, .args = { g->d.product_name });
    TRY(dossier_set(cx, &g->d, &g->set));
    str by = pack_recogniser(g->set->pack, g->result.star, g->decision->signed_on);
    if (!str_is(by, "province"))
        return fail(cx, ERR_STATE, M_DECISION_NOT_OURS,
                    .args = { show(cx->a, g->result.star), g->d.product_name });
    if (g->decision->signed_on.days < instant_date(g->result.at).days)
        return fail(cx, ERR_INPUT, M_DECISION_BEFORE_RESULT, .field = S("ngay_ky"),
                    .args = { show(cx->a, g->decision->signed_on), g->d.product_name });
    TRY(product_by_code(cx, g->d.product_code, &p));
    TRY(producer_by_code(cx, p.producer_code, &of));
    g->address =
        of.address.len > 0 ? join(cx->a, of.address, S(", "), of.place_name) : of.place_name;
    return OK;
}

static str four(struct arena *a, int64_t n)
{
    str digits = show(a, n);
    return join(a, str_sub(S("0000"), 0, digits.len < 4 ? 4 - digits.len : 0), digits);
}

/* Serial: province, year, running number. Product code: (T)-(X)-(STT)-(year), the running number
 * kept by the commune (law: QD26-2026). */
static enum err number_it(struct ctx *cx, const struct granting *g, struct recognition *r)
{
    struct arena *a = cx->a;
    str year = show(a, date_civil(g->decision->signed_on).year);
    str path = str_sub(g->d.place_path, 0, g->d.place_path.len - 1);
    str commune = str_after(path, str_find_last(path, '/') + 1);
    str serial = join(a, house()->province_code, S("-"), year, S("-"));
    str code = join(a, house()->province_code, S("-"), commune, S("-"));
    int64_t before;
    TRY(recognition_count_serial(cx, join(a, serial, S("%")), &before));
    r->serial = join(a, serial, four(a, before + 1));
    TRY(recognition_count_code(cx, join(a, code, S("%")), &before));
    r->product_code = join(a, code, show(a, before + 1), S("-"), year);
    return OK;
}

static enum err grant(struct ctx *cx, const struct granting *g)
{
    int64_t months;
    bool found;
    TRY(term_on(cx, S("certificate_months"), g->decision->signed_on, &months, &found));
    if (!found)
        return fail(cx, ERR_INPUT, M_KNOWN_NO_TERM, .field = S("ngay_ky"),
                    .args = { show(cx->a, g->decision->signed_on) });
    struct recognition r = {
        .code = code_make(cx->a), .decision = g->decision->id, .dossier = g->d.id,
        .product = g->d.product,
        .product_name = g->d.product_name,
        .producer_name = g->d.producer_name,
        .address = g->address, .set_name = g->set->name, .star = g->result.star,
        .points_sum = g->result.points_sum, .ballot_count = g->result.ballot_count,
        .issued_on = g->decision->signed_on,
        .expires_on = date_add_months(g->decision->signed_on, (int32_t)months), .at = cx->now,
    };
    TRY(number_it(cx, g, &r));
    TRY(recognition_insert(cx, &r, &r.id));
    TRY(audit_add(cx, audit_stream(cx->a, "recognition", r.id.id), S("recognition.granted"),
                  &AUDITED_recognition, r.id.id, S("")));
    return dossier_advance(cx, g->d.id, DOSSIER_SCORED, DOSSIER_DECIDED,
                           join(cx->a, S("Quyết định "), g->decision->number));
}

static enum err check_decision(struct ctx *cx, const struct decision_new *in)
{
    int32_t year = date_civil(in->it.signed_on).year;
    int64_t same;
    if (in->count == 0)
        return fail(cx, ERR_INPUT, M_DECISION_NO_CASE, .field = S("ho_so"));
    if (in->it.signed_on.days > instant_date(cx->now).days)
        return fail(cx, ERR_INPUT, M_DECISION_FUTURE, .field = S("ngay_ky"),
                    .args = { show(cx->a, in->it.signed_on) });
    TRY(decision_same(cx, in->it.number, date_of(year, 1, 1), date_of(year, 12, 31),
                      in->it.place_path, &same));
    if (same > 0)
        return fail(cx, ERR_INPUT, M_DECISION_TWICE, .field = S("so"), .args = { in->it.number });
    return OK;
}

static enum err decision_enter(struct ctx *cx, const struct decision_new *in)
{
    struct decision d = in->it;
    TRY(check_decision(cx, in));
    d.at = cx->now;
    d.by_account = cx->actor->account;
    TRY(decision_insert(cx, &d, &d.id));
    TRY(audit_add(cx, audit_stream(cx->a, "decision", d.id.id), S("decision.entered"),
                  &AUDITED_decision, d.id.id, S("")));
    TRY(public_changed(cx));
    for (ptrdiff_t i = 0; i < in->count; i++) {
        struct granting g = { .decision = &d };
        TRY(load_case(cx, in->cases[i], &g));
        TRY(grant(cx, &g));
    }
    return OK;
}
DB_TX(decision_enter, struct decision_new)
