/* certificate_test.c: a decision, its recognitions, and where they stand on a day. */
#include "app/test_world.h"

static struct decision_new decision_new(struct world *w, const char *number, date signed_on,
                                        dossier_id *cases, ptrdiff_t count)
{
    return (struct decision_new){
        .it = { .code = code_make(w->a),
                .number = str_of(number),
                .signed_on = signed_on,
                .issuer = S("UBND tỉnh An Giang"),
                .signer = S("Trần Văn Ký"),
                .signer_title = S("Phó Chủ tịch"),
                .place_path = S("91/") },
        .cases = cases,
        .count = count,
    };
}

static enum err enter(struct world *w, struct ctx *cx, const char *number, date signed_on,
                      dossier_id *cases, ptrdiff_t count)
{
    struct decision_new in = decision_new(w, number, signed_on, cases, count);
    return decision_enter_tx(cx, &in);
}

static struct recognition newest(struct world *w, product_id product)
{
    struct recognition r;
    bool found;
    EXPECT_OK(recognition_of_product(w->cx, product, &r, &found));
    EXPECT(found);
    return r;
}

static enum standing standing_on(struct world *w, const struct recognition *r, date day)
{
    enum standing s;
    EXPECT_OK(recognition_standing(w->cx, r, day, &s));
    return s;
}

/* Another product with a finished case of four stars; its meeting is its own. */
static dossier_id scored(struct world *w, str product_code, points total)
{
    str code;
    dossier_id d = world_case_begin(w, product_code);
    world_case_accept(w, d);
    meeting_id m = world_meeting_add(w, &d, 1, &code);
    world_open_scoring(w, m);
    for (int i = 0; i < WORLD_SCORERS; i++)
        world_submit(w, &w->member[i], m, 0, total);
    EXPECT_OK(world_close(w, world_as(w, &w->chair), m));
    return d;
}

TEST(certificate, a_recognition_comes_back_as_it_was_decided)
{
    struct world *w = world_with_meeting_closed(t, 80);
    EXPECT_OK(
        enter(w, world_as(w, &w->province), "3981/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    struct recognition r = newest(w, w->product), same;
    EXPECT_STR("91-2026-0001", r.serial);
    EXPECT_STR("91-30547-1-2026", r.product_code);
    EXPECT_STR("Mật ong rừng tràm", r.product_name);
    EXPECT_STR("HTX Thốt nốt Bảy Núi", r.producer_name);
    EXPECT(str_starts(r.address, S("ấp An Hòa, ")));
    EXPECT_INT(4, r.star);
    EXPECT_INT(240, r.points_sum);
    EXPECT_INT(3, r.ballot_count);
    EXPECT_INT(date_of(2026, 8, 5).days, r.issued_on.days);
    EXPECT_INT(date_of(2029, 8, 5).days, r.expires_on.days);
    EXPECT_STR("3981/QĐ-UBND", r.decision_number);
    EXPECT_STR("Trần Văn Ký", r.signer);
    EXPECT_INT(DOSSIER_DECIDED, world_case(w, w->dossier).state);
    EXPECT_OK(recognition_by_code(world_as(w, &ANYONE), r.code, &same));
    EXPECT_INT(r.id.id, same.id.id);
    EXPECT_ERR(ERR_NOT_FOUND, recognition_by_code(world_as(w, &ANYONE), code_make(t->a), &same));
    EXPECT_STR("", world_verify(w));
}

TEST(certificate, three_years_end_on_the_same_day_number_or_the_months_last)
{
    struct world *w = world_new(t);
    str code;
    product_id product = world_product_add(w, "Mật ong rừng tràm", &code);
    w->now = world_morning(2028, 2, 29);
    dossier_id d = scored(w, code, 80);
    EXPECT_OK(enter(w, world_as(w, &w->province), "1/QĐ-UBND", date_of(2028, 2, 29), &d, 1));
    struct recognition r = newest(w, product);
    EXPECT_INT(date_of(2031, 2, 28).days, r.expires_on.days);
    EXPECT_STR("91-2028-0001", r.serial);
    EXPECT_STR("91-30547-1-2028", r.product_code);
}

struct revoking {
    const struct recognition *r;
    const struct revocation *v;
};

static enum err revoke(struct ctx *cx, const struct revoking *in)
{
    return recognition_revoke(cx, in->r, in->v);
}
DB_TX_HERE(revoke, struct revoking)

static enum err world_revoke(struct world *w, const struct recognition *r,
                             const struct revocation *v)
{
    return revoke_tx(world_as(w, &w->province), &(struct revoking){ r, v });
}

TEST(certificate, standing_is_derived_from_the_day)
{
    struct world *w = world_with_meeting_closed(t, 80);
    EXPECT_OK(
        enter(w, world_as(w, &w->province), "3981/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    struct recognition r = newest(w, w->product);
    EXPECT_INT(STANDING_NOT_YET, standing_on(w, &r, date_of(2026, 8, 4)));
    EXPECT_INT(STANDING_IN_FORCE, standing_on(w, &r, date_of(2026, 8, 5)));
    EXPECT_INT(STANDING_IN_FORCE, standing_on(w, &r, date_of(2029, 8, 5)));
    EXPECT_INT(STANDING_EXPIRED, standing_on(w, &r, date_of(2029, 8, 6)));
}

TEST(certificate, a_revoked_star_ends_the_day_before_and_is_revoked_once)
{
    struct world *w = world_with_meeting_closed(t, 80);
    EXPECT_OK(
        enter(w, world_as(w, &w->province), "3981/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    struct recognition r = newest(w, w->product);
    struct revocation v = { .revoked_on = date_of(2026, 8, 4), .decision_number = S("9/QĐ-UBND"),
                            .issuer = S("UBND tỉnh"), .ground = REVOKED_STOPPED };
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_INPUT, revoke_tx(cx, &(struct revoking){ &r, &v }));
    EXPECT_TEXT(cx, "Ngày thu hồi 04/08/2026 trước ngày công nhận 05/08/2026.");
    w->now = world_morning(2027, 1, 10);
    v.revoked_on = date_of(2027, 1, 11);
    EXPECT_ERR(ERR_INPUT, world_revoke(w, &r, &v));
    v.revoked_on = date_of(2027, 1, 10);
    EXPECT_OK(world_revoke(w, &r, &v));
    EXPECT_ERR(ERR_CONFLICT, world_revoke(w, &r, &v));
    r = newest(w, w->product);
    EXPECT_INT(STANDING_IN_FORCE, standing_on(w, &r, date_of(2027, 1, 9)));
    EXPECT_INT(STANDING_REVOKED, standing_on(w, &r, date_of(2027, 1, 10)));
    EXPECT_INT(STANDING_REVOKED, standing_on(w, &r, date_of(2030, 1, 10)));
    EXPECT_STR("9/QĐ-UBND", r.revoked_by);
    EXPECT_STR("", world_verify(w));
}

TEST(certificate, a_ground_is_known_by_its_letter_and_by_its_words)
{
    static const struct {
        const char *said;
        int32_t ground;
    } cases[] = {
        { "a", REVOKED_FORGED },        { "đ", REVOKED_STOPPED },   { "d", REVOKED_MARK },
        { "Hồ sơ giả mạo", REVOKED_FORGED },
        { "Không còn đáp ứng tiêu chí", REVOKED_CRITERIA },
        { "vi phạm về nhãn hàng hóa", REVOKED_BREACH },
        { "dùng sai biểu trưng", REVOKED_MARK },
        { "Cơ sở đã ngừng sản xuất", REVOKED_STOPPED },
        { "theo kết luận thanh tra", REVOKED_AUTHORITY },
        { "KHÔNG NỘP HỒ SƠ ĐÁNH GIÁ LẠI", REVOKED_NOT_REFILED },
        { "", 0 },                      { "lý do khác", 0 },        { "z", 0 },
    };
    for (int i = 0; i < COUNT_OF(cases); i++)
        EXPECT_INT(cases[i].ground, revocation_ground_said(t->a, str_of(cases[i].said)));
}

/* Of a paper that ends on a day; opens is NO_DATE where there is no window. */
static struct refiling refiling_of(struct world *w, date expires_on)
{
    struct recognition r = { .expires_on = expires_on };
    struct refiling days;
    bool found;
    EXPECT_OK(recognition_refiling(w->cx, &r, &days, &found));
    return found ? days : (struct refiling){ NO_DATE, NO_DATE };
}

TEST(certificate, a_holder_files_anew_from_180_to_120_days_before_the_end)
{
    struct world *w = world_new(t);
    struct refiling days = refiling_of(w, date_of(2028, 6, 19));
    EXPECT_STR("2027-12-22", date_iso(t->a, days.opens));
    EXPECT_STR("2028-02-20", date_iso(t->a, days.closes));
    days = refiling_of(w, date_of(2029, 8, 5));
    EXPECT_STR("2029-02-06", date_iso(t->a, days.opens));
    EXPECT_STR("2029-04-07", date_iso(t->a, days.closes));
}

TEST(certificate, a_window_that_closed_before_its_law_is_none)
{
    struct world *w = world_new(t);
    struct refiling days = refiling_of(w, date_of(2026, 9, 19));
    EXPECT_STR("2026-05-22", date_iso(t->a, days.closes)); /* the law's first day */
    EXPECT_STR("2026-03-23", date_iso(t->a, days.opens));
    EXPECT(!date_known(refiling_of(w, date_of(2026, 9, 18)).opens));
    EXPECT(!date_known(refiling_of(w, date_of(2023, 2, 4)).opens));
}

TEST(certificate, a_newer_recognition_supersedes)
{
    struct world *w = world_with_meeting_closed(t, 80);
    EXPECT_OK(
        enter(w, world_as(w, &w->province), "1/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    struct recognition first = newest(w, w->product);
    w->now = world_morning(2027, 3, 1);
    dossier_id again = scored(w, w->product_code, 60);
    EXPECT_OK(enter(w, world_as(w, &w->province), "2/QĐ-UBND", date_of(2027, 3, 1), &again, 1));
    struct recognition second = newest(w, w->product);
    EXPECT_INT(3, second.star);
    EXPECT_INT(STANDING_SUPERSEDED, standing_on(w, &first, date_of(2027, 3, 1)));
    EXPECT_INT(STANDING_IN_FORCE, standing_on(w, &second, date_of(2027, 3, 1)));
    EXPECT_STR("91-2027-0001", second.serial);
    EXPECT_STR("91-30547-2-2027", second.product_code);
}

TEST(certificate, serials_and_product_codes_run_on)
{
    struct world *w = world_with_meeting_closed(t, 80);
    struct ctx *cx = world_as(w, &w->province);
    str code;
    dossier_id cases[3] = { w->dossier };
    for (int i = 1; i < 3; i++) {
        world_product_add(w, i == 1 ? "Đường thốt nốt" : "Mứt thốt nốt", &code);
        cases[i] = scored(w, code, 70);
    }
    EXPECT_OK(enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), cases, 2));
    EXPECT_OK(enter(w, cx, "2/QĐ-UBND", date_of(2026, 8, 5), cases + 2, 1));
    struct decision_rows decisions;
    struct recognition_rows rows;
    EXPECT_OK(decision_find(cx, NULL, &decisions));
    EXPECT_INT(2, decisions.count);
    EXPECT_INT(2, decisions.at[1].count);
    EXPECT_OK(decision_recognitions(cx, decisions.at[1].id, &rows));
    EXPECT_INT(2, rows.count);
    EXPECT_STR("91-2026-0001", rows.at[0].serial);
    EXPECT_STR("91-2026-0002", rows.at[1].serial);
    EXPECT_STR("91-30547-2-2026", rows.at[1].product_code);
    EXPECT_OK(decision_recognitions(cx, decisions.at[0].id, &rows));
    EXPECT_STR("91-2026-0003", rows.at[0].serial);
    EXPECT_STR("91-30547-3-2026", rows.at[0].product_code);
}

TEST(certificate, only_stars_the_province_recognises_are_granted)
{
    struct world *w = world_with_meeting_closed(t, 90);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_INT(DOSSIER_SENT_TO_CENTRAL, world_case(w, w->dossier).state);
    EXPECT_ERR(ERR_STATE, enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    EXPECT_TEXT(cx, "Hồ sơ “Mật ong rừng tràm” không còn chờ quyết định.");
    EXPECT_OK(
        world_sql(w, "UPDATE dossier SET state = 7")); /* even where the state would allow it */
    EXPECT_ERR(ERR_STATE, enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    EXPECT_TEXT(cx, "Hạng 5 sao của “Mật ong rừng tràm” không do UBND tỉnh công nhận.");
}

TEST(certificate, a_case_without_stars_is_not_recognised)
{
    struct world *w = world_with_meeting_closed(t, 49);
    EXPECT_INT(DOSSIER_NOT_RECOGNISED, world_case(w, w->dossier).state);
    EXPECT_ERR(ERR_STATE, enter(w, world_as(w, &w->province), "1/QĐ-UBND", date_of(2026, 8, 5),
                                &w->dossier, 1));
}

TEST(certificate, a_case_is_decided_once)
{
    struct world *w = world_with_meeting_closed(t, 80);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    EXPECT_ERR(ERR_STATE, enter(w, cx, "2/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    dossier_id twice[] = { w->dossier, w->dossier };
    EXPECT_ERR(ERR_STATE, enter(w, cx, "3/QĐ-UBND", date_of(2026, 8, 5), twice, 2));
    WORLD_NUMBER(decisions, "SELECT COUNT(*) AS n FROM decision");
    EXPECT_INT(1, world_number(w, &decisions));
}

TEST(certificate, a_decision_is_signed_between_the_result_and_today)
{
    struct world *w = world_with_meeting_closed(t, 80);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_INPUT, enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 6), &w->dossier, 1));
    EXPECT_TEXT(cx, "Ngày ký 06/08/2026 còn ở tương lai.");
    EXPECT_ERR(ERR_INPUT, enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 4), &w->dossier, 1));
    EXPECT_STR("ngay_ky", cx->fault->rows[1].field);
    EXPECT_STR("DECISION_BEFORE_RESULT", cx->fault->rows[1].code);
    EXPECT_ERR(ERR_INPUT, enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), NULL, 0));
    EXPECT_TEXT(cx, "Chưa chọn hồ sơ nào cho quyết định này.");
    EXPECT_OK(enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
}

TEST(certificate, a_number_stands_once_a_year)
{
    struct world *w = world_with_meeting_closed(t, 80);
    struct ctx *cx = world_as(w, &w->province);
    str code;
    EXPECT_OK(enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), &w->dossier, 1));
    world_product_add(w, "Đường thốt nốt", &code);
    dossier_id second = scored(w, code, 70);
    EXPECT_ERR(ERR_INPUT, enter(w, cx, "1/QĐ-UBND", date_of(2026, 8, 5), &second, 1));
    EXPECT_TEXT(cx, "Quyết định số “1/QĐ-UBND” năm nay đã được nhập.");
    w->now = world_morning(2026, 12, 31);
    EXPECT_ERR(ERR_INPUT,
               enter(w, world_as(w, &w->province), "1/QĐ-UBND", date_of(2026, 12, 31), &second, 1));
    w->now = world_morning(2027, 1, 1);
    EXPECT_OK(enter(w, world_as(w, &w->province), "1/QĐ-UBND", date_of(2027, 1, 1), &second, 1));
}

TEST(certificate, nobody_but_the_province_decides)
{
    struct world *w = world_with_meeting_closed(t, 80);
    const struct actor *others[] = { &w->commune, &w->producer, &w->chair, &w->admin, &ANYONE };
    for (ptrdiff_t i = 0; i < COUNT_OF(others); i++)
        EXPECT_ERR(ERR_STATE, enter(w, world_as(w, others[i]), "1/QĐ-UBND", date_of(2026, 8, 5),
                                    &w->dossier, 1));
    EXPECT_INT(DOSSIER_SCORED, world_case(w, w->dossier).state);
}
