/* intake_test.c: a table comes in: its headings, its rows, its faults; it is applied, taken back,
 * and goes on where it stopped. */
#include "app/test_world.h"
#include "base/file.h"
#include "base/out.h"
#include "intake/intake.h"
#include "intake/intake_cli.h"

#define HEADING "TÊN SP,Chủ thể,Mã xã,Bộ sản phẩm,Hạng sao,Số QĐ,Ngày cấp\n"
#define HONEY   "\"Mật ong, mật khác và nông sản thực phẩm khác\""

static struct intake found(struct world *w, str code)
{
    struct intake it;
    EXPECT_OK(intake_by_code(world_as(w, &w->province), code, &it));
    return it;
}

static int32_t found_in(struct world *w, str code)
{
    return found(w, code).state;
}

/* Takes a table as far as its mapping; the code of the intake. */
static str bring(struct world *w, enum intake_kind kind, str content)
{
    struct ctx *cx = world_as(w, &w->province);
    str path = blob_scratch(cx, S(".bang"));
    EXPECT_OK(file_write(w->a, path, content, 0600));
    struct intake_start in = { (int32_t)kind, path, S("sản phẩm.csv"), code_make(w->a) };
    EXPECT_OK(intake_begin(cx, &in));
    return in.code;
}

static void run_all(struct world *w, str code)
{
    bool more = true;
    while (more)
        EXPECT_OK(intake_step(world_as(w, &w->province), found(w, code).id, &more));
}

/* … and checked, by the mapping it guessed. */
static str checked(struct world *w, enum intake_kind kind, str content)
{
    str code = bring(w, kind, content);
    struct intake it = found(w, code);
    struct intake_map in = { it.id, it.mapping, it.version };
    EXPECT_OK(intake_map_tx(world_as(w, &w->province), &in));
    run_all(w, code);
    EXPECT_INT(INTAKE_CHECKED, found(w, code).state);
    return code;
}

static void apply(struct world *w, str code)
{
    struct intake it = found(w, code);
    EXPECT_OK(intake_apply_tx(world_as(w, &w->province), &(struct intake_go){ it.id, it.version }));
    run_all(w, code);
    EXPECT_INT(INTAKE_DONE, found(w, code).state);
}

static struct intake_counts counts(struct world *w, str code)
{
    struct intake_counts n;
    EXPECT_OK(intake_count(w->cx, found(w, code).id, &n));
    return n;
}

/* Sentence of the fault in a line of the file, or empty. */
static str fault_in(struct world *w, str code, int64_t line)
{
    struct intake_row_rows rows;
    EXPECT_OK(intake_rows_of(w->cx, found(w, code).id, ROW_FAULTY, line - 1, &rows));
    return rows.count > 0 && rows.at[0].line == line ? rows.at[0].note : S("");
}

/* -- headings ---------------------------------------------------------------------------------- */

TEST(intake, headings_are_known_in_many_spellings)
{
    static const str headings[] = { S("STT"), S("ten san pham"), S("CHỦ THỂ SẢN XUẤT"),
                                    S("Số QĐ"), S("Hạng"), S("Tên sản phẩm OCOP") };
    EXPECT_STR(",ten_san_pham,chu_the,so_quyet_dinh,hang_sao,",
               intake_guess(t->a, INTAKE_PRODUCTS, headings, COUNT_OF(headings)));
    EXPECT_STR("", intake_missing(INTAKE_PRODUCTS, S("ten_san_pham,chu_the")));
    EXPECT_STR("Chủ thể", intake_missing(INTAKE_PRODUCTS, S("ten_san_pham,")));
    EXPECT_STR("Số quyết định",
               intake_missing(INTAKE_CERTIFICATES, S("ten_san_pham,chu_the,hang_sao,ngay_ky")));
}

TEST(intake, a_mapping_without_a_needed_column_or_with_one_twice_is_refused)
{
    struct world *w = world_new(t);
    str code = bring(w, INTAKE_PRODUCTS, S(HEADING "Mật,HTX Một,,,,,\n"));
    struct intake it = found(w, code);
    struct ctx *cx = world_as(w, &w->province);
    struct intake_map in = { it.id, S("ten_san_pham,,,,,,"), it.version };
    EXPECT_ERR(ERR_INPUT, intake_map_tx(cx, &in));
    EXPECT_TEXT(cx, "Chưa có cột nào được ghép với “Chủ thể”.");
    in.mapping = S("ten_san_pham,chu_the,chu_the,,,,");
    cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_INPUT, intake_map_tx(cx, &in));
    EXPECT_TEXT(cx, "Hai cột cùng được ghép với “Chủ thể”.");
}

TEST(intake, a_file_without_rows_or_that_is_no_table_is_refused_and_leaves_nothing)
{
    struct world *w = world_new(t);
    WORLD_NUMBER(intakes, "SELECT COUNT(*) AS n FROM intake");
    static const str bad[] = { S("Tên SP,Chủ thể\n"), S(""), S("chỉ một chữ"),
                               S("Tên SP,Chủ thể\n\"mở mà không đóng,x\n") };
    for (ptrdiff_t i = 0; i < COUNT_OF(bad); i++) {
        struct ctx *cx = world_as(w, &w->province);
        str path = blob_scratch(cx, S(".bang"));
        EXPECT_OK(file_write(w->a, path, bad[i], 0600));
        struct intake_start in = { INTAKE_PRODUCTS, path, S("x.csv"), code_make(w->a) };
        EXPECT_ERR(ERR_INPUT, intake_begin(cx, &in));
        EXPECT(world_said(cx).len > 0);
    }
    EXPECT_INT(0, world_number(w, &intakes));
}

/* -- rows -------------------------------------------------------------------------------------- */

TEST(intake, every_fault_of_a_row_names_its_column)
{
    static const struct {
        const char *row;
        const char *note;
    } rows[] = {
        { ",HTX Một,,,,,", "Cột “Tên sản phẩm”: chưa có nội dung." },
        { "Mật,,,,,,", "Cột “Chủ thể”: chưa có nội dung." },
        { "Mật,HTX Một,99999,,,,", "Cột “Mã xã”: không có đơn vị nào mã “99999”." },
        { "Mật,HTX Một,,Bộ lạ,,,",
          "Cột “Bộ sản phẩm”: không có bộ sản phẩm “Bộ lạ” trong các bộ tiêu chí." },
        { "Mật,HTX Một,,,7 sao,12/QĐ-UBND,05/08/2025",
          "Cột “Hạng sao”: “7 sao” không phải là hạng 3, 4 hoặc 5 sao." },
        { "Mật,HTX Một,,,4,12/QĐ-UBND,31/02/2025",
          "Cột “Ngày cấp”: “31/02/2025” không phải là ngày. Hãy ghi như 05/08/2026." },
        { "Mật,HTX Một,,,4,,05/08/2025", "Cột “Số quyết định”: chưa có nội dung." },
        { "Mật,HTX Một,,,4,12/QĐ-UBND,05/08/2036", "Cột “Ngày cấp”: 05/08/2036 là ngày chưa tới." },
        { "Mật tốt,HTX Một,,,4,12/QĐ-UBND,05/08/2025", "" },
        { "Mat tot,HTX Một,,,4,12/QĐ-UBND,05/08/2025", "Lặp lại dòng 10." },
    };
    struct world *w = world_new(t);
    struct out *o = out_new(t->a, .max_bytes = 1 << 16);
    put(o, S(HEADING));
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        put(o, join(t->a, str_of(rows[i].row), S("\n")));
    str code = checked(w, INTAKE_PRODUCTS, out_str(o));
    for (ptrdiff_t i = 0; i < COUNT_OF(rows); i++)
        EXPECT_STR(rows[i].note, fault_in(w, code, i + 2));
    struct intake_counts n = counts(w, code);
    EXPECT_INT(1, n.of[ROW_NEW]);
    EXPECT_INT(COUNT_OF(rows) - 1, n.of[ROW_FAULTY]);
}

TEST(intake, dates_and_stars_come_in_many_spellings)
{
    static const char *const days[] = { "05/08/2025", "5/8/2025", "5-8-2025", "2025-08-05",
                                        "05.08.2025", "ngày 5 tháng 8 năm 2025" };
    static const char *const stars[] = { "4", "4 sao", "****", "★★★★", "Hạng 4 sao",
                                         "Tiềm năng 5 sao" };
    struct world *w = world_new(t);
    struct out *o = out_new(t->a, .max_bytes = 1 << 16);
    put(o, S(HEADING));
    for (ptrdiff_t i = 0; i < COUNT_OF(days); i++)
        put(o, join(t->a, S("Mật số "), show(t->a, (int32_t)i), S(",HTX Một,," HONEY ","),
                    str_of(stars[i]), S(",12/QĐ-UBND,"), str_of(days[i]), S("\n")));
    str code = checked(w, INTAKE_PRODUCTS, out_str(o));
    EXPECT_INT(COUNT_OF(days), counts(w, code).of[ROW_NEW]);
    apply(w, code);
    WORLD_NUMBER(right, "SELECT COUNT(*) AS n FROM recognition "
                        "WHERE star = 4 AND issued_on = '2025-08-05' AND expires_on = '2028-08-05'");
    WORLD_NUMBER(potential, "SELECT COUNT(*) AS n FROM recognition WHERE potential = 1");
    WORLD_NUMBER(decisions, "SELECT COUNT(*) AS n FROM decision");
    EXPECT_INT(COUNT_OF(days), world_number(w, &right));
    EXPECT_INT(1, world_number(w, &potential));
    EXPECT_INT(1, world_number(w, &decisions));
}

/* -- applying and taking back ------------------------------------------------------------------ */

#define TWO_ROWS                                                                                   \
    HEADING "Mật rừng,HTX Hai," WORLD_COMMUNE "," HONEY ",3 sao,12/QĐ-UBND,05/08/2025\n"           \
            "Đường thốt nốt,Công ty TNHH Ba,,,,,\n"

TEST(intake, nothing_is_in_the_registry_before_it_is_applied)
{
    struct world *w = world_new(t);
    WORLD_NUMBER(products, "SELECT COUNT(*) AS n FROM product");
    WORLD_NUMBER(producers, "SELECT COUNT(*) AS n FROM producer");
    int64_t before = world_number(w, &producers);
    str code = checked(w, INTAKE_PRODUCTS, S(TWO_ROWS));
    EXPECT_INT(0, world_number(w, &products));
    EXPECT_INT(before, world_number(w, &producers));
    apply(w, code);
    EXPECT_INT(2, world_number(w, &products));
    EXPECT_INT(before + 2, world_number(w, &producers));
    struct intake_counts n = counts(w, code);
    EXPECT_INT(2, n.of[ROW_APPLIED]);
    EXPECT_INT(2, n.producers_made);
    EXPECT_INT(1, n.without_commune);
    EXPECT_STR("", world_verify(w));
}

/* Its paper was made by its issuer; ours would be a forgery. */
TEST(intake, a_recognition_of_the_past_is_never_printed)
{
    struct world *w = world_new(t);
    struct product_rows rows;
    struct recognition r;
    bool found;
    apply(w, checked(w, INTAKE_PRODUCTS, S(TWO_ROWS)));
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(product_find(cx, &(struct product_query){ .typed = S("mat rung") }, &rows));
    EXPECT_OK(recognition_of_product(cx, rows.at[0].id, &r, &found));
    EXPECT(found);
    EXPECT_ERR(ERR_STATE, certificate_print(cx, &r));
    EXPECT_TEXT(cx, "Giấy chứng nhận này do nơi khác cấp trước đây, hệ thống không in lại.");
}

TEST(intake, the_same_table_again_changes_nothing)
{
    struct world *w = world_new(t);
    apply(w, checked(w, INTAKE_PRODUCTS, S(TWO_ROWS)));
    str again = checked(w, INTAKE_PRODUCTS, S(TWO_ROWS));
    EXPECT_INT(2, counts(w, again).of[ROW_SAME]);
    struct intake it = found(w, again);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_STATE, intake_apply_tx(cx, &(struct intake_go){ it.id, it.version }));
    EXPECT_TEXT(cx, "Không có dòng nào để nhập.");
}

TEST(intake, a_changed_cell_changes_the_product_and_an_empty_one_does_not)
{
    struct world *w = world_new(t);
    apply(w, checked(w, INTAKE_PRODUCTS, S(TWO_ROWS)));
    str code = checked(w, INTAKE_PRODUCTS,
                       S("Tên SP,Chủ thể,Quy cách\nMật rừng,HTX Hai,chai 500 ml\n"
                         "Đường thốt nốt,Công ty TNHH Ba,\n"));
    struct intake_counts n = counts(w, code);
    EXPECT_INT(1, n.of[ROW_CHANGED]);
    EXPECT_INT(1, n.of[ROW_SAME]);
    apply(w, code);
    WORLD_NUMBER(right, "SELECT COUNT(*) AS n FROM product WHERE name = 'Mật rừng' AND "
                        "unit = 'chai 500 ml' AND set_slug = '" WORLD_SET "'");
    EXPECT_INT(1, world_number(w, &right));
}

static enum err undo(struct world *w, struct ctx *cx, str code);

TEST(intake, a_table_of_producers_adds_and_changes_them_and_is_taken_back)
{
    struct world *w = world_new(t);
    struct producer p;
    str first = checked(w, INTAKE_PRODUCERS, S("Chủ thể,Loại hình\nHTX Hai,Hợp tác xã\n"));
    apply(w, first);
    EXPECT_INT(1, counts(w, first).without_commune);
    str second = checked(w, INTAKE_PRODUCERS,
                         S("Chủ thể,Mã xã,SĐT,MST\nHTX Hai," WORLD_COMMUNE ",0900000999,0100109106\n"
                           "HTX Ba,99999,,\nHTX Tư,,,0100109107\n"));
    struct intake_counts n = counts(w, second);
    EXPECT_INT(1, n.of[ROW_CHANGED]);
    EXPECT_INT(2, n.of[ROW_FAULTY]);
    EXPECT_STR("Cột “Mã số thuế”: “0100109107” sai số kiểm tra.", fault_in(w, second, 4));
    apply(w, second);
    bool found;
    struct producer by_code = { .tax_code = S("0100109106") }, by_name = { .name = S("HTX Hai") };
    EXPECT_OK(producer_like(w->cx, &by_code, S("91/"), &p, &found));
    EXPECT(found);
    EXPECT_STR("0900000999", p.phone);
    EXPECT_STR("91/" WORLD_COMMUNE "/", p.place_path);
    EXPECT_INT(1, counts(w, checked(w, INTAKE_PRODUCERS,
                                    S("Chủ thể,SĐT\nHTX Hai,0900000999\n"))).of[ROW_SAME]);
    EXPECT_OK(undo(w, world_as(w, &w->province), second));
    EXPECT_OK(producer_like(w->cx, &by_name, S("91/"), &p, &found));
    EXPECT(found);
    EXPECT_STR("", p.phone);
    EXPECT_STR("91/", p.place_path);
    EXPECT_STR("", world_verify(w));
}

static enum err undo(struct world *w, struct ctx *cx, str code)
{
    struct intake it = found(w, code);
    enum err e = intake_undo_tx(cx, &(struct intake_go){ it.id, it.version });
    if (e == OK)
        run_all(w, code);
    return e;
}

TEST(intake, what_was_brought_in_is_taken_back)
{
    struct world *w = world_new(t);
    WORLD_NUMBER(shown, "SELECT COUNT(*) AS n FROM pub_product");
    WORLD_NUMBER(papers, "SELECT COUNT(*) AS n FROM pub_recognition");
    str first = checked(w, INTAKE_PRODUCTS, S(TWO_ROWS));
    apply(w, first);
    str second = checked(w, INTAKE_PRODUCTS, S("Tên SP,Chủ thể,Quy cách\n"
                                               "Mật rừng,HTX Hai,chai 500 ml\n"));
    apply(w, second);
    EXPECT_OK(undo(w, world_as(w, &w->province), second));
    EXPECT_INT(INTAKE_UNDONE, found(w, second).state);
    WORLD_NUMBER(bottled, "SELECT COUNT(*) AS n FROM product WHERE unit <> ''");
    EXPECT_INT(0, world_number(w, &bottled));
    EXPECT_INT(2, world_number(w, &shown));
    EXPECT_STR("", world_verify(w));
    struct ctx *cx = world_as(w, &w->province);     /* the first one's product has changed since */
    EXPECT_ERR(ERR_STATE, undo(w, cx, first));
    EXPECT_INT(1, world_number(w, &papers));
}

TEST(intake, taking_back_leaves_nothing_to_see)
{
    struct world *w = world_new(t);
    WORLD_NUMBER(shown, "SELECT COUNT(*) AS n FROM pub_product");
    WORLD_NUMBER(producers, "SELECT COUNT(*) AS n FROM pub_producer");
    WORLD_NUMBER(papers, "SELECT COUNT(*) AS n FROM pub_recognition");
    int64_t before = world_number(w, &producers);
    str code = checked(w, INTAKE_PRODUCTS, S(TWO_ROWS));
    apply(w, code);
    EXPECT_OK(undo(w, world_as(w, &w->province), code));
    EXPECT_INT(0, world_number(w, &shown));
    EXPECT_INT(0, world_number(w, &papers));
    EXPECT_INT(before, world_number(w, &producers));
    EXPECT_INT(2, counts(w, code).of[ROW_UNDONE]);
    EXPECT_STR("", world_verify(w));
    apply(w, checked(w, INTAKE_PRODUCTS, S(TWO_ROWS)));     /* and it may come in anew */
    EXPECT_INT(2, world_number(w, &shown));
}

TEST(intake, what_somebody_has_worked_with_stays)
{
    struct world *w = world_new(t);
    struct product_rows rows;
    str code = checked(w, INTAKE_PRODUCTS, S(TWO_ROWS));
    apply(w, code);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(product_find(cx, &(struct product_query){ .typed = S("mat rung") }, &rows));
    EXPECT_INT(1, rows.count);
    struct product p = rows.at[0];
    p.story = S("Ong lấy mật hoa tràm.");
    EXPECT_OK(product_change_tx(cx, &p));
    cx = world_as(w, &w->province);
    EXPECT_ERR(ERR_STATE, undo(w, cx, code));
    EXPECT_TEXT(cx, "Không hoàn tác được: 1 bản ghi của lần nhập này đã được người khác sửa hoặc "
                    "đã dùng trong hồ sơ.");
    EXPECT_INT(INTAKE_DONE, found(w, code).state);
}

TEST(intake, what_others_have_built_on_it_is_not_taken_back)
{
    struct world *w = world_new(t);
    struct producer p, named = { .name = S("HTX Hai") };
    bool found;
    str code = checked(w, INTAKE_PRODUCERS, S("Chủ thể,Mã xã\nHTX Hai," WORLD_COMMUNE "\n"));
    apply(w, code);
    struct ctx *cx = world_as(w, &w->province);
    EXPECT_OK(producer_like(cx, &named, S("91/"), &p, &found));
    struct product its = { .code = code_make(t->a), .producer_code = p.code, .name = S("Mật mới"),
                           .set_slug = S(WORLD_SET) };
    EXPECT_OK(product_add_tx(cx, &its));
    EXPECT_ERR(ERR_STATE, undo(w, world_as(w, &w->province), code));
    EXPECT_INT(INTAKE_DONE, found_in(w, code));
}

/* -- one that looks like another --------------------------------------------------------------- */

TEST(intake, a_row_that_looks_like_a_product_waits_for_a_decision)
{
    struct world *w = world_new(t);
    struct intake_row_rows like;
    WORLD_NUMBER(products, "SELECT COUNT(*) AS n FROM product");
    apply(w, checked(w, INTAKE_PRODUCTS, S(TWO_ROWS)));
    str table = S("Tên SP,Chủ thể,Quy cách\nMat rung,HTX Hai,chai 1 lít\n");
    str code = checked(w, INTAKE_PRODUCTS, table);
    EXPECT_OK(intake_rows_of(w->cx, found(w, code).id, ROW_LIKE, 0, &like));
    EXPECT_INT(1, like.count);
    EXPECT(str_starts(like.at[0].note, S("Giống “Mật rừng”")));
    struct intake_decide same = { like.at[0].id, found(w, code).id, false };
    EXPECT_OK(intake_decide_tx(world_as(w, &w->province), &same));
    apply(w, code);
    EXPECT_INT(2, world_number(w, &products));
    code = checked(w, INTAKE_PRODUCTS, table);
    EXPECT_OK(intake_rows_of(w->cx, found(w, code).id, ROW_LIKE, 0, &like));
    struct intake_decide add = { like.at[0].id, found(w, code).id, true };
    EXPECT_OK(intake_decide_tx(world_as(w, &w->province), &add));
    apply(w, code);
    EXPECT_INT(3, world_number(w, &products));
    EXPECT_STR("", world_verify(w));
}

/* -- going on ---------------------------------------------------------------------------------- */

/* 1 240 rows of which 41 are wrong, as an office sends them. */
static str office_table(struct test *t)
{
    struct out *o = out_new(t->a, .max_bytes = 4 << 20);
    put(o, S(HEADING));
    for (int32_t i = 0; i < 1240; i++) {
        bool wrong = i % 30 == 7 && i < 41 * 30;
        put(o, join(t->a, S("Mật số "), show(t->a, i), S(",HTX Số "), show(t->a, i % 91),
                    S("," WORLD_COMMUNE "," HONEY ",")));
        put(o, join(t->a, wrong ? S("9") : S("3"), S(",12/QĐ-UBND,05/08/2025\n")));
    }
    return out_str(o);
}

TEST(intake, forty_one_faulty_rows_of_1240_are_told_and_the_others_come_in)
{
    struct world *w = world_new(t);
    str csv, code = checked(w, INTAKE_PRODUCTS, office_table(t));
    struct intake_counts n = counts(w, code);
    EXPECT_INT(1199, n.of[ROW_NEW]);
    EXPECT_INT(41, n.of[ROW_FAULTY]);
    EXPECT_OK(intake_faults_csv(w->cx, found(w, code).id, &csv));
    EXPECT(str_starts(csv, S("\xEF\xBB\xBF" "TÊN SP,Chủ thể")));
    EXPECT(str_contains(csv, S(",Lỗi\r\n")));
    ptrdiff_t lines = 0;
    for (ptrdiff_t i = 0; i < csv.len; i++)
        lines += csv.at[i] == '\n';
    EXPECT_INT(42, lines);
    apply(w, code);
    WORLD_NUMBER(products, "SELECT COUNT(*) AS n FROM product");
    EXPECT_INT(1199, world_number(w, &products));
    EXPECT_INT(1199, counts(w, code).of[ROW_APPLIED]);
    EXPECT_INT(91, counts(w, code).producers_made);
}

/* A power cut between two chunks: whoever comes back finds the step where its last whole chunk
 * ended, and no row twice. */
TEST(intake, a_step_that_stopped_goes_on_behind_its_last_chunk)
{
    struct world *w = world_new(t);
    bool more;
    WORLD_NUMBER(products, "SELECT COUNT(*) AS n FROM product");
    str code = checked(w, INTAKE_PRODUCTS, office_table(t));
    struct intake it = found(w, code);
    EXPECT_OK(intake_apply_tx(world_as(w, &w->province), &(struct intake_go){ it.id, it.version }));
    EXPECT_OK(intake_step(world_as(w, &w->province), it.id, &more));
    EXPECT(more);
    int64_t part = world_number(w, &products);
    EXPECT(part > 0 && part < 1199);
    EXPECT_INT(0, part % INTAKE_CHUNK);
    run_all(w, code);                          /* as the job thread does after a start */
    EXPECT_INT(1199, world_number(w, &products));
    EXPECT_INT(INTAKE_DONE, found(w, code).state);
}

TEST(intake, another_area_neither_sees_nor_brings_in_for_ours)
{
    struct world *w = world_new(t);
    struct intake it;
    str code = bring(w, INTAKE_PRODUCTS, S(TWO_ROWS));
    EXPECT_ERR(ERR_NOT_FOUND, intake_by_code(world_as(w, &w->other_commune), code, &it));
    EXPECT_ERR(ERR_NOT_FOUND, intake_by_code(world_as(w, &w->member[0]), code, &it));
    struct ctx *cx = world_as(w, &w->other_commune);
    str path = blob_scratch(cx, S(".bang"));
    EXPECT_OK(file_write(w->a, path, S(TWO_ROWS), 0600));
    struct intake_start in = { INTAKE_PRODUCTS, path, S("x.csv"), code_make(w->a) };
    EXPECT_OK(intake_begin(cx, &in));
    EXPECT_OK(intake_by_code(cx, in.code, &it));
    struct intake_map map = { it.id, it.mapping, it.version };
    EXPECT_OK(intake_map_tx(cx, &map));
    bool more = true;
    while (more)
        EXPECT_OK(intake_step(world_as(w, &w->other_commune), it.id, &more));
    EXPECT_STR("Cột “Hạng sao”: chỉ cán bộ tỉnh nhập được hạng sao đã công nhận.\n"
               "Cột “Mã xã”: Xã Ba Chúc không thuộc địa bàn của bạn.", fault_in(w, in.code, 2));
    EXPECT_STR("", fault_in(w, in.code, 3));   /* a commune's own list need not name it */
}
