/* series_test.c: the years of a province beside each other: what came, what ended, what followed;
 * and two provinces with as many products. The producers are invented. */
#include "format/json.h"
#include "intake/intake.h"
#include "report/test_table.h"

/* What the public list of products counts: "rank=0" those without a star in force today. */
static int64_t total(struct world *w, const char *filter)
{
    struct json_fault why;
    str target = join(w->a, S("/api/v1/products?limit=1&"), str_of(filter));
    const json_t *root = json_read(w->a, page_of(w, &ANYONE, cstr(w->a, target)), 64 << 10, &why);
    return json_member_int(root, "total", -1);
}

/* What the catalogue says it found on the morning of a day: "hieu-luc=het" those that ended. */
static void expect_found(struct world *w, date day, const char *filter, int64_t count)
{
    instant now = w->now;
    struct civil c = date_civil(day);
    str want = join(w->a, S("<h2 class=\"found\">"), show(w->a, count), S(" sản phẩm</h2>"));
    w->now = world_morning(c.year, c.month, c.day);
    str target = join(w->a, S("/san-pham?"), str_of(filter));
    EXPECT(str_contains(page_of(w, &ANYONE, cstr(w->a, target)), want));
    w->now = now;
}

/* -- two provinces with as many products ------------------------------------------------------- */

/* "66017" */
static str commune_of(struct world *w, const char *province, int32_t n)
{
    return join(w->a, str_of(province), n < 10 ? S("00") : n < 100 ? S("0") : S(""),
                show(w->a, n));
}

static void province_with(struct world *w, const char *code, const char *name, int32_t communes)
{
    struct place_import done;
    struct out *o = out_new(w->a, .max_bytes = 1 << 20);
    str province = str_of(code), called = str_of(name);
    put(o, S("code,name,short_name,level,type,parent_code,valid_from,valid_to\n"));
    put(o, join(w->a, province, S(",Tỉnh "), called, S(","), called, S(",province,tinh,,,\n")));
    for (int32_t i = 0; i < communes; i++)
        put(o, join(w->a, commune_of(w, code, i), S(",Xã Số "), show(w->a, i), S(",Số "),
                    show(w->a, i), S(",commune,xa,"), province, S(",,\n")));
    EXPECT_OK(place_import(world_as(w, &w->maker), out_str(o), S(""), false, &done));
}

/* 212 of three stars and, under a decision of their own, 28 of four of ten further producers. */
static void bring_dak_lak(struct world *w)
{
    struct out *o = bring_table(w->t);
    office_of(w, S("66/"));
    for (int32_t n = 0; n < 240; n++) {
        bool four = n >= 212;
        struct row r = { n, "HTX", four ? 92 + n % 10 : n % 92, commune_of(w, "66", n % 92),
                         four ? "4" : "3", four ? "28/12/2023" : "05/06/2023",
                         four ? "98/QĐ-UBND" : "12/QĐ-UBND", "UBND tỉnh Đắk Lắk" };
        bring_row(w->t, o, &r);
    }
    bring_in(w, o);
}

/* Product by product the same names of the same producers under the same number and day. */
static void bring_tuyen_quang(struct world *w)
{
    struct out *o = bring_table(w->t);
    office_of(w, S("08/"));
    for (int32_t n = 0; n < 240; n++) {
        struct row r = { n, "HTX", n % 179, commune_of(w, "08", n % 179 % 121),
                         n < 201 ? "3" : n < 239 ? "4" : "Tiềm năng 5 sao", "05/06/2023",
                         "12/QĐ-UBND", "UBND tỉnh Tuyên Quang" };
        bring_row(w->t, o, &r);
    }
    bring_in(w, o);
}

/* Đắk Lắk, 20/09/2024 (daklak.gov.vn): 240 products of three and four stars in 92 of 184 communes,
 * 50,0 % exactly; 28 of four stars of 10 producers for 2023. Tuyên Quang has 240 products too. */
TEST(report, dak_lak_2024_counts_its_own_240_products_beside_the_240_of_tuyen_quang)
{
    struct world *w = world_new(t);
    struct decision_rows found;
    date day = date_of(2024, 9, 20);
    province_with(w, "66", "Đắk Lắk", 184);
    province_with(w, "08", "Tuyên Quang", 138);
    bring_dak_lak(w);
    bring_tuyen_quang(w);
    struct report other = report_on(w, day);
    EXPECT_INT(240, other.products);
    EXPECT_INT(201, other.stars[3]);
    EXPECT_INT(38, other.stars[4]);
    EXPECT_INT(1, other.potential);
    EXPECT_INT(179, other.producers);
    EXPECT_INT(121, other.communes);
    EXPECT_INT(138, other.communes_all);
    office_of(w, S("66/"));
    struct report r = report_on(w, day), before = report_on(w, date_of(2023, 12, 27));
    EXPECT_INT(240, r.products);
    EXPECT_INT(212, r.stars[3]);
    EXPECT_INT(28, r.stars[4]);
    EXPECT_INT(0, r.potential);
    EXPECT_INT(10, r.producers - before.producers);
    EXPECT_INT(0, before.stars[4]);
    EXPECT_INT(92, r.communes);
    EXPECT_INT(184, r.communes_all);
    EXPECT_STR("50,0 %", report_share(t->a, r.communes, r.communes_all));
    EXPECT(str_contains(page_of(w, &w->province, "/so-lieu?ngay=20/09/2024"), S("(50,0 %)")));
    EXPECT_INT(480, total(w, ""));
    office_of(w, S("91/"));
    EXPECT_INT(0, report_on(w, day).products);
    EXPECT_OK(decision_find(world_as(w, &w->province), NULL, &found));
    EXPECT_INT(3, found.count);                /* two of one number and day, by two issuers */
    EXPECT_INT(28, found.at[0].count);
    EXPECT_INT(240, found.at[1].count);
    EXPECT_INT(212, found.at[2].count);
}

/* -- further series ---------------------------------------------------------------------------- */

/* Vĩnh Long, end of 2025: 1 137 products = 13 + 6 potential + 202 + 916, of 662 producers. */
TEST(report, vinh_long_2025_counts_1137_products_of_662_producers)
{
    static const struct run runs[] = {
        { 0, 916, 0, 662, "3", "10/03/2024" },
        { 916, 1118, 100, 150, "4 sao", "20/06/2024" },
        { 1118, 1124, 650, 3, "Tiềm năng 5 sao", "20/06/2024" },
        { 1124, 1137, 0, 13, "5", "30/12/2025" },
    };
    struct world *w = world_new(t);
    bring_runs(w, runs, COUNT_OF(runs));
    struct report r = report_on(w, date_of(2025, 12, 31));
    EXPECT_INT(1137, r.products);
    EXPECT_INT(13, r.stars[5]);
    EXPECT_INT(6, r.potential);
    EXPECT_INT(202, r.stars[4]);
    EXPECT_INT(916, r.stars[3]);
    EXPECT_INT(662, r.producers);
    EXPECT_INT(1137, total(w, ""));
}

/* Đồng Tháp, end of 2022: 357 products, 92 more than a year before, so 265 then. Twenty of these
 * were recognised anew meanwhile: they are no further products. */
TEST(report, dong_thap_2022_counts_92_products_more_than_the_265_of_a_year_before)
{
    static const struct run first[] = {
        { 0, 20, 0, 20, "3", "20/12/2019" },
        { 20, 265, 0, 140, "3", "31/12/2021" },
        { 265, 357, 60, 92, "4", "01/01/2022" },
    };
    static const struct run anew = { 0, 20, 0, 20, "4", "15/06/2022" };
    struct world *w = world_new(t);
    bring_runs(w, first, COUNT_OF(first));
    bring_runs(w, &anew, 1);
    struct report now = report_on(w, date_of(2022, 12, 31));
    struct report then = report_on(w, date_of(2021, 12, 31));
    EXPECT_INT(357, now.products);
    EXPECT_INT(265, then.products);
    EXPECT_INT(92, now.products - then.products);
    EXPECT_INT(112, now.stars[4]);
    EXPECT_INT(0, then.stars[4]);
}

/* Nghệ An, 04/02/2023: the 48 papers of QĐ 303/QĐ-UBND of 04/02/2020 end that day; 8 filed anew, 40
 * did not. Filing is not in a table: here the eight hold the paper that came of it. */
TEST(report, nghe_an_2023_lists_the_40_of_48_ended_papers_that_nothing_followed)
{
    static const struct run anew = { 0, 8, 0, 8, "3", "03/02/2023" };
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    date last = date_of(2023, 2, 4), next = date_of(2023, 2, 5);
    for (int32_t n = 0; n < 48; n++) {
        struct row r = { n, "HTX", n, S(WORLD_COMMUNE), "3", "4/2/2020",
                         "303/QĐ-UBND", "UBND tỉnh Nghệ An" };
        bring_row(t, o, &r);
    }
    bring_in(w, o);
    EXPECT_INT(48, report_on(w, last).products);
    EXPECT_INT(0, report_on(w, next).products);
    expect_found(w, last, "hieu-luc=het", 0);
    expect_found(w, next, "hieu-luc=het", 48);
    bring_runs(w, &anew, 1);
    EXPECT_INT(48, report_on(w, last).products);
    EXPECT_INT(8, report_on(w, next).products);
    expect_found(w, next, "hieu-luc=con", 8);
    expect_found(w, next, "hieu-luc=het", 40);
}

/* Nghệ An: 4 stars of 2019 became 3 in 2022, 3 became 4 in 2021, 3 stayed 3 in 2022. */
TEST(report, nghe_an_stars_go_down_up_and_stay_and_their_history_is_kept)
{
    static const struct run first[] = { { 1, 2, 1, 1, "4", "10/10/2019" },
                                        { 2, 3, 2, 1, "3", "10/10/2019" },
                                        { 3, 4, 3, 1, "3", "10/10/2019" } };
    static const struct run anew[] = { { 1, 2, 1, 1, "3", "09/09/2022" },
                                       { 2, 3, 2, 1, "4", "01/12/2021" },
                                       { 3, 4, 3, 1, "3", "09/09/2022" } };
    struct world *w = world_new(t);
    struct product_rows found;
    struct recognition_rows papers;
    bring_runs(w, first, COUNT_OF(first));
    bring_runs(w, anew, COUNT_OF(anew));
    EXPECT_INT(1, report_on(w, date_of(2021, 11, 30)).stars[4]);
    EXPECT_INT(2, report_on(w, date_of(2021, 12, 1)).stars[4]);
    EXPECT_INT(1, report_on(w, date_of(2022, 9, 9)).stars[4]);
    EXPECT_INT(3, report_on(w, date_of(2022, 9, 9)).products);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(product_find(cx, &(struct product_query){ .typed = S("san pham") }, &found));
    EXPECT_INT(3, found.count);
    for (ptrdiff_t i = 0; i < found.count; i++) {
        EXPECT_OK(recognition_history(cx, found.at[i].id, &papers));
        EXPECT_INT(2, papers.count);
        EXPECT_INT(anew[i].stars[0] - '0', papers.at[0].star);
        EXPECT_INT(first[i].stars[0] - '0', papers.at[1].star);
    }
}

/* Phú Thọ, first round of 2025: 71 products of 29 communes, 64 of them proposed, 7 not. A table has
 * no proposals: the 64 come with the star they were proposed for. */
TEST(report, phu_tho_2025_keeps_7_of_71_products_without_a_star)
{
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    for (int32_t n = 0; n < 71; n++) {
        struct row r = { n, "HTX", n, commune_code(w, n % 29), "3", "30/06/2025" };
        struct row without = { n, "HTX", n, commune_code(w, n % 29), "", "", "", "" };
        bring_row(t, o, n < 64 ? &r : &without);
    }
    bring_in(w, o);
    EXPECT_INT(71, total(w, ""));
    EXPECT_INT(7, total(w, "rank=0"));
    EXPECT_INT(64, total(w, "rank=3"));
    EXPECT_INT(64, report_on(w, date_of(2025, 6, 30)).products);
    EXPECT_INT(29, report_on(w, date_of(2025, 7, 1)).communes);
}

/* Điện Biên: 138 products of 88 producers, 35 of which ended in 2024. */
TEST(report, dien_bien_2024_loses_35_of_138_products_within_the_year)
{
    static const struct run runs[] = {
        { 0, 20, 0, 20, "3", "01/01/2021" },   /* last day 01/01/2024 */
        { 20, 35, 20, 15, "4", "30/12/2021" }, /* last day 30/12/2024 */
        { 35, 40, 20, 5, "3", "31/12/2021" },  /* still in force on the year's last day */
        { 40, 138, 0, 88, "3", "12/12/2022" },
    };
    struct world *w = world_new(t);
    bring_runs(w, runs, COUNT_OF(runs));
    struct report before = report_on(w, date_of(2023, 12, 31));
    struct report after = report_on(w, date_of(2024, 12, 31));
    EXPECT_INT(138, before.products);
    EXPECT_INT(88, before.producers);
    EXPECT_INT(35, before.products - after.products);
    expect_found(w, date_of(2023, 12, 31), "hieu-luc=con", 138);
    expect_found(w, date_of(2024, 12, 31), "hieu-luc=het", 35);
}

/* One province: 393 products = 296 + 93 + 4; 71 ended, of 47 producers. */
TEST(report, of_393_products_71_ended_with_which_47_producers_have_none)
{
    static const struct run runs[] = {
        { 0, 71, 0, 47, "3", "10/01/2021" },
        { 71, 296, 47, 130, "3", "20/05/2022" },
        { 296, 389, 60, 93, "4", "20/05/2022" },
        { 389, 393, 60, 4, "5", "20/05/2022" },
    };
    struct world *w = world_new(t);
    bring_runs(w, runs, COUNT_OF(runs));
    struct report before = report_on(w, date_of(2024, 1, 10));
    struct report after = report_on(w, date_of(2024, 1, 11));
    EXPECT_INT(393, before.products);
    EXPECT_INT(296, before.stars[3]);
    EXPECT_INT(93, before.stars[4]);
    EXPECT_INT(4, before.stars[5]);
    EXPECT_INT(71, before.products - after.products);
    EXPECT_INT(47, before.producers - after.producers);
    expect_found(w, date_of(2024, 1, 11), "", 393);
    expect_found(w, date_of(2024, 1, 11), "hieu-luc=het", 71);
}

/* The whole country, 31/12/2022: 8 689 products of 4 479 producers; a year later 5 361 producers:
 * 38,1 % cooperatives, 24,2 % enterprises, 34,9 % households, and the rest nobody printed. */
TEST(report, the_country_of_2022_counts_8689_products_of_4479_producers)
{
    static const struct {
        const char *word;
        int32_t until;
    } kinds[] = { { "HTX", 2043 }, { "Công ty", 3340 }, { "Hộ kinh doanh", 5211 },
                  { "Tổ hợp tác", 5361 } };
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    for (int32_t n = 0; n < 8689 + 882; n++) {
        int32_t who = n < 8689 ? n % 4479 : n - 8689 + 4479, kind = 0;
        while (who >= kinds[kind].until)
            kind++;
        struct row r = { n, kinds[kind].word, who, S(WORLD_COMMUNE), "3",
                         n < 8689 ? "31/12/2022" : "01/01/2023" };
        bring_row(t, o, &r);
    }
    bring_in(w, o);
    struct report r = report_on(w, date_of(2022, 12, 31));
    struct report later = report_on(w, date_of(2023, 12, 31));
    EXPECT_INT(8689, r.products);
    EXPECT_INT(4479, r.producers);
    EXPECT_INT(5361, later.producers);
    EXPECT_STR("38,1 %", report_share(t->a, later.types[COOPERATIVE], later.producers));
    EXPECT_STR("24,2 %", report_share(t->a, later.types[ENTERPRISE], later.producers));
    EXPECT_STR("34,9 %", report_share(t->a, later.types[HOUSEHOLD_BUSINESS], later.producers));
    EXPECT_STR("2,8 %", report_share(t->a, later.types[COOP_GROUP], later.producers));
}

/* -- stars taken away -------------------------------------------------------------------------- */

struct gone {
    int32_t count;
    int32_t producers;
    int32_t star;
    const char *why;
};

/* Products of invented producers, each of its own, that lost their star on one day. */
static struct out *revoked_table(struct test *t, const struct gone *all, int32_t kinds,
                                 const char *day)
{
    struct out *o = out_new(t->a, .max_bytes = 1 << 20);
    int32_t n = 0, first = 0;
    put(o, S("Tên sản phẩm,Chủ thể,Mã xã,Hạng sao,Số quyết định,Ngày cấp,Ngày thu hồi,"
             "Quyết định thu hồi,Lý do thu hồi\n"));
    for (int32_t k = 0; k < kinds; first += all[k++].producers)
        for (int32_t i = 0; i < all[k].count; i++, n++) {
            put(o, join(t->a, S("Sản phẩm "), show(t->a, n), S(",HTX "),
                        show(t->a, first + i % all[k].producers), S("," WORLD_COMMUNE ","),
                        show(t->a, all[k].star), S(",12/QĐ-UBND,20/12/2020,")));
            put(o, join(t->a, str_of(day), S(","), day[0] ? S("58/QĐ-UBND") : S(""), S(","),
                        day[0] ? str_of(all[k].why) : S(""), S("\n")));
        }
    return o;
}

static struct report_revoked revoked_on(struct world *w, date from, date until)
{
    struct report_revoked r;
    EXPECT_OK(report_revocations(world_as(w, &w->province), from, until, &r));
    return r;
}

/* Đồng Tháp, 21/12/2024: 47 of 27 producers lost their star, 44 of three and 3 of four; 41 had not
 * filed anew, 6 missed mandatory criteria. */
TEST(report, dong_thap_2024_took_47_stars_of_27_producers_away)
{
    static const struct gone all[] = {
        { 38, 20, 3, "Không nộp hồ sơ đánh giá lại" },
        { 6, 5, 3, "Không đạt điều kiện bắt buộc của Bộ tiêu chí" },
        { 3, 2, 4, "Không nộp hồ sơ đánh giá lại" },
    };
    struct world *w = world_new(t);
    bring_in_as(w, INTAKE_CERTIFICATES, revoked_table(t, all, COUNT_OF(all), ""));
    date eve = date_of(2023, 6, 29), day = date_of(2023, 6, 30);
    EXPECT_INT(47, report_on(w, eve).products);
    str second = bring_in_as(w, INTAKE_CERTIFICATES,
                             revoked_table(t, all, COUNT_OF(all), "30/06/2023"));
    struct report_revoked r = revoked_on(w, date_of(2023, 1, 1), day);
    EXPECT_INT(47, r.products);
    EXPECT_INT(27, r.producers);
    EXPECT_INT(44, r.stars[3]);
    EXPECT_INT(3, r.stars[4]);
    EXPECT_INT(41, r.grounds[REVOKED_NOT_REFILED]);
    EXPECT_INT(6, r.grounds[REVOKED_CRITERIA]);
    EXPECT_INT(0, revoked_on(w, date_of(2023, 1, 1), eve).products);
    EXPECT_INT(47, report_on(w, eve).products);
    EXPECT_INT(0, report_on(w, day).products);
    EXPECT(str_contains(page_of(w, &w->province, "/so-lieu?ngay=30/06/2023"),
                        S("47 sản phẩm của 27 chủ thể.")));
    take_back(w, second);
    EXPECT_INT(0, revoked_on(w, date_of(2023, 1, 1), day).products);
    EXPECT_INT(47, report_on(w, day).products);
    EXPECT_STR("", world_verify(w));
}

TEST(report, a_revocation_whose_recognition_was_taken_back_is_taken_back_too)
{
    static const struct gone all[] = { { 3, 3, 3, "đ" } };
    struct world *w = world_new(t);
    str first = bring_in_as(w, INTAKE_CERTIFICATES, revoked_table(t, all, COUNT_OF(all), ""));
    str second = bring_in_as(w, INTAKE_CERTIFICATES,
                             revoked_table(t, all, COUNT_OF(all), "30/06/2023"));
    take_back(w, first);
    take_back(w, second);
    EXPECT_INT(0, report_on(w, date_of(2023, 6, 29)).products);
    EXPECT_INT(0, revoked_on(w, date_of(2023, 1, 1), date_of(2023, 12, 31)).products);
    EXPECT_STR("", world_verify(w));
}

TEST(report, records_of_the_past_say_how_far_they_were_checked)
{
    static const struct gone all[] = { { 3, 3, 3, "" } };
    struct world *w = world_new(t);
    struct decision_rows found;
    struct recognition_rows papers;
    bring_in_as(w, INTAKE_CERTIFICATES, revoked_table(t, all, COUNT_OF(all), ""));
    EXPECT_OK(decision_find(world_as(w, &w->province), NULL, &found));
    struct verifying in = { found.at[0].code, VERIFIED_COPY_SEEN };
    EXPECT_OK(decision_verify_tx(world_as(w, &w->province), &in));
    EXPECT_OK(decision_recognitions(w->cx, found.at[0].id, &papers));
    EXPECT_INT(3, papers.count);
    for (ptrdiff_t i = 0; i < papers.count; i++)
        EXPECT_INT(VERIFIED_COPY_SEEN, papers.at[i].verified);
    EXPECT_ERR(ERR_NOT_FOUND, decision_verify_tx(world_as(w, &w->commune), &in));
    EXPECT_STR("Đã xem bản sao quyết định", verification_label(papers.at[0].verified));
    EXPECT_STR("", world_verify(w));
}

/* Đồng Tháp, 02/2023, QĐ 58: 25 = 16 + 9 by star, 15 + 10 by reason; papers and their end in one
 * table. */
TEST(report, dong_thap_2023_took_25_stars_away)
{
    static const struct gone all[] = {
        { 15, 9, 3, "đ" },
        { 1, 1, 3, "Không nộp hồ sơ đánh giá lại" },
        { 9, 6, 4, "Không nộp hồ sơ đánh giá lại" },
    };
    struct world *w = world_new(t);
    bring_in_as(w, INTAKE_CERTIFICATES, revoked_table(t, all, COUNT_OF(all), "10/02/2023"));
    struct report_revoked r = revoked_on(w, date_of(2023, 2, 10), date_of(2023, 2, 10));
    EXPECT_INT(25, r.products);
    EXPECT_INT(16, r.stars[3]);
    EXPECT_INT(9, r.stars[4]);
    EXPECT_INT(15, r.grounds[REVOKED_STOPPED]);
    EXPECT_INT(10, r.grounds[REVOKED_NOT_REFILED]);
    EXPECT_INT(25, report_on(w, date_of(2023, 2, 9)).products);
    EXPECT_INT(0, report_on(w, date_of(2023, 2, 10)).products);
}
