/* card_test.c: the cards of producers and products: every kind keeps every field, obeys its rules,
 * and its trail stays whole. */
#include "app/test_world.h"
#include "core/card.h"
#include "core/test_form.h"
#include "producer/producer_card.h"
#include "product/product_card.h"

/* Whose cards, as that actor sees them. */
struct owned {
    const struct card_box *box;
    struct card_owner of;
};

static struct owned owned_of(struct world *w, const struct card_box *box)
{
    struct owned o = { .box = box };
    str code = box == &product_cards ? w->product_code : w->producer_code;
    EXPECT_OK(box->owner(world_as(w, &w->province), code, &o.of));
    return o;
}

/* A number no table of fields can work out is made to fit the rules between fields. */
static void fit(const struct card_kind *k, void *card, int seed)
{
    if (k == &site_kind) {
        ((struct site *)card)->place_code = S(WORLD_COMMUNE);
        ((struct site *)card)->position = seed == 1 ? S("10.537130, 105.123450") : S("");
    } else if (k == &producer_year_kind) {
        struct producer_year *y = card;
        y->revenue.dong = 900;
        y->export_revenue.dong = 100 + seed;
        y->workers = 40;
    } else if (k == &sale_unit_kind) {
        struct sale_unit *s = card;
        s->gtin = seed == 1 ? S("8935049501503") : S("");
        s->price_low.dong = 50000 + seed;
        s->price_high.dong = 60000 + seed;
    } else if (k == &product_year_kind) {
        ((struct product_year *)card)->revenue.dong = 5000;
    } else if (k == &issued_code_kind) {
        ((struct issued_code *)card)->code = S("83-829-28780-3-2022");
    }
}

/* Room for the largest kind. */
union any_card {
    struct card card;
    struct paper paper;
    struct site site;
    struct producer_year producer_year;
    struct sale_unit sale_unit;
    struct label label;
    struct issued_code issued_code;
    struct product_year product_year;
    struct roadmap roadmap;
};

static void expect_kept(struct world *w, const struct card_kind *k, int64_t owner, const void *want)
{
    void *have;
    const struct card *card = want;
    EXPECT_OK(card_of(world_as(w, &w->province), k, owner, card->id, &have));
    str text = test_form_json(w->a, k->form, want);
    EXPECT_STR(cstr(w->a, text), test_form_json(w->a, k->form, have));
}

static void every_field_of(struct world *w, const struct card_kind *k, const struct owned *o)
{
    union any_card any = { .card = { .id = { 0 } } };
    test_form_fill(w->a, k->form, &any, 1);
    fit(k, &any, 1);
    EXPECT_OK(card_save_tx(world_as(w, &w->commune), o->box, k, &o->of, &any));
    any.card.version = 1;
    expect_kept(w, k, o->of.id, &any);
    test_form_fill(w->a, k->form, &any, 2);
    fit(k, &any, 2);
    EXPECT_OK(card_save_tx(world_as(w, &w->producer), o->box, k, &o->of, &any));
    expect_kept(w, k, o->of.id, &any);
}

/* Notices a field of a form that a statement forgets. */
TEST(card, every_kind_keeps_every_field_of_its_form)
{
    struct world *w = world_with_product(t);
    const struct card_box *boxes[] = { &producer_cards, &product_cards };
    int kinds = 0;
    for (int b = 0; b < COUNT_OF(boxes); b++) {
        struct owned o = owned_of(w, boxes[b]);
        for (const struct card_kind *const *k = boxes[b]->kinds; *k; k++, kinds++)
            every_field_of(w, *k, &o);
    }
    EXPECT_INT(8, kinds);
    EXPECT_STR("", world_verify(w));
}

static struct paper paper_until(date until)
{
    return (struct paper){ .kind = 2, .number = S("12/2026/ATTP"), .issuer = S("Chi cục"),
                           .valid_from = date_of(2024, 1, 2), .valid_until = until,
                           .note = S("") };
}

TEST(card, a_card_changed_by_another_is_not_overwritten)
{
    struct world *w = world_new(t);
    struct owned o = owned_of(w, &producer_cards);
    struct paper p = paper_until(NO_DATE);
    EXPECT_OK(card_save_tx(world_as(w, &w->commune), o.box, &paper_kind, &o.of, &p));
    p.version = 1;
    struct paper mine = p, theirs = p;
    mine.note = S("bản của xã");
    EXPECT_OK(card_save_tx(world_as(w, &w->commune), o.box, &paper_kind, &o.of, &mine));
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_INT(ERR_CONFLICT, card_save_tx(cx, o.box, &paper_kind, &o.of, &theirs));
    EXPECT_TEXT(cx, "Mục này vừa được người khác sửa hoặc gỡ.");
    EXPECT_INT(ERR_CONFLICT, card_remove_tx(world_as(w, &w->province), o.box, &paper_kind, &o.of,
                                            (const struct card *)&theirs));
}

TEST(card, a_removed_card_keeps_its_row_and_is_not_seen)
{
    struct world *w = world_new(t);
    struct owned o = owned_of(w, &producer_cards);
    struct paper p = paper_until(NO_DATE);
    void *gone;
    EXPECT_OK(card_save_tx(world_as(w, &w->commune), o.box, &paper_kind, &o.of, &p));
    p.version = 1;
    EXPECT_OK(card_remove_tx(world_as(w, &w->commune), o.box, &paper_kind, &o.of,
                             (const struct card *)&p));
    EXPECT_INT(ERR_NOT_FOUND, card_of(w->cx, &paper_kind, o.of.id, p.id, &gone));
    WORLD_NUMBER(rows, "SELECT COUNT(*) AS n FROM paper WHERE removed_at > 0");
    EXPECT_INT(1, world_number(w, &rows));
    EXPECT_STR("", world_verify(w));
}

TEST(card, nobody_of_another_area_enters_changes_or_removes_a_card)
{
    struct world *w = world_new(t);
    struct owned o = owned_of(w, &producer_cards);
    const struct actor *strangers[] = { &w->other_commune, &w->other_producer, &w->admin, &ANYONE };
    struct paper p = paper_until(NO_DATE);
    EXPECT_OK(card_save_tx(world_as(w, &w->producer), o.box, &paper_kind, &o.of, &p));
    p.version = 1;
    for (int i = 0; i < COUNT_OF(strangers); i++) {
        struct paper fresh = paper_until(NO_DATE), old = p;
        struct ctx *cx = world_as(w, strangers[i]);
        EXPECT_INT(ERR_NOT_FOUND, card_save_tx(cx, o.box, &paper_kind, &o.of, &fresh));
        EXPECT_INT(ERR_NOT_FOUND, card_save_tx(cx, o.box, &paper_kind, &o.of, &old));
        EXPECT_INT(ERR_NOT_FOUND, card_remove_tx(cx, o.box, &paper_kind, &o.of,
                                                 (const struct card *)&old));
    }
}

TEST(card, a_card_of_one_owner_is_not_changed_through_another)
{
    struct world *w = world_new(t);
    struct owned mine = owned_of(w, &producer_cards);
    struct card_owner other;
    EXPECT_OK(producer_cards.owner(world_as(w, &w->province), w->other_producer_code, &other));
    struct paper p = paper_until(NO_DATE);
    EXPECT_OK(card_save_tx(world_as(w, &w->province), mine.box, &paper_kind, &mine.of, &p));
    p.version = 1;
    EXPECT_INT(ERR_NOT_FOUND, card_save_tx(world_as(w, &w->province), mine.box, &paper_kind, &other,
                                           &p));
}

static void expect_refused(struct world *w, const struct card_box *box, const struct card_kind *k,
                           void *card, const char *field, const char *said)
{
    struct owned o = owned_of(w, box);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_INT(ERR_INPUT, card_save_tx(cx, box, k, &o.of, card));
    EXPECT_STR(field, cx->fault->rows[0].field);
    EXPECT_TEXT(cx, said);
}

TEST(card, what_does_not_fit_together_is_told_beside_its_field)
{
    struct world *w = world_with_product(t);
    struct paper p = paper_until(date_of(2024, 1, 1));
    expect_refused(w, &producer_cards, &paper_kind, &p, "den_ngay",
                   "Ngày cuối 01/01/2024 đứng trước ngày đầu 02/01/2024.");
    struct producer_year y = { .year = 2025, .workers = 7, .workers_commune = 8 };
    expect_refused(w, &producer_cards, &producer_year_kind, &y, "lao_dong_xa",
                   "“Trong đó người trong xã” là 8, nhiều hơn tổng số 7.");
    struct site s = { .kind = SITE_SHOP, .name = S("Cửa hàng"), .place_code = S("00000") };
    expect_refused(w, &producer_cards, &site_kind, &s, "xa",
                   "Không có xã, phường nào mang mã “00000”.");
    struct sale_unit u = { .name = S("Chai"), .gtin = S("8935049501504"), .price_low = { 5 } };
    expect_refused(w, &product_cards, &sale_unit_kind, &u, "gtin",
                   "Mã vạch “8935049501504” không đúng.");
    u = (struct sale_unit){ .name = S("Chai"), .price_low = { 5000 }, .price_high = { 4000 } };
    expect_refused(w, &product_cards, &sale_unit_kind, &u, "gia_den",
                   "Giá cao nhất 4.000 ₫ thấp hơn giá thấp nhất 5.000 ₫.");
}

TEST(card, a_year_stands_once)
{
    struct world *w = world_with_product(t);
    struct owned o = owned_of(w, &producer_cards);
    struct producer_year y = { .year = 2025, .revenue = { 1000 }, .workers = 3 };
    EXPECT_OK(card_save_tx(world_as(w, &w->province), o.box, &producer_year_kind, &o.of, &y));
    struct producer_year again = { .year = 2025, .revenue = { 2000 }, .workers = 3 };
    expect_refused(w, &producer_cards, &producer_year_kind, &again, "nam",
                   "Năm 2025 đã có số liệu.");
    y.version = 1;                             /* its own year it may keep */
    y.revenue.dong = 1500;
    EXPECT_OK(card_save_tx(world_as(w, &w->province), o.box, &producer_year_kind, &o.of, &y));
}

TEST(card, papers_that_end_are_listed_by_day_within_the_area)
{
    struct world *w = world_new(t);
    struct owned o = owned_of(w, &producer_cards);
    const date days[] = { date_of(2026, 9, 30), date_of(2026, 8, 6), NO_DATE,
                          date_of(2027, 8, 6) };
    for (int i = 0; i < COUNT_OF(days); i++) {
        struct paper p = paper_until(days[i]);
        EXPECT_OK(card_save_tx(world_as(w, &w->province), o.box, &paper_kind, &o.of, &p));
    }
    struct paper_due_query q = { .from = date_of(2025, 8, 5), .until = date_of(2026, 9, 30),
                                 .after_day = NO_DATE };
    struct paper_due_rows rows;
    EXPECT_OK(paper_due_find(world_as(w, &w->commune), &q, &rows));
    EXPECT_INT(2, rows.count);
    EXPECT_INT(date_of(2026, 8, 6).days, rows.at[0].valid_until.days);
    EXPECT_INT(date_of(2026, 9, 30).days, rows.at[1].valid_until.days);
    q.after_day = rows.at[0].valid_until;
    q.after = rows.at[0].id;
    EXPECT_OK(paper_due_find(world_as(w, &w->commune), &q, &rows));
    EXPECT_INT(1, rows.count);
    EXPECT_OK(paper_due_find(world_as(w, &w->other_commune), &q, &rows));
    EXPECT_INT(0, rows.count);
}

TEST(card, a_paper_says_how_long_it_is_good)
{
    static const struct {
        date until;
        const char *text;
    } cases[] = {
        { { INT32_MIN }, "" },
        { { 20670 }, "Hết hạn hôm nay" },      /* 05/08/2026, the world's day */
        { { 20669 }, "Đã hết hạn" },
        { { 20671 }, "Còn 1 ngày" },
        { { 20730 }, "Còn 60 ngày" },
        { { 20731 }, "Còn hạn" },
    };
    struct world *w = world_new(t);
    EXPECT_INT(20670, date_of(2026, 8, 5).days);
    for (int i = 0; i < COUNT_OF(cases); i++)
        EXPECT_STR(cases[i].text, card_mark_until(w->cx, cases[i].until).text);
}

TEST(card, roadmaps_are_listed_by_year_and_list)
{
    struct world *w = world_with_product(t);
    struct owned o = owned_of(w, &product_cards);
    const struct roadmap steps[] = {
        { .state = ROADMAP_KEY, .star = 5, .year = 2028, .task = S("Xuất khẩu"), .until = NO_DATE },
        { .state = ROADMAP_CANDIDATE, .star = 4, .year = 2027, .task = S("HACCP"),
          .until = NO_DATE },
    };
    for (int i = 0; i < COUNT_OF(steps); i++) {
        struct roadmap r = steps[i];
        EXPECT_OK(card_save_tx(world_as(w, &w->province), o.box, &roadmap_kind, &o.of, &r));
    }
    struct roadmap_line_rows rows;
    EXPECT_OK(roadmap_find(world_as(w, &w->commune), &(struct roadmap_query){ 0 }, &rows));
    EXPECT_INT(2, rows.count);
    EXPECT_INT(2027, rows.at[0].year);
    struct roadmap_query key = { .state = ROADMAP_KEY };
    EXPECT_OK(roadmap_find(world_as(w, &w->commune), &key, &rows));
    EXPECT_INT(1, rows.count);
    EXPECT_STR("Xuất khẩu", rows.at[0].task);
    struct roadmap_query year = { .year = 2027 };
    EXPECT_OK(roadmap_find(world_as(w, &w->commune), &year, &rows));
    EXPECT_INT(1, rows.count);
    EXPECT_OK(roadmap_find(world_as(w, &w->other_commune), &year, &rows));
    EXPECT_INT(0, rows.count);
}

/* -- what is read out of text ------------------------------------------------------------------ */

TEST(card, issued_codes_of_four_and_five_parts_are_read)
{
    struct issued_code c;
    EXPECT(issued_code_read(t->a, S("83-829-28780-3-2022"), &c));
    EXPECT_STR("83", c.province);
    EXPECT_STR("829", c.district);
    EXPECT_STR("28780", c.commune);
    EXPECT_STR("3", c.number);
    EXPECT_INT(2022, c.year);
    EXPECT(issued_code_read(t->a, S("91-30307-12-2026"), &c));
    EXPECT_STR("", c.district);
    EXPECT_STR("30307", c.commune);
    EXPECT_STR("12", c.number);
    EXPECT_INT(2026, c.year);
    static const char *const others[] = { "", "91", "91-30307-12", "91-3030-12-2026",
                                          "91-30307-12-26", "AG-30307-12-2026",
                                          "83-829-28780-3-2022-1", "91-30307--2026",
                                          "83-82-28780-3-2022" };
    for (int i = 0; i < COUNT_OF(others); i++) {
        EXPECT(!issued_code_read(t->a, str_of(others[i]), &c));
        EXPECT_STR("", c.province);
        EXPECT_INT(0, c.year);
    }
}

/* 9638507: 3 x (7 + 5 + 3 + 9) + (0 + 8 + 6) = 86, so 4 makes it ninety. */
TEST(card, a_barcode_has_its_check_digit)
{
    static const char *const good[] = { "96385074", "036000291452", "4006381333931",
                                        "10614141542311" };
    static const char *const bad[] = { "", "96385075", "036000291453", "4006381333930",
                                       "10614141542312", "963850742", "40063813339311", "4006381 33931",
                                       "106141415423110" };
    for (int i = 0; i < COUNT_OF(good); i++)
        EXPECT(gtin_fine(str_of(good[i])));
    for (int i = 0; i < COUNT_OF(bad); i++)
        EXPECT(!gtin_fine(str_of(bad[i])));
}

TEST(card, a_position_is_two_numbers_of_degrees)
{
    static const struct {
        const char *text;
        bool fine;
        int32_t latitude, longitude;
    } cases[] = {
        { "10.53713, 105.12345", true, 10537130, 105123450 },
        { "-33.8688197,151.2092955", true, -33868819, 151209295 },
        { "90, 180", true, 90000000, 180000000 },
        { "90.000001, 1", false, 0, 0 },
        { "1, 180.1", false, 0, 0 },
        { "10.5", false, 0, 0 },
        { "10.5 105.1", false, 0, 0 },
        { "10,5, 105,1", false, 0, 0 },
        { "bắc, đông", false, 0, 0 },
        { "10.x, 105", false, 0, 0 },
    };
    for (int i = 0; i < COUNT_OF(cases); i++) {
        int32_t north = 0, east = 0;
        EXPECT_INT(cases[i].fine, position_read(str_of(cases[i].text), &north, &east));
        if (cases[i].fine) {
            EXPECT_INT(cases[i].latitude, north);
            EXPECT_INT(cases[i].longitude, east);
        }
    }
    EXPECT_STR("-0.000500, 105.123450", position_show(t->a, -500, 105123450));
    EXPECT_STR("", position_show(t->a, 0, 0));
}

TEST(card, money_is_typed_with_or_without_points)
{
    static const struct {
        const char *typed;
        int64_t dong;                          /* -1 = refused */
    } cases[] = {
        { "1250000", 1250000 },   { "1.250.000", 1250000 }, { "1 250 000", 1250000 },
        { "1.250.000 ₫", 1250000 }, { "1250000đ", 1250000 }, { "5 đồng", 5 },
        { "1.5", -1 },            { "1.2500", -1 },         { "1,250,000", -1 },
        { ".250", -1 },           { "1..250", -1 },         { "hai triệu", -1 },
        { "-5", -1 },             { "100000000000001", -1 }, { "100000000000000", 100000000000000 },
    };
    struct world *w = world_new(t);
    for (int i = 0; i < COUNT_OF(cases); i++) {
        struct req_pair pairs[] = { { S("ten"), S("Chai") }, { S("ngay_gia"), S("2/1/2026") },
                                    { S("gia_tu"), str_of(cases[i].typed) } };
        struct sale_unit u = { 0 };
        struct ctx *cx = world_as(w, &w->province);
        enum err e = form_take_pairs(cx, sale_unit_kind.form,
                                     &(struct req_pairs){ pairs, COUNT_OF(pairs) }, &u);
        EXPECT_INT(cases[i].dong < 0 ? ERR_INPUT : OK, e);
        if (cases[i].dong >= 0)
            EXPECT_INT(cases[i].dong, u.price_low.dong);
    }
}
