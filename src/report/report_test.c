/* report_test.c: figures that provinces have published, made anew from tables of invented
 * producers; where a figure comes from stands beside its test. */
#include "app/test_world.h"
#include "base/file.h"
#include "base/out.h"
#include "intake/intake.h"
#include "report/report.h"

/* A table of `rows` rows goes through the whole intake. */
static void bring(struct world *w, const struct out *table)
{
    struct ctx *cx = world_as(w, &w->province);
    struct intake it;
    bool more = true;
    str path = blob_scratch(cx, S(".bang"));
    EXPECT_OK(file_write(w->a, path, out_str(table), 0600));
    struct intake_start in = { INTAKE_PRODUCTS, path, S("bang.csv"), code_make(w->a) };
    EXPECT_OK(intake_begin(cx, &in));
    EXPECT_OK(intake_by_code(cx, in.code, &it));
    EXPECT_OK(intake_map_tx(cx, &(struct intake_map){ it.id, it.mapping, it.version }));
    while (more)
        EXPECT_OK(intake_step(world_as(w, &w->province), it.id, &more));
    EXPECT_OK(intake_by_code(cx, in.code, &it));
    EXPECT_OK(intake_apply_tx(world_as(w, &w->province), &(struct intake_go){ it.id, it.version }));
    for (more = true; more;)
        EXPECT_OK(intake_step(world_as(w, &w->province), it.id, &more));
}

static struct out *table(struct test *t)
{
    struct out *o = out_new(t->a, .max_bytes = 8 << 20);
    put(o, S("Tên sản phẩm,Chủ thể,Mã xã,Hạng sao,Số quyết định,Ngày cấp,Cơ quan cấp\n"));
    return o;
}

struct row {
    int32_t product;
    const char *producer;                      /* "HTX", "Công ty" … */
    int32_t producer_number;
    str commune;
    const char *stars;
    const char *signed_on;
};

static void add(struct test *t, struct out *o, const struct row *r)
{
    put(o, join(t->a, S("Sản phẩm "), show(t->a, r->product), S(","), str_of(r->producer), S(" "),
                show(t->a, r->producer_number), S(",")));
    put(o, join(t->a, r->commune, S(","), str_of(r->stars), S(",12/QĐ-UBND,"),
                str_of(r->signed_on), S(",\n")));
}

static struct report on(struct world *w, date day)
{
    struct report r;
    EXPECT_OK(report_make(world_as(w, &w->province), day, &r));
    return r;
}

/* Codes of the demonstration province's communes, in the order of its list. */
static str commune_code(struct world *w, int32_t n)
{
    struct place_rows rows;
    struct arena_mark mark = arena_mark(w->a);
    EXPECT_OK(place_communes(w->cx, S("91/"), date_of(2026, 8, 5), &rows));
    str code = rows.at[n % rows.count].code;
    char kept[16] = { 0 };
    for (ptrdiff_t i = 0; i < code.len && i < 15; i++)
        kept[i] = code.at[i];
    arena_rewind(w->a, mark);
    return str_copy(w->a, str_of(kept));
}

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
    struct out *o = table(t);
    communes_until(w, 138);
    int32_t n = 0;
    for (int32_t k = 0; k < COUNT_OF(kinds); k++)
        for (int32_t i = 0; i < kinds[k].count; i++, n++) {
            struct row r = { n, kinds[k].word, n, commune_code(w, n % 121), "3", "05/08/2025" };
            add(t, o, &r);
        }
    for (; n < 240; n++) {                     /* sixty-one producers have a second product */
        struct row r = { n, "HTX", n - 179, commune_code(w, (n - 179) % 121),
                         n < 201 ? "3" : n < 239 ? "4 sao" : "Tiềm năng 5 sao", "05/08/2025" };
        add(t, o, &r);
    }
    bring(w, o);
    struct report r = on(w, date_of(2026, 8, 5));
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

/* Đắk Lắk, 20/09/2024 (daklak.gov.vn): 240 products in 92 of 184 communes: 50,0 % exactly.
 * Sóc Trăng, 28/04/2023: 189 = 1 + 19 + 169 of 102 producers. */
TEST(report, soc_trang_2023_counts_189_products_of_102_producers)
{
    struct world *w = world_new(t);
    struct out *o = table(t);
    for (int32_t n = 0; n < 189; n++) {
        struct row r = { n, "HTX", n % 102, commune_code(w, n % 80),
                         n < 169 ? "3" : n < 188 ? "4" : "5", "05/08/2025" };
        add(t, o, &r);
    }
    bring(w, o);
    struct report r = on(w, date_of(2026, 8, 5));
    EXPECT_INT(189, r.products);
    EXPECT_INT(169, r.stars[3]);
    EXPECT_INT(19, r.stars[4]);
    EXPECT_INT(1, r.stars[5]);
    EXPECT_INT(102, r.producers);
    EXPECT_STR("50,0 %", report_share(t->a, 92, 184));
}

/* A paper of 36 months ends on the day of its number; the day after it no longer counts. */
TEST(report, a_star_counts_from_its_first_to_its_last_day)
{
    struct world *w = world_new(t);
    struct out *o = table(t);
    struct row r = { 1, "HTX", 1, S(WORLD_COMMUNE), "3", "05/08/2023" };
    add(t, o, &r);
    bring(w, o);
    EXPECT_INT(0, on(w, date_of(2023, 8, 4)).products);
    EXPECT_INT(1, on(w, date_of(2023, 8, 5)).products);
    EXPECT_INT(1, on(w, date_of(2026, 8, 5)).products);
    EXPECT_INT(0, on(w, date_of(2026, 8, 6)).products);
}

/* An evaluation anew may go up, stay or go down: the newest of the day counts. */
TEST(report, the_newest_recognition_of_the_day_counts)
{
    struct world *w = world_new(t);
    struct out *o = table(t);
    struct row first = { 1, "HTX", 1, S(WORLD_COMMUNE), "4", "05/08/2023" };
    struct row later = { 1, "HTX", 1, S(WORLD_COMMUNE), "3", "01/06/2025" };
    add(t, o, &first);
    bring(w, o);
    o = table(t);
    add(t, o, &later);
    bring(w, o);
    EXPECT_INT(1, on(w, date_of(2025, 5, 31)).stars[4]);
    EXPECT_INT(0, on(w, date_of(2025, 6, 1)).stars[4]);
    EXPECT_INT(1, on(w, date_of(2025, 6, 1)).stars[3]);
    EXPECT_INT(1, on(w, date_of(2025, 6, 1)).products);
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

static int64_t products_in(struct world *w, date day, const char *name)
{
    struct report_unit_rows rows;
    int64_t n = 0;
    EXPECT_OK(report_units(world_as(w, &w->province), day, &rows));
    for (ptrdiff_t i = 0; i < rows.count; i++)
        if (str_is(rows.at[i].name, name))
            n += rows.at[i].products;
    return n;
}

TEST(report, a_product_of_an_abolished_district_counts_under_the_unit_of_the_day)
{
    struct world *w = world_new(t);
    struct out *o = table(t);
    date before = date_of(2025, 6, 30), after = date_of(2025, 7, 1);
    old_units(w);
    struct row one = { 1, "HTX", 1, S("30280"), "3", "07/05/2025" };
    struct row two = { 2, "HTX", 2, S("30283"), "3", "07/05/2025" };
    add(t, o, &one);
    add(t, o, &two);
    bring(w, o);
    EXPECT_INT(1, products_in(w, before, "Phường Mỹ Bình"));
    EXPECT_INT(1, products_in(w, before, "Phường Mỹ Long"));
    EXPECT_INT(0, products_in(w, before, "Phường Long Xuyên"));
    EXPECT_INT(2, products_in(w, after, "Phường Long Xuyên"));
    EXPECT_INT(2, on(w, before).communes);
    EXPECT_INT(3, on(w, before).communes_all);
    EXPECT_INT(1, on(w, after).communes);
    EXPECT_INT(102, on(w, after).communes_all);
}

TEST(report, a_product_of_a_split_commune_waits_for_an_officer)
{
    struct world *w = world_new(t);
    struct producer_rows rows;
    struct out *o = table(t);
    old_units(w);
    struct row r = { 1, "HTX", 1, S("30999"), "3", "07/05/2025" };
    add(t, o, &r);
    bring(w, o);
    EXPECT_INT(1, products_in(w, date_of(2025, 6, 30), "Xã Chia Đôi"));
    EXPECT_INT(1, on(w, date_of(2025, 7, 1)).without_commune);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(producer_find(cx, &(struct producer_query){ .typed = S("htx 1") }, &rows));
    EXPECT_INT(1, rows.count);
    struct producer p = rows.at[0];
    p.place_code = S("30547");                 /* the officer says which half */
    p.representative = S("Nguyễn Văn Ba");
    EXPECT_OK(producer_change_tx(cx, &p));
    EXPECT_INT(0, on(w, date_of(2025, 7, 1)).without_commune);
    EXPECT_INT(1, products_in(w, date_of(2025, 7, 1), "Xã Ba Chúc"));
    EXPECT_INT(1, products_in(w, date_of(2025, 6, 30), "Xã Chia Đôi"));
    EXPECT_STR("", world_verify(w));
}
