/* report_test.c: figures that provinces have published, made anew from tables of invented
 * producers; where a figure comes from stands beside its test. */
#include "report/test_table.h"

/* Further communes until there are `all` of them, as another province has. */
static void communes_until(struct world *w, int32_t all)
{
    struct place_import done;
    struct out *o = out_new(w->a, .max_bytes = 1 << 20);
    put(o, S("code,name,short_name,level,type,parent_code,valid_from,valid_to\n"
             "91,Tỉnh An Giang,An Giang,province,tinh,,2025-07-01,\n"));
    for (int32_t i = 102; i < all; i++)
        put(o, join(w->a, S("4"), show(w->a, (int32_t)(1000 + i)), S(",Xã Số "), show(w->a, i),
                    S(",Số "), show(w->a, i), S(",commune,xa,91,2025-07-01,\n")));
    EXPECT_OK(place_import(world_as(w, &w->maker), out_str(o), S(""), false, &done));
}

/* Tuyên Quang, 11/07/2024 (nhandan.vn): 240 = 201 + 38 + 1 potential; 179 producers = 133 + 12 + 6
 * + 28; 121 of 138 communes, 87,7 % where the article cuts to 87 %; 104,3 % of a plan of 230. */
TEST(report, tuyen_quang_2024_counts_240_products_of_179_producers_in_121_of_138_communes)
{
    static const struct {
        const char *word;
        int32_t count;
    } kinds[] = { { "HTX", 133 }, { "Công ty", 12 }, { "Tổ hợp tác", 6 }, { "Hộ kinh doanh", 28 } };
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    communes_until(w, 138);
    int32_t n = 0;
    for (int32_t k = 0; k < COUNT_OF(kinds); k++)
        for (int32_t i = 0; i < kinds[k].count; i++, n++) {
            struct row r = { n, kinds[k].word, n, commune_code(w, n % 121), "3", "05/08/2025" };
            bring_row(t, o, &r);
        }
    for (; n < 240; n++) {                     /* sixty-one producers have a second product */
        struct row r = { n, "HTX", n - 179, commune_code(w, (n - 179) % 121),
                         n < 201 ? "3" : n < 239 ? "4 sao" : "Tiềm năng 5 sao", "05/08/2025" };
        bring_row(t, o, &r);
    }
    bring_in(w, o);
    struct report r = report_on(w, date_of(2026, 8, 5));
    EXPECT_INT(240, r.products);
    EXPECT_INT(201, r.stars[3]);
    EXPECT_INT(38, r.stars[4]);
    EXPECT_INT(1, r.potential);
    EXPECT_INT(179, r.producers);
    EXPECT_INT(133, r.types[COOPERATIVE]);
    EXPECT_INT(12, r.types[ENTERPRISE]);
    EXPECT_INT(6, r.types[COOP_GROUP]);
    EXPECT_INT(28, r.types[HOUSEHOLD_BUSINESS]);
    EXPECT_INT(121, r.communes);
    EXPECT_INT(138, r.communes_all);
    EXPECT_STR("87,7 %", report_share(t->a, r.communes, r.communes_all));
    EXPECT_STR("104,3 %", report_share(t->a, r.products, 230));
}

/* Sóc Trăng, 28/04/2023: 189 = 1 + 19 + 169 of 102 producers. */
TEST(report, soc_trang_2023_counts_189_products_of_102_producers)
{
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    for (int32_t n = 0; n < 189; n++) {
        struct row r = { n, "HTX", n % 102, commune_code(w, n % 80),
                         n < 169 ? "3" : n < 188 ? "4" : "5", "05/08/2025" };
        bring_row(t, o, &r);
    }
    bring_in(w, o);
    struct report r = report_on(w, date_of(2026, 8, 5));
    EXPECT_INT(189, r.products);
    EXPECT_INT(169, r.stars[3]);
    EXPECT_INT(19, r.stars[4]);
    EXPECT_INT(1, r.stars[5]);
    EXPECT_INT(102, r.producers);
}

/* A paper of 36 months ends on the day of its number; the day after it no longer counts. */
TEST(report, a_star_counts_from_its_first_to_its_last_day)
{
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    struct row r = { 1, "HTX", 1, S(WORLD_COMMUNE), "3", "05/08/2023" };
    bring_row(t, o, &r);
    bring_in(w, o);
    EXPECT_INT(0, report_on(w, date_of(2023, 8, 4)).products);
    EXPECT_INT(1, report_on(w, date_of(2023, 8, 5)).products);
    EXPECT_INT(1, report_on(w, date_of(2026, 8, 5)).products);
    EXPECT_INT(0, report_on(w, date_of(2026, 8, 6)).products);
}

/* An evaluation anew may go up, stay or go down: the newest of the day counts. */
TEST(report, the_newest_recognition_of_the_day_counts)
{
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    struct row first = { 1, "HTX", 1, S(WORLD_COMMUNE), "4", "05/08/2023" };
    struct row later = { 1, "HTX", 1, S(WORLD_COMMUNE), "3", "01/06/2025" };
    bring_row(t, o, &first);
    bring_in(w, o);
    o = bring_table(t);
    bring_row(t, o, &later);
    bring_in(w, o);
    EXPECT_INT(1, report_on(w, date_of(2025, 5, 31)).stars[4]);
    EXPECT_INT(0, report_on(w, date_of(2025, 6, 1)).stars[4]);
    EXPECT_INT(1, report_on(w, date_of(2025, 6, 1)).stars[3]);
    EXPECT_INT(1, report_on(w, date_of(2025, 6, 1)).products);
}

/* -- units through time ------------------------------------------------------------------------ */

static void old_units(struct world *w)
{
    struct place_import done;
    EXPECT_OK(place_import(
        world_as(w, &w->maker),
        S("code,name,short_name,level,type,parent_code,valid_from,valid_to\n"
          "89,Tỉnh An Giang,An Giang,province,tinh,,,2025-07-01\n"
          "883,Thành phố Long Xuyên,Long Xuyên,district,thanh_pho,89,,2025-07-01\n"
          "30280,Phường Mỹ Bình,Mỹ Bình,commune,phuong,883,,2025-07-01\n"
          "30283,Phường Mỹ Long,Mỹ Long,commune,phuong,883,,2025-07-01\n"
          "30999,Xã Chia Đôi,Chia Đôi,commune,xa,883,,2025-07-01\n"),
        S(""), false, &done));
    EXPECT_OK(place_changes_import(world_as(w, &w->maker),
                                   S("old_level,old_code,old_name,new_code,new_name,relation\n"
                                     "province,89,Tỉnh An Giang,91,Tỉnh An Giang,whole\n"
                                     "commune,30280,Phường Mỹ Bình,30307,Phường Long Xuyên,whole\n"
                                     "commune,30283,Phường Mỹ Long,30307,Phường Long Xuyên,whole\n"
                                     "commune,30999,Xã Chia Đôi,30307,Phường Long Xuyên,part\n"
                                     "commune,30999,Xã Chia Đôi,30547,Xã Ba Chúc,part\n"),
                                   false, &done));
    EXPECT_INT(5, done.added);
}

TEST(report, a_product_of_an_abolished_district_counts_under_the_unit_of_the_day)
{
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    date before = date_of(2025, 6, 30), after = date_of(2025, 7, 1);
    old_units(w);
    struct row one = { 1, "HTX", 1, S("30280"), "3", "07/05/2025" };
    struct row two = { 2, "HTX", 2, S("30283"), "3", "07/05/2025" };
    bring_row(t, o, &one);
    bring_row(t, o, &two);
    bring_in(w, o);
    EXPECT_INT(1, products_in(w, before, "Phường Mỹ Bình"));
    EXPECT_INT(1, products_in(w, before, "Phường Mỹ Long"));
    EXPECT_INT(0, products_in(w, before, "Phường Long Xuyên"));
    EXPECT_INT(2, products_in(w, after, "Phường Long Xuyên"));
    EXPECT_INT(2, report_on(w, before).communes);
    EXPECT_INT(3, report_on(w, before).communes_all);
    EXPECT_INT(1, report_on(w, after).communes);
    EXPECT_INT(102, report_on(w, after).communes_all);
}

TEST(report, a_product_of_a_split_commune_waits_for_an_officer)
{
    struct world *w = world_new(t);
    struct producer_rows rows;
    struct out *o = bring_table(t);
    old_units(w);
    struct row r = { 1, "HTX", 1, S("30999"), "3", "07/05/2025" };
    bring_row(t, o, &r);
    bring_in(w, o);
    EXPECT_INT(1, products_in(w, date_of(2025, 6, 30), "Xã Chia Đôi"));
    EXPECT_INT(1, report_on(w, date_of(2025, 7, 1)).without_commune);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(producer_find(cx, &(struct producer_query){ .typed = S("htx 1") }, &rows));
    EXPECT_INT(1, rows.count);
    struct producer p = rows.at[0];
    p.place_code = S("30547");                 /* the officer says which half */
    p.representative = S("Nguyễn Văn Ba");
    EXPECT_OK(producer_change_tx(cx, &p));
    EXPECT_INT(0, report_on(w, date_of(2025, 7, 1)).without_commune);
    EXPECT_INT(1, products_in(w, date_of(2025, 7, 1), "Xã Ba Chúc"));
    EXPECT_INT(1, products_in(w, date_of(2025, 6, 30), "Xã Chia Đôi"));
    EXPECT_STR("", world_verify(w));
}

/* -- decisions of before and after the merger -------------------------------------------------- */

static enum err move_house(struct ctx *cx, UNUSED const void *in)
{
    TRY(setting_put(cx, S("province_code"), S("68")));
    return setting_put(cx, S("province_name"), S("Tỉnh Lâm Đồng"));
}

/* The house is Lâm Đồng's: communes of two districts of Đắk Nông as they were, and what became of
 * them by NQ 1671/NQ-UBTVQH15. */
static void lam_dong(struct world *w)
{
    struct place_import done;
    EXPECT_OK(tx_run(w->cx, move_house, NULL));
    EXPECT_OK(house_refresh(w->cx));
    office_of(w, S("68/"));
    EXPECT_OK(place_import(
        world_as(w, &w->maker),
        S("code,name,short_name,level,type,parent_code,valid_from,valid_to\n"
          "67,Tỉnh Đắk Nông,Đắk Nông,province,tinh,,,2025-07-01\n"
          "68,Tỉnh Lâm Đồng,Lâm Đồng,province,tinh,,2025-07-01,\n"
          "662,Huyện Cư Jút,Cư Jút,district,huyen,67,,2025-07-01\n"
          "665,Huyện Đắk Song,Đắk Song,district,huyen,67,,2025-07-01\n"
          "24655,Xã Tâm Thắng,Tâm Thắng,commune,xa,662,,2025-07-01\n"
          "24717,Thị trấn Đức An,Đức An,commune,thi_tran,665,,2025-07-01\n"
          "24718,Xã Đắk Môl,Đắk Môl,commune,xa,665,,2025-07-01\n"
          "24719,Xã Đắk Hòa,Đắk Hòa,commune,xa,665,,2025-07-01\n"
          "24640,Xã Cư Jút,Cư Jút,commune,xa,68,2025-07-01,\n"
          "24717,Xã Đức An,Đức An,commune,xa,68,2025-07-01,\n"
          "24718,Xã Đắk Song,Đắk Song,commune,xa,68,2025-07-01,\n"),
        S(""), false, &done));
    EXPECT_OK(place_changes_import(world_as(w, &w->maker),
                                   S("old_level,old_code,old_name,new_code,new_name,relation\n"
                                     "province,67,Tỉnh Đắk Nông,68,Tỉnh Lâm Đồng,merged\n"
                                     "commune,24655,Xã Tâm Thắng,24640,Xã Cư Jút,whole\n"
                                     "commune,24717,Thị trấn Đức An,24717,Xã Đức An,whole\n"
                                     "commune,24718,Xã Đắk Môl,24718,Xã Đắk Song,whole\n"
                                     "commune,24719,Xã Đắk Hòa,24718,Xã Đắk Song,whole\n"),
                                   false, &done));
    EXPECT_INT(5, done.added);
}

/* As published, newest first; the days are what must come out. */
static const struct paper {
    const char *number;
    const char *issuer;
    const char *typed;                         /* the day, as the source prints it */
    const char *signed_on;
    int32_t products;
    int32_t star;
    const char *communes[2];                   /* of the paper, by turns */
    const char *names[2];
    const char *expires_on;
    const char *opens;
    const char *closes;
} papers[] = {
    { "3981/QĐ-UBND", "UBND tỉnh Lâm Đồng", "05/8/2026", "2026-08-05", 9, 3,
      { "24640", "24640" }, { "Xã Cư Jút", "Xã Cư Jút" },
      "2029-08-05", "2029-02-06", "2029-04-07" },
    { "858/QĐ-UBND", "UBND tỉnh Đắk Nông", "19/6/2025", "2025-06-19", 5, 4,
      { "24717", "24717" }, { "Thị trấn Đức An", "Thị trấn Đức An" },
      "2028-06-19", "2027-12-22", "2028-02-20" },
    { "1887/QĐ-UBND", "UBND huyện Đắk Song", "16/6/2025", "2025-06-16", 8, 3,
      { "24718", "24719" }, { "Xã Đắk Môl", "Xã Đắk Hòa" },
      "2028-06-16", "2027-12-19", "2028-02-17" },
    { "768/QĐ-UBND", "UBND huyện Cư Jút", "07/5/2025", "2025-05-07", 2, 3,
      { "24655", "24655" }, { "Xã Tâm Thắng", "Xã Tâm Thắng" },
      "2028-05-07", "2027-11-09", "2028-01-08" },
};

/* One table with the products of all four, the producers being invented. */
static struct world *world_of_papers(struct test *t)
{
    struct world *w = world_new(t);
    struct out *o = bring_table(t);
    int32_t n = 0;
    lam_dong(w);
    for (int32_t i = 0; i < COUNT_OF(papers); i++)
        for (int32_t k = 0; k < papers[i].products; k++, n++) {
            const struct paper *p = &papers[i];
            struct row r = { n, "HTX", n, str_of(p->communes[k % 2]), p->star == 3 ? "3" : "4",
                             p->typed, p->number, p->issuer };
            bring_row(t, o, &r);
        }
    bring_in(w, o);
    return w;
}

static void expect_paper(struct world *w, const struct paper *want, const struct decision *d)
{
    struct recognition_rows rows;
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_STR(want->number, d->number);
    EXPECT_STR(want->issuer, d->issuer);
    EXPECT_STR(want->signed_on, date_iso(w->a, d->signed_on));
    EXPECT_INT(want->products, d->count);
    EXPECT_OK(decision_recognitions(cx, d->id, &rows));
    EXPECT_INT(want->products, rows.count);
    for (ptrdiff_t i = 0; i < rows.count; i++) {
        struct refiling days;
        bool found;
        EXPECT_INT(want->star, rows.at[i].star);
        EXPECT_STR(want->issuer, rows.at[i].issuer);
        EXPECT_STR(want->names[i % 2], rows.at[i].place_issued);
        EXPECT_STR(want->expires_on, date_iso(w->a, rows.at[i].expires_on));
        EXPECT_OK(recognition_refiling(cx, &rows.at[i], &days, &found));
        EXPECT(found);
        EXPECT_STR(want->opens, date_iso(w->a, days.opens));
        EXPECT_STR(want->closes, date_iso(w->a, days.closes));
    }
}

/* Lâm Đồng, 2025 and 2026: four decisions, two of them of districts that are no more. */
TEST(report, four_decisions_keep_their_issuers_and_end_36_months_after_their_day)
{
    struct world *w = world_of_papers(t);
    struct decision_rows found;
    EXPECT_OK(decision_find(world_as(w, &w->province), NULL, &found));
    EXPECT_INT(COUNT_OF(papers), found.count);
    for (ptrdiff_t i = 0; i < found.count; i++)
        expect_paper(w, &papers[i], &found.at[i]);
    str target = join(t->a, S("/quyet-dinh/"), found.at[1].code);
    EXPECT(str_contains(page_of(w, &w->province, cstr(t->a, target)),
                        S("Nộp hồ sơ đánh giá lại từ 22/12/2027 đến 20/02/2028")));
    EXPECT_STR("", world_verify(w));
}

TEST(report, products_of_abolished_districts_count_under_the_communes_of_the_day)
{
    struct world *w = world_of_papers(t);
    date before = date_of(2025, 6, 30), after = date_of(2025, 7, 1), today = date_of(2026, 8, 5);
    struct report r = report_on(w, before);
    EXPECT_INT(15, r.products);
    EXPECT_INT(10, r.stars[3]);
    EXPECT_INT(5, r.stars[4]);
    EXPECT_INT(4, r.communes);
    EXPECT_INT(2, products_in(w, before, "Xã Tâm Thắng"));
    EXPECT_INT(4, products_in(w, before, "Xã Đắk Môl"));
    EXPECT_INT(4, products_in(w, before, "Xã Đắk Hòa"));
    EXPECT_INT(0, products_in(w, before, "Xã Đắk Song"));
    r = report_on(w, after);
    EXPECT_INT(15, r.products);
    EXPECT_INT(3, r.communes);
    EXPECT_INT(8, products_in(w, after, "Xã Đắk Song"));
    EXPECT_INT(5, products_in(w, after, "Xã Đức An"));
    EXPECT_INT(2, products_in(w, after, "Xã Cư Jút"));
    EXPECT_INT(24, report_on(w, today).products);
    EXPECT_INT(11, products_in(w, today, "Xã Cư Jút"));
    EXPECT_INT(24, report_on(w, date_of(2028, 5, 7)).products);
    EXPECT_INT(22, report_on(w, date_of(2028, 5, 8)).products);
    EXPECT_INT(14, report_on(w, date_of(2028, 6, 17)).products);
    EXPECT_INT(9, report_on(w, date_of(2028, 6, 20)).products);
    EXPECT_INT(0, report_on(w, date_of(2029, 8, 6)).products);
}

/* What was issued on 29/02 ends with February; its window is counted back from there. */
TEST(report, a_paper_of_the_leap_day_ends_on_the_last_of_february)
{
    static const struct run leap = { 1, 2, 1, 1, "3", "29/02/2024" };
    struct world *w = world_new(t);
    struct decision_rows found;
    struct recognition_rows rows;
    struct ctx *cx = world_as(w, &w->province);
    bring_runs(w, &leap, 1);
    EXPECT_INT(1, report_on(w, date_of(2027, 2, 28)).products);
    EXPECT_INT(0, report_on(w, date_of(2027, 3, 1)).products);
    EXPECT_OK(decision_find(cx, NULL, &found));
    EXPECT_OK(decision_recognitions(cx, found.at[0].id, &rows));
    struct refiling days;
    bool known;
    EXPECT_OK(recognition_refiling(cx, &rows.at[0], &days, &known));
    EXPECT(known);
    EXPECT_STR("2026-09-01", date_iso(t->a, days.opens));
    EXPECT_STR("2026-10-31", date_iso(t->a, days.closes));
}
