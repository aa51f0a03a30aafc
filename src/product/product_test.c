/* product_test.c: the pattern room's tests: what a product keeps, who finds it, what is refused. */
#include "app/test_world.h"
#include "base/vi.h"
#include "core/test_form.h"
#include "product/product_show.html.h"

static struct product product_of(struct world *w, str code)
{
    struct product p;
    EXPECT_OK(product_by_code(world_as(w, &w->province), code, &p));
    return p;
}

/* A product nobody has added yet. */
static struct product fresh(struct world *w, const char *name)
{
    return (struct product){ .code = code_make(w->a),
                             .producer_code = w->producer_code,
                             .name = str_of(name),
                             .set_slug = S(WORLD_SET) };
}

/* -- adding and changing ---------------------------------------------------------------------- */

TEST(product, a_product_comes_back_as_it_went)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct product in = fresh(w, "Mật ong “rừng tràm” <U Minh> & bạn");
    in.unit = S("chai 500 ml");
    in.material = S("Hoa tràm ở Trà Sư");
    in.story = S("Dòng một\nDòng hai, có 'nháy' và \\ ngược");
    EXPECT_OK(product_add_tx(cx, &in));

    struct product p = product_of(w, in.code);
    EXPECT_STR("Mật ong “rừng tràm” <U Minh> & bạn", p.name);
    EXPECT_STR(WORLD_SET, p.set_slug);
    EXPECT_STR("chai 500 ml", p.unit);
    EXPECT_STR("Hoa tràm ở Trà Sư", p.material);
    EXPECT_STR("Dòng một\nDòng hai, có 'nháy' và \\ ngược", p.story);
    EXPECT(str_equal(w->producer_code, p.producer_code));
    EXPECT_STR("HTX Thốt nốt Bảy Núi", p.producer_name);
    EXPECT_STR("91/" WORLD_COMMUNE "/", p.place_path);
    EXPECT(bytes_equal(vi_key(t->a, p.name), p.name_key));
    EXPECT_INT(1, p.version);
    EXPECT_INT(w->now.us, p.created_at.us);
}

static void expect_same(struct world *w, const struct product *in)
{
    struct product p = product_of(w, in->code);
    str want = test_form_json(w->a, &product_form, in);
    EXPECT_STR(cstr(w->a, want), test_form_json(w->a, &product_form, &p));
}

/* Notices a field of the form that a statement of product.sql forgets. */
TEST(product, every_field_of_the_form_is_kept)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct product in = fresh(w, "");
    test_form_fill(t->a, &product_form, &in, 1);
    EXPECT_OK(product_add_tx(cx, &in));
    expect_same(w, &in);
    struct product changed = product_of(w, in.code);
    test_form_fill(t->a, &product_form, &changed, 2);
    EXPECT_OK(product_change_tx(cx, &changed));
    expect_same(w, &changed);
}

TEST(product, every_field_of_the_form_stands_on_the_page)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct product_view v = { .form = form_view(cx, &product_form, url_of(S("/x")), NULL) };
    struct out *page = out_new(t->a, .max_bytes = 1 << 20);
    page_product_edit(page, &v);
    EXPECT_STR("", test_form_missing(t->a, &product_form, out_str(page)));
}

TEST(product, a_change_comes_back_and_counts_one_version)
{
    struct world *w = world_with_product(t);
    struct product p = product_of(w, w->product_code);
    p.name = S("Mật ong rừng tràm Trà Sư");
    p.unit = S("");
    p.story = S("Câu chuyện mới");
    EXPECT_OK(product_change_tx(world_as(w, &w->producer), &p));
    struct product now = product_of(w, w->product_code);
    EXPECT_STR("Mật ong rừng tràm Trà Sư", now.name);
    EXPECT_STR("", now.unit);
    EXPECT_STR("Câu chuyện mới", now.story);
    EXPECT_INT(2, now.version);
    EXPECT_INT(w->product.id, now.id.id);
    EXPECT_STR("", world_verify(w));
}

TEST(product, two_people_at_once_do_not_overwrite_each_other)
{
    struct world *w = world_with_product(t);
    struct product first = product_of(w, w->product_code), second = first;
    first.story = S("Người thứ nhất kể");
    second.story = S("Người thứ hai kể");
    EXPECT_OK(product_change_tx(world_as(w, &w->producer), &first));
    struct ctx *cx = world_as(w, &w->commune);
    EXPECT_ERR(ERR_CONFLICT, product_change_tx(cx, &second));
    EXPECT_TEXT(cx, "Sản phẩm “Mật ong rừng tràm” vừa được người khác sửa.");
    struct product now = product_of(w, w->product_code);
    EXPECT_STR("Người thứ nhất kể", now.story);
    EXPECT_INT(2, now.version);
}

TEST(product, a_version_from_the_future_does_not_overwrite_either)
{
    struct world *w = world_with_product(t);
    struct product p = product_of(w, w->product_code);
    p.version = 2;
    EXPECT_ERR(ERR_CONFLICT, product_change_tx(world_as(w, &w->commune), &p));
    EXPECT_INT(1, product_of(w, w->product_code).version);
}

TEST(product, every_change_leaves_its_link_in_the_trail)
{
    struct world *w = world_with_product(t);
    WORLD_NUMBER(links, "SELECT COUNT(*) AS n FROM audit WHERE stream = 'product/1'");
    struct product p = product_of(w, w->product_code);
    EXPECT_INT(1, world_number(w, &links));
    EXPECT_OK(product_change_tx(world_as(w, &w->commune), &p));
    EXPECT_INT(2, world_number(w, &links));
    EXPECT_ERR(ERR_CONFLICT, product_change_tx(world_as(w, &w->commune), &p));
    EXPECT_INT(2, world_number(w, &links));
}

TEST(product, a_set_of_another_pack_is_refused)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    struct product in = fresh(w, "Mật ong");
    in.set_slug = S("mat-ong-cua-quyet-dinh-cu");
    EXPECT_ERR(ERR_INPUT, product_add_tx(cx, &in));
    EXPECT_TEXT(cx,
                "Bộ sản phẩm “mat-ong-cua-quyet-dinh-cu” không có trong bộ tiêu chí đang áp dụng.");
    EXPECT_STR("bo_san_pham", cx->fault->rows[0].field);
    WORLD_NUMBER(product_count, "SELECT COUNT(*) AS n FROM product");
    EXPECT_INT(0, world_number(w, &product_count));
}

TEST(product, the_set_is_of_the_pack_of_the_day)
{
    struct world *w = world_new(t);
    struct product in = fresh(w, "Cà phê của đợt trước");
    in.set_slug = S("ca-phe-ca-cao");    /* a set of QD1048-2019 alone */
    w->now = world_morning(2023, 2, 24); /* the first day of QD148-2023 */
    EXPECT_ERR(ERR_INPUT, product_add_tx(world_as(w, &w->commune), &in));
    w->now = world_morning(2023, 2, 23);
    EXPECT_OK(product_add_tx(world_as(w, &w->commune), &in));
}

TEST(product, an_unknown_producer_and_one_of_another_commune_sound_the_same)
{
    struct world *w = world_new(t);
    str codes[] = { code_make(t->a), w->other_producer_code, S("") };
    for (ptrdiff_t i = 0; i < COUNT_OF(codes); i++) {
        struct ctx *cx = world_as(w, &w->commune);
        struct product in = fresh(w, "Mật ong");
        in.producer_code = codes[i];
        EXPECT_ERR(ERR_INPUT, product_add_tx(cx, &in));
        EXPECT_STR("chu_the", cx->fault->rows[0].field);
        EXPECT_STR("PRODUCT_PRODUCER_UNKNOWN", cx->fault->rows[0].code);
    }
}

/* -- who sees it ------------------------------------------------------------------------------ */

TEST(product, those_of_its_area_and_its_producer_see_it_and_nobody_else)
{
    struct world *w = world_with_product(t);
    const struct actor *see[] = { &w->producer, &w->commune, &w->province };
    const struct actor *not_see[] = { &w->other_producer, &w->other_commune, &w->chair, &w->admin,
                                      &ANYONE };
    struct product p;
    for (ptrdiff_t i = 0; i < COUNT_OF(see); i++)
        EXPECT_OK(product_by_code(world_as(w, see[i]), w->product_code, &p));
    for (ptrdiff_t i = 0; i < COUNT_OF(not_see); i++)
        EXPECT_ERR(ERR_NOT_FOUND, product_by_code(world_as(w, not_see[i]), w->product_code, &p));
    EXPECT_ERR(ERR_NOT_FOUND, product_by_code(world_as(w, &w->province), code_make(t->a), &p));
}

TEST(product, nobody_else_changes_it)
{
    struct world *w = world_with_product(t);
    const struct actor *strangers[] = { &w->other_producer, &w->other_commune, &w->chair, &w->admin,
                                        &ANYONE };
    struct product p = product_of(w, w->product_code);
    p.name = S("Tên khác");
    for (ptrdiff_t i = 0; i < COUNT_OF(strangers); i++)
        EXPECT_ERR(ERR_NOT_FOUND, product_change_tx(world_as(w, strangers[i]), &p));
    EXPECT_STR("Mật ong rừng tràm", product_of(w, w->product_code).name);
}

TEST(product, a_change_cannot_carry_a_product_into_the_strangers_area)
{
    struct world *w = world_with_product(t);
    struct product p = product_of(w, w->product_code);
    p.place_path = S("91/" WORLD_OTHER_COMMUNE "/"); /* what a stranger would have to claim */
    p.producer_code = w->other_producer_code;
    p.name = S("Tên khác");
    enum err e = product_change_tx(world_as(w, &w->other_commune), &p);
    struct product now = product_of(w, w->product_code);
    EXPECT_ERR(ERR_NOT_FOUND, e);
    EXPECT_STR("Mật ong rừng tràm", now.name);
}

/* -- finding ---------------------------------------------------------------------------------- */

static ptrdiff_t found(struct world *w, const struct actor *who, const char *typed)
{
    struct product_rows rows;
    EXPECT_OK(
        product_find(world_as(w, who), &(struct product_query){ .typed = str_of(typed) }, &rows));
    return rows.count;
}

TEST(product, a_name_is_found_with_and_without_marks)
{
    struct world *w = world_with_product(t);
    static const char *const typed[] = { "mật ong rừng tràm",   "mat ong", "MẬT ONG",
                                         "Ma\xCC\xA3\xCC\x82t", "ong mat", "tra",
                                         "  mật   ong ",        "mật-ong", "" };
    for (ptrdiff_t i = 0; i < COUNT_OF(typed); i++)
        EXPECT_INT(1, found(w, &w->province, typed[i]));
    static const char *const other[] = { "mật gấu", "ng", "mậtong", "tràm u minh" };
    for (ptrdiff_t i = 0; i < COUNT_OF(other); i++)
        EXPECT_INT(0, found(w, &w->province, other[i]));
}

TEST(product, a_product_is_found_by_its_producer_its_commune_and_its_set)
{
    struct world *w = world_with_product(t);
    struct product p = product_of(w, w->product_code);
    EXPECT_INT(1, found(w, &w->province, "thốt nốt bảy núi"));
    EXPECT_INT(1, found(w, &w->province, "htx thot not"));
    EXPECT_INT(1, found(w, &w->province, cstr(t->a, p.place_name)));
    EXPECT_INT(1, found(w, &w->province, cstr(t->a, vi_fold(t->a, p.place_name))));
    EXPECT_INT(1, found(w, &w->province, cstr(t->a, product_set_name(p.set_slug))));
    EXPECT_INT(0, found(w, &w->province, "xoài ba màu"));
}

TEST(product, y_and_i_and_dd_and_d_meet)
{
    struct world *w = world_new(t);
    str code;
    world_product_add(w, "Sáo trúc kỹ nghệ Đồng Tháp", &code);
    static const char *const typed[] = { "ky",      "ki",        "kỹ",        "kĩ",
                                         "Kỹ nghệ", "dong thap", "đồng tháp", "Dồng" };
    for (ptrdiff_t i = 0; i < COUNT_OF(typed); i++)
        EXPECT_INT(1, found(w, &w->province, typed[i]));
}

TEST(product, what_means_something_to_the_search_engine_is_only_text)
{
    struct world *w = world_with_product(t);
    static const char *const typed[] = { "\"",
                                         "'",
                                         "*",
                                         "mật\" OR \"x",
                                         "NEAR(mật ong)",
                                         "mật & !ong",
                                         "ong:*",
                                         "name:ong",
                                         "(",
                                         "\\",
                                         "-",
                                         "mật AND",
                                         "%",
                                         "_" };
    for (ptrdiff_t i = 0; i < COUNT_OF(typed); i++) {
        struct product_rows rows;
        EXPECT_OK(product_find(world_as(w, &w->province),
                               &(struct product_query){ .typed = str_of(typed[i]) }, &rows));
    }
}

TEST(product, a_changed_name_is_found_and_the_old_one_is_not)
{
    struct world *w = world_with_product(t);
    struct product p = product_of(w, w->product_code);
    p.name = S("Sáp thơm");
    EXPECT_OK(product_change_tx(world_as(w, &w->commune), &p));
    EXPECT_INT(1, found(w, &w->province, "sáp"));
    EXPECT_INT(0, found(w, &w->province, "rừng tràm"));
}

TEST(product, searching_stays_within_the_actors_area)
{
    struct world *w = world_with_product(t);
    EXPECT_INT(1, found(w, &w->commune, "mật ong"));
    EXPECT_INT(1, found(w, &w->producer, "mật ong"));
    EXPECT_INT(1, found(w, &w->commune, ""));
    EXPECT_INT(0, found(w, &w->other_commune, "mật ong"));
    EXPECT_INT(0, found(w, &w->other_producer, "mật ong"));
    EXPECT_INT(0, found(w, &w->other_producer, ""));
    EXPECT_INT(0, found(w, &w->chair, ""));
    EXPECT_INT(0, found(w, &ANYONE, "mật ong"));
}

TEST(product, a_set_narrows_the_list)
{
    struct world *w = world_with_product(t);
    struct product_rows rows;
    struct product_query q = { .set_slug = S(WORLD_SET) };
    EXPECT_OK(product_find(world_as(w, &w->province), &q, &rows));
    EXPECT_INT(1, rows.count);
    q.set_slug = S("vai-may-mac");
    EXPECT_OK(product_find(world_as(w, &w->province), &q, &rows));
    EXPECT_INT(0, rows.count);
    q.typed = S("mật");
    EXPECT_OK(product_find(world_as(w, &w->province), &q, &rows));
    EXPECT_INT(0, rows.count);
}

/* -- pages ------------------------------------------------------------------------------------ */

enum { MANY = 120 };

static enum err add_many(struct ctx *cx, const void *in)
{
    static const char *const names[] = { "Ấm", "áo", "Dừa", "Đũa", "Đậu", "Ổi", "Yến", "Quýt" };
    struct world *w = (struct world *)(uintptr_t)in;
    for (int i = 0; i < MANY; i++) {
        struct product p = fresh(w, names[i % COUNT_OF(names)]);
        product_id id;
        TRY(product_add(cx, &p, &id));
    }
    return OK;
}

/* Walks every page, 50 rows at a time; the test fails on a gap, a repeat or a wrong order. */
static ptrdiff_t walk(struct world *w, const char *typed)
{
    struct product_query q = { .typed = str_of(typed) };
    bool seen[MANY + 1] = { false };
    ptrdiff_t total = 0;
    for (;;) {
        struct product_rows rows;
        EXPECT_OK(product_find(world_as(w, &w->province), &q, &rows));
        EXPECT(rows.count <= PRODUCT_PAGE_ROWS + 1);
        ptrdiff_t shown = rows.count > PRODUCT_PAGE_ROWS ? PRODUCT_PAGE_ROWS : rows.count;
        for (ptrdiff_t i = 0; i < shown; i++) {
            EXPECT(!seen[rows.at[i].id.id]);
            seen[rows.at[i].id.id] = true;
            EXPECT(i == 0 || vi_compare(w->a, rows.at[i - 1].name, rows.at[i].name) <= 0);
        }
        total += shown;
        if (rows.count <= PRODUCT_PAGE_ROWS)
            return total;
        q.after = rows.at[shown - 1].id;
        q.after_key = rows.at[shown - 1].name_key;
    }
}

TEST(product, pages_follow_each_other_in_vietnamese_order_without_gap_or_repeat)
{
    struct world *w = world_new(t);
    struct ctx *cx = world_as(w, &w->commune);
    EXPECT_OK(tx_run(cx, add_many, w));
    EXPECT_INT(MANY, walk(w, ""));
    EXPECT_INT(MANY, walk(w, "thốt nốt"));
    EXPECT_INT(MANY / 8, walk(w, "đậu"));
    struct product_rows rows;
    EXPECT_OK(product_find(cx, &(struct product_query){ 0 }, &rows));
    EXPECT_INT(PRODUCT_PAGE_ROWS + 1, rows.count);
    EXPECT_STR("áo", rows.at[0].name);
    EXPECT_STR("Ấm", rows.at[MANY / 8].name);
    EXPECT_STR("Dừa", rows.at[MANY / 4].name);
    EXPECT_STR("Đậu", rows.at[MANY / 8 * 3].name);
}

/* -- the form --------------------------------------------------------------------------------- */

static enum err take(struct ctx *cx, str name, struct product *out)
{
    struct req_pair at[] = { { S("chu_the"), code_make(cx->a) },
                             { S("ten"), name },
                             { S("bo_san_pham"), S(WORLD_SET) } };
    *out = (struct product){ 0 };
    return form_take_pairs(cx, &product_form, &(struct req_pairs){ at, COUNT_OF(at) }, out);
}

static str letters(struct arena *a, int count)
{
    struct out *o = out_new(a, .max_bytes = 1 << 10);
    for (int i = 0; i < count; i++)
        put(o, S("ỗ"));
    return out_str(o);
}

TEST(product, a_name_has_2_to_200_characters)
{
    struct world *w = world_new(t);
    struct product got;
    static const int fine[] = { 2, 200 }, wrong[] = { 1, 201 };
    for (int i = 0; i < 2; i++) {
        EXPECT_OK(take(world_as(w, &w->commune), letters(t->a, fine[i]), &got));
        struct product in = fresh(w, cstr(t->a, got.name));
        EXPECT_OK(product_add_tx(world_as(w, &w->commune), &in)); /* the table's CHECK agrees */
        struct ctx *cx = world_as(w, &w->commune);
        EXPECT_ERR(ERR_INPUT, take(cx, letters(t->a, wrong[i]), &got));
        EXPECT_STR("ten", cx->fault->rows[0].field);
        in = fresh(w, cstr(t->a, letters(t->a, wrong[i])));
        EXPECT_ERR(ERR_CONFLICT, product_add_tx(world_as(w, &w->commune), &in));
    }
}

/* -- addresses -------------------------------------------------------------------------------- */

TEST(product, a_public_address_is_readable_and_ends_with_the_code)
{
    EXPECT_STR("/san-pham/mat-ong-bac-ha-7K3M9QXT2HVA",
               product_public_path(t->a, S("Mật ong bạc hà"), S("7K3M9QXT2HVA")).text);
    EXPECT_STR("/quan-ly/san-pham/7K3M9QXT2HVA", product_manage_path(t->a, S("7K3M9QXT2HVA")).text);
}
