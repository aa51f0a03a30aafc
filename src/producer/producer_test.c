/* producer_test.c: who is entered, by whom, and with which tax code. */
#include "app/test_world.h"
#include "core/test_form.h"
#include "producer/producer_show.html.h"

static struct producer fresh(struct world *w, const char *commune, const char *tax_code)
{
    return (struct producer){ .code = code_make(w->a),
                              .legal_type = ENTERPRISE,
                              .name = S("Công ty Khô cá"),
                              .representative = S("Trần Văn Lộc"),
                              .place_code = str_of(commune),
                              .tax_code = str_of(tax_code),
                              .rep_minority = true,
                              .phone = S("0900000102") };
}

static struct producer producer_of(struct world *w, str code)
{
    struct producer p;
    EXPECT_OK(producer_by_code(world_as(w, &w->province), code, &p));
    return p;
}

static void expect_same(struct world *w, const struct producer *in)
{
    struct producer p = producer_of(w, in->code);
    str want = test_form_json(w->a, &producer_form, in);
    EXPECT_STR(cstr(w->a, want), test_form_json(w->a, &producer_form, &p));
}

/* Notices a field of the form that a statement of producer.sql forgets. */
TEST(producer, every_field_of_the_form_is_kept)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct producer in = fresh(w, WORLD_COMMUNE, "");
    test_form_fill(t->a, &producer_form, &in, 1);
    in.tax_code = S("0100109106");
    EXPECT_OK(producer_add_tx(cx, &in));
    expect_same(w, &in);
    struct producer changed = producer_of(w, in.code);
    test_form_fill(t->a, &producer_form, &changed, 2);
    changed.tax_code = S("");
    EXPECT_OK(producer_change_tx(cx, &changed));
    expect_same(w, &changed);
}

TEST(producer, every_field_of_the_form_stands_on_the_page)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct producer_view v = { .form = form_view(cx, &producer_form, url_of(S("/x")), NULL) };
    struct out *page = out_new(t->a, .max_bytes = 1 << 20);
    page_producer_edit(page, &v);
    EXPECT_STR("", test_form_missing(t->a, &producer_form, out_str(page)));
}

TEST(producer, a_producer_comes_back_as_it_went)
{
    struct world *w = world_new(t);
    struct producer in = fresh(w, WORLD_COMMUNE, "0100109106");
    EXPECT_OK(producer_add_tx(world_as(w, &w->commune), &in));
    struct producer p = producer_of(w, in.code);
    EXPECT_STR("Công ty Khô cá", p.name);
    EXPECT_INT(ENTERPRISE, p.legal_type);
    EXPECT_STR("Trần Văn Lộc", p.representative);
    EXPECT(p.rep_minority && !p.rep_female && !p.rep_disabled);
    EXPECT_STR("0100109106", p.tax_code);
    EXPECT_STR(WORLD_COMMUNE, p.place_code);
    EXPECT_STR("91/" WORLD_COMMUNE "/", p.place_path);
    EXPECT_INT(1, p.version);
    EXPECT_STR("", world_verify(w));
}

TEST(producer, a_tax_code_is_checked_by_its_tenth_digit)
{
    struct world *w = world_new(t);
    static const char *const fine[] = { "0100109106", "0300588569", "0100109106-001",
                                        "0100109106001", "" };
    static const char *const wrong[] = { "0100109107",    "0100109105",      "0200109106",
                                         "1000109106",    "010010910",       "01001091060",
                                         "0100109106-01", "0100109106-0011", "01001O9106",
                                         "-100109106",    "0100-109106",     "0100109106-0a1" };
    for (ptrdiff_t i = 0; i < COUNT_OF(fine); i++) {
        struct producer in = fresh(w, WORLD_COMMUNE, fine[i]);
        EXPECT_OK(producer_add_tx(world_as(w, &w->commune), &in));
    }
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++) {
        struct ctx *cx = world_as(w, &w->commune);
        struct producer in = fresh(w, WORLD_COMMUNE, wrong[i]);
        EXPECT_ERR(ERR_INPUT, producer_add_tx(cx, &in));
        EXPECT_STR("ma_so_thue", cx->fault->rows[0].field);
    }
}

TEST(producer, an_officer_enters_producers_of_their_own_commune)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct producer in = fresh(w, WORLD_OTHER_COMMUNE, "");
    EXPECT_ERR(ERR_INPUT, producer_add_tx(cx, &in));
    EXPECT_TEXT(cx,
                "Không có xã, phường nào mang mã “" WORLD_OTHER_COMMUNE "” trong địa bàn của bạn.");
    EXPECT_OK(producer_add_tx(world_as(w, &w->province), &in));
    in = fresh(w, "99999", "");
    EXPECT_ERR(ERR_INPUT, producer_add_tx(world_as(w, &w->province), &in));
    in = fresh(w, WORLD_COMMUNE, "");
    EXPECT_ERR(ERR_INPUT, producer_add_tx(world_as(w, &w->producer), &in));
    EXPECT_ERR(ERR_INPUT, producer_add_tx(world_as(w, &ANYONE), &in));
}

TEST(producer, those_of_its_area_see_it_and_nobody_else)
{
    struct world *w = world_new(t);
    const struct actor *see[] = { &w->producer, &w->commune, &w->province };
    const struct actor *not_see[] = { &w->other_producer, &w->other_commune, &w->chair, &w->admin,
                                      &ANYONE };
    struct producer p;
    for (ptrdiff_t i = 0; i < COUNT_OF(see); i++)
        EXPECT_OK(producer_by_code(world_as(w, see[i]), w->producer_code, &p));
    for (ptrdiff_t i = 0; i < COUNT_OF(not_see); i++)
        EXPECT_ERR(ERR_NOT_FOUND, producer_by_code(world_as(w, not_see[i]), w->producer_code, &p));
}

TEST(producer, two_people_at_once_do_not_overwrite_each_other)
{
    struct world *w = world_new(t);
    struct producer first = producer_of(w, w->producer_code), second = first;
    first.phone = S("0900000001");
    second.phone = S("0900000002");
    EXPECT_OK(producer_change_tx(world_as(w, &w->commune), &first));
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_CONFLICT, producer_change_tx(cx, &second));
    EXPECT_TEXT(cx, "Chủ thể “HTX Thốt nốt Bảy Núi” vừa được người khác sửa.");
    EXPECT_STR("0900000001", producer_of(w, w->producer_code).phone);
}

TEST(producer, a_neighbouring_officer_cannot_take_a_producer_over)
{
    struct world *w = world_new(t);
    struct producer p = producer_of(w, w->producer_code);
    p.place_code = S(WORLD_OTHER_COMMUNE);
    EXPECT_ERR(ERR_NOT_FOUND, producer_change_tx(world_as(w, &w->other_commune), &p));
    EXPECT_ERR(ERR_INPUT, producer_change_tx(world_as(w, &w->commune), &p)); /* nor give it away */
    EXPECT_STR(WORLD_COMMUNE, producer_of(w, w->producer_code).place_code);
}

TEST(producer, a_producer_is_found_with_or_without_marks)
{
    struct world *w = world_new(t);
    static const char *const typed[] = { "thốt nốt", "thot not", "Néang", "neang soc", "BẢY NÚI" };
    struct producer_rows rows;
    for (ptrdiff_t i = 0; i < COUNT_OF(typed); i++) {
        struct producer_query q = { .typed = str_of(typed[i]) };
        EXPECT_OK(producer_find(world_as(w, &w->commune), &q, &rows));
        EXPECT_INT(1, rows.count);
        EXPECT_OK(producer_find(world_as(w, &w->other_producer), &q, &rows));
        EXPECT_INT(0, rows.count);
    }
}
