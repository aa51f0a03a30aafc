/* certificate_known.c: recognitions of the past, as their papers say. Issuers that no longer exist
 * keep their names; the unit on the paper is never rewritten. */
#include "certificate/certificate.h"
#include "certificate/certificate.sql.h"

static enum err check(struct ctx *cx, const struct recognition *r)
{
    if (r->star < 3 || r->star > 5)
        return fail(cx, ERR_INPUT, M_KNOWN_STAR, .field = S("hang_sao"),
                    .args = { show(cx->a, r->star) });
    if (r->signed_on.days > instant_date(cx->now).days)
        return fail(cx, ERR_INPUT, M_DECISION_FUTURE, .field = S("ngay_ky"),
                    .args = { show(cx->a, r->signed_on) });
    if (date_known(r->expires_on) && r->expires_on.days < r->signed_on.days)
        return fail(cx, ERR_INPUT, M_KNOWN_END, .field = S("het_han"),
                    .args = { show(cx->a, r->expires_on), show(cx->a, r->signed_on) });
    return OK;
}

static enum err decision_for(struct ctx *cx, const struct recognition *r, decision_id *out)
{
    bool found;
    TRY(decision_known(cx, r->decision_number, r->signed_on, r->issuer, out, &found));
    if (found)
        return OK;
    struct decision d = { .code = code_make(cx->a), .number = r->decision_number,
                          .signed_on = r->signed_on, .issuer = r->issuer, .signer = S(""),
                          .signer_title = S(""),
                          .place_path = join(cx->a, house()->province_code, S("/")),
                          .at = cx->now, .by_account = cx->actor->account };
    TRY(decision_insert(cx, &d, out));
    return audit_add(cx, audit_stream(cx->a, "decision", out->id), S("decision.entered"),
                     &AUDITED_decision, out->id, S(""));
}

enum err recognition_enter_known(struct ctx *cx, const struct recognition *in, recognition_id *out)
{
    struct recognition r = *in;
    int64_t months;
    bool found;
    if (!actor_may(cx->actor, MAY(DECIDE)))
        return fail(cx, ERR_DENIED, M_KNOWN_OFFICE);
    TRY(check(cx, &r));
    TRY(decision_for(cx, &r, &r.decision));
    TRY(recognition_under(cx, r.product, r.decision, out, &found));
    if (found)
        return ERR_CONFLICT;
    r.code = code_make(cx->a);
    r.dossier = (dossier_id){ 0 };
    r.issued_on = r.signed_on;
    r.at = cx->now;
    if (!date_known(r.expires_on)) {
        TRY(term_on(cx, S("certificate_months"), r.signed_on, &months, &found));
        if (!found)
            return fail(cx, ERR_INPUT, M_KNOWN_NO_TERM, .field = S("het_han"),
                        .args = { show(cx->a, r.signed_on) });
        r.expires_on = date_add_months(r.signed_on, (int32_t)months);
    }
    TRY(recognition_insert(cx, &r, out));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "recognition", out->id), S("recognition.known"),
                     &AUDITED_recognition, out->id, S(""));
}

enum err recognition_withdraw(struct ctx *cx, recognition_id id)
{
    TRY(recognition_withdrawn(cx, id, cx->now));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "recognition", id.id), S("recognition.withdrawn"),
                     &AUDITED_recognition, id.id, S(""));
}

enum err recognition_history(struct ctx *cx, product_id id, struct recognition_rows *out)
{
    return recognition_all(cx, id, out);
}
