/* csv_test.c: rows as spreadsheets write them, and cells they may not take for formulas. */
#include "format/csv.h"

#include "base/out.h"
#include "base/test.h"
#include "format/test_tape.h"

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

TEST(csv, a_row_has_200_cells_and_not_201)
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
    static const char *const formulas[] = { "=1+1", "+84", "-1+1", "-A1", "-", "@x", "\tx", "\rx" };
    for (ptrdiff_t i = 0; i < COUNT_OF(formulas); i++)
        EXPECT(str_starts(csv_cell(t->a, str_of(formulas[i])), S("\"'")));
}

TEST(csv, a_negative_number_stays_a_number)
{
    EXPECT_STR("-1", csv_cell(t->a, S("-1")));
    EXPECT_STR("-1250000.5", csv_cell(t->a, S("-1250000.5")));
    EXPECT_STR("\"-12,5\"", csv_cell(t->a, S("-12,5")));
    EXPECT_STR("12", csv_cell(t->a, S("12")));
}

TEST(csv, rows_for_people_are_harmless_and_rows_for_programs_are_as_they_are)
{
    const str cells[] = { S("Mật ong"), S("=1+1"), S("a,b"), S("") };
    struct out *o = out_new(t->a, .max_bytes = 1 << 10);
    csv_put_bom(o);
    csv_put_row(o, CSV_FOR_PEOPLE, cells, 4);
    EXPECT_STR("\xEF\xBB\xBFMật ong,\"'=1+1\",\"a,b\",\r\n", out_str(o));
    o = out_new(t->a, .max_bytes = 1 << 10);
    csv_put_row(o, CSV_FOR_PROGRAMS, cells, 4);
    EXPECT_STR("Mật ong,=1+1,\"a,b\",\n", out_str(o));
}

TEST(csv, mark_is_the_one_that_most_lines_agree_upon)
{
    EXPECT_INT(',', csv_mark(S("")));
    EXPECT_INT(';', csv_mark(S("a;b\n1,5;2,5\n")));
    EXPECT_INT('\t', csv_mark(S("a\tb\n1,5\t2;5\n")));
    EXPECT_INT(',', csv_mark(S("\"x;y;z\",b\n\"x;y;z\",c\n")));
}

/* ---------------------------------------------------------------- piece by piece */

static void expect_same_rows(struct test *t, str text, ptrdiff_t piece)
{
    struct tape tape = { text, piece };
    struct csv whole = csv_begin(text);
    struct csv_feed feed = csv_feed_new(t->a, tape_read, &tape, whole.mark);
    struct csv_row want, got;
    enum csv_answer k;
    do {
        k = csv_next(t->a, &whole, &want);
        EXPECT_INT(k, csv_feed_next(t->a, &feed, &got));
        EXPECT_INT(whole.line, feed.csv.line);
        EXPECT_INT(whole.row, feed.csv.row);
        if (k != CSV_ROW)
            continue;
        EXPECT_INT(want.count, got.count);
        for (int i = 0; i < want.count; i++)
            EXPECT(str_equal(want.cells[i], got.cells[i]));
    } while (k == CSV_ROW);
}

TEST(csv, pieces_of_any_size_give_the_rows_of_the_whole)
{
    static const char *const texts[] = {
        "a,b\n\"x, \"\"y\"\"\nz\",2\n\n3,4", "5\"\" ống,x\n\"\",\"\"\"\"\n1\n",
        "\xEF\xBB\xBFmã;tên\r\n1;2\r\n", "a\n\"b",  "\"a\"b,c\nd\n", "",
    };
    for (ptrdiff_t i = 0; i < COUNT_OF(texts); i++)
        for (ptrdiff_t piece = 1; piece < 9; piece++)
            expect_same_rows(t, str_of(texts[i]), piece);
}

TEST(csv, head_line_is_taken_before_the_rows)
{
    struct tape tape = { S("{\"a\":\"x,y\"}\r\n1,2\n"), 3 };
    struct csv_feed feed = csv_feed_new(t->a, tape_read, &tape, ',');
    struct csv_row row;
    str head;
    EXPECT(csv_feed_line(t->a, &feed, &head));
    EXPECT_STR("{\"a\":\"x,y\"}", head);
    EXPECT_INT(CSV_ROW, csv_feed_next(t->a, &feed, &row));
    EXPECT_INT(2, row.count);
    EXPECT_INT(2, feed.csv.line);
    EXPECT_INT(CSV_END, csv_feed_next(t->a, &feed, &row));
}
