/* csv_test.c: rows as spreadsheets write them, and cells they may not take for formulas. */
#include "format/csv.h"

#include "base/out.h"
#include "base/test.h"

static enum csv_answer first_row(struct test *t, const char *text, struct csv_row *row)
{
    struct csv c = csv_begin(str_of(text));
    return csv_next(t->a, &c, row);
}

TEST(csv, commas_semicolons_and_a_byte_order_mark_are_understood)
{
    struct csv_row row;
    EXPECT_INT(CSV_ROW, first_row(t, "\xEF\xBB\xBFmã,tên\n", &row));
    EXPECT_INT(2, row.count);
    EXPECT_STR("mã", row.cells[0]);
    EXPECT_INT(CSV_ROW, first_row(t, "mã;tên;giá, đồng\r\n", &row));
    EXPECT_INT(3, row.count);
    EXPECT_STR("giá, đồng", row.cells[2]);
}

TEST(csv, quoted_cells_hold_marks_quotes_and_lines)
{
    struct csv c = csv_begin(S("a,b\n\"x, \"\"y\"\"\nz\",2\n\n3,4"));
    struct csv_row row;
    EXPECT_INT(CSV_ROW, csv_next(t->a, &c, &row));
    EXPECT_INT(1, c.line);
    EXPECT_INT(CSV_ROW, csv_next(t->a, &c, &row));
    EXPECT_STR("x, \"y\"\nz", row.cells[0]);
    EXPECT_INT(2, c.line);
    EXPECT_INT(CSV_ROW, csv_next(t->a, &c, &row));
    EXPECT_STR("3", row.cells[0]);
    EXPECT_INT(5, c.line);
    EXPECT_INT(CSV_END, csv_next(t->a, &c, &row));
    EXPECT_INT(CSV_END, csv_next(t->a, &c, &row));
}

TEST(csv, what_is_broken_says_so)
{
    struct csv_row row;
    static const char *const wrong[] = { "\"a", "\"a\"b,c\n", "\"a\"\"" };
    for (ptrdiff_t i = 0; i < COUNT_OF(wrong); i++)
        EXPECT_INT(CSV_BROKEN, first_row(t, wrong[i], &row));
    EXPECT_INT(CSV_END, first_row(t, "", &row));
    EXPECT_INT(CSV_END, first_row(t, "\n\n", &row));
}

static str cells(struct arena *a, int count)
{
    struct out *o = out_new(a, .max_bytes = 1 << 10);
    for (int i = 1; i < count; i++)
        put(o, S("x,"));
    put(o, S("x"));
    return out_str(o);
}

TEST(csv, a_row_has_64_cells_and_not_65)
{
    struct csv_row row;
    EXPECT_INT(CSV_ROW, first_row(t, cstr(t->a, cells(t->a, CSV_CELLS_MAX)), &row));
    EXPECT_INT(CSV_CELLS_MAX, row.count);
    EXPECT_INT(CSV_BROKEN, first_row(t, cstr(t->a, cells(t->a, CSV_CELLS_MAX + 1)), &row));
}

TEST(csv, headings_are_found_with_and_without_marks)
{
    struct csv_row row;
    EXPECT_INT(CSV_ROW, first_row(t, "Tên SP,ĐỊA CHỈ", &row));
    EXPECT_INT(0, csv_column(t->a, &row, S("ten sp")));
    EXPECT_INT(1, csv_column(t->a, &row, S("địa chỉ")));
    EXPECT_INT(-1, csv_column(t->a, &row, S("giá")));
}

TEST(csv, a_written_cell_is_read_back_and_is_no_formula)
{
    static const char *const same[] = { "Mật ong", "a,b", "a;b", "nói \"ừ\"", "hai\ndòng", "" };
    struct csv_row row;
    for (ptrdiff_t i = 0; i < COUNT_OF(same); i++) {
        EXPECT_INT(
            CSV_ROW,
            first_row(t, cstr(t->a, join(t->a, csv_cell(t->a, str_of(same[i])), S(",x"))), &row));
        EXPECT_STR(same[i], row.cells[0]);
    }
    static const char *const formulas[] = { "=1+1", "+84", "-1", "@x", "\tx" };
    for (ptrdiff_t i = 0; i < COUNT_OF(formulas); i++)
        EXPECT(str_starts(csv_cell(t->a, str_of(formulas[i])), S("\"'")));
}
