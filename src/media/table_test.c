/* table_test.c: tables out of the sandboxed helper and into it again, as rooms do by core/media.c.
 * SAOLANG_MEDIA names the helper.
 */
#include <unistd.h>

#include "base/out.h"
#include "base/test.h"
#include "core/media.h"
#include "media/test_file.h"

/* The workbook of a table; *csv is what its only sheet says when it is read again. */
static str there_and_back(struct test *t, str table, struct media_sheet *sheet, str *csv)
{
    helper_ready();
    struct media_refusal why;
    char *from = placed(t, "table", table);
    char *book = place(t, "table.xlsx");
    char *back = place(t, "back.csv");
    EXPECT_OK(media_sheet_write(t->a, str_of(from), str_of(book), &why));
    EXPECT_OK(media_sheet_read(t->a, str_of(book), str_of(back), S(""), sheet));
    str made = slurp(t, book);
    *csv = slurp(t, back);
    unlink(from);
    unlink(book);
    unlink(back);
    return made;
}

#define EVERY_KIND \
    "{\"sheet\":\"Sản phẩm/2026\",\"columns\":[{\"title\":\"Tên\",\"kind\":\"text\",\"width\":40}," \
    "{\"title\":\"Số\",\"kind\":\"int\"},{\"title\":\"Giá\",\"kind\":\"money\"}," \
    "{\"title\":\"Ngày\",\"kind\":\"date\"},{\"title\":\"Trang\",\"kind\":\"url\"}]}\n"

TEST(table, every_kind_of_cell_comes_back_as_it_was)
{
    struct media_sheet sheet;
    str csv;
    str made = there_and_back(
        t, S(EVERY_KIND
             "Mật ong <A&B>,12,1250000,02/09/2026,https://ocop.example.vn/?a=1&b=_x0041_\n"
             "=CMD(),-7,0,2026-12-31,không có\n"
             "0912345678,chưa rõ,12345678901234567,31/02/2026,\n"
             "\n"
             "\"hai\ndòng, \"\"ngoặc\"\"\",,,01/01/1900,mailto:a@b.vn\n"
             "_x0041_,1\n"), &sheet, &csv);
    EXPECT_STR("Tên,Số,Giá,Ngày,Trang\n"
               "Mật ong <A&B>,12,1250000,02/09/2026,https://ocop.example.vn/?a=1&b=_x0041_\n"
               "=CMD(),-7,0,31/12/2026,không có\n"
               "0912345678,chưa rõ,12345678901234567,31/02/2026\n"
               "\"hai\ndòng, \"\"ngoặc\"\"\",,,01/01/1900,mailto:a@b.vn\n"
               "_x0041_,1\n", csv);
    EXPECT_STR("Sản phẩm 2026", sheet.name);
    EXPECT_INT(6, sheet.rows);
    EXPECT_INT(5, sheet.columns);
    EXPECT_INT(1, sheet.heading);
    EXPECT(str_starts(made, S("PK\3\4")));
}

TEST(table, same_table_gives_the_same_bytes)
{
    struct media_sheet sheet;
    str csv;
    str table = S(EVERY_KIND "Trà,1,2,03/04/2026,http://a.vn\n");
    EXPECT(str_equal(there_and_back(t, table, &sheet, &csv),
                     there_and_back(t, table, &sheet, &csv)));
}

static void expect_trouble(struct test *t, enum err want, const char *code, str table)
{
    helper_ready();
    struct media_refusal why;
    char *from = placed(t, "table", table);
    char *book = place(t, "wrong.xlsx");
    EXPECT_ERR(want, media_sheet_write(t->a, str_of(from), str_of(book), &why));
    EXPECT_STR(code, why.code);
    EXPECT(access(book, F_OK) != 0);
    unlink(from);
}

TEST(table, table_that_is_none_is_trouble)
{
    expect_trouble(t, ERR_IO, "TABLE", S(""));
    expect_trouble(t, ERR_IO, "TABLE", S("Tên,Giá\n"));
    expect_trouble(t, ERR_IO, "TABLE", S("{\"columns\":[]}\n"));
    expect_trouble(t, ERR_IO, "TABLE", S("{\"columns\":[{\"title\":\"A\",\"kind\":\"sao\"}]}\n"));
    expect_trouble(t, ERR_IO, "TABLE", S("{\"columns\":[{\"title\":\"A\",\"width\":0}]}\n"));
    expect_trouble(t, ERR_IO, "TABLE", S("{\"columns\":[{\"title\":\"A\"}]}\n1,2\n"));
    expect_trouble(t, ERR_IO, "TABLE", S("{\"columns\":[{\"title\":\"A\"}]}\n\"1\n"));
    expect_trouble(t, ERR_IO, "TABLE", S("{\"columns\":[{\"title\":\"A\"}]}\n\xff\n"));
}

TEST(table, million_rows_are_written_and_one_more_is_not)
{
    struct out *o = out_new(t->a, .max_bytes = 4 << 20);
    put(o, S("{\"columns\":[{\"title\":\"A\",\"kind\":\"int\"}]}\n"));
    for (int i = 0; i < 1000 * 1000; i++)
        put(o, S("1\n"));
    helper_ready();
    struct media_refusal why;
    char *from = placed(t, "many", out_str(o));
    char *book = place(t, "many.xlsx");
    EXPECT_OK(media_sheet_write(t->a, str_of(from), str_of(book), &why));
    unlink(from);
    unlink(book);
    put(o, S("1\n"));
    expect_trouble(t, ERR_LIMIT, "TOO_MANY_ROWS", out_str(o));
}

TEST(table, cell_that_is_too_long_is_named)
{
    struct out *o = out_new(t->a, .max_bytes = 1 << 20);
    put(o, S("{\"columns\":[{\"title\":\"A\"},{\"title\":\"B\"}]}\n1,2\n1,"));
    for (int i = 0; i < 32768; i++)
        put(o, S("ệ"));
    expect_trouble(t, ERR_LIMIT, "TOO_LONG", out_str(o));
    helper_ready();
    struct media_refusal why;
    char *from = placed(t, "long", out_str(o));
    EXPECT_ERR(ERR_LIMIT, media_sheet_write(t->a, str_of(from), str_of(place(t, "long.xlsx")),
                                            &why));
    EXPECT_STR("B3", why.at);
    unlink(from);
}

TEST(table, file_that_is_no_workbook_leaves_nothing_behind)
{
    helper_ready();
    struct media_sheet sheet;
    char *from = placed(t, "no.xlsx", S("PK\3\4 và gì đó"));
    char *back = place(t, "no.csv");
    EXPECT_ERR(ERR_INPUT, media_sheet_read(t->a, str_of(from), str_of(back), S(""), &sheet));
    EXPECT_STR("BROKEN", sheet.refusal.code);
    EXPECT(access(back, F_OK) != 0);
    unlink(from);
    EXPECT_ERR(ERR_IO, media_sheet_read(t->a, S("/nowhere"), str_of(back), S(""), &sheet));
}
