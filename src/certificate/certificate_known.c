/* certificate_known.c: recognitions of the past, as their papers say. Issuers that no longer exist
 * keep their names; the unit on the paper is never rewritten. */
#include "certificate/certificate.h"
#include "base/vi.h"
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

static enum err revoke_known(struct ctx *cx, const struct recognition *r)
{
    struct revocation v = { .revoked_on = r->revoked_on, .decision_number = r->revoked_by,
                            .issuer = r->issuer, .ground = r->ground, .source = r->source };
    return recognition_revoke(cx, r, &v);
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
    TRY(audit_add(cx, audit_stream(cx->a, "recognition", out->id), S("recognition.known"),
                  &AUDITED_recognition, out->id, S("")));
    r.id = *out;
    return date_known(in->revoked_on) ? revoke_known(cx, &r) : OK;
}

enum err recognition_withdraw(struct ctx *cx, recognition_id id)
{
    revocation_id v;
    bool found;
    TRY(revocation_of(cx, id, &v, &found));
    if (found)
        TRY(revocation_withdraw(cx, id));
    TRY(recognition_withdrawn(cx, id, cx->now));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "recognition", id.id), S("recognition.withdrawn"),
                     &AUDITED_recognition, id.id, S(""));
}

/* -- stars taken away -------------------------------------------------------------------------- */

static const struct {
    const char *letter;
    const char *label;
    const char *words;                         /* folded: what a table says of it */
} grounds[] = {
    [0] = { "", "", "" },
    [REVOKED_FORGED] = { "a", "hồ sơ, tài liệu giả mạo, không đúng sự thật", "gia mao|khong dung su that" },
    [REVOKED_CRITERIA] = { "b", "không còn đáp ứng tiêu chí", "tieu chi|dieu kien bat buoc" },
    [REVOKED_BREACH] = { "c", "vi phạm pháp luật về chất lượng, an toàn thực phẩm, môi trường, sở hữu trí tuệ, nhãn",
                         "vi pham" },
    [REVOKED_MARK] = { "d", "sử dụng sai biểu trưng OCOP", "bieu trung|logo" },
    [REVOKED_STOPPED] = { "đ", "không còn sản xuất, kinh doanh", "ngung|khong con san xuat|dung san xuat|giai the" },
    [REVOKED_AUTHORITY] = { "e", "theo kết luận của cơ quan có thẩm quyền", "ket luan|co tham quyen" },
    [REVOKED_NOT_REFILED] = { "", "không nộp hồ sơ đánh giá lại", "danh gia lai|khong nop|khong tham gia" },
};

str revocation_ground_label(int32_t ground)
{
    return ground > 0 && ground < COUNT_OF(grounds) ? str_of(grounds[ground].label) : S("");
}

int32_t revocation_ground_said(struct arena *a, str said)
{
    str folded = vi_fold(a, said);
    for (int32_t g = COUNT_OF(grounds) - 1; g > 0; g--) {
        str words = str_of(grounds[g].words);
        if (grounds[g].letter[0] && str_is(said, grounds[g].letter))
            return g;
        while (words.len > 0)
            if (str_contains(folded, str_cut(&words, '|')))
                return g;
    }
    return 0;
}

enum err recognition_revoke(struct ctx *cx, const struct recognition *r,
                            const struct revocation *in)
{
    struct revocation v = *in;
    bool found;
    TRY(revocation_of(cx, r->id, &v.id, &found));
    if (found)
        return ERR_CONFLICT;
    if (v.revoked_on.days > instant_date(cx->now).days)
        return fail(cx, ERR_INPUT, M_REVOKE_FUTURE, .field = S("ngay_thu_hoi"),
                    .args = { show(cx->a, v.revoked_on) });
    if (v.revoked_on.days < r->issued_on.days)
        return fail(cx, ERR_INPUT, M_REVOKE_EARLY, .field = S("ngay_thu_hoi"),
                    .args = { show(cx->a, v.revoked_on), show(cx->a, r->issued_on) });
    v.recognition = r->id;
    v.last_day = date_add_days(v.revoked_on, -1);
    v.at = cx->now;
    v.by_account = cx->actor->account;
    TRY(revocation_insert(cx, &v, &v.id));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "recognition", r->id.id), S("recognition.revoked"),
                     &AUDITED_revocation, v.id.id, S(""));
}

enum err revocation_withdraw(struct ctx *cx, recognition_id id)
{
    revocation_id v;
    bool found;
    TRY(revocation_of(cx, id, &v, &found));
    if (!found)
        return ERR_CONFLICT;
    TRY(revocation_withdrawn(cx, v, cx->now));
    TRY(public_changed(cx));
    return audit_add(cx, audit_stream(cx->a, "recognition", id.id), S("revocation.withdrawn"),
                     &AUDITED_revocation, v.id, S(""));
}

enum err recognition_history(struct ctx *cx, product_id id, struct recognition_rows *out)
{
    return recognition_all(cx, id, out);
}

/* -- how far a record was checked -------------------------------------------------------------- */

static const struct field_choice levels[] = {
    { VERIFIED_NOT, "chua", "Chưa kiểm chứng" },
    { VERIFIED_COPY_SEEN, "ban_sao", "Đã xem bản sao quyết định" },
    { VERIFIED_BY_ISSUER, "noi_cap", "Cơ quan cấp đã xác nhận" },
    { 0 },
};

static const struct field verifying_fields[] = {
    FIELD_CHOICE(struct verifying, verified, "muc", "Mức kiểm chứng", levels),
};
const struct form verifying_form = FORM(verifying_fields);

str verification_label(int32_t verified)
{
    return form_show(NULL, &verifying_fields[0], &(struct verifying){ .verified = verified });
}

static enum err decision_verify(struct ctx *cx, const struct verifying *in)
{
    struct decision d;
    struct recognition_rows rows;
    int64_t records = 0;
    TRY(decision_by_code(cx, in->decision, &d));
    TRY(decision_recognitions(cx, d.id, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        const struct recognition *r = &rows.at[i];
        records += !r->dossier.id;
        if (r->dossier.id || r->verified == in->verified)
            continue;
        TRY(recognition_verified(cx, r->id, in->verified, r->verified));
        TRY(audit_add(cx, audit_stream(cx->a, "recognition", r->id.id),
                      S("recognition.verified"), &AUDITED_recognition, r->id.id, S("")));
    }
    return records > 0 ? OK : fail(cx, ERR_STATE, M_VERIFY_NONE);
}
DB_TX(decision_verify, struct verifying)
