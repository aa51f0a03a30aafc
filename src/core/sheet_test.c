/* sheet_test.c: which sentence a person reads beside the file. What a table holds is tested in
 * format/table_text_test.c and media/sheet_test.c. SAOLANG_MEDIA names the helper; without it the
 * tests with workbooks pass over.
 */
#include "core/sheet.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "base/test.h"
#include "core/core.h"
#include "core/media.h"
#include "format/csv.h"

/* A context that refuses and nothing else. */
static struct ctx *bare_ctx(struct test *t)
{
    struct ctx *cx = new(t->a, struct ctx, 1);
    *cx = (struct ctx){ .a = t->a, .fault = new(t->a, struct fault, 1) };
    return cx;
}

static str place(struct test *t, const char *name)
{
    return join(t->a, S("/tmp/saolang-core-sheet-"), show(t->a, (int64_t)getpid()), S("-"),
                str_of(name));
}

struct answer {
    enum err err;
    str sentence;
    str csv;
    struct sheet_report report;
};

static struct answer read_file(struct test *t, str content)
{
    struct ctx *cx = bare_ctx(t);
    struct answer is = { 0 };
    struct sheet_file in = { .path = place(t, "in"), .name = S("bảng.csv"), .field = S("tep") };
    str out = place(t, "out.csv");
    EXPECT_OK(file_write(t->a, in.path, content, 0600));
    is.err = sheet_to_csv(cx, &in, out, &is.report);
    is.sentence = fault_of(cx->fault, S("tep"));
    if (!is.err)
        EXPECT_OK(file_read(t->a, out, 1 << 20, &is.csv));
    EXPECT(file_exists(t->a, out) == !is.err);
    unlink(cstr(t->a, in.path));
    unlink(cstr(t->a, out));
    return is;
}

static void expect_sentence(struct test *t, const char *want, str content)
{
    struct answer is = read_file(t, content);
    EXPECT_ERR(ERR_INPUT, is.err);
    if (!str_starts(is.sentence, str_of(want)))
        EXPECT_STR(want, is.sentence);
}

TEST(core_sheet, text_is_read_and_told_what_it_is)
{
    struct answer is = read_file(t, S("Tên;Giá\nTrà;1\n"));
    EXPECT_OK(is.err);
    EXPECT_STR("Tên,Giá\nTrà,1\n", is.csv);
    EXPECT(is.report.text);
    EXPECT_INT(2, is.report.rows);
    EXPECT_INT(2, is.report.columns);
    EXPECT_INT(0, is.report.remark_count);
    is = read_file(t, S("T\xEAn,Gi\xE1\n"));
    EXPECT_STR("Tên,Giá\n", is.csv);
    EXPECT_INT(1, is.report.remark_count);
}

TEST(core_sheet, each_refusal_of_a_text_names_its_line)
{
    expect_sentence(t, "Tệp “bảng.csv” không có dòng nào.", S(""));
    expect_sentence(t, "Tệp “bảng.csv” không phải bảng tính.", S("<html>"));
    expect_sentence(t, "Dòng 2 của tệp “bảng.csv” có ký tự không đọc được.",
                    (str){ "a,b\n\0\n", 6 });
    expect_sentence(t, "Dòng 2 của tệp “bảng.csv” có dấu ngoặc kép không đóng.",
                    S("a,b\n\"c\n"));
    struct out *o = out_new(t->a, .max_bytes = 2 << 20);
    for (int i = 0; i < CSV_CELLS_MAX; i++)
        put(o, S("x,"));
    expect_sentence(t, "Dòng 1 của tệp “bảng.csv” có quá 200 cột.", out_str(o));
    while (o->len < 3 << 19)
        put(o, S("khong co dong moi, "));
    expect_sentence(t, "Dòng 1 của tệp “bảng.csv” dài quá 1 MB.", out_str(o));
}

static bool helper_ready(void)
{
    const char *path = getenv("SAOLANG_MEDIA");
    if (path)
        media_helper_set(str_of(path));
    return path && access(path, X_OK) == 0;
}

TEST(core_sheet, old_and_broken_workbooks_have_sentences_of_their_own)
{
    if (!helper_ready())
        return;
    expect_sentence(t, "Tệp “bảng.csv” là bảng tính kiểu cũ (.xls).",
                    S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1…"));
    expect_sentence(t, "Không đọc được tệp “bảng.csv”.", S("PK\3\4…"));
}

TEST(core_sheet, table_becomes_a_workbook_and_a_csv_again)
{
    if (!helper_ready())
        return;
    struct ctx *cx = bare_ctx(t);
    str table = place(t, "table"), book = place(t, "book.xlsx"), csv = place(t, "book.csv"), got;
    EXPECT_OK(file_write(t->a, table, S("{\"sheet\":\"Giá\",\"columns\":[{\"title\":\"Tên\"},"
                                        "{\"title\":\"Giá\",\"kind\":\"money\"}]}\nTrà,12000\n"),
                         0600));
    EXPECT_OK(sheet_from_table(cx, table, book));
    struct sheet_report report;
    struct sheet_file in = { .path = book, .name = S("giá.xlsx"), .field = S("tep") };
    EXPECT_OK(sheet_to_csv(cx, &in, csv, &report));
    EXPECT_OK(file_read(t->a, csv, 1 << 10, &got));
    EXPECT_STR("Tên,Giá\nTrà,12000\n", got);
    EXPECT_STR("Giá", report.name);
    EXPECT_INT(1, report.name_count);
    EXPECT_INT(1, report.heading);
    in.wanted = S("Không có");
    EXPECT_ERR(ERR_INPUT, sheet_to_csv(cx, &in, csv, &report));
    EXPECT(str_starts(fault_of(cx->fault, S("tep")),
                      S("Tệp “giá.xlsx” không có trang tính “Không có”.")));
    unlink(cstr(t->a, table));
    unlink(cstr(t->a, book));
}
